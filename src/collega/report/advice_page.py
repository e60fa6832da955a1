"""The first page of an advice sheet: what a file needs, on one page, with lines to sign.

What is too long for the page ends with a reference to the appendix, which has it in full.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from collega.colleague import (
    Advice,
    Nearest,
    Reason,
    Share,
    asked_case,
    criterion_with_level,
    end_texts,
    level_text,
    percent_text,
    summary,
    unjudged_sentence,
)
from collega.figures.wording import listed, quoted, signed
from collega.findings import TIPPING, case_text
from collega.model.stale import is_not_converged
from collega.panel.limits import public_limits
from collega.prose import Prose
from collega.report.blocks import Block, bar, bullets, facts, finding, heading, paragraph, room, sign, warning
from collega.report.limits import limit_sentences
from collega.report.sheet import Sheet, is_long
from collega.study.definition import Study
from collega.study.text import Language

MOTIVATION = 400  # characters that fit on the page
_REASONS, _CRITERIA = 3, 14
_TITLE, _NAME, _LEVEL, _WARNING, _SENTENCE = 140, 46, 56, 220, 420


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


def first_page(
    study: Study,
    advice: Advice,
    prose: Prose,
    *,
    identity: Identity,
    on: date,
    advice_given: str,
    motivation: str,
    file_number: str,
) -> list[Block]:
    """Return the blocks of the page."""
    page = Sheet(study=study, advice=advice, prose=prose)
    return [
        facts(
            [
                (prose("sheet.file_number"), page.fitting(file_number, _NAME) or None),
                (prose("sheet.asked_on"), prose.day(on)),
                (prose("sheet.study_name"), page.fitting(study.title.say(prose.language), _TITLE)),
            ]
        ),
        *_warnings(page),
        *_case(page),
        *_advice_block(page, advice_given, motivation),
        heading(prose("sheet.share_title")),
        finding(page.fitting(summary(study, advice, prose.language), _SENTENCE)),
        _bar(page),
        paragraph(page.fitting(f"{positive_means(study, prose)} {study.statement.say(prose.language)}", _SENTENCE)),
        *_paragraph_if_any(case_text(study, advice, prose.language, "find_out_first")),
        *_reasons(page),
        *_changes(page),
        *_nearest(page),
        paragraph(_model(page, identity)),
        sign([prose(f"sheet.{name}") for name in ("signed_name", "signed_role", "signed_on", "signature")]),
    ]


def positive_means(study: Study, prose: Prose) -> str:
    """Say which answers count as positive, before the statement."""
    texts = [quoted(answer.text.say(prose.language), prose.language) for answer in study.answers if answer.positive]
    return prose("sheet.positive_means_one" if len(texts) == 1 else "sheet.positive_means",
                 answers=listed(texts, prose.language))  # fmt: skip


def limits_beyond(study: Study, advice: Advice, language: Language) -> list[str]:
    """Return what limits the data and does not stand on the page in full."""
    limits = limit_sentences(public_limits(advice.limits, study), study, language)
    return limits if limits and is_long(limits[0], _WARNING) else limits[1:]


def _paragraph_if_any(text: str) -> list[Block]:
    return [paragraph(text)] if text else []


def _warnings(page: Sheet) -> list[Block]:
    """Return what must be known first; of what limits the data the first, with where the others are."""
    prose, advice, study = page.prose, page.advice, page.study
    limits = limit_sentences(public_limits(advice.limits, study), study, page.language)
    sentences = [
        unjudged_sentence(study, advice, page.language),
        prose("method.not_converged") if any(map(is_not_converged, advice.warnings)) else "",
        *limits[:1],
        prose("sheet.more_limits", count=len(limits) - 1) if len(limits) > 1 else "",
    ]
    text = " ".join(page.fitting(warning_text, _WARNING) for warning_text in sentences if warning_text)
    return [warning(text)] if text else []


def _case(page: Sheet) -> list[Block]:
    prose, study = page.prose, page.study
    levels = dict(asked_case(study, page.advice.case, page.advice.unjudged).levels)
    entries: list[tuple[str, str | None]] = []
    for criterion in study.criteria[:_CRITERIA]:
        key = criterion.key
        text = level_text(study, key, levels[key], page.language) if key in levels else prose("colleague.blank")
        entries.append((page.fitting(criterion.name(page.language), _NAME), page.fitting(text, _LEVEL)))
    surplus = len(study.criteria) - len(entries)
    tail = [paragraph(prose("sheet.more_criteria", count=surplus))] if surplus else []
    return [heading(prose("sheet.case")), facts(entries, across=2), *tail]


def _advice_block(page: Sheet, advice_given: str, motivation: str) -> list[Block]:
    prose, study = page.prose, page.study
    answer = None
    if advice_given in study.answer_keys:
        answer = page.fitting(study.answers[study.answer_keys.index(advice_given)].text.say(page.language), _LEVEL)
    entries = [(prose("sheet.own_advice"), answer)]
    if motivation:
        entries.append((prose("sheet.motivation"), page.fitting(motivation, MOTIVATION)))
    return [
        heading(prose("sheet.own_title")),
        facts(entries),
        *([] if motivation else [room(prose("sheet.motivation"), lines=3)]),
    ]


def _bar(page: Sheet) -> Block:
    advice, prose = page.advice, page.prose
    return bar(
        share=advice.share,
        interval=advice.interval,
        reach=advice.reach,
        labels=[prose.percent(end) for end in (0.0, 0.5, 1.0)],
        legend=prose("sheet.bar" if advice.reach is None else "sheet.bar_reach"),
    )


def _reasons(page: Sheet) -> list[Block]:
    reasons = [reason for reason in page.advice.reasons if reason.level is not None]
    largest = sorted(reasons, key=lambda reason: -abs(reason.points))[:_REASONS]
    if not largest:
        return []
    texts = [
        page.prose(
            "sheet.reason",
            what=page.fitting(
                criterion_with_level(page.study, reason.criterion, reason.level or "", page.language), _NAME + _LEVEL
            ),
            points=_points(page, reason),
        )
        for reason in largest
    ]
    return [heading(page.prose("sheet.reasons_title")), bullets(texts)]


def _points(page: Sheet, reason: Reason) -> str:
    points = signed(reason.points, page.language)
    if reason.interval is None:
        return points
    low, high = (signed(end, page.language) for end in reason.interval)
    return page.prose("sheet.points", points=points, ends=page.prose("range", low=low, high=high))


def _changes(page: Sheet) -> list[Block]:
    text = case_text(page.study, page.advice, page.language, "majority", *TIPPING)
    return [heading(page.prose("sheet.what_if")), paragraph(page.fitting(text, _SENTENCE))] if text else []


def _nearest(page: Sheet) -> list[Block]:
    prose, judged = page.prose, [scenario for scenario in page.advice.nearest if scenario.positive is not None]
    if not judged:
        return []
    return [heading(prose("sheet.nearest_title")), paragraph(_compared(page, judged[0]))]


def _compared(page: Sheet, nearest: Nearest) -> str:
    prose = page.prose
    differs = [criterion_with_level(page.study, key, nearest.levels[key], page.language) for key in nearest.differs]
    wording = "sheet.same_filled" if page.advice.case.blank else "sheet.same"
    return prose(
        "sheet.nearest_sentence",
        scenario=nearest.scenario,
        differs=page.fitting("; ".join(differs), _WARNING) or prose(wording),
        n=nearest.n or 0,
        positive=_share(page, nearest.positive),
        model=_share(page, nearest.model),
    )


def _share(page: Sheet, share: Share | None) -> str:
    if share is None:
        return page.prose("none")
    low, high = end_texts(share.interval, page.language)
    text = percent_text(share.share, page.language)
    return text if low == high else f"{text} ({page.prose('range', low=low, high=high)})"


def _model(page: Sheet, identity: Identity) -> str:
    return page.prose(
        "sheet.model_line",
        number=str(identity.number),
        on=page.prose.day(identity.fitted_at.date()),
        participants=identity.participants,
        estimates=identity.estimates_hash[:12],
        software=identity.software,
    )
