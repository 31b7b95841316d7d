#!/usr/bin/env bash
# Called with the engines up: static files, then the tests on two processes.
set -euo pipefail
.venv/bin/python -m coaching.prepare files
exec .venv/bin/python -m pytest -n 2 --dist worksteal "$@"
