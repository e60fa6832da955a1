#!/usr/bin/env bash
# Debian packages that the tests need: poppler-utils turns PDF pages into pictures and text, chromium is the browser of
# the journeys, postgresql the other database, git is for releases, and the fonts are for reports in every script.
set -euo pipefail
missing=()
command -v pdftotext >/dev/null || missing+=(poppler-utils)
command -v git >/dev/null || missing+=(git)
command -v chromium >/dev/null || missing+=(chromium)
ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || missing+=(postgresql)
read -ra fonts <<<"$(bash "$(dirname "$0")/fonts.sh" missing)"
missing+=("${fonts[@]}")
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need these Debian packages: ${missing[*]}" >&2
    echo "Ask an administrator to run: apt-get install ${missing[*]}" >&2
    exit 2
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
