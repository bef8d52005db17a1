# One-command start. `make help` lists the targets.

# Another Python: make PYTHON=python3.12 setup
PYTHON ?= python3
# More arguments for pytest, for `jupyter lab` or for uv: make test ARGS="-k softmax"
ARGS ?=

BIN := .venv/bin
SYSTEMS := x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu \
  x86_64-apple-darwin aarch64-apple-darwin x86_64-pc-windows-msvc

.DEFAULT_GOAL := help
.PHONY: help setup lab test notebooks bench lint lock clean

help: ## list the targets
	@echo "From Scores to Probabilities. Start with: make lab"
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

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

test: setup ## run all tests: helpers, notebooks, environment, browser
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder $(ARGS)

notebooks: setup ## run the notebooks and store their outputs
	@$(BIN)/python tools/notebooks.py $(ARGS)

bench: setup ## measure the live pictures and the helpers beside their peers (10 minutes)
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r benchmarks/requirements.txt
	@$(BIN)/python -m benchmarks.run

lint: setup ## check the style of code and notebooks, and the types in the helpers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Afterwards it asks for a wheel of every package on every system: nobody should need a compiler.
lock: ## renew requirements.txt (needs uv; ARGS=--upgrade moves every version)
	@PATH="$$PWD/$(BIN):$$PATH"; command -v uv >/dev/null 2>&1 || { \
	  echo "make lock needs uv. Install it: $(BIN)/pip install uv" >&2; exit 1; }; \
	set -e; \
	uv pip compile --quiet --custom-compile-command "make lock" --no-emit-index-url \
	  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  --extra build --extra test --extra lecture $(ARGS) pyproject.toml \
	  --output-file requirements.txt; \
	for system in $(SYSTEMS); do for python in 3.11 3.12 3.13; do \
	  echo "Wheels for $$system, Python $$python"; \
	  uv pip compile --quiet --only-binary :all: --python-platform $$system \
	    --python-version $$python requirements.txt >/dev/null; \
	done; done

clean: ## remove .venv and every cache
	@rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	@find . -name .git -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -print0 \
	  | xargs -0 rm -rf
