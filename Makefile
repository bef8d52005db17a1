# One-command start. `make help` lists the targets.

# Another Python: make PYTHON=python3.12 setup
PYTHON ?= python3
# The Pythons of `make versions`, and that of `make oldest`.
PYTHONS ?= python3.11 python3.12 python3.13
OLDEST ?= python3.11
# The lesson to show as slides: make lecture LESSON=03
LESSON ?= 01
# The plan of docs/lecture-plan.md to show: make lecture PLAN=50
PLAN ?=
# More arguments for pytest, for `jupyter lab` or for uv: make test ARGS="-k softmax"
ARGS ?=
# The tag that a Binder link opens; if not given, that of the commit: make binder-link TAG=v1.0
TAG ?=
# Where `make site-serve` shows the site.
PORT ?= 8000

# `make versions` sets these for each of its environments.
export COURSE_VENV ?= .venv
export COURSE_LOCK ?= requirements.txt
BIN := $(COURSE_VENV)/bin
# What the lock holds beside the course itself.
LOCKED := --extra lab --extra build --extra test
# What the tests of `make hosts` need beside the packages of a host.
HOST_TOOLS := pytest nbval hypothesis nbclient nbconvert nbformat jupyter-client
UV := PATH="$(abspath $(BIN)):$$PATH" uv
NEEDS_UV := $(UV) --version >/dev/null 2>&1 || { \
  echo "This needs uv. Install it: $(BIN)/pip install uv" >&2; exit 1; }
SYSTEMS := x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu \
  x86_64-apple-darwin aarch64-apple-darwin x86_64-pc-windows-msvc

.DEFAULT_GOAL := help
.PHONY: help setup lab lecture test weekly versions oldest hosts notebooks slides translations site site-serve \
  bench claims lint lock binder-link rehearse-binder clean

help: ## list the targets
	@echo "From Scores to Probabilities. Start with: make lab"
	@awk -F ':[^#]*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

setup: ## build the environment in .venv (once; needs the network)
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	  echo "No \`$(PYTHON)\` here. Install Python 3.11 or newer," \
	    "or: make PYTHON=/path/to/python3 setup" >&2; exit 1; }
	@"$(PYTHON)" tools/setup.py "$(PYTHON)"

# Without a display no browser can open: the address is printed instead.
lab: setup ## open the course in JupyterLab (Ctrl-C ends it)
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY$$BROWSER" ]; then \
	  set -- --no-browser; fi; \
	exec $(BIN)/jupyter lab "$$@" $(ARGS)

lecture: setup ## show slides in JupyterLab: make lecture PLAN=50 (or 90, lab), or LESSON=03
	@$(BIN)/python -m tools.lecture $(if $(PLAN),--plan $(PLAN),--lesson $(LESSON)) $(ARGS)

test: setup ## run all tests: helpers, notebooks, environment, browser
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

weekly: ## run the tests that are left out of `make test` (before a tag)
	@$(MAKE) --no-print-directory test ARGS="-m weekly $(ARGS)"

# Each in an environment of its own: .versions/3.12 and so on.
versions: ## run the tests on every Python at hand
	@failed=; tested=; \
	for python in $(PYTHONS); do \
	  version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || { \
	    echo "== No \`$$python\` here: skipped."; continue; }; \
	  echo "== $$version: $$python"; tested=1; \
	  $(MAKE) --no-print-directory test COURSE_VENV=".versions/$$version" PYTHON="$$python" \
	    || failed="$$failed $$version"; \
	done; \
	if [ -z "$$tested" ]; then \
	  echo "Nothing was tested. Try: make versions PYTHONS=/path/to/python3" >&2; exit 1; fi; \
	if [ -n "$$failed" ]; then echo "== Failed:$$failed" >&2; exit 1; fi; \
	echo "== All passed."

# What the course itself needs is at the lower bounds of pyproject.toml; the tools that test it, and
# what all of these need in turn, stay at the versions of the lock as far as they fit. Style and types
# are left out, and warnings are no errors: what is said of old packages is no fault of the course.
oldest: ## run the tests with the oldest dependencies that pyproject.toml admits (needs uv)
	@$(NEEDS_UV)
	@mkdir -p .versions && cp requirements.txt .versions/oldest.txt
	@$(UV) pip compile --quiet --python-version 3.11 --no-deps --resolution lowest-direct \
	  --extra lab pyproject.toml --output-file .versions/bounds.txt
	@$(UV) pip compile --quiet --python-version 3.11 --constraints .versions/bounds.txt \
	  $(LOCKED) --generate-hashes pyproject.toml --output-file .versions/oldest.txt
	@$(MAKE) --no-print-directory test COURSE_VENV=.versions/oldest PYTHON="$(OLDEST)" \
	  COURSE_LOCK=.versions/oldest.txt ARGS="-W default --ignore=tests/project/test_style.py $(ARGS)"

