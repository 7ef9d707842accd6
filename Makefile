# Two commands set everything up and run it: make demo, make test.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: demo test test-full chromium bench messages constraints

demo: $(STAMP)
	$(BIN)/headway demo demo

test: $(STAMP) chromium
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

test-full: $(STAMP) chromium
	$(BIN)/python -m pytest -n 2 --dist loadfile

# Tests of pages use the Chromium of the system, else one that playwright brings; they are skipped where neither can be had.
chromium: $(STAMP)
	-@$(BIN)/python tests/browser.py

bench: $(STAMP)
	$(BIN)/python benchmarks/build.py
	$(BIN)/python benchmarks/survey.py
	$(BIN)/python benchmarks/ebp.py
	$(BIN)/python benchmarks/projection.py
	$(BIN)/python benchmarks/methods.py

messages: $(STAMP)
	$(BIN)/python tools/messages.py

# uv installs what constraints.txt pins, by hash; pip brings uv where it is missing.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --require-hashes -r constraints.txt
	$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $(STAMP)

# Names packages, versions and hashes, and no address.
constraints:
	$(BIN)/python -m uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
	  --generate-hashes --no-header --no-emit-index-url --quiet -o constraints.txt
