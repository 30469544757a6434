"""What rules name, in people's words: features and codes, segments, events, facts of a condition. Not here: sentences (`words.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from loyalty.features.model import Catalogue, Feature, Label
from loyalty.rules.terms import NO_TERMS, Vocabulary

CODE_LABELS: Mapping[str, Label] = {
    "LOW": Label("low", "منخفض"),
    "MEDIUM": Label("medium", "متوسط"),
    "HIGH": Label("high", "مرتفع"),
    "CHAMPIONS": Label("champions", "الأبطال"),
    "LOYAL": Label("loyal", "الأوفياء"),
    "CANNOT_LOSE": Label("cannot lose", "لا يمكن خسارتهم"),
    "AT_RISK": Label("at risk", "معرّضون للمغادرة"),
    "PROMISING": Label("promising", "واعدون"),
    "NEEDS_ATTENTION": Label("needs attention", "يحتاجون اهتمامًا"),
    "HIBERNATING": Label("hibernating", "خاملون"),
    "RECENT": Label("recent", "جدد حديثًا"),
    "ABOUT_TO_SLEEP": Label("about to sleep", "على وشك الخمول"),
    "LOST": Label("lost", "مفقودون"),
    "ACTIVE": Label("active", "نشط"),
    "INACTIVE": Label("inactive", "غير نشط"),
    "CLOSED": Label("closed", "مغلق"),
}
CHANNEL_LABELS: Mapping[str, Label] = {
    "email": Label("email", "البريد الإلكتروني"),
    "mail": Label("mail", "البريد"),
    "phone": Label("phone calls", "الهاتف"),
    "push": Label("push messages", "الإشعارات"),
    "sms": Label("text messages", "الرسائل النصية"),
    "whatsapp": Label("WhatsApp", "واتساب"),
}
EVENT_LABELS: Mapping[str, Label] = {"purchase": Label("purchase", "الشراء"), "visit": Label("visit", "الزيارة")}


def _fact(name: str, kind: str, en: str, ar: str, unit: str | None = None) -> Feature:
    return Feature(name, kind, is_nullable=True, description=en, unit=unit, label=Label(en, ar))  # type: ignore[arg-type]


FACTS: Mapping[str, Feature] = {
    fact.name: fact
    for fact in (
        _fact("order.spend_minor", "integer", "Order value", "قيمة الطلب", "cents"),
        _fact("order.currency_code", "text", "Currency", "العملة"),
        _fact("order.line_count", "integer", "Lines of the order", "بنود الطلب"),
        _fact("order.piece_count", "integer", "Pieces of the order", "قطع الطلب"),
        _fact("lines", "text", "the lines of the order", "بنود الطلب"),
        _fact("line_id", "text", "Line", "البند"),
        _fact("amount_minor", "integer", "Line value", "قيمة البند", "cents"),
        _fact("quantity", "integer", "Quantity", "الكمية"),
        _fact("product_id", "text", "Product", "المنتج"),
        _fact("category_code", "text", "Category", "الفئة"),
        _fact("event.trigger", "text", "Occasion", "المناسبة"),
        _fact("event.event_time", "text", "Time of the event", "وقت الحدث"),
        _fact("event.on", "date", "Day of the event", "يوم الحدث"),
        _fact("event.weekday", "integer", "Weekday of the event", "يوم الأسبوع للحدث"),
        _fact("event.hour", "integer", "Hour of the event", "ساعة الحدث"),
        _fact("member.joined_on", "date", "Joined on", "تاريخ الانضمام"),
        _fact("member.tenure_days", "integer", "Days as a member", "أيام العضوية", "days"),
        _fact("tier.code", "text", "Tier", "المستوى"),
        _fact("tier.rank", "integer", "Rank of the tier", "ترتيب المستوى"),
        _fact("segments", "text", "the member's segments", "شرائح العضو"),
    )
}
"""The facts that conditions over events and persons may name; their features stand under `features.`."""


@dataclass(frozen=True)
class Lexicon:
    """Names and their words. What is not known here is told by the name itself, in quotes."""

    features: Mapping[str, Feature] = field(default_factory=dict)
    segments: Mapping[str, Label] = field(default_factory=dict)
    events: Mapping[str, Catalogue] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue, vocabulary: Vocabulary = NO_TERMS, segments: Mapping[str, Label] | None = None) -> "Lexicon":
        """The words of a catalogue and a vocabulary; `segments` are the names of segments by code."""
        return cls(catalogue.features, segments or {}, vocabulary.events)

    def feature(self, name: str) -> Feature | None:
        """What is known of a feature or a fact."""
        return self.features.get(name.removeprefix("features.")) or FACTS.get(name)

    def within_event(self, kind: str) -> "Lexicon":
        """The words inside the `where` of an event: the fields of its type."""
        return replace(self, features=self.events[kind].features if kind in self.events else {})
