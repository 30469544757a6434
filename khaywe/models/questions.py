"""What judges stored models of each name on what the warehouse holds now. Not here: judging (`ml/training/asked.py`)."""

from collections.abc import Callable
from datetime import date
from functools import partial

from loyalty.warehouse import Warehouse
from ml.training.asked import NotJudgeable, Question, newest_day
from ml.training.judge import judge_on


def question_of(name: str, warehouse: Warehouse, *, until: date) -> Question:
    """The rows that judge models of `name`, of what was loaded by `until`.

    Raises:
        NotJudgeable: there is no such question for it.
        TooLittleHistory, LabelsOneSided, BasketsTooFew: there are no rows to judge on yet.
    """
    asking = QUESTIONS.get(name)
    if asking is None:
        raise NotJudgeable(f"Models that can be judged by what is loaded are {', '.join(sorted(QUESTIONS))}; {name} is none.", name=name)
    return asking(warehouse, until)


def _churn(warehouse: Warehouse, until: date) -> Question:
    from ml.churn.evaluate import measure
    from ml.churn.features import KEYS, LABEL
    from ml.churn.read import read_training_rows

    rows = read_training_rows(warehouse, until=until)
    return newest_day(rows, keys=KEYS, label=LABEL, measured=lambda test, yes: judge_on(test, partial(measure, yes)))


def _offers(warehouse: Warehouse, until: date) -> Question:
    from ml.next_best_offer.evaluate import measure
    from ml.next_best_offer.features import KEYS, LABEL
    from ml.next_best_offer.read import read_training_rows

    rows = read_training_rows(warehouse, until=until)
    return newest_day(rows, keys=KEYS, label=LABEL, measured=lambda test, yes: judge_on(test, partial(measure, test, yes)))


def _next_basket(warehouse: Warehouse, until: date) -> Question:
    from loyalty.settings import settings
    from ml.next_best_offer.basket.history import read_past_baskets
    from ml.next_best_offer.basket.learn import EFFORTS, last_baskets

    customers_max = EFFORTS[settings().training_effort].customers_max
    return last_baskets(read_past_baskets(warehouse, until=until, customers_max=customers_max))


QUESTIONS: dict[str, Callable[[Warehouse, date], Question]] = {
    "churn": _churn,
    "next-best-offer": _offers,
    "next-basket": _next_basket,
}
