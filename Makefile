# Two commands: 'make demo' does the main job once, 'make test' runs every test. Both do all set-up themselves.
PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready

.PHONY: demo test lint setup site docs benchmarks publiccode wheel release clean

demo: $(READY)
	$(VENV)/bin/collega demo --folder demo --site

test: $(READY) debian
	$(VENV)/bin/python -m pytest
	bash setup/with_postgres.sh $(VENV)/bin/python -m pytest tests/web/survey tests/web/jobs/test_queue.py \
		tests/web/jobs/test_two_of_each.py tests/web/test_bridge.py tests/web/test_memory.py \
		tests/web/cases/test_private.py tests/web/operations/test_drill.py tests/web/operations/test_deletions.py \
		tests/web/operations/test_every_state.py tests/web/operations/test_power.py -n 0

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/bandit -q -c pyproject.toml -r src benchmarks setup 2>/dev/null  # it warns at every line of a nosec

# What is installed, with versions, licences and who needs whom: dist/sbom.json (CycloneDX), checked by its schema.
.PHONY: sbom
sbom: $(READY)
	mkdir -p dist
	$(VENV)/bin/cyclonedx-py environment --pyproject pyproject.toml --mc-type application --sv 1.6 --of JSON \
		--output-reproducible --validate -o dist/sbom.json $(VENV)/bin/python

# Known faults in what is pinned. Asks a database on the internet, so it is no part of .ci/run.
.PHONY: audit
audit:
	$(PYTHON) -m venv dist/.audit
	dist/.audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	dist/.audit/bin/pip-audit --disable-pip --require-hashes -r requirements.lock

setup: $(READY)

# What a site needs, without what tests and docs are made with.
site: $(VENV)/.site-ready

$(VENV)/.site-ready: requirements.lock pyproject.toml setup/environment.sh setup/site_lock.py
	PYTHON=$(PYTHON) bash setup/environment.sh $(VENV) site
	touch $@

$(READY): requirements.lock pyproject.toml setup/environment.sh
	PYTHON=$(PYTHON) bash setup/environment.sh $(VENV)
	touch $(READY)

.PHONY: debian
debian:
	bash setup/debian.sh

# A site of all pages in docs/, without a network: docs/_build/html/index.html.
docs: $(READY)
	$(VENV)/bin/python -m sphinx -W --keep-going -q -b html docs docs/_build/html

benchmarks: $(READY)
	$(VENV)/bin/python -m benchmarks

# For whoever publishes the source: the file that catalogues of public software read.
publiccode: $(READY)
	$(VENV)/bin/python setup/publiccode.py "$(URL)"

# What pip installs: dist/collega-VERSION-py3-none-any.whl.
wheel: $(READY)
	$(VENV)/bin/python -m hatchling build --target wheel --directory dist

# Number, date, commit, tag and wheel of a version: make release VERSION=0.2.0. Nothing is pushed.
release: $(READY)
	$(VENV)/bin/python setup/release.py "$(VERSION)"

clean:
	rm -rf $(VENV) demo dist docs/_build docs/_drawn
