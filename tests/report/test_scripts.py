"""A report, an advice sheet and figures with a text of every script."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from collega.figures import Figure, answers_figure
from collega.report.lettering import without_words, words
from collega.study import Study
from tests.figures.frames import make_study
from tests.report import made
from tests.signs.scripts import DRAWN, REPLACED

ALL = [*DRAWN.values(), *(text for text, _ in REPLACED.values()), "bell\x07 \ue123", "Lang" + "woord" * 60]


def study_of_every_script() -> Study:
    """A study in which every text ends with one of another script."""
    texts = iter(ALL * 9)

    def marked(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: marked(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [marked(inner) for inner in value]
        return f"{value} {next(texts)}" if key in ("nl", "en") else value

    plain = make_study(context=[{"nl": f"Context {n}", "en": f"Context {n}"} for n in range(len(ALL))])
    return Study.model_validate(marked(plain.model_dump(mode="json")))


def copied(pdf: Path) -> str:
    """What somebody copies from the PDF, without marks of direction and joining, and without line ends."""
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True, text=True).stdout
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e\u2066-\u2069]+", "", text)


@pytest.fixture(scope="module")
def every_script() -> made.Made:
    return made.make(study_of_every_script())


def test_every_script_comes_out_of_the_report(every_script: made.Made, tmp_path: Path) -> None:
    notes = {"importance": "\n".join(f"Note {text}" for text in ALL)}
    every_script.write(tmp_path / "r.pdf", "en", notes=notes)
    text = copied(tmp_path / "r.pdf")
    expected = [*DRAWN.values(), *(drawn for _, drawn in REPLACED.values()), "bell□ □", "woord" * 60]
    missing = [words for words in expected if re.sub(r"[\s\u200d]", "", words) not in text]
    assert missing == []


def test_without_fonts_the_report_is_made_with_substitutes(
    every_script: made.Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLLEGA_FONTS", str(tmp_path))
    pdf = every_script.write(tmp_path / "r.pdf", "en")
    assert "To share or not □□ □□" in made.text_of(pdf)


def test_the_same_report_with_and_without_fonts_where_nothing_is_unusual(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.small().write(tmp_path / "with.pdf")
    monkeypatch.setenv("COLLEGA_FONTS", str(tmp_path))
    made.small().write(tmp_path / "without.pdf")
    assert (tmp_path / "with.pdf").read_bytes() == (tmp_path / "without.pdf").read_bytes()


def figure_of(text: str) -> Figure:
    study = make_study()
    frame = pl.DataFrame({"label": [text] * 3, "answer": list(study.answer_keys), "share": [0.2, 0.3, 0.5]})
    return answers_figure(frame, study, language="en")


@pytest.mark.parametrize("sign", ["\x07", "\x0b", "\0", "\ufffe"])
def test_a_figure_with_a_sign_that_xml_cannot_hold_is_drawn(sign: str) -> None:
    """Such a sign once ended the whole process, not only the drawing."""
    figure = figure_of(f"a{sign}b")
    assert figure.png().startswith(b"\x89PNG")
    words(figure.svg())  # can be parsed


def test_words_of_a_figure_stand_where_the_picture_has_them() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><g transform="translate(10,20)"><rect/>'
        '<text text-anchor="end" transform="translate(5,6) rotate(-90) translate(0,2)" font-size="14px" fill="#123456"'
        ' font-weight="bold">one</text><text transform="translate(1,1)" font-size="9px"><tspan x="0">two</tspan>'
        '<tspan x="0" dy="11">three</tspan></text><text/></g></svg>'
    )
    first, *others = words(svg)
    assert (first["text"], first["anchor"], first["bold"], first["fill"]) == ("one", 1.0, True, "#123456")
    assert (first["x"], first["y"], first["angle"]) == pytest.approx((17.0, 26.0, -90.0))
    assert [(word["text"], word["x"], word["y"], word["size"]) for word in others] == [
        ("two", 11.0, 21.0, 9.0),
        ("three", 11.0, 32.0, 9.0),
    ]
    assert "text" not in without_words(svg)
    assert "<rect/>" in without_words(svg)
