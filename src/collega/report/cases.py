"""The example cases of the virtual colleague, beside each other in one picture and one table."""

from __future__ import annotations

from collega.colleague import (
    Advice,
    asked_case,
    criterion_with_level,
    lead_of,
    level_text,
    others_sentence,
    summary,
    unjudged_sentence,
)
from collega.exhibits import Exhibit, case_claims, claims
from collega.exhibits.advice import cases_exhibit, reasons_exhibit, what_if_exhibit
from collega.figures import PAPER
from collega.findings import case_text
from collega.prose import sentence
from collega.report.blocks import Block, figure, finding, heading, paragraph, table, warning
from collega.report.material import Material


def colleague(material: Material) -> list[Block]:
    """Return the example cases."""
    prose = material.prose
    if not material.advices:
        return []
    overview, criterion = prose("colleague.overview"), case_claims.only_difference(material.advices)
    if criterion is not None:
        name = claims.criterion_name(material.study, criterion, prose)
        overview += " " + prose("colleague.overview_pair", criterion=name)
    cases = cases_of(material)
    blocks = [
        heading(prose("colleague.title")),
        paragraph(prose("colleague.opening")),
        paragraph(overview, stays=True),
        figure(cases.figure(PAPER), f"{sentence(cases.title)} {cases.caption}"),
        _cases(material),
    ]
    for number, advice in enumerate(material.advices, 1):
        blocks += _example(material, advice, number)
    return blocks


def cases_of(material: Material) -> Exhibit:
    """Return the picture of all example cases; two that differ in one criterion are named by their level of it."""
    prose, study = material.prose, material.study
    criterion = case_claims.only_difference(material.advices)
    names = [prose("colleague.case", number=number) for number in range(1, len(material.advices) + 1)]
    if criterion is not None:
        levels = [dict(advice.case.levels)[criterion] for advice in material.advices]
        names = [criterion_with_level(study, criterion, level, prose.language) for level in levels]
    return cases_exhibit(material.advices, names, prose)


def _cases(material: Material) -> Block:
    """Return all cases, a column each."""
    prose, study = material.prose, material.study
    cases = [dict(asked_case(study, advice.case, advice.unjudged).levels) for advice in material.advices]
    rows = [
        [
            criterion.name(prose.language),
            *(
                level_text(study, criterion.key, levels[criterion.key], prose.language)
                if criterion.key in levels
                else prose("colleague.blank")
                for levels in cases
            ),
        ]
        for criterion in study.criteria
    ]
    names = [prose("colleague.case", number=number) for number in range(1, len(cases) + 1)]
    return table(
        [prose("colleague.criterion"), *names],
        rows,
        caption=prose("colleague.case_caption"),
        columns=[1, *[0.9] * len(cases)],
        align=["left", *["left"] * len(cases)],  # type: ignore[list-item]
    )


def _example(material: Material, advice: Advice, number: int) -> list[Block]:
    prose, study = material.prose, material.study
    notice = unjudged_sentence(study, advice, prose.language)
    blocks = [
        heading(prose("colleague.case", number=number), 2),
        *([warning(notice)] if notice else []),
        *_shares(material, advice),
    ]
    if advice.case.blank:
        blocks.append(paragraph(case_text(study, advice, prose.language, "find_out_first")))
    reasons = reasons_exhibit(study, advice, prose)
    if advice.case.levels and reasons is not None:
        blocks += [
            *([paragraph(prose("colleague.reasons"))] if number == 1 else []),
            figure(reasons.figure(PAPER), f"{sentence(_numbered(reasons, number, material))} {reasons.caption}"),
        ]
    changes = what_if_exhibit(study, advice, prose)
    if changes is not None:
        largest = max(advice.what_if, key=lambda change: abs(change.share - advice.share))
        blocks += [
            finding(case_claims.change_sentence(advice, largest, study, prose)),
            figure(changes.figure(PAPER), f"{sentence(_numbered(changes, number, material))} {changes.caption}"),
        ]
    return blocks + _nearest(material, advice)


def _numbered(exhibit: Exhibit, number: int, material: Material) -> str:
    return material.prose("exhibits.of_case", title=exhibit.title, number=number)


def _shares(material: Material, advice: Advice) -> list[Block]:
    """Return the share that the study leads with, the others below, and how the participants' compares with average."""
    language, study = material.prose.language, material.study
    block = finding(case_claims.advice_finding(advice, study, material.prose), stays=False)
    beside = [paragraph(text)] if (text := others_sentence(study, advice, language)) else []
    if lead_of(study, advice)[0] == "participants":
        return [block, *beside]
    return [finding(summary(study, advice, language), stays=False), *beside, block]


def _nearest(material: Material, advice: Advice) -> list[Block]:
    prose, study = material.prose, material.study
    for scenario in advice.nearest:
        if scenario.answers is not None:
            wording = "nearest_filled" if advice.case.blank else "nearest_same"
            name = {0: wording, 1: "nearest_one"}.get(len(scenario.differs), "nearest")
            share = sum(scenario.answers[key] for key in study.answer_keys[study.positive :])
            text = prose(
                f"colleague.{name}",
                scenario=scenario.scenario,
                distance=len(scenario.differs),
                share=prose.percent(share),
            )
            if name == "nearest_same" and scenario.n:
                text += case_claims.misfit_finding(advice, share, scenario.n, prose)
            return [paragraph(text)]
    return []
