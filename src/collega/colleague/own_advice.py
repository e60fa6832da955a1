"""How many of these colleagues would say what somebody advised beforehand."""

from __future__ import annotations

from collega.colleague.advice import Advice
from collega.colleague.percentages import percent_text
from collega.colleague.share_words import kind_of
from collega.messages import Message
from collega.study.definition import Study
from collega.study.text import Language


def same_advice_sentence(study: Study, advice: Advice, own: str, language: Language) -> str:
    """Return how many would give the answer with the key ``own``, and how many are on its side; empty for no answer."""
    if own not in advice.answers:
        return ""
    answer, share = study.answers[study.answer_keys.index(own)], advice.answers[own]
    side = sum(advice.answers[each.key] for each in study.answers if each.positive == answer.positive)
    alone = sum(each.positive == answer.positive for each in study.answers) == 1
    same = Message(
        "advice-same", own=answer.text.say(language), same=round(share * advice.participants), n=advice.participants,
        kind=kind_of(advice), share=percent_text(share, language),
    )  # fmt: skip
    if alone:
        return f"{same.say(language)}."
    of = Message("advice-positive" if answer.positive else "advice-negative")
    return Message("advice-side", same=same, side=round(side * advice.participants), of=of).say(language)
