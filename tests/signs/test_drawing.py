"""Whatever signs a text has, it can be set; what is lost is named beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collega import signs
from collega.signs import drawing
from tests.figures.frames import make_study
from tests.signs.scripts import DRAWN, MISSING, REPLACED


@pytest.fixture(params=["with fonts", "without"])
def fonts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    if request.param == "without":
        monkeypatch.setenv("COLLEGA_FONTS", str(tmp_path))
    return str(request.param)


@pytest.mark.parametrize("text", DRAWN.values(), ids=DRAWN)
def test_every_script_is_drawn_with_the_fonts_of_the_set_up(text: str) -> None:
    assert signs.printable(text) == text
    assert signs.unprintable({"title": text}) == ()


@pytest.mark.parametrize("text", ["🤷‍♀️", "🏃🏿‍♂️", "👩🏽‍⚕️", "👩‍⚖️", "❤️‍🔥", "👨‍👩‍👧", "🐻‍❄️", "🏳️‍🌈"])
def test_a_person_joined_with_a_sign_is_one_picture(text: str) -> None:
    made = drawing.compiler(drawing._PROBE, usual=False).compile(sys_inputs={"text": text}, format="svg")
    assert isinstance(made, bytes)
    assert made.count(b"<image") == 1
    assert made.count(b"<use") == 1


def test_without_the_font_of_pictures_a_person_is_named_and_not_lost(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLLEGA_FONTS", str(tmp_path))
    assert signs.printable("a 🤷‍♀️ b") == "a □♀\ufe0f b"
    assert "🤷" in signs.unprintable({"title": "a 🤷‍♀️ b"})[0].signs


@pytest.mark.parametrize(("text", "drawn"), REPLACED.values(), ids=REPLACED)
def test_what_has_a_plain_equivalent_is_drawn_so(fonts: str, text: str, drawn: str) -> None:
    assert signs.printable(text) == drawn
    assert signs.unprintable({"title": text}) == ()


@pytest.mark.parametrize("sign", MISSING.values(), ids=MISSING)
def test_what_no_font_has_is_a_box_and_is_named(fonts: str, sign: str) -> None:
    assert signs.printable(f"a{sign}b") == "a□b"
    (found,) = signs.unprintable({"title": f"a{sign}b", "statement": "plain"})
    assert found.signs == (sign,)
    assert str(found) == f"title: the report has no font for U+{ord(sign):04X}, and shows □ instead"


def test_without_fonts_the_warning_names_text_sign_and_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLLEGA_FONTS", str(tmp_path))
    study = make_study(title="Deel 漢", context=["漢", "㎡ en ไ"])
    warnings = signs.warnings_of(signs.unprintable(signs.texts_of(study)))
    assert warnings[0] == "title, context[0]: the report has no font for 漢 (U+6F22), and shows □ instead"
    assert warnings[1].startswith("context[1]: the report has no font for ㎡ (U+33A1), ไ (U+0E44), and")
    assert "apt-get install fonts-noto-core" in warnings[2]
    assert "COLLEGA_FONTS" in warnings[2]
    assert signs.warnings_of(()) == ()


def test_many_signs_are_not_all_listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLLEGA_FONTS", str(tmp_path))
    (found,) = signs.unprintable({f"context[{n}]": "一二三四五六" for n in range(9)})
    assert str(found).startswith("context[0], context[1], context[2], context[3], context[4], …: the report")
    assert "五 (U+4E94), …, and shows" in str(found)


def test_a_usual_text_asks_the_typesetter_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_undrawn", lambda _: pytest.fail("asked"))
    assert signs.printable("Één “weging” – 50%…") == "Één “weging” – 50%…"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(max_size=12))
def test_any_text_can_be_set(text: str) -> None:
    for folders in ((), drawing.font_folders()):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(drawing, "font_folders", lambda folders=folders: folders)
            drawn = signs.printable(text)
            assert signs.is_usual(drawn) or drawing._undrawn(drawn) == set()
