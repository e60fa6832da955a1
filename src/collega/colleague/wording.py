"""Advice in words that describe and never prescribe."""

from __future__ import annotations

from collega.colleague.advice import Advice
from collega.study.definition import DECLINED, Study
from collega.study.text import Language


def summary(study: Study, advice: Advice, language: Language) -> str:
    """Return one or two sentences: who, which share, how sure."""
    digits = interval_digits(advice.interval)
    low, high = (f"{100 * value:.{digits}f}" for value in advice.interval)
    share, n = round(100 * advice.share), advice.participants
    kind = {"nl": "gesimuleerde professionals" if advice.synthetic else "professionals",
            "en": "simulated professionals" if advice.synthetic else "professionals"}[language]  # fmt: skip
    who = _group(study, advice, language)
    if language == "nl":
        return (
            f"Van deze {n} {kind}{who} zou naar schatting {share}% positief adviseren. "
            f"Dat aandeel ligt met 90% zekerheid tussen {low.replace('.', ',')}% en {high.replace('.', ',')}%."
        )
    return (
        f"Of these {n} {kind}{who} an estimated {share}% would advise positively. "
        f"With 90% certainty that share lies between {low}% and {high}%."
    )


def interval_digits(interval: tuple[float, float]) -> int:
    """Return the decimals of a percentage with which the ends are told: one where whole numbers would coincide."""
    low, high = interval
    return int(round(100 * low) == round(100 * high))


def tipping_sentence(study: Study, advice: Advice, language: Language) -> str:
    """Return what would tip the majority, or that nothing would."""
    if not advice.tipping:
        return {"nl": "Geen verandering in wat is ingevuld brengt de meerderheid naar de andere kant.",
                "en": "No change in what was filled in tips the majority."}[language]  # fmt: skip
    first = advice.tipping[0]
    *others, last = (_change(study, key, level, language) for key, level in first.changes)
    changes = {"nl": " en ", "en": " and "}[language].join([", ".join(others), last] if others else [last])
    share = round(100 * first.share)
    return {"nl": f"Met {changes} slaat de meerderheid om: dan zou {share}% positief adviseren.",
            "en": f"With {changes} the majority tips: then {share}% would advise positively."}[language]  # fmt: skip


def level_text(study: Study, criterion: str, level: str, language: Language) -> str:
    """Return the text of a level."""
    found = study.criterion(criterion)
    return found.levels[found.level_keys.index(level)].text.say(language)


def _group(study: Study, advice: Advice, language: Language) -> str:
    if advice.group is None:
        return ""
    characteristic, value = advice.group
    text = study.characteristic(characteristic).value_text(value if value else DECLINED, language)
    return f" ({text})"


def _change(study: Study, criterion: str, level: str, language: Language) -> str:
    """Return the question with the other answer to it."""
    question = study.criterion(criterion).text.say(language)
    text = f"{question}{'' if question.endswith(('?', ':')) else ':'} {level_text(study, criterion, level, language)}"
    return {"nl": f"‘{text}’", "en": f"“{text}”"}[language]
