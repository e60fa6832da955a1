"""What is asked of the virtual colleague, in counts: which criteria, and how own advice differs. Never who asked.

Consultations count in batches of ``minimum_group``, in the order in which they came, so that nobody who looks twice
sees one visitor's case. A count of fewer than the minimum is hidden, and so is one that would follow by subtraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from collega.study import Study as Definition
from collega.web.access import OWNER, study_for
from collega.web.records.languages import engine_language
from collega.web.records.models import Consultation, Study
from collega.web.workbench.rooms import room


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Consultations of a study, in counts; None where a count is hidden.

    Attributes
    ----------
    n : int
        How many count: whole batches.
    filled : mapping of criterion to int or None
        In how many each criterion was filled in.
    levels : mapping of criterion to mapping of level to int or None
    own : mapping of ``same``, ``other`` or ``none`` to int or None
        In how many the visitor's own advice was on the side of the majority of the participants, on the other side, or
        was not given.
    """

    n: int
    filled: Mapping[str, int | None]
    levels: Mapping[str, Mapping[str, int | None]]
    own: Mapping[str, int | None]


def asked_of(study: Study) -> Asked:
    """Count the consultations of a study."""
    definition = study.as_defined
    minimum = definition.minimum_group
    rows = list(study.consultations.order_by("pk"))
    rows = rows[: len(rows) - len(rows) % minimum]
    filled, levels = {}, {}
    for criterion in definition.criteria:
        counts = Counter(row.case[criterion.key] for row in rows if row.case.get(criterion.key) in criterion.level_keys)
        all_counts = {key: counts[key] for key in criterion.level_keys} | {"": len(rows) - counts.total()}
        cells = protected(all_counts, minimum)
        blank = cells.pop("")
        levels[criterion.key] = cells
        filled[criterion.key] = None if blank is None else len(rows) - blank
    sides = Counter(_side(definition, row) for row in rows)
    advice = protected({side: sides[side] for side in ("same", "other", "none")}, minimum)
    return Asked(n=len(rows), filled=filled, levels=levels, own=advice)


def protected(counts: Mapping[str, int], minimum: int) -> dict[str, int | None]:
    """Return counts of a whole that is known, None for those of 1 up to the minimum and what would give them away.

    What is hidden adds up to the minimum at least, over two counts at least: else the smallest that is shown goes too.
    """
    hidden = {key for key, count in counts.items() if 0 < count < minimum}
    while hidden and (len(hidden) < 2 or sum(counts[key] for key in hidden) < minimum):
        visible = [key for key in counts if key not in hidden]
        if not visible:
            break
        hidden.add(
            min(visible, key=lambda key: (counts[key] == 0, counts[key]))
        )  # what is 0 where nothing else is left
    return {key: None if key in hidden else count for key, count in counts.items()}


def _side(definition: Definition, row: Consultation) -> str:
    """Return on which side the visitor's own advice was, beside the majority of the participants in that case."""
    positive = {answer.key: answer.positive for answer in definition.answers}
    if row.own_advice not in positive:
        return "none"
    return "same" if positive[row.own_advice] == (row.share >= 0.5) else "other"


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show which criteria are asked about, and how own advice differs."""
    study = study_for(request, key, OWNER)
    counts = asked_of(study)
    return room(request, study, "consultations", "workbench/publish/consultations.html", asked=counts,
                criteria=_rows(study, counts), minimum=study.as_defined.minimum_group)  # fmt: skip


def _rows(study: Study, counts: Asked) -> list[dict[str, Any]]:
    language = engine_language(get_language())
    return [
        {
            "text": criterion.name(language),
            "n": counts.filled[criterion.key],
            "levels": [(level.name(language), counts.levels[criterion.key][level.key]) for level in criterion.levels],
        }
        for criterion in study.as_shown.criteria
    ]
