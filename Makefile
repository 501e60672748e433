# Every target works on a fresh clone with Python >= 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo serve notebook test check bench tools lock clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: $(READY)  ## The whole job on the sample data, into demo/
	$(BIN)/invotrack demo demo

serve: $(READY)  ## The dashboard on demo/
	@test -f demo/invotrack.toml || $(BIN)/invotrack demo demo
	@cat demo/sign-in.txt
	$(BIN)/invotrack serve --workspace demo

notebook: $(READY)  ## JupyterLab on notebooks/
	@test -f demo/invotrack.toml || $(BIN)/invotrack demo demo
	INVOTRACK_WORKSPACE=$(CURDIR)/demo $(BIN)/jupyter lab notebooks \
		--LabApp.app_settings_dir=$(CURDIR)/invotrack_analytics/publish/lab_settings

tools: $(READY)  ## A Chromium and a LibreOffice for the tests, unless they are there
	$(BIN)/python tests/install_tools.py

test: $(READY) check tools  ## Every check and every test, the browser's included
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(READY)  ## Style, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy invotrack_analytics dashboards tests data
	$(BIN)/lint-imports

bench: $(READY)  ## What the work costs, beside plain DuckDB
	$(BIN)/python -m tests.benchmarks

lock: $(READY)  ## Pin every dependency anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --constraint requirements.constraints --universal \
		--python-version 3.11 --generate-hashes --no-annotate --no-header --output-file requirements.lock

clean:
	rm -rf $(VENV) demo artifacts
