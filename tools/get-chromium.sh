#!/bin/sh
# The browser tests use the system's Chromium; PLANSITE_CHROMIUM names another.
set -eu
if [ -n "${PLANSITE_CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1; then
    exit 0
fi
sh "$(dirname "$0")/system-package.sh" chromium
