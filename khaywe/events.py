"""The `khaywe events` commands: watch, replay, look at what was set aside. Not here: what events are (`loyalty/events`)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table

from khaywe.screen import one_clear_line, screen
from loyalty.clock import Clock
from loyalty.database import Database, Work, connect
from loyalty.database.business_clock import clock_of
from loyalty.events import (
    DEAD_LETTER_ID_PREFIX,
    Consumer,
    ConsumerUnknown,
    DeadLetter,
    Event,
    Replayed,
    Wanted,
    body_of,
    cursors,
    head_position,
    list_dead_letters,
    mark_dead_letters,
    read_dead_letter,
    read_events,
    read_newest,
    redrive,
    replay,
    waiting_count,
    waiting_counts,
)
from loyalty.ids import read_id, show_id
from loyalty.members import MEMBER_ID_PREFIX, MemberUnknown, find_by_external_ids, find_members
from loyalty.programs import first_program_code
from loyalty.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Events: watch them, replay them, look after those that were set aside.")
FOLLOW_SECONDS = 0.5

Types = Annotated[list[str] | None, typer.Option("--type", help="A type, or `points.*`; repeat for several.")]
MemberNamed = Annotated[str | None, typer.Option("--member", help="The company's number of the customer, or an id `mbr_…`.")]
Instant = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"]
From = Annotated[datetime | None, typer.Option("--from", formats=Instant, help="Events that happened then or later, UTC.")]
Until = Annotated[datetime | None, typer.Option("--to", formats=Instant, help="Events that happened earlier, UTC.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@contextmanager
def _opened() -> Iterator[tuple[Settings, Database, Clock]]:
    """The stack's database, and mistakes of a person as one clear line."""
    from khaywe.environment import stack_running

    with one_clear_line(), stack_running() as found:
        database = connect(str(found.database_url))
        try:
            yield found, database, clock_of(found, database)
        finally:
            database.close()


@app.command()
def tail(
    types: Types = None,
    member: MemberNamed = None,
    count: Annotated[int, typer.Option("--count", "-n", min=0, max=100_000, help="How many of the newest to begin with.")] = 20,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as more happens, until Ctrl-C.")] = False,
    json: AsJson = False,
) -> None:
    """Print the newest events, the oldest of them first."""
    with _opened() as (_, database, _clock):
        with database.begin() as work:
            wanted = Wanted(tuple(types) if types else None, _member_id(member, work))
            place = head_position(work)
            shown = list(reversed(read_newest(wanted, before=place + 1, limit=count, within=work)))
        _show(shown, as_json=json)
        while follow:
            try:
                time.sleep(FOLLOW_SECONDS)
            except KeyboardInterrupt:
                return
            with database.begin() as work:
                head = head_position(work)
                more = read_events(wanted, after=place, through=head, limit=10_000, within=work)
            place = more[-1].position if len(more) == 10_000 else head
            _show(more, as_json=json)


