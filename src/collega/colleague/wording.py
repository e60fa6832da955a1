"""How a case is named: its levels, and those that nobody judged."""

from __future__ import annotations

from collega.colleague.advice import Advice
from collega.colleague.unjudged_levels import unjudged_text
from collega.study.definition import Study
from collega.study.text import Language


def unjudged_sentence(study: Study, advice: Advice, language: Language) -> str:
    """Return which levels of the case nobody judged, to be told before anything else; empty without any."""
    return unjudged_text(advice.unjudged, language, lambda key, level: named_level(study, key, level, language))


def level_text(study: Study, criterion: str, level: str, language: Language) -> str:
    """Return the text of a level."""
    match = study.criterion(criterion)
    return match.levels[match.level_keys.index(level)].name(language)


def named_level(study: Study, criterion: str, level: str, language: Language) -> str:
    """Return a criterion with one of its levels, between quotation marks."""
    return quoted(criterion_with_level(study, criterion, level, language), language)


def quoted(text: str, language: Language) -> str:
    """Return a text between the quotation marks of the language."""
    return f"‘{text}’" if language == "nl" else f"“{text}”"


def criterion_with_level(study: Study, criterion: str, level: str, language: Language) -> str:
    """Return a criterion with one of its levels; a colon between them unless the first asks."""
    question = study.criterion(criterion).name(language)
    return f"{question}{'' if question.endswith(('?', ':')) else ':'} {level_text(study, criterion, level, language)}"
