"""What of training is new for somebody: a training that was set up, a round to finish, and a next round that is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.web.accounts.models import User
from collega.web.news import News
from collega.web.records.models import Round, Study, Training
from collega.web.training.weights import AGAIN_AFTER


def news(user: User, studies: Sequence[Study], since: datetime | None) -> list[News]:
    """Return at most one line for each training: two queries, however many there are."""
    trainings = list(Training.objects.filter(study__in=studies, is_open=True).select_related("study"))
    last: dict[int, Round] = {}
    rounds = Round.objects.filter(learner__user=user, learner__training__in=trainings).select_related("learner")
    for row in rounds.order_by("number"):
        last[row.learner.training_id] = row
    return [line for training in trainings if (line := _line(training, last.get(training.pk), since)) is not None]


def _line(training: Training, last: Round | None, since: datetime | None) -> News | None:
    moment = None
    if last is None:
        if since is not None and training.made_at <= since:
            return None
        text, moment = _("You can train with experienced colleagues."), training.made_at
    elif last.finished_on is None:
        text = _("Finish your training.")
    elif timezone.localdate() - last.finished_on >= timedelta(days=AGAIN_AFTER):
        text = _("A next round of your training is due.")
    else:
        return None
    href = reverse("training:welcome", args=[training.study.key])
    return News(study=training.study_id, text=text, href=href, when=moment)
