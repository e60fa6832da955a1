"""Release a version: write its number and date where they stand, commit, tag, build the wheel. Nothing is pushed."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNRELEASED = "## [Unreleased]"


class RefusedError(Exception):
    """This version cannot be released from here as it is."""


def next_project(text: str, version: str) -> str:
    """Return pyproject.toml with a version; refuse one that is not x.y.z, or not later than what stands there."""
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", version):
        raise RefusedError(f"found '{version}', allowed a version such as 0.2.0")
    now = _one(r'^version = "(.*)"$', text, "pyproject.toml")
    if _numbers(version) <= _numbers(now):
        raise RefusedError(f"found {version}, allowed a version after {now}")
    return text.replace(f'version = "{now}"', f'version = "{version}"', 1)


def next_changelog(text: str, version: str, date: str) -> str:
    """Return CHANGELOG.md in which all that was unreleased stands under a version; refuse where that is nothing."""
    _, found, after = text.partition(UNRELEASED)
    changes = re.split(r"^## ", after, maxsplit=1, flags=re.MULTILINE)[0]
    if not found or not changes.strip():
        raise RefusedError(f"nothing stands under '{UNRELEASED}' in CHANGELOG.md")
    return text.replace(UNRELEASED, f"{UNRELEASED}\n\n## [{version}] - {date}", 1)


def next_citation(text: str, version: str, date: str) -> str:
    """Return CITATION.cff with a version and the day of its release."""
    _one(r"^version: (.*)$", text, "CITATION.cff")
    undated = re.sub(r"^date-released: .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^version: .*$", f"version: {version}\ndate-released: {date}", undated, flags=re.MULTILINE)


def next_publiccode(text: str, version: str) -> str:
    """Return setup/publiccode.yml with a version."""
    _one(r"^softwareVersion: (.*)$", text, "setup/publiccode.yml")
    return re.sub(r"^softwareVersion: .*$", f"softwareVersion: {version}", text, flags=re.MULTILINE)


def release(root: Path, version: str, date: str) -> Path:
    """Write, commit, tag and build; return the wheel. All of it is checked before anything is written.

    Raises
    ------
    RefusedError
        The work tree has changes, the tag exists, the version is not later, or nothing has changed since the last.
    """
    if _git(root, "status", "--porcelain"):
        raise RefusedError("files have changed that are not committed: 'git status' lists them")
    if _git(root, "tag", "--list", f"v{version}"):
        raise RefusedError(f"the tag v{version} is there already")
    made = {
        "pyproject.toml": next_project(_text(root, "pyproject.toml"), version),
        "CHANGELOG.md": next_changelog(_text(root, "CHANGELOG.md"), version, date),
        "CITATION.cff": next_citation(_text(root, "CITATION.cff"), version, date),
        "setup/publiccode.yml": next_publiccode(_text(root, "setup/publiccode.yml"), version),
    }
    for name, text in made.items():
        (root / name).write_text(text, encoding="utf-8")
    _git(root, "commit", "--quiet", "-m", f"Release {version}", *made)
    _git(root, "tag", "--annotate", f"v{version}", "-m", f"Collega {version}")
    return build(root, root / "dist")


def build(root: Path, folder: Path) -> Path:
    """Build the wheel of a source tree into a folder; return it."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RefusedError(f"the wheel could not be built:\n{done.stderr.strip()}")
    return next(folder.glob(f"collega-{_version(root)}-*.whl"))


def _version(root: Path) -> str:
    return _one(r'^version = "(.*)"$', _text(root, "pyproject.toml"), "pyproject.toml")


def _text(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def _one(pattern: str, text: str, name: str) -> str:
    found: list[str] = re.findall(pattern, text, re.MULTILINE)
    if len(found) != 1:
        raise RefusedError(f"{name} has {len(found)} lines with a version, and needs one")
    return found[0]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RefusedError(f"git {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


if __name__ == "__main__":
    try:
        wheel = release(ROOT, sys.argv[1] if len(sys.argv) > 1 else "", f"{datetime.now(UTC):%Y-%m-%d}")
    except RefusedError as error:
        sys.exit(f"Nothing was released: {error}. For example: make release VERSION=0.2.0")
    print(f"Built {wheel}. To publish: git push --follow-tags")
