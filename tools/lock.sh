#!/bin/sh
# Pins the requirements of all supported Pythons with hashes and without registry addresses.
set -eu
options="--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet --upgrade"
.venv/bin/uv pip compile pyproject.toml --group build $options -o requirements.txt
.venv/bin/uv pip compile pyproject.toml --group build --group dev -c requirements.txt $options -o requirements-dev.txt
