"""The registry in PostgreSQL: runs, versions, who decided what. The only module of this room that knows SQL. Not here: files."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg.errors
from sqlalchemy import ColumnElement, Row, func, insert, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import DBAPIError, OperationalError

from loyalty.clock import Clock
from loyalty.database import Database, Work
from loyalty.errors import Unavailable
from loyalty.ids import new_id
from ml.registry.errors import ModelUnknown, NoChampion, RegistryUnavailable, VersionTaken
from ml.registry.model import DagsterRun, Decision, Outcome, Promotion, State, StoredVersion, TrainingRun, Verdict
from ml.registry.tables import model_dagster_runs, model_decisions, model_runs, model_versions, promotions
from ml.runtime import Manifest

_V = model_versions.c


class Records:
    """What the loyalty database knows of models. Every write is one transaction, one writer per model at a time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def promoted(self, name: str, *, limit: int) -> list[Promotion]:
        """The champion first, then those that served before it and were not taken back, newest promotion first.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        query = (
            select(_V.version, _V.manifest_sha256)
            .where(_V.name == name, _V.state != State.CANDIDATE, ~_V.is_rolled_back)
            .order_by((_V.state == State.CHAMPION).desc(), _V.promotion.desc())
            .limit(limit)
        )
        with self._reading() as work:
            return [Promotion(row.version, row.manifest_sha256) for row in work.execute(query)]

    def versions(self, name: str | None = None) -> list[StoredVersion]:
        """Every stored version of `name`, or of every model, in the order they were stored.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        query = select(model_versions).order_by(_V.name, _V.stored_at, _V.version)
        with self._reading() as work:
            return [_version(row) for row in work.execute(query if name is None else query.where(_V.name == name))]

    def manifest_sha256(self, name: str, version: str) -> str | None:
        """What the hash of a version's manifest was when it was stored; None where no such version is.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        with self._reading() as work:
            found: str | None = work.execute(select(_V.manifest_sha256).where(_this(name, version))).scalar_one_or_none()
        return found

    def add(self, manifest: Manifest, *, manifest_sha256: str) -> None:
        """The version is recorded as a candidate, if it was not.

        Raises:
            VersionTaken: another model is recorded under this version.
            RegistryUnavailable: the database does not answer.
        """
        row = {
            "name": manifest.name,
            "version": manifest.version,
            "state": State.CANDIDATE,
            "manifest": json.loads(manifest.model_dump_json()),
            "manifest_sha256": manifest_sha256,
            "stored_at": self._clock.now(),
            "is_rolled_back": False,
        }
        with self._writing(manifest.name) as work:
            work.execute(upsert(model_versions).values(row).on_conflict_do_nothing())
            recorded = work.execute(select(_V.manifest_sha256).where(_this(manifest.name, manifest.version))).scalar_one()
        if recorded != manifest_sha256:
            raise VersionTaken(
                f"Another model was stored as {manifest.model_version} meanwhile; train again.", model=manifest.model_version
            )

    def promote(self, name: str, version: str, *, verdict: Verdict, by: str, reasons: Sequence[str]) -> None:
        """The version is champion, the one before is retired, and the decision is recorded.

        Raises:
            ModelUnknown: it is not recorded.
            RegistryUnavailable: the database does not answer.
        """
        with self._writing(name) as work:
            before = _champion(name, work)
            if before != version:
                work.execute(update(model_versions).where(_this(name, before)).values(state=State.RETIRED))
            number = select(promotions.next_value()).scalar_subquery()
            values = {"state": State.CHAMPION, "promotion": number, "is_rolled_back": False}
            if not work.execute(update(model_versions).where(_this(name, version)).values(values)).rowcount:
                raise ModelUnknown(f"There is no model {name} {version} in the registry.", name=name, version=version)
            _append(name, Decision(version, verdict, self._clock.now(), by, tuple(reasons), before), work)

    def roll_back(self, name: str, *, to: str, by: str, reasons: Sequence[str]) -> None:
        """`to` is champion again; the champion of now, and whatever served between, does not count as a promotion any more.

        Raises:
            NoChampion: `to` is no earlier champion.
            RegistryUnavailable: the database does not answer.
        """
        with self._writing(name) as work:
            before = _champion(name, work)
            since = select(_V.promotion).where(_this(name, to), _V.state == State.RETIRED).scalar_subquery()
            taken_back = update(model_versions).where(_V.name == name, _V.promotion > since)
            work.execute(taken_back.values(state=State.RETIRED, is_rolled_back=True))
            again = update(model_versions).where(_this(name, to), _V.state == State.RETIRED)
            if not work.execute(again.values(state=State.CHAMPION, is_rolled_back=False)).rowcount:
                raise NoChampion(f"Model {name} {to} has not served before.", name=name, version=to)
            _append(name, Decision(to, Verdict.ROLLED_BACK, self._clock.now(), by, tuple(reasons), before), work)

    def keep(self, name: str, version: str, *, by: str, reasons: Sequence[str]) -> None:
        """It is recorded why the version does not serve; nothing else changes.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        with self._writing(name) as work:
            _append(name, Decision(version, Verdict.KEPT, self._clock.now(), by, tuple(reasons), _champion(name, work)), work)

    def ran(
        self,
        name: str,
        *,
        as_of_on: date,
        outcome: Outcome,
        code_version: str,
        version: str | None = None,
        reason: str | None = None,
        compared_with: str | None = None,
    ) -> None:
        """The run of training is recorded.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        row = {
            "id": new_id(),
            "name": name,
            "as_of_on": as_of_on,
            "ended_at": self._clock.now(),
            "outcome": outcome,
            "version": version,
            "code_version": code_version,
            "reason": reason,
            "compared_with": compared_with,
        }
        with self._writing(name) as work:
            work.execute(insert(model_runs).values(row))

    def decisions(self, name: str, version: str | None = None) -> list[Decision]:
        """What was decided about the model, or about one version of it, oldest first.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        table = model_decisions.c
        query = select(model_decisions).where(table.name == name, or_(table.version == version, literal_column(str(version is None))))
        with self._reading() as work:
            return [
                Decision(row.version, Verdict(row.kind), row.decided_at, row.decided_by, tuple(row.reasons), row.instead_of)
                for row in work.execute(query.order_by(table.id))
            ]

    def runs(self, name: str, *, limit: int = 20) -> list[TrainingRun]:
        """The newest runs of training, newest first.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        table = model_runs.c
        query = select(model_runs).where(table.name == name).order_by(table.ended_at.desc(), table.id.desc()).limit(limit)
        with self._reading() as work:
            return [
                TrainingRun(
                    row.id, row.as_of_on, row.ended_at, Outcome(row.outcome), row.version, row.code_version, row.reason, row.compared_with
                )
                for row in work.execute(query)
            ]

    def note_run(
        self,
        name: str,
        kind: str,
        *,
        version: str,
        as_of_on: date,
        run_id: str,
        row_count: int | None = None,
        drift: Mapping[str, float] | None = None,
    ) -> None:
        """It is recorded which run of Dagster trained this version (`TRAINED`), or scored the day with it (`SCORED`).

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        row = {
            "name": name,
            "kind": kind,
            "version": version,
            "as_of_on": as_of_on,
            "run_id": run_id,
            "row_count": row_count,
            "drift": dict(drift or {}),
            "recorded_at": self._clock.now(),
        }
        with self._reading() as work:
            work.execute(insert(model_dagster_runs).values(row))

    def dagster_runs(self, name: str, kind: str, *, limit: int = 60) -> list[DagsterRun]:
        """The newest runs of Dagster that did this with the model, newest first.

        Raises:
            RegistryUnavailable: the database does not answer.
        """
        table = model_dagster_runs.c
        query = select(model_dagster_runs).where(table.name == name, table.kind == kind).order_by(table.id.desc()).limit(limit)
        with self._reading() as work:
            return [
                DagsterRun(
                    row.kind, row.version, row.as_of_on, row.run_id, row.recorded_at, row.row_count,
                    dict(sorted(row.drift.items(), key=lambda one: -one[1])),
                )
                for row in work.execute(query)
            ]  # fmt: skip

    @contextmanager
    def _reading(self) -> Iterator[Work]:
        try:
            with self._database.begin() as work:
                yield work
        except Unavailable as error:
            raise RegistryUnavailable(f"The registry of models cannot be asked: {error.message}") from error
        except OperationalError as error:
            raise RegistryUnavailable("The registry of models cannot be asked: the loyalty database hung up.") from error
        except DBAPIError as error:
            if isinstance(error.orig, psycopg.errors.UndefinedTable):
                raise RegistryUnavailable("The loyalty database does not know models yet: run `khaywe migrate`.") from error
            raise

    @contextmanager
    def _writing(self, name: str) -> Iterator[Work]:
        with self._reading() as work:
            work.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"khaywe model {name}", 0))))
            yield work


def _append(name: str, decision: Decision, work: Work) -> None:
    work.execute(
        insert(model_decisions).values(
            name=name,
            version=decision.version,
            kind=decision.verdict,
            decided_at=decision.decided_at,
            decided_by=decision.decided_by,
            reasons=list(decision.reasons),
            instead_of=decision.instead_of if decision.instead_of != decision.version else None,
        )
    )


def _this(name: str, version: str | None) -> ColumnElement[bool]:
    return (_V.name == name) & (_V.version == version)


def _champion(name: str, work: Work) -> str | None:
    found: str | None = work.execute(select(_V.version).where(_V.name == name, _V.state == State.CHAMPION)).scalar_one_or_none()
    return found


def _version(row: Row[Any]) -> StoredVersion:
    return StoredVersion(Manifest.model_validate_json(json.dumps(row.manifest)), State(row.state), row.stored_at, row.is_rolled_back)
