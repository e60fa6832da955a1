"""What the page about the model tells: why this model, what it does not see, and how well it predicts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
from django.utils.translation import gettext

from collega.exhibits import claims
from collega.model.store import stored_by_threshold, stored_own_thresholds, unpack_diagnosis
from collega.prose import Prose
from collega.report.checks import check_findings, opening
from collega.report.comparison import choice_sentence, comparison_rows, comparison_sentences
from collega.study import Study as Definition
from collega.web import bridge
from collega.web.identity import identity
from collega.web.records.models import Job, StoredFit
from collega.web.results.exhibits import language_now

_SMALL_PANEL = 300


def about_model(fit: StoredFit) -> dict[str, Any]:
    """Return how the model was made, how well it predicts, and its limits, in plain words."""
    prose, engine = Prose(language_now()), bridge.fit_of(fit)
    n = fit.insights["participants"]
    names = ("stated", "criteria", "additive", "majority", "intervals")
    limits = [prose("limits.small" if n < _SMALL_PANEL else "limits.panel", participants=n)]
    limits += [prose(f"limits.{name}") for name in names]
    words, interval_key = (
        claims.model_words(engine, fit.study.as_shown, prose),
        f"method.interval_of_{engine.interval_of}",
    )
    steady = prose("method.not_converged")
    if fit.converged and engine.convergence is not None:
        r_hat = prose.number(engine.convergence.r_hat, 3)
        steady = prose("method.converged", chains=engine.convergence.chains, r_hat=r_hat)
    return {
        "made": words,
        "chosen": choice_sentence(engine.choice, prose) if engine.choice is not None else "",
        "steady": steady,
        "intervals": " ".join(prose(name) for name in ("method.intervals", interval_key, "importance.reading")),
        "limits": limits,
        "checks": checks_told(fit, fit.study.as_shown),
        "identity": identity(fit),
        **_predictions(fit, prose),
    }


def checks_told(fit: StoredFit, definition: Definition) -> dict[str, Any]:
    """Return what the model does not see, for a page: title, opening, and every check in words."""
    prose, diagnosis = Prose(language_now()), unpack_diagnosis(fit.values)
    title = prose("checks.title")
    if diagnosis is None:
        return {"title": title, "opening": prose("checks.old"), "findings": ()}
    sentence = opening(diagnosis, fit.insights.get("participants", diagnosis.participants), prose)
    return {
        "title": title,
        "opening": sentence,
        "findings": check_findings(
            diagnosis,
            definition,
            prose,
            stored_by_threshold(fit.values),
            own_thresholds=stored_own_thresholds(fit.values),
        ),
    }


def _predictions(fit: StoredFit, prose: Prose) -> dict[str, Any]:
    if not fit.validation:
        return {"predictions": _being_validated(fit) or prose("validation.not_computed"), "rivals": []}
    validation = stored_validation(fit)
    name = "validation.opening" if validation.folds > 1 else "validation.opening_one"
    names = {validation.model: prose(f"models.{validation.model}")} | {
        key: text for key, text in prose.raw("rivals").items() if key != validation.model
    }
    rivals = [
        (text[0].upper() + text[1:], validation.hit_rate[key], prose.number(validation.log_loss[key], 3))
        for key, text in names.items()
    ]
    compared = fit.validation.get("comparison") or {}
    return {
        "compared": comparison_rows(compared, prose) if compared else [],
        "compared_means": comparison_sentences(compared, validation.model, prose) if compared else [],
        "predictions": prose(name, folds=validation.folds, answers=validation.answers),
        "predicts": claims.validation_finding(validation, prose),
        "log_loss_note": prose("validation.log_loss_note"),
        "rivals": rivals,
    }


def _being_validated(fit: StoredFit) -> str:
    jobs = fit.study.jobs.filter(kind="validation", arguments__fit=fit.pk)
    if not jobs.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).exists():
        return ""
    return gettext("How well the model predicts is being tried out right now. Look again in a minute.")


def stored_validation(fit: StoredFit) -> Any:
    """Return what was kept of the validation of a fit, with the attributes of the engine's."""
    return SimpleNamespace(**{**fit.validation, "calibration": pl.DataFrame(fit.validation["calibration"])})
