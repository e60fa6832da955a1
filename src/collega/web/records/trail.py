"""The audit trail: who did what to a study, and when; chained by hash in :mod:`collega.web.records.chain`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collega.web.records.chain import TrailLink, add_link, new_salt
from collega.web.records.study import Study

_COMMAND: ContextVar[bool] = ContextVar("command", default=False)


@contextmanager
def by_command() -> Iterator[None]:
    """Write in every line of the trail, as long as this lasts, that a command on the server did it."""
    token = _COMMAND.set(True)
    try:
        yield
    finally:
        _COMMAND.reset(token)


class Deed(models.TextChoices):
    """Everything that the trail can tell: its key, as it is kept, and its words."""

    STUDY_MADE = "study_made", _("study made")
    STUDY_FILE_TAKEN_IN = "study_file_taken_in", _("study file taken in")
    STUDY_FOLDER_TAKEN_IN = "study_folder_taken_in", _("study folder taken in")
    STUDY_FOLDER_TAKEN_OUT = "study_folder_taken_out", _("study folder taken out")
    ANSWERS_EXPORTED = "answers_exported", _("answers exported")
    BASICS_CHANGED = "basics_changed", _("basics changed")
    ANSWERS_CHANGED = "answers_changed", _("answers changed")
    CRITERION_ADDED = "criterion_added", _("criterion added")
    CRITERION_CHANGED = "criterion_changed", _("criterion changed")
    CRITERION_MOVED = "criterion_moved", _("criterion moved")
    CRITERION_REMOVED = "criterion_removed", _("criterion removed")
    CHARACTERISTIC_ADDED = "characteristic_added", _("characteristic added")
    CHARACTERISTIC_CHANGED = "characteristic_changed", _("characteristic changed")
    CHARACTERISTIC_MOVED = "characteristic_moved", _("characteristic moved")
    CHARACTERISTIC_REMOVED = "characteristic_removed", _("characteristic removed")
    COMBINATION_FORBIDDEN = "combination_forbidden", _("combination forbidden")
    COMBINATION_MOVED = "combination_moved", _("forbidden combination moved")
    COMBINATION_ALLOWED = "combination_allowed", _("combination allowed again")
    DESIGN_COMPOSED = "design_composed", _("design composed")
    DESIGN_TAKEN_IN = "design_taken_in", _("design taken in")
    SCENARIO_CHANGED = "scenario_changed", _("scenario changed")
    PANEL_SIMULATED = "panel_simulated", _("panel simulated")
    NOTICE_CHANGED = "notice_changed", _("text for participants changed")
    RULES_CHANGED = "rules_changed", _("rules changed")
    RETENTION_SHORTENED = "retention_shortened", _("retention shortened")
    TEXT_CORRECTED = "text_corrected", _("typing error corrected")
    STUDY_LAUNCHED = "study_launched", _("study launched")
    STUDY_CLOSED = "study_closed", _("study closed")
    COLLECTION_OPENED = "collection_opened", _("collection open")
    COLLECTION_PAUSED = "collection_paused", _("collection paused")
    COLLEAGUE_INVITED = "colleague_invited", _("colleague invited")
    COLLEAGUE_JOINED = "colleague_joined", _("colleague joined")
    COLLEAGUE_REMOVED = "colleague_removed", _("colleague removed")
    ROLE_CHANGED = "role_changed", _("role changed")
    COLLEAGUE_INVITATION_WITHDRAWN = "colleague_invitation_withdrawn", _("invitation of colleague taken back")
    JOIN_LINK_OPENED = "join_link_opened", _("link for professionals opened")
    JOIN_LINK_RENEWED = "join_link_renewed", _("link for professionals renewed")
    JOIN_LINK_CLOSED = "join_link_closed", _("link for professionals closed")
    JOIN_LINK_OFFERED = "join_link_offered", _("link for professionals offered to participants")
    JOIN_LINK_OFFERED_NO_MORE = "join_link_offered_no_more", _("link for professionals offered to participants no more")
    ORGANISATION_CONFIRMED = "organisation_confirmed", _("organisation of a professional confirmed")
    ORGANISATION_UNCONFIRMED = "organisation_unconfirmed", _("confirmation of an organisation taken back")
    COLLEAGUE_LEFT = "colleague_left", _("left the study")
    PEOPLE_ADDED = "people_added", _("people added")
    PERSON_REMOVED = "person_removed", _("person removed")
    RETURNED_MAIL_TAKEN_IN = "returned_mail_taken_in", _("returned mail taken in")
    MAIL_TEXT_CHANGED = "mail_text_changed", _("mail text changed")
    INVITATION_SENT = "invitation_sent", _("mail: invitation")
    REMINDER_SENT = "reminder_sent", _("mail: reminder")
    THANKS_SENT = "thanks_sent", _("mail: thanks")
    INVITATION_SENT_AGAIN = "invitation_sent_again", _("mail again: invitation")
    REMINDER_SENT_AGAIN = "reminder_sent_again", _("mail again: reminder")
    THANKS_SENT_AGAIN = "thanks_sent_again", _("mail again: thanks")
    REMINDER_PLANNED = "reminder_planned", _("reminder planned")
    PLANNED_REMINDER_DROPPED = "planned_reminder_dropped", _("planned reminder dropped")
    PARTICIPANTS_LOOKED_AT = "participants_looked_at", _("participants looked at")
    PARTICIPANT_LOOKED_AT = "participant_looked_at", _("one participant looked at")
    PARTICIPANT_LEFT_OUT = "participant_left_out", _("participant left out")
    PARTICIPANT_INCLUDED = "participant_included", _("participant included again")
    PARTICIPANT_WITHDREW = "participant_withdrew", _("participant withdrew")
    FIT_ASKED_FOR = "fit_asked_for", _("choice model asked for")
    SIMULATION_ASKED_FOR = "simulation_asked_for", _("simulated panel asked for")
    REPORT_ASKED_FOR = "report_asked_for", _("report asked for")
    PUBLISHED = "published", _("published")
    UNPUBLISHED = "unpublished", _("unpublished")
    AUDIENCE_CHANGED = "audience_changed", _("publication changed")
    RESULTS_LINK_RENEWED = "results_link_renewed", _("results link renewed")
    SHARE_CHOSEN = "share_chosen", _("share chosen")
    COUNTS_CHANGED = "counts_changed", _("counts of the profession changed")
    NOTE_CHANGED = "note_changed", _("note changed")
    PREVIEW_STARTED = "preview_started", _("preview started")
    SESSION_MADE = "session_made", _("session made")
    SESSION_OPENED = "session_opened", _("session opened")
    SESSION_STEP_SHOWN = "session_step_shown", _("answers shown in a session")
    SESSION_SEAT_REMOVED = "session_seat_removed", _("phone removed from a session")
    SESSION_FINISHED = "session_finished", _("session finished, and its judgements deleted")
    SESSION_SHOWN = "session_shown", _("session shown to professionals and readers")
    SESSION_HIDDEN = "session_hidden", _("session hidden from professionals and readers")
    SESSION_DELETED = "session_deleted", _("session deleted")
    CASE_SHARED = "case_shared", _("case shared")
    CASE_DELETED = "case_deleted", _("case deleted")
    CASE_HIDDEN = "case_hidden", _("case hidden")
    CASE_SHOWN_AGAIN = "case_shown_again", _("case shown again")
    JUDGEMENT_DELETED = "judgement_deleted", _("judgement of a case deleted")
    OUTCOME_TOLD = "outcome_told", _("outcome of a case told")
    REMARK_HIDDEN = "remark_hidden", _("remark hidden")
    REMARK_SHOWN_AGAIN = "remark_shown_again", _("remark shown again")
    REPORT_SETTLED = "report_settled", _("report of a remark or case settled")
    CASEBOOK_LEFT = "casebook_left", _("somebody took everything of theirs out of the casebook")
    CASEBOOK_EXPORTED = "casebook_exported", _("casebook exported")
    WEEK_FAILED = "week_failed", _("week's case failed")
    OPEN_CASES_FAILED = "open_cases_failed", _("reminders of open cases failed")
    DELETION_ANNOUNCED = "deletion_announced", _("deletion announced")
    DATA_DELETED = "data_deleted", _("individual data deleted")
    DELETION_FAILED = "deletion_failed", _("deletion failed")
    CLOSING_FAILED = "closing_failed", _("closing failed")
    REMINDER_FAILED = "reminder_failed", _("reminder failed")
    SESSION_FAILED = "session_failed", _("ending a session failed")
    TRAINING_SET_UP = "training_set_up", _("training set up")
    TRAINING_OPENED = "training_opened", _("training open")
    TRAINING_CLOSED = "training_closed", _("training closed")
    TRAINING_LINK_OPENED = "training_link_opened", _("open link to the training made")
    TRAINING_LINK_RENEWED = "training_link_renewed", _("open link to the training renewed")
    TRAINING_LINK_CLOSED = "training_link_closed", _("open link to the training closed")
    LEARNER_CONSENTED = "learner_consented", _("training answers given for research")
    LEARNER_WITHDREW = "learner_withdrew", _("training answers taken back")
    LEARNER_DELETED = "learner_deleted", _("training answers deleted by who gave them")
    LEARNERS_EXPIRED = "learners_expired", _("training answers deleted after their time")
    TRAINING_FAILED = "training_failed", _("deletion of training answers failed")
    ANNOUNCEMENT_FAILED = "announcement_failed", _("announcement failed")


class Event(models.Model):
    """One line of the audit trail; ``what`` is a :class:`Deed`. Never holds participants' data."""

    study = models.ForeignKey(Study, models.CASCADE, null=True, related_name="events")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=60)
    facts = models.JSONField(default=dict, blank=True)
    salt = models.CharField(max_length=32, default="", editable=False)  # of its digest in the chain

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"

    @property
    def words(self) -> str:
        """What happened, in the language of the page; as it was kept where this version does not know it."""
        return str(Deed(self.what).label) if self.what in Deed.values else self.what.replace("_", " ")


def log(study: Study | None, user: Any, deed: Deed, **facts: Any) -> Event:
    """Write one line of the audit trail; ``user`` may be None for what happens by itself."""
    person = user if user is not None and getattr(user, "is_authenticated", False) else None
    facts |= {"by": "command"} if _COMMAND.get() else {}
    with transaction.atomic():
        event = Event.objects.create(
            study=study, user=person, what=deed.value, facts=json.loads(json.dumps(facts)), salt=new_salt()
        )
        add_link(event)
    return event


@transaction.atomic
def forget_in_trail(events: Iterable[Event]) -> None:
    """Keep lines as they are now, with a new digest: they were made to forget somebody."""
    for event in events:
        event.salt = new_salt()
        event.save(update_fields=["user", "facts", "salt"])
        add_link(event, TrailLink.Why.FORGOT)


@receiver(pre_delete, sender=Event, dispatch_uid="end of a line of the trail")
def _say_that_it_is_gone(instance: Event, **_signal: Any) -> None:
    add_link(instance, TrailLink.Why.GONE)
