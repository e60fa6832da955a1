"""Print what a site needs, one requirement a line: pip takes the versions and hashes from requirements.lock.

python3 setup/wanted.py > wanted.txt
pip install --require-hashes -r wanted.txt -c requirements.lock
"""

import sys
import tomllib
from pathlib import Path

EXTRAS = ("web", "postgres", "spss")


def wanted(project: dict) -> list[str]:
    """Return the requirements of the package and of the extras of a site."""
    more = [each for extra in EXTRAS for each in project["optional-dependencies"].get(extra, [])]
    return [*project["dependencies"], *more]


if __name__ == "__main__":
    file = Path(__file__).parents[1] / "pyproject.toml"
    sys.stdout.write("\n".join(wanted(tomllib.loads(file.read_text(encoding="utf-8"))["project"])) + "\n")
