"""What a segment's rule may speak of beyond the profile: other segments, past behaviour, points and tier, consents. Not here: rows, SQL."""

from collections.abc import Collection, Iterable, Mapping

from loyalty.features import Catalogue, Feature, FeatureKind, Label
from loyalty.rules import CheckedRule, Lexicon, in_words, parse_rule, read_rule
from loyalty.rules.terms import Consent, Events, InSegment, Term, Vocabulary
from loyalty.rules.words import LANGUAGES, clause_in_words

Codes = Collection[str] | None
"""The segments that exist; None: any may."""

ANY_SEGMENT: Codes = None

CHANNELS = ("email", "mail", "phone", "push", "sms", "whatsapp")
"""The channels that a member can consent to."""

EVENTS_RELATION = "marts.fct_purchases"


def _known(name: str, kind: FeatureKind, description: str, en: str, ar: str, *, is_nullable: bool = True) -> Feature:
    return Feature(name, kind, is_nullable, description, owner="team:loyalty", label=Label(en, ar))


STANDING = Catalogue.of(
    "segments.member_standing",
    _known("points_available", "integer", "Points free to spend at the end of the day.", "Points to spend", "نقاط متاحة"),
    _known("points_pending", "integer", "Points earned that do not count yet.", "Pending points", "نقاط معلقة"),
    _known("points_lifetime", "integer", "Points ever earned.", "Points ever earned", "نقاط مكتسبة"),
    _known("points_spent", "integer", "Points ever spent.", "Points spent", "نقاط مستخدمة"),
    _known("points_expired", "integer", "Points that ever expired.", "Points expired", "نقاط منتهية"),
    _known("member_tier_code", "text", "The tier of the program at the end of the day.", "Tier of the program", "مستوى البرنامج"),
    _known("member_status_code", "text", "ACTIVE, INACTIVE or CLOSED.", "Status of the member", "حالة العضو"),
    _known("member_since_on", "date", "The day on which the customer joined the program.", "Member since", "عضو منذ"),
)
"""What the loyalty database knows of a member at the end of a day; null for customers who are not enrolled."""

PURCHASE = Catalogue.of(
    EVENTS_RELATION,
    _known("spend_minor", "integer", "What was paid.", "Spend", "الإنفاق", is_nullable=False),
    _known("retail_discount_minor", "integer", "What the shop took off.", "Retail discount", "خصم المتجر", is_nullable=False),
    _known("coupon_discount_minor", "integer", "What coupons took off.", "Coupon discount", "خصم القسائم", is_nullable=False),
    _known("line_count", "integer", "Lines of the basket.", "Lines", "البنود", is_nullable=False),
    _known("store_id", "text", "The store.", "Store", "المتجر"),
    keys=("customer_id",),
)
EVENT_TYPES = {"purchase": PURCHASE}


def segment_catalogue(catalogue: Catalogue) -> Catalogue:
    """Every feature that a segment's rule may name: the profile's, and what the loyalty database knows of a member."""
    extra = [feature for feature in STANDING if feature.name not in catalogue]
    return Catalogue.of(catalogue.relation, *catalogue, *extra, keys=catalogue.keys, description=catalogue.description)


def vocabulary(known: Codes) -> Vocabulary:
    """The terms that a segment's rule may name, beside today and random buckets."""
    return Vocabulary(segments=None if known is None else frozenset(known), channels=frozenset(CHANNELS), events=EVENT_TYPES)


def read_segment_rule(document: object, catalogue: Catalogue, known: Codes) -> CheckedRule:
    """The rule, typed against the profile, the standing of members and the vocabulary of segments.

    Raises:
        InvalidRule: the first thing that is wrong, with its path and, where we can tell, a suggestion.
    """
    return read_rule(document, segment_catalogue(catalogue), vocabulary(known))


def rule_in_words(rule: object, catalogue: Catalogue, names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """What a stored rule says, in English and Arabic; `names` are those of segments, by code and language. A rule whose feature is gone is
    told all the same, by the feature's name.
    """
    return in_words(parse_rule(rule).root, _lexicon(catalogue, names))


def clauses_in_words(
    rule: CheckedRule, paths: Iterable[str], catalogue: Catalogue, names: Mapping[str, Mapping[str, str]]
) -> list[dict[str, str]]:
    """What the clause at each path says, in English and Arabic; the whole rule where a path leads nowhere."""
    lexicon = _lexicon(catalogue, names)
    return [{code: clause_in_words(rule, path, lexicon, code) for code in LANGUAGES} for path in paths]


def _lexicon(catalogue: Catalogue, names: Mapping[str, Mapping[str, str]]) -> Lexicon:
    labels = {code: Label(name["en"], name.get("ar", name["en"])) for code, name in names.items()}
    return Lexicon.of(segment_catalogue(catalogue), vocabulary(ANY_SEGMENT), labels)


def references_of(checked: CheckedRule) -> tuple[str, ...]:
    """The codes of the segments that the rule refers to, sorted."""
    return tuple(sorted({term.code for term in checked.terms if isinstance(term, InSegment)}))


def reads_standing(checked: CheckedRule, catalogue: Catalogue) -> bool:
    """Whether the rule asks for what the loyalty database knows; `catalogue` is the profile's."""
    return any(feature.name in STANDING and feature.name not in catalogue for feature in checked.fields) or any(
        isinstance(term, Consent) for term in checked.terms
    )


def event_terms(terms: Iterable[Term]) -> list[Events]:
    """The distinct measures of past behaviour among the terms, by name."""
    return [term for _, term in sorted({term.name: term for term in terms if isinstance(term, Events)}.items())]
