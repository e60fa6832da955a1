"""One advice as an accessible PDF for the file: case, share, reasons, what would change it, and which model said so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.metadata import version

from collega.colleague import (
    Advice,
    GroupShare,
    Nearest,
    Share,
    asked_case,
    criterion_with_level,
    end_texts,
    level_text,
    others_sentence,
    percent_text,
    same_advice_sentence,
)
from collega.exhibits.advice import reasons_exhibit, what_if_exhibit
from collega.exhibits.claims import mostly_words
from collega.figures import PAPER
from collega.findings import TIPPING, case_text
from collega.prose import Prose, sentence
from collega.report.advice_page import MOTIVATION, Identity, first_page, limits_beyond, positive_means
from collega.report.blocks import Block, figure, finding, heading, paragraph, quotation, spread, table, warning
from collega.report.shared_cases import SheetCase, shared_cases
from collega.report.sheet import Sheet, is_long
from collega.report.typeset import typeset
from collega.study.definition import Study
from collega.study.text import Language

_CHANGES = 8


def advice_sheet(
    study: Study,
    advice: Advice,
    groups: Sequence[GroupShare] = (),
    *,
    identity: Identity,
    language: Language,
    on: date,
    from_population: bool = False,
    address: str = "",
    own: str = "",
    motivation: str = "",
    file_number: str = "",
    cases: Sequence[SheetCase] = (),
) -> bytes:
    """Return the advice as PDF/UA-1: one page to file and sign, and an appendix with everything in full.

    Parameters
    ----------
    study : Study
    advice : Advice
    groups : sequence of GroupShare
        Of groups that may be shown; may be empty.
    identity : Identity
    language : str
        ``nl`` or ``en``.
    on : date
        The day it was asked; the same input and day give the same bytes.
    from_population : bool
        Whether people like the participants answer, since the participants' own draws are gone.
    address : str
        Where the case can be seen again.
    own : str
        The answer that whoever asked gave beforehand; empty for none.
    motivation, file_number : str
        What whoever asked wrote with it, and the file it belongs to; without them there is room to write.
    cases : sequence of SheetCase
        Real cases that are like it, as far as whoever asked may read them.
    """
    sheet = Sheet(study=study, advice=advice, prose=Prose(language))
    prose = sheet.prose
    first = first_page(
        study, advice, prose, identity=identity, on=on, advice_given=own, motivation=motivation, file_number=file_number
    )
    blocks = [
        spread(first),
        heading(prose("sheet.appendix")),
        paragraph(prose("sheet.opening")),
        *([warning(prose("sheet.from_population"))] if from_population else []),
        *map(warning, limits_beyond(study, advice, language)),
        *([finding(beside)] if (beside := others_sentence(study, advice, language)) else []),
        *_sentence(same_advice_sentence(study, advice, own, language)),
        *_motivation(sheet, motivation),
        *_case(sheet),
        *_answers(sheet),
        *_reasons(sheet),
        *_what_if(sheet),
        *_groups(sheet, groups),
        *_nearest(sheet),
        *shared_cases(sheet, cases),
        *_identity(sheet, identity, on, address),
    ]
    title = prose("sheet.title")
    return typeset(
        {
            "title": title,
            "author": "Collega",
            "description": prose("sheet.description"),
            "keywords": prose.raw("sheet.keywords"),
            "language": language,
            "mark": prose("mark") if advice.synthetic else None,
            "running": title,
            "footer": prose("footer", version=version("collega")),
            "words": prose.raw("words"),
            "cover": None,
            "blocks": blocks,
        },
        on,
    )


def _title(sheet: Sheet, name: str) -> Block:
    return heading(sheet.prose(f"sheet.{name}"), new_page=False)


def _sentence(text: str) -> list[Block]:
    return [finding(text)] if text else []


def _case(sheet: Sheet) -> list[Block]:
    prose, study = sheet.prose, sheet.study
    levels = dict(asked_case(study, sheet.advice.case, sheet.advice.unjudged).levels)
    rows = [
        [
            criterion.name(sheet.language),
            level_text(study, criterion.key, levels[criterion.key], sheet.language)
            if criterion.key in levels
            else prose("colleague.blank"),
        ]
        for criterion in study.criteria
    ]
    header = [prose("colleague.criterion"), prose("colleague.level")]
    return [
        _title(sheet, "case"),
        table(header, rows, caption=prose("sheet.case_caption"), columns=[1, 0.75], align=["left", "left"]),
        paragraph(positive_means(study, prose), stays=True),
        quotation(study.statement.say(sheet.language)),
    ]


def _answers(sheet: Sheet) -> list[Block]:
    prose = sheet.prose
    rows = [
        [answer.text.say(sheet.language), percent_text(sheet.advice.answers[answer.key], sheet.language)]
        for answer in sheet.study.answers
    ]
    header = [prose("sheet.answer"), prose("sheet.share")]
    return [_title(sheet, "answers"), table(header, rows, caption=prose("sheet.answers_caption"), columns=[1, 0.3])]


def _reasons(sheet: Sheet) -> list[Block]:
    reasons = reasons_exhibit(sheet.study, sheet.advice, sheet.prose)
    if reasons is None:
        return []
    caption = f"{sentence(reasons.title)} {reasons.caption}"
    return [
        _title(sheet, "reasons"),
        paragraph(sheet.prose("colleague.reasons")),
        figure(reasons.figure(PAPER), caption, stays=True),
    ]


def _what_if(sheet: Sheet) -> list[Block]:
    changes = what_if_exhibit(sheet.study, sheet.advice, sheet.prose, changes=_CHANGES)
    if changes is None:
        return []
    return [
        _title(sheet, "what_if"),
        *_sentence(case_text(sheet.study, sheet.advice, sheet.language, *TIPPING)),
        figure(changes.figure(PAPER), f"{sentence(changes.title)} {changes.caption}", stays=True),
    ]


def _motivation(sheet: Sheet, motivation: str) -> list[Block]:
    return [_title(sheet, "motivation"), paragraph(motivation)] if is_long(motivation, MOTIVATION) else []


def _groups(sheet: Sheet, groups: Sequence[GroupShare]) -> list[Block]:
    prose, blocks = sheet.prose, []
    for item in sheet.study.characteristics:
        rows = [
            [item.value_name(share.group[1], sheet.language), str(share.participants),
             percent_text(share.share, sheet.language), _range(sheet, share.interval)]
            for share in groups
            if share.group[0] == item.key
        ]  # fmt: skip
        if rows:
            header = [prose(f"sheet.{name}") for name in ("group", "n", "share", "interval")]
            caption = prose("sheet.groups_caption", text=item.name(sheet.language))
            blocks.append(table(header, rows, caption=caption, columns=[1, "auto", "auto", 0.3]))
    return [_title(sheet, "groups"), paragraph(prose("sheet.groups_opening"), stays=True), *blocks] if blocks else []


def _nearest(sheet: Sheet) -> list[Block]:
    prose, nearest = sheet.prose, sheet.advice.nearest
    if not nearest:
        return []
    rows = [
        [scenario.scenario, _differs(sheet, scenario), *_judged(sheet, scenario), _share(sheet, scenario.model)]
        for scenario in nearest
    ]
    header = [prose(f"sheet.{name}") for name in ("scenario", "differs", "n", "positive", "model")]
    caption = prose("sheet.nearest_caption_simulated" if sheet.advice.synthetic else "sheet.nearest_caption")
    return [
        _title(sheet, "nearest"),
        paragraph(prose("sheet.nearest_opening"), stays=True),
        table(
            header, rows, caption=caption, columns=["auto", 1, "auto", "auto", "auto"],
            align=["left", "left", "right", "right", "right"],
        ),
    ]  # fmt: skip


def _differs(sheet: Sheet, nearest: Nearest) -> str:
    texts = [criterion_with_level(sheet.study, key, nearest.levels[key], sheet.language) for key in nearest.differs]
    return "; ".join(texts) or sheet.prose("sheet.same_filled" if sheet.advice.case.blank else "sheet.same")


def _judged(sheet: Sheet, nearest: Nearest) -> list[str]:
    if nearest.answers is None:
        majority = nearest.mostly and mostly_words(nearest.mostly, nearest.n or 0, sheet.prose)
        return [sheet.prose("none"), majority or sheet.prose("not_shown")]
    return [str(nearest.n), _share(sheet, nearest.positive)]


def _share(sheet: Sheet, share: Share | None) -> str:
    if share is None:
        return sheet.prose("none")
    return f"{percent_text(share.share, sheet.language)} ({_range(sheet, share.interval)})"


def _range(sheet: Sheet, interval: tuple[float, float]) -> str:
    low, high = end_texts(interval, sheet.language)
    return low if low == high else sheet.prose("range", low=low, high=high)


def _identity(sheet: Sheet, identity: Identity, on: date, address: str) -> list[Block]:
    prose = sheet.prose
    rows = [
        [prose("sheet.asked_on"), prose.day(on)],
        [prose("sheet.number"), str(identity.number)],
        [prose("sheet.fitted_on"), prose.moment(identity.fitted_at)],
        [prose("sheet.participants"), str(identity.participants)],
        [prose("sheet.estimates_hash"), identity.estimates_hash[:12]],
        [prose("sheet.data_hash"), _short(identity.data_hash)],
        [prose("sheet.study_hash"), _short(identity.study_hash)],
        [prose("sheet.software"), identity.software],
    ]
    if address:
        rows.append([prose("sheet.address"), address])
    header = [prose("origin.item"), prose("origin.value")]
    return [
        _title(sheet, "identity"),
        table(header, rows, caption=prose("sheet.identity_caption"), columns=[0.45, 1], align=["left", "left"]),
    ]


def _short(fingerprint: str) -> str:
    return " ".join(fingerprint[start : start + 8] for start in range(0, 32, 8))
