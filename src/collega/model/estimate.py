"""Fit any of the choice models by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal, get_args

from collega.errors import NotComputedError, did_you_mean
from collega.messages import Message
from collega.model.choice import choose_model, named
from collega.model.fit import Fit, ModelName
from collega.panel.panel import Panel
from collega.panel.parts import PanelParts, whole

Coding = Literal["effects", "treatment"]
MODELS: tuple[str, ...] = get_args(ModelName)
CODINGS: tuple[str, ...] = get_args(Coding)
AUTO: Literal["auto"] = "auto"


def estimate(
    panel: Panel | PanelParts,
    model: str | None = None,
    *,
    coding: Coding = "effects",
    by_threshold: Sequence[str] | Literal["auto"] = (),
    seed: int = 1,
    diagnosed: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Fit:
    """Fit a choice model to the included participants, and look for what it does not see.

    Parameters
    ----------
    panel : Panel or PanelParts
        In parts ``pooled`` and ``mixed`` bring home sums alone; anything else reads the whole panel.
    model : str, optional
        ``hierarchical``, ``mixed`` or ``pooled``; without it the data decide (``collega.model.choice``), whatever the
        seed. ``choice`` of the fit says which and why.
    coding : str
        ``treatment`` also gives coefficients against each criterion's first level; ``mixed`` and ``pooled`` only.
    by_threshold : sequence of str, or ``auto``
        Keys of criteria with effects of their own at every threshold; ``auto``: those that demonstrably have them.
        ``pooled`` only.
    seed : int
        Of ``hierarchical``; the other models draw nothing.
    diagnosed : bool
        Whether to look for what the models do not see, which is the same for each of them.
    progress : callable, optional
        Called with the fraction done, 0 to 1.

    Raises
    ------
    NotComputedError
        For a model that does not exist, and for a coding or effects by threshold that the model does not have.
    """
    if model is not None and model not in MODELS:
        hint = did_you_mean(model, MODELS)
        raise NotComputedError(Message("model-no-such-model", model=model, names=MODELS, hint=hint).rstrip())
    if coding not in CODINGS:
        hint = did_you_mean(coding, CODINGS)
        raise NotComputedError(Message("model-no-such-coding", coding=coding, names=CODINGS, hint=hint).rstrip())
    if by_threshold and model != "pooled":
        raise NotComputedError(Message("model-same-effects-everywhere", model=model or "default"))
    if _n_answers(panel) == 0:
        raise NotComputedError(Message("model-no-answers"))
    from collega.model.checks.diagnosis import diagnose

    if by_threshold == AUTO:
        from collega.model.pooled_by_threshold import fit_broken

        diagnosis = diagnose(panel)
        fit = fit_broken(whole(panel), diagnosis.proportional_odds, coding=coding)
        return replace(fit, choice=named(fit.model), diagnosis=diagnosis if diagnosed else None)
    choice = choose_model(panel) if model is None else None
    fit = _fit(panel, choice.model if choice else str(model), coding, by_threshold, seed, progress)
    return replace(fit, choice=choice or named(fit.model), diagnosis=diagnose(panel) if diagnosed else None)


def _n_answers(panel: Panel | PanelParts) -> int:
    return panel.counted.tally.n_answers if isinstance(panel, PanelParts) else panel.counted.n_answers


def _fit(
    panel: Panel | PanelParts,
    model: str,
    coding: Coding,
    by_threshold: Sequence[str],
    seed: int,
    progress: Callable[[float], None] | None,
) -> Fit:
    if model == "hierarchical":
        if coding != "effects":
            raise NotComputedError(Message("model-effects-coding-only"))
        from collega.model.hierarchical.fit import fit_hierarchical
        from collega.model.large.fit import fit_large
        from collega.model.large.rule import is_large

        everybody = whole(panel)
        if is_large(everybody):
            return fit_large(everybody, seed=seed, progress=progress)
        return fit_hierarchical(everybody, seed=seed, progress=progress)
    if model == "mixed":
        from collega.model.mixed import fit_mixed

        return fit_mixed(panel, coding=coding, progress=progress)
    from collega.model.pooled import fit_pooled

    return fit_pooled(panel, coding=coding, by_threshold=by_threshold)
