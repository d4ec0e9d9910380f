#!/bin/sh
# Install the system packages named, as root or through sudo; say what to type where neither is possible.
set -eu
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Please install $* with this system's package manager, then run make again." >&2
    exit 1
elif [ "$(id -u)" = 0 ]; then
    as=""
elif command -v sudo >/dev/null 2>&1; then
    as="sudo"
else
    echo "Please have an administrator run: apt-get install $*" >&2
    exit 1
fi
$as apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as apt-get install -y -qq --no-install-recommends "$@" >/dev/null
