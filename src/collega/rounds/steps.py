"""From the votes of a session to what is kept of each step; whatever was shown once is never computed again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from collega.insight.agreement_intervals import consensus_of
from collega.rounds.effect import effect_of, single_effect
from collega.rounds.guess import guess_of
from collega.rounds.picture import picture, shares_in
from collega.rounds.record import (
    AgreementRecord,
    EffectRecord,
    FirstRecord,
    GuessRecord,
    ModelRecord,
    PictureRecord,
    ScenarioRecord,
    SecondRecord,
)
from collega.rounds.votes import MISSING, Votes
from collega.study.definition import Study


def first_step(
    study: Study,
    votes: Votes,
    scenario: int,
    *,
    characteristic: str | None = None,
    values: Sequence[str] = (),
    model: ModelRecord | None = None,
) -> FirstRecord:
    """Return what the room sees after the first judgements of a scenario; ``values`` are of everybody in ``votes``."""
    answers = votes.first[:, scenario]
    picture_record = PictureRecord(**picture(study, answers, characteristic=characteristic, values=values))
    guess = None
    if not picture_record.suppressed:
        agrees = np.where(answers == MISSING, np.nan, answers >= votes.positive)
        estimate = guess_of(votes.guesses[:, scenario], agrees, minimum=study.minimum_group)
        guess = None if estimate is None else GuessRecord.of(estimate)
    return FirstRecord(picture=picture_record, agreement=_agreement(picture_record, study), guess=guess, model=model)


def second_step(
    study: Study,
    votes: Votes,
    scenario: int,
    first: FirstRecord,
    *,
    characteristic: str | None = None,
    values: Sequence[str] = (),
) -> SecondRecord:
    """Return what the room sees after the second judgements: of the same people as in the first.

    Whoever did not judge again stands in the picture with the first answer: so nobody comes or goes between two
    pictures of a scenario, and their difference is about everybody. The shift is of those who judged twice, and is
    told only where both pictures are.
    """
    picture_record = PictureRecord(
        **picture(study, votes.later[:, scenario], characteristic=characteristic, values=values)
    )
    visible = not (picture_record.suppressed or first.picture.suppressed)
    shift = EffectRecord.of(single_effect(votes, scenario)) if visible else EffectRecord()
    return SecondRecord(picture=picture_record, agreement=_agreement(picture_record, study), shift=shift)


def conclusion(votes: Votes, scenarios: Sequence[ScenarioRecord]) -> EffectRecord | None:
    """Return the effect over the scenarios whose answers were shown in both rounds; None where there is none."""
    places = [place for place, scenario in enumerate(scenarios) if _both_shown(scenario)]
    return EffectRecord.of(effect_of(votes, places)) if any(not votes.controls[place] for place in places) else None


def votes_of(
    first: NDArray[np.integer], second: NDArray[np.integer], guesses: NDArray[np.floating], *,
    controls: Sequence[bool], study: Study,
) -> Votes:  # fmt: skip
    """Return (I, S) judgements as votes on the scale of a study."""
    return Votes(
        first=np.asarray(first, dtype=np.int64),
        second=np.asarray(second, dtype=np.int64),
        guesses=np.asarray(guesses, dtype=np.float64),
        controls=np.asarray(controls, dtype=np.bool_),
        answers=len(study.answers),
        positive=study.positive,
    )


def _both_shown(record: ScenarioRecord) -> bool:
    steps = (record.first, record.second)
    return all(step is not None and not step.picture.suppressed for step in steps)


def _agreement(record: PictureRecord, study: Study) -> AgreementRecord | None:
    shares = shares_in(record.model_dump(), study)
    if shares is None or record.n is None or record.positive is None or record.n < 2:
        return None
    n, yes = record.n, record.positive * record.n
    pairs = (yes * (yes - 1) + (n - yes) * (n - yes - 1)) / (n * (n - 1))
    return AgreementRecord(consensus=float(np.clip(consensus_of(shares), 0, 1)), same_side=float(np.clip(pairs, 0, 1)))
