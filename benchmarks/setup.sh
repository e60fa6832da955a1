#!/usr/bin/env bash
# Peers for the benchmarks: R and its packages from Debian, Python's in an environment of their own.
set -euo pipefail
cd "$(dirname "$0")"
debian="r-base-core r-base-dev r-cran-ordinal r-cran-mass r-cran-tmb r-cran-lme4"
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Ask an administrator to run: apt-get install $debian" >&2
else
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of words
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $debian >/dev/null
fi
"${PYTHON:-python3}" -m venv .peers
.peers/bin/pip install --quiet -r peers.txt

# AlgDesign is not in Debian, only on CRAN.
mkdir -p .peers/R
export R_LIBS="$PWD/.peers/R"
has_algdesign() { Rscript -e 'quit(status = !requireNamespace("AlgDesign", quietly = TRUE))' >/dev/null 2>&1; }
from_cran='options(timeout = 60, warn = 2); install.packages("AlgDesign", lib = Sys.getenv("R_LIBS"))'
if ! command -v Rscript >/dev/null; then
    echo "R is not installed: everything that compares with R will be left out." >&2
elif ! has_algdesign && ! { timeout 300 Rscript -e "$from_cran" >.peers/algdesign.log 2>&1 && has_algdesign; }; then
    echo "AlgDesign was left out: it is on CRAN only, and CRAN was not reached (.peers/algdesign.log)." >&2
    echo "The benchmark of designs then compares with pyoptex alone." >&2
fi
