"""Setting up a training, and what a learner does in it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from collega.training import SCENARIOS, Trainer
from collega.web import memory
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.retention import empty_the_log
from collega.web.ledger import CONSENT, note_deletion
from collega.web.records.models import Deed, Deletion, Learner, Round, Step, StoredFit, Study, Training, locked, log
from collega.web.sight import note_asked
from collega.web.tokens import hashed, new_token
from collega.web.trainers import case_of_step, groups_to_teach, judged_in, trainer_of

KEPT = timedelta(days=400)  # after the last visit: a second round a year later still shows what changed
NAMED, LONGEST_REASON = 2, 500
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@transaction.atomic
def set_up(
    study: Study, user: Any, fit: StoredFit, *, reference: tuple[str, str] | None, beside: Sequence[str]
) -> Training:
    """Choose from whom is learned, and which groups stand beside them.

    Raises
    ------
    RefusedError
        For a group that may not be shown.
    """
    groups = groups_to_teach(fit)
    if reference is not None and reference not in groups:
        raise RefusedError(_("This group is not shown, so nobody can learn from it. Choose another group."))
    characteristics = [item.key for item in study.as_defined.characteristics if item.key in set(beside)]
    row = locked(study.pk)
    training, _made = Training.objects.get_or_create(study=row)
    training.characteristic, training.value = reference or ("", "")
    training.beside = characteristics
    training.save(update_fields=["characteristic", "value", "beside"])
    log(row, user, Deed.TRAINING_SET_UP, group="=".join(reference or ()), beside=", ".join(characteristics))
    return training


@transaction.atomic
def open_training(training: Training, user: Any, *, opened: bool) -> None:
    """Let people train, or let nobody train for now; what was judged stays."""
    if Training.objects.filter(pk=training.pk).exclude(is_open=opened).update(is_open=opened):
        log(training.study, user, Deed.TRAINING_OPENED if opened else Deed.TRAINING_CLOSED)


@transaction.atomic
def change_link(training: Training, user: Any, verb: Literal["open", "renew", "close"]) -> None:
    """Make an open link, make a new one so that the old one stops working, or take it away."""
    row = Training.objects.select_for_update().get(pk=training.pk)
    if verb == "renew" and not row.link_token:
        verb = "open"
    if (verb == "open" and row.link_token) or (verb == "close" and not row.link_token):
        return
    row.link_token = "" if verb == "close" else new_token()
    row.save(update_fields=["link_token"])
    deeds = {
        "open": Deed.TRAINING_LINK_OPENED, "renew": Deed.TRAINING_LINK_RENEWED, "close": Deed.TRAINING_LINK_CLOSED,
    }  # fmt: skip
    log(row.study, user, deeds[verb])


def code_of(nonce: str) -> str:
    """Return the code for coming back, 80 bits: made from the site's secret, so that it can be shown again."""
    digest = salted_hmac("collega.training.code", nonce, algorithm="sha256").digest()
    letters = [_LETTERS[byte % 32] for byte in digest[:16]]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 16, 4))


def code_in_parts(learner: Learner) -> str:
    """Return the code to show; empty where the site's secret has changed since it was given."""
    code = code_of(learner.nonce)
    return code if hashed(code) == learner.code_hash else ""


@transaction.atomic
def enrol(training: Training, user: Any = None) -> Learner:
    """Return the learner with this account, made where there is none yet; without an account a new one."""
    if user is not None:
        learner = Learner.objects.filter(training=training, user=user).first()
        if learner is not None:
            return learner
    nonce = secrets.token_hex(12)
    return Learner.objects.create(
        training=training, user=user, nonce=nonce, code_hash=hashed(code_of(nonce)),
        pseudonym=f"t-{secrets.token_hex(5)}",
    )  # fmt: skip


