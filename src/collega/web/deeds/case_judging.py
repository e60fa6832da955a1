"""Judging a colleague's case: blind first, then with the others in view.

Blind judgements come into view in batches of a fixed size, each told apart from the others, so that no two states of a
page differ in one person. A batch from which somebody takes their judgement back is in no count any more, nor are the
judgements of the others in it: beside any new total they would tell what the one had answered.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collega.insight.sides import FEWEST
from collega.web.deeds.case_releases import break_release, open_release
from collega.web.deeds.casebook import held
from collega.web.deeds.refused import RefusedError
from collega.web.pinned_advice import expected
from collega.web.records.models import Batch, Case, Deed, Judgement, SecondThought, Sight, Study, Visibility, log
from collega.web.sight import has_seen, note_sight


def batch_size(study: Study) -> int:
    """Return how many blind judgements come into view together: the minimum group, and enough for two sides."""
    return max(study.as_defined.minimum_group, 2 * FEWEST)


def judge(case: Case, user: Any, *, answer: str, reason: str) -> Judgement:
    """Keep the one judgement of a colleague, and from then on count them among those who have seen the others.

    Raises
    ------
    RefusedError
        For the author, for whoever judged before, and for an answer that the study does not have.
    """
    fit, share = expected(case.study, case.levels)  # before the lock: it can take a second
    with transaction.atomic():
        row = held(case)
        if not row.shared:
            raise RefusedError(_("This case is not shared any more."))
        if row.author_id == user.pk:
            raise RefusedError(_("This is your own case: you gave your advice already."))
        if row.judgements.filter(user=user).exists():
            raise RefusedError(_("You have judged this case already. If you changed your mind, tell that below."))
        if answer not in row.study.as_defined.answer_keys:
            raise RefusedError(_("The study has no such answer."))
        blind = not has_seen(row, user)
        judgement = Judgement.objects.create(
            case=row, user=user, answer=answer, reason=reason, blind=blind, fit=fit, share=share
        )
        note_sight(row, user, Sight.Way.JUDGED)
        _open_batch(row)
        return judgement


def _open_batch(case: Case) -> None:
    """Bring the blind judgements since the last batch into view, once they are enough."""
    waiting = case.judgements.filter(blind=True, batch=None, apart=False)
    size = batch_size(case.study)
    together = list(waiting.order_by("pk").values_list("pk", flat=True)[:size])
    if len(together) == size:
        Judgement.objects.filter(pk__in=together).update(batch=Batch.objects.create(case=case))
        open_release(case.study)


@transaction.atomic
def think_again(case: Case, user: Any, *, answer: str, reason: str) -> None:
    """Keep what somebody thinks after seeing the others, beside their judgement, which stays as it was.

    Raises
    ------
    RefusedError
        For whoever has not judged, and for an answer that the study does not have.
    """
    row = held(case)
    if not row.judgements.filter(user=user).exists():
        raise RefusedError(_("Judge this case first."))
    if answer not in row.study.as_defined.answer_keys:
        raise RefusedError(_("The study has no such answer."))
    SecondThought.objects.update_or_create(case=row, user=user, defaults={"answer": answer, "reason": reason})


@transaction.atomic
def take_back(case: Case, user: Any) -> bool:
    """Delete somebody's judgement and second thought; False where there is none.

    That they have seen the others stays known: a new judgement is not blind.
    """
    row = held(case)
    mine = row.judgements.filter(user=user).first()
    if mine is None:
        return False
    note_sight(row, user, Sight.Way.JUDGED)
    remove_judgement(mine)
    SecondThought.objects.filter(case=row, user=user).delete()
    if row.visibility == Visibility.ALL:
        log(row.study, None, Deed.JUDGEMENT_DELETED, case=row.code)
    return True


@transaction.atomic
def remove_judgement(judgement: Judgement) -> None:
    """Delete a judgement, and take the others of its batch out of every count."""
    batch = judgement.batch
    judgement.delete()
    if batch is not None:
        break_release(batch)
        batch.judgements.update(apart=True, batch=None)
        batch.delete()
