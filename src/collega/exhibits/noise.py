"""How much colleagues differ: the parts of the variation, and the majority of those asked."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from collega.exhibits.exhibit import Exhibit, Family, one_page
from collega.exhibits.ground import Ground
from collega.exhibits.table import Column, Named, Table, interval_columns
from collega.figures import majority_figure, variation_figure
from collega.findings import noise_findings, sentence
from collega.insight.populations import Share
from collega.noise.noise import STABLE, Noise

_PARTS = ("level", "pattern", "occasion")
_ABOUT_PARTS = ("other_side", "other_side_at_most", "variation", "variation_level")


def _parts(noise: Noise) -> list[tuple[str, Share]]:
    parts = [(name, getattr(noise.everybody, name)) for name in _PARTS]
    return [(name, share) for name, share in parts if share is not None]


def _variation_keys(ground: Ground) -> Iterable[str]:
    if ground.noise is not None and len(_parts(ground.noise)) > 1:
        yield VARIATION.kind


def _variation(ground: Ground, key: str) -> Exhibit:
    prose, differences = ground.prose, ground.noise
    assert differences is not None  # else there is no such key
    known_pattern = differences.everybody.pattern is not None
    rows = [
        (
            name,
            prose(f"noise.{name}" if known_pattern or name != "occasion" else "noise.rest"),
            share.share,
            *share.interval,
        )
        for name, share in _parts(differences)
    ]
    columns = (
        Column(name="part", text=prose("noise.part"), kind="text"),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="share", text=prose("noise.of_all"), kind="share"),
        *interval_columns(prose, "share"),
    )
    people = differences.everybody.participants
    return Exhibit(
        key=key,
        title=prose("exhibits.variation"),
        caption=prose("exhibits.variation_caption"),
        finding=" ".join(
            sentence(finding, ground.study, ground.language)
            for finding in noise_findings(differences)
            if finding.kind in _ABOUT_PARTS
        ),
        table=Table(
            columns=columns, rows=tuple((Named(name, text), people, *numbers) for name, text, *numbers in rows)
        ),
        language=ground.language,
        doors=VARIATION.doors,
        frame=pl.DataFrame(rows, schema=["part", "label", "share", "low", "high"], orient="row"),
        draw=lambda part, style: variation_figure(part, language=ground.language, style=style),
        cut=one_page,
    )


def _majority_keys(ground: Ground) -> Iterable[str]:
    if ground.noise is not None:
        yield MAJORITY.kind


def _majority(ground: Ground, key: str) -> Exhibit:
    prose, differences = ground.prose, ground.noise
    assert differences is not None  # else there is no such key
    rows = [(n, share.share, *share.interval) for n, share in differences.majority]
    columns = (
        Column(name="colleagues", text=prose("noise.asked"), kind="count"),
        Column(name="n", text=prose("numbers.n"), kind="count"),
        Column(name="share", text=prose("noise.stable"), kind="share"),
        *interval_columns(prose, "share"),
    )
    people = differences.everybody.participants
    findings = [finding for finding in noise_findings(differences) if finding.kind == "ask_more"]
    return Exhibit(
        key=key,
        title=prose("exhibits.majority"),
        caption=prose("exhibits.majority_caption"),
        finding=" ".join(sentence(finding, ground.study, ground.language) for finding in findings),
        table=Table(columns=columns, rows=tuple((colleagues, people, *numbers) for colleagues, *numbers in rows)),
        language=ground.language,
        doors=MAJORITY.doors,
        frame=pl.DataFrame(rows, schema=["colleagues", "share", "low", "high"], orient="row"),
        draw=lambda part, style: majority_figure(part, stable=STABLE, language=ground.language, style=style),
        cut=one_page,
    )


VARIATION = Family(
    kind="variation", keys=_variation_keys, make=_variation,
    title=lambda _study, _rest, prose: prose("exhibits.variation"),
    caption=lambda _study, _rest, prose: prose("exhibits.variation_caption"),
)  # fmt: skip
MAJORITY = Family(
    kind="majority", keys=_majority_keys, make=_majority,
    title=lambda _study, _rest, prose: prose("exhibits.majority"),
    caption=lambda _study, _rest, prose: prose("exhibits.majority_caption"),
)  # fmt: skip
