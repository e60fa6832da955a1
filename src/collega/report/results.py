"""The sections on what was learned: answers, importance, groups, self-image, agreement."""

from __future__ import annotations

from collega.exhibits import Exhibit, claims
from collega.figures.wording import quoted
from collega.prose import sentence, with_note
from collega.report.blocks import Block, figure, finding, heading, paragraph, table
from collega.report.material import Material


def shown(material: Material, key: str, *, note: str = "") -> list[Block]:
    """Return an exhibit as its figures, one a page where it is long, and what the team made of it."""
    exhibit = material.exhibit(key)
    return [] if exhibit is None else [*_figures(exhibit, material, note), *material.noted(key)]


def _figures(exhibit: Exhibit, material: Material, note: str = "") -> list[Block]:
    pages = exhibit.pages()
    return [
        figure(drawn, with_note(_numbered(exhibit, part, len(pages), material), note))
        for part, drawn in enumerate(pages, 1)
    ]


def _numbered(exhibit: Exhibit, part: int, parts: int, material: Material) -> str:
    """Return title and way to read; of several parts, which one it is."""
    title = exhibit.title
    if parts > 1:
        title = material.prose("exhibits.part", title=title, part=part, parts=parts)
    return f"{sentence(title)} {exhibit.caption}"


def answers(material: Material) -> list[Block]:
    """Return the answers to every scenario."""
    prose = material.prose
    blocks = [heading(prose("answers.title"))]
    exhibit, gaps = material.exhibit("answers"), claims.scenario_gaps(material.scenario_answers, prose)
    if exhibit is None:
        return [*blocks, paragraph(prose("answers.nothing")), *map(paragraph, gaps)]
    told = claims.scenario_finding(material.scenario_answers, material.ground.average, prose)
    if exhibit.frame.height > 1:
        told += " " + claims.scenario_ends(exhibit.frame, prose)
    blocks += [paragraph(prose("answers.opening"), stays=True), finding(told), *map(paragraph, gaps)]
    return blocks + shown(material, "answers")


def importance(material: Material) -> list[Block]:
    """Return the importance of every criterion, and what each level does."""
    prose = material.prose
    exhibit = material.exhibit("importance")
    if exhibit is None:
        return [heading(prose("importance.title")), paragraph(prose("importance.not_computed"))]
    return [
        heading(prose("importance.title")),
        paragraph(prose("importance.opening") + " " + prose("importance.reading"), stays=True),
        finding(exhibit.finding),
        *shown(material, "importance"),
        _importance_table(material),
        paragraph(prose("importance.swing_note")),
        *_part_worths(material),
    ]


def _importance_table(material: Material) -> Block:
    prose, language = material.prose, material.prose.language
    rows = []
    for row in material.importance.iter_rows(named=True):
        interval, swing, p_value = prose("none"), prose("none"), prose("none")
        if row["low"] is not None:
            interval = prose("range", low=prose.number(row["low"]), high=prose.number(row["high"]) + "%")
        if row["share_swing"] is not None:
            swing = prose.number(row["share_swing"])
        if row["p_value_corrected"] is not None:
            p_value = prose.p_value(row["p_value_corrected"]).removeprefix("=\u00a0")
        text = material.study.criterion(row["criterion"]).name(language)
        percent = prose("none") if row["percent"] is None else prose.number(row["percent"]) + "%"
        rows.append([text, percent, interval, swing, p_value])
    return table(
        [prose(f"importance.{name}") for name in ("criterion", "percent", "interval", "swing", "p_value")],
        rows,
        caption=prose("importance.table"),
        columns=[1, "auto", "auto", 0.62, "auto"],
    )


def _part_worths(material: Material) -> list[Block]:
    prose, exhibit = material.prose, material.exhibit("part-worths")
    if exhibit is None:
        return []
    return [
        heading(prose("importance.part_worths"), 2),
        paragraph(prose("importance.part_worths_opening"), stays=True),
        finding(exhibit.finding),
        *shown(material, "part-worths"),
    ]


def groups(material: Material) -> list[Block]:
    """Return how groups differ, characteristic after characteristic; a self-image has its own section."""
    prose, study = material.prose, material.study
    if not study.characteristics:
        return []
    blocks = [
        heading(prose("groups.title")),
        paragraph(prose("groups.opening"), stays=True),
        paragraph(prose("groups.tested"), stays=True),
    ]
    return blocks + [block for item in study.characteristics for block in _group(material, item.key)]


def _group(material: Material, key: str) -> list[Block]:
    prose, item = material.prose, material.study.characteristic(key)
    blocks = [heading(item.name(prose.language), 2)]
    exhibit = material.exhibit(f"groups.{key}")
    if item.self_image:
        blocks.append(paragraph(prose("groups.self_image", title=prose("self_image.title")), stays=True))
    elif exhibit is None:
        blocks.append(finding(claims.group_finding(material.group_answers[key], None, material.study, key, prose)))
    else:
        blocks += [finding(exhibit.finding), *shown(material, f"groups.{key}", note=_hidden(material, key))]
    weights = material.exhibit(f"weights.{key}")
    if weights is not None:
        blocks += [finding(weights.finding), *shown(material, f"weights.{key}")]
    for contrast in material.contrasts(key):
        blocks += [finding(contrast.finding), *_figures(contrast, material)]
    return blocks


def _hidden(material: Material, key: str) -> str:
    """Name the groups that a figure leaves out."""
    item, prose = material.study.characteristic(key), material.prose
    frame = material.group_answers[key]
    hidden = [
        f"{item.value_name(row['value'], prose.language)} ({claims.hidden_words(row, material.study, prose)})"
        for row in frame.filter("suppressed").iter_rows(named=True)
    ]
    return prose("groups.hidden", groups="; ".join(hidden)) if hidden else ""


def self_image(material: Material) -> list[Block]:
    """Return self-images beside behaviour."""
    prose, study = material.prose, material.study
    blocks: list[Block] = []
    for image in material.self_images:
        key, item = f"self-image.{image.characteristic}", study.characteristic(image.characteristic)
        question = quoted(item.text.say(prose.language), prose.language)
        exhibit = material.exhibit(key)
        blocks += [
            heading(prose("self_image.title"), 2 if blocks else 1),
            paragraph(prose("self_image.opening", text=sentence(question)), stays=True),
            finding(prose("self_image.nothing") if exhibit is None else exhibit.finding),
            *shown(material, key, note=_hidden(material, image.characteristic)),
        ]
    return blocks


def agreement(material: Material) -> list[Block]:
    """Return where participants agree."""
    prose, measured = material.prose, material.agreement
    exhibit = material.exhibit("agreement")
    told = prose("agreement.nothing") if exhibit is None else exhibit.finding
    if exhibit is not None and exhibit.frame.height > 1 and measured.same_side is not None:
        told += " " + claims.agreement_ends(measured.scenarios, prose)
    blocks = [
        heading(prose("agreement.title")),
        paragraph(prose("agreement.opening"), stays=True),
        finding(told),
        *shown(material, "agreement"),
    ]
    if measured.repeats and measured.same_answer_again is not None and measured.same_side_again is not None:
        text = prose(
            "agreement.repeats",
            repeats=measured.repeats,
            same=prose.percent(measured.same_answer_again),
            side=prose.percent(measured.same_side_again),
        )
        blocks.append(paragraph(text))
    return blocks
