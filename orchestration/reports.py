"""What an asset says about its work: rows read = kept + refused, and a picture where a picture helps. Not here: what is counted."""

import base64
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import dagster as dg
import pyarrow as pa

# Dagster reads the annotation of an asset's function and knows only the bare class (1.13); the type checker wants the parameter.
if TYPE_CHECKING:
    Result = dg.MaterializeResult[None]
else:
    Result = dg.MaterializeResult

Metadata = dict[str, dg.MetadataValue]

BAR_COLOUR = "#2f6f73"
WIDTH_INCHES, HEIGHT_INCHES = 6.4, 3.0


def counted(*, read: int, kept: int, **more: object) -> Metadata:
    """`rows_read` = `rows_kept` + `rows_refused`; `dagster/partition_row_count` is what was kept. More facts follow as they are."""
    told: Metadata = {
        "rows_read": dg.MetadataValue.int(read),
        "rows_kept": dg.MetadataValue.int(kept),
        "rows_refused": dg.MetadataValue.int(read - kept),
        "dagster/partition_row_count": dg.MetadataValue.int(kept),
    }
    return told | {name: shown(value) for name, value in more.items()}


def shown(value: object) -> dg.MetadataValue:
    """A fact as Dagster shows it best: whole numbers and shares as numbers (their history becomes a chart), the rest as text."""
    match value:
        case dg.MetadataValue():
            return value
        case bool():
            return dg.MetadataValue.bool(value)
        case int():
            return dg.MetadataValue.int(value)
        case float():
            return dg.MetadataValue.float(value)
        case _:
            return dg.MetadataValue.text(str(value))


def table(rows: pa.Table, *, rows_max: int = 50) -> dg.MetadataValue:
    """The first rows as a Markdown table."""
    head = " | ".join(rows.column_names)
    rule = " | ".join("---" for _ in rows.column_names)
    body = "\n".join(" | ".join(_cell(value) for value in row.values()) for row in rows.slice(0, rows_max).to_pylist())
    more = f"\n\n… and {rows.num_rows - rows_max} more." if rows.num_rows > rows_max else ""
    return dg.MetadataValue.md(f"{head}\n{rule}\n{body}{more}")


def bars(counts: Mapping[str, float], *, title: str, decimals: int = 0) -> dg.MetadataValue:
    """A bar for each name, in the order given."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_INCHES, max(1.4, 0.34 * len(counts) + 0.8)), layout="constrained")
    axes = figure.subplots()
    drawn = axes.barh(list(counts), list(counts.values()), color=BAR_COLOUR)
    axes.bar_label(drawn, fmt=f"{{:,.{decimals}f}}", padding=3, fontsize=8)
    axes.invert_yaxis()
    axes.set_title(title, fontsize=10, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.12)
    return _picture(figure)


def histogram(values: Sequence[float], *, title: str, x_label: str, bins: int = 40) -> dg.MetadataValue:
    """How `values` are spread."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES), layout="constrained")
    axes = figure.subplots()
    axes.hist(values, bins=bins, color=BAR_COLOUR)
    axes.set_title(title, fontsize=10, loc="left")
    axes.set_xlabel(x_label, fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)
    return _picture(figure)


def grid(counts: Mapping[tuple[int, int], int], *, title: str, x_label: str, y_label: str, size: int = 5) -> dg.MetadataValue:
    """A `size` × `size` heat map of counts by (x, y), both from 1, with the number in each square."""
    from matplotlib.figure import Figure

    squares = [[counts.get((x, y), 0) for x in range(1, size + 1)] for y in range(1, size + 1)]
    figure = Figure(figsize=(4.2, 3.8), layout="constrained")
    axes = figure.subplots()
    axes.imshow(squares, origin="lower", cmap="YlGnBu", extent=(0.5, size + 0.5, 0.5, size + 0.5))
    highest = max((count for row in squares for count in row), default=0)
    for y, row in enumerate(squares, 1):
        for x, count in enumerate(row, 1):
            axes.text(x, y, f"{count:,}", ha="center", va="center", fontsize=8, color="white" if count > highest * 0.6 else "black")
    axes.set_title(title, fontsize=10, loc="left")
    axes.set_xlabel(x_label, fontsize=9)
    axes.set_ylabel(y_label, fontsize=9)
    return _picture(figure)


def curve(points: Mapping[str, tuple[Sequence[float], Sequence[float]]], *, title: str, x_label: str, y_label: str) -> dg.MetadataValue:
    """One line per name over its own x and y."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_INCHES, HEIGHT_INCHES), layout="constrained")
    axes = figure.subplots()
    for name, (xs, ys) in points.items():
        axes.plot(xs, ys, label=name, marker=".", linewidth=1.2)
    axes.legend(fontsize=8, frameon=False)
    axes.set_title(title, fontsize=10, loc="left")
    axes.set_xlabel(x_label, fontsize=9)
    axes.set_ylabel(y_label, fontsize=9)
    axes.spines[["top", "right"]].set_visible(False)
    return _picture(figure)


def _picture(figure: object) -> dg.MetadataValue:
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=90)  # type: ignore[attr-defined]
    return dg.MetadataValue.md(f"![plot](data:image/png;base64,{base64.b64encode(written.getvalue()).decode()})")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value).replace("|", "\\|")
