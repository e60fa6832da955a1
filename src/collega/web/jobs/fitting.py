"""The job that fits the choice model and learns from it; what it keeps is what pages show."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from collega.errors import NotComputedError
from collega.findings import pack_insights, study_findings
from collega.insight import Insights, answer_rows, answers_by_scenario_in_groups, insights
from collega.insight.disclosure import group_sizes, shown_values
from collega.insight.groups import members_of
from collega.messages import Message
from collega.model.estimate import estimate
from collega.model.fit import Fit
from collega.model.large.rule import is_large
from collega.model.validation import validate
from collega.noise import known_noise, pack_noise
from collega.panel import Panel
from collega.panel.identity import panel_hash
from collega.web import bridge
from collega.web.jobs.cluster import on_site_workers, spread_to
from collega.web.profession import looked_at
from collega.web.queue import Progress, enqueue
from collega.web.records.models import Interview, Job, Kind, StoredFit, Study, current_design, locked
from collega.workers import Workers

_FIT, _INSIGHTS = 0.6, 0.7  # fraction done after each


def fit_study(job: Job, progress: Progress) -> dict[str, Any]:
    """Fit the panel of one kind (argument ``kind``), and hand its charts over."""
    study = job.study
    assert study is not None
    row = fit_panel(study, job.arguments.get("kind", Kind.REAL), progress, seed=job.arguments.get("seed", 1))
    if row is None:
        enqueue("fit", study, user=job.user, **job.arguments)
        return {"again": True}
    enqueue("pictures", study, user=job.user, fit=row.pk)
    return {"fit": row.pk, "converged": row.converged}


def validate_later(job: Job, progress: Progress) -> dict[str, Any]:
    """Validate a fit (argument ``fit``) that was stored before; its charts come next."""
    study, row = job.study, StoredFit.objects.get(pk=job.arguments["fit"])
    assert study is not None
    panel = bridge.panel_of(study, row.kind, members=row.members).counted
    if row.erased or panel_hash(panel) != row.data_hash:
        return {"changed": True}
    validation = _validated(panel, bridge.fit_of(row), progress)
    with transaction.atomic():
        locked(study.pk)
        rows = StoredFit.objects.filter(Q(pk=row.pk) | Q(edition_of=row), erased=False).update(validation=validation)
    enqueue("pictures", study, user=job.user, fit=row.pk)
    return {"validated": bool(rows)}


def fit_panel(
    study: Study,
    kind: str,
    progress: Progress,
    *,
    seed: int = 1,
    made: Fit | None = None,
    validated: bool = True,
) -> StoredFit | None:
    """Fit, learn, validate and keep; None where somebody withdrew meanwhile, so that nothing was kept.

    The same answers are not fitted twice: then the fit that is there is returned. ``made``, a fit from a study folder,
    is used where it is of exactly these answers. Not ``validated``, the job ``validation`` does that later.

    Raises
    ------
    NotComputedError
        Where fewer than the minimum group have answered.
    """
    panel = _enough(study, bridge.panel_of(study, kind).counted)
    answers = panel_hash(panel)
    earlier = study.fits.filter(
        edition_of=None,
        kind=kind,
        data_hash=answers,
        study_hash=study.hash,
        converged=True,
        withdrawn=False,
        erased=False,
    ).first()
    if earlier is not None:
        return earlier
    if made is not None and (made.data_hash, made.study_hash, made.converged) == (answers, study.hash, True):
        fit = made
    else:
        grown = _grown(study, kind, panel, seed)
        fit = grown or _fitted(panel, seed, lambda fraction: progress(_FIT * fraction))
    results = insights(panel, fit)
    progress(_INSIGHTS)
    validation = {}
    if validated:
        validation = _validated(panel, fit, lambda fraction: progress(_INSIGHTS + (0.99 - _INSIGHTS) * fraction))
    with transaction.atomic():
        locked(study.pk)  # whoever withdraws now waits for this fit, and takes themselves out of it
        if not _all_still_there(study, kind, fit):
            return None
        return _keep(study, kind, panel, fit, results, validation)


def _grown(study: Study, kind: str, panel: Panel, seed: int) -> Fit | None:
    """Return the last fit of a large panel with the people added who are new; None where it must be fitted anew."""
    if not is_large(panel):
        return None
    fits = study.fits.filter(edition_of=None, kind=kind, study_hash=study.hash, withdrawn=False, erased=False)
    last = fits.filter(model="hierarchical", converged=True).first()
    if last is None:
        return None
    from collega.model.large.adding import fold_in  # compiled code, which only the worker needs

    try:
        return fold_in(bridge.unpacked(last), panel, seed=seed)
    except NotComputedError:
        return None


def _fitted(panel: Panel, seed: int, progress: Progress) -> Fit:
    return on_site_workers(lambda workers: estimate(spread_to(workers, panel), seed=seed, progress=progress))


def _enough(study: Study, panel: Panel) -> Panel:
    minimum, n = study.as_defined.minimum_group, panel.n_participants
    if n < minimum:
        raise NotComputedError(Message("web-too-few-answered", number=n, minimum=minimum))
    return panel


def _validated(panel: Panel, fit: Fit, progress: Progress) -> dict[str, Any]:
    def validate_on(workers: Workers | None) -> dict[str, Any]:
        spread = None if workers is None else workers.pieces
        return validate(panel, fit, comparison=True, progress=progress, spread=spread).as_json()

    try:
        return on_site_workers(validate_on)
    except NotComputedError:
        return {}


def _all_still_there(study: Study, kind: str, fit: Fit) -> bool:
    present = Interview.objects.filter(study=study, kind=kind, included=True, pseudonym__in=fit.participants)
    return present.count() == len(fit.participants)


def _keep(study: Study, kind: str, panel: Panel, fit: Fit, results: Insights, validation: dict[str, Any]) -> StoredFit:
    characteristics = [item.key for item in panel.study.characteristics]
    groups = {
        key: {
            value: members_of(panel, fit, key, value).tolist()
            for value in group_sizes(panel, key)
            if value in shown_values(panel, key)
        }
        for key in characteristics
    }
    judged = {
        key: {
            value: answer_rows(frame, panel.study.answer_keys)
            for value, frame in answers_by_scenario_in_groups(panel, key).items()
        }
        for key in characteristics
    }
    return bridge.keep_fit(
        study,
        fit,
        panel,
        kind,
        insights=pack_insights(results, study_findings(panel, fit, results)) | pack_noise(known_noise(panel, fit)),
        validation=validation,
        groups=groups,
        judged=judged,
        design=current_design(study),
        profession=looked_at(study, panel, groups),
    )
