"""A program as a file and as stored JSON: in, `Program` out, or one clear refusal naming the path. Not here: rows (store)."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loyalty.definition_file import Section, open_definition
from loyalty.programs.errors import ProgramDefinitionInvalid
from loyalty.programs.model import (
    EarningRule,
    ExpiryPolicy,
    ExpiryRounding,
    LotExpiry,
    PerAmount,
    PeriodKind,
    Program,
    Qualification,
    QualificationBy,
    Tier,
    TierPeriod,
    TierStructure,
    Wallet,
)

CODE_LENGTH_MAX = 64
MINOR_MAX = 1_000_000_000_000
MONTHS_MAX = 120
DAYS_MAX = 3_660
CURRENCY_LENGTH = 3


def read_program(path: Path) -> Program:
    """The program that the file defines.

    Raises:
        ProgramDefinitionInvalid: no such file, not JSON, an unknown or missing key, a value out of bounds.
    """
    return _program(open_definition(path, ProgramDefinitionInvalid))


def program_from_json(definition: dict[str, object], *, name: str) -> Program:
    """The program of a stored definition; `name` is what a refusal would call it.

    Raises:
        ProgramDefinitionInvalid: as `read_program`.
    """
    return _program(Section(definition, file=name, path="", error=ProgramDefinitionInvalid))


def program_to_json(program: Program) -> dict[str, object]:
    """The definition that reads back as `program`: one form, whatever the file looked like."""
    rule, ladder = program.earning_rule, program.ladder
    return {
        "code": program.code,
        "name": program.name,
        "timezone": program.timezone,
        "currency_code": program.currency_code,
        "wallet_code": program.wallet_code,
        "earning_rule": {
            "code": rule.code,
            "points": rule.effect.points,
            "per_minor": rule.effect.per_minor,
            "expiry": {
                "policy": str(rule.expiry.policy),
                "months": rule.expiry.months,
                "days": rule.expiry.days,
                "rounding": str(rule.expiry.rounding),
            },
        },
        "tiers": {
            "window_days": ladder.window_days,
            "ladder": [{"code": tier.code, "name": tier.name, "qualifying_minor_min": tier.qualifying_minor_min} for tier in ladder.tiers],
        },
    }


def _program(file: Section) -> Program:
    wallet_code = file.text("wallet_code", length_max=CODE_LENGTH_MAX)
    program = Program(
        code=file.text("code", length_max=CODE_LENGTH_MAX),
        name=file.names("name"),
        timezone=_timezone(file),
        currency_code=_currency(file),
        wallets=(Wallet(wallet_code),),
        rules=(_earning_rule(file.section("earning_rule"), wallet_code),),
        tiers=_ladder(file.section("tiers")),
    )
    file.finish()
    return program


def _timezone(file: Section) -> str:
    name = file.text("timezone", length_max=CODE_LENGTH_MAX)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        file.refuse("timezone", "must be an IANA time zone such as America/New_York", name)
    return name


def _currency(file: Section) -> str:
    code = file.text("currency_code", length_max=CODE_LENGTH_MAX)
    if len(code) != CURRENCY_LENGTH or not (code.isascii() and code.isalpha() and code.isupper()):
        file.refuse("currency_code", "must be three capital letters such as USD", code)
    return code


def _earning_rule(section: Section, wallet_code: str) -> EarningRule:
    effect = PerAmount(
        points=section.whole_number("points", least=1, most=1_000),
        per_minor=section.whole_number("per_minor", least=1, most=MINOR_MAX),
    )
    rule = EarningRule(
        code=section.text("code", length_max=CODE_LENGTH_MAX),
        wallet_code=wallet_code,
        effects=(effect,),
        expiry=_expiry(section.section("expiry")),
    )
    section.finish()
    return rule


def _expiry(section: Section) -> LotExpiry:
    expiry = LotExpiry(
        policy=section.choice("policy", ExpiryPolicy),
        months=section.whole_number("months", least=0, most=MONTHS_MAX, default=0),
        days=section.whole_number("days", least=0, most=DAYS_MAX, default=0),
        rounding=section.choice("rounding", ExpiryRounding, default=ExpiryRounding.NONE),
    )
    lasts = expiry.months or expiry.days
    if expiry.policy is ExpiryPolicy.ROLLING and not lasts:
        section.refuse("months", "or days must be at least 1 where the policy is ROLLING", expiry.months)
    if expiry.policy is ExpiryPolicy.NEVER and (lasts or expiry.rounding is not ExpiryRounding.NONE):
        section.refuse("policy", "NEVER goes with no months, days or rounding", str(expiry.policy))
    section.finish()
    return expiry


def _ladder(section: Section) -> TierStructure:
    period = TierPeriod(PeriodKind.ROLLING, days=section.whole_number("window_days", least=1, most=DAYS_MAX))
    ladder = TierStructure(Qualification(QualificationBy.SPEND, period), tiers=tuple(_tier(tier) for tier in section.sections("ladder")))
    codes = [tier.code for tier in ladder.tiers]
    steps = [tier.qualifying_minor_min for tier in ladder.tiers]
    if len(set(codes)) != len(codes):
        section.refuse("ladder", "must not name a tier twice", codes)
    if steps[0] != 0:
        section.refuse("ladder[0].qualifying_minor_min", "must be 0, so that every member has a tier", steps[0])
    if sorted(set(steps)) != steps:
        section.refuse("ladder", "must rise: each tier's qualifying_minor_min above the one before", steps)
    section.finish()
    return ladder


def _tier(section: Section) -> Tier:
    tier = Tier(
        code=section.text("code", length_max=CODE_LENGTH_MAX),
        name=section.names("name"),
        threshold=section.whole_number("qualifying_minor_min", least=0, most=MINOR_MAX),
    )
    section.finish()
    return tier
