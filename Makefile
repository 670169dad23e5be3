# The commands of the project. Needs python3 (3.11 or newer) and make; everything else is fetched once into ignored folders.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
INSTALL := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --require-hashes
# The first of these that is new enough; another one by: make run PYTHON=/path/to/python3
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then echo $$python; break; fi; done)

FRONT_END := static/vendor/dkfds/.lock-hash
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard tracker/translations/*/LC_MESSAGES/messages.po))
CODE := wsgi.py tracker imports exports migrations tests tools $(wildcard benchmarks/*.py)
TEXT_FOLDERS := tracker imports exports templates
PYTEST_ARGUMENTS ?=

.PHONY: help run test check format setup setup-tests setup-postgresql translations migration requirements clean \
	check-lint check-types check-imports check-migrations check-catalogue

help:
	@echo "make run           start Puljeoverblik on http://127.0.0.1:5000"
	@echo "make test          run every test (PYTEST_ARGUMENTS='-k name' for some)"
	@echo "make check         lint, types, import contracts, migrations, catalogues"
	@echo "make format        format the code"
	@echo "make translations  bring the catalogues up to date with the texts of the code"
	@echo "make migration NAME='Add targets'   write a migration for what changed in the models"
	@echo "make requirements  pin the newest versions that requirements*.in allow"
	@echo "make setup         fetch and prepare what 'make run' needs, without starting it"
	@echo "make clean         remove what was fetched and made; the data stays"

run: setup
	@exec $(FLASK) serve

test: setup setup-tests
	@$(BIN)/python -m pytest $(PYTEST_ARGUMENTS)

check: setup setup-tests check-lint check-types check-imports check-migrations check-catalogue

check-lint:
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check . || { echo "Run 'make format'."; exit 1; }

check-types:
	$(BIN)/mypy --no-error-summary $(CODE)

check-imports:
	$(BIN)/lint-imports --no-logo

check-migrations:
	$(FLASK) check-migrations

check-catalogue:
	$(BIN)/python -m tools.catalogue

format: setup-tests
	$(BIN)/ruff check --quiet --fix . || true
	$(BIN)/ruff format .

setup: $(VENV)/.installed $(FRONT_END) $(CATALOGUES)
	@:

setup-tests: $(VENV)/.installed-tests
	@:

setup-postgresql: $(VENV)/.installed-postgresql
	@:

# Each stamp is older than what it was made from only when that has changed, so a second run installs nothing.
$(VENV)/.made:
	@if [ ! -w . ]; then echo "You may not write in this folder: clone the project as the user who runs it." >&2; exit 1; fi
	@if $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then exit 0; fi; \
	if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed, and none was found. Install it, or name it: make run PYTHON=/path/to/python3" >&2; \
		exit 1; fi; \
	$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
		version=$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "This Python can't make virtual environments. On Debian and Ubuntu: sudo apt install python$$version-venv" >&2; \
		exit 1; }; \
	echo "Making a virtual environment in $(VENV) ..."; \
	rm -rf $(VENV); $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.txt $(VENV)/.made
	@echo "Installing the application's packages ..."
	@$(INSTALL) -r $< || $(UNREACHABLE)
	@touch $@

$(VENV)/.installed-postgresql: requirements-postgresql.txt $(VENV)/.installed
	@echo "Installing the packages for PostgreSQL ..."
	@$(INSTALL) -r $< || $(UNREACHABLE)
	@touch $@

$(VENV)/.installed-tests: requirements-dev.txt $(VENV)/.installed
	@echo "Installing the packages for tests and checks ..."
	@$(INSTALL) -r $< || $(UNREACHABLE)
	@touch $@

UNREACHABLE = { echo "The packages could not be fetched (pip's own words stand above). This is needed once, with a network;" \
	"check the connection, then run the same command again." >&2; exit 1; }

$(FRONT_END): package-lock.json tools/front_end.py $(VENV)/.made
	@$(BIN)/python tools/front_end.py

%.mo: %.po $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile -i $< -o $@

translations: setup setup-tests
	@mkdir -p $(VENV)/texts tracker/translations
	$(BIN)/pybabel --quiet extract -F pyproject.toml -k Text -k lazy_gettext -k _l --no-location --sort-output --no-wrap \
		--project Puljeoverblik --version "" -o $(VENV)/texts/messages.pot $(TEXT_FOLDERS)
	$(BIN)/pybabel --quiet update -i $(VENV)/texts/messages.pot -d tracker/translations -l en --init-missing \
		--ignore-obsolete --no-fuzzy-matching --no-wrap --ignore-pot-creation-date
	@$(BIN)/python -m tools.catalogue || true

migration: setup
	@$(BIN)/python -m tools.new_migration "$(NAME)"

# The clients' own settings for indexes stay out of the files: no address of a registry belongs in the repository.
requirements: $(VENV)/.made
	@$(PYTHON) -m venv .tools && .tools/bin/python -m pip install --quiet pip-tools
	@for name in requirements requirements-postgresql requirements-dev requirements-node; do echo "$$name.txt"; \
		.tools/bin/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header --no-annotate \
			--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
			--output-file "$$name.txt" "$$name.in" || exit 1; done

clean:
	rm -rf $(VENV) .tools node_modules static/vendor tracker/translations/*/LC_MESSAGES/*.mo \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache tests/output
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
