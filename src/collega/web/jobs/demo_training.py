"""The training of the demonstration: from colleagues with more than ten years of experience; one round is done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from collega.web.deeds.training import answer_step, change_link, enrol, set_up, start_round
from collega.web.records.models import Learner, Round, Step, StoredFit, Study, Training
from collega.web.trainers import case_of_step, groups_to_teach, policy_on, taught_fit, trainer_of

REFERENCE, BESIDE = ("years_in_field", "y10_plus"), ("function", "reluctance")
_AGO, _SEED = timedelta(days=24), 20241130
REASONS = (
    "Het doel is anders dan waarvoor de gegevens zijn verzameld.",
    "De gevolgen voor de betrokkene wegen hier zwaar.",
    "De ontvanger heeft de gegevens nodig voor een wettelijke taak.",
)


def demo_training(study: Study, user: Any) -> Training | None:
    """Set up the training with an open link, and a first round of the demonstration's user; what is there stays.

    None where no results are shown to learn from.
    """
    fit = taught_fit(study)
    existing = Training.objects.filter(study=study).first()
    if existing is not None or fit is None:
        return existing
    reference = REFERENCE if REFERENCE in groups_to_teach(fit) else None
    with transaction.atomic():
        training = set_up(study, user, fit, reference=reference, beside=BESIDE)
        change_link(training, user, "open")
        training.refresh_from_db()
    _first_round(training, fit, enrol(training, user))
    return training


def _first_round(training: Training, fit: StoredFit, learner: Learner) -> None:
    """Let a learner who is one of the imagined people judge a round, some weeks ago."""
    trainer, rng = trainer_of(training, fit), np.random.default_rng(_SEED)
    person = int(rng.integers(len(trainer.aims)))
    row = start_round(learner, trainer)
    while (
        step := Step.objects.filter(round=row, answer="").select_related("round__learner__training").first()
    ) is not None:
        case = case_of_step(training.study, step)
        if case is None:
            return
        chances = trainer.imagined.chances(case.profile(trainer.study)[None])[person, 0]
        answer = trainer.study.answer_keys[int(rng.choice(len(chances), p=chances / chances.sum()))]
        weightiest = [weight.criterion for weight in policy_on(training, fit, case).reference.weightiest]
        criteria = [key for key in (*weightiest[:1], "sensitivity") if key in trainer.study.criterion_keys]
        reason = REASONS[step.number % len(REASONS)] if step.number % 2 else ""
        answer_step(step, fit, answer=answer, reason=reason, criteria=criteria)
    day = timezone.localdate() - _AGO
    Round.objects.filter(pk=row.pk).update(started_on=day, finished_on=day)
