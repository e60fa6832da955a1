"""The virtual colleague's advice on a case as it was at one moment: plain numbers, with the model that gave them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from collega.colleague import make_case
from collega.errors import CollegaError
from collega.web.advising import advice
from collega.web.editions.shown import shown_fit
from collega.web.identity import identity
from collega.web.records.models import StoredFit, Study


def kept_fit(fit: StoredFit) -> StoredFit:
    """Return the fit whose row stays: an edition is deleted when the next one is published."""
    return fit.edition_of or fit


def pin(study: Study, levels: Mapping[str, str]) -> tuple[StoredFit | None, dict[str, Any]]:
    """Return the fit that readers see and its advice on these levels; (None, {}) where there is none."""
    fit = shown_fit(study)
    if fit is None:
        return None, {}
    try:
        answered, groups = advice(fit, make_case(study.as_defined, dict(levels)))
    except (CollegaError, StoredFit.DoesNotExist):
        return None, {}
    model = identity(fit)
    return kept_fit(fit), {
        "share": answered.share,
        "interval": list(answered.interval),
        "participants": answered.participants,
        "groups": [
            {
                "group": list(group.group),
                "n": group.participants,
                "share": group.share,
                "interval": list(group.interval),
            }
            for group in groups
        ],
        "model": asdict(model) | {"fitted_at": model.fitted_at.isoformat()},
    }


def expected(study: Study, levels: Mapping[str, str]) -> tuple[StoredFit | None, float | None]:
    """Return what the model that readers see now expects: the share of positive answers; None without one."""
    fit, advice = pin(study, levels)
    return fit, advice.get("share")
