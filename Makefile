# Wenpan's commands: `make` lists them. Each one sets up by itself what it needs.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash

PYTHON3 := $(shell for p in python3 /usr/bin/python3 /usr/local/bin/python3; do $$p -c '' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
# Rasa's old numpy takes a processor younger than itself for the oldest, at twice the time a sentence.
KERNELS := $(if $(shell grep -m1 -ow avx2 /proc/cpuinfo 2>/dev/null),OPENBLAS_CORETYPE=Haswell)
PY_BOT := $(KERNELS) PYTHONPATH=. .venv-rasa/bin/python
ROOMS := $(wildcard sealing telemetry wire market rules charts knowledge conversations customers pages channels desk notices actions gateway)

export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3
# Byte code is kept whatever the environment says: processes of ours start by the hundred in the tests.
export PYTHONDONTWRITEBYTECODE :=
# Threads of small products wait for each other: on two busy cores a sentence took 130 ms instead of 2.
export OPENBLAS_NUM_THREADS := 1
# Tests wait for databases and other processes half of the time: one worker more than there are cores. Asked when used.
WORKERS = $(shell $(PYTHON3) -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))')
# Each worker has a PostgreSQL of its own; a file's tests stay together.
BY_FILE = -n $(WORKERS) --dist loadfile
# tests/e2e/conftest.py keeps together whoever shares a whole system. They, too, wait a third of the time.
BY_SYSTEM = -n $(WORKERS) --dist loadscope
# The rules of the house are a part of `make lint`.
HOUSE := tests/unit/test_repo.py
RASA := PYTHONWARNINGS=ignore $(PY_BOT) -m bot.start

.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

setup: ## make both Python environments and fetch the desk's modules, from their locks
	@test -n "$(PYTHON3)" || { echo "Wenpan needs Python 3: install python3 and run this again." >&2; exit 1; }
	@$(PYTHON3) gateway/environments.py
	@$(PYTHON3) -m gateway.front_end

run: setup ## start everything and print the addresses
	@exec $(PY) -m gateway

shell: setup ## talk to the assistant in the terminal (a pipe works too)
	@exec $(PY) -m gateway.shell

train: setup ## train the model if what it is made from has changed
	@$(PY) -m gateway.model

test: setup browser promtool peers train ## run all tests
	@$(MAKE) -j2 test-bot test-rooms
	$(PY) -m pytest $(BY_SYSTEM) tests/e2e
	@$(MAKE) stories

# The two Pythons' tests, beside each other: the bot's keep one core half busy.
test-bot:
	$(PY_BOT) -m pytest -q tests/unit/bot tests/contract
test-rooms:
	$(PY) -m pytest $(BY_FILE) tests --ignore=tests/unit/bot --ignore=tests/e2e $(HOUSE:%=--ignore=%)

test-unit: setup ## run the unit tests alone
	$(PY_BOT) -m pytest tests/unit/bot
	$(PY) -m pytest $(BY_FILE) tests/unit --ignore=tests/unit/bot

# The browser tests need Chromium and Chinese letters; without them they skip and say so.
browser:
	@if command -v chromium >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q .; then exit 0; fi; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
	  echo "The browser tests will be skipped: install chromium and fonts-noto-cjk to run them."; exit 0; fi; \
	echo "Installing chromium and fonts-noto-cjk for the browser tests …"; \
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	  chromium fonts-noto-cjk fontconfig; } >/dev/null 2>&1 \
	|| echo "They could not be installed; the browser tests will be skipped."

