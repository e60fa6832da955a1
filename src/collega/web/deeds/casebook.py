"""What an author does with a case: make it, advise on it, share it, tell what was decided, delete it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.colleague import make_case
from collega.web.deeds.case_releases import break_releases_of
from collega.web.deeds.refused import RefusedError
from collega.web.pinned_advice import pin
from collega.web.records.case_words import forget_words
from collega.web.records.casebook import mark
from collega.web.records.models import Case, Deed, Outcome, Study, Visibility, log
from collega.web.sight import has_asked

MOST_DECIDING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an author tells of a case; a criterion that is not in ``levels`` is blank."""

    title: str
    text: str
    question: str = ""
    levels: Mapping[str, str] = field(default_factory=dict)
    file_number: str = ""


def held(case: Case) -> Case:
    """Return a case with its row held, so that what is decided about it is decided one after the other."""
    row = Case.objects.select_for_update().filter(pk=case.pk).first()
    if row is None:
        raise RefusedError(_("This case was deleted meanwhile."))
    return row


@transaction.atomic
def make(study: Study, user: Any, content: Told, *, organisation: int | None) -> Case:
    """Keep a new case, which only its author sees; ``organisation`` is the author's.

    Raises
    ------
    DataError
        For levels that the study does not have.
    RefusedError
        Where the definition of the study can still change.
    """
    if not study.launched:
        raise RefusedError(_("The study has not been launched yet: its criteria can still change."))
    levels = dict(make_case(study.as_defined, dict(content.levels)).levels)
    return Case.objects.create(
        study=study, author=user, organisation_id=organisation, title=content.title, text=content.text,
        question=content.question, levels=levels, marks=_marks(levels), file_number=content.file_number,
    )  # fmt: skip


@transaction.atomic
def change(case: Case, user: Any, content: Told) -> None:
    """Change a case that its author has not advised on yet; afterwards only its words, until somebody judged it.

    Raises
    ------
    RefusedError
        For a case that somebody has judged: they judged these words.
    """
    row = held(case)
    _only_the_author(row, user)
    if row.judgements.exists():
        raise RefusedError(_("Somebody has judged this case as it was. Delete it, and make it again in other words."))
    row.title, row.text, row.file_number = content.title, content.text, content.file_number
    if not row.advised:
        row.question = content.question
        row.levels = dict(make_case(row.study.as_defined, dict(content.levels)).levels)
        row.marks = _marks(row.levels)
    row.save(update_fields=["title", "text", "question", "levels", "marks", "file_number"])
    forget_words()


def advise(case: Case, user: Any, *, answer: str, motivation: str, deciding: Sequence[str]) -> None:
    """Freeze the author's own advice, and beside it the virtual colleague's of this moment.

    Raises
    ------
    RefusedError
        Where it was frozen before, for an answer or criterion that the study does not have, and for more than three.
    """
    fit, advice = pin(case.study, case.levels)  # before the lock: it can take a second
    with transaction.atomic():
        row = held(case)
        _only_the_author(row, user)
        definition = row.study.as_defined
        if row.advised:
            raise RefusedError(_("You advised on this case before: that advice stays as it was."))
        if row.levels != case.levels:
            raise RefusedError(_("The case was changed in another tab. Look at it again before you advise."))
        if answer not in definition.answer_keys or not set(deciding) <= set(definition.criterion_keys):
            raise RefusedError(_("The study has no such answer or criterion."))
        if len(deciding) > MOST_DECIDING:
            raise RefusedError(_("Choose at most three criteria."))
        row.unseen = not has_asked(row.study, user, row.levels)
        row.answer, row.motivation, row.deciding, row.advised_at = answer, motivation, list(deciding), timezone.now()
        row.fit, row.advice = fit, advice
        row.save(update_fields=["unseen", "answer", "motivation", "deciding", "advised_at", "fit", "advice"])


@transaction.atomic
def share(case: Case, user: Any, visibility: str) -> None:
    """Let others read a case: the own organisation or all professionals of the study; only ever more people.

    Raises
    ------
    RefusedError
        Before the own advice, without an organisation, and where fewer could read it than now.
    """
    row = held(case)
    _only_the_author(row, user)
    order = list(Visibility)
    if not row.advised:
        raise RefusedError(_("First give your own advice."))
    if visibility == Visibility.ORGANISATION and row.organisation_id is None:
        raise RefusedError(_("Your account has no organisation, so there is nobody to share it with."))
    if visibility not in Visibility.values or order.index(Visibility(visibility)) < order.index(
        Visibility(row.visibility)
    ):
        raise RefusedError(_("Others may have read it: a shared case can be deleted, not taken back."))
    if visibility == row.visibility:
        return
    row.visibility, row.shared_at = Visibility(visibility), timezone.now()
    row.save(update_fields=["visibility", "shared_at"])
    if row.visibility == Visibility.ALL:  # the owner, who reads the trail, may be of another organisation
        log(row.study, user, Deed.CASE_SHARED, case=row.code)


@transaction.atomic
def record_outcome(case: Case, user: Any, *, side: str, decided: str, why: str) -> None:
    """Keep what was decided and why; telling again replaces it."""
    row = held(case)
    _only_the_author(row, user)
    if not row.advised:
        raise RefusedError(_("First give your own advice."))
    new = {"side": Outcome.Side(side), "decided": decided, "why": why, "told_at": timezone.now()}
    Outcome.objects.update_or_create(case=row, defaults=new)
    if row.visibility == Visibility.ALL:
        log(row.study, user, Deed.OUTCOME_TOLD, case=row.code)


@transaction.atomic
def delete_case(case: Case, user: Any) -> None:
    """Delete a case with everything that was said about it."""
    row = held(case)
    _only_the_author(row, user)
    remove(row, user)


def remove(row: Case, user: Any) -> None:
    """Delete a case, whoever wants it; one that the owner cannot read leaves no trace in the trail."""
    if row.visibility == Visibility.ALL:
        log(row.study, user, Deed.CASE_DELETED, case=row.code)
    break_releases_of(row)
    row.delete()
    forget_words()


def _marks(levels: Mapping[str, str]) -> str:
    return "".join(mark(criterion, level) for criterion, level in levels.items())


def _only_the_author(row: Case, user: Any) -> None:
    if row.author_id != user.pk:
        raise RefusedError(_("Only whoever made a case can do this."))
