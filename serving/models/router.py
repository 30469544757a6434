"""`/v1/models`: which models serve, how good they are, and why they were chosen. Not here: training and choosing (`ml.registry`)."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import StringConstraints

from loyalty.access import Caller
from ml.registry import ModelStore, ModelUnknown
from ml.registry.card import card, words_of
from ml.registry.errors import RegistryUnavailable
from serving.http.auth import GuardedRoute, requires
from serving.http.errors import refusals
from serving.http.paging import Page
from serving.http.work import wiring_of
from serving.models.schemas import CardOut, History, ModelOut
from serving.wiring import Wiring

router = APIRouter(prefix="/v1/models", tags=["Operations"], route_class=GuardedRoute)

Reader = Annotated[Caller, requires("models.read")]
_Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]
Name = Annotated[_Name, Path(description="The model, such as `churn`.")]
Version = Annotated[_Name, Path(description="Such as `2017-10-31.1`.")]


@router.get("", responses=refusals(RegistryUnavailable), summary="List the models")
def list_models(_: Reader, request: Request) -> Page[ModelOut]:
    """Every model with its versions, decisions and latest trainings. All fit on one page; `next_cursor` is always null."""
    wiring = wiring_of(request)
    store = wiring.models
    names = sorted({one.manifest.name for one in store.stored()}) if store is not None else []
    return Page(items=[_model(wiring, store, name) for name in names if store is not None], next_cursor=None)


@router.get("/{name}", responses=refusals(ModelUnknown, RegistryUnavailable), summary="Read a model")
def read_model(_: Reader, request: Request, name: Name) -> ModelOut:
    """The model with its versions, decisions and latest trainings."""
    return _model(wiring_of(request), _store(request, name), name)


@router.get("/{name}/versions/{version}/card", responses=refusals(ModelUnknown, RegistryUnavailable), summary="Read a model's card")
def read_card(_: Reader, request: Request, name: Name, version: Version) -> CardOut:
    """Use, data, figures beside baselines, kinds of customers it is worse for, limits and decisions, in Markdown."""
    store = _store(request, name)
    stored = store.version(name, version)
    decisions = store.records.decisions(name, stored.manifest.version) if store.records is not None else []
    return CardOut(name=name, version=stored.manifest.version, markdown=card(stored, decisions, use=words_of(name)))


def _store(request: Request, name: str) -> ModelStore:
    """Where models are kept.

    Raises:
        ModelUnknown: nowhere, or not this one.
    """
    store = wiring_of(request).models
    if store is None or not store.stored(name):
        raise ModelUnknown(f"No model is called '{name}'.", name=name)
    return store


def _model(wiring: Wiring, store: ModelStore, name: str) -> ModelOut:
    records = store.records
    history = History(
        decisions=list(reversed(records.decisions(name))) if records is not None else [],
        runs=records.runs(name) if records is not None else [],
        trained=records.dagster_runs(name, "TRAINED") if records is not None else [],
        scored=records.dagster_runs(name, "SCORED") if records is not None else [],
        catalogue=wiring.catalogue,
        dagster_url=wiring.dagster_url,
    )
    return ModelOut.of(name, store.stored(name), history)
