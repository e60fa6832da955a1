"""Where the fonts are for signs that the report's own font lacks: the Noto fonts, and Symbola for pictures."""

from __future__ import annotations

import os
from pathlib import Path

SETTING = "COLLEGA_FONTS"
DEBIAN = (
    Path("/usr/share/fonts/truetype/noto"),
    Path("/usr/share/fonts/opentype/noto"),
    Path("/usr/share/fonts/truetype/ancient-scripts"),
)
PACKAGES = "fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji fonts-symbola"


def font_folders() -> tuple[Path, ...]:
    """Return the folders that are there: those of the setting, or else those of Debian's packages."""
    setting = os.environ.get("COLLEGA_FONTS", "")
    folders = tuple(map(Path, setting.split(os.pathsep))) if setting else DEBIAN
    return tuple(folder for folder in folders if folder.is_dir())
