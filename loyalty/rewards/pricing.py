"""What a reward costs a member: the best price that applies, and why. Pure."""

from collections.abc import Iterator

from loyalty.eligibility.model import Person
from loyalty.programs.model import Program, WalletKind
from loyalty.programs.tiers import tier_rank
from loyalty.rewards.model import Price, PriceReason, Quote, RewardDefinition


def quote(definition: RewardDefinition, person: Person, program: Program, wallet_code: str | None = None) -> Quote | None:
    """The lowest price that applies to the person in the wallet; of two equal ones the earlier. None: none applies.

    `wallet_code` None: the first of the program's redeemable wallets in which a price applies. A tier's benefit (rewards for percent of
    their price, rounded up) is a further price beside the one for everybody; it is not taken off a tier's or segment's own price.
    """
    for wallet in program.wallets:
        if wallet.kind is WalletKind.REDEEMABLE and wallet_code in {None, wallet.code}:
            found = list(_applying(definition, person, program, wallet.code))
            if found:
                return min(found, key=lambda one: one.points)
    return None


def _applying(definition: RewardDefinition, person: Person, program: Program, wallet_code: str) -> Iterator[Quote]:
    mine = [price for price in definition.prices if (price.wallet_code or program.wallet_code) == wallet_code]
    for_all = [price.points for price in mine if price.tier_minimum_code is None and price.segment_code is None]
    tier_code = person.tier_code or next((tier.code for tier in program.ladder.tiers), None)
    for price in mine:
        if _applies(price, person, tier_code, program):
            list_points = max(for_all[0] if for_all else price.points, price.points)
            yield Quote(wallet_code, price.points, list_points, _reason(price), price.tier_minimum_code, price.segment_code)
    percent = program.benefits_of(tier_code).reward_price_percent
    if for_all and percent < 100:
        yield Quote(wallet_code, max(-(-for_all[0] * percent // 100), 1), for_all[0], PriceReason.TIER_BENEFIT, tier_code)


def _applies(price: Price, person: Person, tier_code: str | None, program: Program) -> bool:
    least = price.tier_minimum_code
    if least is not None and (tier_code is None or tier_rank(tier_code, program.ladder) < tier_rank(least, program.ladder)):
        return False
    return price.segment_code is None or price.segment_code in person.segments


def _reason(price: Price) -> PriceReason:
    if price.tier_minimum_code is not None:
        return PriceReason.TIER if price.segment_code is None else PriceReason.TIER_AND_SEGMENT
    return PriceReason.LIST if price.segment_code is None else PriceReason.SEGMENT
