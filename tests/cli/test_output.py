"""Tables in the terminal: nothing is cut off, and nothing has a sign."""

from __future__ import annotations

import io

import polars as pl
import pytest
from rich.console import Console

from collega.cli import output


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
    assert [output.signed(points) for points in (1.26, -0.04, 0.04, -3.0)] == ["+1.3", "0.0", "0.0", "-3.0"]
