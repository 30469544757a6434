"""Rules in people's words: every operator in both languages, labels and codes, numbers and days, negation, grouping."""

import re
from dataclasses import fields
from string import Formatter

import pytest
from hypothesis import given, settings

from loyalty.features import Label, load_catalogue
from loyalty.programs.vocabulary import fact_shape
from loyalty.rules import InvalidRule, explain_rule, read_rule
from loyalty.rules.logic import read_logic
from loyalty.rules.operators import OPERATORS
from loyalty.rules.parse import parse_rule
from loyalty.rules.shapes import paths_of
from loyalty.rules.words import LANGUAGES, TOLD_OPERATORS, clause_in_words, in_words
from loyalty.rules.words_lexicon import CODE_LABELS, FACTS, Lexicon
from loyalty.segments.language import CHANNELS, EVENT_TYPES, segment_catalogue, vocabulary
from tests.support.rules import FACTS as RANDOM_FACTS
from tests.support.rules import VOCABULARY, truths

CATALOGUE = segment_catalogue(load_catalogue())
LEXICON = Lexicon.of(CATALOGUE, vocabulary(None), {"vip": Label("VIP customers", "كبار العملاء")})


def told(document) -> dict[str, str]:
    return in_words(read_rule(document, CATALOGUE, vocabulary(None)), LEXICON)


CHURN, RECENCY, SPEND, TODAY = {"var": "churn_probability"}, {"var": "recency_days"}, {"var": "spend_minor_364d"}, {"today": []}
SENTENCES = [
    ({">=": [RECENCY, 28]}, "Days since last purchase is at least 28", "أيام منذ آخر شراء لا يقل عن ٢٨"),
    ({">": [28, RECENCY]}, "Days since last purchase is less than 28", "أيام منذ آخر شراء أقل من ٢٨"),
    ({"<": [SPEND, 1234567]}, "“Spend, 364 days” is less than 12,345.67", "الإنفاق خلال 364 يومًا أقل من ١٢٬٣٤٥٫٦٧"),
    ({">=": [CHURN, 0.125]}, "Churn probability is at least 12.5%", "احتمال المغادرة لا يقل عن ١٢٫٥٪"),
    # Not at least a half is less than a half, or not known; where it is always known nothing is added.
    ({"!": {">=": [CHURN, 0.5]}}, "Churn probability is less than 50% or is unknown", "احتمال المغادرة أقل من ٥٠٪ أو غير معروف"),
    ({"!": {">=": [RECENCY, 28]}}, "Days since last purchase is less than 28", "أيام منذ آخر شراء أقل من ٢٨"),
    ({"!": {"!": {">=": [RECENCY, 28]}}}, "Days since last purchase is at least 28", "أيام منذ آخر شراء لا يقل عن ٢٨"),
    ({"!=": [{"var": "churn_band_code"}, "HIGH"]}, "Churn risk is not high or is unknown", "خطر المغادرة لا يساوي مرتفع أو غير معروف"),
    ({"==": [CHURN, None]}, "Churn probability is unknown", "احتمال المغادرة غير معروف"),
    ({"!": {"==": [CHURN, None]}}, "Churn probability is known", "احتمال المغادرة معروف"),
    ({"in": [{"var": "churn_band_code"}, ["LOW", "HIGH"]]}, "Churn risk is low or high", "خطر المغادرة هو منخفض أو مرتفع"),
    ({"==": [{"var": "has_redeemed_coupon"}, False]}, "Has redeemed a coupon: no", "استخدم قسيمة من قبل: لا"),
    # A group within a group stands in brackets, whatever the operators.
    (
        {"or": [{"and": [{">": [RECENCY, 1]}, {"<": [RECENCY, 5]}]}, {"in_segment": "vip"}]},
        "(Days since last purchase is more than 1, and Days since last purchase is less than 5), or in the segment “VIP customers”",
        "(أيام منذ آخر شراء أكثر من ١، وأيام منذ آخر شراء أقل من ٥)، أو ضمن شريحة «\u2068كبار العملاء\u2069»",
    ),
    (
        {"!": {"or": [{"in_segment": "vip"}, {"consent": "email"}]}},
        "not in the segment “VIP customers”, and has not agreed to email",
        "خارج شريحة «\u2068كبار العملاء\u2069»، ولم يوافق على التواصل عبر البريد الإلكتروني",
    ),
    (
        {"!": {"and": [{"in_segment": "vip"}, {"consent": "email"}]}},
        "not all of these hold: (in the segment “VIP customers”, and has agreed to email)",
        "لا تتحقق هذه كلها: (ضمن شريحة «\u2068كبار العملاء\u2069»، ووافق على التواصل عبر البريد الإلكتروني)",
    ),
    (
        {">": [{"events": ["count", {"type": "purchase", "within_days": 3, "where": {">": [{"var": "spend_minor"}, 5000]}}]}, 3]},
        "the number of purchase events in the last 3 days where (Spend is more than 50.00) is more than 3",
        "عدد أحداث الشراء خلال آخر ٣ أيام حيث (الإنفاق أكثر من ٥٠٫٠٠) أكثر من ٣",
    ),
    (
        {"<": [{"var": "member_since_on"}, {"date_add": [TODAY, -2, "months"]}]},
        "Member since is before 2 months before today",
        "عضو منذ قبل اليوم ناقص شهرين",
    ),
    ({">=": [{"var": "member_since_on"}, "2017-10-01"]}, "Member since is on or after Oct 1, 2017", "عضو منذ في ١ أكتوبر ٢٠١٧ أو بعده"),
    ({"==": [{"date_part": [TODAY, "weekday"]}, 5]}, "the weekday of today is Friday", "يوم الأسبوع من اليوم يساوي الجمعة"),
    ({">": [{"/": [RECENCY, {"+": [RECENCY, 1]}]}, 2]},
     "Days since last purchase divided by (Days since last purchase plus 1) is more than 2",
     "أيام منذ آخر شراء مقسومًا على (أيام منذ آخر شراء زائد ١) أكثر من ٢"),
    (True, "everybody", "الجميع"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "en", "ar"), SENTENCES, ids=[str(number) for number in range(len(SENTENCES))])
