"""Who was chosen in a campaign, as tables to be written into a file, part by part. Not here: files and HTTP."""

import io
from collections.abc import Collection, Iterator
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pa_parquet

from loyalty.campaigns.model import Arm
from loyalty.campaigns.store_revisions import find_head
from loyalty.database import Work
from loyalty.database.copying import read_rows
from loyalty.ids import read_id
from loyalty.members import MEMBER_ID_PREFIX
from loyalty.offers import OFFER_ID_PREFIX

EXPORT_ROWS = 20_000
_TEXT = pa.string()
_COLUMNS: dict[str, pa.DataType] = {
    "revision": pa.int32(),
    "occurrence": _TEXT,
    "member_id": _TEXT,
    "external_id": _TEXT,
    "arm": _TEXT,
    "reason": _TEXT,
    "channel_code": _TEXT,
    "offer_choice": _TEXT,
    "offer_code": _TEXT,
    "offer_id": _TEXT,
    "score_probability": pa.float64(),
    "expected_value_minor": pa.float64(),
    "chosen_at": pa.timestamp("us", tz="UTC"),
}
EXPORTED = pa.schema(_COLUMNS)
PART = """
select t.revision, t.occurrence, %(member)s || '_' || encode(uuid_send(t.member_id), 'hex') as member_id, m.external_id, t.arm, t.reason,
       t.channel_code, t.offer_choice, t.offer_code, %(offer)s || '_' || encode(uuid_send(t.offer_id), 'hex') as offer_id,
       t.score_probability, t.expected_value_minor, t.chosen_at
from campaign_targets t join members m on m.id = t.member_id
where t.campaign_code = %(code)s and (t.revision, t.occurrence, t.member_id) > (%(revision)s, %(after)s::text, %(last_member_id)s::uuid)
  and (t.occurrence = %(occurrence)s::text or %(occurrence)s::text is null) and (t.arm = any(%(arms)s::text[]) or %(arms)s::text[] is null)
  and (t.reason = %(reason)s::text or %(reason)s::text is null)
order by t.revision, t.occurrence, t.member_id limit %(limit)s
"""


def export_targets(
    code: str, *, within: Work, occurrence: str | None = None, arms: Collection[Arm] | None = None, reason: str | None = None
) -> Iterator[pa.Table]:
    """Who was chosen, and who was not and why, in parts of `EXPORTED`, in the order of revision, occurrence and member; at least one part.

    Raises:
        CampaignUnknown: no campaign has this code.
    """
    find_head(code, within=within)
    facts: dict[str, object] = {
        "code": code,
        "occurrence": occurrence,
        "arms": None if arms is None else [str(arm) for arm in arms],
        "reason": reason,
        "limit": EXPORT_ROWS,
    }
    return _parts(facts, within)


def _parts(facts: dict[str, object], within: Work) -> Iterator[pa.Table]:
    # Not `empty_table`, which loads pandas.
    yield pa.Table.from_batches([], schema=EXPORTED)
    at: dict[str, object] = {"revision": 0, "after": "", "last_member_id": UUID(int=0)}
    named = {"member": MEMBER_ID_PREFIX, "offer": OFFER_ID_PREFIX}
    while True:
        part = read_rows(PART, facts | named | at, EXPORTED, within=within)
        if part.num_rows:
            yield part
        if part.num_rows < EXPORT_ROWS:
            return
        revision, after, shown_id = (part[name][-1].as_py() for name in ("revision", "occurrence", "member_id"))
        at = {"revision": revision, "after": after, "last_member_id": read_id(MEMBER_ID_PREFIX, shown_id)}


def as_parquet(parts: Iterator[pa.Table]) -> bytes:
    """One Parquet file of the parts."""
    written = io.BytesIO()
    with pa_parquet.ParquetWriter(written, EXPORTED, compression="zstd") as writer:
        for part in parts:
            writer.write_table(part)
    return written.getvalue()
