"""The AsyncAPI document of the bus, made from the catalogue. Run as a module it writes `docs/asyncapi.json`, which a test holds to it."""

import json
from typing import Any

from loyalty.events.catalogue import EVENT_TYPES, OWN_TYPE, EventType
from loyalty.settings import PROJECT_DIR

FILE = PROJECT_DIR / "docs" / "asyncapi.json"
INSTANT = {"type": "string", "format": "date-time"}
ENVELOPE: dict[str, Any] = {
    "id": {"type": "string", "pattern": "^evt_[0-9a-f]{32}$", "description": "Known by it: an event may arrive twice, and is meant once."},
    "position": {"type": "integer", "minimum": 1, "description": "The place in the store: no gaps, and of one member in order."},
    "occurred_at": INSTANT | {"description": "When it happened."},
    "recorded_at": INSTANT | {"description": "When the platform knew, by the business clock."},
    "stored_at": INSTANT | {"description": "When it came into the store, by the wall clock."},
    "source": {"type": "string", "description": "`khaywe`, or the name of the caller who told it."},
    "subject": {
        "type": "object",
        "description": "The member it is about.",
        "required": ["member_id", "external_id", "program_code"],
        "properties": {
            "member_id": {"type": "string", "pattern": "^mbr_[0-9a-f]{32}$"},
            "external_id": {"type": ["string", "null"]},
            "program_code": {"type": ["string", "null"]},
        },
    },
}
INBOUND: dict[str, Any] = {
    "type": {"type": "string", "pattern": OWN_TYPE},
    "member_id": {"type": "string", "description": "An id `mbr_…` or the company's own number of the customer."},
    "id": {"type": "string", "maxLength": 200, "description": "The sender's own id: sent twice, it is told once."},
    "occurred_at": INSTANT | {"description": "Left out: when it arrives."},
    "program_code": {"type": "string"},
    "source": {"type": "string", "description": "Who says it; ids are the source's own.", "default": "bus"},
    "data": {"type": "object"},
}


def document() -> dict[str, Any]:
    """AsyncAPI 3.0: what the platform sends, and what it hears."""
    told = [one for one in EVENT_TYPES.values() if one.name != "webhook.tested"]
    heard = [one for one in told if one.direction == "heard"]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Khaywe events",
            "version": "1.0.0",
            "description": "What happened, in the order in which it was stored. At least once on the bus; known by its id. Fields may be "
            "added to a schema version; readers pass over those that they do not know.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "events": {
                "address": "khaywe.events",
                "description": "A stream (Redis), a topic keyed by member (Kafka), a fanout exchange (RabbitMQ).",
                "messages": {one.name: {"$ref": f"#/components/messages/{one.name}"} for one in told},
            },
            "inbound": {
                "address": "khaywe.inbound",
                "description": "What others tell: customers' updates from the warehouse, a company's own events.",
                "messages": {f"{one.name}.told": {"$ref": f"#/components/messages/{one.name}.told"} for one in heard}
                | {"own.told": {"$ref": "#/components/messages/own.told"}},
            },
        },
        "operations": {
            "tell": {"action": "send", "channel": {"$ref": "#/channels/events"}},
            "hear": {"action": "receive", "channel": {"$ref": "#/channels/inbound"}},
        },
        "components": {
            "messages": {one.name: _message(one) for one in told}
            | {f"{one.name}.told": _inbound(one) for one in heard}
            | {"own.told": _inbound(None)}
        },
    }


def _message(one: EventType) -> dict[str, Any]:
    return {
        "name": one.name,
        "summary": one.sentence,
        "payload": {
            "type": "object",
            "required": ["type", "schema_version", "data", *ENVELOPE],
            "properties": {
                **ENVELOPE,
                "type": {"const": one.name},
                "schema_version": {"const": one.schema_version},
                "data": _schema(one),
            },
        },
    }


def _inbound(one: EventType | None) -> dict[str, Any]:
    properties = dict(INBOUND)
    if one is not None:
        properties |= {"type": {"const": one.name}, "data": _schema(one)}
    return {
        "name": one.name if one else "own",
        "summary": one.sentence if one else "An event of the company's own, such as cart.abandoned.",
        "payload": {"type": "object", "required": ["type", "member_id"], "properties": properties},
    }


def _schema(one: EventType) -> dict[str, Any]:
    schema = one.says.model_json_schema(mode="serialization" if one.direction == "told" else "validation")
    schema.pop("title", None)
    for field in schema.get("properties", {}).values():
        field.pop("title", None)
    return schema


def written() -> str:
    """The document as it stands in the repository."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
