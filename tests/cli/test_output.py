"""Tables in the terminal: nothing is cut off, and nothing has a sign."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from string import Formatter

import polars as pl
import pytest
from rich.console import Console

from collega.cli import hints, output
from collega.messages import Message
from collega.messages.catalogue import FOLDER, room


def printed(monkeypatch: pytest.MonkeyPatch, width: int, frame: pl.DataFrame, **how: object) -> str:
    file = io.StringIO()
    monkeypatch.setattr(output, "results", lambda: Console(file=file, width=width, highlight=False, markup=False))
    output.show("Title", frame, **how)  # type: ignore[arg-type]
    return file.getvalue()


BARS = pl.DataFrame({"criterion": ["a_very_long_criterion", "b"], "percent": [75, 25]})


@pytest.mark.parametrize("width", [45, 60, 200])
def test_a_bar_is_made_to_fit_and_never_cut(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    text = printed(monkeypatch, width, BARS, bar="percent")
    bars = [line.count("█") for line in text.splitlines() if "█" in line]
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= width
    assert bars[0] == pytest.approx(3 * bars[1], abs=3)
    assert bars[0] == min(30, width - 32)


def test_drawn_answers_stay_whole_where_words_go_over_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({"answers": ["░" * 10 + "█" * 30], "differs in": ["recipient, statutory_task, safeguards"]})
    text = printed(monkeypatch, 60, frame)
    assert "░" * 10 + "█" * 30 in text
    assert "…" not in text
    assert "safeguards" in text


def test_decimals_line_up_and_zero_has_no_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    text = printed(monkeypatch, 80, pl.DataFrame({"x": [-0.71, 0.00153, -0.0001, None]}), digits=2)
    assert [line.strip() for line in text.splitlines()[2:6]] == ["-0.71", "0.00", "0.00", "–"]
    assert [output.signed(points) for points in (1.26, -0.04, 0.04, -3.0)] == ["+1", "0", "0", "-3"]


@pytest.mark.parametrize("width", [50, 62])
def test_in_a_narrow_terminal_words_stay_whole_and_drawn_answers_get_smaller(
    monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    frame = pl.DataFrame(
        {"value": ["executive_regional", "dpo", "hidden"], "n": [16, 15, None], "% positive": [45, 44, None],
         "answers": [output.stacked([0.25, 0.25, 0.25, 0.25]), output.stacked([0.5, 0.5, 0, 0]), "not shown"]}
    )  # fmt: skip
    text = printed(monkeypatch, width, frame)
    assert "executive_regional" in text
    assert "value" in text
    assert "not shown" in text
    assert max(map(len, text.splitlines())) <= width
    lines = [line for line in text.splitlines() if "░" in line]
    sizes = [sum(line.count(shade) for shade in "░▒▓█") for line in lines]
    assert sizes[0] == sizes[1] < 40
    assert lines[0].count("█") == pytest.approx(sizes[0] / 4, abs=1)
    assert lines[1].count("░") == pytest.approx(sizes[1] / 2, abs=1)


def test_every_number_beside_a_bar_keeps_its_words_whole_at_62_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame(
        {"criterion": ["statutory_task", "risk"], "percent": [75, 25], "90% interval": ["70–80", "20–30"],
         "points": [32, 8], "p": ["<0.001", "0.149"]}
    )  # fmt: skip
    text = printed(monkeypatch, 62, frame, bar="percent")
    assert "statutory_task" in text
    assert "…" not in text
    assert max(map(len, text.splitlines())) <= 62
    bars = [line.count("█") for line in text.splitlines() if "█" in line]
    assert bars[0] == pytest.approx(3 * bars[1], abs=1.5)


def test_the_folder_is_filled_in_where_a_message_has_a_command() -> None:
    hints.remember_folder(Path("my study"))
    text = Message("model-knows-no-groups", model="mixed")
    assert hints.with_hint(text).endswith("for that: collega fit 'my study' --model hierarchical")
    hints.remember_folder(None)
    assert hints.with_hint(text).endswith("for that: collega fit FOLDER --model hierarchical")
    assert hints.with_hint(str(text)) == str(text)


@pytest.mark.parametrize("code", hints._AFTER)
def test_every_hint_is_of_a_message_and_needs_no_other_values(code: str) -> None:
    words = room("en", code.partition("-")[0]).get_message(code)
    assert words is not None
    places = {name for _, name, *_ in Formatter().parse(hints._AFTER[code]) if name} - {"folder"}
    assert all(f"${place}" in (FOLDER / "en" / f"{code.partition('-')[0]}.ftl").read_text() for place in places)


def test_help_names_every_command_in_the_order_of_the_work(capsys) -> None:
    """Every registered command has its place in that order: one without would break the help."""
    from collega.cli import main
    from collega.cli.app import _MODULES, app

    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    told = capsys.readouterr().out
    registered = {each.name or each.callback.__name__ for each in app.registered_commands}
    assert registered == set(_MODULES)
    first_words = [line.split()[0] for line in told.splitlines() if line.startswith("  ") and line.split()]
    assert [word for word in first_words if word in registered] == list(_MODULES)
    for each in app.registered_commands:
        assert each.callback.__module__ == f"collega.cli.{_MODULES[each.name or each.callback.__name__]}"


def test_a_command_starts_without_loading_the_others() -> None:
    told_of = "'collega.cli.analysis' in sys.modules, gc.isenabled()"
    code = f"import gc, sys; from collega.cli.app import register; register({{}}); print({told_of})"
    for given, loaded in ((["fit"], False), (["ask"], True), (["fti"], True), ([], True)):
        told = subprocess.run([sys.executable, "-c", code.format(given)], capture_output=True, text=True, check=True)
        assert told.stdout.strip() == f"{loaded} True", given
