"""The scenarios of a study: having them composed, taking them in, changing one; and the panel that rehearses them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collega.design import Design, Quality
from collega.errors import NotComputedError
from collega.messages import Message
from collega.panel import Panel
from collega.study import Study as Definition
from collega.web import bridge
from collega.web.deeds.refused import RefusedError
from collega.web.queue import enqueue
from collega.web.records.batches import count_again
from collega.web.records.models import Deed, Interview, Job, Kind, StoredDesign, Study, current_design, locked, log


def changes_no_more(study: Study) -> str:
    """Return why the scenarios do not change any more; empty where they can."""
    return _("The study was launched: its scenarios do not change any more.") if study.launched else ""


def ask_for_design(study: Study, user: Any, **settings: Any) -> Job:
    """Have scenarios composed by the worker; RefusedError after the launch."""
    if refusal := changes_no_more(study):
        raise RefusedError(refusal)
    return enqueue("design", study, user=user, **settings)


@transaction.atomic
def keep_composed(study: Study, user: Any, design: Design, *, definition: Definition, quality: Quality) -> StoredDesign:
    """Keep what the worker composed; NotComputedError where the study was launched meanwhile."""
    row = locked(study.pk)
    if row.launched:
        raise NotComputedError(Message("web-launched-meanwhile"))
    drop_rehearsals(row)
    design_row = bridge.keep_design(row, design, definition=definition, quality=quality)
    log(row, user, Deed.DESIGN_COMPOSED, versions=len(design.versions), verdict=quality.verdict)
    return design_row


def take_design_in(study: Study, user: Any, design: Design) -> None:
    """Keep a design that was made elsewhere; RefusedError after the launch."""
    _keep(study, design, user, Deed.DESIGN_TAKEN_IN, edited=False)


def change_scenario(study: Study, user: Any, design: Design, name: str) -> None:
    """Keep a design in which one scenario was changed by hand; RefusedError after the launch."""
    _keep(study, design, user, Deed.SCENARIO_CHANGED, edited=True, scenario=name)


@transaction.atomic
def _keep(study: Study, design: Design, user: Any, deed: Deed, *, edited: bool, **facts: Any) -> None:
    row = locked(study.pk)
    if refusal := changes_no_more(row):
        raise RefusedError(refusal)
    drop_rehearsals(row)
    bridge.keep_design(row, design, edited=edited)
    log(row, user, deed, **facts)


def drop_rehearsals(study: Study) -> None:
    """Take away previews and simulated panels of an earlier design: they answer scenarios that are gone."""
    Interview.objects.filter(study=study).exclude(kind=Kind.REAL).delete()
    study.fits.exclude(kind=Kind.REAL).delete()
    count_again(study.pk)


def designed(study: Study) -> bool:
    """Whether there are scenarios, composed for the questions as they are."""
    design = current_design(study)
    return design is not None and not design.out_of_date


def log_preview(study: Study, user: Any) -> None:
    """Log that somebody tries the study out; RefusedError while there are no scenarios."""
    _need_scenarios(study)
    log(study, user, Deed.PREVIEW_STARTED)


@transaction.atomic
def ask_for_panel(study: Study, user: Any, *, participants: int) -> Job:
    """Have a panel simulated by the worker, in place of the earlier one; RefusedError while there are no scenarios."""
    _need_scenarios(study)
    log(study, user, Deed.SIMULATION_ASKED_FOR, participants=participants)
    return enqueue("simulate", study, user=user, participants=participants)


@transaction.atomic
def keep_simulated(study: Study, user: Any, panel: Panel, design: StoredDesign, *, seed: int) -> None:
    """Keep a simulated panel; the earlier one and its fits go."""
    Interview.objects.filter(study=study, kind=Kind.SIMULATED).delete()
    study.fits.filter(kind=Kind.SIMULATED).delete()
    bridge.keep_panel(study, panel, Kind.SIMULATED, design=design)
    log(study, user, Deed.PANEL_SIMULATED, participants=panel.n_participants, seed=seed)


def _need_scenarios(study: Study) -> None:
    if not designed(study):
        raise RefusedError(_("Compose the scenarios first."))
