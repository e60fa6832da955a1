"""Why a study has this model, and how all models and simple rivals predict: as sentences and rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collega.model.choice import MANY_ANSWERS, MANY_PEOPLE
from collega.model.fit import ModelChoice
from collega.prose import Prose

_SHOWN = 0.005  # weights in a stack below this are left out


def choice_sentence(choice: ModelChoice, prose: Prose) -> str:
    """Say which rule gave this model."""
    return prose(f"choice.{choice.code}", people=MANY_PEOPLE, answers=MANY_ANSWERS)


def predictor_name(name: str, prose: Prose) -> str:
    """Name a way to predict, as the beginning of a cell."""
    text = str(prose.raw("predictors")[name])
    return text[:1].upper() + text[1:]


def comparison_rows(comparison: Mapping[str, Any], prose: Prose) -> list[tuple[str, float, str, str]]:
    """Return name, hit rate (0..1), log loss and what it is above the best, best first.

    Parameters
    ----------
    comparison : mapping
        As ``Comparison.as_json`` gives it.
    """
    rows = []
    for predictor in comparison["predictors"]:
        above = ""
        if predictor["difference_se"]:
            number, error = prose.number(predictor["difference"], 3), prose.number(predictor["difference_se"], 3)
            above = prose("comparison.above", difference=number, error=error)
        rows.append(
            (
                predictor_name(predictor["name"], prose),
                predictor["hit_rate"],
                prose.number(predictor["log_loss"], 3),
                above,
            )
        )
    return rows


def comparison_sentences(comparison: Mapping[str, Any], model: str, prose: Prose) -> list[str]:
    """Say whether a person's own frequencies predict better than the model, and whether a stack of all does."""
    loss = {predictor["name"]: predictor["log_loss"] for predictor in comparison["predictors"]}
    sentences = []
    if comparison["personal_wins"]:
        theirs, ours = prose.number(loss["personal"], 3), prose.number(loss[model], 3)
        sentences.append(prose("comparison.personal_wins", own=theirs, ours=ours))
    stack = comparison["stack"]
    if stack["worthwhile"]:
        members = ", ".join(
            f"{prose.raw('predictors')[name]} {prose.percent(weight)}"
            for name, weight in stack["weights"].items()
            if weight >= _SHOWN
        )
        gain, error = prose.number(stack["gain"], 3), prose.number(stack["gain_se"], 3)
        sentences.append(prose("comparison.stack_gains", gain=gain, error=error, members=members))
    else:
        sentences.append(prose("comparison.stack_gains_nothing"))
    return sentences
