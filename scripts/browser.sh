#!/usr/bin/env bash
# The browser tests drive Chromium: any that is there, else Debian's.
set -euo pipefail
cd "$(dirname "$0")"

if ./find-browser.sh >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium …" >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
fi
if ! ./find-browser.sh >/dev/null; then
    echo "The browser tests need Chromium; install it (on Debian: apt install chromium) and run this again." >&2
    exit 1
fi
