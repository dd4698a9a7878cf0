# Every command installs what it lacks first, and says so. `make help` lists them.

PYTHON ?= python3
BIN := .venv/bin
READY_TO_RUN := @$(PYTHON) -m config.bootstrap run
READY_TO_TEST := @$(PYTHON) -m config.bootstrap test

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help up test lint format features looks soak bench constraints clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

up: ## install what is missing and run everything on this machine
	$(READY_TO_RUN)
	@exec $(BIN)/guichet up --with-parent

test: ## install what is missing and run every check, up to a real browser
	$(READY_TO_TEST)
	@exec $(BIN)/python -m tests.check

lint: ## formatting, linting, types and import rules, Python and TypeScript
	$(READY_TO_TEST)
	@exec $(BIN)/python -m tests.check lint

format: ## put Python and TypeScript into their standard form
	$(READY_TO_TEST)
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix .
	@cd webui && npm run --silent format

features: ## every feature with the tests that proved it in the last run, or 'missing'
	$(READY_TO_TEST)
	@exec $(BIN)/python -m tests.feature_report

looks: ## screenshots of every page: both sizes, themes and languages
	$(READY_TO_TEST)
	@exec $(BIN)/python -m tests.looks

soak: ## the kill test again, for a long time
	$(READY_TO_TEST)
	@exec $(BIN)/python -m tests.soak

bench: ## what is measured, each figure beside a floor or a peer
	$(READY_TO_TEST)
	@exec $(BIN)/python -m tests.bench

constraints: ## pin the Python packages as they are installed now
	@$(BIN)/python -m config.bootstrap.pins > constraints.new && mv constraints.new constraints.txt

clean: ## forget builds and caches, keep data and installed packages
	@rm -rf build dist webui/assets .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
