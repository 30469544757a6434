"""Who is held back, decided by a hash, so that it is the same every day and in every installation. Not here: SQL, and who is chosen."""

import hashlib

_BITS = 52
"""As many as a double holds exactly."""


def control_bucket(campaign_code: str, external_id: str) -> float:
    """A number from 0 to below 1, evenly spread, fixed for a campaign and a customer: the first 52 bits of SHA-256 of
    `campaign_code:external_id` in UTF-8. Another campaign shuffles anew.
    """
    digest = hashlib.sha256(f"{campaign_code}:{external_id}".encode()).hexdigest()
    return int(digest[: _BITS // 4], 16) / float(2**_BITS)


def is_control(campaign_code: str, external_id: str, control_share: float) -> bool:
    """Whether the customer is set aside. A greater share adds customers and lets none go."""
    return control_share > 0 and control_bucket(campaign_code, external_id) < control_share


def is_held_out(season: str, external_id: str, share: float) -> bool:
    """Whether the customer gets no campaign at all in this season of the universal holdout. Another season shuffles anew."""
    return share > 0 and control_bucket(f"holdout:{season}", external_id) < share
