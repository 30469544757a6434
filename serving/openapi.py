"""The contract as a document: what FastAPI derives from the routes, plus what it cannot know. `python -m serving.openapi` writes it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from loyalty.access import PERMISSIONS, KeyUnknown, PermissionMissing
from loyalty.database.engine import DatabaseUnavailable
from loyalty.settings import PROJECT_DIR, Settings
from serving.http.auth import guard_of
from serving.http.errors import PROBLEM_MEDIA_TYPE, PROBLEM_REFERENCE, Problem, RequestInvalid, refusals

if TYPE_CHECKING:
    from fastapi import FastAPI

SNAPSHOT = PROJECT_DIR / "console" / "src" / "api" / "openapi.json"

TITLE = "Khaywe"
VERSION = "1.0.0"
SUMMARY = "Points, rewards, segments and next best offers of a loyalty program."
DESCRIPTION = """
**Keys.** Every route but `/health/…` needs `Authorization: Bearer khw_…` and names the one permission it asks for. People
sign in to the console instead (`POST /v1/session`): a cookie, and with writes the header `X-CSRF-Token`.

**Retries.** Routes that change something take an `Idempotency-Key`. The same key with the same request gives the stored answer
again, marked `Idempotency-Hit: true`. Where points move, the key is required.

**Dry runs.** `dry_run=true` on a write checks and refuses exactly as the real call, and stores nothing.

**Refusals** are problem documents (`application/problem+json`). `code` is stable; branch on it, not on the text. Where several
things are wrong, the first of this order is said: 401 the key, 403 its permission, 413 the size, 400 what cannot be read, 422 a
field, 409/422 the idempotency key, 404 what is named, 409 a reference used before, 422 a business no.

**Numbers.** Points and money are whole numbers, money in minor units. Only scores are fractions. **Times** are RFC 3339 in UTC.
"""
TAGS = [
    {"name": "Transactions", "description": "Earn and burn points."},
    {"name": "Members", "description": "Customers enrolled in the program: balances, history, scores, segments."},
    {"name": "Features", "description": "What is known of members, by name, and how fresh it is."},
    {"name": "Offers", "description": "The next best offers of a member."},
    {"name": "Rewards", "description": "What points buy, and redeeming it."},
    {"name": "Vouchers", "description": "Pools of codes that members are given and use."},
    {"name": "Promotions", "description": "Bonus points and money off, within limits and budgets."},
    {"name": "Eligibility", "description": "Who may take part in the program, a reward, a promotion."},
    {"name": "Segments", "description": "Groups of members, defined by rules and evaluated in the warehouse."},
    {"name": "Campaigns", "description": "Audiences with an offer per member."},
    {"name": "Journeys", "description": "Members on their way through conditions, actions and waits."},
    {"name": "Messages", "description": "What members are told, where they are reached, and the limits on both."},
    {"name": "Events", "description": "What happened: told from outside, read, set aside where it could not be taken in."},
    {"name": "Webhooks", "description": "Others who are told of events, signed, until they have them."},
    {"name": "Program", "description": "What the program promises."},
    {"name": "Jobs", "description": "Bulk files of transactions, members and opening balances."},
    {"name": "Access", "description": "Who is calling."},
    {"name": "Operations", "description": "Health and metrics."},
]


def describe(app: "FastAPI") -> dict[str, Any]:
    """The OpenAPI document of the app, made once."""
    if app.openapi_schema is None:
        routes = [route for route in app.router.routes if isinstance(route, APIRoute)]
        document = get_openapi(title=TITLE, version=VERSION, summary=SUMMARY, description=DESCRIPTION.strip(), routes=routes, tags=TAGS)
        schemas = document["components"]["schemas"]
        schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        # FastAPI documents a shape for invalid input that our error handler never answers with.
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        for route in routes:
            for method in route.methods or ():
                _complete(document["paths"][route.path_format][method.lower()], route)
        app.openapi_schema = document
    return app.openapi_schema


def _complete(operation: dict[str, Any], route: APIRoute) -> None:
    """Say the permission and the refusals that every guarded route shares."""
    guard = guard_of(route)
    responses: dict[str, Any] = operation["responses"]
    framework_422 = responses.get("422", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    if framework_422.endswith("HTTPValidationError"):
        del responses["422"]
    if guard is None:
        return
    operation["x-permissions"] = list(guard.permissions)
    said = " or ".join(f"`{permission}`" for permission in guard.permissions)
    operation["description"] = f"{operation.get('description', '')}\n\nPermission: {said}.".strip()
    for status, common in refusals(KeyUnknown, PermissionMissing, RequestInvalid, DatabaseUnavailable).items():
        own = responses.setdefault(str(status), {"description": "", "content": {}})
        own["description"] = "\n\n".join(filter(None, [own["description"], common["description"]]))
        own["content"] = {PROBLEM_MEDIA_TYPE: {"schema": PROBLEM_REFERENCE}}
    operation["responses"] = dict(sorted(responses.items()))


def snapshot_text() -> str:
    """The document as it is committed; no server is contacted to make it."""
    from serving.app import build_app
    from serving.wiring import wiring_from

    app = build_app(wiring_from(Settings(database_url="postgresql://nobody@localhost/nothing", redis_url="redis://localhost")))
    document = describe(app)
    document["x-permissions"] = PERMISSIONS
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write_snapshot(path: Path = SNAPSHOT) -> None:
    """The committed document says what the code says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(snapshot_text(), encoding="utf-8")


if __name__ == "__main__":
    write_snapshot()
