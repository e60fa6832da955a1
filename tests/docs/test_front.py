"""The files at the front of the repository lead somewhere, and say what holds."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FRONT = ("README.md", "CONTRIBUTING.md", "SECURITY.md")
FRONT_DOOR = {
    ".gitignore", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "SECURITY.md",
    "pyproject.toml", "requirements.lock",
}  # fmt: skip
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def anchors(page: Path) -> set[str]:
    """Return the anchors that a reader's forge gives to the headings of a page."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", FRONT)
def test_every_link_and_every_path_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", text)
    paths = re.findall(r"`((?:src|tests|docs|benchmarks|setup|\.ci)/[\w./-]+)`", text)
    assert links
    for target, anchor in links:
        assert (ROOT / target).exists(), target
        assert not anchor or anchor in anchors(ROOT / target), f"{target}#{anchor}"
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_citation_has_what_its_format_asks_and_says_what_the_package_says() -> None:
    """Citation File Format 1.2.0: these four are required, and no key is outside the format."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    allowed = {
        "abstract", "authors", "cff-version", "commit", "contact", "date-released", "doi", "identifiers", "keywords",
        "license", "license-url", "message", "preferred-citation", "references", "repository", "repository-artifact",
        "repository-code", "title", "type", "url", "version",
    }  # fmt: skip
    assert {"cff-version", "message", "title", "authors"} <= set(cited) <= allowed
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] in {"software", "dataset"}
    assert all(set(author) <= {"name", "family-names", "given-names", "orcid"} for author in cited["authors"])
    assert (str(cited["version"]), cited["license"]) == (PROJECT["version"], PROJECT["license"])


def test_the_lock_is_what_the_project_asks_for() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["dev"]
    extras = [each for some in PROJECT["optional-dependencies"].values() for each in some]
    wanted = [*PROJECT["dependencies"], *extras, *groups]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=]", each)[0].lower()) for each in wanted}
    assert names - set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)) == set()


def test_nothing_that_was_made_by_running_is_in_the_repository() -> None:
    """A site that was started in a checkout leaves its key and its database there, a PDF that was looked at pictures."""
    assert "/collega-data/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    if (ROOT / ".git").exists():  # a source archive has none
        done = subprocess.run(
            ["git", "-c", f"safe.directory={ROOT}", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        names = done.stdout.splitlines()
        assert {name for name in names if "/" not in name} == FRONT_DOOR
        made = re.compile(r"secret-key|\.sqlite3?$|\.db$|(^|/)\.env$|^collega-data/|^demo/|^dist/")
        assert [name for name in names if made.search(name)] == []
