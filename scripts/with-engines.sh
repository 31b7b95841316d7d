#!/usr/bin/env bash
# Run a command with the engines of DATA_DIR and the settings' environment.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/test-environment.sh
export DATA_DIR="${DATA_DIR:-$PWD/var}"
exec .venv/bin/python -m coaching.embedded exec --data-dir "$DATA_DIR" -- "$@"
