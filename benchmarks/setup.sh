#!/usr/bin/env bash
# Peers for the benchmarks: R and its packages from Debian, Python's in an environment of their own.
set -euo pipefail
cd "$(dirname "$0")"
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Ask an administrator to run: apt-get install r-base-dev r-cran-ordinal r-cran-mass r-cran-tmb" >&2
else
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        r-base-core r-base-dev r-cran-ordinal r-cran-mass r-cran-tmb >/dev/null
fi
python3 -m venv .peers
.peers/bin/pip install --quiet statsmodels pandas numpyro pyoptex
