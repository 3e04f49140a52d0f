# Everything a contributor or an editor runs. A fresh machine needs Python 3.11 or newer, make and git.

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
TESTS ?=
BENCH ?=

.PHONY: help site serve test trial bench lint format lock

help:
	@echo "make site    build the site into public/"
	@echo "make serve   preview it at http://127.0.0.1:8000/, rebuilt on every change"
	@echo "make test    ruff, mypy and all tests"
	@echo "make trial   the same tests at full size (slow)"
	@echo "make bench   measure speed beside Hugo, which it fetches (docs/performance.md)"
	@echo "make lint    ruff and mypy only"
	@echo "make format  put the code into the form that lint asks for"
	@echo "make lock    renew requirements.lock and requirements-dev.lock"

site: $(VENV)/.ready
	$(BIN)/jianbao build

serve: $(VENV)/.ready
	$(BIN)/jianbao serve

test: lint
	$(BIN)/pytest -n 2 $(TESTS)

trial: lint
	JIANBAO_TRIAL=1 $(BIN)/pytest -n 2 $(TESTS)

bench: $(VENV)/.ready
	$(BIN)/python -m tests.bench $(BENCH)

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The virtual environment, made once and brought up to date when a lock file changes. The project
# itself is installed editable, without build isolation: setuptools is in the lock.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Jianbao needs Python 3.11 or newer, and '$(PYTHON)' is not. Name another one:"; \
	  echo "  make $(or $(MAKECMDGOALS),site) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments. On Debian and Ubuntu, install the missing part:"; \
	  echo "  sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.ready: $(VENV)/.made requirements.lock pyproject.toml
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# One lock for every platform and Python version that pyproject.toml allows; the versions of the
# second agree with the first.

UV := $(VENV)-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --custom-compile-command "make lock" pyproject.toml

lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip --disable-pip-version-check --quiet install uv
	$(UV) --group build --output-file requirements.lock
	$(UV) --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock
	rm -rf $(VENV)-lock
