#!/usr/bin/env bash
# The pictures of docs/pictures, taken from a demo on engines of its own in a folder of its own.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/test-environment.sh
CHROMIUM=$(scripts/find-browser.sh)
export CHROMIUM KOTIPESA_DEMO=1 LOG_LEVEL=WARNING PYTHONPATH=.

DATA_DIR=$(mktemp -d "${TMPDIR:-/tmp}/kotipesa-pictures.XXXXXX")
export DATA_DIR
chmod 711 "$DATA_DIR"
trap 'rm -rf "$DATA_DIR"' EXIT

.venv/bin/python -m coaching.embedded exec --fast --data-dir "$DATA_DIR" -- .venv/bin/python scripts/pictures.py