# Prometheus' own tool evaluates the alert rules; it is taken out of the package, nothing is installed.
promtool:
	@if command -v promtool >/dev/null || [ -x .tools/promtool ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	  echo "The tests of the alert rules will be skipped: install prometheus for its promtool."; exit 0; fi; \
	echo "Fetching promtool for the tests of the alert rules …"; \
	mkdir -p .tools && folder=$$(mktemp -d) && { cd $$folder; \
	  apt-get download -qq prometheus || { apt-get update -qq && apt-get download -qq prometheus; }; \
	  dpkg-deb -x prometheus_*.deb . && mv usr/bin/promtool "$(CURDIR)/.tools/"; } >/dev/null 2>&1 \
	|| echo "It could not be fetched; the tests of the alert rules will be skipped."; rm -rf "$$folder"

# Implementations by others that the channels are tested against; without them those tests skip and say so.
peers:
	@$(PYTHON3) tests/peers/install.py

lint: setup ## check style, types, import rules and house rules
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy --exclude '^tests/(unit/bot|nlu)/' $(ROOMS) tests
	.venv/bin/mypy --python-version 3.10 --python-executable .venv-rasa/bin/python bot tests/unit/bot tests/nlu
	.venv/bin/lint-imports
	$(PY) -m gateway.advisories
	$(PY) -m pytest -q $(HOUSE)

fuzz: setup ## send odd things to every address and parser for some minutes
	WENPAN_FUZZ=$(or $(TRIES),200) $(PY) -m pytest -q tests/unit/gateway/fuzz

audit: setup ## ask the advisory service of PyPI what is known of the locks and not judged yet
	@exec $(PY) -m gateway.advisories ask

# `rasa test` wants the variables of bot/endpoints.yml, but stories run no action.
stories: train ## run the dialogue tests (rasa test)
	@mkdir -p var/stories
	ACTIONS_URL= INTERNAL_TOKEN= $(RASA) test core --e2e --model models/wenpan.tar.gz --stories tests/stories \
	  --endpoints bot/endpoints.yml --out var/stories --no-plot --fail-on-prediction-errors

bench: setup train ## measure against stock Rasa in one run
	$(PY) -m tests.load

load: setup train ## ten minutes of a day's peak before the whole system, and the highest rate it holds
	$(PY) -m tests.load.day $(ARGS)

chaos: setup train ## break everything at random under load and balance the books (ARGS="--minutes 30 --seed 1")
	$(PY) -m tests.chaos $(ARGS)

sources: setup ## show each source's health, last success, latency and breaker
	@exec $(PY) -m gateway.sources

tickets: setup ## what staff has to see to by when (ARGS="contacted N", "resolved N")
	@exec $(PY) -m gateway.tickets $(ARGS)

knowledge: setup ## the articles for editors (ARGS="list", ARGS="--help")
	@exec $(PY) -m gateway.knowledge $(if $(ARGS),$(ARGS),list)

desk-admin: setup ## agents of the desk (ARGS="create NAME 姓名 工号 --role admin", ARGS="--help")
	@exec $(PY) -m gateway.desk_admin $(if $(ARGS),$(ARGS),list)

desk-audit: setup ## whether the desk's audit log is intact (ARGS="COUNT HASH" noted down before)
	@exec $(PY) -m gateway.desk_admin audit $(ARGS)

verify-ledger: setup ## whether the transcripts are those that were sealed (ARGS="--days 7", "--noted ROOTS.txt")
	@exec $(PY) -m gateway.ledger verify $(ARGS)

channels-check: setup ## whether each channel that is configured works, and what to do where not
	@exec $(PY) -m gateway.channels_check

backup: setup ## the database, received files and pictures in one archive (ARGS="key FILE": a key for it)
	@exec $(PY) -m gateway.backup $(if $(ARGS),$(ARGS),make)

restore: setup ## put a backup back where nothing is (ARGS="ARCHIVE --identity FILE")
	@exec $(PY) -m gateway.backup restore $(ARGS)

rotate-keys: setup ## seal everything with the newest key of DATA_KEYS, while the system runs
	@exec $(PY) -m gateway.rotate

wechat-menu: setup ## give the official account the menu of data/notices/wechat.yml
	@exec $(PY) -m gateway.wechat_menu

nlu-report: train ## how well questions are understood that nobody learnt from (writes docs/nlu.md)
	PYTHONWARNINGS=ignore $(PY_BOT) -m tests.nlu.report $(ARGS)

lock: ## compile the locks anew after a change of pyproject.toml
	@uv=$$($(PYTHON3) gateway/environments.py uv) && for group in rasa services node; do \
	  $$uv pip compile pyproject.toml --group $$group --universal --generate-hashes --no-header --no-annotate \
	    --python-version $$([ $$group = rasa ] && echo 3.10 || echo 3.12) --quiet -o locks/$$group.txt || exit 1; done

clean: ## remove what can be made again; the data in var/ stays
	rm -rf .venv .venv-rasa .tools desk/web/vendor models var/stories .rasa
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
