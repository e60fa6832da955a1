"""What the virtual colleague answers, as figures: shares of cases, reasons, and what would change a case."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from collega.colleague import Advice, criterion_with_level
from collega.exhibits.exhibit import Door, Exhibit, one_page
from collega.exhibits.table import Column, Named, Table, interval_columns
from collega.figures import reasons_figure, shares_figure, what_if_figure
from collega.prose import Prose
from collega.study.definition import Study

ON_PAPER: frozenset[Door] = frozenset({"report"})  # the site draws an advice with links in it
CHANGES, STEPS = 6, 12
_NOTICED = 0.5  # percentage points; what adds less is shown together


def cases_exhibit(advices: Sequence[Advice], names: Sequence[str], prose: Prose) -> Exhibit:
    """Return shares of cases beside each other and beside the average case, each with the reach of its blanks."""
    rows = [
        (name, advice.share, *advice.interval, *(advice.reach or (None, None)))
        for name, advice in zip(names, advices, strict=True)
    ]
    ends = ("low", "high", "reach_low", "reach_high")
    frame = pl.DataFrame(
        [
            *rows,
            (
                prose("colleague.average"),
                advices[0].average,
                *(advices[0].average_interval or (None, None)),
                None,
                None,
            ),
        ],
        schema={"label": pl.String, **dict.fromkeys(("share", *ends), pl.Float64)},
        orient="row",
    )
    reaches = any(advice.reach is not None for advice in advices)
    frame = frame.with_columns(pl.Series("n", [*(answer.participants for answer in advices), advices[0].participants]))
    columns = (
        Column(name="case", text=prose("colleague.case_name"), kind="text"),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="positive", text=prose("web.share"), kind="share"),
        *interval_columns(prose, "share"),
    )
    return Exhibit(
        key="cases",
        title=prose("exhibits.cases"),
        caption=prose("exhibits.cases_reach" if reaches else "exhibits.cases_caption"),
        finding="",
        table=Table(columns=columns, rows=tuple(frame.select("label", "n", "share", "low", "high").iter_rows())),
        language=prose.language,
        doors=ON_PAPER,
        frame=frame,
        draw=lambda part, style: shares_figure(part, language=prose.language, style=style),
        cut=one_page,
    )


def reasons_exhibit(study: Study, advice: Advice, prose: Prose, *, steps: int = STEPS) -> Exhibit | None:
    """Return the way from the average case to this one; None where nothing is filled in."""
    frame = reason_steps(advice, steps)
    if not frame.height:
        return None
    columns = (
        Column(name="criterion", text=prose("importance.criterion"), kind="text"),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="adds", text=prose("exhibits.adds"), kind="points"),
        *interval_columns(prose, "points"),
    )
    rows = [
        (Named(reason.criterion, study.criterion(reason.criterion).name(prose.language)), advice.participants,
         reason.points, *(reason.interval or (None, None)))
        for reason in advice.reasons
        if reason.level is not None
    ]  # fmt: skip
    return Exhibit(
        key="reasons",
        title=prose("exhibits.reasons"),
        caption=prose("exhibits.reasons_caption"),
        finding="",
        table=Table(columns=columns, rows=tuple(rows)),
        language=prose.language,
        doors=ON_PAPER,
        frame=frame,
        draw=lambda part, style: reasons_figure(
            part, study, average=advice.average, share=advice.share, language=prose.language, style=style
        ),
        cut=one_page,
    )


def reason_steps(advice: Advice, limit: int = STEPS) -> pl.DataFrame:
    """Return ``criterion``, ``level`` and ``points`` of every noticeable reason, and what the others add together."""
    steps: list[tuple[str | None, str | None, float]] = [
        (reason.criterion, reason.level, reason.points) for reason in advice.reasons if reason.level is not None
    ]
    length = min(sum(abs(points) >= _NOTICED for _, _, points in steps), limit)
    if len(steps) - length > 1:
        steps = [*steps[:length], (None, None, sum(points for _, _, points in steps[length:]))]
    schema = {"criterion": pl.String, "level": pl.String, "points": pl.Float64}
    return pl.DataFrame(steps, schema=schema, orient="row")


def what_if_exhibit(study: Study, advice: Advice, prose: Prose, *, changes: int = CHANGES) -> Exhibit | None:
    """Return the largest changes that one criterion can make; None where there is none."""
    largest = sorted(advice.what_if, key=lambda change: -abs(change.share - advice.share))[:changes]
    if not largest:
        return None
    frame = pl.DataFrame(
        [(change.criterion, change.level, change.share, *change.interval) for change in largest],
        schema={"criterion": pl.String, "level": pl.String, **dict.fromkeys(("share", "low", "high"), pl.Float64)},
        orient="row",
    )
    columns = (
        Column(name="change", text=prose("exhibits.change"), kind="text"),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="positive", text=prose("web.share"), kind="share"),
        *interval_columns(prose, "share"),
    )
    rows = [
        (
            Named(f"{criterion}={level}", criterion_with_level(study, criterion, level, prose.language)),
            advice.participants,
            *numbers,
        )
        for criterion, level, *numbers in frame.iter_rows()
    ]
    return Exhibit(
        key="what-if",
        title=prose("exhibits.what_if"),
        caption=prose("exhibits.what_if_caption"),
        finding="",
        table=Table(columns=columns, rows=tuple(rows)),
        language=prose.language,
        doors=ON_PAPER,
        frame=frame,
        draw=lambda part, style: what_if_figure(part, study, share=advice.share, language=prose.language, style=style),
        cut=one_page,
    )
