#!/usr/bin/env bash
# Style, templates, types, and models against their migrations. No server is needed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/test-environment.sh
. scripts/no-servers.sh
bin=.venv/bin
rooms=(kit organisation notifications topics coaches sessions coaching)

$bin/ruff check .
$bin/ruff format --check .
$bin/djlint --quiet --lint templates
$bin/mypy "${rooms[@]}"
$bin/python manage.py makemigrations --check --dry-run
