# Two commands on a fresh machine: make demo, make test. Both make the environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Spark is tested where there is a Java to run it
SPARK := $(if $(shell command -v java),--group spark)
SHARED := ../shared

.PHONY: demo test lint types unit gate bench fuzz test-engines test-handoff test-browser pages docs clean

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group test --group lint $(SPARK)
	touch $(READY)

demo: $(READY)
	@$(BIN)/python tools/demo.py

test: $(READY) lint types unit

lint: $(READY)
	$(BIN)/ruff check src tests tools benchmarks fuzz examples docs/conf.py
	$(BIN)/ruff format --check src tests tools benchmarks fuzz examples docs/conf.py

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

# What extraction costs, against underthesea: benchmarks/results.md. Some ten minutes on the press corpus.
bench: $(READY)
	$(BIN)/python benchmarks/run.py

# Each target for FUZZ_SECONDS; a crash file replays with fuzz/run.py TARGET FILE.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= source segmentation decoding dates documents acronyms bodies people units statistics record page
fuzz: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	@mkdir -p build/fuzz
	@for target in $(FUZZ_TARGETS); do echo "fuzz $$target"; \
	$(BIN)/python fuzz/run.py $$target -max_total_time=$(FUZZ_SECONDS) -max_len=600 -rss_limit_mb=0 \
	-artifact_prefix=build/fuzz/$$target- 2> build/fuzz/$$target.log || { tail -20 build/fuzz/$$target.log; exit 1; }; done

# Ray Data, Dask and Daft, in an environment of their own: some minutes to install.
ENGINES := .venv-engines
test-engines:
	$(PYTHON) -m venv $(ENGINES)
	$(ENGINES)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(ENGINES)/bin/python -m pip install --quiet --disable-pip-version-check --editable . --group engines
	$(ENGINES)/bin/python -m pytest tests/engines --override-ini addopts=-q

# What export writes, read by the tools it is for, in an environment of their own. followthemoney compiles PyICU.
HANDOFF := .venv-handoff
HANDOFF_READY := $(HANDOFF)/.ready
$(HANDOFF_READY): pyproject.toml
	@if [ "$$(id -u)" = 0 ] && ! pkg-config --exists icu-i18n 2>/dev/null; then \
	apt-get update -qq && apt-get install -y -qq --no-install-recommends libicu-dev pkg-config g++; fi
	$(PYTHON) -m venv $(HANDOFF)
	$(HANDOFF)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(HANDOFF)/bin/python -m pip install --quiet --disable-pip-version-check --editable . --group handoff
	touch $(HANDOFF_READY)

test-handoff: $(HANDOFF_READY)
	$(HANDOFF)/bin/python -m pytest tests/handoff --override-ini addopts=-q

# The pages that vnnews writes, in a Chromium of the system.
CHROMIUM := /usr/bin/chromium
test-browser: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group browser
	@if [ ! -x $(CHROMIUM) ] && [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq chromium; fi
	$(BIN)/python -m pytest tests/browser --override-ini addopts=-q

# Pages that are written from the code.
pages: $(READY)
	@mkdir -p build
	$(BIN)/vnnews schema > docs/schema.json
	$(BIN)/python tools/write_record_page.py > docs/record.md
	$(BIN)/python tools/write_forms_page.py > docs/forms.md
	$(BIN)/python tools/write_tables_page.py > docs/tables.md
	$(BIN)/python tools/write_cli_page.py > docs/cli.md
	$(BIN)/python tools/write_analysis_page.py > build/analysis.md && mv build/analysis.md docs/analysis.md
	$(BIN)/python tools/fill_sessions.py docs/tutorial.md docs/how-to/*.md

# The site: build/site/index.html. Warnings are errors; nothing is fetched but the packages of the group `docs`.
docs: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group docs
	$(BIN)/python -m sphinx -W --keep-going -n -q -d build/doctrees -b html docs build/site
	@echo "open build/site/index.html"

clean:
	rm -rf $(VENV) $(ENGINES) $(HANDOFF) build
