"""The last sections: the virtual colleague, validation, limits, appendices."""

from __future__ import annotations

from importlib.metadata import version

import polars as pl

from collega.colleague import (
    Advice,
    asked_case,
    lead_of,
    level_text,
    others_sentence,
    summary,
    unjudged_sentence,
)
from collega.exhibits import claims
from collega.figures import PAPER, Figure, reasons_figure, shares_figure, what_if_figure
from collega.findings import case_text
from collega.report.blocks import Block, bullets, figure, finding, heading, paragraph, table, warning
from collega.report.material import Material
from collega.report.results import shown

_CHANGES, _STEPS = 6, 12
_NOTICED = 0.5  # percentage points; what adds less is shown together
_SMALL_PANEL = 300


def colleague(material: Material) -> list[Block]:
    """Return the example cases."""
    prose = material.prose
    if not material.advices:
        return []
    overview, criterion = prose("colleague.overview"), claims.only_difference(material.advices)
    if criterion is not None:
        name = claims.criterion_name(material.study, criterion, prose)
        overview += " " + prose("colleague.overview_pair", criterion=name)
    blocks = [
        heading(prose("colleague.title")),
        paragraph(prose("colleague.opening"), stays=True),
        paragraph(overview, stays=True),
        figure(_overview(material), prose("colleague.overview_caption")),
    ]
    for number, advice in enumerate(material.advices, 1):
        blocks += _example(material, advice, number)
    return blocks


def _overview(material: Material) -> Figure:
    prose = material.prose
    rows = [
        {
            "label": prose("colleague.case", number=number),
            "share": advice.share,
            "low": advice.interval[0],
            "high": advice.interval[1],
        }
        for number, advice in enumerate(material.advices, 1)
    ]
    average = {"label": prose("colleague.average"), "share": material.advices[0].average, "low": None, "high": None}
    schema = {"label": pl.String, "share": pl.Float64, "low": pl.Float64, "high": pl.Float64}
    return shares_figure(pl.DataFrame([*rows, average], schema=schema), language=prose.language, style=PAPER)


def _example(material: Material, advice: Advice, number: int) -> list[Block]:
    prose, study = material.prose, material.study
    notice = unjudged_sentence(study, advice, prose.language)
    blocks = [
        heading(prose("colleague.case", number=number), 2),
        *([warning(notice)] if notice else []),
        _case(material, advice, number),
        *_shares(material, advice),
    ]
    if advice.case.blank:
        blocks.append(paragraph(case_text(study, advice, prose.language, "find_out_first")))
    if advice.case.levels:
        blocks += [
            paragraph(prose("colleague.reasons"), stays=True),
            figure(_reasons(material, advice), prose("colleague.reasons_caption", number=number)),
        ]
    changes = sorted(advice.what_if, key=lambda change: -abs(change.share - advice.share))[:_CHANGES]
    if changes:
        frame = pl.DataFrame(
            [(change.criterion, change.level, change.share, *change.interval) for change in changes],
            schema={"criterion": pl.String, "level": pl.String, **dict.fromkeys(("share", "low", "high"), pl.Float64)},
            orient="row",
        )
        drawn = what_if_figure(frame, study, share=advice.share, language=prose.language, style=PAPER)
        blocks += [
            paragraph(prose("colleague.what_if"), stays=True),
            finding(claims.what_if_finding(advice, changes[0], study, prose)),
            figure(drawn, prose("colleague.what_if_caption", number=number)),
        ]
    return blocks + _nearest(material, advice)


def _shares(material: Material, advice: Advice) -> list[Block]:
    """Return the share that the study leads with, the others below, and how the participants' compares with average."""
    language, study = material.prose.language, material.study
    own = finding(claims.advice_finding(advice, study, material.prose), stays=False)
    beside = [paragraph(text)] if (text := others_sentence(study, advice, language)) else []
    if lead_of(study, advice)[0] == "participants":
        return [own, *beside]
    return [finding(summary(study, advice, language), stays=False), *beside, own]


def _case(material: Material, advice: Advice, number: int) -> Block:
    prose, study = material.prose, material.study
    levels = dict(asked_case(study, advice.case, advice.unjudged).levels)
    rows = [
        [
            criterion.name(prose.language),
            level_text(study, criterion.key, levels[criterion.key], prose.language)
            if criterion.key in levels
            else prose("colleague.blank"),
        ]
        for criterion in study.criteria
    ]
    return table(
        [prose("colleague.criterion"), prose("colleague.level")],
        rows,
        caption=prose("colleague.case_caption", number=number),
        columns=[1, 0.6],
        align=["left", "left"],
    )


