"""What the assets of campaigns do, and what they report: an occurrence is worked batch by batch. Not here: assets, and choosing itself."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import dagster as dg
import pyarrow as pa

from loyalty.campaigns import Chosen, OccurrenceKey, RevisionKey, begin_day, daily_campaigns, work_occurrence
from loyalty.clock import Clock
from loyalty.database import Database
from orchestration.reports import Result, bars, counted, table

Three = tuple[Result, Result, Result]


@dataclass(frozen=True, slots=True)
class Acted:
    """An occurrence and what was done in it."""

    key: OccurrenceKey
    chosen: Chosen


def begin_and_work_day(database: Database, on: date, *, clock: Clock, log: logging.Logger) -> list[Acted]:
    """The day's occurrence of every DAILY campaign has begun and is worked as far as it goes now.

    Raises:
        SegmentNotEvaluated: the segments of the day do not stand yet.
    """
    with database.begin() as work:
        keys = list(daily_campaigns(within=work, clock=clock))
    return [work_one(database, _begun(database, key, on, clock), clock=clock, log=log) for key in keys]


def work_one(database: Database, key: OccurrenceKey, *, clock: Clock, log: logging.Logger) -> Acted:
    """Everybody who is due in the occurrence is chosen; a run that dies in between is taken up where it stood."""
    chosen = work_occurrence(
        database,
        key,
        clock=clock,
        on_batch=lambda one: log.info("%s %s: %s chosen, %s refused", key.campaign_code, key.occurrence, one.arms, one.refused),
    )
    if chosen.waiting:
        log.warning("%s %s: members wait (%s); the occurrence stays open.", key.campaign_code, key.occurrence, dict(chosen.waiting))
    return Acted(key, chosen)


def results_of(acted: list[Acted], audience: str, offers: str, deliveries: str) -> Three:
    """What stands after the acts, for each of the three assets: read = kept + refused."""
    read = sum(one.chosen.read_count for one in acted)
    refused = _sum([one.chosen.refused for one in acted])
    waiting = _sum([one.chosen.waiting for one in acted])
    arms = _sum([one.chosen.arms for one in acted])
    told = counted(
        read=read,
        kept=sum(arms.values()),
        **{f"arm_{name.lower()}": count for name, count in arms.items()},
        **{f"refused_{name.lower()}": count for name, count in refused.items()},
        **{f"waiting_{name.lower()}": count for name, count in waiting.items()},
    )
    treated = arms.get("TREATED", 0)
    queued = sum(one.chosen.queued_count for one in acted)
    return (
        dg.MaterializeResult(asset_key=audience, metadata=told | _pictures(acted)),
        dg.MaterializeResult(asset_key=offers, metadata=counted(read=treated, kept=treated)),
        dg.MaterializeResult(asset_key=deliveries, metadata=counted(read=treated, kept=queued, without_a_message=treated - queued)),
    )


def _begun(database: Database, key: RevisionKey, on: date, clock: Clock) -> OccurrenceKey:
    with database.begin() as work:
        return begin_day(key, on, within=work, clock=clock)


def _sum(parts: list[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for part in parts:
        for name, count in part.items():
            total[name] = total.get(name, 0) + count
    return dict(sorted(total.items()))


def _pictures(acted: list[Acted]) -> dict[str, dg.MetadataValue]:
    if not acted:
        return {}
    rows = [
        {
            "campaign": one.key.campaign_code,
            "occurrence": one.key.occurrence,
            **{name.lower(): 0 for name in ("TREATED", "CONTROL", "HOLDOUT")},
        }
        | {name.lower(): count for name, count in one.chosen.arms.items()}
        | {"refused": sum(one.chosen.refused.values()), "waiting": sum(one.chosen.waiting.values())}
        for one in acted
    ]
    parts = {f"{one.key.campaign_code} · {name.lower()}": float(count) for one in acted for name, count in one.chosen.arms.items()}
    return {"audience": bars(parts, title="Audience"), "campaigns": table(pa.Table.from_pylist(rows))}
