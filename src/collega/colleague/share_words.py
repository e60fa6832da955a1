"""Shares in words that say whose they are: the one that the study leads with, and the others in one line."""

from __future__ import annotations

from collega.colleague.advice import Advice
from collega.insight.populations import Share
from collega.study.added import DECLINED
from collega.study.definition import ShareOf, Study
from collega.study.text import Language

_SURE = {
    "nl": {
        "these": "Dat aandeel ligt met 90% zekerheid tussen {low}% en {high}%.",
        "posterior": "Voor alle mensen zoals zij ligt dat aandeel met 90% zekerheid tussen {low}% en {high}%.",
        "population": "Voor alle mensen zoals zij loopt het 90%-betrouwbaarheidsinterval van {low}% tot {high}%.",
    },
    "en": {
        "these": "With 90% certainty that share lies between {low}% and {high}%.",
        "posterior": "For all people like them that share lies, with 90% certainty, between {low}% and {high}%.",
        "population": "For all people like them the 90% confidence interval runs from {low}% to {high}%.",
    },
}
_LED = {
    "nl": {
        "colleagues": "Van collega’s zoals deze {n} {kind}{who} zou naar schatting {share}% positief adviseren.",
        "profession": "Van de hele beroepsgroep zou naar schatting {share}% positief adviseren.",
        "interval": "Dat aandeel ligt met 90% zekerheid tussen {low}% en {high}%.",
        "confidence": "Het 90%-betrouwbaarheidsinterval loopt van {low}% tot {high}%.",
        "others_too": "Daarin telt mee dat andere collega’s hadden kunnen meedoen.",
        "weighed": "De deelnemers zijn daarvoor gewogen naar de aantallen in de beroepsgroep.",
    },
    "en": {
        "colleagues": "Of colleagues like these {n} {kind}{who} an estimated {share}% would advise positively.",
        "profession": "Of the whole profession an estimated {share}% would advise positively.",
        "interval": "With 90% certainty that share lies between {low}% and {high}%.",
        "confidence": "The 90% confidence interval runs from {low}% to {high}%.",
        "others_too": "That allows for other colleagues who could have taken part.",
        "weighed": "For this the participants were weighted by the numbers in the profession.",
    },
}
_BESIDE = {
    "nl": {
        "participants": "Van de deelnemers: {share}",
        "colleagues": "Van collega’s zoals zij: {share}",
        "profession": "Van de beroepsgroep: {share}",
        "interval": "{share}% ({low}% tot {high}%)",
        "alone": "{share}%",
        "rest": "Wat hieronder staat, gaat over de deelnemers.",
    },
    "en": {
        "participants": "Of the participants: {share}",
        "colleagues": "Of colleagues like them: {share}",
        "profession": "Of the profession: {share}",
        "interval": "{share}% ({low}% to {high}%)",
        "alone": "{share}%",
        "rest": "What follows is about the participants.",
    },
}
_ORDER: tuple[ShareOf, ...] = ("participants", "colleagues", "profession")


def lead_of(study: Study, advice: Advice) -> tuple[ShareOf, Share]:
    """Return whose share comes first, and that share: the participants' where the chosen one is not here."""
    chosen = advice.others.of(study.share_of)
    if chosen is None:
        return "participants", Share(share=advice.share, interval=advice.interval)
    return study.share_of, chosen


def summary(study: Study, advice: Advice, language: Language) -> str:
    """Return two or three sentences: whose share, which, how sure."""
    whose, lead = lead_of(study, advice)
    n, ends = advice.participants, _ends(lead, language)
    kind = {"nl": "gesimuleerde professionals" if advice.synthetic else "professionals",
            "en": "simulated professionals" if advice.synthetic else "professionals"}[language]  # fmt: skip
    who, learned = _group(study, advice, language), advice.model == "hierarchical"
    if whose != "participants":
        words = _LED[language]
        estimate = words[whose].format(n=n, kind=kind, who=who, share=round(100 * lead.share))
        sure = words["interval" if learned else "confidence"].format(**ends)
        return f"{estimate} {sure} {words['others_too' if whose == 'colleagues' else 'weighed']}"
    estimate = {
        "nl": f"Van deze {n} {kind}{who} zou naar schatting {round(100 * lead.share)}% positief adviseren.",
        "en": f"Of these {n} {kind}{who} an estimated {round(100 * lead.share)}% would advise positively.",
    }[language]
    # a posterior; the interval of the other models is a confidence interval
    name = "these" if advice.interval_of == "participants" else "posterior" if learned else "population"
    return f"{estimate} {_SURE[language][name].format(**ends)}"


def others_sentence(study: Study, advice: Advice, language: Language) -> str:
    """Return the shares that do not come first, in one line, each named; empty where there is nothing to add.

    Where the participants' interval is about all people like them, it is that of colleagues, and told once.
    """
    first, _ = lead_of(study, advice)
    own = Share(share=advice.share, interval=advice.interval)
    known = {whose: own if whose == "participants" else advice.others.of(whose) for whose in _ORDER}
    alike = advice.interval_of == "population"
    if alike and first != "colleagues":
        known["colleagues"] = None
    words, told = _BESIDE[language], []
    for whose in _ORDER:
        share = known[whose]
        if whose != first and share is not None:
            form = "alone" if alike and whose == "participants" else "interval"
            text = words[form].format(share=round(100 * share.share), **_ends(share, language))
            told.append(words[whose].format(share=text))
    sentence = "; ".join([*told[:1], *(text[0].lower() + text[1:] for text in told[1:])])
    parts = [f"{sentence}."] if sentence else []
    return " ".join(parts + ([words["rest"]] if first != "participants" else []))


def _ends(share: Share, language: Language) -> dict[str, str]:
    digits = interval_digits(share.interval)
    low, high = (f"{100 * value:.{digits}f}" for value in share.interval)
    point = "," if language == "nl" else "."
    return {"low": low.replace(".", point), "high": high.replace(".", point)}


def interval_digits(interval: tuple[float, float]) -> int:
    """Return the decimals of a percentage with which the ends are told: one where whole numbers would coincide."""
    low, high = interval
    return int(round(100 * low) == round(100 * high))


def _group(study: Study, advice: Advice, language: Language) -> str:
    if advice.group is None:
        return ""
    characteristic, value = advice.group
    text = study.characteristic(characteristic).value_name(value if value else DECLINED, language)
    return f" ({text})"
