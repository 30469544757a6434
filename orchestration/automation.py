"""How runs behave when nobody looks: one writer to the warehouse, one executor, what is left to time. Not here: who wakes them."""

import dagster as dg

WAREHOUSE_WRITER = "warehouse_writer"
"""The pool of every asset that touches the warehouse file. Its limit is 1 (`dagster.yaml`: pools count whole runs), because
DuckDB lets one process write and shuts every other out: two runs that both need it take turns from beginning to end."""

IN_ONE_PROCESS = dg.in_process_executor
"""Steps run one after the other in the process of the run. They share the one writer anyway; a process per step costs about eight
seconds of imports each, which is more than most steps take. Training, the one step that is heavy, starts its own process."""
