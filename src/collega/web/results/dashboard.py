"""What was learned: overview, criteria, groups, scenarios, and how far the model can be trusted."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collega.web.results import told
from collega.web.results.exhibits import exhibits
from collega.web.results.visit import Visit, visit_to

ALL = "all"


def page(request: HttpRequest, visit: Visit, room: str, **context: Any) -> HttpResponse:
    """Render a page of results, or the one that says what is missing."""
    if visit.fit is None:
        return missing(request, visit, room)
    return render(request, f"results/{room}.html", told.common(visit, room) | context)


def missing(request: HttpRequest, visit: Visit, room: str) -> HttpResponse:
    """Say what is missing before there is anything to be seen."""
    hidden = told.what_is_hidden(visit)
    context = {"hidden": hidden, "why": "" if hidden else told.what_is_missing(visit)}
    return render(request, "results/missing.html", told.common(visit, room) | context)


@require_safe
def dashboard(request: HttpRequest, key: str) -> HttpResponse:
    """The overview, of everybody or of one group."""
    visit = visit_to(request, key)
    if visit.fit is None:
        return missing(request, visit, "dashboard")
    definition = visit.study.as_shown
    choices = told.group_choices(visit.fit, definition)
    chosen = _chosen(request.GET.get("group", ""), choices)
    tail = "" if chosen is None else f".{chosen.name}"
    images = [f"self-image.{item.key}" for item in definition.characteristics if item.self_image]
    names = [f"importance{tail}", f"answers{tail}", *([] if tail else [*images, "agreement"])]
    shown = exhibits(visit.fit, definition, names)
    return page(
        request, visit, "dashboard", exhibits=shown.values(), choices=choices, chosen=chosen,
        sentences=told.main_findings(visit.fit, definition) if chosen is None else [],
    )  # fmt: skip


@require_safe
def groups(request: HttpRequest, key: str) -> HttpResponse:
    """How groups differ, characteristic after characteristic."""
    visit = visit_to(request, key)
    if visit.fit is None:
        return missing(request, visit, "groups")
    definition = visit.study.as_shown
    names = [
        f"{kind}.{item.key}" for item in definition.characteristics for kind in ("groups", "self-image", "weights")
    ]
    shown = exhibits(visit.fit, definition, names)
    sections = [
        (item, [shown[name] for name in names if name in shown and name.split(".")[1] == item.key])
        for item in definition.characteristics
    ]
    return page(
        request, visit, "groups", sections=sections, hidden=told.hidden_groups(visit.fit, definition),
        choices=told.group_choices(visit.fit, definition),
    )  # fmt: skip


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Two groups side by side, or a group beside everybody."""
    visit = visit_to(request, key)
    if visit.fit is None:
        return missing(request, visit, "compare")
    definition = visit.study.as_shown
    choices = told.group_choices(visit.fit, definition)
    sides = [_side(visit, definition, choices, request.GET.get(name, "")) for name in ("a", "b")]
    numbers = told.side_by_side(visit.fit, definition, [side["name"] for side in sides]) if all(sides) else None
    return page(request, visit, "compare", choices=choices, sides=sides, numbers=numbers)


def _side(visit: Visit, definition: Any, choices: Any, name: str) -> dict[str, Any] | None:
    chosen = _chosen(name, choices)
    if chosen is None and name != ALL:
        return None
    tail = "" if chosen is None else f".{chosen.name}"
    shown = exhibits(visit.fit, definition, [f"importance{tail}", f"answers{tail}"])  # type: ignore[arg-type]
    return {"name": name, "choice": chosen, "exhibits": list(shown.values())}


@require_safe
def criteria(request: HttpRequest, key: str) -> HttpResponse:
    """All criteria: importance in short, part-worths, and the way to each of them."""
    visit = visit_to(request, key)
    if visit.fit is None:
        return missing(request, visit, "criteria")
    definition = visit.study.as_shown
    shown = exhibits(visit.fit, definition, ["part-worths"])
    return page(
        request, visit, "criteria", exhibits=shown.values(), rows=told.importance_rows(visit.fit, definition)
    )  # fmt: skip


@require_safe
def criterion(request: HttpRequest, key: str, criterion: str) -> HttpResponse:
    """One criterion: what its levels do, and how heavily it weighs in each group."""
    visit = visit_to(request, key)
    if visit.fit is None:
        return missing(request, visit, "criteria")
    definition = visit.study.as_shown
    if criterion not in definition.criterion_keys:
        raise Http404
    rows = told.importance_rows(visit.fit, definition)
    place = [row["key"] for row in rows].index(criterion)
    return page(
        request, visit, "criterion", criterion=definition.criterion(criterion), row=rows[place], place=place + 1,
        total=len(rows), before=rows[place - 1] if place else None,
        after=rows[place + 1] if place + 1 < len(rows) else None,
        exhibit=exhibits(visit.fit, definition, [f"levels.{criterion}"]).get(f"levels.{criterion}"),
        weights=told.criterion_in_groups(visit.fit, definition, criterion),
    )  # fmt: skip


@require_safe
def scenarios(request: HttpRequest, key: str) -> HttpResponse:
    """Every scenario that was judged: what stood in it, and what was answered."""
    visit = visit_to(request, key)
    rows = [] if visit.fit is None else told.scenario_rows(visit.fit, visit.study.as_shown)
    return page(request, visit, "scenarios", rows=rows)


@require_safe
def model(request: HttpRequest, key: str) -> HttpResponse:
    """How the numbers were made, how well they predict, and what they do not say."""
    visit = visit_to(request, key)
    if visit.fit is None:
        return missing(request, visit, "model")
    definition = visit.study.as_shown
    shown = exhibits(visit.fit, definition, ["calibration"])
    return page(request, visit, "model", exhibit=shown.get("calibration"), **told.about_model(visit.fit))


def _chosen(name: str, choices: Any) -> Any:
    return next((choice for _, some in choices for choice in some if choice.name == name), None)
