"""How many of these colleagues would say what somebody advised beforehand."""

from __future__ import annotations

from collega.colleague.advice import Advice
from collega.colleague.percentages import percent_text
from collega.study.definition import Study
from collega.study.text import Language

_SAME = {
    "nl": {
        "same": "Uw eigen advies was ‘{own}’. Naar schatting zouden {same} van deze {n} {kind} hetzelfde antwoorden "
        "({share})",
        "side": ", en {side} aan dezelfde kant staan ({of}).",
        "positive": "positief",
        "negative": "niet positief",
        "simulated": "gesimuleerde professionals",
    },
    "en": {
        "same": "Your own advice was “{own}”. An estimated {same} of these {n} {kind} would answer the same ({share})",
        "side": ", and {side} would be on the same side ({of}).",
        "positive": "positive",
        "negative": "not positive",
        "simulated": "simulated professionals",
    },
}


def same_advice_sentence(study: Study, advice: Advice, own: str, language: Language) -> str:
    """Return how many would give the answer with the key ``own``, and how many are on its side; empty for no answer."""
    if own not in advice.answers:
        return ""
    words, answer = _SAME[language], study.answers[study.answer_keys.index(own)]
    share = advice.answers[own]
    side = sum(advice.answers[each.key] for each in study.answers if each.positive == answer.positive)
    alone = sum(each.positive == answer.positive for each in study.answers) == 1
    same = words["same"].format(
        own=answer.text.say(language), same=round(share * advice.participants), n=advice.participants,
        kind=words["simulated"] if advice.synthetic else "professionals", share=percent_text(share, language),
    )  # fmt: skip
    of = words["positive" if answer.positive else "negative"]
    return same + ("." if alone else words["side"].format(side=round(side * advice.participants), of=of))
