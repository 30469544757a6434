"""Updates of members' features as rows, beside the published ones until a publish knows later loads. Not here: which values are sound."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loyalty.database import Work
from loyalty.database.arrays import code_array, text_array, time_array, uuid_array
from loyalty.features.online import Value
from loyalty.features.updates import FeatureUpdate

# An event that comes again brings nothing new.
RECORD = """
with new as (
    insert into member_feature_updates (member_id, event_id, source_code, as_of_on, known_at, features, model_version, recorded_at)
    select member_id, event_id, source_code, as_of_on::date, known_at, features::jsonb, model_version, %(recorded_at)s
    from unnest(%(members)s::uuid[], %(events)s::uuid[], %(sources)s::text[], %(days)s::text[], %(known)s::timestamptz[],
                %(features)s::text[], %(versions)s::text[])
        with ordinality as told (member_id, event_id, source_code, as_of_on, known_at, features, model_version, n)
    order by n
    on conflict do nothing returning *
)
insert into outbox (member_id, type, occurred_at, recorded_at, data)
select member_id, 'customer.features_updated', recorded_at, recorded_at,
       jsonb_build_object('names', (select jsonb_agg(name order by name) from jsonb_object_keys(features) name), 'source', source_code,
                          'known_at', known_at, 'model_version', model_version)
from new order by place
"""
NOW = """
select member_id, external_id, features::text as features, updated_features::text as later, updated_at
from member_features_now where member_id = any(%(ids)s::uuid[]) and updated_features is not null
"""
SUPERSEDE = "delete from member_feature_updates where known_at < %(loaded_at)s"


@dataclass(frozen=True, slots=True)
class KnownNow:
    """What is known of one member now: everything, and what of it came after the publish, known since when."""

    external_id: str
    values: Mapping[str, Value]
    later: Mapping[str, Value]
    known_at: datetime


def record_updates(updates: Sequence[FeatureUpdate], *, at: datetime, within: Work) -> None:
    """The updates stand, each once for its member, event and source, and win over what is published unless that knows later loads. Each
    new one is told, as `customer.features_updated`."""
    if not updates:
        return
    values = {
        "recorded_at": at,
        "members": uuid_array(one.member_id for one in updates),
        "events": uuid_array(one.event_id for one in updates),
        "sources": code_array(one.source for one in updates),
        "days": code_array(one.as_of_on.isoformat() for one in updates),
        "known": time_array(one.known_at for one in updates),
        "features": text_array(json.dumps(dict(one.features), ensure_ascii=False) for one in updates),
        "versions": text_array([one.model_version for one in updates]),
    }
    within.exec_driver_sql(RECORD, values)


def known_now(member_ids: Sequence[UUID], within: Work) -> dict[UUID, KnownNow]:
    """Of those of the members of whom something is known since the publish: what is known now."""
    rows = within.exec_driver_sql(NOW, {"ids": uuid_array(member_ids)})
    return {row.member_id: KnownNow(row.external_id, json.loads(row.features), json.loads(row.later), row.updated_at) for row in rows}


def supersede(loaded_at: datetime, within: Work) -> int:
    """A publish knows every load through `loaded_at`: what was known earlier by itself is gone; how many updates those were."""
    return within.exec_driver_sql(SUPERSEDE, {"loaded_at": loaded_at}).rowcount
