#!/usr/bin/env bash
# Print the path of a Chromium: $CHROMIUM if set, else one on the PATH.
for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && exit 0
done
exit 1
