# `make demo` and `make test` do everything on a fresh machine; PORT= and DATA_DIR= change where the demo lives.
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
ARGS ?=
PYTHON := .venv/bin/python
export DATA_DIR PORT

.PHONY: setup browser demo test check bench soak pictures

setup:
	@scripts/setup.sh

browser:
	@scripts/browser.sh

demo: setup
	@$(PYTHON) -m coaching.demo

test: setup browser
	@scripts/test.sh $(ARGS)

check: setup
	@scripts/check.sh

bench: setup
	@scripts/with-engines.sh $(PYTHON) -m benchmarks $(ARGS)

soak: setup browser
	@scripts/with-engines.sh $(PYTHON) -m benchmarks.soak $(ARGS)

pictures: setup browser
	@scripts/pictures.sh
