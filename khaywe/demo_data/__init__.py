"""The Complete Journey as loads that arrive day by day. Nobody but this package writes the schema `raw`."""

from khaywe.demo_data.errors import DemoDataChanged, DemoDataExhausted, DemoDataMissing, DemoOpenedOtherwise
from khaywe.demo_data.introduce import introduce
from khaywe.demo_data.loader import OPENING_THROUGH, Release, advance, deliver_broken_load, deliver_load, last_loaded_on, open_demo
from khaywe.demo_data.source import FIRST_DAY, LAST_DAY, day_ends_at

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "OPENING_THROUGH",
    "DemoDataChanged",
    "DemoDataExhausted",
    "DemoDataMissing",
    "DemoOpenedOtherwise",
    "Release",
    "advance",
    "day_ends_at",
    "deliver_broken_load",
    "deliver_load",
    "introduce",
    "last_loaded_on",
    "open_demo",
]
