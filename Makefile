# Every command of the project. `make` alone lists them.
SHELL := /bin/sh
PORT ?= 8000
# Real data beside the repository is shown too when it is there.
DATA ?= $(wildcard ../shared/data)
# The first Python that is new enough; PYTHON=/path/to/python names another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
BIN := .venv/bin


.DEFAULT_GOAL := help
.PHONY: help demo up test lint types docs bench lock clean

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

demo: .venv/run.stamp ## load the demo province and serve it; PORT=8000, DATA=folder of real data
	@$(BIN)/tianfu demo --port $(PORT) $(if $(DATA),--data $(DATA))

up: .venv/run.stamp ## serve the home folder that is there; PORT=8000
	@$(BIN)/tianfu up --port $(PORT)

test: .venv/dev.stamp ## run everything that must hold: lint, types, import contracts, tests, docs
	@sh tools/packages.sh
	@$(MAKE) --no-print-directory lint types
	@$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: .venv/dev.stamp ## format and style
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .

types: .venv/dev.stamp ## types and the direction of imports
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache >.venv/imports.log || { cat .venv/imports.log; exit 1; }

docs: .venv/dev.stamp ## write the generated pages again: policy, commands, elements, datasets, rules, settings, schemas
	@$(BIN)/python docs/generate.py

bench: .venv/dev.stamp ## measure against peers and limits; ROWS="100000 1000000 10000000"
	@$(BIN)/python -m bench.run $(if $(ROWS),--rows $(ROWS))

lock: .venv/dev.stamp ## pin the requirements anew from pyproject.toml
	@$(BIN)/python -m pip install -q uv
	@sh tools/lock.sh

clean: ## remove the environment and what tools left behind; data stay
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist

# The environment is made once, and again when the requirements change.
.venv/run.stamp: requirements.txt pyproject.toml tools/environment.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found (python3 is $$(python3 --version 2>&1))."; \
	  echo "Debian, Ubuntu: apt-get install -y python3 python3-venv. Or name one: make demo PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" tools/environment.py requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt pyproject.toml tools/environment.py
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found (python3 is $$(python3 --version 2>&1))."; exit 1; }
	@"$(PYTHON)" tools/environment.py requirements-dev.txt
	@touch $@ .venv/run.stamp
