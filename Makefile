# Every target works on a fresh clone with Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNNING := $(VENV)/.running
READY := $(VENV)/.ready
# The wheels of the newest and oldest versions that pyproject.toml allows, each in a venv of its own.
NEWEST := .venv-newest
OLDEST := .venv-oldest
# What a release of somebody else is most likely to break, in a minute or two.
QUICK := tests/reports tests/test_cli.py tests/warehouse -m "not nightly" --deselect tests/reports/test_against_reference.py

.PHONY: demo serve notebook test test-all test-newest test-oldest newest-quick check bench tools lock clean

$(RUNNING): requirements.lock pyproject.toml .ci/install
	$(PYTHON) -m venv $(VENV)
	.ci/install $(VENV) requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(READY): $(RUNNING) requirements-dev.lock
	.ci/install $(VENV) requirements-dev.lock
	touch $@

demo: $(RUNNING)  ## The whole job on the sample data, into demo/
	$(BIN)/invotrack demo demo

serve: $(RUNNING)  ## The dashboard on demo/
	@test -f demo/invotrack.toml || $(BIN)/invotrack demo demo
	@cat demo/sign-in.txt
	$(BIN)/invotrack serve --workspace demo

notebook: $(RUNNING)  ## JupyterLab on notebooks/
	@test -f demo/invotrack.toml || $(BIN)/invotrack demo demo
	INVOTRACK_WORKSPACE=$(CURDIR)/demo $(BIN)/jupyter lab notebooks \
		--LabApp.app_settings_dir=$(CURDIR)/invotrack_analytics/publish/lab_settings

tools: $(READY)  ## A Chromium, a LibreOffice and hledger for the tests, unless they are there
	$(BIN)/python tests/install_tools.py

test: $(READY) check tools  ## Every check and every test of a day, the browser's included
	$(BIN)/python -m pytest -n auto --dist loadgroup -m "not nightly"

test-all: $(READY) check tools  ## The same, and what only a night needs
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(READY)  ## Style, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy invotrack_analytics dashboards tests data
	$(BIN)/lint-imports

# Made anew each time: what is newest today was not yesterday.
define made_anew
	rm -rf $(1)
	$(BIN)/uv venv --quiet --python $(BIN)/python $(1)
	$(BIN)/uv pip install --quiet --python $(1)/bin/python --resolution $(2) --requirement pyproject.toml --group dev
	$(BIN)/uv pip install --quiet --python $(1)/bin/python --no-deps --no-build-isolation --editable .
endef

test-newest: $(READY)  ## Everything but the browser, with the newest versions that pyproject.toml allows
	$(call made_anew,$(NEWEST),highest)
	$(NEWEST)/bin/python -m pytest -n auto --dist loadgroup --ignore tests/browser -m "not nightly"

test-oldest: $(READY)  ## The same with the oldest
	$(call made_anew,$(OLDEST),lowest-direct)
	$(OLDEST)/bin/python -m pytest -n auto --dist loadgroup --ignore tests/browser -m "not nightly"

newest-quick: $(READY)  ## Install, demo and the spec tests, with the newest
	$(call made_anew,$(NEWEST),highest)
	$(NEWEST)/bin/invotrack demo $(NEWEST)/demo
	$(NEWEST)/bin/python -m pytest -n auto --dist loadgroup $(QUICK)

bench: $(READY)  ## What the work costs, beside plain DuckDB
	$(BIN)/python -m tests.benchmarks

lock: $(READY)  ## Pin every dependency anew: for developing, and of these what running needs
	$(BIN)/uv pip compile pyproject.toml --group dev --constraint requirements.constraints --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-header --output-file requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --group build --constraint requirements-dev.lock --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-header --output-file requirements.lock

clean:
	rm -rf $(VENV) $(NEWEST) $(OLDEST) demo artifacts
