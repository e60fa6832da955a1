"""The sections on what was learned: answers, importance, groups, self-image, agreement."""

from __future__ import annotations

from collega.exhibits import Exhibit, claims
from collega.exhibits.weights import OTHER_MEASURES
from collega.figures.wording import quoted
from collega.findings import runs
from collega.model.multiple import SIGNIFICANT
from collega.prose import Prose, sentence, with_note
from collega.report.blocks import Block, figure, finding, heading, lists, paragraph, table
from collega.report.judged import judged
from collega.report.material import Material


def shown(material: Material, key: str, *, note: str = "", noted: bool = True, stays: bool = False) -> list[Block]:
    """Return an exhibit as its figures, one a page where it is long, and what the team made of it."""
    exhibit = material.exhibit(key)
    if exhibit is None:
        return []
    return [*_figures(exhibit, material, note, stays=stays), *(material.noted(key) if noted else [])]


def _figures(exhibit: Exhibit, material: Material, note: str = "", *, stays: bool = False) -> list[Block]:
    pages = exhibit.pages()
    return [
        figure(picture, with_note(_numbered(exhibit, part, len(pages), material), note), stays=stays)
        for part, picture in enumerate(pages, 1)
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
    text = claims.scenario_finding(material.scenario_answers, material.ground.average, prose)
    if exhibit.frame.height > 1:
        text += " " + claims.scenario_ends(material.scenario_answers, prose)
    blocks += [paragraph(prose("answers.opening"), stays=True), finding(text), *map(paragraph, gaps)]
    caption = f"{sentence(exhibit.title)} {prose('answers.caption')}"
    return [*blocks, judged(exhibit, material, caption), *material.noted("answers")]


def importance(material: Material) -> list[Block]:
    """Return the importance of every criterion, and what each level does."""
    prose = material.prose
    exhibit = material.exhibit("importance")
    if exhibit is None:
        return [heading(prose("importance.title")), paragraph(prose("importance.not_computed"))]
    return [
        heading(prose("importance.title")),
        paragraph(prose("importance.means"), stays=True),
        finding(exhibit.finding),
        *shown(material, "importance", stays=True),
        *_swings(material),
    ]


def _swings(material: Material) -> list[Block]:
    """Return how far each criterion moves the share, and whether it was shown to count: in words that need no test."""
    prose = material.prose
    rows = []
    for row in material.importance.iter_rows(named=True):
        percent = _with_ends(prose, row["percent"], row["low"], row["high"], "%")
        swing = _with_ends(prose, row["share_swing"], row["swing_low"], row["swing_high"])
        p_value = row["p_value_corrected"]
        counts = prose("none") if p_value is None else prose("origin.yes" if p_value < SIGNIFICANT else "origin.no")
        rows.append([material.study.criterion(row["criterion"]).name(prose.language), percent, swing, counts])
    header = [prose(f"importance.{name}") for name in ("criterion", "percent", "swing", "shown_to_count")]
    return [
        table(header, rows, caption=prose("importance.table"), columns=[1, "auto", 0.62, 0.4]),
        paragraph(prose("importance.swing_means")),
    ]


def _with_ends(prose: Prose, value: float | None, low: float | None, high: float | None, unit: str = "") -> str:
    """Write a number with the ends of its interval behind it; a fit from before these were kept has none."""
    if value is None:
        return prose("none")
    number = prose.number(value) + unit
    if low is None or high is None:
        return number
    return f"{number} ({prose('range', low=prose.number(low), high=prose.number(high))})".replace(" ", "\u00a0")


def importance_table(material: Material) -> list[Block]:
    """Return importance with intervals and tests."""
    prose, language = material.prose, material.prose.language
    if not material.importance.height:
        return []
    rows = []
    for row in material.importance.iter_rows(named=True):
        interval, p_value = prose("none"), prose("none")
        if row["low"] is not None:
            interval = prose("range", low=prose.number(row["low"]), high=prose.number(row["high"]) + "%")
        swing = _with_ends(prose, row["share_swing"], row["swing_low"], row["swing_high"])
        if row["p_value_corrected"] is not None:
            p_value = prose.p_value(row["p_value_corrected"]).removeprefix("=\u00a0")
        text = material.study.criterion(row["criterion"]).name(language)
        percent = prose("none") if row["percent"] is None else prose.number(row["percent"]) + "%"
        rows.append([text, percent, interval, swing, p_value])
    content = table(
        [prose(f"importance.{name}") for name in ("criterion", "percent", "interval", "swing", "p_value")],
        rows,
        caption=prose("importance.tests"),
        columns=[1, "auto", "auto", 0.62, "auto"],
    )
    return [
        heading(prose("importance.title"), 2),
        paragraph(prose("importance.opening") + " " + prose("importance.reading")),
        content,
        paragraph(prose("importance.swing_note")),
        *_other_measures(material),
    ]


def _other_measures(material: Material) -> list[Block]:
    """Return importance as other software computes it, for who compares."""
    prose, names = material.prose, ("percent", *OTHER_MEASURES)
    rows = [
        [
            material.study.criterion(row["criterion"]).name(prose.language),
            *(prose("none") if row[name] is None else prose.number(row[name], 1) + "%" for name in names),
        ]
        for row in material.importance.iter_rows(named=True)
    ]
    header = [prose(f"importance.{name}") for name in ("criterion", *names)]
    return [
        table(header, rows, caption=prose("importance.other_measures"), columns=[1, 0.4, 0.6, 0.7]),
        paragraph(prose("importance.other_measures_note")),
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
    blocks += _heaviest(material, key)
    return blocks + [finding(contrast.finding, stays=False) for contrast in material.contrasts(key)]


def _heaviest(material: Material, key: str) -> list[Block]:
    """Return the heaviest criteria of every group as plain lists; what cannot be told apart shares its places."""
    prose, study, item = material.prose, material.study, material.study.characteristic(key)
    orders = [order for order in material.orders if order.characteristic == key]
    if len(orders) < 2:
        return []
    entries = []
    for order in orders:
        rows, place = [], 1
        for tied in runs(order):
            places = str(place) if len(tied) == 1 else prose("exhibits.places", first=place, last=place + len(tied) - 1)
            rows += [[places, study.criterion(name).name(prose.language)] for name in tied]
            place += len(tied)
        title = f"{item.value_name(order.value or '', prose.language)} {prose('groups.n', n=order.participants)}"
        entries.append((title, rows))
    return [lists(prose("groups.heaviest"), entries), *material.noted(f"weights.{key}")]


def weights(material: Material) -> list[Block]:
    """Return how heavily every criterion weighs in every group: of the appendix."""
    prose = material.prose
    keys = [item.key for item in material.study.characteristics]
    figures = [block for key in keys for block in _weights_of(material, key)]
    return [heading(prose("weights.title")), paragraph(prose("weights.opening")), *figures] if figures else []


def _weights_of(material: Material, key: str) -> list[Block]:
    """Return all groups of a characteristic, and each that was found to differ beside the others."""
    contrasts = [block for exhibit in material.contrasts(key) for block in _figures(exhibit, material, stays=True)]
    return [*shown(material, f"weights.{key}", noted=False, stays=True), *contrasts]


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
    sentences = [prose("agreement.nothing") if exhibit is None else exhibit.finding]
    if exhibit is not None and exhibit.frame.height > 1 and measured.same_side is not None:
        sentences += material.ground.sentences(("divided", "agreed"))
    blocks = [
        heading(prose("agreement.title")),
        paragraph(prose("agreement.opening"), stays=True),
        finding(" ".join(sentences)),
        *shown(material, "agreement"),
    ]
    if measured.repeats and measured.same_answer_again is not None and measured.same_side_again is not None:
        text = prose(
            "agreement.repeats",
            repeats=measured.repeats,
            same=_percent(prose, measured.same_answer_again, measured.same_answer_again_interval),
            side=_percent(prose, measured.same_side_again, measured.same_side_again_interval),
        )
        blocks.append(paragraph(text))
    return blocks


def _percent(prose: Prose, share: float, interval: tuple[float, float] | None) -> str:
    low, high = (None, None) if interval is None else (100 * end for end in interval)
    return _with_ends(prose, 100 * share, low, high, "%")
