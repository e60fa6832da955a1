"""Advice in words that describe and never prescribe."""

from __future__ import annotations

from collections.abc import Sequence

from collega.colleague.advice import Advice
from collega.colleague.unjudged_levels import unjudged_text
from collega.colleague.what_if import Tipping
from collega.study.definition import Study
from collega.study.text import Language

_NAMED = 3  # changes that tip the majority
_BLANK = {
    "nl": {
        "one": "Eén criterium is niet ingevuld. Het aandeel is het gemiddelde over alle waarden daarvan, en het "
        "interval hoort bij dat gemiddelde. ",
        "more": "{blank} criteria zijn niet ingevuld. Het aandeel is het gemiddelde over alle manieren om die in te "
        "vullen, en het interval hoort bij dat gemiddelde. ",
        "reach": "In een echte casus kan het geschatte aandeel uitkomen tussen {low}% en {high}%.",
    },
    "en": {
        "one": "One criterion was left open. The share is the average over all its levels, and the interval is of "
        "that average. ",
        "more": "{blank} criteria were left open. The share is the average over all ways to fill them in, and the "
        "interval is of that average. ",
        "reach": "In a real case the estimated share can come out between {low}% and {high}%.",
    },
}
_TIPPING = {
    "nl": {
        "and": " en ",
        "nothing": "Er is geen verandering gevonden die de meerderheid naar de andere kant brengt.",
        "surely": "Met {changes} slaat de meerderheid om: dan zou {share}% positief adviseren.",
        "perhaps": "Met {changes} komt de schatting aan de andere kant van 50%: dan zou {share}% positief adviseren. "
        "Of de meerderheid echt omslaat, is niet zeker: ",
        "now": "het interval van 90% bevat nu al 50%.",
        "then": "het interval van 90% loopt dan van {low}% tot {high}%.",
        "both": "het interval van 90% bevat 50%, zowel nu als dan.",
        "each": "{changes} ({share}%)",
        "or": " of met ",
        "also": "Ook met {named} komt de schatting aan de andere kant van 50%.",
        "rest": "Dat geldt ook voor {rest} andere veranderingen.",
        "rest_one": "Dat geldt ook voor één andere verandering.",
    },
    "en": {
        "and": " and ",
        "nothing": "No change was found that tips the majority.",
        "surely": "With {changes} the majority tips: then {share}% would advise positively.",
        "perhaps": "With {changes} the estimate crosses 50%: then {share}% would advise positively. "
        "Whether the majority really tips is not certain: ",
        "now": "the 90% interval includes 50% as it is.",
        "then": "the 90% interval then runs from {low}% to {high}%.",
        "both": "the 90% interval includes 50%, before and after.",
        "each": "{changes} ({share}%)",
        "or": " or with ",
        "also": "With {named} the estimate crosses 50% too.",
        "rest": "The same goes for {rest} other changes.",
        "rest_one": "The same goes for one other change.",
    },
}


def unjudged_sentence(study: Study, advice: Advice, language: Language) -> str:
    """Return which levels of the case nobody judged, to be told before anything else; empty without any."""
    return unjudged_text(advice.unjudged, language, lambda key, level: named_level(study, key, level, language))


def blank_sentence(advice: Advice, language: Language) -> str:
    """Return how far the share of a real case may lie from this average; empty where nothing is blank."""
    if advice.reach is None:
        return ""
    low, high = (round(100 * share) for share in advice.reach)
    blank, words = len(advice.case.blank), _BLANK[language]
    return words["one" if blank == 1 else "more"].format(blank=blank) + words["reach"].format(low=low, high=high)


def tipping_sentence(study: Study, advice: Advice, language: Language) -> str:
    """Return what would or could tip the majority, or that nothing would; empty where nothing was filled in.

    In full the change with the share nearest to one half and, where it is not certain that this one tips the majority,
    the first that surely does; of the others so many that three are named, and how many there are beyond these.
    """
    if not advice.case.levels:
        return ""
    if not advice.tipping:
        return _TIPPING[language]["nothing"]
    first = advice.tipping[0]
    sure = next((tip for tip in advice.tipping if tips_surely(advice, tip.interval)), first)
    foremost = [first] if sure is first else [first, sure]
    others = [tip for tip in advice.tipping if tip not in foremost]
    sentences = [_tips(study, advice, tip, language) for tip in foremost]
    return " ".join(sentences + _also(study, others, _NAMED - len(foremost), language))


def _tips(study: Study, advice: Advice, tip: Tipping, language: Language) -> str:
    """Return what certain changes do to the majority."""
    words = _TIPPING[language]
    name = "surely" if tips_surely(advice, tip.interval) else "perhaps"
    text = words[name].format(changes=_changes(study, tip, language), share=_percent(tip.share, language))
    return text if name == "surely" else text + why_unsure(advice, tip.interval, language)


def _also(study: Study, others: Sequence[Tipping], named: int, language: Language) -> list[str]:
    """Return which other changes tip it too, and how many more there are."""
    words, rest = _TIPPING[language], len(others) - named
    some = [
        words["each"].format(changes=_changes(study, tip, language), share=_percent(tip.share, language))
        for tip in others[:named]
    ]
    also = [words["also"].format(named=words["or"].join(some))] if some else []
    return also + ([words["rest" if rest > 1 else "rest_one"].format(rest=rest)] if rest > 0 else [])


def _changes(study: Study, tip: Tipping, language: Language) -> str:
    *others, last = (named_level(study, key, level, language) for key, level in tip.changes)
    return _TIPPING[language]["and"].join([", ".join(others), last] if others else [last])


def _percent(share: float, language: Language) -> str:
    """Return a share in percent, with the decimals that tell on which side of one half it lies."""
    digits = next((digits for digits in range(3) if round(100 * share, digits) != 50), 3)
    text = f"{100 * share:.{digits}f}"
    return text.replace(".", ",") if language == "nl" else text


def tips_surely(advice: Advice, interval: tuple[float, float]) -> bool:
    """Whether the intervals of the share as it is and as it would be both leave out one half."""
    return not (_holds_half(advice.interval) or _holds_half(interval))


def _holds_half(interval: tuple[float, float]) -> bool:
    return interval[0] <= 0.5 <= interval[1]


def why_unsure(advice: Advice, interval: tuple[float, float], language: Language) -> str:
    """Return whose interval holds one half where the majority perhaps tips: now, after the change, or both."""
    now, then = _holds_half(advice.interval), _holds_half(interval)
    low, high = (round(100 * end) for end in interval)
    return _TIPPING[language]["both" if now and then else "now" if now else "then"].format(low=low, high=high)


def level_text(study: Study, criterion: str, level: str, language: Language) -> str:
    """Return the text of a level."""
    found = study.criterion(criterion)
    return found.levels[found.level_keys.index(level)].name(language)


def named_level(study: Study, criterion: str, level: str, language: Language) -> str:
    """Return a criterion with one of its levels, between quotation marks."""
    text = criterion_with_level(study, criterion, level, language)
    return {"nl": f"‘{text}’", "en": f"“{text}”"}[language]


def criterion_with_level(study: Study, criterion: str, level: str, language: Language) -> str:
    """Return a criterion with one of its levels; a colon between them unless the first asks."""
    question = study.criterion(criterion).name(language)
    return f"{question}{'' if question.endswith(('?', ':')) else ':'} {level_text(study, criterion, level, language)}"
