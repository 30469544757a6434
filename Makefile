# The verbs of this project. `make help` explains them; `make demo` and `make test` are all a newcomer needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# The first that runs and that we lock for; being on the path is not enough, for version managers put up signs without a house.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
UV = $(BIN)/uv

.PHONY: help install dbt-snowflake demo up test check lint format types walls console-check bench screenshots lock clean soak fuzz

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

install: ## install everything into the checkout (.venv, console); quick when nothing changed
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and none was found."; exit 1; }
	@$(PYTHON) khaywe/install.py

dbt-snowflake: ## install dbt for a Snowflake warehouse, in an environment of its own (.venv-dbt-snowflake)
	@$(PYTHON) khaywe/install.py --dbt-snowflake

demo: install ## install, run the whole loop on real purchases, leave it running with its URLs printed
	@$(BIN)/khaywe demo

up: install ## start servers, Dagster, API and console on what is there
	@$(BIN)/khaywe up

test: install ## install what is missing and run every check and every test
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest -n $${TEST_JOBS:-2} --dist loadfile
	@$(MAKE) --no-print-directory console-test

check: lint types walls console-check ## the walls: style, types, imports (no test)

lint:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types:
	@$(BIN)/mypy

walls:
	@$(BIN)/lint-imports --no-cache

console-check:
	@if [ -d console/node_modules ]; then npm --prefix console run --silent check; else echo "console: not checked (Node 20 or newer is missing)"; fi

.PHONY: console-test
console-test:
	@if [ -d console/node_modules ]; then npm --prefix console test --silent; else echo "console: not tested (Node 20 or newer is missing)"; fi

bench: install ## the figures of docs/guides/benchmarks.md, each as a ratio taken in one run
	@$(BIN)/khaywe bench --json var/bench.json

soak: install ## kill the service, PostgreSQL, Valkey, relays, senders and workers under load, again and again (SOAK_KILLS=20 times each)
	@SOAK_KILLS=$${SOAK_KILLS:-20} $(BIN)/python -m pytest tests/integration/serving/test_faults.py tests/integration/jobs/test_killed_jobs.py \
	  tests/integration/events/test_killed.py tests/integration/messages/test_killed_senders.py tests/integration/journeys/test_journeys_worker.py \
	  tests/journey/test_story.py

fuzz: install ## the tests that draw at random, each time with a new seed (FUZZ_ROUNDS=10 of them, until one fails)
	@unset CI TEST_SEED; for round in $$(seq $${FUZZ_ROUNDS:-10}); do echo "round $$round"; \
	  $(BIN)/python -m pytest -q tests/integration/ledger/test_every_act.py tests/integration/rules \
	  tests/integration/tiers tests/integration/promotions tests/unit/loyalty || exit 1; done

screenshots: install ## take the pictures of the README from a running demo
	@$(BIN)/khaywe screenshots

format: ## put the code into its shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: ## choose versions anew and write the lock files (hashes, no addresses)
	@for extra in all serving events; do \
	  flags=$$(case $$extra in all) echo --all-extras;; events) echo --extra serving --extra events;; *) echo --extra $$extra;; esac); \
	  $(UV) pip compile pyproject.toml $$flags --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-header --no-annotate --quiet --output-file requirements/$$extra.txt; \
	done
	@$(UV) pip compile requirements/dbt-snowflake.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --quiet --output-file requirements/dbt-snowflake.txt
	@echo uv | $(UV) pip compile - --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements/uv.txt

clean: ## remove the demo's data (never the code)
	@$(BIN)/khaywe clean
