"""What the exhibits of a stored fit are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from collega.exhibits import Exhibit, Ground, exhibit_keys, make_exhibits
from collega.findings import findings_of
from collega.insight import insights_of
from collega.model.summary import part_worth_frame
from collega.noise import stored_noise
from collega.prose import Prose
from collega.study import Language
from collega.web import bridge
from collega.web.records.models import StoredFit


def ground_of(row: StoredFit, language: Language) -> Ground:
    """Return what the exhibits of a fit rest on; its draws are read when they are needed."""
    study, stored = row.study.as_shown, row.validation
    return Ground(
        study=study,
        found=insights_of(study, row.insights),
        prose=Prose(language),
        part_worths=lambda: part_worth_frame(bridge.fit_of(row)),
        calibration=pl.DataFrame(stored["calibration"]) if stored else None,
        findings=findings_of(study, row.insights),
        judged=row.judged,
        weighing=lambda: bridge.fit_of(row),
        members={} if row.erased else row.groups,
        noise=stored_noise(row.insights),
    )


def names(row: StoredFit) -> list[str]:
    """Return the keys of all exhibits of a fit, those of everybody before those of single groups."""
    return exhibit_keys(ground_of(row, "nl"), "site")


def exhibits_of(row: StoredFit, language: Language, keys: Iterable[str] | None = None) -> Iterator[Exhibit]:
    """Make everything that a fit shows, or of it what is asked for."""
    return make_exhibits(ground_of(row, language), keys)
