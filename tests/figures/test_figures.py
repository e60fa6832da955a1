"""Every figure is drawn without network, describes itself, and stays readable in black and white."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

from collega.figures import (
    PAPER,
    PHONE,
    SCREEN,
    Figure,
    agreement_figure,
    answers_figure,
    calibration_figure,
    contrast_figure,
    group_importance_figure,
    importance_figure,
    majority_figure,
    part_worths_figure,
    reach_of,
    reach_of_answers,
    reasons_figure,
    shares_figure,
    variation_figure,
    what_if_figure,
)
from collega.figures.colours import LIGHT, MAIN, UNTESTED, answer_colours, luminance, mix, on, sequential
from collega.study import Language
from tests.figures import frames

STUDY = frames.make_study()


def draw(name: str, language: Language = "nl", **more: Any) -> Figure:
    how: dict[str, Any] = {"language": language} | more
    return {
        "answers": lambda: answers_figure(frames.ANSWERS, STUDY, rows="scenario", **how),
        "importance": lambda: importance_figure(frames.IMPORTANCE, STUDY, **how),
        "groups": lambda: group_importance_figure(frames.GROUPS, STUDY, **how),
        "contrast": lambda: contrast_figure(frames.CONTRAST, STUDY, groups=("Jurist (12)", "de rest (30)"), **how),
        "part_worths": lambda: part_worths_figure(frames.PART_WORTHS, STUDY, **how),
        "agreement": lambda: agreement_figure(frames.AGREEMENT, **how),
        "calibration": lambda: calibration_figure(frames.CALIBRATION, **how),
        "variation": lambda: variation_figure(frames.VARIATION, **how),
        "majority": lambda: majority_figure(frames.MAJORITY, stable=0.9, **how),
        "shares": lambda: shares_figure(frames.SHARES, **how),
        "what_if": lambda: what_if_figure(frames.CHANGES, STUDY, share=0.53, **how),
        "reasons": lambda: reasons_figure(frames.REASONS, STUDY, average=0.43, share=0.53, **how),
    }[name]()


TOLD = {
    "answers": ("2 rijen (scenario). s1: 20% positief; s2: 80% positief.", "2 rows (scenario). s1: 20% positive"),
    "importance": ("‘Waarom?’ 70%; ‘Met wie?’ 30%.", "“Why?” 70%; “With whom?” 30%."),
    "groups": ("Jurist: ‘Waarom?’.", "Jurist: “Why?”."),
    "contrast": (
        "Jurist (12), naast de rest (30), met het verschil in procentpunten. ‘Waarom?’ 70% tegen 53%, +17,4 (9,6 tot "
        "24,0), duidelijk verschil; ‘Met wie?’ 30% tegen 29%, +1,0 (−3,0 tot 6,0).",
        "“Why?” 70% against 53%, +17.4 (9.6 to 24.0), clear difference; “With whom?” 30% against 29%, +1.0",
    ),
    "part_worths": ("‘Met wie?’: Gemeente 0,25, Bedrijf −0,25", "“With whom?”: Municipality 0.25, Company −0.25"),
    "agreement": (
        "in 2 scenario’s. Minste overeenstemming: s1 (0,25) en s2",
        "in 2 scenarios. Least agreement: s1 (0.25)",
    ),
    "calibration": ("20% → 25%; 80% → 75%.", "20% → 25%; 80% → 75%."),
    "variation": ("Strengheid 14% (tussen 10% en 18%); Weging", "Strengheid 14% (between 10% and 18%); Weging"),
    "majority": ("staat: 1: 71%; 3: 78%. Stippellijn bij 90%.", "of most: 1: 71%; 3: 78%. Dashed line at 90%."),
    "shares": ("A: 53% (45% tot 60%); B: 77%.", "A: 53% (45% to 60%); B: 77%."),
    "what_if": ("Nu 53%. Waarom? Geen reden: 20% (10% tot 30%).", "Now 53%. Why? No reason: 20% (10% to 30%)."),
    "reasons": (
        "(53%), in procentpunten: Waarom? Wettelijke taak +12; Overige criteria −2.",
        "Why? Statutory task +12; Other criteria −2.",
    ),
}


@pytest.mark.parametrize("name", list(TOLD))
@pytest.mark.parametrize("place", [0, 1])
def test_description_tells_the_data(name: str, place: int) -> None:
    assert TOLD[name][place] in draw(name, ("nl", "en")[place]).alt


@pytest.mark.parametrize("name", list(TOLD))
@pytest.mark.parametrize("style", [PAPER, SCREEN, PHONE])
def test_svg_is_whole_and_carries_its_description(name: str, style: Any) -> None:
    drawn = draw(name, style=style)
    root = ElementTree.fromstring(drawn.svg())
    assert root.get("role") == "img"
    assert root.get("aria-label") == drawn.alt
    assert not re.search(r"NaN|undefined|null", re.sub(r'aria-label="[^"]*"', "", drawn.svg()))
    assert float(root.get("width", "0")) <= 1.15 * style.width
    assert "http://" not in drawn.svg().replace("http://www.w3.org/", "")


@pytest.mark.parametrize("name", ["importance", "groups", "variation", "part_worths", "shares", "what_if", "reasons"])
def test_labels_take_no_width_from_a_chart_on_a_phone(name: str) -> None:
    def widest(style: Any) -> float:
        spec = draw(name, style=style).chart.to_dict(validate=False)
        return float(spec.get("width") or spec["vconcat"][0]["width"])

    assert widest(PHONE) == PHONE.width - 20
    assert widest(SCREEN) < SCREEN.width / 1.5


def test_no_line_crosses_a_label_that_stands_above_its_row() -> None:
    for name in ("shares", "part_worths", "what_if"):
        text = draw(name, style=PHONE).svg()
        assert len(re.findall(r'stroke-dasharray="4,3"', text)) == len(frames.SHARES) or name != "shares"
        tall = float(ElementTree.fromstring(text).get("height", "0"))
        lines = [abs(float(y)) for y in re.findall(r'<line transform="[^"]*" x2="0" y2="(-?[\d.]+)"', text)]
        assert lines
        assert max(lines) < tall / 3


def test_few_characters_stay_beside_their_row_on_a_phone() -> None:
    beside = draw("answers", style=PHONE).svg()
    long = frames.ANSWERS.with_columns(pl.col("label") + " of the ministry")
    above = answers_figure(long, STUDY, language="en", style=PHONE).svg()
    height = [float(ElementTree.fromstring(svg).get("height", "0")) for svg in (beside, above)]
    assert height[0] < height[1] - 20


@pytest.mark.parametrize(("characters", "beside"), [(6, True), (7, False)])
def test_six_characters_are_few(characters: int, beside: bool) -> None:
    rows = frames.ANSWERS.with_columns(pl.col("label").replace_strict({each: f"{n}".rjust(characters, "x")
                                       for n, each in enumerate(frames.ANSWERS["label"].unique(maintain_order=True))}))  # fmt: skip
    short = answers_figure(
        rows.with_columns(pl.col("label").str.slice(characters - 5)), STUDY, language="en", style=PHONE
    )
    height = [float(ElementTree.fromstring(each.svg()).get("height", "0"))
              for each in (short, answers_figure(rows, STUDY, language="en", style=PHONE))]  # fmt: skip
    assert (height[0] == height[1]) == beside


def test_font_of_the_style_is_the_font_of_the_svg() -> None:
    fonts = set(re.findall(r'font-family="([^"]*)"', draw("importance", style=PAPER).svg()))
    assert fonts == {"Libertinus Serif"}


def test_png_has_the_size_asked_for() -> None:
    small, large = draw("shares").png(scale=1), draw("shares").png(scale=2)
    assert small[:8] == b"\x89PNG\r\n\x1a\n"
    assert abs(int.from_bytes(large[16:20], "big") - 2 * int.from_bytes(small[16:20], "big")) <= 2


def test_notebook_shows_the_figure_with_its_description() -> None:
    bundle = draw("shares")._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg ")
    assert bundle["text/plain"].startswith("<Figure: ")


@pytest.mark.parametrize(("name", "found"), [("answers", "20%"), ("importance", "70%"), ("part_worths", "−0,25")])
def test_numbers_stand_beside_what_is_drawn(name: str, found: str) -> None:
    assert found in draw(name).svg()


def test_suppressed_rows_are_drawn_empty_and_told() -> None:
    drawn = draw("answers")
    assert "1 rijen zijn niet getoond: te weinig deelnemers." in drawn.alt
    assert "–" in drawn.svg()
    nothing = frames.ANSWERS.with_columns(pl.lit(None, dtype=pl.Float64).alias("share"))
    assert "3 rows are not shown" in answers_figure(nothing, STUDY, language="en").alt
    assert answers_figure(nothing, STUDY, language="en").svg()


def test_without_intervals_there_are_no_lines() -> None:
    frame = frames.IMPORTANCE.with_columns(pl.lit(None, dtype=pl.Float64).alias(n) for n in ("low", "high"))
    assert importance_figure(frame, STUDY, language="nl").svg().count("<line") == 0


@pytest.mark.parametrize(
    ("demonstrated", "fill", "edge"), [(True, MAIN, MAIN), (False, LIGHT, MAIN), (None, UNTESTED, UNTESTED)]
)
def test_a_bar_says_whether_its_weight_was_tested_and_demonstrated(
    demonstrated: bool | None, fill: str, edge: str
) -> None:
    frame = frames.IMPORTANCE.with_columns(pl.lit(demonstrated, pl.Boolean).alias("demonstrated"))
    bars = importance_figure(frame, STUDY, language="nl").svg()
    assert len(re.findall(rf'<path [^>]*fill="{fill}" stroke="{edge}"', bars)) == 2
    assert len({MAIN, LIGHT, UNTESTED}) == 3


@pytest.mark.parametrize("answers", range(2, 12))
def test_answers_get_darker_so_that_a_grey_print_keeps_the_order(answers: int) -> None:
    for positive in range(1, answers):
        shades = [luminance(colour) for colour in answer_colours(answers, positive)]
        assert all(light > dark for light, dark in pairwise(shades)), (answers, positive)


def test_text_on_every_shade_has_the_contrast_that_wcag_asks() -> None:
    shades = [mix(*sequential(), step / 20) for step in range(21)]
    shades += [colour for n in range(2, 12) for p in range(1, n) for colour in answer_colours(n, p)]
    for colour in shades:
        values = sorted((luminance(colour), luminance(on(colour))))
        assert (values[1] + 0.05) / (values[0] + 0.05) >= 4.5, colour


def test_answers_with_long_texts_and_many_categories_are_drawn() -> None:
    long = "Een heel lang antwoord dat over meer dan één regel loopt en nergens in past"
    answers = [{"key": f"a{j}", "text": f"{long} {j}", "positive": j > 5} for j in range(11)]
    study = frames.make_study(answers=answers)
    rows = [{"label": f"{long} {s}", "answer": f"a{j}", "share": 1 / 11} for s in range(3) for j in range(11)]
    root = ElementTree.fromstring(answers_figure(pl.DataFrame(rows), study, language="nl", style=PAPER).svg())
    assert float(root.get("width", "0")) <= 2 * PAPER.width


def test_figures_of_one_table_can_have_the_same_scale() -> None:
    assert reach_of_answers(frames.ANSWERS, STUDY) == pytest.approx(0.8)
    assert reach_of_answers(frames.ANSWERS.head(0), STUDY) == 0.5
    drawn = answers_figure(frames.ANSWERS, STUDY, reach=1.0, language="nl").spec()
    assert re.findall(r"'domain': \[(-[\d.]+, [\d.]+)\]", str(drawn)) == ["-1.0, 1.0"] * 3


def test_the_axis_of_part_worths_reaches_a_tenth_past_the_widest_and_never_shrinks_to_nothing() -> None:
    frame = pl.DataFrame({"part_worth": [0.2, -0.5], "low": [0.1, -0.8], "high": [0.3, None]})
    assert reach_of(frame) == pytest.approx(0.88)
    assert reach_of(pl.DataFrame({name: [0.0] for name in ("part_worth", "low", "high")})) == pytest.approx(0.11)


def test_numbers_of_part_worths_stand_beside_the_grid() -> None:
    spec = str(part_worths_figure(frames.PART_WORTHS, STUDY, reach=2.0, language="nl").spec())
    assert {float(end) for end in re.findall(r"'to': ([\d.]+)", spec)} == {2.0}
    assert min(float(edge) for edge in re.findall(r"'edge': ([\d.]+)", spec)) > 2.5


def test_interval_is_white_on_the_dark_bar_and_dark_elsewhere() -> None:
    pieces = _rows(draw("importance").spec(), "ink", "from")
    told = {(row["label"], row["from"], row["to"], row["ink"], row["end"]) for row in pieces}
    assert told == {
        ("Waarom?", 60.0, 70.0, "#ffffff", 60.0),
        ("Waarom?", 70.0, 80.0, "#1b1b1b", 80.0),
        ("Met wie?", 20.0, 40.0, "#1b1b1b", 20.0),
        ("Met wie?", 20.0, 40.0, "#1b1b1b", 40.0),
    }


def test_scenarios_at_both_ends_are_named_and_names_run_into_no_dot() -> None:
    crowd = [{"scenario": f"c{n}", "positive": 0.5 + 0.01 * n, "agreement": 0.5} for n in range(6)]
    ends = [
        {"scenario": "low", "positive": 0.5, "agreement": 0.1},
        {"scenario": "high", "positive": 0.0, "agreement": 1.0},
    ]
    spec = agreement_figure(pl.DataFrame([*crowd, *ends]), language="nl").spec()
    assert {row["text"] for row in _rows(spec, "text", "scenario")} == {"low", "high", "c5"}


def _rows(found: Any, *names: str) -> list[dict[str, Any]]:
    """The rows of data anywhere in a specification that have these names."""
    if isinstance(found, dict):
        own = [found] if all(name in found for name in names) else []
        return own + [row for part in found.values() for row in _rows(part, *names)]
    return [row for part in found for row in _rows(part, *names)] if isinstance(found, list) else []


def test_part_worths_are_described_in_the_order_of_the_table() -> None:
    keys = [f"c{n}" for n in range(20)]
    levels = [{"key": level, "text": level} for level in ("a", "b")]
    criteria = [{"key": key, "text": key.upper(), "levels": levels} for key in keys]
    data = STUDY.model_dump(mode="json") | {"criteria": criteria, "never": []}
    rows = [{"criterion": key, "level": level, "part_worth": 0.0, "low": None, "high": None}
            for key in reversed(keys) for level in ("a", "b")]  # fmt: skip
    frame = pl.DataFrame(rows, schema_overrides={"low": pl.Float64, "high": pl.Float64})
    told = part_worths_figure(frame, type(STUDY).model_validate(data), language="en").alt
    assert re.findall(r"“C(\d+)”", told) == [str(n) for n in reversed(range(20))]


def test_a_label_longer_than_a_line_takes_no_more_room_than_a_full_line() -> None:
    def widths(length: int) -> list[str]:
        frame = frames.ANSWERS.with_columns(pl.lit("x" * (length // 2 - 1) + " " + "y" * (length // 2)).alias("label"))
        return re.findall(r"'width': ([\d.]+)", str(answers_figure(frame, STUDY, language="nl").spec()))

    assert widths(34) == widths(60)
    assert widths(20) != widths(34)
