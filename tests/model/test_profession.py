"""The profession's share: cells weighed by counts, against closed forms; and what it may not tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.special import ndtr

from collega.errors import NotComputedError
from collega.model.blanks import Blanks
from collega.model.composition import Composition
from collega.model.fit import Fit
from collega.model.population import erased
from collega.model.profession import Profession, absent_cells, profession_persons, refusal, weigh
from collega.model.share import shares_of
from collega.panel import Panel
from collega.panel.counts_file import Counts
from tests.model.made_fits import drawn_fit, estimated_fit
from tests.model.references import make_panel, make_study

CASE = np.array([[0, 0]])
COLUMNS = (("post", "x"), ("post", "y"), ("sector", "s"))  # post has x, y and z; sector s and t
MEAN, POST, SECTOR = 0.2, {"x": 0.8, "y": -0.5, "z": -0.3}, {"s": 0.6, "t": -0.6}


def grouped(spread: float = 0.0, n_draws: int = 600) -> Fit:
    """A fit without differences but those of its groups, in the intercept, and a spread between people."""
    fit = drawn_fit(1, (2, 2), n_people=6, n_draws=n_draws)
    assert fit.draws is not None
    effects, factor = np.zeros((n_draws, 3, 3), dtype=np.float32), np.zeros((n_draws, 3, 4), dtype=np.float32)
    effects[:, 0] = [POST["x"], POST["y"], SECTOR["s"]]
    factor[:, 0, 0] = spread
    draws = replace(fit.draws, group_effects=effects, group_columns=COLUMNS, covariance_factor=factor,
                    mean=np.tile([MEAN, 0.0, 0.0], (n_draws, 1)), thresholds=np.zeros((n_draws, 3)))  # fmt: skip
    return replace(fit, draws=draws)


def people(posts: str, sectors: str | None = None) -> Composition:
    values = {"post": [None if each == "-" else each for each in posts]}
    if sectors is not None:
        values["sector"] = [None if each == "-" else each for each in sectors]
    return Composition(size=len(posts), values=values)


def cells(**shares: float) -> Profession:
    return Profession(characteristics=("post",), cells=tuple((value,) for value in shares),
                      shares=np.array(list(shares.values())))  # fmt: skip


def share(fit: Fit, profession: Profession, composition: Composition, minimum: int = 1) -> float:
    persons = profession_persons(fit, profession, composition, minimum=minimum, persons=64)
    return float(shares_of(persons, Blanks((2, 2), ()), CASE).mean())


@pytest.mark.parametrize("weight", [0.25, 0.5, 0.75])
def test_two_cells_with_known_weights(weight: float) -> None:
    found = share(grouped(), cells(x=weight, y=1 - weight), people("xxxxxxyyyy"))
    expected = weight * ndtr(MEAN + POST["x"]) + (1 - weight) * ndtr(MEAN + POST["y"])
    assert found == pytest.approx(expected, abs=1e-6)  # 64 persons are dealt exactly by quarters


def test_shares_that_no_number_of_persons_has_are_right_on_average() -> None:
    found = share(grouped(), cells(x=0.137, y=0.863), people("xxxxxxyyyy"))
    expected = 0.137 * ndtr(MEAN + POST["x"]) + 0.863 * ndtr(MEAN + POST["y"])
    assert found == pytest.approx(expected, abs=2e-4)  # systematic: at most 1/64 off in a draw, 500 draws


def test_people_of_a_cell_differ_as_the_model_says() -> None:
    found = share(grouped(spread=1.2), cells(x=0.5, y=0.5), people("xxxxxxyyyy"))
    expected = np.mean([ndtr((MEAN + POST[value]) / np.sqrt(1 + 1.2**2)) for value in "xy"])
    assert found == pytest.approx(expected, abs=4e-3)  # 32,000 persons with a standard deviation of 0.3


def test_the_panel_has_no_say_in_the_weights() -> None:
    one, other = (share(grouped(), cells(x=0.25, y=0.75), people(posts)) for posts in ("xxxxxxxxy", "xyyyyyyyy"))
    assert one == pytest.approx(other, abs=1e-9)


def test_other_characteristics_are_those_of_people_of_the_cell() -> None:
    """All x are in sector s and all y in t: whoever counts x counts s with it."""
    found = share(grouped(), cells(x=0.5, y=0.5), people("xxxxxyyyyy", "sssssttttt"), minimum=5)
    expected = (ndtr(MEAN + POST["x"] + SECTOR["s"]) + ndtr(MEAN + POST["y"] + SECTOR["t"])) / 2
    assert found == pytest.approx(expected, abs=1e-6)


def test_a_cell_with_few_people_tells_nothing_of_them() -> None:
    """Four of x: which sectors these are in has no say, only how often sectors are among all."""
    panels = [people("xxxxyyyyyyyy", sectors) for sectors in ("sssstttttttt", "ttttsssstttt")]
    hidden = [share(grouped(), cells(x=1.0), each, minimum=5) for each in panels]
    assert hidden[0] == pytest.approx(hidden[1], abs=0.006)  # a third of s, drawn at random 32,000 times
    told = [share(grouped(), cells(x=1.0), each, minimum=4) for each in panels]
    assert told[0] - told[1] == pytest.approx(ndtr(MEAN + 0.8 + 0.6) - ndtr(MEAN + 0.8 - 0.6), abs=1e-6)


def test_a_value_that_may_not_be_shown_counts_as_withheld() -> None:
    """Nobody of z is known to the composition: its effect is not used."""
    found = share(grouped(), cells(x=0.5, z=0.5), people("xxxxxyyyyy--"))
    assert found == pytest.approx((ndtr(MEAN + POST["x"]) + ndtr(MEAN)) / 2, abs=1e-6)


def test_draws_of_participants_are_not_used_so_it_stays_after_they_are_erased() -> None:
    profession, composition = cells(x=0.3, y=0.7), people("xxxxxxyyyy")
    assert share(grouped(0.8), profession, composition) == share(erased(grouped(0.8)), profession, composition)


def test_people_who_were_dealt_have_no_companions() -> None:
    composition = Composition.from_margins({"post": {"x": 0.5, "y": 0.5}, "sector": {"s": 0.25, "t": 0.75}})
    found = share(grouped(), cells(x=1.0), composition)
    expected = 0.25 * ndtr(MEAN + POST["x"] + SECTOR["s"]) + 0.75 * ndtr(MEAN + POST["x"] + SECTOR["t"])
    assert found == pytest.approx(expected, abs=0.005)


def test_counts_of_cells_are_shares() -> None:
    counts = Counts(file="c", characteristics=("post",), cells={("x",): 20, ("y",): 60, ("z",): 0})
    found = weigh(counts, people("xy"))
    assert found.cells == (("x",), ("y",))
    np.testing.assert_allclose(found.shares, [0.25, 0.75])


def test_margins_are_raked_over_how_characteristics_go_together() -> None:
    """Without the two who withheld; odds ratio 4, see ``test_raking`` for the quadratic."""
    counts = Counts(file="c", characteristics=("post", "sector"),
                    margins={"post": {"x": 30, "y": 70}, "sector": {"s": 500, "t": 500}})  # fmt: skip
    found = weigh(counts, people("xxyxyy-y", "ssstttt-"))
    table = dict(zip(found.cells, found.shares, strict=True))
    assert sum(share for cell, share in table.items() if cell[0] == "x") == pytest.approx(0.3, abs=1e-8)
    assert sum(share for cell, share in table.items() if cell[1] == "s") == pytest.approx(0.5, abs=1e-8)
    ratio = table["x", "s"] * table["y", "t"] / (table["x", "t"] * table["y", "s"])
    assert ratio == pytest.approx(4.0, rel=1e-6)


def test_a_value_nobody_has_goes_together_with_the_others_as_everybodys() -> None:
    counts = Counts(file="c", characteristics=("post", "sector"),
                    margins={"post": {"x": 45, "y": 45, "z": 10}, "sector": {"s": 50, "t": 50}})  # fmt: skip
    found = weigh(counts, people("xxyy", "stst"))
    table = dict(zip(found.cells, found.shares, strict=True))
    assert table["z", "s"] == pytest.approx(0.05, abs=1e-8)
    assert sum(share for cell, share in table.items() if cell[0] == "z") == pytest.approx(0.1, abs=1e-8)


def test_margins_of_what_is_not_known_are_refused() -> None:
    counts = Counts(file="c", characteristics=("post",), margins={"post": {"x": 1}})
    with pytest.raises(NotComputedError, match="of no participant all of post are known"):
        weigh(counts, people("---"))
    with pytest.raises(NotComputedError, match="give a count to nobody who took part"):
        weigh(Counts(file="c", characteristics=("post",), margins={"post": {"z": 0, "x": 0, "y": 0}}), people("xy"))


def test_only_a_model_with_groups_can_be_weighed() -> None:
    with pytest.raises(NotComputedError, match="pooled model knows no differences between groups"):
        profession_persons(estimated_fit((2, 2), [0.0], [0.1, 0.2]), cells(x=1.0), people("x"))


def panel_of(posts: str, sectors: str) -> Panel:
    items = [
        {"key": "post", "text": "post", "values": [{"key": key, "text": key} for key in "xyz"]},
        {"key": "sector", "text": "sector", "values": [{"key": key, "text": key} for key in "st"]},
    ]
    study = make_study({"c": ["a", "b"]}, ["no", "yes"], characteristics=items, minimum_group=2)
    panel = make_panel(study, ["s0"], [[0]], [(f"p{i}", "s0", i % 2) for i in range(len(posts))])
    own = (pl.Series("post", list(posts)), pl.Series("sector", list(sectors)))
    return replace(panel, people=panel.people.with_columns(*own))


def test_a_tenth_of_the_profession_may_be_absent_and_no_more() -> None:
    panel = panel_of("xxxyyy", "ststst")
    tenth = Counts(file="c", characteristics=("post",), cells={("x",): 50, ("y",): 40, ("z",): 10})
    assert refusal(tenth, panel) == ""
    assert absent_cells(tenth, panel) == {("z",): 0.1}
    more = Counts(file="c", characteristics=("post",), cells={("x",): 50, ("y",): 39, ("z",): 11})
    assert refusal(more, panel).startswith(
        "Of a part of the profession nobody took part, and it is more than 10%: post=z (11%). Invite people of that part"
    )


def test_absent_is_a_combination_for_cells_and_a_value_for_margins() -> None:
    panel = panel_of("xxyy", "sstt")
    combined = Counts(file="c", characteristics=("post", "sector"), cells={("x", "s"): 50, ("x", "t"): 50})
    assert "post=x, sector=t (50%)" in refusal(combined, panel)
    margins = Counts(file="c", characteristics=("post", "sector"),
                     margins={"post": {"x": 50, "z": 50}, "sector": {"s": 1, "t": 1}})  # fmt: skip
    assert "post=z (50%)" in refusal(margins, panel)
