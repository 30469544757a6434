"""The messages of a whole audience into the queue, as columns from end to end. Not here: messages one by one (`queue.py`), sending."""

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.database.arrays import fresh_uuid_array, text_array
from loyalty.messages.errors import ChannelUnknown, TemplateUnknown
from loyalty.messages.model import Purpose
from loyalty.messages.store_queue import INSERT
from loyalty.messages.store_templates import newest_templates

AUDIENCE = pl.Schema(
    {
        "member_id": pl.String,
        "channel_code": pl.String,
        "occurrence": pl.String,
        "facts": pl.String,
        "expected_value_minor": pl.Float64,
    }
)
"""One row is one message: whose (a UUID), over which channel, of which occurrence of its source, what it tells (a JSON object)."""


def enqueue_audience(
    messages: pl.DataFrame,
    *,
    templates: Mapping[str, str],
    source_code: str,
    purpose: Purpose,
    expires_at: datetime | None,
    within: Work,
    clock: Clock,
) -> int:
    """Each message (shaped like `AUDIENCE`) of this source waits in the queue, once; how many are new.

    `templates`: of each channel its template.

    Raises:
        TemplateUnknown: a template does not exist; nothing is queued.
        ChannelUnknown: a template speaks over another channel; nothing is queued.
    """
    if messages.is_empty():
        return 0
    used = {channel: templates[channel] for channel in messages["channel_code"].unique()}
    versions = _versions(used, within)
    now = clock.now()
    count = messages.height
    by_channel = pl.col("channel_code").replace_strict
    told = messages.select(
        "member_id",
        "channel_code",
        "occurrence",
        "facts",
        "expected_value_minor",
        template_code=by_channel(used, return_dtype=pl.String),
        template_version=by_channel(versions, return_dtype=pl.Int64),
    )
    columns: dict[str, object] = {
        name: text_array(told[name].to_list()) for name in ("channel_code", "occurrence", "facts", "template_code")
    }
    columns |= {
        "id": fresh_uuid_array(count),
        "member_id": "{" + ",".join(told["member_id"]) + "}",
        "template_version": told["template_version"].to_list(),
        "purpose": _repeated(str(purpose), count),
        "source_code": _repeated(source_code, count),
        "expected_value_minor": told["expected_value_minor"].to_list(),
        "due_at": _repeated(now.isoformat(), count),
        "expires_at": _repeated("NULL" if expires_at is None else expires_at.isoformat(), count),
    }
    return within.exec_driver_sql(INSERT, columns | {"at": now}).rowcount


def _versions(used: Mapping[str, str], within: Work) -> dict[str, int]:
    """Of each channel the newest version of its template."""
    stored = newest_templates(set(used.values()), within=within)
    for channel, code in used.items():
        if code not in stored:
            raise TemplateUnknown(f"There is no template '{code}'; store it first.", template_code=code)
        spoken = stored[code].template.channel_code
        if spoken != channel:
            raise ChannelUnknown(f"Template '{code}' speaks by {spoken}, not by {channel}.", template_code=code, channel_code=channel)
    return {channel: stored[code].version for channel, code in used.items()}


def _repeated(value: str, count: int) -> str:
    """An array literal of one plain value."""
    return "{" + ",".join([value] * count) + "}"
