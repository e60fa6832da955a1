"""What is allowed in the data, and is seldom meant: people who may be one, and times that may be milliseconds."""

from __future__ import annotations

import unicodedata
from collections import defaultdict

import numpy as np

from collega.panel.doubles import same_answers
from collega.panel.panel import Panel

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
    listed = ", ".join(" and ".join(f"'{name}'" for name in pair) for pair in alike[:5])
    listed += f" and {len(alike) - 5} more" if len(alike) > 5 else ""
    return (
        f"these participants differ only in capitals, spaces or zeros in front, and each counts as a person: {listed}. "
        "If they are one, write them the same way in the file",
    )


def _long_times(panel: Panel) -> tuple[str, ...]:
    known = np.empty(0) if panel.seconds is None else panel.seconds[~np.isnan(panel.seconds)]
    usual = float(np.median(known)) if len(known) else 0.0
    if usual < _LONG:
        return ()
    return (
        f"half of the answers took {usual:.0f} seconds or more, which is {usual / 60:.0f} minutes: if these are "
        "milliseconds, divide them by 1000 and import again",
    )


def _as_meant(name: str) -> str:
    """Return a name without capitals, spaces and zeros in front: "007" is "7" once a spreadsheet has had it."""
    plain = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return plain.lstrip("0") or plain
