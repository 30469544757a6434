"""A difference in words that a marketer can repeat, in English and Arabic. Pure. Not here: the difference (`results_uplift.py`)."""

from collections.abc import Callable, Mapping

from babel.numbers import format_currency, format_decimal, get_currency_precision

from loyalty.campaigns.results_uplift import Difference, Verdict

Words = Mapping[str, str]
_Shown = Callable[[float, str], str]

_CONVERSION = {
    Verdict.BETTER: {
        "en": "Probably better: of 100 addressed, {low} to {high} more bought than would have anyway.",
        "ar": "أفضل على الأرجح: من كل 100 عضو جرت مخاطبته اشترى ما بين {low} و{high} أكثر مما كان سيحدث بدونها.",
    },
    Verdict.WORSE: {
        "en": "Probably worse: of 100 addressed, {low} to {high} fewer bought than would have anyway.",
        "ar": "أسوأ على الأرجح: من كل 100 عضو جرت مخاطبته اشترى ما بين {low} و{high} أقل مما كان سيحدث بدونها.",
    },
    Verdict.UNCLEAR: {
        "en": "Cannot tell: of 100 addressed, anything from {low} fewer to {high} more bought because of it.",
        "ar": "لا يمكن الجزم: من كل 100 عضو جرت مخاطبته قد يكون الأثر ما بين {low} أقل و{high} أكثر.",
    },
}
_REVENUE = {
    Verdict.BETTER: {
        "en": "Probably better: a member spent {low} to {high} more.",
        "ar": "أفضل على الأرجح: أنفق العضو ما بين {low} و{high} أكثر.",
    },
    Verdict.WORSE: {
        "en": "Probably worse: a member spent {low} to {high} less.",
        "ar": "أسوأ على الأرجح: أنفق العضو ما بين {low} و{high} أقل.",
    },
    Verdict.UNCLEAR: {
        "en": "Cannot tell: a member may have spent {low} less, {high} more, or anything between.",
        "ar": "لا يمكن الجزم: قد يكون العضو أنفق {low} أقل أو {high} أكثر أو ما بينهما.",
    },
}
_NOTHING = {
    Verdict.TOO_FEW: {
        "en": "Too few members or buyers to say anything.",
        "ar": "عدد الأعضاء أو المشترين أقل من أن يُقال شيء.",
    },
    Verdict.NO_CONTROL: {
        "en": "Nobody was set aside, so nobody can say what would have happened anyway.",
        "ar": "لم تُخصَّص مجموعة ضابطة، فلا يمكن معرفة ما كان سيحدث بدونها.",
    },
}
_SO_FAR = {"en": "So far: ", "ar": "حتى الآن: "}


def conversion_words(told: Difference, *, is_settled: bool) -> Words:
    """What the difference of the shares that bought says."""
    return _said(told, _CONVERSION, is_settled, lambda bound, language: format_decimal(abs(bound) * 100, "0.#", locale=language))


def revenue_words(told: Difference, currency_code: str | None, *, is_settled: bool) -> Words:
    """What the difference of what a member spent says."""

    def money(bound: float, language: str) -> str:
        code = currency_code or "XXX"
        return str(format_currency(abs(bound) / 10 ** get_currency_precision(code), code, locale=language))

    return _said(told, _REVENUE, is_settled, money)


def _said(told: Difference, sentences: Mapping[Verdict, Words], is_settled: bool, shown: _Shown) -> Words:
    if told.low is None or told.high is None or told.verdict in _NOTHING:
        return _NOTHING.get(told.verdict, _NOTHING[Verdict.TOO_FEW])
    bounds = (told.high, told.low) if told.verdict is Verdict.WORSE else (told.low, told.high)
    words = {}
    for language, sentence in sentences[told.verdict].items():
        low, high = (shown(bound, language) for bound in bounds)
        words[language] = ("" if is_settled else _SO_FAR[language]) + sentence.format(low=low, high=high)
    return words
