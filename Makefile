# Everything that is done to this repository, by name: `make help`.
# A warm make does nothing: each thing installed or built is a file that is newer than its sources.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:

UV_VERSION := 0.13.9
LOCK_OPTIONS := --universal --generate-hashes --no-emit-index-url --no-annotate --no-header
TOOLS := slither halmos
MUTANTS_SHORT := 10
# A slow machine may not come to all of them.
MUTANTS_LEAST := 5
# Of the long form, in ten minutes.
MUTANTS_SOAK_LEAST := 30
ARGS ?=
CI ?=

UV := .uv/bin/uv
BIN := .venv/bin
FORGE := cd contracts && ./forge
# A test file stays with one worker: what its tests share is made once. Files are handed out in order.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --durations 20

ON_POSTGRESQL := LABELFIELD_TEST_DATABASE=postgresql

UV_READY := .uv/.uv-$(UV_VERSION)
VENV_READY := .venv/.installed
CONTRACTS_READY := contracts/node_modules/.package-lock.json
WEB_READY := web/node_modules/.package-lock.json
TOOLS_READY := $(TOOLS:%=.tools/%/.installed) .tools/label-studio/.installed
PEERS_READY := tests/storage/greenfield/js/node_modules/.package-lock.json
PAGE := src/labelfield/server/assets/index.html

PAGE_SOURCES = $(shell find web -name node_modules -prune -o -name .cache -prune -o -type f -print)
PYTHON_SOURCES := src tests bench vectors contracts

# Tests and measurements of crowds beyond the one shipped; empty where nothing lies beside the checkout.
export LABELFIELD_CROWD_DATA ?= $(abspath $(wildcard ../shared/data/crowd))
export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV

# Both are looked for only by the recipes that need them, so a warm make asks nobody.
PYTHON = $(or $(shell $(FIND_PYTHON)),$(error $(NO_PYTHON)))
NODE = $(or $(shell $(FIND_NODE)),$(error $(NO_NODE)))

FIND_PYTHON := for python in $${UV_PYTHON:-python3.13 python3.12 python3.11 python3}; do \
    "$$python" -c 'import ensurepip, sys; fit = (3, 11) <= sys.version_info[:2] < (3, 14); \
    print(sys.executable) if fit else sys.exit(1)' 2>/dev/null && break; done
NO_PYTHON := Labelfield needs Python 3.11, 3.12 or 3.13 with venv (Debian: apt install python3 \
    python3-venv); none is on the PATH. UV_PYTHON may name one
FIND_NODE := node -e 'process.exit(+(parseInt(process.versions.node) < 20))' >/dev/null 2>&1 && command -v npm
NO_NODE = Labelfield needs Node.js 20 or newer with npm (Debian: apt install nodejs npm); \
    found: $(shell node --version 2>/dev/null || echo none)

.PHONY: all help demo test lint format soak prove mutants fuzz bench bench-quality bench-attacks bench-formats bench-gas bench-server bench-greenfield bench-web bench-verify vectors artifacts lock install tools chromium postgresql clean

all: format test ## Format, lint, check types and run the tests

help: ## Say what each target does
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 22

demo: install ## Watch a crowd's answers become paid labels (make demo ARGS=--exit)
	$(BIN)/labelfield demo $(ARGS)

test: lint chromium postgresql $(PAGE) $(PEERS_READY) ## Run every check but the long ones, then the demo
	$(PYTEST)
	$(ON_POSTGRESQL) $(PYTEST) tests/db tests/server
	cd web && npm test
	$(FORGE) test
	$(BIN)/python contracts/mutants.py --count $(MUTANTS_SHORT) --least $(MUTANTS_LEAST) --minutes 3
	$(BIN)/labelfield demo --exit

soak: lint chromium postgresql $(PAGE) $(PEERS_READY) ## Run everything, with the long tests and deep invariants
	$(PYTEST) -m "soak or not soak" --hypothesis-profile=soak
	$(ON_POSTGRESQL) $(PYTEST) -m "soak or not soak" tests/db tests/server
	cd web && npm test
	$(MAKE) fuzz prove mutants
	$(BIN)/labelfield demo --exit

