"""Brings a stored definition of an earlier version to today's: version 1 had one wallet, one rule and tiers by spend. Pure."""

from collections.abc import Mapping


def upcast(definition: object) -> object:
    """The definition in today's form; what is of today's form already, or of no form at all, comes back as it is."""
    if not isinstance(definition, Mapping) or "earning_rule" not in definition or "rules" in definition:
        return definition
    today = {key: value for key, value in definition.items() if key not in {"wallet_code", "earning_rule", "tiers"}}
    today["wallets"] = [{"code": definition.get("wallet_code"), "kind": "REDEEMABLE"}]
    today["rules"] = [_rule(definition["earning_rule"])]
    if "tiers" in definition:
        today["tiers"] = _tiers(definition["tiers"])
    return today


def _rule(rule: object) -> object:
    if not isinstance(rule, Mapping):
        return rule
    kept = {key: value for key, value in rule.items() if key not in {"points", "per_minor"}}
    return kept | {"effects": [{"type": "PER_AMOUNT", "points": rule.get("points"), "per_minor": rule.get("per_minor")}]}


def _tiers(tiers: object) -> object:
    if not isinstance(tiers, Mapping) or not isinstance(tiers.get("ladder"), list):
        return tiers
    kept = {key: value for key, value in tiers.items() if key not in {"window_days", "ladder"}}
    qualification = {"by": "SPEND", "period": {"kind": "ROLLING", "days": tiers.get("window_days")}}
    return kept | {"qualification": qualification, "ladder": [_tier(tier) for tier in tiers["ladder"]]}


def _tier(tier: object) -> object:
    if not isinstance(tier, Mapping):
        return tier
    return {("threshold" if key == "qualifying_minor_min" else key): value for key, value in tier.items()}
