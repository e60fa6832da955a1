#!/usr/bin/env bash
# Make the virtual environment, install the pinned dependencies, and compile what numba compiles.
# With 'site' after the folder: only what a site needs, without what tests and docs are made with.
set -euo pipefail
venv=${1:?folder of the virtual environment}
python=${PYTHON:-python3}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Collega needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1)." >&2
    echo "Install it (on Debian 12: apt-get install python3 python3-venv), or run: make PYTHON=/path/to/python3.11" >&2
    exit 2
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
    else
        echo "Python's venv module is missing. Ask an administrator to run: apt-get install python3-venv" >&2
        exit 2
    fi
fi
"$python" -m venv "$venv"
echo "Installing the pinned dependencies into $venv ..."
lock=requirements.lock
if [ "${2:-}" = site ]; then
    lock=$venv/site.lock
    "$venv/bin/python" setup/site_lock.py . hatchling editables >"$lock"
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
bash "$(dirname "$0")/fonts.sh"
echo "Compiling the numerical kernels (once) ..."
"$venv/bin/python" -m collega.warm
