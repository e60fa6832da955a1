"""What limits the data, in the words of the study and the language of the reader."""

from __future__ import annotations

from collections.abc import Sequence

from collega.colleague import named_level
from collega.figures.wording import quoted
from collega.panel.limits import Limit, limit_text
from collega.study.definition import Study
from collega.study.text import Language


def limit_sentences(limits: Sequence[Limit], study: Study, language: Language) -> list[str]:
    """Return every limit as a sentence."""
    return [_sentence(limit, study, language) for limit in limits]


def _sentence(limit: Limit, study: Study, language: Language) -> str:
    text = limit_text(limit, [_name(limit, key, study, language) for key in limit.about]).say(language)
    return f"{text[:1].upper()}{text[1:]}."


def _name(limit: Limit, key: str, study: Study, language: Language) -> str:
    first, _, second = key.partition("=")
    if limit.kind == "unjudged_in_group" and key == limit.about[0]:
        item = study.characteristic(first)
        return quoted(f"{item.name(language)}: {item.value_name(second, language)}", language)
    if limit.kind in {"unjudged_levels", "few_judges", "extreme_levels", "unjudged_in_group"}:
        return named_level(study, first, second, language)
    if limit.kind == "unused_answers":
        text = study.answers[study.answer_keys.index(key)].text
    elif limit.kind == "confounded_groups":
        text = study.characteristic(key).text
    else:
        text = study.criterion(key).text
    return quoted(text.say(language), language)
