# Two commands for a user: `make demo` and `make test`. Each sets the machine up first if that is needed.
VENV := .venv
PY   := $(VENV)/bin/python
# Set-up is repeated only when the lock file or the project's metadata changed.
STAMP := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint bench fuzz lock clean

help:            ## what can be made
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP)  ## create .venv from the lock file
$(STAMP): requirements.lock pyproject.toml scripts/setup.sh
	@bash scripts/setup.sh $(VENV)
	@touch $@

demo: $(STAMP)   ## run the three sample sellers from files to reports
	@$(PY) -m workbench demo

test: $(STAMP)   ## run every test
	@bash scripts/test.sh $(PY)

lint: $(STAMP)   ## format check and lint
	@$(PY) -m ruff format --check . && $(PY) -m ruff check .

bench: $(STAMP)  ## measure against plain peers, prints ratios
	@$(PY) -m benchmarks

# CASES=2000 SEED=7 ONLY=amazon narrow or vary it; failing files are written to .fuzz/.
fuzz: $(STAMP)   ## read 20,000 damaged files and count what became of them
	@$(PY) -m tests.fuzz --cases $(or $(CASES),20000) --seed $(or $(SEED),1) --only "$(ONLY)"

lock: $(STAMP)   ## write requirements.lock anew from pyproject.toml
	@$(PY) -m uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

clean:           ## remove what can be rebuilt
	@rm -rf .demo .fuzz $(VENV) .pytest_cache .ruff_cache
