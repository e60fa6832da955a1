"""What was learned: overview, criteria, groups, scenarios, and how far the model can be trusted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collega.exhibits import contrast_key
from collega.prose import Prose
from collega.report.advice_page import positive_means
from collega.study import Study as Definition
from collega.web.records.models import StoredFit
from collega.web.results import noise_page, page_facts
from collega.web.results.exhibits import Exhibit, exhibits, language_now
from collega.web.results.model_page import about_model
from collega.web.results.visit import Visit, visit_to

ALL = "all"


def missing(request: HttpRequest, visit: Visit, room: str) -> HttpResponse:
    """Say what is missing before there is anything to be seen."""
    hidden = page_facts.what_is_hidden(visit)
    context = {"hidden": hidden, "why": "" if hidden else page_facts.what_is_missing(visit)}
    return render(request, "results/missing.html", page_facts.common(visit, room) | context)


def room(contents: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """Make the view of a room, named after it, of what it holds: contents(query, fit, definition, ...)."""
    name = contents.__name__

    @require_safe
    @wraps(contents)
    def view(request: HttpRequest, key: str, **more: str) -> HttpResponse:
        visit = visit_to(request, key)
        if visit.fit is None:
            return missing(request, visit, name)
        stored = contents(request.GET, visit.fit, visit.study.as_shown, **more)
        return render(request, f"results/{name}.html", page_facts.common(visit, name) | stored)

    return view


@room
def dashboard(query: QueryDict, fit: StoredFit, definition: Definition) -> dict[str, Any]:
    """The overview, of everybody or of one group."""
    choices, name = page_facts.group_choices(fit, definition), query.get("group", "")
    chosen = _chosen(name, choices)
    tail = "" if chosen is None else f".{chosen.name}"
    images = [f"self-image.{item.key}" for item in definition.characteristics if item.self_image]
    names = [f"importance{tail}", f"answers{tail}", *([] if tail else [*images, "agreement"])]
    return {
        "exhibits": exhibits(fit, definition, names).values(),
        "choices": choices,
        "chosen": chosen,
        "not_shown": bool(name) and chosen is None,
        "sentences": page_facts.main_findings(fit, definition) if chosen is None else [],
    }


@room
def groups(_: QueryDict, fit: StoredFit, definition: Definition) -> dict[str, Any]:
    """How groups differ, characteristic after characteristic."""
    names = [
        f"{kind}.{item.key}" for item in definition.characteristics for kind in ("groups", "self-image", "weights")
    ]
    figures = exhibits(fit, definition, names)
    sections = [
        (item, [figures[name] for name in names if name in figures and name.split(".")[1] == item.key])
        for item in definition.characteristics
    ]
    return {
        "sections": sections,
        "hidden": page_facts.hidden_groups(fit, definition),
        "choices": page_facts.group_choices(fit, definition),
    }


@room
def compare(query: QueryDict, fit: StoredFit, definition: Definition) -> dict[str, Any]:
    """Two groups side by side, or a group beside everybody."""
    choices = page_facts.group_choices(fit, definition)
    sides = [_side(fit, definition, choices, query.get(name, "")) for name in ("a", "b")]
    names = [side["name"] for side in sides if side]
    contrast = _contrast(fit, definition, names) if len(names) == 2 else None
    numbers = page_facts.side_by_side(fit, definition, names) if len(names) == 2 and contrast is None else None
    return {"choices": choices, "sides": sides, "numbers": numbers, "contrast": contrast}


def _contrast(fit: StoredFit, definition: Definition, names: list[str]) -> Exhibit | None:
    """Return the chart of two groups, or of one and the others; None where they cannot be compared."""
    groups = [name.split(".", 1) for name in names if name != ALL]
    if not groups:
        return None
    key = contrast_key(*((group[0], group[1]) for group in groups))
    return exhibits(fit, definition, [key]).get(key)


def _side(fit: StoredFit, definition: Definition, choices: Any, name: str) -> dict[str, Any] | None:
    chosen = _chosen(name, choices)
    if chosen is None and name != ALL:
        return None
    tail = "" if chosen is None else f".{chosen.name}"
    figures = exhibits(fit, definition, [f"importance{tail}", f"answers{tail}"])
    return {"name": name, "choice": chosen, "exhibits": list(figures.values())}


@room
def criteria(_: QueryDict, fit: StoredFit, definition: Definition) -> dict[str, Any]:
    """All criteria: importance in short, part-worths, and the way to each of them."""
    figures = exhibits(fit, definition, ["part-worths"])
    return {"exhibits": figures.values(), "rows": page_facts.importance_rows(fit, definition)}


@room
def criterion(_: QueryDict, fit: StoredFit, definition: Definition, *, criterion: str) -> dict[str, Any]:
    """One criterion: what its levels do, and how heavily it weighs in each group."""
    if criterion not in definition.criterion_keys:
        raise Http404
    return {
        "criterion": definition.criterion(criterion),
        **page_facts.place_of(criterion, page_facts.importance_rows(fit, definition)),
        "exhibit": exhibits(fit, definition, [f"levels.{criterion}"]).get(f"levels.{criterion}"),
        "weights": page_facts.criterion_in_groups(fit, definition, criterion),
    }


@room
def scenarios(_: QueryDict, fit: StoredFit, definition: Definition) -> dict[str, Any]:
    """Every scenario that was judged: what stood in it, and what was answered."""
    return {
        "rows": page_facts.scenario_rows(fit, definition),
        "legend": page_facts.answers_legend(definition),
        "positive": positive_means(definition, Prose(language_now())),
    }


@room
def noise(_: QueryDict, fit: StoredFit, definition: Definition) -> dict[str, Any]:
    """How much colleagues differ on the same case, and how many to ask."""
    figures = exhibits(fit, definition, ["variation", "majority"])
    return {"exhibits": figures.values(), **noise_page.noise_texts(fit, definition)}


@room
def model(_: QueryDict, fit: StoredFit, definition: Definition) -> dict[str, Any]:
    """How the numbers were made, how well they predict, and what they do not say."""
    return {"exhibit": exhibits(fit, definition, ["calibration"]).get("calibration"), **about_model(fit)}


def _chosen(name: str, choices: Any) -> Any:
    return next((choice for _, options in choices for choice in options if choice.name == name), None)
