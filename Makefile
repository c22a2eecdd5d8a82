# Otkaz: every target says what it does and how long it takes; all can be repeated and interrupted.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
QUESTION ?= Can Finland send me back to Lithuania?

.PHONY: help setup run test check bench adapt clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Otkaz needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	@echo "Installing packages into $(VENV) (2 to 5 minutes, about 2 GB) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing test and lint tools (under a minute) …"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

setup: $(VENV)/.installed ## virtual environment, packages, embedding model, index (about 5 minutes the first time, seconds later)
	@echo "Preparing the model and the index (2 to 3 minutes the first time) …"
	@$(BIN)/otkaz ingest

run: setup ## set up, print one cited answer, serve on 127.0.0.1:8000 (and Telegram when OTKAZ_TELEGRAM_TOKEN is set)
	@echo
	@echo '$$ otkaz ask "$(QUESTION)"'
	@echo
	@$(BIN)/otkaz ask "$(QUESTION)"
	@echo
	@echo "Serving now; stop with Ctrl-C. Try: $(BIN)/otkaz ask \"Пришла повестка, что делать?\""
	@$(BIN)/otkaz serve || [ $$? -eq 130 ]

test: $(VENV)/.installed-dev ## set up and run all tests (about 10 minutes the first time)
	@$(MAKE) --no-print-directory setup
	@echo "Running the tests …"
	@$(BIN)/python -m pytest

check: $(VENV)/.installed-dev ## lint, types, content (about a minute)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/otkaz check

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@echo "Installing what we compare with (under a minute, 80 MB) …"
	@$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[bench]'
	@touch $@

BENCH ?=
bench: $(VENV)/.installed-bench setup ## ours against a tutorial's stack; prints tables, writes build/bench.json (25 minutes; BENCH=--quick: 5)
	@$(BIN)/python -m tests.bench $(BENCH)

adapt: $(VENV)/.installed-dev setup ## fine-tune the embedding model on the ways of asking; keeps what wins (about 15 minutes on a quiet machine)
	@$(BIN)/python -m ingest.adapt --xquad tests/bench/xquad/xquad.json.gz

clean: ## remove the environment, the index and build results
	rm -rf $(VENV) var build
