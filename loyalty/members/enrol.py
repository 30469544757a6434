"""The acts of the room: enrol customers, change a status. Set-based; the caller commits. Not here: SQL (store)."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from loyalty.clock import Clock
from loyalty.database import Work
from loyalty.errors import LoyaltyError
from loyalty.ids import new_id
from loyalty.members import store
from loyalty.members.errors import AttributesInvalid, ExternalIdInvalid, JoinedAtInvalid, MemberClosed, MemberUnknown
from loyalty.members.model import ChangeStatus, EnrolMember, Member, MemberStatus
from loyalty.programs.errors import ProgramUnknown
from loyalty.text_rules import is_short_text

EXTERNAL_ID_LENGTH_MAX = 200
# JSON writes it as an escape, which an even number of backslashes before it would undo; PostgreSQL's jsonb cannot hold it.
NULL_CHARACTER = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def enrol(commands: Sequence[EnrolMember], *, within: Work, clock: Clock, dry_run: bool = False) -> list[Member | LoyaltyError]:
    """Every customer named is a member; results in the order of the commands.

    A customer who is a member already is answered as stored (`is_duplicate`), also when named twice in one batch. A dry run
    answers the same and stores nothing; the ids of its new members are not kept.

    In the list, in their order of precedence: `ExternalIdInvalid`, `AttributesInvalid`, `JoinedAtInvalid`, `ProgramUnknown`.
    """
    now = clock.now()
    programs = store.known_programs({command.program_code for command in commands if isinstance(command.program_code, str)}, within)
    refusals = [_refusal(command, programs, now) for command in commands]
    wanted: dict[store.MemberKey, Member] = {}
    for command, refusal in zip(commands, refusals, strict=True):
        if refusal is None:
            wanted.setdefault((command.program_code, command.external_id), _new_member(command, now))
    created = store.insert_missing(wanted.values(), now, within) if not dry_run else set()
    stored = store.members_by_key(wanted, within)
    results: list[Member | LoyaltyError] = []
    for command, refusal in zip(commands, refusals, strict=True):
        if refusal is not None:
            results.append(refusal)
            continue
        key = (command.program_code, command.external_id)
        is_new = key in created or key not in stored
        results.append(replace(stored.get(key, wanted[key]), is_duplicate=not is_new))
        # Named again later in the batch, the customer is a member already.
        created.discard(key)
        stored.setdefault(key, wanted[key])
    return results


def change_status(commands: Sequence[ChangeStatus], *, within: Work, dry_run: bool = False) -> list[Member | LoyaltyError]:
    """Every member named has its new status, in the order of the commands; in the list: `MemberUnknown`, `MemberClosed`."""
    members = store.members_by_id([command.member_id for command in commands], within, lock=not dry_run)
    results: list[Member | LoyaltyError] = []
    for command in commands:
        member = members.get(command.member_id)
        if member is None:
            results.append(MemberUnknown(f"There is no member {command.member_id}.", member_id=str(command.member_id)))
        elif member.status is MemberStatus.CLOSED and command.status is not MemberStatus.CLOSED:
            results.append(MemberClosed("A closed membership is not opened again; enrol the customer anew.", member_id=str(member.id)))
        else:
            members[member.id] = replace(member, status=command.status)
            results.append(members[member.id])
    if not dry_run:
        store.update_statuses(members.values(), within)
    return results


def _refusal(command: EnrolMember, programs: set[str], now: datetime) -> LoyaltyError | None:
    if not is_short_text(command.external_id, EXTERNAL_ID_LENGTH_MAX):
        return ExternalIdInvalid(
            f"external_id must be a text of 1 to {EXTERNAL_ID_LENGTH_MAX} printable characters.", external_id=str(command.external_id)[:80]
        )
    if (problem := _attributes_problem(command.attributes)) is not None:
        return AttributesInvalid(f"attributes {problem}.", external_id=command.external_id)
    if command.joined_at is not None and (command.joined_at.tzinfo is None or command.joined_at > now):
        return JoinedAtInvalid("joined_at must be an instant with its offset from UTC, not after now.", joined_at=str(command.joined_at))
    if command.program_code not in programs:
        return ProgramUnknown(f"There is no program '{command.program_code}'.", program_code=str(command.program_code)[:80])
    return None


def _attributes_problem(attributes: Mapping[str, object]) -> str | None:
    if not isinstance(attributes, Mapping):
        return "must be a JSON object"
    try:
        document = json.dumps(dict(attributes), allow_nan=False, ensure_ascii=False)
        size = len(document.encode())
    except UnicodeEncodeError:
        return "must not hold broken Unicode"
    except (TypeError, ValueError, RecursionError):
        return "must be JSON: texts, numbers, true, false, null, lists and objects"
    if size > store.ATTRIBUTES_BYTES_MAX:
        return f"must be at most {store.ATTRIBUTES_BYTES_MAX} bytes of JSON"
    if NULL_CHARACTER.search(document):
        return "must not hold the null character"
    return None


def _new_member(command: EnrolMember, now: datetime) -> Member:
    return Member(
        id=new_id(),
        program_code=command.program_code,
        external_id=command.external_id,
        status=MemberStatus.ACTIVE,
        attributes=dict(command.attributes),
        joined_at=command.joined_at or now,
    )
