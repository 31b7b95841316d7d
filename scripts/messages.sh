#!/usr/bin/env bash
# Bring the catalogues of translations up to date with the texts of the code (needs gettext). English is in the code.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/python -m django makemessages --settings coaching.settings --verbosity 0 \
    --locale fi --locale sv --no-location --no-wrap --no-obsolete \
    --ignore build --ignore node_modules --ignore static --ignore tests --ignore var
# The date of the run would make a change of its own every time.
sed -i '/^"POT-Creation-Date:/d' locale/*/LC_MESSAGES/django.po
