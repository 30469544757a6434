"""Reads the feature catalogue from dbt's YAML of the profile; dbt need not be installed. Not here: what a feature is (`model.py`)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from loyalty.features.errors import CatalogueMalformed
from loyalty.features.model import Catalogue, Feature, FeatureKind, Label
from loyalty.settings import PROJECT_DIR

PROFILE_CATALOGUE = PROJECT_DIR / "dbt_project" / "models" / "marts" / "features" / "customer_profile.yml"

_KIND_OF_TYPE: Mapping[str, FeatureKind] = {
    "bigint": "integer",
    "integer": "integer",
    "int": "integer",
    "double": "number",
    "double precision": "number",
    "float": "number",
    "string": "text",
    "text": "text",
    "varchar": "text",
    "boolean": "boolean",
    "date": "date",
}


def load_catalogue(path: Path = PROFILE_CATALOGUE) -> Catalogue:
    """The features that the YAML at `path` promises, in column order; the model's key columns are told apart by `meta: {is_key: true}`.

    Raises:
        CatalogueMalformed: the file is missing or not YAML, describes no model, or a column lacks a known type or a description.
    """
    model = _model(path)
    name = str(model["name"])
    config = model.get("config") or {}
    columns = model.get("columns") or []
    if not columns:
        raise CatalogueMalformed(f"{path.name}: the model '{name}' names no columns.", file=path.name)
    keys = tuple(str(column["name"]) for column in columns if _meta(column).get("is_key"))
    features = [_feature(column, path) for column in columns if not _meta(column).get("is_key")]
    names = [feature.name for feature in features]
    for repeated in sorted({one for one in names if names.count(one) > 1}):
        raise CatalogueMalformed(f"{path.name}: the column '{repeated}' is described twice.", file=path.name, column=repeated)
    schema = str(config.get("schema", "marts"))
    return Catalogue.of(f"{schema}.{name}", *features, keys=keys, description=" ".join(str(model.get("description", "")).split()))


def _model(path: Path) -> Mapping[str, Any]:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CatalogueMalformed(f"The feature catalogue {path} cannot be read: {error.strerror}.", file=str(path)) from error
    except yaml.YAMLError as error:
        raise CatalogueMalformed(f"The feature catalogue {path.name} is not YAML: {error}", file=path.name) from error
    models = document.get("models") if isinstance(document, dict) else None
    if not models or len(models) != 1 or "name" not in models[0]:
        raise CatalogueMalformed(f"{path.name} must describe exactly one model under 'models:'.", file=path.name)
    found: Mapping[str, Any] = models[0]
    return found


def _feature(column: Mapping[str, Any], path: Path) -> Feature:
    name = str(column.get("name", ""))
    kind = _KIND_OF_TYPE.get(str(column.get("data_type", "")).lower())
    description = " ".join(str(column.get("description", "")).split())
    if not name or kind is None or not description:
        raise CatalogueMalformed(
            f"{path.name}: the column '{name}' needs a name, a description and a data_type out of {', '.join(sorted(_KIND_OF_TYPE))}.",
            file=path.name,
            column=name,
            data_type=column.get("data_type"),
        )
    meta = _meta(column)
    label = meta.get("label")
    codes = meta.get("codes")
    return Feature(
        name=name,
        kind=kind,
        is_nullable=not any(constraint.get("type") == "not_null" for constraint in column.get("constraints", ()))
        and "not_null" not in _tests(column),
        description=description,
        unit=meta.get("unit"),
        owner=meta.get("owner"),
        label=Label(en=str(label["en"]), ar=str(label["ar"])) if label else None,
        codes=tuple(str(code) for code in codes) if codes else None,
    )


def _tests(column: Mapping[str, Any]) -> set[str]:
    return {next(iter(test)) if isinstance(test, dict) else str(test) for test in column.get("data_tests", ())}


def _meta(column: Mapping[str, Any]) -> Mapping[str, Any]:
    """The column's `meta`, which dbt 1.10+ wants under `config`."""
    config = column.get("config") or {}
    meta: Mapping[str, Any] = config.get("meta") or column.get("meta") or {}
    return meta
