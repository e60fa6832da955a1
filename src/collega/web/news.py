"""What is new for somebody: one line on the home page of a professional."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that is new, or to do.

    Every slice has one function ``news(user, studies, since)`` that returns these. ``studies`` are those in which the
    user may use the slice; ``since`` is when they last came, None on the first visits. Its queries are by person and
    study, along an index: their number and cost do not grow with what others stored.

    Attributes
    ----------
    study : int
        The key of the row of the study that it is about.
    text : str
        One sentence, in the language of the page.
    href : str
        Where it is.
    when : datetime or None
        Since when; None for what is due now, which comes first.
    """

    study: int
    text: str
    href: str
    when: datetime | None = None
