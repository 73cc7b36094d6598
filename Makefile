# Two commands: `make run` and `make test`. Each does its own set-up first.
BIN := .venv/bin
COVERAGE := $(BIN)/coverage report --fail-under
export PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run test test-long mutants bench pictures lint audit setup-tests

help:
	@echo "make run        set up, load the sample content and a demo, serve on http://127.0.0.1:$(PORT)/"
	@echo "make test       set up, then everything: format, lint, types, imports, tests, coverage"
	@echo "make test-long  the tests that take minutes, or hours (IN=\"tests/trust tests/durability\" of them)"
	@echo "make mutants    plants mistakes in the engine and the gate, to see if a test notices (MANY=400 of them, IN=\"gate proof\")"
	@echo "make bench      what Backstop costs beside named baselines (PARTS=\"impact pages\" of it, PARTS=load)"
	@echo "make pictures   takes every kind of page at three sizes, light, dark and right to left (PAGES=\"visit list\")"
	@echo "make lint       format, lint, types and imports alone"
	@echo "make audit      asks a public database for known weaknesses of the packages; needs a network and pip-audit"

run:
	@deploy/run.sh

setup-tests:
	@deploy/setup.sh --tests

lint: setup-tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest --numprocesses 2 --cov --cov-report= -m "not long"
	$(BIN)/python tests/on_postgres.py
	$(COVERAGE) 100 --include "triage/engine/*"
	$(COVERAGE) 100 --include "*/actions.py,*/actions/*"
	$(COVERAGE) 95 --omit "triage/engine/*,*/actions.py,*/actions/*,*/migrations/*"

test-long: setup-tests
	$(BIN)/pytest -m long $(IN)
	$(BIN)/python tests/on_postgres.py long $(IN)

audit:
	pip-audit --no-deps --disable-pip --requirement requirements/production.txt

mutants: setup-tests
	$(BIN)/python -m tests.mutants $(MANY) $(IN)

bench: setup-tests
	$(BIN)/python -m tests.bench $(PARTS)

pictures: setup-tests
	$(BIN)/python -m tests.pictures $(PAGES)
