"""Advisory locks of PostgreSQL are told apart by a number alone: of two rooms with one number, one would wait for the other for ever."""

import re
from collections import defaultdict

from loyalty.settings import PROJECT_DIR

ROOMS = ("loyalty", "serving", "orchestration", "khaywe")
NUMBER = re.compile(r"\b7_?236_?([0-9]{3})\b")
# Sleeping relays and the trigger that writes to the outbox share one lock by design (loyalty/events/wake.py).
SHARED = {"022": {"loyalty/events/wake.py", "loyalty/database/migrations/versions/v0016_events.py"}}


def test_no_two_modules_lock_by_the_same_number() -> None:
    users = defaultdict[str, set[str]](set)
    for file in (path for room in ROOMS for path in (PROJECT_DIR / room).rglob("*.py")):
        for line in file.read_text().splitlines():
            # There the number is the seed of a hash, whose whole range is another than that of the numbers.
            if "hashtextextended" not in line:
                for number in NUMBER.findall(line):
                    users[number].add(str(file.relative_to(PROJECT_DIR)))
    assert len(users) >= 10
    assert {number: files for number, files in users.items() if len(files) > 1} == SHARED
