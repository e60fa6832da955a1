"""The panels and the chart of ``python -m benchmarks sizes``, without timing anything."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from benchmarks.one_size import LEVELS, MODELS, measure
from benchmarks.panels import make_panel
from benchmarks.size_chart import LINES, size_figure
from collega.panel.counts import merge_profiles


def test_distinct_scenarios_all_differ_so_that_counting_cannot_help() -> None:
    panel = make_panel(40, distinct=True, levels=LEVELS)
    first, _ = merge_profiles(panel.design.profiles)
    assert len(first) == len(np.unique(panel.scenario)) == panel.n_answers == 40 * 21


def test_ten_criteria_of_three_levels_have_too_few_scenarios_for_3000_people() -> None:
    with pytest.raises(ValueError, match="larger sample than population"):
        make_panel(3_000, distinct=True)


def test_a_measured_fit_tells_seconds_and_memory() -> None:
    told = measure(make_panel(20, levels=LEVELS), MODELS["pooled"])
    assert told["converged"]
    assert 0 < told["seconds"] < 60
    assert 0.01 < told["memory"] < 24


def test_the_chart_tells_lines_apart_without_colour_and_says_where_one_stops() -> None:
    points = [
        {"model": model, "scenarios": scenarios, "participants": size, "seconds": size / 1e4}
        for model, scenarios in LINES
        for size in (50, 1_000, 1_000_000)
    ]
    points[list(LINES).index(("pooled", "distinct")) * 3 + 2]["seconds"] = None
    figure = size_figure(pl.DataFrame(points))
    svg = figure.svg()
    assert "pooled, all scenarios differ: 50: 0.005 s, 1,000: 0.1 s and no further" in figure.alt
    assert svg.count(">no further<") == 1
    assert 'stroke-dasharray="6,4"' in svg
    assert all(f">{name}<" in svg for name, *_ in LINES.values())
    assert len({shape for *_, shape in LINES.values()}) == len(LINES)
