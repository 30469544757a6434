"""A program as a file and as stored JSON: in, `Program` out, or one clear refusal naming the path. Not here: rows (store)."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loyalty.definition_file import Section, open_definition
from loyalty.programs import reading
from loyalty.programs.errors import ProgramDefinitionInvalid
from loyalty.programs.model import BurnLimits, Program, ReturnPolicy, TransferLimits, Wallet, WalletKind
from loyalty.programs.reading import POINTS_MAX
from loyalty.programs.reading_rules import Names, read_caps, read_group, read_rule
from loyalty.programs.reading_tiers import read_tiers
from loyalty.programs.upcast import upcast
from loyalty.programs.vocabulary import fact_shape
from loyalty.rules.shapes import Shape

CURRENCY_LENGTH = 3
WALLETS_MAX = 10
NOTICE_DAYS_MAX = 366


def read_program(path: Path) -> Program:
    """The program that the file defines.

    Raises:
        ProgramDefinitionInvalid: no such file, not JSON, an unknown or missing key, a value out of bounds, an unsound condition.
    """
    file = open_definition(path, ProgramDefinitionInvalid)
    return program_from_json(file.content(), name=path.name)


def program_from_json(definition: object, *, name: str, is_stored: bool = False) -> Program:
    """The program of a definition, of this version or an earlier one; `name` is what a refusal would call it.

    `is_stored`: it was sound when it was saved, so its conditions are not held against the facts that there are today.

    Raises:
        ProgramDefinitionInvalid: as `read_program`.
    """
    section = Section(upcast(definition), file=name, path="", error=ProgramDefinitionInvalid)
    return _program(section, None if is_stored else fact_shape())


def _program(file: Section, shape: Shape | None) -> Program:
    wallets = _wallets(file)
    wallet_codes = tuple(wallet.code for wallet in wallets)
    groups = reading.parts(file, "groups", read_group)
    reading.unique(file, "groups", [group.code for group in groups])
    first_redeemable = next(wallet.code for wallet in wallets if wallet.kind is WalletKind.REDEEMABLE)
    names = Names(wallet_codes, first_redeemable, tuple(group.code for group in groups), shape)
    program = Program(
        code=reading.code(file, "code"),
        name=file.names("name"),
        timezone=_timezone(file),
        currency_code=_currency(file),
        wallets=wallets,
        rules=reading.parts(file, "rules", lambda one: read_rule(one, names)),
        groups=groups,
        caps=read_caps(file, "caps", wallet_codes),
        tiers=read_tiers(file.section("tiers"), wallet_codes) if file.has("tiers") else None,
        burning=_burning(file.section("burning")) if file.has("burning") else BurnLimits(),
        transfer=_transfer(file.section("transfer")) if file.has("transfer") else TransferLimits(),
        return_policy=file.choice("return_policy", ReturnPolicy, default=ReturnPolicy.WITHIN_BALANCE),
        expiry_notice_days=_notices(file),
    )
    reading.unique(file, "rules", [rule.code for rule in program.rules])
    file.finish()
    return program


def _wallets(file: Section) -> tuple[Wallet, ...]:
    wallets = reading.parts(file, "wallets", _wallet, is_required=True)
    reading.unique(file, "wallets", [wallet.code for wallet in wallets])
    if len(wallets) > WALLETS_MAX:
        file.refuse("wallets", f"must be at most {WALLETS_MAX}", len(wallets))
    if not any(wallet.kind is WalletKind.REDEEMABLE for wallet in wallets):
        file.refuse("wallets", "must have one that is REDEEMABLE", [wallet.code for wallet in wallets])
    return wallets


def _wallet(section: Section) -> Wallet:
    wallet = Wallet(
        code=reading.code(section, "code"),
        kind=section.choice("kind", WalletKind, default=WalletKind.REDEEMABLE),
        name=section.names("name") if section.has("name") else {},
    )
    section.finish()
    return wallet


def _timezone(file: Section) -> str:
    name = file.text("timezone", length_max=reading.CODE_LENGTH_MAX)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        file.refuse("timezone", "must be an IANA time zone such as America/New_York", name)
    return name


def _currency(file: Section) -> str:
    code = file.text("currency_code", length_max=reading.CODE_LENGTH_MAX)
    if len(code) != CURRENCY_LENGTH or not (code.isascii() and code.isalpha() and code.isupper()):
        file.refuse("currency_code", "must be three capital letters such as USD", code)
    return code


def _burning(section: Section) -> BurnLimits:
    limits = BurnLimits(
        points_min=reading.whole_or(section, "points_min", 1, least=1, most=POINTS_MAX),
        points_max=reading.whole(section, "points_max", least=1, most=POINTS_MAX),
        points_step=reading.whole_or(section, "points_step", 1, least=1, most=1_000_000),
    )
    _check_bounds(section, limits.points_min, limits.points_max)
    section.finish()
    return limits


def _transfer(section: Section) -> TransferLimits:
    limits = TransferLimits(
        is_allowed=section.truth("is_allowed", default=True),
        points_min=reading.whole_or(section, "points_min", 1, least=1, most=POINTS_MAX),
        points_max=reading.whole(section, "points_max", least=1, most=POINTS_MAX),
        points_per_day_max=reading.whole(section, "points_per_day_max", least=1, most=POINTS_MAX),
    )
    _check_bounds(section, limits.points_min, limits.points_max)
    section.finish()
    return limits


def _check_bounds(section: Section, least: int, most: int | None) -> None:
    if most is not None and most < least:
        section.refuse("points_max", "must not be below points_min", most)


def _notices(file: Section) -> tuple[int, ...]:
    if not file.has("expiry_notice_days"):
        return ()
    days = file.value("expiry_notice_days")
    if not isinstance(days, list) or len(days) > 10:
        file.refuse("expiry_notice_days", "must be a list of at most 10 numbers of days", days)
    for day in days:
        if isinstance(day, bool) or not isinstance(day, int) or not 1 <= day <= NOTICE_DAYS_MAX:
            file.refuse("expiry_notice_days", f"must be whole numbers from 1 to {NOTICE_DAYS_MAX}", day)
    return tuple(sorted(set(days), reverse=True))
