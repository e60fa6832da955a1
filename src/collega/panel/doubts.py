"""What is allowed in the data, and is seldom meant: people who may be one, and times that may be milliseconds."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import numpy as np

from collega.messages import Message
from collega.panel.doubles import groups_named, same_answers
from collega.panel.panel import Panel

_SHOWN = 5
_LONG = 600  # seconds for one answer, in the median


def doubts_of(panel: Panel) -> tuple[str, ...]:
    """Return what somebody who knows the data should look at, as warnings."""
    return (*alike_names(panel), *same_answers(panel), *_long_times(panel))


def alike_names(panel: Panel) -> tuple[str, ...]:
    """Return a warning where participants differ only in what people and spreadsheets write in more ways than one."""
    names: dict[str, list[str]] = defaultdict(list)
    for name in panel.people["participant"].to_list():
        names[_as_meant(name)].append(name)
    alike = [pair for pair in names.values() if len(pair) > 1]
    if not alike:
        return ()
    listed = groups_named(alike, _SHOWN)
    return (Message("panel-alike-names", names=listed),)


def _long_times(panel: Panel) -> tuple[str, ...]:
    known = np.empty(0) if panel.seconds is None else panel.seconds[~np.isnan(panel.seconds)]
    usual = float(np.median(known)) if len(known) else 0.0
    if usual < _LONG:
        return ()
    return (Message("panel-milliseconds", seconds=usual, minutes=usual / 60),)


def _as_meant(name: str) -> str:
    """Return a name without capitals, spaces and zeros in front: "007" is "7" once a spreadsheet has had it."""
    plain = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return plain.lstrip("0") or plain
