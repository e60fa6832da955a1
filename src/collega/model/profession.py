"""The profession: how much each combination of characteristics counts, and people who stand for it.

Multilevel regression and post-stratification: the law of persons of a hierarchical fit, b = m + G z + R u with
u ~ N(0, I), in every cell, and cells weighed by what they are of the profession. Cells with few participants borrow
from the others through G.

References
----------
Gelman & Little (1997), Survey Methodology 23. Park, Gelman & Bafumi (2004), Political Analysis 12.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from collega.errors import NotComputedError
from collega.messages import Message
from collega.model.composition import Composition
from collega.model.fit import Draws, Fit
from collega.model.persons import Persons
from collega.model.population import PERSONS, coded, persons_with
from collega.model.raking import rake
from collega.panel.counts_file import Counts
from collega.panel.panel import Panel

MOST_ABSENT = 0.1  # of the profession, in one cell of which nobody took part
DRAWS = 500
_SEED = 20241129
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profession:
    """What the cells are of a profession.

    Attributes
    ----------
    characteristics : tuple of str
    cells : tuple of tuple of str
        A value of each characteristic.
    shares : (C,) float64
        0..1; they sum to one.
    """

    characteristics: tuple[str, ...]
    cells: tuple[Cell, ...]
    shares: NDArray[np.float64]


def absent_cells(counts: Counts, panel: Panel) -> dict[Cell, float]:
    """Return the cells of the profession of which no counted participant is, with their shares of the profession.

    Of margins every value is a cell of its own.
    """
    panel = panel.counted
    present: set[Cell] = set()
    wanted: dict[Cell, float]
    if counts.margins:
        wanted = {
            (f"{key}={value}",): count / sum(values.values())
            for key, values in counts.margins.items()
            for value, count in values.items()
        }
        for key in counts.characteristics:
            present |= {(f"{key}={value}",) for value in panel.people[key].unique().to_list()}
    else:
        total = sum(counts.cells.values())
        wanted = {cell: count / total for cell, count in counts.cells.items()}
        present = set(panel.people.select(counts.characteristics).iter_rows())
    return {cell: share for cell, share in wanted.items() if share > 0 and cell not in present}


def refusal(counts: Counts, panel: Panel) -> str:
    """Return why this panel cannot speak for the profession; empty where it can."""
    large = {cell: share for cell, share in absent_cells(counts, panel).items() if share > MOST_ABSENT}
    if not large:
        return ""
    named = [
        Message("model-absent-cell", cell=cell_text(counts, cell), percent=100 * share) for cell, share in large.items()
    ]
    return Message("model-profession-absent", percent=100 * MOST_ABSENT, cells=named)


def cell_text(counts: Counts, cell: Cell) -> str:
    """Return a cell in keys."""
    return (
        cell[0]
        if counts.margins
        else ", ".join(f"{key}={value}" for key, value in zip(counts.characteristics, cell, strict=True))
    )


def weigh(counts: Counts, composition: Composition) -> Profession:
    """Return the shares of the cells: as counted, or raked from how characteristics go together in the panel.

    Raked are the combinations of people of whom every counted characteristic is known. A value that nobody of them has
    goes together with the others as everybody's does.

    Raises
    ------
    NotComputedError
        Where nothing is known of a characteristic, or the margins cannot be raked.
    """
    if counts.cells:
        total = sum(counts.cells.values())
        cells = {cell: count / total for cell, count in counts.cells.items() if count > 0}
        return Profession(
            characteristics=counts.characteristics, cells=tuple(cells), shares=np.array(list(cells.values()))
        )
    seeds: dict[Cell, float] = {}
    for cell in zip(*(composition.column(key) for key in counts.characteristics), strict=True):
        known = tuple(value for value in cell if value is not None)
        if len(known) == len(cell):
            seeds[known] = seeds.get(known, 0.0) + 1.0
    if not seeds:
        raise NotComputedError(Message("model-margins-unknown", names=counts.characteristics))
    names = [[value for value, count in counts.margins[key].items() if count > 0] for key in counts.characteristics]
    for h, values in enumerate(names):
        for value in set(values) - {cell[h] for cell in seeds}:
            seeds |= {(*cell[:h], value, *cell[h + 1 :]): count / composition.size for cell, count in seeds.items()}
    kept = {
        cell: count
        for cell, count in seeds.items()
        if all(value in own for value, own in zip(cell, names, strict=True))
    }
    if not kept:
        raise NotComputedError(Message("model-margins-of-nobody"))
    index = np.array([[own.index(value) for value, own in zip(cell, names, strict=True)] for cell in kept])
    margins = [_shares(counts.margins[key]) for key in counts.characteristics]
    shares = rake(index, np.array(list(kept.values())), margins)
    return Profession(characteristics=counts.characteristics, cells=tuple(kept), shares=shares)


def _shares(margin: Mapping[str, float]) -> NDArray[np.float64]:
    counts = np.array([count for count in margin.values() if count > 0])
    result: NDArray[np.float64] = counts / counts.sum()
    return result


def profession_persons(
    fit: Fit, profession: Profession, composition: Composition, *, minimum: int = 1, persons: int = PERSONS
) -> Persons:
    """Return people who stand for the profession, new ones in every draw.

    In each draw cells get persons by systematic sampling of their shares. A person's other characteristics are those
    of a participant of the cell, drawn at random; of any participant where fewer than ``minimum`` are of the cell. A
    value that may not be shown counts as withheld.

    Parameters
    ----------
    fit : Fit
        Hierarchical; its draws of single participants are not used.
    profession : Profession
    composition : Composition
        Of the participants, as far as it may be told.
    minimum : int
        Fewest participants whose other characteristics are used.
    persons : int
        Persons in every draw.

    Raises
    ------
    NotComputedError
        For a fit that knows no differences between groups.
    """
    if fit.draws is None:
        raise NotComputedError(no_groups(fit))
    draws = _thinned(fit.draws, DRAWS)
    rng = np.random.default_rng(_SEED)
    own = {key: composition.column(key) for key in dict.fromkeys(key for key, _ in draws.group_columns)}
    rows = coded(draws.group_columns, own, composition.size)
    visible = _visible(profession, composition)
    cells = coded(draws.group_columns, dict(zip(profession.characteristics, zip(*visible, strict=True), strict=True)),
                  len(visible))  # fmt: skip
    counted = np.array([key in profession.characteristics for key, _ in draws.group_columns], dtype=np.bool_)
    place = _systematic(profession.shares, len(draws.mean), persons, rng)
    z = rows[_companions(profession, composition, place, minimum, rng)]
    z[..., counted] = cells[place][..., counted]
    return persons_with(fit, draws, z, rng)


def no_groups(fit: Fit) -> str:
    """Return why a model cannot be post-stratified."""
    return Message("model-nothing-to-weigh", model=fit.model)


def _visible(profession: Profession, composition: Composition) -> list[tuple[str | None, ...]]:
    """Return the cells, with None for values that nobody has of whom it may be told."""
    known = [set(composition.column(key)) for key in profession.characteristics]
    return [tuple(v if v in own else None for v, own in zip(cell, known, strict=True)) for cell in profession.cells]


def _systematic(shares: NDArray[np.float64], n_draws: int, persons: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return (D, I) the cell of every person: in each draw each cell as often as its share says, but for one."""
    points = (np.arange(persons) + rng.random((n_draws, 1))) / persons
    place = np.minimum(np.searchsorted(np.cumsum(shares), points, side="right"), len(shares) - 1)
    return rng.permuted(place, axis=1)


