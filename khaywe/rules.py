"""The `khaywe rules` commands: what a person asks of a rule at the keyboard. Not here: what a rule means (`loyalty/rules`)."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console
from sqlalchemy import select

from khaywe.environment import asked_settings, stack_running
from loyalty.clock import UtcClock, business_date
from loyalty.database import Work, connect
from loyalty.errors import Invalid, NotFound
from loyalty.features import Label, load_catalogue
from loyalty.ids import MalformedId, read_id
from loyalty.members import MEMBER_ID_PREFIX, find_members
from loyalty.rules import CheckedRule, Lexicon, clause_in_words, explain_rule, in_words, read_rule_text
from loyalty.rules.conformance import Outcome, read_suite, run_suite
from loyalty.rules.parse import read_json
from loyalty.rules.show import shown
from loyalty.rules.terms import Events
from loyalty.segments import list_segments, read_segments, segments_in_force
from loyalty.segments.evaluate import flags_of
from loyalty.segments.facts import facts_of
from loyalty.segments.language import segment_catalogue, vocabulary
from loyalty.segments.model import SegmentVersion
from loyalty.segments.published import PublishedProfiles
from loyalty.segments.references import segment_codes
from loyalty.segments.source import Source, references
from loyalty.settings import PROJECT_DIR, Settings
from loyalty.warehouse import open_warehouse

DEFINITIONS = PROJECT_DIR / "definitions" / "segments"


class MemberUnknownHere(NotFound):
    """Nobody has this id, or the profile does not know the customer."""

    code = "RULE_MEMBER_UNKNOWN"


class FileUnreadable(Invalid):
    """A file that was named cannot be read."""

    code = "FILE_UNREADABLE"


def run_conformance(screen: Console, files: list[Path]) -> int:
    """Every failure and one last line `N passed, M failed`; how many failed.

    Raises:
        FileUnreadable, MalformedRule, SuiteMalformed: a file is not there, not JSON, or no suite.
    """
    suites = [(file, read_suite(read_document(file, is_strict=False))) for file in files]
    passed = failed = 0
    for file, cases in suites:
        for outcome in run_suite(cases):
            passed, failed = passed + outcome.has_passed, failed + (not outcome.has_passed)
            if not outcome.has_passed:
                say(screen, _told(file, outcome))
    say(screen, f"{passed} passed, {failed} failed")
    return failed


def show_sql(screen: Console, file: Path, dialect: str, as_of_on: date | None) -> None:
    """The statement that a rule becomes over everybody, and the values bound to it. It is not run.

    Segments that the rule refers to are those of the loyalty database, where there is one, and otherwise those of the definitions that come
    with the code; a line says which. Another is taken for a static one. For a rule that refers to none nothing is contacted.

    Raises:
        FileUnreadable, InvalidRule, DialectMissing: the file or the dialect is not there, or the rule is wrong.
        DatabaseUnavailable: the database that the settings name does not answer.
    """
    asked = asked_settings()
    on = as_of_on or business_date(UtcClock().now(), asked.business_timezone)
    rule = _read(file, segments=None)
    known, whence = _segments_meant(asked, on) if references(rule) else (list[SegmentVersion](), None)
    flags = flags_of([rule], known, load_catalogue(), on)
    statement, binds = shown(select(flags.customer_id).select_from(flags.scan).where(flags.is_the_day, *flags.conditions), dialect)
    say(screen, statement)
    if whence is not None:
        say(screen, f"-- the segments that it refers to are those of {whence}")
    for mark, value in binds.items():
        say(screen, f"-- {mark} = {_written(value)}")


def _segments_meant(asked: Settings, on: date) -> tuple[list[SegmentVersion], str]:
    """The segments that a rule can refer to, and where they were found."""
    catalogue = load_catalogue()
    if asked.database_url is None and not (asked.var_dir / "postgres" / "PG_VERSION").exists():
        defined = read_segments(DEFINITIONS, catalogue)
        return [SegmentVersion(one, 1, datetime.min.replace(tzinfo=UTC), "definitions") for one in defined], "the definitions"
    with stack_running() as found:
        database = connect(str(found.database_url))
        try:
            with database.begin() as work:
                return segments_in_force(on, catalogue=catalogue, within=work), "the loyalty database"
        finally:
            database.close()


def show_words(screen: Console, file: Path) -> None:
    """The rule in English and in Arabic.

    Raises:
        FileUnreadable, InvalidRule: the file is not there, or the rule is wrong.
    """
    lexicon = Lexicon.of(segment_catalogue(load_catalogue()), vocabulary(None), _names_of_definitions())
    for words in in_words(_read(file, segments=None), lexicon).values():
        say(screen, words)


def explain(screen: Console, file: Path, member: str, as_of_on: date | None, language: str) -> bool:
    """Every clause of the rule with its truth and the values it saw of one member, as the service would read them; whether it holds.

    Raises:
        FileUnreadable, InvalidRule: the file is not there, or the rule is wrong.
        MemberUnknownHere: nobody has this id, or the profile of the day does not know the customer.
        SegmentDataMissing, WarehouseUnavailable: there is no profile to read.
    """
    _read(file, segments=None)
    with stack_running() as found:
        database = connect(str(found.database_url))
        try:
            with database.begin() as work:
                return explain_from(screen, file, member, language, source=_source(found, as_of_on), work=work)
        finally:
            database.close()


def explain_from(screen: Console, file: Path, member: str, language: str, *, source: Source, work: Work) -> bool:
    """As `explain`, from a source and a database that are open.

    Raises:
        FileUnreadable, InvalidRule, MemberUnknownHere: as `explain`.
    """
    rule = _read(file, segments=segment_codes(within=work))
    among = segments_in_force(source.as_of_on, catalogue=source.catalogue, within=work)
    customer_id = _customer_id(member, work)
    facts = facts_of([rule], source, [customer_id], among=among).get(customer_id)
    if facts is None:
        raise MemberUnknownHere(f"The profile of {source.as_of_on} does not know the customer '{customer_id}'.", customer_id=customer_id)
    names = {
        one.code: Label(one.name.get("en", one.code), one.name.get("ar", one.name.get("en", one.code)))
        for one in list_segments(within=work)
    }
    lexicon = Lexicon.of(segment_catalogue(source.catalogue), vocabulary(None), names)
    clauses = explain_rule(rule, facts)
    say(screen, f"customer {customer_id}, data of {source.as_of_on}")
    for clause in clauses:
        values = ", ".join(f"{_named(name, rule)} = {_written(value)}" for name, value in clause.values.items())
        told = clause.operator or clause_in_words(rule, clause.path, lexicon, language)
        say(
            screen,
            f"{'✓' if clause.is_true else '✗'} {'  ' * clause.depth}{told}{f'   [{values}]' if values else ''}   {clause.path}".rstrip(),
        )
    return clauses[0].is_true


def _named(name: str, rule: CheckedRule) -> str:
    """A value's name: a term of events is told by what it measures, not by its digest."""
    return next((f"events {term.document}" for term in rule.terms if term.name == name and isinstance(term, Events)), name)


