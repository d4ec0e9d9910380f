#!/bin/sh
# Make the virtual environment $2 with $1. On a bare Debian or Ubuntu Python comes without ensurepip:
# its package is then installed where we may, or named where we may not.
set -eu
python=$1
folder=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "plansite needs Python 3.11 or newer; $python is $("$python" --version). Say which with: make PYTHON=python3.12 …" >&2
    exit 1
}
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    sh "$(dirname "$0")/system-package.sh" "$package"
fi
"$python" -m venv "$folder"
