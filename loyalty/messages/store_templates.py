"""Templates and the contact policy as immutable versions. Not here: whether they are any good (`template.py`, `policy.py`)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.messages.errors import ContactPolicyChanged, TemplateUnknown
from loyalty.messages.policy import ContactPolicy, read_policy
from loyalty.messages.template import Content, Template, check_template
from loyalty.paging import Page, check_limit, read_cursor, write_cursor

FROM_FILES = "definitions"

LOCK = "select pg_advisory_xact_lock(hashtextextended('message_template:' || %(code)s, 0))"
NEWEST = """
select code, version, channel_code, contents, actor, recorded_at from message_templates
where code = any(%(codes)s) order by code, version desc
"""
INSERT = """
insert into message_templates (code, version, channel_code, contents, actor, recorded_at)
values (%(code)s, %(version)s, %(channel_code)s, %(contents)s::jsonb, %(actor)s, %(now)s)
"""
NEWEST_BY = """
select contents = %(contents)s::jsonb and channel_code = %(channel_code)s from message_templates
where code = %(code)s and actor = %(actor)s order by version desc limit 1
"""
LIST = """
select distinct on (code) code, version, channel_code, contents, actor, recorded_at from message_templates
where code > %(after)s order by code, version desc limit %(limit)s
"""
READ = """
select code, version, channel_code, contents, actor, recorded_at
from message_templates join unnest(%(codes)s::text[], %(versions)s::integer[]) as w (code, version) using (code, version)
"""
POLICY = "select content from contact_policies order by version desc limit 1"
STORED_POLICY = "select content, version, actor, recorded_at from contact_policies order by version desc limit 1"
INSERT_POLICY = """
insert into contact_policies (version, content, actor, recorded_at)
select coalesce(max(version), 0) + 1, %(content)s::jsonb, %(actor)s, %(now)s from contact_policies returning version
"""


class StoredTemplate(NamedTuple):
    """One version of a template and who stored it when. `is_new` is said by `save_template` alone."""

    template: Template
    version: int
    actor: str
    recorded_at: datetime
    is_new: bool = False


class StoredPolicy(NamedTuple):
    """One version of the contact policy, as the JSON that told it, and who set it when. Before the first: version 0, by nobody."""

    content: Mapping[str, object]
    version: int
    actor: str | None
    recorded_at: datetime | None


def store_templates(templates: Sequence[Template], *, within: Work, clock: Clock) -> None:
    """The templates stand as the files define them: content that the files have not had before is a new version. A file that has not
    changed since it was last stored leaves what somebody wrote meanwhile alone.

    Raises:
        TemplateInvalid: one of them cannot speak to everybody; nothing is stored.
    """
    for template in templates:
        told = {"code": template.code, "channel_code": template.channel_code, "actor": FROM_FILES, "contents": _written(template)}
        if not within.exec_driver_sql(NEWEST_BY, told).scalar_one_or_none():
            save_template(template, actor=FROM_FILES, within=within, clock=clock)


def save_template(template: Template, *, actor: str, within: Work, clock: Clock) -> StoredTemplate:
    """The template's newest version says this; what it says already makes no new one. What is queued keeps the version it was queued with.

    Raises:
        TemplateInvalid: it cannot speak to everybody; nothing is stored.
    """
    check_template(template)
    within.exec_driver_sql(LOCK, {"code": template.code})
    newest = next(iter(newest_templates([template.code], within=within).values()), None)
    if newest is not None and newest.template == template:
        return newest
    stored = StoredTemplate(template, newest.version + 1 if newest else 1, actor, clock.now(), is_new=True)
    facts = {
        "code": template.code,
        "version": stored.version,
        "channel_code": template.channel_code,
        "actor": actor,
        "now": stored.recorded_at,
    }
    within.exec_driver_sql(INSERT, facts | {"contents": _written(template)})
    return stored


def newest_templates(codes: Iterable[str], *, within: Work) -> dict[str, StoredTemplate]:
    """The newest version of each, by code; an unknown one is not in the answer."""
    found: dict[str, StoredTemplate] = {}
    for row in within.exec_driver_sql(NEWEST, {"codes": list(codes)}):
        found.setdefault(row.code, _stored(row))
    return found


def find_template(code: str, *, within: Work) -> StoredTemplate:
    """The newest version.

    Raises:
        TemplateUnknown: there is none.
    """
    found = newest_templates([code], within=within)
    if code not in found:
        raise TemplateUnknown(f"There is no template '{code}'.", template_code=code)
    return found[code]


def list_templates(*, limit: int, cursor: str | None = None, within: Work) -> Page[StoredTemplate]:
    """The newest version of each template, by code.

    Raises:
        LimitInvalid, CursorMalformed: as the names say.
    """
    check_limit(limit)
    (after,) = read_cursor(cursor, parts=1) if cursor else ("",)
    found = [_stored(row) for row in within.exec_driver_sql(LIST, {"after": after, "limit": limit + 1})]
    return Page(found[:limit], write_cursor(found[limit - 1].template.code) if len(found) > limit else None)


def read_templates(wanted: Iterable[tuple[str, int]], *, within: Work) -> dict[tuple[str, int], Template]:
    """These versions, by code and version."""
    pairs = sorted(set(wanted))
    rows = within.exec_driver_sql(READ, {"codes": [code for code, _ in pairs], "versions": [version for _, version in pairs]})
    return {(row.code, row.version): _stored(row).template for row in rows}


def save_policy(content: Mapping[str, object], *, actor: str, within: Work, clock: Clock, expected_version: int | None = None) -> int:
    """The contact policy is this from now on; its version. `expected_version` is the newest one that the caller has seen.

    Raises:
        ContactPolicyInvalid: it cannot be meant; the one before stands.
        ContactPolicyChanged: another one has been set meanwhile; it stands.
    """
    read_policy(content)
    within.exec_driver_sql(LOCK, {"code": " policy"})
    newest = stored_policy(within=within).version
    if expected_version is not None and expected_version != newest:
        raise ContactPolicyChanged(
            f"The contact policy is at version {newest}, not {expected_version}; read it, and decide again.", newest_version=newest
        )
    facts = {"content": json.dumps(dict(content)), "actor": actor, "now": clock.now()}
    return int(within.exec_driver_sql(INSERT_POLICY, facts).scalar_one())


def stored_policy(*, within: Work) -> StoredPolicy:
    """The newest contact policy and who set it."""
    row = within.exec_driver_sql(STORED_POLICY).one_or_none()
    return StoredPolicy({}, 0, None, None) if row is None else StoredPolicy(*row)


def policy_in_force(*, within: Work) -> tuple[ContactPolicy, Mapping[str, object]]:
    """The policy and the JSON that told it; before the first one, no limit holds but consent."""
    content: Mapping[str, object] = within.exec_driver_sql(POLICY).scalar_one_or_none() or {}
    return read_policy(content), content


def _stored(row: Row[Any]) -> StoredTemplate:
    told = {language: Content(**content) for language, content in row.contents}
    return StoredTemplate(Template(row.code, row.channel_code, told), row.version, row.actor, row.recorded_at)


def _written(template: Template) -> str:
    """A list keeps the order of languages, which says who speaks for members of others; a JSON object would not."""
    return json.dumps([(language, asdict(content)) for language, content in template.contents.items()], ensure_ascii=False)
