"""Members as rows. The only module of the room that knows SQL."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row

from loyalty.database import Work
from loyalty.ids import new_id
from loyalty.members.model import Member, MemberStatus
from loyalty.paging import Page, check_limit, read_cursor, write_cursor

MemberKey = tuple[str, str]

COLUMNS = "m.id, m.program_code, m.external_id, m.status, m.attributes, m.joined_at"

# Rows go in in key order, so that two batches with the same customers wait for each other instead of deadlocking. The accounts are
# opened here, empty, one in each wallet, so that the ledger finds a row to lock for every member from the first posting on.
INSERT_MISSING = """
with wanted as (
    select * from unnest(%(ids)s::uuid[], %(account_ids)s::uuid[], %(program_codes)s::text[], %(external_ids)s::text[],
                         %(attributes)s::jsonb[], %(joined_ats)s::timestamptz[])
        as w (id, account_id, program_code, external_id, attributes, joined_at)
), enrolled as (
    insert into members (id, program_code, external_id, status, attributes, joined_at, recorded_at)
    select id, program_code, external_id, 'ACTIVE', attributes, joined_at, %(now)s
    from wanted order by program_code collate "C", external_id collate "C"
    on conflict (program_code, external_id) do nothing
    returning id, program_code, external_id
), opened as (
    insert into accounts (id, member_id, wallet_code, opened_at, changed_at)
    select case when wallet.place = 1 then wanted.account_id else gen_random_uuid() end, enrolled.id, wallet.code, %(now)s, %(now)s
    from enrolled
    join wanted on wanted.id = enrolled.id
    join lateral (
        select r.definition from program_revisions r
        where r.program_code = enrolled.program_code order by r.revision desc limit 1
    ) newest on true
    cross join lateral (
        select w.value ->> 'code', w.place
        from jsonb_array_elements(coalesce(
            newest.definition -> 'wallets', jsonb_build_array(jsonb_build_object('code', newest.definition -> 'wallet_code'))
        )) with ordinality as w (value, place)
    ) wallet (code, place)
)
select program_code, external_id from enrolled
"""

BY_KEY = f"""
select {COLUMNS} from unnest(%(program_codes)s::text[], %(external_ids)s::text[]) as wanted (program_code, external_id)
join members m on m.program_code = wanted.program_code and m.external_id = wanted.external_id
"""  # noqa: S608 (our own column list)

SEARCH = f"""
select {COLUMNS} from members m
where m.program_code = %(program_code)s and m.external_id >= %(prefix)s and starts_with(m.external_id, %(prefix)s)
  and m.external_id > %(after)s
order by m.external_id limit %(limit)s
"""  # noqa: S608


# Rows are locked in id order first. What would outgrow the bound of enrolment stays as it is, and is not in the answer.
MERGE_ATTRIBUTES = """
with locked as (
    select id from members where id = any(%(ids)s::uuid[]) order by id for update
), asked as (
    select w.id, jsonb_object_agg(pair.key, pair.value order by w.place) as added
    from unnest(%(ids)s::uuid[], %(added)s::jsonb[]) with ordinality as w (id, added, place)
    cross join lateral jsonb_each(w.added) as pair
    group by w.id
)
update members m set attributes = (m.attributes || asked.added)
    - array(select gone.key from jsonb_each(asked.added) gone where gone.value = 'null')
