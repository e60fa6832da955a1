"""All exhibits there are: by key, in the order in which to look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from collega.exhibits.answers import GROUPS, IMAGES, SCENARIOS
from collega.exhibits.contrast import CONTRAST, groups_in, pair_of
from collega.exhibits.exhibit import Door, Exhibit, Family
from collega.exhibits.ground import Ground
from collega.exhibits.levels import LEVELS, PART_WORTHS
from collega.exhibits.noise import MAJORITY, VARIATION
from collega.exhibits.scenarios import AGREEMENT, CALIBRATION
from collega.exhibits.sessions import GUESSES, SHIFTS
from collega.exhibits.weights import IMPORTANCE, WEIGHTS
from collega.prose import Prose
from collega.study.definition import Study
from collega.study.text import Language

Item = TypeVar("Item")
FAMILIES: tuple[Family, ...] = (
    IMPORTANCE, SCENARIOS, LEVELS, PART_WORTHS, GROUPS, WEIGHTS, CONTRAST, IMAGES, AGREEMENT, VARIATION, MAJORITY,
    CALIBRATION,
    SHIFTS, GUESSES,
)  # fmt: skip
_BY_KIND = {family.kind: family for family in FAMILIES}


def exhibit_keys(ground: Ground, door: Door | None = None) -> list[str]:
    """Return the keys of what a study has, or shows at a door, in order: everybody first, then single groups."""
    keys = [key for family in FAMILIES for key in family.keys(ground) if door is None or door in _doors(family, key)]
    return in_order(keys)


def _doors(family: Family, key: str) -> frozenset[Door]:
    return family.doors - {"report"} if key.count(".") > 1 else family.doors


def in_order(items: Iterable[Item], key: Callable[[Item], str] = str) -> list[Item]:
    """Return what has a ``key`` in the order in which to talk about it; of a kind that is not known last."""
    kinds = list(_BY_KIND)

    def place(item: Item) -> tuple[bool, int]:
        name = key(item)
        kind = name.partition(".")[0]
        return name.count(".") > 1, kinds.index(kind) if kind in kinds else len(kinds)

    return sorted(items, key=place)


def make_exhibit(ground: Ground, key: str) -> Exhibit:
    """Return one exhibit.

    Raises
    ------
    KeyError
        For a kind that does not exist.
    """
    return _BY_KIND[key.partition(".")[0]].make(ground, key)


def make_exhibits(ground: Ground, keys: Iterable[str] | None = None) -> Iterator[Exhibit]:
    """Yield exhibits, all or these, in order; a key that the study does not have is left out."""
    requested = None if keys is None else set(keys)
    pairs = [key for key in requested or () if groups_in(key) is not None and pair_of(ground, key) is not None]
    for key in in_order({*exhibit_keys(ground), *pairs} if pairs else exhibit_keys(ground)):
        if requested is None or key in requested:
            yield make_exhibit(ground, key)


def exhibit_title(study: Study, key: str, language: Language) -> str:
    """Return the title of an exhibit; the key where the study knows nothing of it (any longer)."""
    kind, *rest = key.split(".")
    try:
        return _BY_KIND[kind].title(study, rest, Prose(language))
    except (KeyError, IndexError):
        return key


def exhibit_caption(study: Study, key: str, language: Language) -> str:
    """Return how to read an exhibit that the study has."""
    kind, *rest = key.split(".")
    return _BY_KIND[kind].caption(study, rest, Prose(language))
