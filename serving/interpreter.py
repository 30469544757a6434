"""How Python itself is tuned in a process that answers for long. Not here: starting any (`main.py`, `events/main.py`)."""

import gc
import sys

# How long a thread may keep the interpreter while another waits. Python's 5 ms is a third of what an earn may take in all.
TURN_SECONDS = 0.001
# Objects that may come into being before the young are looked through; a request makes a few hundred, and hardly any in a circle.
GARBAGE_THRESHOLDS = (20_000, 20, 100)


def settle() -> None:
    """The process is tuned for answering: what it was built of is never looked through for garbage again, and threads take short turns.

    Left alone, Python walks all of it (170,000 objects, more than 100 ms, everybody waiting) again and again; that was the p99 of P-01.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    sys.setswitchinterval(TURN_SECONDS)
