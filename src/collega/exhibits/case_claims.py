"""One sentence about a single case: its share, the difference with another case, what would change it, misfit."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.special import bdtr, bdtrc

from collega.colleague import Advice, WhatIf, level_text
from collega.colleague.percentages import end_texts
from collega.exhibits.claims import criterion_name
from collega.figures.wording import quoted
from collega.findings import TIPPING, case_text
from collega.model.multiple import SIGNIFICANT
from collega.prose import Prose
from collega.study.definition import Study


def advice_finding(advice: Advice, study: Study, prose: Prose) -> str:
    """Tell the share of a case, describing and never prescribing; differences are of the numbers as they are told."""
    points = round(100 * advice.share) - round(100 * advice.average)
    difference = (
        "equal" if points == 0 else ("higher" if points > 0 else "lower") + ("_one" if abs(points) == 1 else "")
    )
    group = None
    if advice.group is not None:
        key, value = advice.group
        group = study.characteristic(key).value_name(value, prose.language)
    text = prose(
        "colleague.finding" if group is None else "colleague.finding_group",
        share=prose.percent(advice.share),
        participants=advice.participants,
        **_interval(advice, prose),
        points=prose(f"colleague.{difference}", points=abs(points)),
        average=prose.percent(advice.average),
        group=group,
    )
    return text + " " + case_text(study, advice, prose.language, "majority")


def only_difference(advices: Sequence[Advice]) -> str | None:
    """Return the criterion in which two complete cases differ, where they differ in that one alone."""
    if len(advices) != 2 or any(advice.case.blank or advice.group for advice in advices):
        return None
    first, second = (dict(advice.case.levels) for advice in advices)
    different = [key for key in first if first[key] != second[key]]
    return different[0] if len(different) == 1 else None


def pair_finding(advices: Sequence[Advice], criterion: str, study: Study, prose: Prose) -> str:
    """Tell the shares of two cases that differ in one criterion."""
    first, second = advices
    texts = [
        quoted(level_text(study, criterion, dict(advice.case.levels)[criterion], prose.language), prose.language)
        for advice in advices
    ]
    return prose(
        "summary.advice_pair",
        criterion=criterion_name(study, criterion, prose),
        level=texts[0],
        share=prose.percent(first.share),
        **_interval(first, prose),
        other_level=texts[1],
        other_share=prose.percent(second.share),
        **{f"other_{end}": text for end, text in _interval(second, prose).items()},
    )


def _interval(advice: Advice, prose: Prose) -> dict[str, str]:
    """Return the ends of the interval in words."""
    return dict(zip(("low", "high"), end_texts(advice.interval, prose.language), strict=True))


def change_sentence(advice: Advice, change: WhatIf, study: Study, prose: Prose) -> str:
    """Tell what one other level would do, and what tips the majority."""
    text = prose(
        "colleague.what_if_finding",
        criterion=criterion_name(study, change.criterion, prose),
        level=level_text(study, change.criterion, change.level, prose.language),
        share=prose.percent(change.share),
    )
    return " ".join(filter(None, (text, case_text(study, advice, prose.language, *TIPPING))))


def misfit_finding(advice: Advice, share: float, judges: int, prose: Prose) -> str:
    """Tell, after a space, that so many people's real answers are further from the interval than chance explains."""
    positive, (low, high) = round(share * judges), advice.interval
    at_most, at_least = bdtr(positive, judges, low), bdtrc(positive - 1, judges, high) if positive else 1.0
    if (share >= low or at_most >= SIGNIFICANT) and (share <= high or at_least >= SIGNIFICANT):
        return ""
    return " " + prose("colleague.misfit_more" if advice.share > share else "colleague.misfit_fewer")
