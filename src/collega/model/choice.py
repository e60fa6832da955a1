"""Which choice model a study gets where nobody names one: a rule of a few facts about the answers, whatever the seed.

1. Fewer than two people judged different scenarios: people cannot be told apart, so ``pooled``.
2. Fewer than ``MANY_PEOPLE`` took part, and there are at least ``MANY_ANSWERS`` for each part-worth to be estimated (a
   criterion has one less than its judged levels), from scenarios that tell all levels apart: ``mixed``. How much people
   differ in what they weigh can hardly be learned from so few; so many answers need no prior.
3. Otherwise ``hierarchical``. It knows everyone's own weights, and its prior keeps it from finding what is not there.

``docs/methods/models.md`` has the figures behind it. Held-out answers were tried as the rule for small panels: they
chose no better than always ``hierarchical``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collega.messages import Message
from collega.model.fit import ModelChoice, ModelName
from collega.panel.judged_levels import JudgedLevels, judged_levels, levels_judged
from collega.panel.panel import Panel
from collega.panel.parts import PanelParts
from collega.panel.tally import tally_of

MANY_PEOPLE, MANY_ANSWERS = 20, 30


def choose_model(panel: Panel | PanelParts) -> ModelChoice:
    """Return the default model for the included participants."""
    tally = panel.counted.tally if isinstance(panel, PanelParts) else tally_of(panel)
    judged = levels_judged(panel.study, panel.design, tally.counts.sum(axis=1) > 0)
    several, people = tally.several, tally.participants
    answers = _a_part_worth(tally.n_answers, judged)
    if several < 2:
        return ModelChoice(
            model="pooled",
            code="no_repeats",
            reason=Message("model-chosen-without-repeats"),
        )
    if people >= MANY_PEOPLE:
        return ModelChoice(
            model="hierarchical",
            code="many_people",
            reason=Message("model-chosen-for-many-people", people=people, many=MANY_PEOPLE),
        )
    if answers >= MANY_ANSWERS and _tells_apart(judged, panel.design.profiles[tally.counts.sum(axis=1) > 0]):
        return ModelChoice(
            model="mixed",
            code="few_people",
            reason=Message(
                "model-chosen-for-few-people",
                people=people,
                many=MANY_PEOPLE,
                answers=answers,
                needed=MANY_ANSWERS,
            ),
        )
    return ModelChoice(
        model="hierarchical",
        code="few_answers",
        reason=Message("model-chosen-for-few-answers", people=people, answers=answers, needed=MANY_ANSWERS),
    )


def answers_a_part_worth(panel: Panel) -> float:
    """Return the answers for each part-worth to be estimated: the judged levels less one, over all criteria."""
    panel = panel.counted
    return _a_part_worth(panel.n_answers, judged_levels(panel))


def _a_part_worth(n_answers: int, judged: JudgedLevels) -> float:
    return n_answers / max(judged.coding.n_columns, 1)


def named(model: ModelName) -> ModelChoice:
    """Return the choice of somebody who named the model."""
    return ModelChoice(model=model, code="named", reason=Message("model-chosen-by-name"))


def _tells_apart(judged: JudgedLevels, profiles: NDArray[np.int64]) -> bool:
    """Whether the judged scenarios identify the part-worths of all judged levels."""
    matrix = judged.matrix(profiles)
    whole = np.hstack([np.ones((len(matrix), 1)), matrix])
    return bool(np.linalg.matrix_rank(whole) == whole.shape[1])
