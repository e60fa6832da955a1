"""A panel in parts that stay where they are: on a disk, or on the machines of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from collega.design.layout import Design
from collega.panel.joined import join_panels, require_everyone_once
from collega.panel.panel import Panel
from collega.panel.part import Part, PartCells, Who, count_part, hash_of_parts, hash_sums
from collega.panel.tally import Tally, add_tallies
from collega.pieces import Pieces, Report
from collega.study.definition import Study


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountedParts:
    """What the models need of a panel in parts: its sums are here, everyone's answers where they were.

    Attributes
    ----------
    tally : Tally
        Of all parts together.
    cells : Pieces of PartCells
    sizes : (parts,) int64
        Counted participants in each.
    participants : tuple of str
        Ids of the counted participants, in order.
    data_hash : str
        As :func:`collega.panel.identity.panel_hash` of the whole panel.
    """

    tally: Tally
    cells: Pieces[PartCells]
    sizes: NDArray[np.int64]
    participants: tuple[str, ...]
    data_hash: str


@dataclass(frozen=True, kw_only=True, eq=False)
class PanelParts:
    """A panel of which each participant stands in one part.

    Attributes
    ----------
    study : Study
    design : Design
    panels : Pieces of Panel
        The parts, read whenever they are asked for.
    names : tuple of str
        What the parts are called in messages.
    synthetic : bool
    progress : callable or None
        Called with the fraction of the parts that were counted.
    """

    study: Study
    design: Design
    panels: Pieces[Panel]
    names: tuple[str, ...]
    synthetic: bool = False
    progress: Report | None = None

    @cached_property
    def counted(self) -> CountedParts:
        """The parts, counted once where they are.

        Raises
        ------
        DataError
            With what is wrong in the parts, and for a participant who stands in two of them.
        """
        parts: Pieces[Part] = self.panels.hold(count_part, self.progress)
        who: list[Who] = parts.collect(attrgetter("who"))
        require_everyone_once([one.ids for one in who], self.names)
        tally = add_tallies(parts.collect(attrgetter("tally")))
        cells: Pieces[PartCells] = parts.hold(attrgetter("cells"))
        sizes = np.array([int(one.counted.sum()) for one in who], dtype=np.int64)
        names = tuple(name for one in who for name in one.ids.filter(one.counted).to_list())
        sums = cells.collect(hash_sums, (np.cumsum(sizes) - sizes).tolist())
        return CountedParts(
            tally=tally,
            cells=cells,
            sizes=sizes,
            participants=names,
            data_hash=hash_of_parts(sums, [one.groups for one in who], names),
        )

    def whole(self) -> Panel:
        """Return it as one panel; DataError as :attr:`counted`."""
        panels = self.panels.collect(_itself, progress=self.progress)
        require_everyone_once([panel.people["participant"] for panel in panels], self.names)
        return join_panels(panels)

    def every(self, step: int) -> Panel:
        """Return the panel of every second, third ... counted participant."""
        sizes = self.counted.sizes
        first = (-(np.cumsum(sizes) - sizes)) % step
        return join_panels(self.panels.collect(partial(_every, step=step), first.tolist()))


def _itself(panel: Panel) -> Panel:
    return panel


def _every(panel: Panel, first: int, *, step: int) -> Panel:
    panel = panel.counted
    return panel.keep(np.arange(panel.n_participants) % step == first).counted


def whole(panel: Panel | PanelParts) -> Panel:
    """Return one panel, for what needs every answer in one place."""
    return panel.whole() if isinstance(panel, PanelParts) else panel


def parts_of(panel: Panel, n_parts: int) -> Sequence[Panel]:
    """Divide a panel into so many parts of about as many participants, at most one for each participant."""
    n_parts = max(min(n_parts, panel.n_participants), 1)
    number = np.arange(panel.n_participants) * n_parts // max(panel.n_participants, 1)
    return [panel.keep(number == part) for part in range(n_parts)]


def spread_panel(
    panel: Panel, spread: Callable[[Sequence[Panel]], Pieces[Panel]], n_parts: int, progress: Report | None = None
) -> PanelParts:
    """Divide a panel that is here into parts that ``spread`` puts somewhere."""
    parts = parts_of(panel, n_parts)
    return PanelParts(
        study=panel.study,
        design=panel.design,
        panels=spread(parts),
        names=tuple(f"part {number}" for number in range(1, len(parts) + 1)),
        synthetic=panel.synthetic,
        progress=progress,
    )