# The lists are in tests/project/hosts. Warnings of old packages are no errors there.
hosts: ## install the course beside the packages of Colab and Kaggle, and test it there (needs uv)
	@$(NEEDS_UV)
	@set -e; for list in tests/project/hosts/*.txt; do \
	  venv=.versions/$$(basename "$$list" .txt); \
	  version=$$(grep -om1 'Python 3\.[0-9]*' "$$list" | cut -d' ' -f2); \
	  echo "== $$list, Python $$version"; \
	  $(UV) venv --quiet --clear --seed --python "$$version" $$venv; \
	  $(UV) pip install --quiet --python $$venv --requirement "$$list"; \
	  $$venv/bin/python -m pip freeze | sort > $$venv/before; \
	  $$venv/bin/python -m pip install --quiet .; rm -rf build; \
	  $$venv/bin/python -m pip freeze | sort > $$venv/after; \
	  if comm -23 $$venv/before $$venv/after | grep .; then echo "was replaced" >&2; exit 1; fi; \
	  $(UV) pip install --quiet --python $$venv --constraints "$$list" $(HOST_TOOLS); \
	  $$venv/bin/python -m pytest -W default helpers tests/maths tests/learning tests/lessons \
	    notebooks --ignore-glob='*06_softmax_in_pytorch.ipynb' $(ARGS); \
	done

notebooks: setup ## run the notebooks and store their outputs
	@$(BIN)/python tools/notebooks.py $(ARGS)

translations: setup ## take new English text up into the catalogs of the other languages
	@$(BIN)/python -m tools.translations $(ARGS)

slides: setup ## make a still copy of each lesson in slides/, to read, project and print
	@$(BIN)/python -m tools.slides $(ARGS)

site: setup ## build the whole course for any web host in site/: it runs in the reader's browser
	@$(BIN)/python -m tools.site $(ARGS)

site-serve: setup ## look at site/ on this machine: make site-serve PORT=8000
	@[ -f site/index.html ] || { echo "There is no site/ yet. First: make site" >&2; exit 1; }
	@echo "The course: http://127.0.0.1:$(PORT)/ (Ctrl-C ends it)"
	@exec $(BIN)/python -m http.server --bind 127.0.0.1 --directory site $(PORT)

bench: setup ## measure the live pictures and the helpers beside their peers (15 minutes)
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r benchmarks/requirements.txt
	@$(BIN)/python -m benchmarks.run

claims: setup ## measure again what the lessons say of their experiments (minutes; ARGS="l05")
	@$(BIN)/python -m benchmarks.claims $(ARGS)

lint: setup ## check the style of code and notebooks, the types and imports in the helpers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

# Afterwards it asks for a wheel of every package on every system: nobody should need a compiler.
lock: ## renew the lists of versions (needs uv; ARGS=--upgrade moves every version)
	@$(NEEDS_UV)
	@$(UV) pip compile --quiet --custom-compile-command "make lock" --no-emit-index-url \
	  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  $(LOCKED) $(ARGS) pyproject.toml --output-file requirements.txt
	@set -e; for list in site:tools/site bench:benchmarks; do \
	  $(UV) pip compile --quiet --custom-compile-command "make lock" --no-emit-index-url \
	    --no-annotate --universal --python-version 3.11 --no-deps --generate-hashes $(ARGS) \
	    --group pyproject.toml:$${list%%:*} --output-file $${list#*:}/requirements.txt; \
	done
	@set -e; for system in $(SYSTEMS); do for python in 3.11 3.12 3.13 3.14; do \
	  echo "Wheels for $$system, Python $$python"; \
	  $(UV) pip compile --quiet --only-binary :all: --python-platform $$system \
	    --python-version $$python requirements.txt tools/site/requirements.txt >/dev/null; \
	done; done

binder-link: ## print the address that opens the course on Binder (TAG=v1.0)
	@"$(PYTHON)" tools/binder_link.py "$(TAG)"

rehearse-binder: setup ## build and open the course as Binder does (needs the network; minutes)
	@$(BIN)/python -m tools.rehearse_binder $(ARGS)

clean: ## remove .venv, .versions, slides, site and every cache
	@rm -rf .venv .versions slides site build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	@find . -name .git -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -print0 \
	  | xargs -0 rm -rf
