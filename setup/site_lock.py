"""Print the part of requirements.lock that a site needs: without what tests and docs are made with.

python3 setup/site_lock.py > site.lock          or of named packages: python3 setup/site_lock.py hatchling
pip install --no-deps --require-hashes -r site.lock
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXTRAS = ("web", "postgres", "spss")


def name_of(requirement: str) -> str:
    """Return the normal name of a package in a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement.strip(), maxsplit=1)[0].lower())


def wanted(project: dict) -> set[str]:
    """Return the names of what the package and the extras of a site ask for."""
    more = [each for extra in EXTRAS for each in project["optional-dependencies"][extra]]
    return {name_of(each) for each in [*project["dependencies"], *more]}


def part_of(lock: str, roots: set[str]) -> str:
    """Return the entries of a lock for these packages and all that they ask for; the lock says who asks for what."""
    entries = re.split(r"\n(?=[a-z0-9])", lock.strip())
    asked_by = [set(re.findall(r"^    # (?:via |  )([\w.-]+)", entry, re.MULTILINE)) for entry in entries]
    known, before = set(roots), set()
    while known != before:
        before = set(known)
        known |= {name_of(entry) for entry, parents in zip(entries, asked_by, strict=True) if parents & known}
    return "\n".join(entry for entry in entries if name_of(entry) in known) + "\n"


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = sys.argv[1:] or ["."]
    roots = {name_of(each) for each in named if each != "."} | (wanted(project) if "." in named else set())
    sys.stdout.write(part_of((ROOT / "requirements.lock").read_text(encoding="utf-8"), roots))
