# `make demo` and `make test` do everything; they need Python >= 3.11 and make, and install the rest into .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TEST_WHEEL := .venv-wheel

.PHONY: help demo test lint types unit browser-tests wheel-test bench gold format browser clean

help:
	@echo "make demo    compare the bundled texts and write the reports"
	@echo "make test    lint, types, tests, browser tests, and the built wheel tested elsewhere"
	@echo "make gold    score the alignment against hand-made truth"
	@echo "make bench   speed and memory, side by side with other tools"
	@echo "make format  format the code"

# -- the two commands of the README -------------------------------------------------------------------------------------------

demo: $(VENV)/demo.stamp
	$(BIN)/python examples/compare_texts.py

test: lint types unit browser-tests wheel-test
	@echo "All tests passed."

# -- stages of the test ---------------------------------------------------------------------------------------------------------

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

unit: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -q -n auto -m "not browser"

browser-tests: $(VENV)/dev.stamp browser
	$(BIN)/python -m pytest -q -n auto -m browser tests/browser

# The wheel, in an environment of its own, tested from a folder without the source: what reads files of the package, and the two ways in.
WHEEL_TESTS := test_changes_findings test_cli test_json test_readers test_texts test_tracing
wheel-test: $(VENV)/dev.stamp
	rm -rf build dist $(TEST_WHEEL)
	$(BIN)/python -m hatchling build -t wheel -t sdist
	$(PYTHON) -m venv $(TEST_WHEEL)
	$(TEST_WHEEL)/bin/python -m pip install --quiet "$$(ls dist/*.whl)[test]"
	mkdir -p build/elsewhere
	cp -r tests texts examples README.md README.zh.md CHANGELOG.md pyproject.toml build/elsewhere/
	cd build/elsewhere && ../../$(TEST_WHEEL)/bin/python -m pytest -q -n auto -m "not browser and not checkout" $(WHEEL_TESTS:%=tests/%.py)

gold: $(VENV)/dev.stamp
	$(BIN)/python tests/gold/score.py
	$(BIN)/python tests/gold/made.py
	$(BIN)/python tests/gold/findings.py
	$(BIN)/python tests/gold/references.py
	$(BIN)/python tests/gold/embedding.py
	$(BIN)/python tests/gold/quotes.py

bench: $(VENV)/dev.stamp
	$(BIN)/python -m tests.benchmarks

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# -- what is needed -----------------------------------------------------------------------------------------------------------------

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("policydiff needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; say make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/demo.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/dev.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@ $(VENV)/demo.stamp

# The browser comes from Debian, where that is possible; elsewhere tests that need one are skipped, and say so.
browser:
	@if { command -v chromium >/dev/null || [ -n "$$CHROMIUM" ]; } && command -v pdftotext >/dev/null; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk poppler-utils >/dev/null; \
	else echo "Chromium or pdftotext is missing: tests will be skipped. On Debian: apt-get install chromium fonts-noto-cjk poppler-utils"; fi

clean:
	rm -rf $(VENV) $(TEST_WHEEL) build dist reports .pytest_cache .mypy_cache .ruff_cache .hypothesis
