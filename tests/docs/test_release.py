"""The wheel holds all of the package and works without its source; a release writes its number wherever it stands."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
import yaml
from setup.release import (
    UNRELEASED,
    RefusedError,
    build,
    next_changelog,
    next_citation,
    next_project,
    release,
)

ROOT = Path(__file__).parents[2]
FILES = ("pyproject.toml", "CHANGELOG.md", "CITATION.cff", "setup/publiccode.yml")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("dist"))


def test_everything_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    package = ROOT / "src" / "collega"
    made = re.compile(r"\.(pyc|nbi|nbc)$")
    wanted = {
        str(path.relative_to(ROOT / "src"))
        for path in package.rglob("*")
        if path.is_file() and not made.search(path.name) and "__pycache__" not in path.parts
    }
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == wanted
    assert {"collega/py.typed", "collega/web/templates/base.html"} <= names
    assert sum(name.endswith(".mo") for name in names) >= 2


def test_the_wheel_says_what_it_needs_and_what_is_extra(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    name = next(name for name in archive.namelist() if name.endswith("/METADATA"))
    said = Parser().parsestr(archive.read(name).decode())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert said["Version"] == project["version"]
    assert said["License-Expression"] == "EUPL-1.2"
    assert set(said.get_all("Provides-Extra") or ()) == set(project["optional-dependencies"])
    page = (ROOT / "docs" / "how-to" / "install-by-pip.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(project["optional-dependencies"])


def test_the_wheel_works_without_its_source(wheel: Path, tmp_path: Path) -> None:
    """A study is made, checked and designed by the installed package, from a folder without the repository."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    run = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); import collega; "
        "assert collega.__file__.startswith(sys.path[0]), collega.__file__; "
        "from collega.cli import main; main(sys.argv[1:])"
    )
    for words in (
        ["new", "mystudy", "--template", "avg-data-sharing"],
        ["check", "mystudy"],
        ["warm", "--help"],
        ["serve", "--help"],
    ):
        command = [sys.executable, "-c", run, str(site), *words]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "mystudy" / "study.yaml").exists()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a repository with what a release changes, and a package to build."""
    root = tmp_path / "checkout"
    (root / "src" / "collega").mkdir(parents=True)
    (root / "setup").mkdir()
    for name in (*FILES, "README.md", "LICENSE"):
        shutil.copy(ROOT / name, root / name)
    (root / ".gitignore").write_text("/dist/\n")
    (root / "src" / "collega" / "__init__.py").write_text('"""Nothing."""\n')
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if not text.partition(UNRELEASED)[2].partition("\n## ")[0].strip():
        (root / "CHANGELOG.md").write_text(
            text.replace(UNRELEASED, f"{UNRELEASED}\n\n- A change.", 1), encoding="utf-8"
        )
    git(root, "init", "--quiet")
    git(root, "config", "user.name", "A releaser")
    git(root, "config", "user.email", "releaser@example.org")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "All")
    return root


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def test_a_release_writes_its_number_everywhere_commits_tags_and_builds(checkout: Path) -> None:
    made = release(checkout, "7.0.0", "2026-12-01")
    assert made.name == "collega-7.0.0-py3-none-any.whl"
    assert made.exists()
    assert git(checkout, "status", "--porcelain") == ""
    assert git(checkout, "rev-parse", "v7.0.0^{commit}") == git(checkout, "rev-parse", "HEAD")
    assert tomllib.loads((checkout / "pyproject.toml").read_text())["project"]["version"] == "7.0.0"
    cited = yaml.safe_load((checkout / "CITATION.cff").read_text())
    assert (cited["version"], str(cited["date-released"])) == ("7.0.0", "2026-12-01")
    assert "\nsoftwareVersion: 7.0.0\n" in (checkout / "setup" / "publiccode.yml").read_text(encoding="utf-8")
    changes = (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"{UNRELEASED}\n\n## [7.0.0] - 2026-12-01\n" in changes


def test_nothing_is_written_where_a_release_is_refused(checkout: Path) -> None:
    before = git(checkout, "rev-parse", "HEAD")
    for version in ("", "7", "v7.0.0", "7.0.0rc1", "0.0.1", "0.1.0"):
        with pytest.raises(RefusedError, match="allowed a version"):
            release(checkout, version, "2026-12-01")
    git(checkout, "tag", "v7.0.0")
    with pytest.raises(RefusedError, match=r"tag v7\.0\.0 is there"):
        release(checkout, "7.0.0", "2026-12-01")
    (checkout / "README.md").write_text("changed")
    with pytest.raises(RefusedError, match="not committed"):
        release(checkout, "7.0.1", "2026-12-01")
    git(checkout, "checkout", "--", "README.md")
    assert git(checkout, "status", "--porcelain") == ""
    assert git(checkout, "rev-parse", "HEAD") == before


def test_a_second_release_needs_changes() -> None:
    once = next_changelog(f"# C\n\n{UNRELEASED}\n\n- A change.\n", "7.0.0", "2026-12-01")
    assert once == f"# C\n\n{UNRELEASED}\n\n## [7.0.0] - 2026-12-01\n\n- A change.\n"
    with pytest.raises(RefusedError, match="nothing stands under"):
        next_changelog(once, "7.0.1", "2026-12-02")


def test_numbers_are_compared_as_numbers() -> None:
    assert next_project('version = "0.9.0"\n', "0.10.0") == 'version = "0.10.0"\n'
    with pytest.raises(RefusedError, match=r"after 0\.10\.0"):
        next_project('version = "0.10.0"\n', "0.9.9")


def test_the_day_of_an_earlier_release_is_replaced() -> None:
    once = next_citation("cff-version: 1.2.0\nversion: 0.1.0\nlicense: x\n", "0.2.0", "2026-12-01")
    assert once == "cff-version: 1.2.0\nversion: 0.2.0\ndate-released: 2026-12-01\nlicense: x\n"
    assert next_citation(once, "0.3.0", "2027-01-01").count("date-released") == 1
