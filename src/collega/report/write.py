"""The report of a study as a PDF that everybody can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from collega.colleague import Advice
from collega.design.quality import assess
from collega.errors import NotComputedError
from collega.exhibits import ground_of_panel
from collega.findings import group_orders, study_findings
from collega.insight.disclosure import require_all
from collega.insight.insights import Insights
from collega.messages import Message
from collega.model.fit import Fit
from collega.model.validation import Validation, validate
from collega.panel.panel import Panel
from collega.panel.targets import refuse_over_study
from collega.prose import Prose
from collega.report.contents import contents
from collega.report.material import Material
from collega.report.typeset import typeset
from collega.rounds.record import SessionRecord
from collega.study.definition import Study
from collega.study.text import Language
from collega.tables import write_whole

_NO_IMPORTANCE = pl.DataFrame(schema={"criterion": pl.String, "percent": pl.Float64})


def write_report(
    study: Study,
    panel: Panel,
    fit: Fit,
    insights: Insights,
    advices: Sequence[Advice] = (),
    *,
    language: Language,
    to: Path,
    on: date,
    notes: Mapping[str, str] | None = None,
    validation: Validation | None = None,
    sessions: Sequence[SessionRecord] = (),
    progress: Callable[[float], None] | None = None,
) -> Path:
    """Write the report as PDF/UA-1.

    Parameters
    ----------
    study : Study
    panel : Panel
    fit : Fit
        Of this panel.
    insights : Insights
        Of this panel and fit, for all characteristics.
    advices : sequence of Advice
        Examples of the virtual colleague; may be empty.
    language : str
        ``nl`` or ``en``.
    to : Path
        The PDF; written whole or not at all.
    on : date
        The day on the title page; the same input and day give the same bytes.
    notes : mapping, optional
        What the team and the participants make of a figure, by name of figure: ``answers``, ``importance``,
        ``part-worths``, ``groups.<characteristic>``, ``weights.<characteristic>``, ``self-image.<characteristic>``,
        ``agreement``, ``calibration``.
    validation : Validation, optional
        Of this panel and fit, where it was done already; otherwise it is done here.
    sessions : sequence of SessionRecord, optional
        What was kept of the sessions of the study: a chapter of the report.
    progress : callable, optional
        Called with the fraction done, 0 to 1.

    Returns
    -------
    Path
        ``to``.

    Raises
    ------
    DisclosureError
        Where fewer than the minimum group took part.
    NotComputedError
        For insights made without a fit.
    DataError
        Where ``to`` is no ``.pdf``, or a file of the study.
    """
    refuse_over_study(to, extension=".pdf")
    require_all(panel.counted)
    tell = progress or (lambda _: None)
    tested = validation or validated(panel, fit, lambda fraction: tell(0.7 * fraction))
    material = _gather(study, panel, fit, insights, advices, tested, Prose(language), on, notes or {}, sessions)
    document = contents(material)
    tell(0.9)
    write_whole(to, typeset(document, on))
    tell(1.0)
    return to


def validated(panel: Panel, fit: Fit, progress: Callable[[float], None] | None = None) -> Validation | None:
    """Predict held-out answers; None where there are too few of them."""
    try:
        return validate(panel, fit, progress=progress)
    except NotComputedError:
        return None


def _gather(
    study: Study,
    panel: Panel,
    fit: Fit,
    insights: Insights,
    advices: Sequence[Advice],
    validation: Validation | None,
    prose: Prose,
    on: date,
    notes: Mapping[str, str],
    sessions: Sequence[SessionRecord],
) -> Material:
    if insights.model is None:
        raise NotComputedError(Message("report-needs-fit"))
    counted = panel.counted
    findings = study_findings(counted, fit, insights)
    return Material(
        study=study,
        panel=counted,
        excluded=int((~panel.included).sum()),
        fit=fit,
        warnings=insights.warnings,
        limits=insights.limits,
        importance=_NO_IMPORTANCE if insights.importance is None else insights.importance,
        scenario_answers=insights.answers_by_scenario,
        group_answers=insights.answers_by_group,
        group_importance=insights.groups,
        differences={row["characteristic"]: row for row in insights.differences.iter_rows(named=True)},
        self_images=insights.self_images,
        agreement=insights.agreement,
        found=findings,
        orders=() if insights.importance is None else group_orders(counted, fit, insights.groups),
        advices=tuple(advices),
        validation=validation,
        quality=assess(study, counted.design),
        prose=prose,
        on=on,
        ground=ground_of_panel(
            counted, fit, prose.language, found=insights, findings=findings, validation=validation, sessions=sessions
        ),
        notes=notes,
    )