fuzz: $(VENV_READY) $(CONTRACTS_READY) ## Play at least 5,000,000 calls against the contracts
	$(BIN)/python contracts/fuzz.py --calls 5000000

prove: $(VENV_READY) $(CONTRACTS_READY) tools ## Prove the contracts' invariants, and that each proof can fail
	$(call IF_INSTALLED,halmos,$(BIN)/python contracts/proofs.py --faults)

mutants: $(VENV_READY) $(CONTRACTS_READY) ## Show that the tests kill mutants of the contracts
	$(BIN)/python contracts/mutants.py --least $(MUTANTS_SOAK_LEAST) $(ARGS)

lint: $(VENV_READY) $(WEB_READY) $(CONTRACTS_READY) tools ## Check style, formatting, imports and types
	$(BIN)/ruff check $(PYTHON_SOURCES)
	$(BIN)/ruff format --check $(PYTHON_SOURCES)
	$(BIN)/lint-imports --cache-dir .cache/import-linter
	$(BIN)/mypy
	cd web && npm run --silent check
	$(FORGE) fmt --check
	$(BIN)/python contracts/build.py --check
	$(call IF_INSTALLED,slither,$(BIN)/python contracts/analyse.py)

format: $(VENV_READY) $(CONTRACTS_READY) ## Format Python and Solidity
	$(BIN)/ruff check --quiet --fix-only $(PYTHON_SOURCES)
	$(BIN)/ruff format --quiet $(PYTHON_SOURCES)
	$(FORGE) fmt