def _read(file: Path, *, segments: frozenset[str] | None) -> CheckedRule:
    return read_rule_text(text_of(file), segment_catalogue(load_catalogue()), vocabulary(segments))


def _source(found: Settings, as_of_on: date | None) -> Source:
    """The published build, or for another day the warehouse."""
    catalogue = load_catalogue()
    published = PublishedProfiles(found.published_dir, catalogue)
    newest = published.source() if as_of_on is None else published.standing_source()
    if newest is not None and as_of_on in {None, newest.as_of_on}:
        return newest
    assert as_of_on is not None  # noqa: S101 - without a day the newest was taken
    return Source(open_warehouse(found.warehouse, read_only=True), as_of_on, catalogue)


def _customer_id(member: str, work: Work) -> str:
    """The company's own number of a member, who is named by it or by our id."""
    try:
        member_id = read_id(MEMBER_ID_PREFIX, member)
    except MalformedId:
        return member
    known = find_members([member_id], within=work).get(member_id)
    if known is None:
        raise MemberUnknownHere(f"No member has the id '{member}'.", member_id=member)
    return known.external_id


def _names_of_definitions() -> Mapping[str, Label]:
    segments = read_segments(DEFINITIONS, load_catalogue())
    return {one.code: Label(one.name.get("en", one.code), one.name.get("ar", one.name.get("en", one.code))) for one in segments}


def read_document(file: Path, *, is_strict: bool = True) -> object:
    """The JSON of a file, or of standard input for `-`. `is_strict`: a key twice in one object is a mistake.

    Raises:
        FileUnreadable, MalformedRule: it cannot be read, or is not JSON (line and column are told).
    """
    return read_json(text_of(file), is_strict=is_strict)


def text_of(file: Path) -> str:
    """What stands in the file, or on standard input for `-`.

    Raises:
        FileUnreadable: it cannot be read.
    """
    try:
        return Path("/dev/stdin" if str(file) == "-" else file).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileUnreadable(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise FileUnreadable(f"{file} is not UTF-8: {error.reason} at byte {error.start}.") from error


def say(screen: Console, line: str) -> None:
    """One line as it is: no colours of its own, no wrapping, no markup."""
    screen.print(line, markup=False, highlight=False, soft_wrap=True, emoji=False)


def _told(file: Path, outcome: Outcome) -> str:
    case = outcome.case
    wanted = f"error {_written(case.expected)}" if case.is_error else _written(case.expected)
    found = f"error {_written(outcome.found)}" if outcome.is_error else _written(outcome.found)
    return f"✗ {file.name} [{case.number}] {case.description}: {_written(case.rule)} on {_written(case.data)} is {found}, not {wanted}"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
