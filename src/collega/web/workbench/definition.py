"""Writing the questions in the browser: an overview, and a page for each part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.errors import StudyError
from collega.study import OTHER, Text
from collega.web.access import ANALYST, study_for
from collega.web.records.models import Study
from collega.web.sentences import in_one_line
from collega.web.workbench import forms
from collega.web.workbench.editing import (
    ChangedMeanwhileError,
    Data,
    FrozenError,
    change,
    mark,
    missing_texts,
    plain,
)
from collega.web.workbench.empty import to_write
from collega.web.workbench.pasting import completed
from collega.web.workbench.rooms import room

SETS = {"criteria": (forms.CriterionForm, forms.LevelSet, "levels"),
        "characteristics": (forms.CharacteristicForm, forms.ValueSet, "values")}  # fmt: skip
FLAGS = {"criteria": ("ordered",), "characteristics": ("other", "self_image")}
NUMBERS = ("scenarios_per_participant", "minimum_group", "retention", "languages")


@login_required
@require_safe
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """Show the whole definition, and what is missing."""
    study = study_for(request, key, ANALYST)
    missing = missing_texts(study)
    return room(request, study, "definition", "workbench/definition.html", definition=study.as_shown, seen=mark(study),
                missing=missing, to_write=to_write(study), forbidden=_forbidden(study),
                never_form=forms.NeverForm(study))  # fmt: skip


def _forbidden(study: Study) -> list[list[tuple[Text, Text]]]:
    """The rules in words: of each the questions and the values that never go together."""
    definition = study.as_shown
    rules = []
    for rule in definition.never:
        asked = [definition.criterion(key) for key in rule]
        rules.append([(each.text, each.levels[each.level_keys.index(rule[each.key])].text) for each in asked])
    return rules


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def basics(request: HttpRequest, key: str) -> HttpResponse:
    """Title, introduction, context, statement, languages and numbers."""
    study = study_for(request, key, ANALYST)
    form = forms.BasicsForm(request.POST or None, initial=_basics_initial(study))
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data

        def alter(data: Data) -> None:
            for name in ("title", "introduction", "statement"):
                data[name] = forms.both(cleaned, name)
            data["context"] = _context(cleaned)
            data.update({name: cleaned[name] for name in NUMBERS})

        done = _changed(request, study, alter, "basics changed", form)
        if done:
            return redirect("workbench:definition", key=key)
    return room(request, study, "definition", "workbench/basics.html", form=form, seen=_seen(request, study))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """Change the answer scale."""
    study = study_for(request, key, ANALYST)
    initial = [{"key": a.key, "positive": a.positive, **forms.apart(a.text.model_dump(), "text")}
               for a in study.as_defined.answers]  # fmt: skip
    formset = forms.AnswerSet(completed(request, study, "answers"), initial=initial, prefix="parts")
    if request.method == "POST" and formset.is_valid():

        def alter(data: Data) -> None:
            data["answers"] = forms.parts_of(formset, "positive")

        if _changed(request, study, alter, "answers changed", formset):
            return redirect("workbench:definition", key=key)
    return room(request, study, "definition", "workbench/answers.html", formset=formset, seen=_seen(request, study))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, key: str, kind: str, name: str = "") -> HttpResponse:
    """Add or change a criterion with its levels, or a characteristic with its values."""
    study = study_for(request, key, ANALYST)
    form_class, set_class, inner = SETS[kind]
    old = next((item for item in plain(study).get(kind, []) if item["key"] == name), None)
    if name and old is None:
        raise Http404
    if study.launched and old is None:
        _tell_frozen(request)
        return redirect("workbench:definition", key=key)
    sent = completed(request, study, kind, _other_keys(study, name))
    form = form_class(sent, initial=_part_initial(old, kind))
    formset = set_class(sent, initial=_lines_initial(old, inner), prefix="parts")
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        new = _part(form.cleaned_data, kind) | {inner: _with_sources(forms.parts_of(formset), old, inner)}

        def alter(data: Data) -> None:
            items = data.setdefault(kind, [])
            if old is None:
                items.append(new)
            else:
                items[next(n for n, item in enumerate(items) if item["key"] == name)] = new

        if _changed(request, study, alter, f"{kind}: {new['key']} {'changed' if old else 'added'}", form):
            return redirect("workbench:definition", key=key)
    return room(request, study, "definition", "workbench/part.html", form=form, formset=formset, kind=kind, name=name,
                seen=_seen(request, study))  # fmt: skip


@login_required
@require_POST
def rearrange(request: HttpRequest, key: str) -> HttpResponse:
    """Move a criterion or characteristic up or down, or take it or a rule out."""
    study = study_for(request, key, ANALYST)
    kind, number, verb = request.POST.get("kind", ""), request.POST.get("number", ""), request.POST.get("verb", "")
    if kind not in (*SETS, "never") or not number.isdigit() or verb not in ("up", "down", "remove"):
        raise Http404
    n = int(number)

    def alter(data: Data) -> None:
        items = data.get(kind, [])
        if n >= len(items):
            return
        item = items.pop(n)
        if verb != "remove":
            items.insert(max(0, n - 1) if verb == "up" else n + 1, item)

    _changed(request, study, alter, f"{kind}: number {n + 1} {verb}", None)
    return redirect("workbench:definition", key=key)


@login_required
@require_POST
def add_never(request: HttpRequest, key: str) -> HttpResponse:
    """Forbid a combination."""
    study = study_for(request, key, ANALYST)
    form = forms.NeverForm(study, request.POST)
    if form.is_valid():
        _changed(request, study, lambda data: data.setdefault("never", []).append(form.rule()), "combination forbidden",
                 None)  # fmt: skip
    else:
        messages.error(request, " ".join(str(each) for errors in form.errors.values() for each in errors))
    return redirect("workbench:definition", key=key)


def _other_keys(study: Study, name: str) -> set[str]:
    """Keys of criteria and characteristics, which are columns of one table, but for one."""
    definition = study.as_defined
    others = {f"{each.key}_{OTHER}" for each in definition.characteristics}
    return ({each.key for each in (*definition.criteria, *definition.characteristics)} | others) - {name}


def _changed(request: HttpRequest, study: Study, alter: Callable[[Data], None], what: str, form: Any) -> bool:
    """Try a change; put what is wrong with it into the form, or into a message."""
    try:
        change(study, request.user, request.POST.get("seen", ""), alter, what)
    except StudyError as error:
        told = [in_one_line(problem) for problem in error.problems]
        if form is not None and hasattr(form, "add_error"):
            for each in told:
                form.add_error(None, each)
        else:
            for each in told:
                messages.error(request, each)
        return False
    except FrozenError:
        _tell_frozen(request)
        return False
    except ChangedMeanwhileError:
        messages.error(request, _("The questions were changed in another window meanwhile. Nothing was saved; look at "
                                  "the questions as they are now, and make your change again."))  # fmt: skip
        return False
    messages.success(request, _("Saved."))
    return True


def _tell_frozen(request: HttpRequest) -> None:
    messages.error(request, _("The study was launched: its questions do not change any more. Make a copy instead."))


def _seen(request: HttpRequest, study: Study) -> str:
    return request.POST.get("seen") or mark(study)


def _basics_initial(study: Study) -> dict[str, Any]:
    definition = study.as_defined
    initial: dict[str, Any] = {}
    for name in ("title", "introduction", "statement"):
        initial |= forms.apart(getattr(definition, name).model_dump(), name)
    for language in ("nl", "en"):
        initial[f"context_{language}"] = "\n".join(getattr(text, language) for text in definition.context)
    return initial | {name: getattr(definition, name) for name in NUMBERS}


def _context(cleaned: dict[str, Any]) -> list[Any]:
    nl, en = forms.lines(cleaned["context_nl"]), forms.lines(cleaned["context_en"])
    size = max(len(nl), len(en))
    pairs = zip(nl + [""] * (size - len(nl)), en + [""] * (size - len(en)), strict=True)
    return [forms.both({"x_nl": dutch, "x_en": english}, "x") for dutch, english in pairs]


def _part_initial(old: Data | None, kind: str) -> dict[str, Any]:
    if old is None:
        return {}
    texts = forms.apart(old["text"], "text") | forms.apart(old.get("help", ""), "help")
    return {"key": old["key"], **texts} | {flag: old.get(flag, False) for flag in FLAGS[kind]}


def _lines_initial(old: Data | None, inner: str) -> list[dict[str, Any]]:
    return [] if old is None else [{"key": x["key"], **forms.apart(x["text"], "text")} for x in old[inner]]


def _part(cleaned: Data, kind: str) -> Data:
    part = {"key": cleaned["key"], "text": forms.both(cleaned, "text")}
    if kind == "criteria" and forms.both(cleaned, "help"):
        part["help"] = forms.both(cleaned, "help")
    return part | {flag: cleaned[flag] for flag in FLAGS[kind]}


def _with_sources(items: list[Data], old: Data | None, inner: str) -> list[Data]:
    """Keep the sources of levels that stay."""
    sources = {x["key"]: x["source"] for x in (old or {}).get(inner, []) if x.get("source")}
    return [item | ({"source": sources[item["key"]]} if item["key"] in sources else {}) for item in items]
