"""A model's card as Markdown, from what the registry recorded. Pure: a version, its decisions and the room's words in, text out.

Use and limits are words of the model's room (`use.md` beside its code); every figure is the registry's. Not here: measuring.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from ml.registry.model import Decision, StoredVersion
from ml.runtime.manifest import Manifest, Window

ROOMS = Path(__file__).resolve().parent.parent
USE_FILE = "use.md"
ROOM_OF = {"next-basket": "next_best_offer/basket", "coupon-response": "next_best_offer/coupons"}


def card(stored: StoredVersion, decisions: Sequence[Decision], *, use: str) -> str:
    """The card of one version: use, limits, data window, metrics with intervals beside the baselines, slices, lineage, decisions."""
    manifest = stored.manifest
    parts = [
        f"# {manifest.name} {manifest.version}: model card",
        f"**State**: {stored.state.lower()}{', taken back' if stored.is_rolled_back else ''}. **Foretells** `{manifest.label}`"
        f"{_kind(manifest)}.",
        use.strip(),
        "## Data",
        _table(
            ("", "as-of days", "rows", "of them yes", "label looks ahead"),
            [_window("trained", manifest.training), _window("judged", manifest.test)],
        ),
        "No day was trained on whose labels were still open on the day that judged.",
        f"## How good it is{f' (decided by {manifest.decided_by})' if manifest.decided_by else ''}",
        _metrics(manifest),
        *_slices(manifest),
        "## Where it comes from",
        _table(("what", "which"), _lineage(stored)),
        *_decisions(decisions),
    ]
    return "\n\n".join(parts) + "\n"


def words_of(name: str) -> str:
    """What the model's room says of its use and limits: `ml/<room>/use.md`."""
    path = ROOMS / ROOM_OF.get(name, name.replace("-", "_")) / USE_FILE
    return path.read_text() if path.is_file() else "Nobody wrote down what this model is for; do not act on it before somebody has."


def _kind(manifest: Manifest) -> str:
    return f". **Kind**: {manifest.algorithm.replace('_', ' ')}" if manifest.algorithm else ""


def _window(what: str, window: Window) -> tuple[str, ...]:
    share = f"{window.positive_count:,} ({window.positive_count / max(window.row_count, 1):.1%})"
    return what, ", ".join(day.isoformat() for day in window.as_of_days), f"{window.row_count:,}", share, f"{window.label_days} days"


def _metrics(manifest: Manifest) -> str:
    """One row per metric: ours, its interval, and each baseline's."""
    baselines = sorted(manifest.baselines)
    rows = [
        (
            name,
            f"**{value:.4f}**",
            _interval(manifest.intervals.get(name)),
            *(_figure(manifest.baselines[baseline].get(name)) for baseline in baselines),
        )
        for name, value in sorted(manifest.metrics.items(), key=lambda metric: (metric[0] != manifest.decided_by, metric[0]))
    ]
    return _table(("metric", "model", "95 % interval", *(name.replace("_", " ") for name in baselines)), rows)


def _slices(manifest: Manifest) -> list[str]:
    """A table per column that customers were told apart by."""
    parts: list[str] = []
    for column in dict.fromkeys(one.column for one in manifest.slices):
        slices = [one for one in manifest.slices if one.column == column]
        names = list(dict.fromkeys(name for one in slices for name in one.metrics))
        rows = [(one.value, f"{one.count:,}", *(_figure(one.metrics.get(name)) for name in names)) for one in slices]
        parts += [f"## By {column.replace('_', ' ')}", _table((column.replace("_", " "), "rows", *names), rows)]
    return parts or ["## By kind of customer", "Not measured for this version."]


def _lineage(stored: StoredVersion) -> list[tuple[str, str]]:
    manifest = stored.manifest
    return [
        ("features", f"contract `{manifest.contract_name}` version {manifest.contract_version}: {len(manifest.features)} columns"),
        ("columns", ", ".join(f"`{feature.name}`" for feature in manifest.features)),
        ("data loaded up to", manifest.data_watermark or "not recorded"),
        ("code", f"`{manifest.code_version}`" if manifest.code_version else "not recorded"),
        ("seed", str(manifest.seed)),
        ("stored at", stored.stored_at.isoformat(timespec="seconds") if stored.stored_at else "before there was a registry"),
        ("file", f"{manifest.model_bytes:,} bytes, SHA-256 `{manifest.model_sha256}`"),
        ("Keras = LiteRT", f"at most {manifest.parity_difference_max:.1e} apart, rank agreement {manifest.parity_rank_agreement:.6f}"),
    ]


def _decisions(decisions: Sequence[Decision]) -> list[str]:
    if not decisions:
        return []
    rows = [
        (
            one.decided_at.isoformat(timespec="seconds"),
            one.verdict.lower().replace("_", " "),
            one.decided_by,
            one.instead_of or "",
            " ".join(one.reasons),
        )
        for one in decisions
    ]
    return ["## What was decided", _table(("when", "what", "by", "instead of", "why"), rows)]


def _interval(found: tuple[float, float] | None) -> str:
    return "" if found is None else f"{found[0]:.4f} to {found[1]:.4f}"


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)
