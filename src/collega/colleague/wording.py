"""Advice in words that describe and never prescribe."""

from __future__ import annotations

from collections.abc import Sequence

from collega.colleague.advice import Advice
from collega.colleague.percentages import percent_text, range_text
from collega.colleague.unjudged_levels import unjudged_text
from collega.colleague.what_if import Tipping
from collega.study.definition import Study
from collega.study.text import Language

_NAMED = 3  # changes that tip the majority
_FILL_IN = {
    "nl": {
        "first": "Vul eerst {criterion} in: dat maakt het antwoord het duidelijkst. Daarna ligt het aandeel gemiddeld "
        "{range}.",
        "last": "Vul nog {criterion} in. Dan is de casus volledig.",
    },
    "en": {
        "first": "Fill in {criterion} first: that makes the answer clearest. After that the share lies {range} on "
        "average.",
        "last": "Only {criterion} is still to be filled in. Then the case is complete.",
    },
}
_TIPPING = {
    "nl": {
        "and": " en ",
        "nothing": "Er is geen verandering gevonden die de meerderheid naar de andere kant brengt.",
        "surely": "Met {changes} slaat de meerderheid om: dan zou {share} positief adviseren.",
        "perhaps": "Met {changes} komt de schatting aan de andere kant van 50%: dan zou {share} positief adviseren. "
        "Of de meerderheid echt omslaat, is niet zeker: ",
        "now": "het interval van 90% bevat nu al 50%.",
        "then": "het interval van 90% loopt dan {range}.",
        "both": "het interval van 90% bevat 50%, zowel nu als dan.",
        "each": "{changes} ({share})",
        "or": " of met ",
        "also": "Ook met {named} komt de schatting aan de andere kant van 50%.",
        "rest": "Dat geldt ook voor {rest} andere veranderingen.",
        "rest_one": "Dat geldt ook voor één andere verandering.",
    },
    "en": {
        "and": " and ",
        "nothing": "No change was found that tips the majority.",
        "surely": "With {changes} the majority tips: then {share} would advise positively.",
        "perhaps": "With {changes} the estimate crosses 50%: then {share} would advise positively. "
        "Whether the majority really tips is not certain: ",
        "now": "the 90% interval includes 50% as it is.",
        "then": "the 90% interval then runs {range}.",
        "both": "the 90% interval includes 50%, before and after.",
        "each": "{changes} ({share})",
        "or": " or with ",
        "also": "With {named} the estimate crosses 50% too.",
        "rest": "The same goes for {rest} other changes.",
        "rest_one": "The same goes for one other change.",
    },
}


def unjudged_sentence(study: Study, advice: Advice, language: Language) -> str:
    """Return which levels of the case nobody judged, to be told before anything else; empty without any."""
    return unjudged_text(advice.unjudged, language, lambda key, level: named_level(study, key, level, language))


def fill_in_sentence(study: Study, advice: Advice, language: Language) -> str:
    """Return which blank to fill in first, and what that leaves; empty where nothing is blank."""
    first = advice.fill_in_first
    if first is None:
        return ""
    criterion = quoted(study.criterion(first.criterion).name(language), language)
    name = "first" if len(advice.case.blank) > 1 else "last"
    return _FILL_IN[language][name].format(criterion=criterion, range=range_text(first.reach, language))


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
    text = words[name].format(changes=_changes(study, tip, language), share=percent_text(tip.share, language))
    return text if name == "surely" else text + why_unsure(advice, tip.interval, language)


def _also(study: Study, others: Sequence[Tipping], named: int, language: Language) -> list[str]:
    """Return which other changes tip it too, and how many more there are."""
    words, rest = _TIPPING[language], len(others) - named
    some = [
        words["each"].format(changes=_changes(study, tip, language), share=percent_text(tip.share, language))
        for tip in others[:named]
    ]
    also = [words["also"].format(named=words["or"].join(some))] if some else []
    return also + ([words["rest" if rest > 1 else "rest_one"].format(rest=rest)] if rest > 0 else [])


def _changes(study: Study, tip: Tipping, language: Language) -> str:
    *others, last = (named_level(study, key, level, language) for key, level in tip.changes)
    return _TIPPING[language]["and"].join([", ".join(others), last] if others else [last])


def tips_surely(advice: Advice, interval: tuple[float, float]) -> bool:
    """Whether the intervals of the share as it is and as it would be both leave out one half."""
    return not (_holds_half(advice.interval) or _holds_half(interval))


def _holds_half(interval: tuple[float, float]) -> bool:
    return interval[0] <= 0.5 <= interval[1]


def why_unsure(advice: Advice, interval: tuple[float, float], language: Language) -> str:
    """Return whose interval holds one half where the majority perhaps tips: now, after the change, or both."""
    now, then = _holds_half(advice.interval), _holds_half(interval)
    name = "both" if now and then else "now" if now else "then"
    return _TIPPING[language][name].format(range=range_text(interval, language, form="from"))


def level_text(study: Study, criterion: str, level: str, language: Language) -> str:
    """Return the text of a level."""
    found = study.criterion(criterion)
    return found.levels[found.level_keys.index(level)].name(language)


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
