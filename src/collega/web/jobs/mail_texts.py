"""What mails to invitees say: default texts, the texts of a study, and filling in a name and a link."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from collega.web.jobs.places import filled_in
from collega.web.letters import one_line
from collega.web.records.languages import engine_language
from collega.web.records.models import Invitation, Study
from collega.web.task import Task, task_of
from collega.web.tokens import opt_out_token, personal_token

KINDS = ("invitation", "reminder", "thanks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Subject and body of a mail, with or without its places filled in."""

    subject: str
    body: str


DEFAULTS = {
    ("invitation", "nl"): Text(
        subject="Uitnodiging: {title}",
        body=(
            "{greeting}\n\nWij nodigen u uit voor het onderzoek ‘{title}’. U beoordeelt {scenarios}. "
            "Dat duurt {duration}. Zo leren wij hoe vakgenoten deze afweging maken.\n\nDit is uw persoonlijke link. "
            "U kunt stoppen en later verdergaan, ook op een ander apparaat:\n{link}\n\n{closing_day}\n\n"
            "Geen pagina laat zien wie welke antwoorden gaf. Vragen? {contact}"
        ),
    ),
    ("invitation", "en"): Text(
        subject="Invitation: {title}",
        body=(
            "{greeting}\n\nWe invite you to take part in the study “{title}”. You judge {scenarios}, "
            "which takes {duration}. From your answers we learn how professionals weigh this decision.\n\nThis "
            "is your personal link. You can stop and go on later, also on another device:\n{link}\n\n{closing_day}\n\n"
            "No page shows who gave which answers. Questions? {contact}"
        ),
    ),
    ("reminder", "nl"): Text(
        subject="Herinnering: {title}",
        body=(
            "{greeting}\n\nEerder nodigden wij u uit voor het onderzoek ‘{title}’. U kunt nog meedoen, of verdergaan "
            "waar u gebleven was:\n{link}\n\n{closing_day}\n\nVragen? {contact}"
        ),
    ),
    ("reminder", "en"): Text(
        subject="Reminder: {title}",
        body=(
            "{greeting}\n\nEarlier we invited you to take part in the study “{title}”. You can still take part, or go "
            "on where you stopped:\n{link}\n\n{closing_day}\n\nQuestions? {contact}"
        ),
    ),
    ("thanks", "nl"): Text(
        subject="Dank u wel: {title}",
        body=(
            "{greeting}\n\nDank u wel dat u meedeed aan het onderzoek ‘{title}’. Met de code die u bij het meedoen "
            "kreeg, bekijkt u uw eigen profiel:\n{link}\n\nVragen? {contact}"
        ),
    ),
    ("thanks", "en"): Text(
        subject="Thank you: {title}",
        body=(
            "{greeting}\n\nThank you for taking part in the study “{title}”. With the code that you were given when "
            "you took part you can look at your own profile:\n{link}\n\nQuestions? {contact}"
        ),
    ),
}
_LAST_DAY = {"nl": "Meedoen kan tot en met {day}.", "en": "You can take part until {day}."}
_GREETING = {"nl": ("Beste {name},", "Goedendag,"), "en": ("Dear {name},", "Hello,")}
_SCENARIOS = {
    "nl": ("één verzonnen situatie", "{n} verzonnen situaties", "{fewest} tot {n} verzonnen situaties"),
    "en": ("one fictional situation", "{n} fictional situations", "{fewest} to {n} fictional situations"),
}
_DURATION = {
    "nl": ("ongeveer één minuut", "ongeveer {n} minuten"),
    "en": ("about one minute", "about {n} minutes"),
}
_FAMILY_NAME_FIRST = re.compile(r"([^,]+),\s*([^,]+)")
_STOP = {
    "nl": "Geen mail meer over dit onderzoek? Klik hier:",
    "en": "No more mail about this study? Follow this link:",
}


def text_of(study: Study, kind: str, language: str) -> Text:
    """Return the study's own text, or the default."""
    changed = study.mail_texts.filter(kind=kind, language=language).first()
    return Text(subject=changed.subject, body=changed.body) if changed else DEFAULTS[kind, language]


def language_of(invitation: Invitation) -> str:
    """Return the language in which somebody is written to: one that the study speaks."""
    spoken = invitation.study.as_defined.languages
    return invitation.language if invitation.language in spoken else spoken[0]


def filled(text: Text, study: Study, *, name: str, nonce: str, language: str) -> Text:
    """Fill in the places, and add how to get no more mail."""
    link = settings.SITE_URL + reverse("survey:personal", args=[personal_token(nonce)])
    greeting, unknown = _GREETING[language]
    name, task = spoken_name(name), task_of(study)
    values = {
        "greeting": greeting.replace("{name}", name) if name else unknown,
        "name": name,
        "scenarios": _scenarios(task, language),
        "duration": _DURATION[language][task.minutes > 1].replace("{n}", str(task.minutes)),
        "title": study.title(language),
        "link": link,
        "closing_day": _last_day(study, language),
        "contact": study.told_contact(language),
    }
    body = filled_in(text.body, values)
    while "\n\n\n" in body:
        body = body.replace("\n\n\n", "\n\n")
    stop = f"{body.rstrip()}\n\n--\n{_STOP[language]}\n{opt_out_link(nonce)}\n"
    return Text(subject=one_line(filled_in(text.subject, values)), body=stop)


def opt_out_link(nonce: str) -> str:
    """Return where somebody stops the mail about a study."""
    return settings.SITE_URL + reverse("survey:opt-out", args=[opt_out_token(nonce)])


def spoken_name(name: str) -> str:
    """Return a name as one says it: 'Bos, Els' of an address book is Els Bos."""
    turned = _FAMILY_NAME_FIRST.fullmatch(name.strip())
    return f"{turned[2].strip()} {turned[1].strip()}" if turned else name


def _scenarios(task: Task, language: str) -> str:
    singular, plural, range_text = _SCENARIOS[language]
    form = range_text if task.fewest < task.most else plural if task.most > 1 else singular
    return form.replace("{fewest}", str(task.fewest)).replace("{n}", str(task.most))


def _last_day(study: Study, language: str) -> str:
    if study.closes_on is None or study.closes_on < timezone.localdate():
        return ""
    with override(engine_language(language)):
        return _LAST_DAY[language].replace("{day}", date_format(study.closes_on, "j F Y"))
