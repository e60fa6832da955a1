"""Saving an answer: one current answer, every sending in the history, nothing lost."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.study import Study as Definition
from collega.web.records.languages import engine_language
from collega.web.records.models import Answer, AnswerSent, Interview, Study
from collega.web.survey.path import design_of

KEY_LENGTH = 40
SEEN_EVERY = timedelta(minutes=1)
_SALT = "collega.survey.shown"


class Outcome(Enum):
    """What became of an answer that was sent."""

    SAVED = "saved"
    CHANGED = "changed"
    REPEATED = "repeated"
    CHANGED_ELSEWHERE = "changed elsewhere"
    TOO_LATE = "too late"


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer as it came in, and when; ``shown`` is the signed note of what stood on the page, and since when.

    ``at`` is None where nobody but the page knows.
    """

    number: int
    answer: str
    request_key: str
    shown: str
    at: float | None = field(default_factory=lambda: time.time())  # noqa: PLW0108  -- tests set the clock

    @property
    def showing(self) -> str:
        """Key of the showing of the page that it came from; a new one where it has none."""
        return self.request_key[:KEY_LENGTH] or secrets.token_urlsafe(12)


def shown_token(interview: Interview, number: int, had: str) -> str:
    """Return a signed note for the page: whose, which scenario, from when, in which words, and the answer it had."""
    content = {
        "interview": interview.pk,
        "number": number,
        "at": round(time.time(), 2),
        "language": interview.language,
        "corrections": len(interview.study.corrections),
        "had": had,
    }
    return signing.dumps(content, salt=_SALT)


def new_request_key() -> str:
    """Return a key for one showing of a page: the same request sent twice bears the same one."""
    return secrets.token_urlsafe(12)


def note_of(sent: Sent, interview: Interview) -> dict[str, Any] | None:
    """Return what is known of the page that an answer came from; None where it was not of this interview."""
    try:
        note = signing.loads(sent.shown, salt=_SALT)
    except signing.BadSignature:
        return None
    return note if (note["interview"], note["number"]) == (interview.pk, sent.number) else None


def answer_at(interview: Interview, number: int) -> Answer | None:
    """Return the current answer at a position, but for what stood on its page; None without one."""
    return interview.answers.order_by().defer("shown").filter(position=number).first()


def record_alone(interview: Interview, sent: Sent) -> Outcome:
    """Save an answer, holding the interview's row meanwhile, so that two tabs come one after the other."""
    with transaction.atomic():
        held = Interview.objects.select_for_update().get(pk=interview.pk)
        held.study = interview.study
        return record(held, sent, answer_at(held, sent.number))


def record(interview: Interview, sent: Sent, now: Answer | None) -> Outcome:
    """Save an answer in an interview whose row is held; ``now`` is the answer there is.

    Of two the later one counts, and both are in the history. Seconds run from making the page to its answer, and
    include time spent elsewhere; an answer that is changed has the seconds of all showings together.
    """
    if interview.finished:
        return Outcome.TOO_LATE
    note = note_of(sent, interview)
    before = None if now is None else now.answer
    key = sent.showing
    same = [] if now is None else _same_showing(interview, sent.number, key)  # no answer: nothing was sent before
    if same and same[-1].answer == sent.answer:
        return Outcome.REPEATED
    fields = answer_fields(interview, sent, note)
    own_key = f"{key}~{len(same)}" if same else key
    AnswerSent.objects.create(interview=interview, position=sent.number, request_key=own_key, **fields)
    _keep(interview, sent, note, now, fields)
    scenario_seen(interview, timezone.now())
    if before is None:
        return Outcome.SAVED
    if note is not None and note["had"] != before and not same:
        return Outcome.CHANGED_ELSEWHERE
    return Outcome.CHANGED if before != sent.answer else Outcome.SAVED


def answer_fields(interview: Interview, sent: Sent, note: dict[str, Any] | None) -> dict[str, Any]:
    """Return what an answer and its line in the history have in common."""
    return {
        "scenario": design_of(interview).scenarios[interview.order[sent.number - 1]],
        "answer": sent.answer,
        "seconds": None if note is None or sent.at is None else round(max(sent.at - note["at"], 0.0), 1),
    }


def _same_showing(interview: Interview, number: int, key: str) -> list[AnswerSent]:
    """Return what the same showing of a page sent before."""
    return list(interview.history.filter(position=number, request_key__startswith=key).order_by("id"))


def scenario_seen(interview: Interview, now: datetime) -> None:
    """Remember that somebody is here, to the minute; not where the place is gone: then only the answer is kept."""
    if interview.seen_at < now - SEEN_EVERY and not interview.away(now):
        Interview.objects.filter(pk=interview.pk).update(seen_at=now)


def _keep(
    interview: Interview, sent: Sent, note: dict[str, Any] | None, now: Answer | None, fields: dict[str, Any]
) -> None:
    shown = shown_texts(interview, sent.number, note)
    if now is None:
        Answer.objects.create(interview=interview, position=sent.number, shown=shown, **fields)
        return
    known = [each for each in (now.seconds, fields["seconds"]) if each is not None]
    now.answer, now.seconds = sent.answer, round(sum(known), 1) if known else None
    now.answered_at, now.shown = timezone.now(), shown
    now.save(update_fields=["answer", "seconds", "answered_at", "shown"])


def shown_texts(interview: Interview, number: int, note: dict[str, Any] | None) -> dict[str, Any]:
    """Return every text that stood on the page, in its language and with the corrections of that moment."""
    study = interview.study
    if note is not None and note["corrections"] < len(study.corrections):
        study = Study(definition=study.definition, corrections=study.corrections[: note["corrections"]])
    definition, language = study.as_shown, engine_language(note["language"] if note else interview.language)
    return {
        "language": language,
        "rows": [
            [row["text"].say(language), row["level"].say(language)] for row in rows(interview, number, definition)
        ],
        "context": [text.say(language) for text in definition.context],
        "statement": definition.statement.say(language),
        "answers": {answer.key: answer.text.say(language) for answer in definition.answers},
    }


def rows(interview: Interview, number: int, definition: Definition) -> list[dict[str, Any]]:
    """Return criterion by criterion what a scenario shows."""
    profile = design_of(interview).profiles[interview.order[number - 1]]
    return [
        {"text": criterion.text, "help": criterion.help, "level": criterion.levels[int(profile[c])].text}
        for c, criterion in enumerate(definition.criteria)
    ]


def tell(request: HttpRequest, outcome: Outcome, number: int, text: str) -> None:
    """Say what became of the answer, where it is not what the next page shows already."""
    said = {
        Outcome.CHANGED: _("Your answer to scenario %(n)s is now “%(answer)s”."),
        Outcome.REPEATED: _("This answer to scenario %(n)s came in twice and was saved once: “%(answer)s”."),
        Outcome.CHANGED_ELSEWHERE: _(
            "Scenario %(n)s had been answered meanwhile, perhaps in another tab. Now “%(answer)s” counts; you can "
            "still change it."
        ),
        Outcome.TOO_LATE: _(
            "You had sent in your answers already, so “%(answer)s” for scenario %(n)s was not saved any more."
        ),
    }.get(outcome)
    if said:
        level = messages.WARNING if outcome == Outcome.TOO_LATE else messages.INFO
        messages.add_message(request, level, said % {"n": number, "answer": text})


def text_of(interview: Interview, answer: str) -> str:
    """Return an answer in the words of its page."""
    texts = {each.key: each.text for each in interview.study.as_shown.answers}
    return texts[answer].say(engine_language(interview.language))
