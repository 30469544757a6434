"""Writes a synthetic company as Parquet, one folder per raw table. Not here: who its customers are (`demo_data/synthesis.py`)."""

import json
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pa_parquet
from rich.console import Console

from khaywe.demo_data.source import FIRST_DAY, LAST_DAY, CompleteJourney
from khaywe.demo_data.synthesis import Columns, Pattern, Population, customers_like, lines_of, no_rows_yet, numbered
from khaywe.stack import StackFailed
from loyalty.warehouse.raw import RAW_SOURCE, RawSource

OF_CUSTOMERS = ("households", "campaign_households", "coupon_redemptions")
AS_THEY_ARE = ("products", "campaigns", "coupons")
THREADS = 2
_FEW_VALUES = ["store_id", "quantity", "week", "loaded_on", "coupon_disc", "coupon_match_disc"]


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the folder; the manifest says the same."""

    customers: int
    lines: int
    seed: int
    files: int
    seconds: float


def synthesize(customers: int, lines: int, seed: int, out: Path, tell: Callable[[int], None] = lambda _: None) -> Written:
    """`out` holds every raw table of a company with so many customers and purchase lines, as Parquet, and a manifest.

    The same numbers and seed give the same bytes. `tell` hears how many lines are written so far.

    Raises:
        StackFailed: `out` holds something that is no synthetic company; it is left as it is.
        DemoDataMissing, DemoDataChanged, DemoDataExhausted: see `CompleteJourney` and `Population`.
    """
    _make_room(out)
    began = time.perf_counter()
    journey = CompleteJourney()
    try:
        pattern = Pattern.of(journey)
        population = Population.drawn(pattern, customers=customers, lines=lines, seed=seed)
        files = _write_lines(pattern, population, out / "purchase_lines", tell)
        for name in (*AS_THEY_ARE, *OF_CUSTOMERS):
            rows = journey.rows_of(RAW_SOURCE[name], FIRST_DAY, LAST_DAY)
            if name in OF_CUSTOMERS:
                rows = _renumbered(customers_like(population, pattern, rows), RAW_SOURCE[name])
            (out / name).mkdir()
            pa_parquet.write_table(rows, out / name / "part-00000.parquet", compression="zstd")
            files += 1
    finally:
        journey.close()
    written = Written(customers, lines, seed, files, round(time.perf_counter() - began, 3))
    (out / "manifest.json").write_text(json.dumps({k: v for k, v in asdict(written).items() if k != "seconds"}, indent=2) + "\n")
    return written


def run_synthesize(screen: Console, customers: int, lines: int, seed: int, out: Path) -> None:
    """As `synthesize`, shown to a person."""
    with screen.status("Drawing customers …") as status:
        written = synthesize(customers, lines, seed, out, lambda done: status.update(f"Writing purchase lines … {done:,} of {lines:,}"))
    rate = written.lines / written.seconds
    screen.print(
        f"{written.customers:,} customers with {written.lines:,} purchase lines stand in {out} "
        f"({written.files} files, seed {seed}), {written.seconds:.1f} s, {rate:,.0f} lines/s.",
        highlight=False,
    )


def _make_room(out: Path) -> None:
    if out.exists() and any(out.iterdir()) and not (out / "manifest.json").exists():
        raise StackFailed(f"{out} is not empty and holds no synthetic company; name another folder with --out.")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)


def _write_lines(pattern: Pattern, population: Population, folder: Path, tell: Callable[[int], None]) -> int:
    """Parts are drawn by two threads and numbered and written in their order, which is the same however fast each is."""
    folder.mkdir()
    seen, done, written = no_rows_yet(), 0, 0
    with ThreadPoolExecutor(THREADS) as drawing, ThreadPoolExecutor(1) as writing:
        under_way: Future[None] | None = None
        for columns in _drawn(pattern, population, drawing):
            columns["load_row"] = numbered(columns["loaded_on"], seen)
            if under_way is not None:
                under_way.result()
            under_way = writing.submit(_write_part, columns, folder / f"part-{written:05d}.parquet")
            done += len(columns["load_row"])
            written += 1
            tell(done)
        if under_way is not None:
            under_way.result()
    return written


def _drawn(pattern: Pattern, population: Population, threads: ThreadPoolExecutor) -> Iterator[Columns]:
    """The parts in order, a few of them ahead of whoever takes them."""
    ahead: deque[Future[Columns]] = deque()
    for first, last in population.parts():
        ahead.append(threads.submit(lines_of, pattern, population, first, last))
        if len(ahead) > THREADS:
            yield ahead.popleft().result()
    while ahead:
        yield ahead.popleft().result()


def _write_part(columns: Columns, file: Path) -> None:
    schema = RAW_SOURCE["purchase_lines"].schema
    rows = pa.table([pa.array(columns[name]).cast(schema.field(name).type) for name in schema.names], schema=schema)
    told: dict[str, Any] = {"use_dictionary": _FEW_VALUES, "write_statistics": ["loaded_on", "household_id"]}
    pa_parquet.write_table(rows, file, compression="lz4", **told)


def _renumbered(rows: pa.Table, source: RawSource) -> pa.Table:
    """Rows in the order of days, numbered within each, as a load would bring them."""
    ordered = rows.sort_by([("loaded_on", "ascending"), *((name, "ascending") for name in source.required)])
    numbers = numbered(ordered.column("loaded_on").to_numpy(), no_rows_yet())
    return ordered.set_column(ordered.column_names.index("load_row"), "load_row", pa.array(numbers))