def _reasons(material: Material, advice: Advice) -> Figure:
    steps: list[tuple[str | None, str | None, float]] = [
        (reason.criterion, reason.level, reason.points) for reason in advice.reasons if reason.level is not None
    ]
    shown = min(sum(abs(points) >= _NOTICED for _, _, points in steps), _STEPS)
    if len(steps) - shown > 1:
        rest = sum(points for _, _, points in steps[shown:])
        steps = [*steps[:shown], (None, None, rest)]
    return reasons_figure(
        pl.DataFrame(steps, schema={"criterion": pl.String, "level": pl.String, "points": pl.Float64}, orient="row"),
        material.study,
        average=advice.average,
        share=advice.share,
        language=material.prose.language,
        style=PAPER,
    )


def _nearest(material: Material, advice: Advice) -> list[Block]:
    prose, study = material.prose, material.study
    for scenario in advice.nearest:
        if scenario.answers is not None:
            same = "nearest_filled" if advice.case.blank else "nearest_same"
            name = {0: same, 1: "nearest_one"}.get(len(scenario.differs), "nearest")
            share = sum(scenario.answers[key] for key in study.answer_keys[study.positive :])
            text = prose(
                f"colleague.{name}",
                scenario=scenario.scenario,
                distance=len(scenario.differs),
                share=prose.percent(share),
            )
            if name == "nearest_same" and scenario.n:
                text += claims.misfit_finding(advice, share, scenario.n, prose)
            return [paragraph(text)]
    return []


def validation(material: Material) -> list[Block]:
    """Return how well held-out answers were predicted."""
    prose, found = material.prose, material.validation
    title = heading(prose("validation.title"))
    if found is None:
        return [title, paragraph(prose("validation.not_computed"))]
    name = "validation.opening" if found.folds > 1 else "validation.opening_one"
    names = {found.model: prose(f"models.{found.model}")} | {
        key: text for key, text in prose.raw("rivals").items() if key != found.model
    }
    rows = [
        [
            text[0].upper() + text[1:],
            prose.percent(found.hit_rate[key]),
            prose.number(found.log_loss[key], 3),
        ]
        for key, text in names.items()
    ]
    header = [prose(f"validation.{name}") for name in ("method", "hit_rate", "log_loss")]
    return [
        title,
        paragraph(prose(name, folds=found.folds, answers=found.answers), stays=True),
        finding(claims.validation_finding(found, prose)),
        table(header, rows, caption=prose("validation.caption"), columns=[1, 0.25, 0.2]),
        paragraph(prose("validation.log_loss_note")),
        finding(claims.calibration_finding(found.calibration, prose)),
        *shown(material, "calibration"),
    ]


def limits(material: Material) -> list[Block]:
    """Return what a reader must keep in mind."""
    prose, n = material.prose, material.panel.n_participants
    size = prose("limits.small" if n < _SMALL_PANEL else "limits.panel", participants=n)
    names = ("stated", "criteria", "additive", "majority", "intervals")
    return [
        heading(prose("limits.title")),
        *([warning(prose("limits.synthetic"))] if material.synthetic else []),
        paragraph(prose("limits.opening"), stays=True),
        bullets([size, *(prose(f"limits.{name}") for name in names)]),
    ]


def origin(material: Material) -> list[Block]:
    """Return what the report was made from, so that it can be made again."""
    prose, fit = material.prose, material.fit
    rows = [
        ("study", material.study.key),
        ("study_hash", _short(fit.study_hash)),
        ("data_hash", _short(fit.data_hash)),
        ("answers", str(fit.n_answers)),
        ("model", f"{prose(f'models.{fit.model}')}, {prose(f'links.{fit.link}')}"),
        ("seed", prose("none") if fit.seed is None else str(fit.seed)),
    ]
    if fit.convergence is not None:
        told = prose(
            "origin.convergence_value",
            r_hat=prose.number(fit.convergence.r_hat, 3),
            ess=round(fit.convergence.ess),
            chains=fit.convergence.chains,
        )
        rows.append(("convergence", told))
    rows += [
        ("synthetic", prose("origin.yes" if material.synthetic else "origin.no")),
        ("software", f"Collega {version('collega')}"),
    ]
    if material.study.contact:
        rows.append(("contact", material.study.contact.say(prose.language)))
    return [
        heading(prose("origin.title")),
        paragraph(prose("origin.opening"), stays=True),
        table(
            [prose("origin.item"), prose("origin.value")],
            [[prose(f"origin.{name}"), text] for name, text in rows],
            caption=prose("origin.caption"),
            columns=[0.6, 1],
            align=["left", "left"],
        ),
    ]


def _short(fingerprint: str) -> str:
    """Cut a hash to what tells two files apart, in groups that can be compared by eye."""
    return " ".join(fingerprint[at : at + 8] for at in range(0, 32, 8))
