"""The steps from an idea to a published virtual colleague, and how far a study is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collega.study import Study as Definition
from collega.web.progress import kept
from collega.web.records.models import (
    NOTICE_PARTS,
    Collection,
    Deed,
    Interview,
    Kind,
    Publication,
    StoredDesign,
    StoredFit,
    Study,
    current_design,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: where to go, whether it is done, whether it can be done now, and how it stands in words."""

    room: str
    title: str
    done: bool
    possible: bool
    told: str


def steps_of(study: Study) -> list[Step]:
    """Return the steps in order; each that is done says when, and with what."""
    definition, design = study.as_defined, current_design(study)
    designed = design is not None and not design.out_of_date and design.verdict != "unusable"
    finished = kept.finished(study)
    fit = study.fits.filter(kind=Kind.REAL, edition_of=None, converged=True, withdrawn=False).first()
    published = study.publication != Publication.TEAM and study.fits.filter(published=True).exists()
    return [
        Step(room="definition", title=_("Write the questions"), done=True, possible=not study.launched,
             told=_questions_told(definition)),
        Step(room="design", title=_("Compose the scenarios"), done=designed, possible=not study.launched,
             told=_design_told(design)),
        *_preview(study, designed=designed),
        Step(room="launch", title=_("Tell participants what they must know, and launch"), done=study.launched,
             possible=designed, told=_launch_told(study)),
        Step(room="monitor", title=_("Collect answers"), done=study.collection == Collection.CLOSED,
             possible=study.launched, told=_answers_told(study, finished)),
        Step(room="fits", title=_("Fit the choice model"), done=fit is not None,
             possible=finished >= definition.minimum_group, told=_fit_told(study, fit)),
        Step(room="publish", title=_("Publish the virtual colleague"), done=published, possible=fit is not None,
             told=_published_told(study) if published else _("For everybody, by link, or for the team alone.")),
    ]  # fmt: skip


def _preview(study: Study, *, designed: bool) -> list[Step]:
    """The step of trying it out; none after the launch, which deletes previews: whether one was finished is gone."""
    if study.launched:
        return []
    tried = Interview.objects.filter(study=study, kind=Kind.PREVIEW, completed_at__isnull=False).exists()
    day = _day_of(study, Deed.PREVIEW_STARTED)
    sentence = _("Last tried on %(day)s.") % {"day": day} if day else _("Exactly as participants see it.")
    return [Step(room="preview", title=_("Try it yourself"), done=tried, possible=designed, told=sentence)]


def _questions_told(definition: Definition) -> str:
    criteria, characteristics = len(definition.criteria), len(definition.characteristics)
    return ", ".join([
        ngettext("%(n)d criterion", "%(n)d criteria", criteria) % {"n": criteria},
        ngettext("%(n)d characteristic", "%(n)d characteristics", characteristics) % {"n": characteristics},
    ])  # fmt: skip


def _design_told(design: StoredDesign | None) -> str:
    if design is None:
        return _("There is no design yet.")
    verdict = {
        "ok": _("The design is good."),
        "warning": _("The design can be used; read the warnings."),
        "unusable": _("The design cannot be used."),
        "out_of_date": _("The questions have changed since: compose again."),
    }[design.verdict]
    versions = len(design.layout["versions"])
    size = ngettext("%(scenarios)d scenarios in %(versions)d version, made on %(day)s.",
                    "%(scenarios)d scenarios in %(versions)d versions, made on %(day)s.", versions) % {
        "scenarios": len(design.layout["scenarios"]), "versions": versions,
        "day": _day(design.made_at)}  # fmt: skip
    return f"{verdict} {size}"


def _launch_told(study: Study) -> str:
    if study.launched_at is not None:
        return _("Launched on %(day)s.") % {"day": _day(study.launched_at)}
    if all(study.notice.get(part) for part in NOTICE_PARTS):
        return _("The text for participants is complete.")
    return _("The text for participants is not complete yet.")


def _answers_told(study: Study, finished: int) -> str:
    sentence = ngettext("%(n)d participant has finished.", "%(n)d participants have finished.", finished) % {
        "n": finished
    }
    if not finished:
        sentence = _("Nobody has finished yet.")
    return f"{sentence} {_closed_told(study)}" if study.collection == Collection.CLOSED else sentence


def _closed_told(study: Study) -> str:
    day = _day_of(study, Deed.STUDY_CLOSED)
    return _("Closed on %(day)s.") % {"day": day} if day else _("The study is closed.")


def _fit_told(study: Study, fit: StoredFit | None) -> str:
    if fit is None:
        return _("From %(n)d participants on.") % {"n": study.as_defined.minimum_group}
    n, day = len(fit.values.get("participants", [])), _day(fit.made_at)
    sentence = ngettext("%(n)d participant, fitted on %(day)s.", "%(n)d participants, fitted on %(day)s.", n)
    return sentence % {"n": n, "day": day} if n else _("Fitted on %(day)s.") % {"day": day}


def _published_told(study: Study) -> str:
    sentence = _("For everybody.") if study.publication == Publication.PUBLIC else _("For whoever has the link.")
    day = _day_of(study, Deed.PUBLISHED, Deed.AUDIENCE_CHANGED)
    return sentence + (" " + _("Last changed on %(day)s.") % {"day": day} if day else "")


def _day_of(study: Study, *deeds: Deed) -> str:
    """The day of the last of these deeds; nothing where there was none."""
    last = study.events.filter(what__in=deeds).first()
    return _day(last.at) if last else ""


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
