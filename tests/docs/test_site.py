"""The site of the documentation: built anew, whole, without a link that leads nowhere and without a network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

import collega
from collega import figures

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site")
    for name in ("docs", "examples"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("_build", "_drawn"))
    words = ["-W", "--keep-going", "-q", "-b", "html", str(place / "docs"), str(place / "html")]
    done = subprocess.run([sys.executable, "-m", "sphinx", *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return place / "html"


def read(page: Path) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))


@pytest.mark.slow
def test_every_page_is_in_the_site_and_asks_nothing_of_others(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    assert {page for page in pages if "_build" not in page.parts and not (site / page).exists()} == set()
    for page in site.rglob("*.html"):
        loads = re.findall(r"""(?:src|<link[^>]*href)="(https?:[^"]*)""", page.read_text(encoding="utf-8"))
        assert loads == [], page


@pytest.mark.slow
def test_the_tutorial_shows_what_appears(site: Path) -> None:
    text = read(site / "tutorial" / "command-line.html")
    assert text.count("Then this appears:") >= 5
    assert "Everything is in order." in text
    assert "Synthetic panel of 'surgery'" in text


@pytest.mark.slow
def test_every_chart_is_in_the_gallery(site: Path) -> None:
    text = (site / "gallery.html").read_text(encoding="utf-8")
    charts = [name for name in figures.__all__ if name.endswith("_figure")]
    assert len(charts) > 9
    assert [name for name in charts if f"{name}.svg" not in text] == []


@pytest.mark.slow
def test_everything_that_can_be_imported_is_in_the_reference(site: Path) -> None:
    text = (site / "reference" / "library.html").read_text(encoding="utf-8")
    assert [name for name in collega.__all__ if f"collega.{name}" not in text] == []
