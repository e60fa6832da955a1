"""One advice as an accessible PDF for the file: case, share, reasons, what would change it, and which model said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version

import polars as pl

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
    summary,
    unjudged_sentence,
)
from collega.exhibits.claims import mostly_words
from collega.figures import PAPER, reasons_figure, what_if_figure
from collega.figures.wording import listed, quoted
from collega.findings import TIPPING, case_text
from collega.model.stale import NOT_CONVERGED
from collega.panel.limits import public_limits
from collega.prose import Prose
from collega.report.blocks import Block, figure, finding, heading, paragraph, quotation, table, warning
from collega.report.limits import limit_sentences
from collega.report.typeset import typeset
from collega.study.definition import Study
from collega.study.text import Language

_CHANGES, _STEPS = 8, 12
_NOTICED = 0.5  # percentage points; what adds less is shown together


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which model answers: enough to find it again, and to see that another one is another one.

    Attributes
    ----------
    fitted_at : datetime
        As the clock of the site's place says.
    number : int
        Of this fit among those of the site.
    data_hash, study_hash, estimates_hash : str
        SHA-256 of the answers, of the definition and of what was estimated.
    software : str
    participants : int
    """

    fitted_at: datetime
    number: int
    data_hash: str
    study_hash: str
    estimates_hash: str
    software: str
    participants: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    study: Study
    advice: Advice
    prose: Prose

    @property
    def language(self) -> Language:
        return self.prose.language


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
) -> bytes:
    """Return the advice as PDF/UA-1.

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
    """
    sheet = _Sheet(study=study, advice=advice, prose=Prose(language))
    prose = sheet.prose
    notice = unjudged_sentence(study, advice, language)
    blocks = [
        *([warning(notice)] if notice else []),
        *([warning(prose("limits.synthetic"))] if advice.synthetic else []),
        *([warning(prose("method.not_converged"))] if any(NOT_CONVERGED in text for text in advice.warnings) else []),
        paragraph(prose("sheet.study", title=study.title.say(language))),
        finding(summary(study, advice, language)),
        *([paragraph(beside)] if (beside := others_sentence(study, advice, language)) else []),
        *_sentence(case_text(study, advice, language, "find_out_first")),
        *_sentence(case_text(study, advice, language, "majority")),
        *_sentence(same_advice_sentence(study, advice, own, language)),
        *map(warning, limit_sentences(public_limits(advice.limits, study), study, language)),
        paragraph(prose("sheet.opening")),
        *([warning(prose("sheet.from_population"))] if from_population else []),
        *_case(sheet),
        *_answers(sheet),
        *_reasons(sheet),
        *_what_if(sheet),
        *_groups(sheet, groups),
        *_nearest(sheet),
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


def _title(sheet: _Sheet, name: str) -> Block:
    return heading(sheet.prose(f"sheet.{name}"), new_page=False)


def _sentence(text: str) -> list[Block]:
    return [finding(text)] if text else []


def _case(sheet: _Sheet) -> list[Block]:
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


def positive_means(study: Study, prose: Prose) -> str:
    """Say which answers count as positive, before the statement."""
    texts = [quoted(answer.text.say(prose.language), prose.language) for answer in study.answers if answer.positive]
    return prose("sheet.positive_means_one" if len(texts) == 1 else "sheet.positive_means",
                 answers=listed(texts, prose.language))  # fmt: skip


def _answers(sheet: _Sheet) -> list[Block]:
    prose = sheet.prose
    rows = [
        [answer.text.say(sheet.language), percent_text(sheet.advice.answers[answer.key], sheet.language)]
        for answer in sheet.study.answers
    ]
    header = [prose("sheet.answer"), prose("sheet.share")]
    return [_title(sheet, "answers"), table(header, rows, caption=prose("sheet.answers_caption"), columns=[1, 0.3])]


def _reasons(sheet: _Sheet) -> list[Block]:
    advice, prose = sheet.advice, sheet.prose
    steps: list[tuple[str | None, str | None, float]] = [
        (reason.criterion, reason.level, reason.points) for reason in advice.reasons if reason.level is not None
    ]
    if not steps:
        return []
    shown = min(sum(abs(points) >= _NOTICED for _, _, points in steps), _STEPS)
    if len(steps) - shown > 1:
        steps = [*steps[:shown], (None, None, sum(points for _, _, points in steps[shown:]))]
    schema = {"criterion": pl.String, "level": pl.String, "points": pl.Float64}
    drawn = reasons_figure(
        pl.DataFrame(steps, schema=schema, orient="row"), sheet.study, average=advice.average, share=advice.share,
        language=sheet.language, style=PAPER,
    )  # fmt: skip
    return [
        _title(sheet, "reasons"),
        paragraph(prose("colleague.reasons")),
        figure(drawn, prose("sheet.reasons_caption")),
    ]


def _what_if(sheet: _Sheet) -> list[Block]:
    advice, prose = sheet.advice, sheet.prose
    changes = sorted(advice.what_if, key=lambda change: -abs(change.share - advice.share))[:_CHANGES]
    if not changes:
        return []
    frame = pl.DataFrame(
        [(change.criterion, change.level, change.share, *change.interval) for change in changes],
        schema={"criterion": pl.String, "level": pl.String, **dict.fromkeys(("share", "low", "high"), pl.Float64)},
        orient="row",
    )
    drawn = what_if_figure(frame, sheet.study, share=advice.share, language=sheet.language, style=PAPER)
    return [
        _title(sheet, "what_if"),
        *_sentence(case_text(sheet.study, advice, sheet.language, *TIPPING)),
        figure(drawn, prose("sheet.what_if_caption")),
    ]


def _groups(sheet: _Sheet, groups: Sequence[GroupShare]) -> list[Block]:
    prose, blocks = sheet.prose, []
    for item in sheet.study.characteristics:
        rows = [
            [item.value_name(each.group[1], sheet.language), str(each.participants),
             percent_text(each.share, sheet.language), _range(sheet, each.interval)]
            for each in groups
            if each.group[0] == item.key
        ]  # fmt: skip
        if rows:
            header = [prose(f"sheet.{name}") for name in ("group", "n", "share", "interval")]
            caption = prose("sheet.groups_caption", text=item.name(sheet.language))
            blocks.append(table(header, rows, caption=caption, columns=[1, "auto", "auto", 0.3]))
    return [_title(sheet, "groups"), paragraph(prose("sheet.groups_opening"), stays=True), *blocks] if blocks else []


def _nearest(sheet: _Sheet) -> list[Block]:
    prose, nearest = sheet.prose, sheet.advice.nearest
    if not nearest:
        return []
    rows = [
        [each.scenario, _differs(sheet, each), *_judged(sheet, each), _share(sheet, each.model)] for each in nearest
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


def _differs(sheet: _Sheet, nearest: Nearest) -> str:
    texts = [criterion_with_level(sheet.study, key, nearest.levels[key], sheet.language) for key in nearest.differs]
    return "; ".join(texts) or sheet.prose("sheet.same_filled" if sheet.advice.case.blank else "sheet.same")


def _judged(sheet: _Sheet, nearest: Nearest) -> list[str]:
    if nearest.answers is None:
        told = nearest.mostly and mostly_words(nearest.mostly, nearest.n or 0, sheet.prose)
        return [sheet.prose("none"), told or sheet.prose("not_shown")]
    return [str(nearest.n), _share(sheet, nearest.positive)]


def _share(sheet: _Sheet, share: Share | None) -> str:
    if share is None:
        return sheet.prose("none")
    return f"{percent_text(share.share, sheet.language)} ({_range(sheet, share.interval)})"


def _range(sheet: _Sheet, interval: tuple[float, float]) -> str:
    low, high = end_texts(interval, sheet.language)
    return low if low == high else sheet.prose("range", low=low, high=high)


def _identity(sheet: _Sheet, identity: Identity, on: date, address: str) -> list[Block]:
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
    return " ".join(fingerprint[at : at + 8] for at in range(0, 32, 8))