def _companions(
    profession: Profession,
    composition: Composition,
    place: NDArray[np.intp],
    minimum: int,
    rng: np.random.Generator,
) -> NDArray[np.intp]:
    """Return (D, I) the row of the participant whose other characteristics each person has."""
    members: dict[Cell, list[int]] = {}
    for row, values in enumerate(zip(*(composition.column(key) for key in profession.characteristics), strict=True)):
        members.setdefault(values, []).append(row)
    everyone, chance = np.arange(composition.size), rng.random(place.shape)
    chosen = np.empty(place.shape, dtype=np.intp)
    for number, cell in enumerate(profession.cells):
        own = np.array(members.get(cell, []), dtype=np.intp)
        rows = own if len(own) >= max(minimum, 1) and not composition.dealt else everyone
        here = place == number
        chosen[here] = rows[(chance[here] * len(rows)).astype(np.intp)]
    return chosen


def _thinned(draws: Draws, most: int) -> Draws:
    """Return at most so many draws, evenly spread."""
    total = len(draws.mean)
    if total <= most:
        return draws
    chosen = np.unique(np.linspace(0, total - 1, most).round().astype(np.int64))
    others = [each.name for each in fields(draws) if each.name != "individual"]
    drawn: dict[str, Any] = {name: getattr(draws, name) for name in others}
    fewer: dict[str, Any] = {name: array[chosen] for name, array in drawn.items() if isinstance(array, np.ndarray)}
    return replace(draws, individual=draws.individual[:0], representatives=None, **fewer)
