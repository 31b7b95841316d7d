#!/usr/bin/env bash
# Style, templates, types, and models against their migrations: all of them, whatever fails. No server is needed.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/test-environment.sh
. scripts/no-servers.sh
bin=.venv/bin
failed=()

check() { "${@:2}" || failed+=("$1"); }

check "ruff check" $bin/ruff check .
check "ruff format" $bin/ruff format --check .
check djlint $bin/djlint --quiet --lint templates
check mypy $bin/mypy kit organisation notifications topics coaches sessions followup coordination insights quality coaching
check migrations $bin/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

if [ ${#failed[@]} -gt 0 ]; then
    printf 'Failed: %s\n' "${failed[@]}" >&2
    exit 1
fi
