"""Two pages for whoever decides: at most five findings, three charts, and what the study does not say."""

from __future__ import annotations

from collections.abc import Sequence

from collega.exhibits import Exhibit, case_claims
from collega.findings import Finding, Kind, sentence
from collega.panel.limits import public_limits
from collega.prose import sentence as with_stop
from collega.report.blocks import Block, bullets, figure, heading, paragraph, spread, warning
from collega.report.cases import cases_of
from collega.report.limits import limit_sentences
from collega.report.material import Material

MOST = 5
_ROOM = 1500  # characters of findings that leave a chart its place on the page
# What a reader without time must know, one of a line, as far as the study has it
_FIRST: tuple[frozenset[Kind], ...] = (
    frozenset({"weight", "not_weighed"}),
    frozenset({"group_weight"}),
    frozenset({"strictness", "trend", "self_image", "differs", "alike"}),
    frozenset({"not_demonstrated"}),
    frozenset({"positive", "agreement"}),
)


def summary(material: Material) -> list[Block]:
    """Return the two pages."""
    return [spread(_findings_page(material)), spread(_figures_page(material))]


def main_findings(findings: Sequence[Finding], limit: int = MOST) -> list[Finding]:
    """Choose what stands up front, in the order of the whole list: a finding of every sort, then the first others."""
    chosen: list[int] = []
    for kinds in _FIRST:
        chosen += [place for place, finding in enumerate(findings) if finding.kind in kinds][:1]
    others = [place for place in range(len(findings)) if place not in chosen]
    return [findings[place] for place in sorted([*chosen, *others][:limit])]


def _findings_page(material: Material) -> list[Block]:
    prose, study = material.prose, material.study
    texts = [sentence(finding, study, prose.language) for finding in main_findings(material.found)]
    while len(texts) > 1 and sum(map(len, texts)) > _ROOM:
        texts.pop()
    opening = prose("summary.opening", participants=material.panel.n_participants, answers=material.panel.n_answers)
    chart = material.exhibit("importance")
    return [
        heading(prose("summary.title")),
        *([warning(prose("limits.synthetic"))] if material.synthetic else []),
        *([] if material.fit.converged else [warning(prose("method.not_converged"))]),
        *map(warning, limit_sentences(public_limits(material.limits, study), study, prose.language)[:1]),
        paragraph(opening),
        bullets(texts),
        *([] if chart is None else [_chart(chart)]),
    ]


def _figures_page(material: Material) -> list[Block]:
    prose = material.prose
    blocks: list[Block] = []
    if material.advices:
        blocks += [
            heading(prose("summary.colleague"), 2),
            paragraph(_advice(material)),
            _chart(cases_of(material)),
        ]
    chart = _groups(material)
    if chart is not None:
        blocks += [heading(prose("summary.groups" if "." in chart.key else "summary.answers"), 2), _chart(chart)]
    names = ("prescribes", "people", "situations", "criteria")
    return [
        *blocks,
        heading(prose("summary.not_said"), 2),
        bullets([prose(f"summary.not_{name}", participants=material.panel.n_participants) for name in names]),
    ]


def _groups(material: Material) -> Exhibit | None:
    """Return the chart of the characteristic that the first finding about a group is about, or another of answers."""
    about = [finding.characteristic for finding in material.found if finding.kind == "group_weight"]
    about += [finding.characteristic for finding in material.found if finding.characteristic]
    keys = [f"{kind}.{key}" for key in about for kind in ("weights", "groups", "self-image")]
    return next(filter(None, map(material.exhibit, [*keys, "agreement"])), None)


def _chart(exhibit: Exhibit) -> Block:
    return figure(exhibit.pages()[0], f"{with_stop(exhibit.title)} {exhibit.caption}")


def _advice(material: Material) -> str:
    prose, study = material.prose, material.study
    criterion = case_claims.only_difference(material.advices)
    if criterion is not None:
        return case_claims.pair_finding(material.advices, criterion, study, prose)
    return case_claims.advice_finding(material.advices[0], study, prose)
