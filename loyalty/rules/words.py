"""Tells a rule in a person's language, for the console and the audit. Not here: which words (`words_truths.py`, `words_values.py`)."""

from collections.abc import Mapping

from loyalty.rules.meaning import CheckedRule
from loyalty.rules.model import Call, ListOf, Node
from loyalty.rules.words_ar import ARABIC
from loyalty.rules.words_en import ENGLISH
from loyalty.rules.words_language import Language
from loyalty.rules.words_lexicon import Lexicon
from loyalty.rules.words_truths import TRUTH_OPERATORS, Truths
from loyalty.rules.words_values import PLAIN_OPERATORS, VALUE_OPERATORS

LANGUAGES: Mapping[str, Language] = {language.code: language for language in (ENGLISH, ARABIC)}
TOLD_OPERATORS = frozenset(TRUTH_OPERATORS) | frozenset(VALUE_OPERATORS) | frozenset(PLAIN_OPERATORS)
"""Every operator that has words; a test holds it against every operator that there is."""


def in_words(rule: CheckedRule | Node, lexicon: Lexicon) -> dict[str, str]:
    """The rule in every language: `{"en": …, "ar": …}`."""
    root = rule.rule.root if isinstance(rule, CheckedRule) else rule
    return {code: Truths(language, lexicon).truth(root) for code, language in LANGUAGES.items()}


def clause_in_words(rule: CheckedRule, path: str, lexicon: Lexicon, language_code: str) -> str:
    """The part of the rule at `path`, as an explanation names it."""
    found = _at(rule.rule.root, path) or rule.rule.root
    return Truths(LANGUAGES[language_code], lexicon).truth(found)


def _at(node: Node, path: str) -> Node | None:
    if node.path == path:
        return node
    inner = node.arguments if isinstance(node, Call) else node.items if isinstance(node, ListOf) else ()
    return next((found for found in (_at(one, path) for one in inner) if found is not None), None)
