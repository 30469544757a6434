"""How a campaign does: audience, messages, answers, costs, and what it changed against those set aside. Not here: SQL, intervals, words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Row

from loyalty.campaigns import results_store as counted
from loyalty.campaigns.errors import CampaignUnknown
from loyalty.campaigns.results_model import Audience, Costs, Effect, Responses, Results, Scope, Sendings, Uplift
from loyalty.campaigns.results_store import Revision
from loyalty.campaigns.results_uplift import Sample, conversion_uplift, is_split_sound, revenue_uplift
from loyalty.campaigns.results_words import conversion_words, revenue_words
from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.programs import programs

ATTRIBUTION_DAYS_DEFAULT = 14
URLS_MAX = 20
_WAITING = {"QUEUED", "ADMITTED", "SENDING"}
_SENT = {"SENT", "BOUNCED"}
_NOBODY = Sample()
_Name = TypeVar("_Name", str, int)


def campaign_results(scope: Scope, *, within: Work, clock: Clock) -> Results:
    """The results of a scope as they are now, in a handful of statements whatever its size.

    Raises:
        CampaignUnknown: no campaign has this code.
    """
    known = counted.revisions(scope.campaign_code, default_days=ATTRIBUTION_DAYS_DEFAULT, within=within)
    if not known:
        raise CampaignUnknown(f"There is no campaign '{scope.campaign_code[:80]}'.", campaign_code=scope.campaign_code[:80])
    now = clock.now()
    chosen = counted.chosen(scope, within=within)
    answers, urls = counted.responses(scope, urls_max=URLS_MAX, within=within)
    return Results(
        scope=scope,
        as_of=now,
        audience=_audience(chosen),
        sendings=_sendings(counted.sendings(scope, within=within)),
        responses=Responses(**answers, clicks_by_url=urls),
        costs=Costs(**counted.costs(scope, within=within)),
        effect=_effect(scope, chosen, known, now, within),
    )


def _audience(chosen: Sequence[Row[Any]]) -> Audience:
    arms = _summed((row.arm, row.total) for row in chosen if row.arm is not None)
    refused = _summed((row.reason, row.total) for row in chosen if row.reason is not None)
    return Audience(
        read_count=arms.total() + refused.total(),
        treated_count=arms["TREATED"],
        control_count=arms["CONTROL"],
        holdout_count=arms["HOLDOUT"],
        refused=dict(refused.most_common()),
        first_chosen_at=min((row.first_at for row in chosen), default=None),
        last_chosen_at=max((row.last_at for row in chosen), default=None),
    )


def _sendings(rows: Sequence[Row[Any]]) -> Sendings:
    by_status = _summed((row.status, row.total) for row in rows)
    sent = sum(by_status[status] for status in _SENT)
    return Sendings(
        queued_count=by_status.total(),
        waiting_count=sum(by_status[status] for status in _WAITING),
        sent_count=sent,
        delivered_count=sent - by_status["BOUNCED"],
        bounced_count=by_status["BOUNCED"],
        failed_count=by_status["FAILED"],
        in_doubt_count=by_status["IN_DOUBT"],
        suppressed=dict(_summed((row.reason, row.total) for row in rows if row.status == "SUPPRESSED").most_common()),
        sent_by_channel=dict(_summed((row.channel_code, row.total) for row in rows if row.status in _SENT).most_common()),
    )


def _effect(scope: Scope, chosen: Sequence[Row[Any]], known: dict[int, Revision], now: datetime, within: Work) -> Effect:
    drawn = [row for row in chosen if row.arm is not None]
    arms: dict[str, Sample] = {}
    if drawn:
        between = min(row.first_at for row in drawn), max(row.last_at for row in drawn)
        count = sum(row.total for row in drawn)
        arms = counted.outcomes(scope, known, member_count=count, chosen_between=between, now=now, within=within)
    closes_at = max((row.last_at + timedelta(days=known[row.revision].attribution_days) for row in drawn), default=None)
    is_settled = closes_at is not None and closes_at <= now
    treated, control = arms.get("TREATED", _NOBODY), arms.get("CONTROL", _NOBODY)
    conversion, revenue = conversion_uplift(treated, control), revenue_uplift(treated, control)
    currency_code = _currency(scope.campaign_code, now, within)
    return Effect(
        attribution_days=known[max(known) if scope.revision not in known else scope.revision].attribution_days,
        windows_close_at=closes_at,
        is_settled=is_settled,
        is_split_sound=is_split_sound(treated, control, _control_expected(drawn, known, treated.member_count + control.member_count)),
        currency_code=currency_code,
        treated=treated,
        control=control,
        holdout=arms.get("HOLDOUT", _NOBODY),
        conversion=Uplift(conversion, conversion_words(conversion, is_settled=is_settled)),
        revenue=Uplift(revenue, revenue_words(revenue, currency_code, is_settled=is_settled)),
    )


def _control_expected(drawn: Sequence[Row[Any]], known: dict[int, Revision], member_count: int) -> float:
    """How many of so many members should be control, by the shares of the revisions that chose them."""
    counts = _summed((row.revision, row.total) for row in drawn if row.arm != "HOLDOUT")
    share = sum(known[revision].control_share * count for revision, count in counts.items()) / max(counts.total(), 1)
    return share * member_count


def _currency(code: str, now: datetime, within: Work) -> str | None:
    own = counted.program_of(code, within=within)
    return next((one.current.program.currency_code for one in programs(within=within, at=now) if one.code == own), None)


def _summed(pairs: Iterable[tuple[_Name, int]]) -> Counter[_Name]:
    counts: Counter[_Name] = Counter()
    for name, count in pairs:
        counts[name] += count
    return counts