from asked join locked on locked.id = asked.id
where m.id = asked.id and octet_length((m.attributes || asked.added)::text) <= %(bytes_max)s
returning m.id
"""
ATTRIBUTES_BYTES_MAX = 16 * 1024


def known_programs(codes: Collection[str], within: Work) -> set[str]:
    """Those of the codes that are programs."""
    return set(
        within.exec_driver_sql(
            "select distinct program_code from program_revisions where program_code = any(%(codes)s)", {"codes": list(codes)}
        ).scalars()
    )


def insert_missing(members: Collection[Member], now: datetime, within: Work) -> set[MemberKey]:
    """Those whose key was free are stored, each with an empty account in every wallet; their keys."""
    rows = within.exec_driver_sql(
        INSERT_MISSING,
        {
            "now": now,
            "ids": [member.id for member in members],
            "program_codes": [member.program_code for member in members],
            "external_ids": [member.external_id for member in members],
            "account_ids": [new_id() for _ in members],
            "attributes": [json.dumps(member.attributes) for member in members],
            "joined_ats": [member.joined_at for member in members],
        },
    )
    return {(program_code, external_id) for program_code, external_id in rows}


def members_by_key(keys: Iterable[MemberKey], within: Work) -> dict[MemberKey, Member]:
    """The stored members with these keys."""
    columns = list(zip(*keys, strict=True)) or [(), ()]
    rows = within.exec_driver_sql(BY_KEY, {"program_codes": list(columns[0]), "external_ids": list(columns[1])})
    return {(row.program_code, row.external_id): member_of(row) for row in rows}


def members_by_id(ids: Sequence[UUID], within: Work, *, lock: bool = False) -> dict[UUID, Member]:
    """The stored members with these ids, locked in id order where asked."""
    query = f"select {COLUMNS} from members m where m.id = any(%(ids)s::uuid[]) order by m.id"  # noqa: S608
    rows = within.exec_driver_sql(query + (" for update" if lock else ""), {"ids": list(ids)})
    return {row.id: member_of(row) for row in rows}


def update_statuses(members: Collection[Member], within: Work) -> None:
    """Each member has the status it is given with."""
    within.exec_driver_sql(
        "update members m set status = changed.status from unnest(%(ids)s::uuid[], %(statuses)s::text[]) as changed (id, status) "
        "where m.id = changed.id and m.status <> changed.status",
        {"ids": [member.id for member in members], "statuses": [str(member.status) for member in members]},
    )


def merge_attributes(changes: Sequence[tuple[UUID, Mapping[str, object]]], within: Work) -> set[UUID]:
    """Each member's attributes have these values too, null taking one away; the members whose attributes would not grow too large."""
    facts = {
        "ids": [member_id for member_id, _ in changes],
        "added": [json.dumps(added) for _, added in changes],
        "bytes_max": ATTRIBUTES_BYTES_MAX,
    }
    return set(within.exec_driver_sql(MERGE_ATTRIBUTES, facts).scalars())


def find_members(ids: Sequence[UUID], *, within: Work) -> dict[UUID, Member]:
    """The members with these ids; an unknown id is simply not in the answer."""
    return members_by_id(ids, within)


def find_by_external_ids(external_ids: Sequence[str], *, program_code: str, within: Work) -> dict[str, Member]:
    """The members with these external ids, by external id; an unknown one is simply not in the answer."""
    storable = [external_id for external_id in external_ids if external_id.isprintable()]
    found = members_by_key([(program_code, external_id) for external_id in storable], within)
    return {external_id: member for (_, external_id), member in found.items()}


def search_members(prefix: str, *, program_code: str, limit: int, cursor: str | None = None, within: Work) -> Page[Member]:
    """The members whose external id starts with `prefix` ("" for all), in the order of external ids.

    Raises:
        LimitInvalid, CursorMalformed: as `loyalty.paging` says.
    """
    after = read_cursor(cursor, parts=1)[0] if cursor is not None else ""
    parameters: Mapping[str, object] = {"program_code": program_code, "prefix": prefix, "after": after, "limit": check_limit(limit) + 1}
    if not (prefix + after).isprintable():
        return Page([], None)
    members = [member_of(row) for row in within.exec_driver_sql(SEARCH, dict(parameters))]
    next_cursor = write_cursor(members[limit - 1].external_id) if len(members) > limit else None
    return Page(members[:limit], next_cursor)


def member_of(row: Row[tuple[object, ...]]) -> Member:
    """The member of a row that has `COLUMNS`."""
    return Member(
        id=row.id,
        program_code=row.program_code,
        external_id=row.external_id,
        status=MemberStatus(row.status),
        attributes=row.attributes,
        joined_at=row.joined_at,
    )
