"""The casebook of a study as the engine has it: the cases for all professionals, and the judgements that are in view.

Only whole batches of blind judgements go along, so nothing is computed of fewer people than pages would show. A second
thought is a row of another table, which is not read here.
"""

from __future__ import annotations

from hashlib import sha256

from collega.colleague import build_case
from collega.practice import OUTCOMES, BlindJudgement, Casebook, Judgement, Outcome, SharedCase, blind_judgement
from collega.web.records.models import Case, Study
from collega.web.records.models import Judgement as JudgementRow


def casebook_of(study: Study, *, judges: bool, released: bool) -> Casebook:
    """Return the casebook of a study.

    Parameters
    ----------
    judges : bool
        Whether judgements of one person can be told to be of one person, as intervals need it. A file that leaves the
        site has that not: beside the names that some chose to show it would tell more than the pages.
    released : bool
        Whether only judgements go along that are in a release: for what is shown to many.
    """
    definition = study.as_defined
    cases = list(
        Case.objects.filter(study=study).shared_with_all().select_related("outcome").order_by("shared_at", "pk")
    )
    shared = tuple(
        SharedCase(
            number=case.code,
            case=build_case(definition, case.levels),
            outcome=_outcome(case),
            month="" if case.shared_at is None else f"{case.shared_at:%Y-%m}",
        )
        for case in cases
    )
    rows = JudgementRow.objects.filter(case__in=cases, batch__isnull=False, blind=True).select_related("case")
    if released:
        rows = rows.filter(batch__release__isnull=False)
    ordered = sorted(rows, key=lambda row: (row.batch_id, sha256(f"{row.pk}".encode()).digest()))
    return Casebook(cases=shared, judgements=tuple(_blind(study, row, judges=judges) for row in ordered))


def _outcome(case: Case) -> Outcome | None:
    side = case.outcome.side if hasattr(case, "outcome") else None
    return next((candidate for candidate in OUTCOMES if candidate == side), None)


def _blind(study: Study, row: JudgementRow, *, judges: bool) -> BlindJudgement:
    """Return a judgement as the engine's, which refuses one that was not blind."""
    return blind_judgement(
        Judgement(
            case=row.case.code, judge=str(row.user_id or "") if judges else "", given=row.at,
            answer=study.as_defined.answer_keys.index(row.answer), seen=None if row.blind else row.at,
        )
    )  # fmt: skip
