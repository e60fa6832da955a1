"""Why a study has this model, and how all predict, in both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from collega.model.choice import named
from collega.model.comparison import MODELS
from collega.model.fit import ChoiceCode, ModelChoice
from collega.model.predictions import COMPARED
from collega.prose import Prose
from collega.report.comparison import choice_sentence, comparison_rows, comparison_sentences, predictor_name

NL, EN = Prose("nl"), Prose("en")
COMPARISON = {
    "predictors": [
        {"name": "personal", "log_loss": 1.2, "difference": 0.0, "difference_se": 0.0, "hit_rate": 0.5},
        {"name": "mixed", "log_loss": 1.3, "difference": 0.1, "difference_se": 0.02, "hit_rate": 0.4},
    ],
    "stack": {"weights": {"personal": 0.7, "mixed": 0.3}, "gain": 0.03, "gain_se": 0.01, "worthwhile": True},
    "personal_wins": True,
}


@pytest.mark.parametrize("code", get_args(ChoiceCode))
@pytest.mark.parametrize("prose", [NL, EN])
def test_every_reason_has_its_sentence(code: ChoiceCode, prose: Prose) -> None:
    sentence = choice_sentence(ModelChoice(model="mixed", reason="", code=code), prose)
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert ("20" in sentence) == (code in ("many_people", "few_people", "few_answers"))


def test_a_named_model_says_who_asked() -> None:
    assert choice_sentence(named("pooled"), EN) == "The research team asked for this model."


@pytest.mark.parametrize("name", [*COMPARED, *MODELS])
@pytest.mark.parametrize("prose", [NL, EN])
def test_every_way_to_predict_has_its_name(name: str, prose: Prose) -> None:
    assert predictor_name(name, prose)[0].isupper()


def test_rows_and_sentences_say_who_wins_and_what_to_do() -> None:
    assert comparison_rows(COMPARISON, EN) == [
        ("How often a person gives each answer", 0.5, "1.200", ""),
        ("Mixed model", 0.4, "1.300", "0.100 (standard error 0.020)"),
    ]
    habits, mixture = comparison_sentences(COMPARISON, "mixed", EN)
    assert "predicts better than the model (1.200 against 1.300)" in habits
    assert "not for what one person will answer" in habits
    assert "by 0.030 (standard error 0.010): how often a person gives each answer 70%, mixed model 30%" in mixture
    assert "voorspelt 0,030 beter dan de beste ervan" in comparison_sentences(COMPARISON, "mixed", NL)[1]


def test_nothing_gained_is_said_too() -> None:
    stack = COMPARISON["stack"] | {"worthwhile": False}  # type: ignore[operator]
    (sentence,) = comparison_sentences(COMPARISON | {"stack": stack, "personal_wins": False}, "mixed", EN)
    assert sentence == "A mixture of these ways does not predict demonstrably better than the best of them."
