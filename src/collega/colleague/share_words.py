"""Shares in words that say whose they are: the one that the study leads with, and the others in one line."""

from __future__ import annotations

from collega.colleague.advice import Advice
from collega.colleague.percentages import percent_text, range_text, spread_text
from collega.insight.populations import Share
from collega.messages import Message
from collega.study.added import DECLINED
from collega.study.definition import ShareOf, Study
from collega.study.text import Language

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
    people, lead = lead_of(study, advice)
    learned = advice.model == "hierarchical"
    whom: dict[str, str | int] = {
        "n": advice.participants,
        "kind": kind_of(advice),
        "who": _group(study, advice, language),
    }
    share, opened = percent_text(lead.share, language), _opened(advice, language)
    if opened:
        average = "average" if people == "participants" else f"average-{people}"
        sentences = [
            Message("advice-share-reach", **whom, range=opened, blank=len(advice.case.blank)),
            Message(f"advice-share-{average}", share=share),
        ]
    else:
        sentences = [Message(f"advice-share-{people}", **whom, share=share)]
    of_participants = people == "participants"
    # a posterior; the interval of the other models is a confidence interval
    name = "interval" if learned else "confidence"
    if of_participants and not (learned and advice.interval_of == "participants"):
        name += "-posterior" if learned else "-population"
    form, noun = "between" if learned else "from", Message("advice-share-mean" if opened else "advice-share-share")
    sentences.append(Message(f"advice-share-{name}", what=noun, range=range_text(lead.interval, language, form=form)))
    if not of_participants:
        sentences.append(Message("advice-share-others-too" if people == "colleagues" else "advice-share-weighed"))
    if advice.reach is not None and not opened:
        sentences.append(Message("advice-share-alike"))
    return " ".join(part.say(language) for part in sentences)


def kind_of(advice: Advice) -> str:
    """Return who the participants are: professionals, or simulated ones."""
    return Message("advice-simulated") if advice.synthetic else "professionals"


def _opened(advice: Advice, language: Language) -> str:
    """Return how far the share may go; empty where nothing is open, and where that makes no whole percent."""
    spread = "" if advice.reach is None else spread_text(advice.reach, language)
    return spread if " " in spread else ""


def others_sentence(study: Study, advice: Advice, language: Language) -> str:
    """Return the shares that do not come first, in one line, each named; empty where there is nothing to add.

    Where the participants' interval is about all people like them, it is that of colleagues, and told once.
    """
    first, _ = lead_of(study, advice)
    participants = Share(share=advice.share, interval=advice.interval)
    shares = {
        population: participants if population == "participants" else advice.others.of(population)
        for population in _ORDER
    }
    alike = advice.interval_of == "population"
    if alike and first != "colleagues":
        shares["colleagues"] = None
    phrases = []
    for population in _ORDER:
        share = shares[population]
        if population != first and share is not None:
            text = percent_text(share.share, language)
            if not (alike and population == "participants"):
                text += f" ({spread_text(share.interval, language, apart=True)})"
            phrases.append(Message(f"advice-beside-{population}", share=text).say(language))
    sentence = "; ".join([*phrases[:1], *(text[0].lower() + text[1:] for text in phrases[1:])])
    parts = [f"{sentence}."] if sentence else []
    return " ".join(parts + ([Message("advice-beside-rest").say(language)] if first != "participants" else []))


def _group(study: Study, advice: Advice, language: Language) -> str:
    if advice.group is None:
        return ""
    characteristic, value = advice.group
    text = study.characteristic(characteristic).value_name(value if value else DECLINED, language)
    return f" ({text})"
