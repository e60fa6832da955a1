"""The standards that the repository says it follows, where no other test holds it to them.

PDF/UA-1 and WCAG are held in tests/report and tests/web/journeys, the algorithm register in tests/report/test_register,
security.txt in tests/web.
"""

from __future__ import annotations

import copy
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from setup import publiccode

from tests.docs.publiccode import problems

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PUBLICCODE = yaml.safe_load(publiccode.text("https://example.org/collega.git"))
VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?")


def test_publiccode_is_valid_for_whatever_address_it_gets() -> None:
    assert problems(PUBLICCODE) == []
    assert PUBLICCODE["url"] == "https://example.org/collega.git"


def test_publiccode_is_written_for_the_address_of_the_source_and_for_no_other(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "setup", tmp_path / "setup")
    command = [sys.executable, str(tmp_path / "setup" / "publiccode.py")]
    for wrong in ("", "http://example.org/collega", "https://localhost/collega", "collega"):
        refused = subprocess.run([*command, wrong], capture_output=True, text=True, check=False)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert f"found '{wrong}', allowed https://host/path" in refused.stderr
        assert not (tmp_path / "publiccode.yml").exists()
    subprocess.run([*command, PUBLICCODE["url"]], check=True)
    assert yaml.safe_load((tmp_path / "publiccode.yml").read_text(encoding="utf-8")) == PUBLICCODE


def test_a_publiccode_file_in_the_repository_is_the_one_that_is_made() -> None:
    """None is there until the source has a public address: an invalid one would claim a standard that it breaks."""
    file = ROOT / "publiccode.yml"
    if file.exists():
        assert file.read_text(encoding="utf-8") == publiccode.text(PROJECT["urls"]["Repository"])
    else:
        assert "Repository" not in PROJECT.get("urls", {})


def test_publiccode_says_what_the_package_says() -> None:
    assert PUBLICCODE["softwareVersion"] == PROJECT["version"]
    assert PUBLICCODE["legal"]["license"] == PROJECT["license"]


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("publiccodeYmlVersion", "0.4", "publiccodeYmlVersion: '0.4' is not allowed"),
        ("url", "collega", "url: 'collega' is not allowed"),
        ("url", "https://localhost/collega", "url: 'https://localhost/collega' is not allowed"),
        ("releaseDate", "soon", "releaseDate: 'soon' is not allowed"),
        ("categories", ["research"], "categories: ['research'] is not allowed"),
        ("intendedAudience", {"scope": ["science-and-research"]},
         "intendedAudience/scope: ['science-and-research'] is not allowed"),
        ("developmentStatus", "ready", "developmentStatus: 'ready' is not allowed"),
        ("colour", "blue", "colour: unknown"),
        ("name", None, "name: missing"),
        ("description", {"en": {"shortDescription": "x" * 151, "longDescription": "x" * 150, "features": ["x"]}},
         f"description/en/shortDescription: '{'x' * 151}' is not allowed"),
        ("description", {"en": {"shortDescription": "x", "longDescription": "x" * 149, "features": ["x"]}},
         f"description/en/longDescription: '{'x' * 149}' is not allowed"),
        ("maintenance", {"type": "community"}, "maintenance/contacts: missing"),
        ("localisation", {"localisationReady": True, "availableLanguages": ["Dutch"]},
         "localisation/availableLanguages: ['Dutch'] is not allowed"),
    ],
)  # fmt: skip
def test_the_validator_finds(key: str, value: Any, problem: str) -> None:
    data = copy.deepcopy(PUBLICCODE)
    data[key] = value
    if value is None:
        del data[key]
    assert problems(data) == [problem]


def test_the_changelog_keeps_to_its_format() -> None:
    """Keep a Changelog: an unreleased part, then versions with their day, in parts of six kinds."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.*)", text, re.MULTILINE)
    assert versions[0] == "[Unreleased]"
    assert all(re.fullmatch(rf"\[{VERSION.pattern}\] - \d{{4}}-\d\d-\d\d", version) for version in versions[1:])
    kinds = set(re.findall(r"^### (.*)", text, re.MULTILINE))
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_versions_are_semantic() -> None:
    assert VERSION.fullmatch(PROJECT["version"])


def test_the_licence_is_the_one_that_is_named() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in licence
    assert "Licence: [EUPL-1.2](LICENSE)" in (ROOT / "README.md").read_text(encoding="utf-8")