def test_a_rule_reads_as_a_person_would_say_it(document, en, ar):
    assert told(document) == {"en": en, "ar": ar}


DOCUMENTS = {
    "var": {"var": ["recency_days", 5]},
    "and": {"and": [True, RECENCY]},
    "or": {"or": [False, RECENCY]},
    "!": {"!": RECENCY},
    "!!": {"!!": RECENCY},
    "in": {"in": ["a", {"var": "tier_code"}]},
    "missing": {"missing": ["tier_code"]},
    "missing_some": {"missing_some": [1, ["tier_code", "rfm_code"]]},
    "if": {"if": [True, RECENCY, 1]},
    "?:": {"?:": [True, 1, RECENCY]},
    "-": {"-": [RECENCY]},
    "%": {"%": [RECENCY, 7]},
    "today": TODAY,
    "now": {"now": []},
    "days_between": {"days_between": [TODAY, "2017-01-01"]},
    "days_since": {"days_since": "2017-01-01"},
    "date_add": {"date_add": [TODAY, 1, "years"]},
    "date_part": {"date_part": [TODAY, "year"]},
    "in_segment": {"in_segment": "x"},
    "consent": {"consent": "email"},
    "random_bucket": {"random_bucket": ["a", 10]},
    "events": {"events": ["sum", {"type": "purchase", "of": "spend_minor"}]},
    "reduce": {"reduce": [{"var": "lines"}, {"var": "accumulator"}, 0]},
    "merge": {"merge": [[1], [2]]},
    "substr": {"substr": ["abc", 1, 2]},
    "log": {"log": ["x"]},
    "method": {"method": ["x", "upper"]},
}


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_operator_has_words_in_both_languages_as_a_value_and_as_a_truth_denied_or_not(operator):
    assert operator in TOLD_OPERATORS
    plain = DOCUMENTS.get(operator, {operator: [{"var": "lines"}, 2] if OPERATORS[operator].most == 2 else [RECENCY, 2]})
    for document in (plain, {"!": [plain]}, {">": [plain, 1]}, {"and": [plain, {"or": [plain, True]}]}):
        for sentence in in_words(parse_rule(document).root, LEXICON).values():
            assert sentence.strip()
            assert "{" not in sentence
            assert sentence.count("(") == sentence.count(")")


