"""Work on pieces of something large, wherever they are: map a function over them, and bring home only what it returns.

A piece may be a partition on a disk, a part of an array, or a value that a machine of a cluster holds. What asks for a
sum over all of them does not know which.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")
R = TypeVar("R")
Report = Callable[[float], None]
_AT_ONCE = min(4, os.cpu_count() or 1)


class Pieces(Protocol[T_co]):
    """Pieces in an order that never changes."""

    def __len__(self) -> int:
        """How many there are."""

    def collect(self, work: Callable[..., R], *each: Sequence[Any], progress: Report | None = None) -> list[R]:
        """Return ``work(piece, *one of each)`` of every piece, in their order.

        Parameters
        ----------
        work : callable
            A function that a process elsewhere can be sent: of a module, or a ``partial`` of one.
        each : sequences
            Further arguments, one of each for every piece.
        progress : callable, optional
            Called with the fraction done, 0 to 1.
        """

    def hold(self, work: Callable[[Any], R], progress: Report | None = None) -> Pieces[R]:
        """Return the results as pieces that stay where they are computed."""


class LocalPieces(Generic[T]):
    """Pieces in this process: made anew whenever they are asked for, in threads.

    At most four at once, since each takes memory.

    Parameters
    ----------
    sources : sequence of callable
        Each makes a piece.
    """

    def __init__(self, sources: Sequence[Callable[[], T]]) -> None:
        self._sources = tuple(sources)

    @classmethod
    def from_values(cls, values: Sequence[T]) -> Pieces[T]:
        """Return pieces that are there already."""
        return cls([_Held(value) for value in values])

    def __len__(self) -> int:
        return len(self._sources)

    def collect(self, work: Callable[..., R], *each: Sequence[Any], progress: Report | None = None) -> list[R]:
        """See :class:`Pieces`."""
        done = 0

        def one(source: Callable[[], T], *more: Any) -> R:
            nonlocal done
            result = work(source(), *more)
            done += 1
            if progress is not None:
                progress(done / len(self))
            return result

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(one, self._sources, *each))

    def hold(self, work: Callable[[Any], R], progress: Report | None = None) -> Pieces[R]:
        """See :class:`Pieces`."""
        return LocalPieces([_Held(result) for result in self.collect(work, progress=progress)])


class _Held(Generic[T]):
    def __init__(self, value: T) -> None:
        self._value = value

    def __call__(self) -> T:
        return self._value
