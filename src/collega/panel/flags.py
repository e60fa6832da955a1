"""Signs of careless answering, with reasons; nobody is ever dropped because of them."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from collega.messages import Message
from collega.panel.panel import Panel
from collega.panel.repeats import undeclared_repeats
from collega.study.text import LANGUAGES

FEWEST_ANSWERS = 6
"""Fewer answers say nothing about someone's way of answering."""
FAST = 1 / 3
"""Too fast is under this share of the panel's median time."""
FLAGS = ("straight_lining", "too_fast", "contradiction")


def quality_flags(panel: Panel) -> pl.DataFrame:
    """Return the signs of careless answering for every participant, the excluded too.

    Returns
    -------
    polars.DataFrame
        One row per participant: ``participant``, ``answers``, ``seconds`` (median per answer; null where unknown),
        ``repeated`` and ``contradicted`` (pairs), the flags ``straight_lining`` (the same answer to all of at least
        ``FEWEST_ANSWERS`` scenarios that differ), ``too_fast`` (median time under ``FAST`` times the panel's median of
        these medians, at least ``FEWEST_ANSWERS`` times known) and ``contradiction`` (the same levels judged
        again with an answer on the other side of the scale, at least half the scale apart), and ``reasons_nl`` and
        ``reasons_en``.

    References
    ----------
    Meade and Craig (2012), Identifying careless responses in survey data, Psychological Methods 17, 437-455.
    Greszki, Meyer and Schoen (2015), Exploring the effects of removing "too fast" responses, Public Opinion
    Quarterly 79, 471-503.
    """
    n = panel.n_participants
    answers = np.bincount(panel.participant, minlength=n)
    lowest, highest = _extremes(panel)
    same = (answers >= FEWEST_ANSWERS) & (lowest == highest) & (_distinct_scenarios(panel) > 1)
    seconds, fast, usual = _pace(panel)
    repeated, contradicted = _repeats(panel)
    scale = panel.study.answers
    rows = []
    for i in range(n):
        reasons = []
        if same[i]:
            text = scale[int(lowest[i])].text
            reasons.append(Message("panel-straight-lining", number=answers[i], nl=text.say("nl"), en=text.say("en")))
        if fast[i]:
            reasons.append(Message("panel-too-fast", seconds=seconds[i], usual=usual))
        if contradicted[i]:
            reasons.append(Message("panel-contradiction", number=contradicted[i], of=repeated[i]))
        rows.append(["; ".join(reason.say(language) for reason in reasons) for language in LANGUAGES])
    return pl.DataFrame(
        {
            "participant": panel.people["participant"],
            "answers": answers,
            "seconds": pl.Series(seconds).fill_nan(None),
            "repeated": repeated,
            "contradicted": contradicted,
            "straight_lining": same,
            "too_fast": fast,
            "contradiction": contradicted > 0,
            "reasons_nl": [row[0] for row in rows],
            "reasons_en": [row[1] for row in rows],
        }
    )


def _extremes(panel: Panel) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return everyone's lowest and highest answer, (I,) each."""
    lowest = np.full(panel.n_participants, len(panel.study.answers), dtype=np.int64)
    highest = np.full(panel.n_participants, -1, dtype=np.int64)
    np.minimum.at(lowest, panel.participant, panel.answer)
    np.maximum.at(highest, panel.participant, panel.answer)
    return lowest, highest


def _distinct_scenarios(panel: Panel) -> NDArray[np.int64]:
    pairs = pl.DataFrame({"who": panel.participant, "profile": panel.profile}).unique()
    return np.bincount(pairs["who"].to_numpy(), minlength=panel.n_participants)


def _pace(panel: Panel) -> tuple[NDArray[np.float64], NDArray[np.bool_], float]:
    """Return everyone's median seconds, (I,); whether that is too fast, (I,); and the panel's median of these."""
    medians = np.full(panel.n_participants, np.nan)
    if panel.seconds is None:
        return medians, np.zeros(panel.n_participants, dtype=np.bool_), np.nan
    times = pl.DataFrame({"who": panel.participant, "seconds": panel.seconds}).filter(pl.col("seconds").is_not_nan())
    found = times.group_by("who").agg(pl.col("seconds").median(), pl.len().alias("n"))
    known = found.filter(pl.col("n") >= FEWEST_ANSWERS)
    medians[found["who"].to_numpy()] = found["seconds"].to_numpy()
    fast = np.zeros(panel.n_participants, dtype=np.bool_)
    if not known.height:
        return medians, fast, np.nan
    usual = float(np.median(known["seconds"].to_numpy()))
    fast[known["who"].to_numpy()] = known["seconds"].to_numpy() < FAST * usual
    return medians, fast, usual


def _repeats(panel: Panel) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for everyone how many scenarios came again, and how many of these got a contradicting answer."""
    far = max(1, len(panel.study.answers) // 2)
    pairs = pl.DataFrame({"who": panel.participant, "profile": panel.profile, "answer": panel.answer})
    pairs = pairs.filter(~undeclared_repeats(panel))
    spread = pairs.group_by("who", "profile").agg(
        pl.len().alias("n"), pl.col("answer").min().alias("low"), pl.col("answer").max().alias("high")
    )
    again = spread.filter(pl.col("n") > 1)
    opposite = again.filter(
        (pl.col("low") < panel.study.positive)
        & (pl.col("high") >= panel.study.positive)
        & (pl.col("high").cast(pl.Int64) - pl.col("low") >= far)
    )
    size = panel.n_participants
    return (
        np.bincount(again["who"].to_numpy(), minlength=size).astype(np.int64),
        np.bincount(opposite["who"].to_numpy(), minlength=size).astype(np.int64),
    )
