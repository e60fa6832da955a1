"""A bound on the time that a design may take; without one no clock has a say in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Limit:
    """The seconds from now on in which everything has to be done.

    Work that can be cut short asks :meth:`cuts` now and then, and stops where the answer is yes.

    Attributes
    ----------
    seconds : float or None
        None: no limit, so that the work is what the same arguments make it on any machine.
    clock : callable
        Seconds that pass.
    """

    seconds: float | None = None
    clock: Callable[[], float] = time.monotonic
    _began: float = 0.0
    _cut: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._began = self.clock() if self.seconds is not None else 0.0

    def fraction(self, share: float = 1.0) -> float:
        """Return the part that has passed, 0 to 1, of this share of the time; 0 without a limit."""
        if self.seconds is None:
            return 0.0
        allowed = share * self.seconds
        return 1.0 if allowed <= 0 else min(1.0, (self.clock() - self._began) / allowed)

    def cuts(self, work: str, share: float = 1.0) -> bool:
        """Whether this share of the time is over, and ``work`` has to stop: what it names counts as cut short."""
        over = self.seconds is not None and self.fraction(share) >= 1.0
        if over:
            self._cut[work] = None
        return over

    @property
    def cut(self) -> tuple[str, ...]:
        """What was cut short."""
        return tuple(self._cut)


UNLIMITED = Limit()
