"""Writing the questions in the browser: an overview, and a page for each part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from collega.web.deeds.definition import (
    UNCHANGED,
    Data,
    FrozenError,
    alteration,
    change,
    mark,
    plain,
    yaml_of,
)
from collega.web.deeds.empty import to_write
from collega.web.deeds.refused import ChangedMeanwhileError
from collega.web.deeds.renaming import Renaming, Rule, rules_about
from collega.web.records.models import Deed, Study
from collega.web.workbench.consequences import rules_told
from collega.web.workbench.define import forms, parts
from collega.web.workbench.define.pasting import completed
from collega.web.workbench.define.places import Form, in_words
from collega.web.workbench.rooms import room

_PARTS = {"criteria": "criterion", "characteristics": "characteristic", "never": "combination"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of saving: done, or the page once more, with what was typed, what is wrong and a new mark."""

    done: bool
    seen: str
    problems: Sequence[dict[str, str]] = ()


@login_required
@require_safe
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """Show the whole definition."""
    study = study_for(request, key, ANALYST)
    return _overview(request, study, forms.NeverForm(study), Outcome(done=False, seen=mark(study)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def basics(request: HttpRequest, key: str) -> HttpResponse:
    """Title, introduction, context, statement, languages and numbers."""
    study = study_for(request, key, ANALYST)
    initial = parts.basics_initial(study.as_defined.model_dump(mode="json"))
    form = forms.BasicsForm(request.POST or None, initial=initial)
    outcome = _untried(request, study)
    if request.method == "POST" and form.is_valid():
        values = parts.basics_of(form.cleaned_data, study.as_defined.languages)
        outcome = _changed(request, study, lambda data: data.update(values), Deed.BASICS_CHANGED, Form(kind="basics"))
        if outcome.done:
            return redirect("workbench:definition", key=key)
    return room(request, study, "definition", "workbench/define/basics.html", form=form, outcome=outcome)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """Change the answer scale."""
    study = study_for(request, key, ANALYST)
    old = plain(study)["answers"]
    formset = forms.AnswerSet(
        completed(request, study, "answers"), initial=parts.lines_initial(old, "positive"), prefix="parts"
    )
    outcome = _untried(request, study)
    if request.method == "POST" and formset.is_valid():
        lines = parts.lines_of(formset, old, "positive")
        form = Form(kind="answers", lines=_prefixes(formset))
        outcome = _changed(request, study, lambda data: data.update(answers=lines), Deed.ANSWERS_CHANGED, form)
        if outcome.done:
            return redirect("workbench:definition", key=key)
    return room(request, study, "definition", "workbench/define/answers.html", formset=formset, outcome=outcome)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, key: str, kind: str, name: str = "") -> HttpResponse:
    """Add or change a criterion with its levels, or a characteristic with its values."""
    study = study_for(request, key, ANALYST)
    form_class, set_class, inner = parts.SETS[kind]
    items = plain(study).get(kind, [])
    number = next((n for n, item in enumerate(items) if item["key"] == name), None)
    if name and number is None:
        if request.method != "POST":
            raise Http404
        name = ""  # taken out or renamed in another window: what was typed is shown, and can be added
    if study.launched and not name and request.method != "POST":
        _tell_frozen(request)
        return redirect("workbench:definition", key=key)
    old = None if number is None else items[number]
    lines = [] if old is None else old[inner]
    posted = completed(request, study, kind, _other_keys(study, name))
    form = form_class(posted, initial=parts.part_initial(old, kind))
    formset = set_class(posted, initial=parts.lines_initial(lines), prefix="parts")
    outcome, affected = _untried(request, study), []
    if request.method == "POST" and form.is_valid() and formset.is_valid():
        new = parts.part_of(form.cleaned_data, old, kind, parts.lines_of(formset, lines))
        affected = rules_about(study.as_defined.never, name, parts.removed_lines(formset, lines))
        if not affected or request.POST.get("rules") == "remove":
            place = len(items) if number is None else number
            outcome = _changed(
                request, study, _placing(kind, place, new, affected),
                Deed(f"{_PARTS[kind]}_{'changed' if old else 'added'}"),
                Form(kind=kind, number=place, lines=_prefixes(formset)),
                parts.renaming_of(formset, old, new["key"]), part=new["key"],
            )  # fmt: skip
            if outcome.done:
                return redirect("workbench:definition", key=key)
    return room(request, study, "definition", "workbench/define/part.html", form=form, formset=formset, kind=kind,
                name=name, affected=_rules_in_words(study, affected), outcome=outcome)  # fmt: skip


@login_required
@require_POST
def rearrange(request: HttpRequest, key: str) -> HttpResponse:
    """Move a criterion or characteristic up or down, or take it or a rule out; taking a part out asks once more."""
    study = study_for(request, key, ANALYST)
    kind, number, verb = request.POST.get("kind", ""), request.POST.get("number", ""), request.POST.get("verb", "")
    if kind not in (*parts.SETS, "never") or not number.isdecimal() or verb not in ("up", "down", "remove"):
        raise Http404
    n, items = int(number), plain(study).get(kind, [])
    if n >= len(items):
        return redirect("workbench:definition", key=key)
    affected = rules_about(study.as_defined.never, items[n]["key"]) if kind == "criteria" and verb == "remove" else []
    if verb == "remove" and kind != "never" and request.POST.get("sure") != "yes" and not study.launched:
        moved = (study.as_shown.criteria if kind == "criteria" else study.as_shown.characteristics)[n]
        return room(request, study, "definition", "workbench/define/remove_part.html", part=moved, kind=kind, number=n,
                    affected=_rules_in_words(study, affected), seen=_mark_shown(request, study))  # fmt: skip

    def alter(data: Data) -> None:
        item = data[kind].pop(n)
        if verb != "remove":
            data[kind].insert(max(0, n - 1) if verb == "up" else n + 1, item)
        _drop(data, affected)

    deed, facts = _rearranged(kind, n + 1, verb)
    _tell(request, _changed(request, study, alter, deed, Form(kind=""), **facts))
    return redirect("workbench:definition", key=key)


@login_required
@require_POST
def add_never(request: HttpRequest, key: str) -> HttpResponse:
    """Forbid a combination."""
    study = study_for(request, key, ANALYST)
    form = forms.NeverForm(study, request.POST)
    outcome = _untried(request, study)
    if form.is_valid():
        outcome = _changed(request, study, lambda data: data.setdefault("never", []).append(form.rule()),
                           Deed.COMBINATION_FORBIDDEN, Form(kind="never"))  # fmt: skip
        if outcome.done:
            return redirect("workbench:definition", key=key)
    return _overview(request, study, form, outcome)


def _overview(request: HttpRequest, study: Study, never: forms.NeverForm, outcome: Outcome) -> HttpResponse:
    return room(request, study, "definition", "workbench/define/definition.html", definition=study.as_shown,
                outcome=outcome, to_write=to_write(study), forbidden=_rules_in_words(study, study.as_defined.never),
                never_form=never, consequences=rules_told(study.as_shown))  # fmt: skip


def _rules_in_words(study: Study, rules: Sequence[Rule]) -> list[list[tuple[Text, Text]]]:
    """Rules as the questions and the values that never go together."""
    definition = study.as_shown
    worded = []
    for rule in rules:
        criteria = [definition.criterion(key) for key in rule]
        worded.append(
            [
                (criterion.text, criterion.levels[criterion.level_keys.index(rule[criterion.key])].text)
                for criterion in criteria
            ]
        )
    return worded


def _placing(kind: str, number: int, new: Data, dropped: Sequence[Rule]) -> Callable[[Data], None]:
    """What puts a part in its place, or behind the last one, and takes rules out."""

    def alter(data: Data) -> None:
        data.setdefault(kind, [])[number : number + 1] = [new]
        _drop(data, dropped)

    return alter


def _drop(data: Data, rules: Sequence[Rule]) -> None:
    removed = [dict(rule) for rule in rules]
    data["never"] = [rule for rule in data.get("never", []) if dict(rule) not in removed]


def _other_keys(study: Study, name: str) -> set[str]:
    """Keys of criteria and characteristics, which are columns of one table, but for one."""
    definition = study.as_defined
    others = {f"{item.key}_{OTHER}" for item in definition.characteristics}
    return ({item.key for item in (*definition.criteria, *definition.characteristics)} | others) - {name}


def _changed(
    request: HttpRequest, study: Study, alter: Callable[[Data], None], deed: Deed, form: Form,
    renaming: Renaming = UNCHANGED, **facts: Any,
) -> Outcome:  # fmt: skip
    """Try a change of the definition; say on the page what came of it."""
    version, data = _mark_shown(request, study), alteration(study, alter, renaming)
    try:
        rehearsal_lost = change(study, request.user, version, yaml_of(data), deed, renaming, **facts)
    except StudyError as error:
        problems = [in_words(problem, data, study.key, form) for problem in error.problems]
        return Outcome(done=False, seen=version, problems=problems)
    except FrozenError:
        study.refresh_from_db()
        _tell_frozen(request)
        return Outcome(done=False, seen=version)
    except ChangedMeanwhileError:
        study.refresh_from_db()
        messages.error(request, _("The questions were changed in another window meanwhile. Nothing was saved; what you "
                                  "filled in stands here. Look at the questions as they are now, and save again to "
                                  "put yours in their place."))  # fmt: skip
        return Outcome(done=False, seen=mark(study))
    messages.success(request, _("Saved."))
    if rehearsal_lost:
        messages.info(request, _("Previews and simulated answers were deleted: they were answers to other questions."))
    return Outcome(done=True, seen=mark(study))


def _rearranged(kind: str, number: int, verb: str) -> tuple[Deed, dict[str, Any]]:
    """What moving or taking out a part is called in the trail."""
    if verb == "remove":
        change_kind = "allowed" if kind == "never" else "removed"
        return Deed(f"{_PARTS[kind]}_{change_kind}"), {"number": number}
    return Deed(f"{_PARTS[kind]}_moved"), {"number": number, "direction": verb}


def _untried(request: HttpRequest, study: Study) -> Outcome:
    return Outcome(done=False, seen=_mark_shown(request, study))


def _mark_shown(request: HttpRequest, study: Study) -> str:
    """The mark of the definition that the page showed."""
    return request.POST.get("seen") or mark(study)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    for problem in outcome.problems:
        messages.error(request, " ".join(filter(None, (f"{problem['place']}: {problem['found']}.", problem["hint"]))))


def _tell_frozen(request: HttpRequest) -> None:
    messages.error(request, _("The study was launched: its questions do not change any more. Make a copy instead."))


def _prefixes(formset: Any) -> tuple[str, ...]:
    return tuple(str(form.prefix) for form in forms.lines_to_keep(formset))
