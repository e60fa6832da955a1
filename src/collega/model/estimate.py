"""Fit any of the choice models by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, get_args

from collega.errors import NotComputedError, did_you_mean
from collega.model.choice import choose_model, named
from collega.model.fit import Fit, ModelName
from collega.panel.panel import Panel

Coding = Literal["effects", "treatment"]
MODELS: tuple[str, ...] = get_args(ModelName)
CODINGS: tuple[str, ...] = get_args(Coding)


def estimate(
    panel: Panel,
    model: str | None = None,
    *,
    coding: Coding = "effects",
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> Fit:
    """Fit a choice model to the included participants.

    Parameters
    ----------
    panel : Panel
    model : str, optional
        ``hierarchical``, ``mixed`` or ``pooled``; without it the data decide (``collega.model.choice``), whatever the
        seed. ``choice`` of the fit says which and why.
    coding : str
        ``treatment`` also gives coefficients against each criterion's first level; ``mixed`` and ``pooled`` only.
    seed : int
        Of ``hierarchical``; the other models draw nothing.
    progress : callable, optional
        Called with the fraction done, 0 to 1.

    Raises
    ------
    NotComputedError
        For a model that does not exist, or a coding that the model does not have.
    """
    if model is not None and model not in MODELS:
        hint = did_you_mean(model, MODELS)
        raise NotComputedError(f"There is no model '{model}'. Allowed: {', '.join(MODELS)}. {hint}".rstrip())
    if coding not in CODINGS:
        hint = did_you_mean(coding, CODINGS)
        raise NotComputedError(f"There is no coding '{coding}'. Allowed: {', '.join(CODINGS)}. {hint}".rstrip())
    if panel.counted.n_answers == 0:
        raise NotComputedError("There is no answer of an included participant, so nothing can be fitted.")
    if model is None:
        choice = choose_model(panel)
        return replace(_fit(panel, choice.model, coding, seed, progress), choice=choice)
    fitted = _fit(panel, model, coding, seed, progress)
    return replace(fitted, choice=named(fitted.model))


def _fit(panel: Panel, model: str, coding: Coding, seed: int, progress: Callable[[float], None] | None) -> Fit:
    if model == "hierarchical":
        if coding != "effects":
            raise NotComputedError(
                "The hierarchical model reports effects coding only. For coefficients against a first level: "
                "--model mixed or --model pooled."
            )
        from collega.model.hierarchical.fit import fit_hierarchical

        return fit_hierarchical(panel, seed=seed, progress=progress)
    if model == "mixed":
        from collega.model.mixed import fit_mixed

        return fit_mixed(panel, coding=coding)
    from collega.model.pooled import fit_pooled

    return fit_pooled(panel, coding=coding)
