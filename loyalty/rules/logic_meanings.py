"""The two meanings a condition may have: the standard's, to the letter, and the guarded one of our rules. Not here: the operators."""

from loyalty.rules import logic_days as days
from loyalty.rules import logic_standard as standard
from loyalty.rules import logic_values as guarded
from loyalty.rules.logic_branches import BRANCHES
from loyalty.rules.logic_closure import Meaning
from loyalty.rules.logic_facts import FACTS
from loyalty.rules.logic_lists import LISTS

_SPECIAL = {**FACTS, **BRANCHES, **LISTS}
STANDARD = Meaning(standard.PAIRS, standard.PLAIN, _SPECIAL, is_exact=True)
GUARDED = Meaning(
    guarded.PAIRS,
    {**guarded.PLAIN, "days_between": days.days_between, "date_add": days.date_add, "date_part": days.date_part},
    _SPECIAL,
    is_exact=False,
)
