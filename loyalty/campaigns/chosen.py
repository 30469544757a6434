"""Those of a batch as they were chosen: their rows, and the messages that the treated are told. Columns from end to end; pure.

Not here: the choice (`decide.py`), rows (`store_targets.py`), and sending.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from loyalty.campaigns.model import Campaign, RevisionKey
from loyalty.offers.reasons import WORDS

_SHOWN = ("offer_id", "title", "reason_code", "ends_on", "campaign_id", "coupon_upc")
_LANGUAGE = pl.col("language").fill_null("en").str.split("-").list.first()
_ONLY_OF_CHOSEN = ("arm", "channel_code", "offer_choice", "offer_code", "offer_id", "score_probability", "voucher_id")


def with_what_they_are(chosen: pl.DataFrame, claimed: pl.DataFrame, offers: pl.DataFrame) -> pl.DataFrame:
    """The rows of `decide.choose` with occurrence, member and facts by `place` in `claimed`, and what is known of each one's offer."""
    named = claimed.with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    shown = offers.select("candidate", *_SHOWN)
    return (
        chosen.join(named, on="place", how="left", maintain_order="left")
        .join(shown, on="candidate", how="left", maintain_order="left")
        .with_columns(voucher_id=pl.lit(None, pl.String))
    )


def with_vouchers(chosen: pl.DataFrame, vouchers: Mapping[int, str | None], refusal: str) -> pl.DataFrame:
    """Those at these places have these vouchers; whoever has none after all is refused."""
    found = pl.DataFrame({"place": list(vouchers), "found": list(vouchers.values())}, schema={"place": pl.Int64, "found": pl.String})
    joined = chosen.drop("voucher_id").join(found, on="place", how="left", maintain_order="left").rename({"found": "voucher_id"})
    lacks = pl.col("place").is_in(list(vouchers)) & pl.col("voucher_id").is_null()
    return joined.with_columns(
        *(pl.when(~lacks).then(pl.col(name)).alias(name) for name in _ONLY_OF_CHOSEN),
        reason=pl.when(lacks).then(pl.lit(refusal)).otherwise("reason"),
        expected_value_minor=pl.when(lacks).then(0.0).otherwise("expected_value_minor"),
    )


def told(key: RevisionKey, campaign: Campaign, treated: pl.DataFrame, now: datetime, zone: ZoneInfo) -> pl.DataFrame:
    """What each of the treated is told (`loyalty.messages.AUDIENCE`): the campaign, its offer, and the event that let it in."""
    parts = [pl.lit('{"campaign":' + json.dumps({"code": key.campaign_code, "revision": key.revision}))]
    if campaign.offer is not None:
        offer = pl.concat_str(pl.lit(',"offer":'), _offer_told(campaign, now, zone).struct.json_encode())
        parts.append(pl.when(pl.col("offer_code").is_not_null()).then(offer).otherwise(pl.lit("")))
    parts.append(pl.when(pl.col("facts").is_not_null()).then(pl.concat_str(pl.lit(',"event":'), "facts")).otherwise(pl.lit("")))
    facts = pl.concat_str(*parts, pl.lit("}"))
    return treated.select("member_id", "channel_code", "occurrence", facts=facts, expected_value_minor="expected_value_minor")


def expires_at(campaign: Campaign, now: datetime) -> datetime | None:
    """When what the treated are told is of no use any more; None: it is as long as it takes."""
    hours = None if campaign.message is None else campaign.message.expires_after_hours
    return None if hours is None else now + timedelta(hours=hours)


def _offer_told(campaign: Campaign, now: datetime, zone: ZoneInfo) -> pl.Expr:
    """The offer as templates know it: {offer_code, title, reason, ends_on, campaign_id, coupon_upc, voucher_id}."""
    plan = campaign.offer
    assert plan is not None  # noqa: S101 - the caller has asked
    lapses_on = (now + timedelta(days=plan.lapses_after_days)).astimezone(zone).date()
    is_shown = pl.col("candidate").is_not_null()
    reasons = [pl.when(pl.col("reason_code") == code).then(_said(words)) for code, words in WORDS.items()]
    return pl.struct(
        "offer_code",
        title=pl.when(is_shown).then("title").otherwise(pl.coalesce(_said(plan.title), "offer_code")),
        reason=pl.coalesce(*reasons),
        ends_on=pl.min_horizontal(pl.lit(lapses_on), "ends_on").dt.to_string("%Y-%m-%d"),
        campaign_id="campaign_id",
        coupon_upc="coupon_upc",
        voucher_id=pl.col("voucher_id").str.replace_all("-", "", literal=True),
    )


def _said(texts: Mapping[str, str]) -> pl.Expr:
    """The text in the member's language, else in English, else null."""
    others = {language: text for language, text in texts.items() if text}
    if not others:
        return pl.lit(None, pl.String)
    return _LANGUAGE.replace_strict(list(others), list(others.values()), default=texts.get("en"), return_dtype=pl.String)
