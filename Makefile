# Two commands: `make site` installs and builds, `make test` installs what the tests need and runs them all.
# A fresh Debian or Ubuntu needs nothing of ours beforehand: Python 3.11 or newer and make.

PYTHON ?= python3
VENV := .venv
NODE := tools/node
PIP := $(VENV)/bin/pip --disable-pip-version-check --quiet

.PHONY: site test check lint types serve rules lock quality bench clean help

help:
	@echo "make site   install into .venv and build the site into site/"
	@echo "make test   install what the tests need (Chromium from the system's packages included) and run them"
	@echo "make check  look for mistakes in content/"
	@echo "make serve  serve the site on this computer, reloading as you edit"
	@echo "make quality  judge the site with Lighthouse on a phone and write docs/quality.md"
	@echo "make rules  write the pages of the rules from the test cases"
	@echo "make bench  build 1,000 and 10,000 plans here and with others, and write docs/performance.md"
	@echo "make lock   renew requirements/*.txt (hashes of every package)"

site: $(VENV)/.site
	$(VENV)/bin/plansite build

check: $(VENV)/.site
	$(VENV)/bin/plansite check

serve: $(VENV)/.site
	$(VENV)/bin/plansite serve

test: $(VENV)/.test $(NODE)/html/node_modules/.installed chromium
	$(VENV)/bin/ruff check benchmarks generator tests tools
	$(VENV)/bin/ruff format --check benchmarks generator tests tools
	$(VENV)/bin/mypy
	$(VENV)/bin/pytest --numprocesses auto --dist worksteal

rules: $(VENV)/.test
	$(VENV)/bin/python -m tools.rules

lint: $(VENV)/.test
	$(VENV)/bin/ruff check benchmarks generator tests tools

types: $(VENV)/.test
	$(VENV)/bin/mypy

$(VENV)/bin/pip:
	sh tools/make-venv.sh $(PYTHON) $(VENV)

$(VENV)/.site: requirements/site.txt pyproject.toml | $(VENV)/bin/pip
	$(PIP) install --require-hashes -r requirements/site.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.site
	$(PIP) install --require-hashes -r requirements/test.txt
	touch $@

$(NODE)/%/node_modules/.installed: $(NODE)/%/package-lock.json $(VENV)/.test
	sh tools/npm-ci.sh $(VENV) $(NODE)/$*

quality: $(VENV)/.test $(NODE)/lighthouse/node_modules/.installed chromium
	$(VENV)/bin/python tools/quality.py

bench: $(VENV)/.site
	$(VENV)/bin/python -m benchmarks build

.PHONY: chromium
chromium:
	sh tools/get-chromium.sh

lock: $(VENV)/bin/pip
	sh tools/lock.sh $(VENV)

clean:
	rm -rf $(VENV) site .site-* build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
