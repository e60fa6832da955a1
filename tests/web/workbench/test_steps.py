"""The overview of a study: how far it is, and how each step stands."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from collega.web.deeds.collection import close, launch
from collega.web.records.models import Deed, Event, Interview, Kind, Publication, StoredFit, Study, log
from collega.web.survey.getting_in import begin
from collega.web.workbench.steps import steps_of
from tests.web.workbench.panels import keep_answers, keep_fit

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 3, 4, 12, tzinfo=UTC)


def step(study, room, language="en"):
    """How one step stands: whether it is done, and its words; nothing where it is no step of this study."""
    with override(language):
        return next(((each.done, each.told) for each in steps_of(study) if each.room == room), None)


def test_every_step_that_is_done_says_when_and_with_what(study):
    study.designs.update(made_at=DAY)
    n = len(study.designs.get().layout["scenarios"])
    assert step(study, "design") == (True, f"The design is good. {n} scenarios in 2 versions, made on 4 March 2026.")
    assert step(study, "launch") == (False, "The text for participants is complete.")
    launch(study, None)
    keep_answers(study)
    study.launched_at = DAY
    assert step(study, "launch") == (True, "Launched on 4 March 2026.")
    assert step(study, "monitor") == (False, "20 participants have finished.")
    assert step(study, "fits") == (False, "From 5 participants on.")
    keep_fit(study)
    StoredFit.objects.update(converged=True, made_at=DAY, published=True)
    assert step(study, "fits") == (True, "20 participants, fitted on 4 March 2026.")
    assert step(study, "publish") == (False, "For everybody, by link, or for the team alone.")
    Study.objects.update(publication=Publication.PUBLIC)
    study.refresh_from_db()
    assert step(study, "publish") == (True, "For everybody.")
    close(study, None)
    log(study, None, Deed.AUDIENCE_CHANGED)
    Event.objects.update(at=DAY)
    assert step(study, "monitor", "nl") == (True, "20 deelnemers zijn klaar. Gesloten op 4 maart 2026.")
    assert step(study, "publish", "nl") == (True, "Voor iedereen. Laatst gewijzigd op 4 maart 2026.")


def test_trying_out_is_a_step_until_the_launch(study):
    assert step(study, "preview") == (False, "Exactly as participants see it.")
    preview = begin(study, Kind.PREVIEW, "nl")
    log(study, None, Deed.PREVIEW_STARTED)
    Event.objects.update(at=DAY)
    assert step(study, "preview") == (False, "Last tried on 4 March 2026.")
    Interview.objects.filter(pk=preview.pk).update(completed_at=DAY)
    assert step(study, "preview") == (True, "Last tried on 4 March 2026.")
    launch(study, None)
    assert step(study, "preview") is None
