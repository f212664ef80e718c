# Caseline's commands. Each works alone on a machine with Python 3.11 or newer, make and git.
PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.PHONY: help run serve test lint audit format bench drill requirements clean

help:  ## What there is to type
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

.venv/site: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Caseline needs Python 3.11 or newer. Name one with: make run PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/site
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.env: | .venv/site
	$(BIN)/python -m tracker.first_env

run: .venv/site .env  ## From a fresh clone to a running site on PORT (default 8000)
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) open_public_door
	$(MANAGE) collectstatic --no-input --verbosity 0
	$(MANAGE) first_run --port $(PORT)
	$(BIN)/gunicorn tracker.wsgi --bind 127.0.0.1:$(PORT) --worker-class gthread --threads 4 --log-level warning

serve: .venv/site  ## The production server, behind a web server that ends TLS; set its settings first
	$(MANAGE) check --deploy --database default --fail-level ERROR
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) open_public_door
	$(MANAGE) collectstatic --no-input --verbosity 0
	$(BIN)/gunicorn tracker.wsgi --bind 127.0.0.1:$(PORT) --worker-class gthread --workers $(WORKERS) --threads 8 --log-level info

test: .venv/dev  ## All tests on SQLite and, where DATABASE_URL names one, on PostgreSQL
	DATABASE_URL= POSTGRESQL_URL=$(DATABASE_URL) $(BIN)/pytest -n auto --ignore tests/browser
	DATABASE_URL= $(BIN)/pytest -n auto tests/browser
	@if [ -n "$(DATABASE_URL)" ]; then \
	  echo "The same tests on PostgreSQL"; \
	  POSTGRESQL_URL=$(DATABASE_URL) $(BIN)/pytest -n auto -m "not slow" --ignore tests/browser; \
	else \
	  echo "PostgreSQL was not tested: DATABASE_URL names none."; \
	fi

lint: .venv/dev  ## Style, types, the rooms' contracts, dangerous code, forgotten migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive tracker timeline cases
	SECRET_KEY=only-for-this-check-which-serves-nobody DESK_KEYS=`$(BIN)/python -m tracker.new_key | cut -d= -f2-` $(MANAGE) makemigrations --check --dry-run

audit: .venv/dev  ## Known flaws in what the site stands on; needs a way to pypi.org
	$(BIN)/pip-audit --strict --require-hashes --requirement requirements.txt

format: .venv/dev  ## Puts the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev  ## Speeds, each as a ratio to something else in the same run
	$(BIN)/python tests/timeline/dates/bench_dates.py
	$(BIN)/python -m tests.browser.bench_pages

drill: .venv/dev  ## The long tests: many records, crashes, hostile input
	DATABASE_URL= SQLITE_TEST_FILE=drill.sqlite3 $(BIN)/pytest -n auto -rP -o python_files='drill_*.py' tests/drills
	@if [ -n "$(DATABASE_URL)" ]; then $(BIN)/pytest -n auto -rP -o python_files='drill_*.py' tests/drills; fi

requirements:  ## Compiles the two short lists into pinned ones with hashes
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host requirements.in -o requirements.txt
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host requirements-dev.in -o requirements-dev.txt

clean:  ## Removes what can be made again; never .env or a database
	rm -rf .venv static-collected .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