bench: install ## Run every measurement in bench/
	for bench in bench/*.py; do echo "== $$bench"; $(BIN)/python "$$bench"; done

bench-quality: $(VENV_READY) ## Measure accuracy, speed beside crowd-kit, closing (LABELFIELD_CROWD_DATA)
	for bench in quality quality_arrivals quality_closing quality_minted quality_models answer_types; do \
		$(BIN)/python "bench/$$bench.py" || exit 1; done

bench-formats: $(VENV_READY) ## Measure imports and exports of a million rows (ARGS=ROWS)
	$(BIN)/python bench/formats.py $(ARGS)

bench-attacks: install ## Measure what attackers earn and spoil, and play docs/security.md
	$(BIN)/python bench/attacks.py
	$(BIN)/python bench/quality_pay.py
	$(BIN)/python bench/quality_newcomers.py
	$(BIN)/python bench/answer_rings.py
	$(BIN)/python bench/poisoned_gold.py
	$(BIN)/labelfield simulate

bench-greenfield: $(VENV_READY) $(PEERS_READY) ## Measure the Greenfield client beside the npm package
	$(BIN)/python bench/greenfield.py

bench-web: $(PAGE) chromium ## Measure what the page weighs and how fast it is on a cheap phone
	$(BIN)/python bench/web.py

bench-server: install ## Measure receipts a second, a large project, starting (ARGS='all --postgresql')
	-$(MAKE) --no-print-directory .tools/label-studio-server/.installed
	$(BIN)/python bench/server.py $(ARGS)

bench-verify: install ## Audit a project of a million answers (ARGS=ANSWERS)
	$(BIN)/python bench/verify.py $(ARGS)

bench-gas: $(VENV_READY) $(CONTRACTS_READY) ## Measure what each contract call costs
	$(BIN)/python bench/gas.py

vectors: $(VENV_READY) ## Write vectors/*.json anew: a change is a protocol change
	$(BIN)/python vectors/generate.py

artifacts: $(VENV_READY) $(CONTRACTS_READY) ## Compile the contracts into the package
	$(BIN)/python contracts/build.py

lock: $(UV_READY) ## Resolve requirements.lock and the tools' locks anew (make lock ARGS=--upgrade)
	$(UV) pip compile --quiet $(LOCK_OPTIONS) --group dev $(ARGS) --output-file requirements.lock pyproject.toml
	for tool in $(TOOLS); do \
	  $(UV) pip compile --quiet $(LOCK_OPTIONS) --python-version 3.11 $(ARGS) \
	    --output-file contracts/tools/$$tool.txt contracts/tools/$$tool.in; \
	done

install: $(VENV_READY) $(CONTRACTS_READY) $(PAGE) ## Install and build what the product needs

clean: ## Remove everything that make installed or built
	rm -rf .venv .uv .tools .cache dist src/labelfield/server/assets
	rm -rf contracts/node_modules contracts/out contracts/cache web/node_modules web/.cache
	rm -rf tests/storage/greenfield/js/node_modules
	find $(PYTHON_SOURCES) -name __pycache__ -prune -exec rm -rf {} +

$(UV_READY):
	rm -rf .uv
	"$(PYTHON)" -m venv .uv
	.uv/bin/python -m pip install --quiet uv==$(UV_VERSION)
	touch $@

$(VENV_READY): $(UV_READY) requirements.lock pyproject.toml
	[ -x $(BIN)/python ] || $(UV) venv --quiet --python "$(PYTHON)" .venv
	$(UV) pip sync --quiet --python .venv --require-hashes requirements.lock
	$(UV) pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
	touch $@

%/node_modules/.package-lock.json: %/package-lock.json %/package.json
	cd $* && $(NODE) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

$(PAGE): $(WEB_READY) $(PAGE_SOURCES)
	cd web && npm run --silent build
	touch $@

# Programs to run, never dependencies: each has an environment of its own.
define INSTALL_TOOL
rm -rf $(@D)
$(UV) venv --quiet --python "$(PYTHON)" $(@D)
$(UV) pip sync --quiet --python $(@D) --require-hashes $<
touch $@
endef

.tools/%/.installed: contracts/tools/%.txt $(UV_READY)
	$(INSTALL_TOOL)

# Label Studio's own library holds NumPy back, and so does Label Studio.
.tools/label-studio/.installed: tests/labeling/label_studio.lock $(UV_READY)
	$(INSTALL_TOOL)

.tools/label-studio-server/.installed: bench/peers/label_studio.lock $(UV_READY)
	$(INSTALL_TOOL)

tools: ## Install slither, halmos and Label Studio's library, where that is possible
	@$(MAKE) --no-print-directory --keep-going $(TOOLS_READY) || [ "$(CI)" != true ]

# Runs a command where its tool is installed; else says loudly that it did not.
define IF_INSTALLED
@if [ -e .tools/$(1)/.installed ]; then echo "$(2)"; $(2); else \
  echo "##### $(1) COULD NOT BE INSTALLED: IT DID NOT CHECK THE CONTRACTS #####" >&2; \
  [ "$(CI)" != true ]; fi
endef

# The one without windows of its own does the same for half the processor's time.
define INSTALL_CHROMIUM
command -v chromium-headless-shell >/dev/null && exit 0; \
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends chromium-headless-shell >/dev/null && exit 0; \
fi; \
for browser in chromium chromium-browser google-chrome; do \
  command -v $$browser >/dev/null && exit 0; \
done; \
echo "##### CHROMIUM IS MISSING: BROWSER TESTS WILL NOT RUN (Debian: apt install chromium) #####" >&2; \
[ "$(CI)" != true ]
endef

chromium: ## Install Chromium for the browser tests, where that is possible
	@$(INSTALL_CHROMIUM)

define INSTALL_POSTGRESQL
if command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then \
  exit 0; \
fi; \
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends postgresql >/dev/null && exit 0; \
fi; \
echo "##### POSTGRESQL IS MISSING: ITS TESTS WILL NOT RUN (Debian: apt install postgresql) #####" >&2; \
[ "$(CI)" != true ]
endef

postgresql: ## Install PostgreSQL for the database's tests, where that is possible
	@$(INSTALL_POSTGRESQL)
