"""Segments: descriptions of people, their versions, and who was in them when. The door of the room; see README.md."""

from loyalty.segments.definition import read_segment, read_segments, segment_from_json
from loyalty.segments.errors import EvaluationMismatch, ProfileMissing, SegmentDefinitionInvalid, SegmentUnknown
from loyalty.segments.evaluate import evaluate
from loyalty.segments.membership import apply_membership
from loyalty.segments.model import (
    AppliedDay,
    MembershipOfMember,
    Segment,
    SegmentDay,
    SegmentMember,
    SegmentSummary,
    SegmentVersion,
    StoredVersion,
)
from loyalty.segments.proof import check_membership
from loyalty.segments.reads import find_segment, list_segments, segment_history, segment_members, segments_of_member
from loyalty.segments.store import find_version, save_segment, segments_in_force, store_segments

__all__ = [
    "AppliedDay",
    "EvaluationMismatch",
    "MembershipOfMember",
    "ProfileMissing",
    "Segment",
    "SegmentDay",
    "SegmentDefinitionInvalid",
    "SegmentMember",
    "SegmentSummary",
    "SegmentUnknown",
    "SegmentVersion",
    "StoredVersion",
    "apply_membership",
    "check_membership",
    "evaluate",
    "find_segment",
    "find_version",
    "list_segments",
    "read_segment",
    "read_segments",
    "save_segment",
    "segment_from_json",
    "segment_history",
    "segment_members",
    "segments_in_force",
    "segments_of_member",
    "store_segments",
]
