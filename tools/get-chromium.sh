#!/bin/sh
# What the browser tests need of the system: Chromium (PLANSITE_CHROMIUM names another), and the library that the
# test driver's own runtime is linked against, which a minimal installation lacks.
set -eu
missing=""
if [ -z "${PLANSITE_CHROMIUM:-}" ] && ! command -v chromium >/dev/null 2>&1; then
    missing="chromium"
fi
if ! /sbin/ldconfig -p | grep -q 'libatomic\.so\.1'; then
    missing="$missing libatomic1"
fi
if ! command -v pdftotext >/dev/null 2>&1; then
    missing="$missing poppler-utils" # reads the printed pages
fi
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086  # the names are words of their own
    sh "$(dirname "$0")/system-package.sh" $missing
fi
