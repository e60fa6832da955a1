"""Write publiccode.yml, which catalogues of public software read, with the address where the source is published."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

BODY = Path(__file__).with_name("publiccode.yml")


def text(url: str) -> str:
    """Return publiccode.yml for a source that is published at this address."""
    address = urlsplit(url)
    if address.scheme != "https" or "." not in (address.hostname or ""):
        raise ValueError(
            f"The address of the repository is missing or not public: found '{url}', allowed https://host/path"
        )
    comment, known = BODY.read_text(encoding="utf-8").split("publiccodeYmlVersion", 1)
    del comment
    return f"publiccodeYmlVersion{known.rstrip()}\nurl: {url}\n"


if __name__ == "__main__":
    try:
        made = text(sys.argv[1] if len(sys.argv) > 1 else "")
    except ValueError as error:
        sys.exit(f"{error}. For example: make publiccode URL=https://code.example.org/collega.git")
    (BODY.parents[1] / "publiccode.yml").write_text(made, encoding="utf-8")
