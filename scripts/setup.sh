#!/usr/bin/env bash
# Make .venv and install what the lock names. Done again only when the lock has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=requirements-dev.lock
stamp=.venv/installed-lock

say() { echo "$*" >&2; }

sum() { sha256sum "$lock" | cut -d' ' -f1; }

if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(sum)" ]; then
    exit 0
fi

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

may_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install() { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null; }

python=$(find_python)
if [ -z "$python" ] && may_apt; then
    say "Installing Python …"
    install python3 python3-venv || true
    python=$(find_python)
fi
if [ -z "$python" ]; then
    say "Python 3.11, 3.12 or 3.13 is needed and none was found; install one and run this again."
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if may_apt; then
        say "Installing Python's venv module …"
        install python3-venv || install "$(basename "$(readlink -f "$python")")-venv"
    else
        say "Python's venv module is missing; install it (on Debian: apt install python3-venv) and run this again."
        exit 1
    fi
fi

say "Installing the libraries into .venv …"
if ! .venv/bin/python -c '' 2>/dev/null; then
    rm -rf .venv
    "$python" -m venv .venv
fi
if command -v uv >/dev/null; then
    uv pip sync -q --python .venv/bin/python --require-hashes "$lock"
else
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
fi
sum >"$stamp"
