"""The shared cases that are most like one: by how far the participants would weigh them apart.

Somebody who has not judged a case sees its title and in what it differs, and is asked to judge it; what was decided
shows once they have. So looking for cases never spoils a judgement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from collega.colleague import build_case, level_text
from collega.colleague import make_case as engine_case
from collega.practice import LikeCase, Likeness, likeness_of
from collega.web import bridge
from collega.web.accounts.models import User
from collega.web.cases.shown import language_now
from collega.web.editions.shown import shown_fit
from collega.web.memory import remembered
from collega.web.records.casebook import CaseQuerySet
from collega.web.records.models import Case, Outcome, StoredFit, Study
from collega.web.sight import seen_codes

SHOWN = 3
_MOST = 5000  # newest cases that are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A shared case that is like another one.

    Attributes
    ----------
    case : Case
    differs : list of (str, str)
        Criteria in which it differs, heaviest first, with its own level; "" where it leaves it open.
    seen : bool
        Whether the reader has judged it, or made it.
    outcome : Outcome or None
        What was decided; None as long as nothing was told, or the reader has not judged it.
    """

    case: Case
    differs: list[tuple[str, str]]
    seen: bool
    outcome: Outcome | None


def likest(
    study: Study, user: User, cases: CaseQuerySet, levels: Mapping[str, str], *, limit: int = SHOWN
) -> list[Like]:
    """Return the likest of these cases, likest first; none where no model is shown to readers.

    Parameters
    ----------
    cases : CaseQuerySet
        What the reader may read.
    levels : mapping
        Of the case that they are compared with.
    """
    fit = shown_fit(study)
    if fit is None:
        return []
    definition = study.as_shown
    rows = list(
        cases.filter(advised_at__isnull=False).order_by("-shared_at", "-pk").values_list("pk", "levels")[:_MOST]
    )
    stored = [(pk, build_case(definition, filled)) for pk, filled in rows]
    if not stored:
        return []
    profiles = np.array([case.profile(definition) for _pk, case in stored], dtype=np.int64)
    profile = engine_case(definition, dict(levels)).profile(definition)
    matches = _likeness(fit.pk, fit.erased).likest(profile, profiles, limit)
    picked = Case.objects.filter(pk__in=[stored[match.row][0] for match in matches]).select_related("outcome", "study")
    by_pk = {case.pk: case for case in picked}
    codes = seen_codes(study, user, by_pk.values())
    return [_like_rows(study, by_pk[stored[match.row][0]], match, codes) for match in matches]


def _like_rows(study: Study, case: Case, match: LikeCase, codes: frozenset[str]) -> Like:
    definition, language = study.as_shown, language_now()
    differs = [
        (definition.criterion(difference.criterion).name(language),
         level_text(definition, difference.criterion, case.levels[difference.criterion], language)
         if difference.criterion in case.levels else "")
        for difference in match.differs
    ]  # fmt: skip
    visible = case.code in codes
    return Like(case=case, differs=differs, seen=visible, outcome=getattr(case, "outcome", None) if visible else None)


@remembered(8)
def _likeness(pk: int, erased: bool) -> Likeness:  # noqa: ARG001  -- an erased fit is another fit
    return likeness_of(bridge.fit_of(StoredFit.objects.get(pk=pk)))