@settings(max_examples=300, deadline=None)
@given(truths())
def test_any_rule_can_be_told_and_says_more_than_its_operators(document):
    try:
        rule = read_rule(document, RANDOM_FACTS, VOCABULARY)
    except InvalidRule:
        return
    for sentence in in_words(rule, Lexicon.of(RANDOM_FACTS, VOCABULARY)).values():
        assert sentence.strip()


def test_both_languages_say_the_same_things_with_the_same_parts():
    english, arabic = LANGUAGES["en"], LANGUAGES["ar"]
    assert english.sentences.keys() == arabic.sentences.keys()
    assert english.counted.keys() == arabic.counted.keys()
    for name, sentence in english.sentences.items():
        assert parts_of(sentence) == parts_of(arabic.sentences[name]), name
    assert [field.name for field in fields(Label)] == list(LANGUAGES)


def parts_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_name_that_a_rule_may_use_has_words():
    for feature in CATALOGUE:
        assert feature.label is not None, feature.name
        assert all(code in CODE_LABELS for code in feature.codes or ()), feature.name
    for path in paths_of(fact_shape()):
        bare = path.removeprefix("features.").removesuffix(".*")
        assert bare in FACTS or bare in CATALOGUE or bare == "event.attributes", path
    for name in EVENT_TYPES:
        assert "“" not in told({"!!": {"events": ["count", {"type": name}]}})["en"]
    for channel in CHANNELS:
        assert "“" not in told({"consent": channel})["en"]


def test_a_condition_over_order_lines_is_told_too():
    document = {"some": [{"var": "lines"}, {"and": [{"==": [{"var": "category_code"}, "wine"]}, {">=": [{"var": "amount_minor"}, 1050]}]}]}
    words = in_words(read_logic(document, fact_shape()).root, Lexicon.of(CATALOGUE))
    assert words["en"] == "for at least one of the lines of the order: (Category is “wine”, and Line value is at least 10.50)"
    assert words["ar"] == "في عنصر واحد على الأقل من بنود الطلب: (الفئة يساوي «\u2068wine\u2069»، وقيمة البند لا يقل عن ١٠٫٥٠)"


def test_each_clause_of_an_explanation_can_be_told_by_its_path():
    rule = read_rule({"and": [{">": [RECENCY, 3]}, {"!": {"==": [{"var": "tier_code"}, "GOLD"]}}]}, CATALOGUE)
    clauses = explain_rule(rule, {"recency_days": 5, "tier_code": "GOLD"})
    words = [clause_in_words(rule, clause.path, LEXICON, "en") for clause in clauses]
    assert words[1:] == ["Days since last purchase is more than 3", "Tier is not “GOLD” or is unknown", "Tier is “GOLD”"]


@pytest.mark.parametrize(
    ("count", "ar"), [(1, "يوم واحد"), (2, "يومين"), (3, "٣ أيام"), (10, "١٠ أيام"), (11, "١١ يومًا"), (100, "١٠٠ يوم"), (103, "١٠٣ أيام")]
)
def test_arabic_counts_as_arabic_does(count, ar):
    assert LANGUAGES["ar"].count(count, "days") == ar
    assert re.fullmatch(r"\d+ days?", LANGUAGES["en"].count(count, "days"))


def test_a_long_list_says_how_many_more_and_a_long_text_is_cut():
    items = [f"item {number}" for number in range(10_000)]
    words = in_words(parse_rule({"in": [{"var": "x"}, items]}).root, LEXICON)
    assert words["en"] == "“x” is “item 0”, “item 1”, “item 2”, “item 3”, “item 4”, “item 5” or 9,994 more"
    assert len(in_words(parse_rule({"==": [{"var": "x"}, "z" * 5_000]}).root, LEXICON)["en"]) < 100
