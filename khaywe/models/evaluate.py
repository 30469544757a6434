"""The `khaywe models evaluate` commands, one line each. Not here: what they do (`evaluate_<task>.py`), and protocols (`ml/`)."""

import typer

from khaywe.models.evaluate_coupons import evaluate_coupons
from khaywe.models.evaluate_next_basket import evaluate_next_basket
from khaywe.models.evaluate_policy import evaluate_policy
from khaywe.models.evaluate_stored import evaluate_stored
from khaywe.models.evaluate_uplift import evaluate_uplift
from khaywe.models.evaluate_value import evaluate_churn, evaluate_lifetime_value

app = typer.Typer(no_args_is_help=True, help="Run a whole protocol on a file of yours and print its figures.")
app.command("churn")(evaluate_churn)
app.command("coupons")(evaluate_coupons)
app.command("lifetime-value")(evaluate_lifetime_value)
app.command("next-basket")(evaluate_next_basket)
app.command("policy")(evaluate_policy)
app.command("stored")(evaluate_stored)
app.command("uplift")(evaluate_uplift)
