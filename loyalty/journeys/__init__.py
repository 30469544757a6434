"""Journeys: members on their way through a graph of conditions, actions and waits. The door of the room; see README.md."""

from loyalty.journeys.act import Advanced, Arrived, advance, arrive, tick
from loyalty.journeys.actions import Actions, Performer, Result
from loyalty.journeys.decide import Effect, Heard
from loyalty.journeys.errors import (
    EnrollmentUnknown,
    JourneyActionUnavailable,
    JourneyDefinitionInvalid,
    JourneyExists,
    JourneyNodesUnmapped,
    JourneyStatusConflict,
    JourneyUnknown,
    JourneyVersionConflict,
    JourneyVersionUnknown,
    ReplayTooLarge,
)
from loyalty.journeys.lifecycle import (
    Fate,
    Moved,
    Saved,
    archive_journey,
    examine_journey,
    pause_journey,
    publish_journey,
    resume_journey,
    save_journey,
)
from loyalty.journeys.model import ENROLLMENT_ID_PREFIX, Action, ActionKind, Inside, Journey, JourneyStatus, Outcome, Reentry, VersionKey
from loyalty.journeys.performers import own_actions
from loyalty.journeys.problems import Problem
from loyalty.journeys.working import Worked, next_due_at, work_round

__all__ = [
    "ENROLLMENT_ID_PREFIX",
    "Action",
    "ActionKind",
    "Actions",
    "Advanced",
    "Arrived",
    "Effect",
    "EnrollmentUnknown",
    "Fate",
    "Heard",
    "Inside",
    "Journey",
    "JourneyActionUnavailable",
    "JourneyDefinitionInvalid",
    "JourneyExists",
    "JourneyNodesUnmapped",
    "JourneyStatus",
    "JourneyStatusConflict",
    "JourneyUnknown",
    "JourneyVersionConflict",
    "JourneyVersionUnknown",
    "Moved",
    "Outcome",
    "Performer",
    "Problem",
    "Reentry",
    "ReplayTooLarge",
    "Result",
    "Saved",
    "VersionKey",
    "Worked",
    "advance",
    "archive_journey",
    "arrive",
    "examine_journey",
    "next_due_at",
    "own_actions",
    "pause_journey",
    "publish_journey",
    "resume_journey",
    "save_journey",
    "tick",
    "work_round",
]