@app.command("replay")
def replay_events(  # noqa: PLR0917 - the command's own options
    consumer: Annotated[str, typer.Argument(help="The name of a consumer; `khaywe events consumers` lists them.")],
    types: Types = None,
    member: MemberNamed = None,
    from_at: From = None,
    to_at: Until = None,
    again: Annotated[bool, typer.Option("--again", help="Also those whose effect it has had already: they have it once more.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
) -> None:
    """Hand events of the store to one consumer once more. Without --again, each still has its effect once."""
    with _opened() as (found, database, clock):
        named = _consumer(consumer, found, database, clock)
        with database.begin() as work:
            wanted = Wanted(tuple(types) if types else None, _member_id(member, work), _utc(from_at), _utc(to_at))
        with screen.status("Replaying …") as status:
            done = replay(
                named, wanted, database=database, again=again, dry_run=dry_run, on_batch=lambda so_far: status.update(_told(so_far))
            )
        screen.print(f"{done.found_count} events would be replayed." if dry_run else _told(done), highlight=False)
        if done.set_aside_count:
            raise typer.Exit(1)


@app.command("dead-letters")
def dead_letters(
    consumer: Annotated[str | None, typer.Option(help="Only this consumer's.")] = None,
    redrive_ids: Annotated[list[str] | None, typer.Option("--redrive", help="Try this one again (`dlt_…`, or `all`).")] = None,
    discard_ids: Annotated[list[str] | None, typer.Option("--discard", help="Give this one up (`dlt_…`).")] = None,
    json: AsJson = False,
) -> None:
    """List events that a consumer could not take in, with the reason; try them again, or give them up. Exit code 1 if one fails again."""
    with _opened() as (found, database, clock):
        with database.begin() as work:
            letters = list_dead_letters(consumer=consumer, limit=100_000, within=work)
            given_up = [read_dead_letter(read_id(DEAD_LETTER_ID_PREFIX, one), within=work).id for one in discard_ids or []]
            if given_up:
                screen.print(f"{mark_dead_letters(given_up, 'DISCARDED', within=work)} given up.", highlight=False)
        if redrive_ids:
            failed = _redrive(redrive_ids, letters, found, database, clock)
            if failed:
                raise typer.Exit(1)
        elif not given_up:
            _show_letters(letters, as_json=json)


@app.command()
def consumers() -> None:
    """Who takes in events, how far each is, and how many wait set aside."""
    with _opened() as (_, database, _clock):
        with database.begin() as work:
            head, stands, waiting, unmoved = head_position(work), cursors(work), waiting_counts(work), waiting_count(work)
        table = Table("Consumer", "Taken in", "Behind", "Set aside")
        for name in sorted({*stands, *waiting}):
            place = stands.get(name)
            shown = ("-", "-") if place is None else (f"{place:,}", f"{head - place:,}")
            table.add_row(name, *shown, f"{waiting.get(name, 0):,}")
        screen.print(table)
        screen.print(f"{head:,} events in the store, {unmoved:,} rows wait in the outbox.", highlight=False)


def _redrive(asked: list[str], letters: list[DeadLetter], found: Settings, database: Database, clock: Clock) -> int:
    """The letters are tried again; how many failed again."""
    wanted = None if "all" in asked else {read_id(DEAD_LETTER_ID_PREFIX, one) for one in asked}
    if wanted is not None:
        with database.begin() as work:
            letters = [letter for one in wanted if (letter := read_dead_letter(one, within=work)).status == "WAITING"]
    done, failed = 0, 0
    by_consumer: dict[str, list[DeadLetter]] = {}
    for letter in letters:
        by_consumer.setdefault(letter.consumer, []).append(letter)
    for name, some in by_consumer.items():
        if name == "inbound":
            told = _hear_again(some, database, clock)
        else:
            told = redrive(_consumer(name, found, database, clock), some, database=database)
        done, failed = done + told.found_count - told.set_aside_count, failed + told.set_aside_count
    screen.print(f"{done} taken in, {failed} failed again.", highlight=False)
    return failed


def _hear_again(letters: list[DeadLetter], database: Database, clock: Clock) -> Replayed:
    """Messages of the inbound topic are read anew; what is refused again waits as a new letter."""
    from loyalty.events.inbound import receive_bodies

    refused = 0
    for letter in letters:
        refused += receive_bodies([letter.body.encode()], database, clock)[1]
        with database.begin() as work:
            mark_dead_letters([letter.id], "REDRIVEN", within=work, is_attempt=True)
    return Replayed(len(letters), len(letters) - refused, 0, refused)


def _consumer(name: str, found: Settings, database: Database, clock: Clock) -> Consumer:
    from serving.events.process import consumers_from

    known = consumers_from(found, database, clock)
    if name not in known:
        raise ConsumerUnknown(f"Nobody takes in events under the name '{name}'. There are: {', '.join(sorted(known))}.", name=name)
    return known[name]


def _member_id(member: str | None, work: Work) -> UUID | None:
    if member is None:
        return None
    if member.startswith(f"{MEMBER_ID_PREFIX}_"):
        found = find_members([read_id(MEMBER_ID_PREFIX, member)], within=work)
        known = next(iter(found.values()), None)
    else:
        known = find_by_external_ids([member], program_code=first_program_code(within=work), within=work).get(member)
    if known is None:
        raise MemberUnknown(f"No member has the id or external id '{member}'.", member_id=member)
    return known.id


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.replace(tzinfo=UTC)


def _told(done: Replayed) -> str:
    return f"{done.found_count} read: {done.applied_count} taken in, {done.known_count} known already, {done.set_aside_count} set aside."


def _show(events: list[Event], *, as_json: bool) -> None:
    for event in events:
        if as_json:
            _line(body_of(event).decode())
        else:
            said = ", ".join(f"{name} {value}" for name, value in event.data.items() if value is not None and not name.endswith("_id"))
            _line(f"{event.position:>9}  {event.occurred_at:%Y-%m-%d %H:%M:%S}  {event.type:<20}  {event.external_id or '-':<12}  {said}")


def _show_letters(letters: list[DeadLetter], *, as_json: bool) -> None:
    import orjson

    if as_json:
        for letter in letters:
            _line(orjson.dumps({**{name: getattr(letter, name) for name in letter.__slots__}}, default=str).decode())
        return
    for letter in letters:
        _line(
            f"{show_id(DEAD_LETTER_ID_PREFIX, letter.id)}  {letter.consumer:<12}  {letter.type or 'unreadable':<20}  {letter.reason_code}"
        )
        _line(f"    {letter.reason}")
    screen.print(f"{len(letters)} set aside.", highlight=False)


def _line(text: str) -> None:
    """One line as it is: no colours of its own, no wrapping, no markup."""
    screen.print(text, markup=False, highlight=False, soft_wrap=True, emoji=False)
