"""What each customer will still bring. Arrives: `fct_purchases`. Leaves: `scores.lifetime_value`, and the models in `…_models`.

One row is one customer as of one day. A partition is a business day. Its model is fitted here, for that takes a second and not a GPU: as
of the last Sunday, so that a day has the same model whenever it is scored. Read by the profile, segments and publish.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import dagster as dg

from loyalty.clock import Clock
from loyalty.warehouse import Warehouse
from ml.lifetime_value.errors import FitFailed, TooFewCustomers
from ml.lifetime_value.model import HORIZON_DAYS, LifetimeValueModel
from ml.lifetime_value.read import Known, read_known
from ml.lifetime_value.score import SCHEMA, learnt_on, recorded, score_lifetime_value
from ml.lifetime_value.train import train_lifetime_value
from orchestration.automation import WAREHOUSE_WRITER
from orchestration.failures import fails_clearly
from orchestration.partitions import ONE_RUN, business_day, days_of
from orchestration.reports import Metadata, Result, bars, counted, histogram, shown
from orchestration.scoring import GROUP, OWNERS

KEY = dg.AssetKey("score_customer__lifetime_value")
HAS_MODEL, BEATS = "has_model", "beats_simple_answers"


@dataclass(frozen=True, slots=True)
class Learnt:
    """The model of a week; None, with the reason, while there is too little to learn from."""

    model: LifetimeValueModel | None
    reason: str | None = None


@dg.asset(
    key=KEY,
    deps=["fct_purchases"],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"python"},
    partitions_def=business_day,
    backfill_policy=ONE_RUN,
    pool=WAREHOUSE_WRITER,
    check_specs=[
        dg.AssetCheckSpec(HAS_MODEL, asset=KEY, description="There was enough history to fit a model to."),
        dg.AssetCheckSpec(BEATS, asset=KEY, description="Twelve weeks earlier, it was nearer to what came than the simple answers were."),
    ],
    metadata={"dagster/table_name": "scores.lifetime_value"},
)
@fails_clearly
def score_customer__lifetime_value(
    context: dg.AssetExecutionContext, warehouse: dg.ResourceParam[Warehouse], clock: dg.ResourceParam[Clock]
) -> Result:
    """Every customer who has bought has what it will bring in 84 days, as of each of the days; nobody, while nothing can be fitted."""
    days, read, kept = days_of(context), 0, 0
    weeks = dict[date, Learnt]()
    with warehouse.session() as session:
        for on in days:
            if (week := learnt_on(on)) not in weeks:
                weeks[week] = _learnt(session, week)
            learnt = weeks[week]
            known = read_known(session, as_of_on=on, horizon_days=HORIZON_DAYS)
            rows = SCHEMA.empty_table() if learnt.model is None else score_lifetime_value(learnt.model, known, scored_at=clock.now())
            kept += session.replace_rows("scores.lifetime_value", rows, where={"as_of_on": [on]})
            read += len(known) if learnt.model is not None else 0
    newest = weeks[learnt_on(days[-1])]
    metadata = counted(read=read, kept=kept, model=newest.model.model_version if newest.model else "none")
    return dg.MaterializeResult(metadata=metadata | dict(_told(newest, known)), check_results=_checks(newest))


def _learnt(warehouse: Warehouse, on: date) -> Learnt:
    try:
        model = train_lifetime_value(warehouse, as_of_on=on)
    except (TooFewCustomers, FitFailed) as nothing:
        return Learnt(None, nothing.message)
    warehouse.replace_rows("scores.lifetime_value_models", recorded(model), where={"model_version": [model.model_version]})
    return Learnt(model)


def _checks(learnt: Learnt) -> list[dg.AssetCheckResult]:
    judgement = learnt.model.judgement if learnt.model else None
    against = " ".join(judgement.reasons_against) if judgement else "There are no twelve weeks yet to judge a model by."
    return [
        dg.AssetCheckResult(
            asset_key=KEY, check_name=name, passed=not why_not, severity=dg.AssetCheckSeverity.WARN, description=why_not or None
        )
        for name, why_not in ((HAS_MODEL, learnt.reason), (BEATS, against))
    ]


def _told(learnt: Learnt, known: Known) -> Iterator[tuple[str, dg.MetadataValue]]:
    """The parameters, how the model was judged, and what it expects, as of the newest day."""
    if learnt.model is None:
        return
    model, expected = learnt.model, learnt.model.expected(known)
    parameters = {name: getattr(model.purchases, name) for name in ("r", "alpha", "a", "b")}
    parameters |= {name: getattr(model.spend, name) for name in ("p", "q", "v")}
    weights = {"weight_purchases": model.weights.purchases, "weight_spend": model.weights.spend}
    yield from _numbers(parameters | weights).items()
    yield "spend", histogram(list(expected.spend / 100.0), title=f"Spend to expect in 84 days from {known.as_of_on}", x_label="money")
    if model.judgement is not None:
        yield from _numbers(model.judgement.metrics).items()
        yield "against_simple_answers", _picture(model)


def _numbers(figures: dict[str, float]) -> Metadata:
    return {name: shown(float(value)) for name, value in figures.items()}


def _picture(model: LifetimeValueModel) -> dg.MetadataValue:
    assert model.judgement is not None  # noqa: S101 - told by the caller
    ours, theirs = model.judgement.metrics, model.judgement.baselines
    names = ("purchase_correlation", "spend_correlation")
    told = {f"{name} · model": ours[name] for name in names}
    told |= {f"{name} · {other}": figures[name] for other, figures in theirs.items() for name in names}
    return bars(dict(sorted(told.items())), title="Foretold and came, twelve weeks earlier", decimals=3)
