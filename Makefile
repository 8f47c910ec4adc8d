# Two commands on a fresh machine: make demo, make test. Both make the environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SHARED := ../shared

.PHONY: demo test lint types unit gate pages clean

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group test --group lint
	touch $(READY)

demo: $(READY)
	@$(BIN)/python tools/demo.py

test: $(READY) lint types unit

lint: $(READY)
	$(BIN)/ruff check src tests tools
	$(BIN)/ruff format --check src tests tools

types: $(READY)
	$(BIN)/mypy

unit: $(READY)
	$(BIN)/python -m pytest

# Quality may only rise: the samples, and the measuring sets where they lie beside the checkout.
gate: $(READY)
	$(BIN)/vnnews evaluate data/samples --floors data/floors/samples.toml
	@if [ -d $(SHARED)/dev ]; then $(BIN)/vnnews evaluate $(SHARED)/dev --floors data/floors/dev.toml; \
	else echo "no $(SHARED)/dev beside the checkout: the gate held the samples only"; fi
	@if [ -d $(SHARED)/seed ]; then $(BIN)/vnnews evaluate $(SHARED)/seed --floors data/floors/seed.toml; fi

# Pages that are written from the code.
pages: $(READY)
	$(BIN)/vnnews schema > docs/schema.json
	$(BIN)/python tools/write_record_page.py > docs/record.md
	$(BIN)/python tools/write_forms_page.py > docs/forms.md
	$(BIN)/python tools/write_tables_page.py > docs/tables.md

clean:
	rm -rf $(VENV) build
