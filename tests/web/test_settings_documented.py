"""Every variable that the settings read is in the reference, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r'(?:os\.environ(?:\.get\(|\[)|_on\(|_one_of\()"([A-Z_]+)"')
DOCUMENTED = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def test_reference_and_settings_name_the_same_variables():
    sources = ("src/collega/web/settings.py", "src/collega/signs/fonts.py")
    read = {name for source in sources for name in READ.findall((ROOT / source).read_text(encoding="utf-8"))}
    documented = DOCUMENTED.findall((ROOT / "docs/reference/settings.md").read_text(encoding="utf-8"))
    assert len(read) > 10
    assert len(documented) == len(set(documented))
    assert set(documented) == read
