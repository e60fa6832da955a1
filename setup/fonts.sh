#!/usr/bin/env bash
# Fonts for signs outside the report's own font: other scripts, emoji, symbols (about 75 MB to download). Without them
# the report shows a substitute for such signs, and says so. 'fonts.sh missing' only names the packages that are missing.
set -euo pipefail
declare -A file=(
    [fonts-noto-core]=/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf
    [fonts-noto-cjk]=/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc
    [fonts-noto-color-emoji]=/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf
    [fonts-symbola]=/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf
)
missing=()
for package in "${!file[@]}"; do
    [ -e "${file[$package]}" ] || missing+=("$package")
done
if [ "${1:-}" = missing ]; then
    echo "${missing[*]}"
    exit 0
fi
[ ${#missing[@]} -eq 0 ] && exit 0
echo "Installing fonts for other scripts and emoji ..."
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
    exit 0
fi
echo "They could not be installed, so the report shows □ for signs that its own font lacks." >&2
echo "To have these too, ask an administrator to run: apt-get install ${missing[*]}" >&2
