"""How many of these colleagues would say what somebody advised beforehand."""

from __future__ import annotations

from collega.colleague.advice import Advice
from collega.colleague.percentages import percent_text
from collega.colleague.share_words import kind_of
from collega.messages import Message
from collega.study.definition import Study
from collega.study.text import Language


def same_advice_sentence(study: Study, advice: Advice, answer_key: str, language: Language) -> str:
    """Return how many would give the answer ``answer_key``, and how many are on its side; empty for no answer."""
    if answer_key not in advice.answers:
        return ""
    answer, share = study.answers[study.answer_keys.index(answer_key)], advice.answers[answer_key]
    side = sum(advice.answers[option.key] for option in study.answers if option.positive == answer.positive)
    alone = sum(option.positive == answer.positive for option in study.answers) == 1
    sentence = Message(
        "advice-same", own=answer.text.say(language), same=round(share * advice.participants), n=advice.participants,
        kind=kind_of(advice), share=percent_text(share, language),
    )  # fmt: skip
    if alone:
        return f"{sentence.say(language)}."
    direction = Message("advice-positive" if answer.positive else "advice-negative")
    return Message("advice-side", same=sentence, side=round(side * advice.participants), of=direction).say(language)