def start_round(learner: Learner, trainer: Trainer) -> Round:
    """Return the round that is going on, or begin the next one with its first scenario.

    Raises
    ------
    RefusedError
        Where every scenario was judged already.
    """
    study = learner.training.study
    going_on = learner.rounds.filter(finished_on=None).first()
    if going_on is not None:
        return going_on
    earlier = Step.objects.filter(round__learner=learner).exclude(answer="")
    judged = judged_in(trainer, study, earlier)
    length = min(SCENARIOS, trainer.left(judged))
    case = trainer.next_case(judged, number=1, total=length)
    if case is None:
        raise RefusedError(_("You have judged every scenario of this training."))
    with transaction.atomic():
        Learner.objects.select_for_update().get(pk=learner.pk)
        number = learner.rounds.count() + 1
        going_on = learner.rounds.filter(finished_on=None).first()
        if going_on is not None:
            return going_on
        row = Round.objects.create(learner=learner, number=number, length=length)
        Step.objects.create(round=row, number=1, levels=dict(case.levels))
    return row


def answer_step(step: Step, fit: StoredFit, *, answer: str, reason: str, criteria: Sequence[str]) -> bool:
    """Keep an answer, and choose the next scenario; False where this one had been answered already.

    The scenario that comes next follows from the answers alone, so a second tab gets the same one.
    """
    learner = step.round.learner
    training = learner.training
    study, trainer = training.study, trainer_of(training, fit)
    case = case_of_step(study, step)
    earlier = Step.objects.filter(round__learner=learner).exclude(answer="").order_by("round__number", "number")
    judged = judged_in(trainer, study, earlier)
    if case is not None:
        judged.append(trainer.judged(case, answer))
    last, length = step.number >= step.round.length, step.round.length
    following = None if last else trainer.next_case(judged, number=step.number + 1, total=length)
    with transaction.atomic():
        stored = Step.objects.filter(pk=step.pk, answer="").update(
            answer=answer, reason=reason[:LONGEST_REASON], named=list(criteria)[:NAMED]
        )
        if not stored:
            return False
        if following is None:
            Round.objects.filter(pk=step.round_id).update(finished_on=timezone.localdate())
        else:
            Step.objects.create(round_id=step.round_id, number=step.number + 1, levels=dict(following.levels))
        Learner.objects.filter(pk=learner.pk).update(seen_on=timezone.localdate())
        if learner.user is not None:  # what they say of it comes next: a judgement of the same case is not blind then
            note_asked(study, learner.user, step.levels)
    return True


@transaction.atomic
def consent(learner: Learner, *, given_consent: bool) -> None:
    """Give the answers for research, marked as training, or take them back."""
    rows = Learner.objects.filter(pk=learner.pk, consented_on__isnull=given_consent)
    if rows.update(consented_on=timezone.localdate() if given_consent else None):
        if not given_consent:
            note_deletion(CONSENT, learner.nonce)
        log(learner.training.study, None, Deed.LEARNER_CONSENTED if given_consent else Deed.LEARNER_WITHDREW)


def delete_learner(learner: Learner) -> None:
    """Delete everything of a learner; the audit trail says that somebody did so, not who."""
    with transaction.atomic():
        log(learner.training.study, None, Deed.LEARNER_DELETED)
        Learner.objects.filter(pk=learner.pk).delete()
        Deletion.objects.create()
    memory.forget()
    empty_the_log()


def to_expire(today: date) -> Iterable[Training]:
    """Return the trainings with learners who did not come back in time."""
    return Training.objects.filter(learners__seen_on__lt=today - KEPT).select_related("study").distinct()


def expire(training: Training) -> bool:
    """Delete the learners who did not come back in time; False where there are none any more."""
    with transaction.atomic():
        rows = training.learners.filter(seen_on__lt=timezone.localdate() - KEPT)
        removed = rows.count()
        if removed:
            rows.delete()
            log(training.study, None, Deed.LEARNERS_EXPIRED, number=removed)
            Deletion.objects.create()
    memory.forget()
    return removed > 0
