"""The first sections: all findings, aim, method, participants."""

from __future__ import annotations

import polars as pl

from collega.exhibits import claims
from collega.figures.wording import listed, quoted
from collega.findings import sentence
from collega.messages import Message, code_of, say
from collega.model.penalty import PENALISED, PENALTY_SD
from collega.model.pooled_by_threshold import HELD, by_threshold_text
from collega.model.stale import OUT_OF_DATE, is_not_converged
from collega.panel.limits import limit_text, public_limits
from collega.prose import thousands
from collega.report.blocks import Block, bullets, finding, heading, pairs, paragraph, quotation, table, warning
from collega.report.comparison import choice_sentence
from collega.report.limits import limit_sentences
from collega.report.material import Material


def all_findings(material: Material) -> list[Block]:
    """Return everything that was found, in the words and order of every door."""
    prose, study = material.prose, material.study
    texts = [sentence(finding, study, prose.language) for finding in material.found]
    return [
        heading(prose("all_findings.title"), new_page=True),
        *map(warning, limit_sentences(public_limits(material.limits, study), study, prose.language)),
        paragraph(prose("all_findings.opening"), stays=True),
        bullets(texts),
    ]


def aim(material: Material) -> list[Block]:
    """Return what was studied: statement, answers, context."""
    prose, study = material.prose, material.study
    language = prose.language
    texts = [quoted(answer.text.say(language), language) for answer in study.answers]
    positive = texts[study.positive :]
    blocks = [
        heading(prose("aim.title")),
        paragraph(prose("aim.opening")),
        paragraph(prose("aim.scenarios", criteria=len(study.criteria))),
        quotation(study.statement.say(language)),
        paragraph(
            prose(
                "aim.scale",
                answers=listed(texts, language),
                positive=listed(positive, language),
                verb=prose("aim.one" if len(positive) == 1 else "aim.more"),
            )
        ),
    ]
    if study.context:
        blocks += [heading(prose("aim.context"), 2), bullets([text.say(language) for text in study.context])]
    return [*blocks, paragraph(prose("aim.no_data"))]


def method(material: Material) -> list[Block]:
    """Return how the scenarios were made, and how the answers were summarised."""
    prose = material.prose
    return [
        heading(prose("method.title")),
        heading(prose("method.scenarios"), 2),
        *_design(material),
        heading(prose("method.model"), 2),
        *_model(material),
    ]


def _design(material: Material) -> list[Block]:
    prose, study = material.prose, material.study
    design = material.panel.design
    sizes = sorted({len(scenarios) for scenarios in design.shows})
    size = str(sizes[0]) if len(sizes) == 1 else prose("range", low=str(sizes[0]), high=str(sizes[-1]))
    composed = prose(
        "method.composed" if len(design.versions) > 1 else "method.composed_one",
        criteria=len(study.criteria),
        scenarios=len(design.scenarios),
        versions=len(design.versions),
        size=size,
    )
    if study.never:
        name = "method.never" if len(study.never) > 1 else "method.never_one"
        composed += " " + prose(name, rules=len(study.never))
    return [paragraph(composed), *([] if material.quality.identified else [_unidentified(material)])]


def _unidentified(material: Material) -> Block:
    quality = material.quality
    return warning(material.prose("method.unidentified", parameters=quality.parameters, rank=quality.rank))


def _model(material: Material) -> list[Block]:
    prose, fit = material.prose, material.fit
    blocks = [paragraph(claims.model_words(fit, material.study, prose))]
    if fit.choice is not None:
        blocks.append(paragraph(choice_sentence(fit.choice, prose)))
    if not fit.converged:
        blocks.append(warning(prose("method.not_converged")))
    blocks.append(paragraph(prose("method.intervals") + " " + prose("method.intervals_of_importance")))
    blocks.append(paragraph(prose(f"method.interval_of_{fit.interval_of}")))
    limits: set[str] = set(
        map(limit_text, material.limits)
    )  # the summary has them in the words of the study, as far as public
    limits |= {
        Message(PENALISED, deviation=PENALTY_SD),
        Message(HELD),
    }  # which would tell that answers follow some level without exception
    limits.add(by_threshold_text(material.study, fit.by_threshold))  # told above
    others = [text for text in material.warnings if text not in limits and not is_not_converged(text)]
    return blocks + [warning(_warning_text(material, text)) for text in others]


def _warning_text(material: Material, text: str) -> str:
    if code_of(text) == OUT_OF_DATE or text.startswith("The fitted model is OUT OF DATE"):
        return material.prose("method.out_of_date")
    return material.prose("method.software", warning=say(text, material.prose.language))


def participants(material: Material) -> list[Block]:
    """Return who took part, in counts that reveal nobody."""
    prose, study, panel = material.prose, material.study, material.panel
    text = prose("participants.opening", participants=panel.n_participants, answers=panel.n_answers)
    if material.excluded:
        name = "participants.excluded" if material.excluded > 1 else "participants.excluded_one"
        text += " " + prose(name, count=material.excluded)
    if study.characteristics:
        text += " " + prose("participants.voluntary")
    if any(item.name(prose.language) != item.text.say(prose.language) for item in study.characteristics):
        text += " " + prose("participants.in_full")
    blocks = [heading(prose("participants.title")), paragraph(text, stays=bool(study.characteristics))]
    if not study.characteristics:
        return [*blocks, paragraph(prose("participants.none"))]
    visible = {
        key: dict(frame.filter(~pl.col("suppressed")).select("value", "n").iter_rows())
        for key, frame in material.group_answers.items()
    }
    sentence = claims.participants_finding(visible, study, prose)
    blocks += [finding(sentence)] if sentence else []
    blocks.append(paragraph(prose("participants.minimum", minimum=study.minimum_group), stays=True))
    return [*blocks, pairs([_counts(material, key, sizes) for key, sizes in visible.items()])]


def _counts(material: Material, key: str, sizes: dict[str, int]) -> Block:
    prose, item = material.prose, material.study.characteristic(key)
    rows = []
    for value in material.group_answers[key]["value"].to_list():
        n = sizes.get(value)
        text = item.value_name(value, prose.language)
        if n is None:
            rows.append([text, prose("not_shown"), prose("none")])
        else:
            rows.append([text, thousands(n, prose.language), prose.percent(n / material.panel.n_participants)])
    return table(
        [prose("participants.value"), prose("participants.number"), prose("participants.share")],
        rows,
        caption=item.name(prose.language),
        columns=[1, "auto", "auto"],
    )
