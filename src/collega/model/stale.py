"""Whether a fit still belongs to the study and the answers beside it."""

from __future__ import annotations

from collega.errors import NotComputedError
from collega.messages import Message, code_of
from collega.model.fit import Fit
from collega.panel.facts import facts_of, hash_of_panel
from collega.panel.limits import Limit, limit_text
from collega.panel.panel import Panel
from collega.panel.parts import PanelParts
from collega.study.definition import Study

OUT_OF_DATE = "model-out-of-date"
_NOT_CONVERGED = {
    "model-chains-disagree",
    "model-no-maximum",
    "model-not-fitted-to-the-end",
    "model-population-not-settled",
}
_AS_STORED = "NOT CONVERGED"  # how the warning begins in fits from before messages had codes


def is_not_converged(warning: str) -> bool:
    """Whether a warning tells that a fit did not converge."""
    return code_of(warning) in _NOT_CONVERGED or warning.startswith(_AS_STORED)


def require_same_study(study: Study, fit: Fit) -> None:
    """Refuse a fit of another definition.

    Raises
    ------
    NotComputedError
        Where criteria, levels or answers have changed since.
    """
    levels = tuple(criterion.level_keys for criterion in study.criteria)
    found = (fit.criteria, fit.levels, fit.answer_keys, fit.positive)
    if found != (study.criterion_keys, levels, study.answer_keys, study.positive):
        raise NotComputedError(Message("model-of-other-study"))


def fit_limits(fit: Fit, panel: Panel | PanelParts | None) -> tuple[Limit, ...]:
    """Return what limits the answers behind a fit; of a fit that was made before they were kept, those of the panel."""
    if fit.limits is not None:
        return fit.limits
    return () if panel is None else facts_of(panel).limits


def fit_warnings(fit: Fit, panel: Panel | PanelParts | None) -> tuple[str, ...]:
    """Return what must be told wherever this fit is used: how it was fitted, what limits its answers, how old it is."""
    warnings = list(dict.fromkeys([*fit.warnings, *map(limit_text, fit_limits(fit, panel))]))
    if not fit.converged and not any(map(is_not_converged, warnings)):
        warnings.insert(0, Message("model-not-fitted-to-the-end", model=fit.model))
    if panel is not None and hash_of_panel(panel) != fit.data_hash:
        warnings.append(Message(OUT_OF_DATE))
    return tuple(warnings)
