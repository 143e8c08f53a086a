# Two commands do all set-up on a fresh machine with Python 3.11+ and make:
#   make demo    the main job on synthetic data; ends by printing where to look
#   make test    the tests
# On your own data: make demo DATA=path [REFERENCE=folder]

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := build/demo
DATA ?=
REFERENCE ?= $(wildcard $(DATA)/../reference)

.PHONY: demo test check docs messages clean
.DEFAULT_GOAL := help

help:
	@sed -n '1,4s/^# \{0,1\}//p' Makefile

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Fanous needs Python 3.11 or newer."; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@

ifeq ($(DATA),)
demo: $(VENV)/.installed $(DEMO)/simulated/truth.csv
	$(BIN)/fanous run $(DEMO)/simulated/raw $(DEMO)/simulated/signals \
		--reference $(DEMO)/simulated/reference --store $(DEMO)/store --out $(DEMO)/site
	@echo "These data are synthetic: two countries that do not exist, with the truth in"
	@echo "$(DEMO)/simulated/truth.csv"
else
demo: $(VENV)/.installed
	$(BIN)/fanous run $(DATA) $(if $(REFERENCE),--reference $(REFERENCE)) \
		--store build/data/store --out build/data/site
endif

$(DEMO)/simulated/truth.csv: | $(VENV)/.installed
	rm -rf $(DEMO)/simulated
	$(BIN)/fanous simulate --out $(DEMO)/simulated

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check

docs: $(VENV)/.installed-dev
	$(BIN)/python docs/generate.py

clean:
	rm -rf build $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
