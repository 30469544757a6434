"""What an asset says about its work."""

import base64

import dagster as dg
import pyarrow as pa

from orchestration.reports import bars, counted, curve, grid, histogram, table


def test_rows_read_are_rows_kept_and_rows_refused():
    told = counted(read=10, kept=7, model="churn-1")
    assert (told["rows_read"].value, told["rows_kept"].value, told["rows_refused"].value) == (10, 7, 3)
    assert told["model"].value == "churn-1"


def test_numbers_stay_numbers_so_that_their_history_becomes_a_chart():
    told = counted(read=1, kept=1, share=0.25, points=12)
    assert isinstance(told["share"], dg.FloatMetadataValue)
    assert isinstance(told["points"], dg.IntMetadataValue)


def test_a_table_says_how_many_rows_it_leaves_out():
    shown = table(pa.table({"name": [f"n{number}" for number in range(5)], "share": [0.5] * 5}), rows_max=2).value
    assert "n1" in shown
    assert "n2" not in shown
    assert "3 more" in shown


def test_every_picture_is_a_png():
    pictures = [
        bars({"VIP": 12.0, "NEW": 3.0}, title="Sizes"),
        histogram([0.1, 0.2, 0.9], title="Churn", x_label="probability"),
        grid({(1, 1): 5, (5, 5): 2}, title="RFM", x_label="recency", y_label="frequency"),
        curve({"model": ([0.0, 1.0], [0.0, 1.0])}, title="ROC", x_label="false", y_label="true"),
    ]
    for picture in pictures:
        head, _, rest = str(picture.value).partition("base64,")
        assert head.startswith("![plot](data:image/png;")
        assert base64.b64decode(rest.rstrip(")")).startswith(b"\x89PNG")
