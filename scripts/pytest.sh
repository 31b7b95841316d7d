#!/usr/bin/env bash
# Called with the engines up: static files, then the tests on two processes.
set -euo pipefail
.venv/bin/python manage.py collectstatic --noinput --verbosity 0
exec .venv/bin/python -m pytest -n 2 "$@"
