"""Everything that happened to one member, in the order in which it happened. The door of the room; see README.md."""

from loyalty.timeline.model import Happening, HappeningKind
from loyalty.timeline.reads import timeline

__all__ = ["Happening", "HappeningKind", "timeline"]
