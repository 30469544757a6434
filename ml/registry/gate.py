"""The gates between candidate and champion. Pure: a manifest in, reasons out. Moving the pointer is the store's."""

from ml.runtime import Manifest


def reasons_against(manifest: Manifest, *, decided_by: str) -> list[str]:
    """Why `manifest` must not become champion, one sentence each; empty when it may.

    A model must beat every named baseline on `decided_by` (a metric where more is better), on the same test days.
    """
    ours = manifest.metrics[decided_by]
    return [
        f"{manifest.model_version} has {decided_by} {ours:.4f} on its test days; {name} alone has {theirs[decided_by]:.4f}."
        for name, theirs in sorted(manifest.baselines.items())
        if not ours > theirs[decided_by]
    ]
