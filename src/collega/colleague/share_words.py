"""Shares in words that say whose they are: the one that the study leads with, and the others in one line."""

from __future__ import annotations

from collega.colleague.advice import Advice
from collega.colleague.percentages import percent_text, range_text, spread_text
from collega.insight.populations import Share
from collega.study.added import DECLINED
from collega.study.definition import ShareOf, Study
from collega.study.text import Language

_WORDS = {
    "nl": {
        "participants": "Van deze {n} {kind}{who} zou naar schatting {share} positief adviseren.",
        "colleagues": "Van collega’s zoals deze {n} {kind}{who} zou naar schatting {share} positief adviseren.",
        "profession": "Van de hele beroepsgroep zou naar schatting {share} positief adviseren.",
        "reach": "Van deze {n} {kind}{who} zou naar schatting {range} positief adviseren, afhankelijk van de {blank} "
        "criteria die nog niet zijn ingevuld.",
        "reach_one": "Van deze {n} {kind}{who} zou naar schatting {range} positief adviseren, afhankelijk van het ene "
        "criterium dat nog niet is ingevuld.",
        "average": "Gemiddeld over alle manieren om de casus aan te vullen is het {share}.",
        "average_colleagues": "Gemiddeld over alle manieren om de casus aan te vullen is het {share} van collega’s "
        "zoals zij.",
        "average_profession": "Gemiddeld over alle manieren om de casus aan te vullen is het {share} van de hele "
        "beroepsgroep.",
        "interval": "Dat {what} ligt met 90% zekerheid {range}.",
        "interval_posterior": "Voor alle mensen zoals zij ligt dat {what} met 90% zekerheid {range}.",
        "confidence": "Het 90%-betrouwbaarheidsinterval loopt {range}.",
        "confidence_population": "Voor alle mensen zoals zij loopt het 90%-betrouwbaarheidsinterval {range}.",
        "share": "aandeel",
        "mean": "gemiddelde",
        "alike": "Wat nog niet is ingevuld, maakt daarvoor bijna niets uit.",
        "others_too": "Daarin telt mee dat andere collega’s hadden kunnen meedoen.",
        "weighed": "De deelnemers zijn daarvoor gewogen naar de aantallen in de beroepsgroep.",
        "simulated": "gesimuleerde professionals",
    },
    "en": {
        "participants": "Of these {n} {kind}{who} an estimated {share} would advise positively.",
        "colleagues": "Of colleagues like these {n} {kind}{who} an estimated {share} would advise positively.",
        "profession": "Of the whole profession an estimated {share} would advise positively.",
        "reach": "Of these {n} {kind}{who} an estimated {range} would advise positively, depending on the {blank} "
        "criteria that are still open.",
        "reach_one": "Of these {n} {kind}{who} an estimated {range} would advise positively, depending on the one "
        "criterion that is still open.",
        "average": "On average over all ways to complete the case it is {share}.",
        "average_colleagues": "On average over all ways to complete the case it is {share} of colleagues like them.",
        "average_profession": "On average over all ways to complete the case it is {share} of the whole profession.",
        "interval": "With 90% certainty that {what} lies {range}.",
        "interval_posterior": "For all people like them that {what} lies, with 90% certainty, {range}.",
        "confidence": "The 90% confidence interval runs {range}.",
        "confidence_population": "For all people like them the 90% confidence interval runs {range}.",
        "share": "share",
        "mean": "average",
        "alike": "What is still open hardly matters for that.",
        "others_too": "That allows for other colleagues who could have taken part.",
        "weighed": "For this the participants were weighted by the numbers in the profession.",
        "simulated": "simulated professionals",
    },
}
_BESIDE = {
    "nl": {
        "participants": "Van de deelnemers: {share}",
        "colleagues": "Van collega’s zoals zij: {share}",
        "profession": "Van de beroepsgroep: {share}",
        "rest": "Wat hieronder staat, gaat over de deelnemers.",
    },
    "en": {
        "participants": "Of the participants: {share}",
        "colleagues": "Of colleagues like them: {share}",
        "profession": "Of the profession: {share}",
        "rest": "What follows is about the participants.",
    },
}
_TO = {"nl": " tot ", "en": " to "}
_ORDER: tuple[ShareOf, ...] = ("participants", "colleagues", "profession")


def lead_of(study: Study, advice: Advice) -> tuple[ShareOf, Share]:
    """Return whose share comes first, and that share: the participants' where the chosen one is not here."""
    chosen = advice.others.of(study.share_of)
    if chosen is None:
        return "participants", Share(share=advice.share, interval=advice.interval)
    return study.share_of, chosen


def summary(study: Study, advice: Advice, language: Language) -> str:
    """Return two to four sentences: whose share, which, how sure.

    Where something is open, how far the share may go comes first, and then the average.
    """
    whose, lead = lead_of(study, advice)
    words, learned = _WORDS[language], advice.model == "hierarchical"
    whom = {
        "n": advice.participants,
        "kind": words["simulated"] if advice.synthetic else "professionals",
        "who": _group(study, advice, language),
    }
    share, opened = percent_text(lead.share, language), _opened(advice, language)
    if opened:
        reach = words["reach" if len(advice.case.blank) > 1 else "reach_one"]
        average = words["average" if whose == "participants" else f"average_{whose}"]
        told = [reach.format(**whom, range=opened, blank=len(advice.case.blank)), average.format(share=share)]
    else:
        told = [words[whose].format(**whom, share=share)]
    of_participants = whose == "participants"
    # a posterior; the interval of the other models is a confidence interval
    name = "interval" if learned else "confidence"
    if of_participants and not (learned and advice.interval_of == "participants"):
        name += "_posterior" if learned else "_population"
    form, what = "between" if learned else "from", words["mean" if opened else "share"]
    told.append(words[name].format(what=what, range=range_text(lead.interval, language, form=form)))
    if not of_participants:
        told.append(words["others_too" if whose == "colleagues" else "weighed"])
    if advice.reach is not None and not opened:
        told.append(words["alike"])
    return " ".join(told)


def _opened(advice: Advice, language: Language) -> str:
    """Return how far the share may go; empty where nothing is open, and where that makes no whole percent."""
    spread = "" if advice.reach is None else spread_text(advice.reach, language)
    return spread if _TO[language] in spread else ""


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
            text = percent_text(share.share, language)
            if not (alike and whose == "participants"):
                text += f" ({spread_text(share.interval, language, apart=True)})"
            told.append(words[whose].format(share=text))
    sentence = "; ".join([*told[:1], *(text[0].lower() + text[1:] for text in told[1:])])
    parts = [f"{sentence}."] if sentence else []
    return " ".join(parts + ([words["rest"]] if first != "participants" else []))


def _group(study: Study, advice: Advice, language: Language) -> str:
    if advice.group is None:
        return ""
    characteristic, value = advice.group
    text = study.characteristic(characteristic).value_name(value if value else DECLINED, language)
    return f" ({text})"
