#!/usr/bin/env bash
# All tests, on engines of their own in a folder of their own; arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/test-environment.sh
CHROMIUM=$(scripts/find-browser.sh || true)
export CHROMIUM DJANGO_ALLOW_ASYNC_UNSAFE=true

DATA_DIR=$(mktemp -d "${TMPDIR:-/tmp}/kotipesa-tests.XXXXXX")
export DATA_DIR
chmod 711 "$DATA_DIR"
trap 'rm -rf "$DATA_DIR"' EXIT

.venv/bin/python -m coaching.embedded exec --fast --data-dir "$DATA_DIR" -- scripts/pytest.sh "$@"
