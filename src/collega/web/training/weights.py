"""Own weights beside those of the reference group: after five scenarios and at the end, and on one page of paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collega.training import Comparison, attention_of, attention_sentence
from collega.web.deeds.training import code_in_parts
from collega.web.limits import SHEETS, questions
from collega.web.records.models import Round, Step
from collega.web.trainers import case_of_step, comparison_of, judged_in, policy_on, trainer_of
from collega.web.training import paper, shown
from collega.web.training.judging import HALFWAY
from collega.web.training.visit import Visit, context_of, language_now, page
from collega.web.training.welcome import next_number

AGAIN_AFTER = 21  # days


@require_safe
@page()
def weights(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show own weights beside theirs; what to look at; what changed since the round before."""
    facts = _page_facts(visit)
    if facts is None:
        messages.info(request, _("Your weights come after five scenarios: fewer tell too little."))
        return redirect("training:welcome", key=visit.study.key)
    learner = visit.learner
    code = "" if learner is None or learner.user_id else code_in_parts(learner)
    context = context_of(visit, number=next_number(facts["round"]), code=code, weeks=AGAIN_AFTER // 7)
    return render(request, "training/weights.html", context | facts)


@require_safe
@questions(SHEETS)
@page()
def pdf(_request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same on one page."""
    facts = _page_facts(visit)
    if facts is None:
        return redirect("training:welcome", key=visit.study.key)
    content = paper.sheet(visit, facts, timezone.localdate())
    name = _("my-training")
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    )


def _page_facts(visit: Visit) -> dict[str, Any] | None:
    """Return what the page shows; None where too little was judged."""
    row = visit.last_round
    if row is None or visit.fit is None or visit.learner is None:
        return None
    rounds = {round_row.number: round_row for round_row in visit.learner.rounds.prefetch_related("steps")}
    steps = {number: _steps(round_row) for number, round_row in rounds.items()}
    comparison = _comparison(visit, row, steps[row.number])
    previous = rounds.get(row.number - 1)
    earlier = None if previous is None else _comparison(visit, previous, steps[previous.number])
    if comparison is None:
        return None
    return {
        "round": row,
        "finished": row.finished_on is not None,
        "attention": _attention_sentences(visit, comparison, steps[row.number]),
        **shown.weights(visit.study, comparison, earlier),
        "scenarios": _scenarios(visit, row, steps[row.number]),
    }


def _steps(row: Round) -> list[Step]:
    return [step for step in row.steps.all() if step.answer]


def _comparison(visit: Visit, row: Round, steps: list[Step]) -> Comparison | None:
    """Return the comparison of a round; None where too few of its answers are there."""
    enough = min(HALFWAY, row.length)
    if visit.fit is None or len(steps) < enough:
        return None
    judged = judged_in(trainer_of(visit.training, visit.fit), visit.study, steps)
    return comparison_of(visit.training, visit.fit, judged) if len(judged) >= enough else None


def _attention_sentences(visit: Visit, comparison: Comparison, steps: list[Step]) -> list[str]:
    weightiest, criteria = [], []
    for step in steps:
        case = case_of_step(visit.study, step)
        if case is not None and visit.fit is not None:
            contributions = policy_on(visit.training, visit.fit, case).reference.weightiest
            weightiest.append([contribution.criterion for contribution in contributions])
            criteria.append(list(step.named))
    definition, language = visit.study.as_shown, language_now()
    return [
        attention_sentence(attention, definition, language)
        for attention in attention_of(comparison, weightiest, criteria)
    ]


def _scenarios(visit: Visit, row: Round, steps: list[Step]) -> list[dict[str, Any]]:
    """Return what was judged with how many of them are on the same side."""
    rows = []
    for step in steps:
        case = case_of_step(visit.study, step)
        if case is None or visit.fit is None:
            continue
        policy = shown.policy(visit.study, policy_on(visit.training, visit.fit, case), step)
        rows.append(
            {
                "number": step.number,
                "round": row.number,
                "own": policy["own_answer"],
                "same_side": policy["same_side"],
                "share": policy["reference"]["share"],
                "named": [criterion["text"] for criterion in policy["own_named"]],
                "theirs": [criterion["text"] for criterion in policy["reference"]["weightiest"]],
            }
        )
    return rows
