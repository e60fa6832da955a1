"""The steps from an idea to a published virtual colleague, and how far a study is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collega.web.records.models import NOTICE_PARTS, Collection, Interview, Kind, Publication, Study, current_design


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: where to go, whether it is done, whether it can be done now, and how it stands in words."""

    room: str
    title: str
    done: bool
    possible: bool
    told: str


def steps_of(study: Study) -> list[Step]:
    """Return the steps in order."""
    definition, design = study.as_defined, current_design(study)
    designed = design is not None and not design.out_of_date and design.verdict != "unusable"
    noticed = all(study.notice.get(part) for part in NOTICE_PARTS)
    real = Interview.objects.filter(study=study, kind=Kind.REAL)
    finished = real.filter(completed_at__isnull=False).count()
    fit = study.fits.filter(kind=Kind.REAL, converged=True, withdrawn=False).first()
    ended = study.collection == Collection.CLOSED
    return [
        Step(room="definition", title=_("Write the questions"), done=True, possible=not study.launched,
             told=_("%(criteria)d criteria, %(characteristics)d characteristics") % {
                 "criteria": len(definition.criteria), "characteristics": len(definition.characteristics)}),
        Step(room="design", title=_("Compose the scenarios"), done=designed, possible=not study.launched,
             told=_design_told(design)),
        Step(room="preview", title=_("Try it yourself"),
             done=Interview.objects.filter(study=study, kind=Kind.PREVIEW, completed_at__isnull=False).exists(),
             possible=designed and not study.launched, told=_("Exactly as participants see it.")),
        Step(room="launch", title=_("Tell participants what they must know, and launch"), done=study.launched,
             possible=designed, told=_("The text for participants is complete.") if noticed
             else _("The text for participants is not complete yet.")),
        Step(room="monitor", title=_("Collect answers"), done=ended, possible=study.launched,
             told=ngettext("%(n)d participant has finished.", "%(n)d participants have finished.", finished) % {
                 "n": finished} if finished else _("Nobody has finished yet.")),
        Step(room="fits", title=_("Fit the choice model"), done=fit is not None,
             possible=finished >= definition.minimum_group,
             told=_("From %(n)d participants on.") % {"n": definition.minimum_group}),
        Step(room="publish", title=_("Publish the virtual colleague"),
             done=study.publication != Publication.TEAM and study.fits.filter(published=True).exists(),
             possible=fit is not None, told=_("For everybody, by link, or for the team alone.")),
    ]  # fmt: skip


def _design_told(design: object) -> str:
    if design is None:
        return _("There is no design yet.")
    return {
        "ok": _("The design is good."),
        "warning": _("The design can be used; read the warnings."),
        "unusable": _("The design cannot be used."),
        "out_of_date": _("The questions have changed since: compose again."),
    }[design.verdict]  # type: ignore[attr-defined]
