"""What a page tells of a case: the case itself for everybody who may read it, the rest for who has judged it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collega.colleague import level_text
from collega.insight.sides import FEWEST
from collega.study import Language
from collega.study import Study as Definition
from collega.web.accounts.shown import byline, members_of, type_shown
from collega.web.cases.visit import Reader
from collega.web.deeds.case_discussion import editable
from collega.web.deeds.case_judging import batch_size
from collega.web.editions.judgements import Spread, batches_of, group_spreads, is_exact, spread_of
from collega.web.records.languages import engine_language
from collega.web.records.models import Case, Judgement, Outcome, SecondThought, StoredFit


def language_now() -> Language:
    """The language of the page, as the engine names it."""
    return engine_language(get_language())


def levels_of(definition: Definition, case: Case) -> list[tuple[str, str | None]]:
    """Return every criterion with its level; None where it is blank."""
    language = language_now()
    return [
        (criterion.name(language),
         level_text(definition, criterion.key, case.levels[criterion.key], language)
         if criterion.key in case.levels else None)
        for criterion in definition.criteria
    ]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Reasons that were given for one answer; ``answer`` is None where it may not be told."""

    answer: str | None
    texts: list[tuple[str, str]]  # (reason, by whom)


def answer_text(definition: Definition, key: str) -> str:
    """Return an answer in words."""
    texts = {answer.key: answer.text.say(language_now()) for answer in definition.answers}
    return texts.get(key, key)


def others(reader: Reader, case: Case) -> dict[str, Any]:
    """Return what somebody who has judged, or made, the case gets to see of what others think."""
    definition = reader.study.as_shown
    batches = batches_of([case]).get(case.pk, [])
    members = members_of(reader.study)
    mine = Judgement.objects.filter(case=case, user=reader.user).first()
    second = SecondThought.objects.filter(case=case, user=reader.user).first()
    return {
        "mine": mine,
        "mine_text": answer_text(definition, mine.answer) if mine else "",
        "second": second,
        "second_text": answer_text(definition, second.answer) if second else "",
        "author": byline(case.author, members),
        "author_answer": answer_text(definition, case.answer),
        "deciding": [criterion.name(language_now()) for criterion in definition.criteria
                     if criterion.key in case.deciding],
        "model": model_advice(definition, case),
        "spread": spread_rows(definition, spread_of(definition, batches)),
        "by_type": group_spreads(definition, batches, lambda row: type_shown(row.user, members) if row.reason else "",
                                 batch_size(reader.study)),
        "fewest": FEWEST,
        "batch_size": batch_size(reader.study),
        "reasons": _reasons(definition, case, batches, members),
        "remarks": _remarks(reader, case, members),
        "outcome": getattr(case, "outcome", None),
        "outcome_beside": _beside_outcome(definition, case, reader, mine),
    }  # fmt: skip


def _beside_outcome(definition: Definition, case: Case, reader: Reader, mine: Judgement | None) -> str:
    """Return how the outcome lies beside what the reader advised or judged; "" where it has no side."""
    outcome = getattr(case, "outcome", None)
    if outcome is None or outcome.side == Outcome.Side.OTHERWISE:
        return ""
    good = {answer.key for answer in definition.answers if answer.positive}
    positive = outcome.side == Outcome.Side.POSITIVE
    if case.author_id == reader.user.pk:
        agrees = positive == (case.answer in good)
        return _("So you advised too.") if agrees else _("You advised otherwise.")
    if mine is None:
        return ""
    agrees = positive == (mine.answer in good)
    return _("So you judged too.") if agrees else _("You judged otherwise.")


def model_advice(definition: Definition, case: Case) -> dict[str, Any] | None:
    """Return the virtual colleague's advice as it was when the author advised.

    None where there was no model, or where somebody has withdrawn on whose answers it rested.
    """
    if not case.advice or (case.fit_id is not None and _withdrawn(case.fit)):
        return None
    language, groups = language_now(), []
    for row in case.advice["groups"]:
        characteristic, value = row["group"]
        item = next(
            (candidate for candidate in definition.characteristics if candidate.key == characteristic),
            None,
        )
        if item is not None and value in item.value_keys:
            groups.append(row | {"characteristic": item.name(language), "value": item.value_name(value, language)})
    return {**case.advice, "groups": groups}


def _withdrawn(fit: StoredFit | None) -> bool:
    return fit is not None and fit.withdrawn


def spread_rows(definition: Definition, spread: Spread) -> dict[str, Any] | None:
    """Return what may be told of the judgements; None where nothing may yet."""
    if not spread.people:
        return None
    language = language_now()
    rows = [
        {"text": answer.text.say(language), "n": spread.answers[answer.key], "positive": answer.positive}
        for answer in definition.answers
    ] if spread.n else []  # fmt: skip
    return {
        "rows": rows, "n": spread.n, "people": spread.people, "positive": spread.positive(definition),
        "mostly_positive": spread.mostly_positive, "mostly_negative": spread.mostly_negative,
        "least_positive": spread.least_positive, "least_negative": spread.least_negative,
    }  # fmt: skip


def _reasons(
    definition: Definition, case: Case, batches: list[list[Judgement]], members: frozenset[int]
) -> list[Reasons]:
    """Return the reasons by answer; without it of those whose answers may not be counted out."""
    open_ones = [row for batch in batches if is_exact(definition, batch) for row in batch]
    closed = [row for batch in batches if not is_exact(definition, batch) for row in batch]
    closed += case.judgements.filter(apart=True).select_related("user__organisation")
    groups = [
        Reasons(answer=answer.text.say(language_now()),
                texts=_texts([row for row in open_ones if row.answer == answer.key], members))
        for answer in definition.answers
    ]  # fmt: skip
    groups.append(Reasons(answer=None, texts=sorted(_texts(closed, members))))
    return [group for group in groups if group.texts]


def _texts(judgements: list[Judgement], members: frozenset[int]) -> list[tuple[str, str]]:
    """Return the reasons with by whom; of the case of the week some have none."""
    return [(row.reason, byline(row.user, members)) for row in judgements if row.reason]


def _remarks(reader: Reader, case: Case, members: frozenset[int]) -> list[dict[str, Any]]:
    rows = case.remarks.select_related("user__organisation")
    return [
        {"remark": row, "by": byline(row.user, members), "mine": row.user_id == reader.user.pk,
         "editable": editable(row, reader.user)}
        for row in rows
    ]  # fmt: skip
