"""The child that opens a model file first, under limits it cannot lift again. Started by path with `-I`: it imports nothing of ours.

Reads the file from its standard input, answers one line of JSON. Not here: what becomes of the answer (`trial.py`).
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter

ALIKE_MAX = 1e-4


def limit(asked: dict[str, Any]) -> None:
    """From here on: so much more memory, so many more seconds of CPU, hardly any output, no new files, no new processes."""
    now_bytes = address_space_bytes()
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu_seconds = int(used.ru_utime + used.ru_stime) + 1 + asked["cpu_seconds_max"]
    for kind, most in (
        (resource.RLIMIT_AS, now_bytes + asked["memory_bytes_max"]),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 65_536),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 16),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(kind, (most, most))


def address_space_bytes() -> int:
    """What this process has taken already; 0 where the system does not tell (no Linux), where the limit is then the whole of it."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def complaint(content: bytes, asked: dict[str, Any]) -> str | None:
    """Why the file is no model as asked for; None when it is one and answers."""
    interpreter = Interpreter(model_content=content, num_threads=1)
    inputs, outputs = interpreter.get_input_details(), interpreter.get_output_details()
    for what, details, widths in (("inputs", inputs, asked["inputs"]), ("outputs", outputs, asked["outputs"])):
        found = [(np.dtype(one["dtype"]).name, *(int(size) for size in one["shape_signature"][1:])) for one in details]
        if found != [("float32", width) for width in widths]:
            return f"it has other inputs or outputs than its manifest says: {what} {found}"
    rng = np.random.default_rng(1)
    first = None
    for rows in asked["batch_rows"]:
        for detail, width in zip(inputs, asked["inputs"], strict=True):
            interpreter.resize_tensor_input(detail["index"], [rows, width], strict=True)
        interpreter.allocate_tensors()
        for detail, width in zip(inputs, asked["inputs"], strict=True):
            values = rng.normal(size=(rows, width)) if first is not None else np.zeros((rows, width))
            values[0] = 0.0
            interpreter.set_tensor(detail["index"], values.astype(np.float32))
        interpreter.invoke()
        answers = [interpreter.get_tensor(one["index"]) for one in outputs]
        if [one.shape for one in answers] != [(rows, width) for width in asked["outputs"]]:
            return f"it answers {[one.shape for one in answers]} for {rows} rows"
        if not all(np.isfinite(one).all() for one in answers):
            return "its answers are not all numbers"
        if first is not None and any(np.abs(one[0] - alone[0]).max() > ALIKE_MAX for one, alone in zip(answers, first, strict=True)):
            return "it answers a row differently alone and among others"
        first = first or answers
    return None


def main() -> None:
    """One line of JSON: `{"refused": null}` or why."""
    asked = json.loads(sys.argv[1])
    limit(asked)
    content = sys.stdin.buffer.read()
    try:
        refused = complaint(content, asked)
    except (ValueError, RuntimeError) as error:
        refused = f"it is no LiteRT model that can run: {' '.join(str(error).split())[:200]}"
    except MemoryError:
        refused = "it asks for more memory than a model may"
    sys.stdout.write(json.dumps({"refused": refused}) + "\n")


if __name__ == "__main__":
    main()
