"""Where participants agree, and whether predictions come true."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from collega.colleague.nearest import counted_share
from collega.exhibits import claims
from collega.exhibits.exhibit import Exhibit, Family, one_page
from collega.exhibits.ground import Ground
from collega.exhibits.table import Column, Table, interval_columns
from collega.figures import agreement_figure, calibration_figure
from collega.prose import Prose


def _agreement_keys(ground: Ground) -> Iterable[str]:
    if ground.found.agreement.scenarios["consensus"].count():
        yield "agreement"


def _agreement(ground: Ground, key: str) -> Exhibit:
    measured, prose = ground.found.agreement, ground.prose
    visible = measured.scenarios.filter(pl.col("consensus").is_not_null())
    return Exhibit(
        key=key,
        title=prose("exhibits.agreement"),
        caption=prose("exhibits.agreement_caption"),
        finding=claims.agreement_finding(measured, prose),
        table=_agreement_table(measured.scenarios, prose),
        language=ground.language,
        doors=AGREEMENT.doors,
        frame=visible.select("scenario", "positive", pl.col("consensus").alias("agreement")),
        draw=lambda part, style: agreement_figure(part, language=ground.language, style=style),
        cut=one_page,
    )


def _agreement_table(frame: pl.DataFrame, prose: Prose) -> Table:
    columns = (
        Column(name="scenario", text=prose("numbers.scenario"), kind="text"),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="positive", text=prose("numbers.positive"), kind="share"),
        *interval_columns(prose, "share"),
        Column(name="same_side", text=prose("web.same_side"), kind="share"),
        *interval_columns(prose, "share", name="same_side"),
        Column(name="agreement", text=prose("web.agreement"), kind="index"),
        *interval_columns(prose, "index", name="agreement"),
    )
    rows = [
        (row["scenario"], row["n"], row["positive"], *_ends(row["positive"], row["n"]), row["same_side"],
         row["same_side_low"], row["same_side_high"], row["consensus"], row["consensus_low"], row["consensus_high"])
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    return Table(columns=columns, rows=tuple(rows))


def _ends(share: float | None, n: int | None) -> tuple[float | None, float | None]:
    return (None, None) if share is None or not n else counted_share(share, n).interval


def _calibration_keys(ground: Ground) -> Iterable[str]:
    if ground.calibration is not None:
        yield "calibration"


def _calibration(ground: Ground, key: str) -> Exhibit:
    prose, frame = ground.prose, ground.calibration
    assert frame is not None  # else there is no such key
    columns = (
        Column(name="predicted", text=prose("web.predicted"), kind="share"),
        Column(name="observed", text=prose("web.observed"), kind="share"),
        *interval_columns(prose, "share"),
        Column(name="n", text=prose("exhibits.answers_n"), kind="count"),
    )
    rows = [
        (predicted, observed, *_ends(observed, n), n)
        for predicted, observed, n in frame.select("predicted", "observed", "n").iter_rows()
    ]
    return Exhibit(
        key=key,
        title=prose("exhibits.calibration"),
        caption=prose("exhibits.calibration_caption"),
        finding=claims.calibration_finding(frame, prose),
        table=Table(columns=columns, rows=tuple(rows)),
        language=ground.language,
        doors=CALIBRATION.doors,
        frame=frame,
        draw=lambda part, style: calibration_figure(part, language=ground.language, style=style),
        cut=one_page,
    )


AGREEMENT = Family(
    kind="agreement", keys=_agreement_keys, make=_agreement,
    title=lambda _study, _rest, prose: prose("exhibits.agreement"),
    caption=lambda _study, _rest, prose: prose("exhibits.agreement_caption"),
)  # fmt: skip
CALIBRATION = Family(
    kind="calibration", keys=_calibration_keys, make=_calibration,
    title=lambda _study, _rest, prose: prose("exhibits.calibration"),
    caption=lambda _study, _rest, prose: prose("exhibits.calibration_caption"),
)  # fmt: skip
