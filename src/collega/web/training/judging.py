"""One scenario: judging it, and then how the reference group judges it, with the learner's own reasoning beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from collega.study import Language
from collega.study import Study as Definition
from collega.web.deeds.training import LONGEST_REASON, NAMED, answer_step
from collega.web.limits import QUESTIONS, questions
from collega.web.records.models import Step
from collega.web.trainers import case_of_step, policy_on
from collega.web.training import shown
from collega.web.training.visit import Visit, context_of, language_now, page
from collega.web.training.welcome import next_number

HALFWAY = 5


class JudgementForm(forms.Form):
    """An answer, at most two criteria that decided, and a few words."""

    answer = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": gettext_lazy("Choose an answer first.")}
    )
    named = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("What decided it for you? Choose at most two."),
    )  # fmt: skip
    reason = forms.CharField(
        required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        label=gettext_lazy("Why, in a few words?"), help_text=gettext_lazy("Write nothing about real people."),
    )  # fmt: skip

    def __init__(self, definition: Definition, language: Language, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.answers = [(answer.key, answer.text.say(language)) for answer in definition.answers]
        answers: Any = self.fields["answer"]
        answers.choices = self.answers
        named: Any = self.fields["named"]
        named.choices = [(criterion.key, criterion.name(language)) for criterion in definition.criteria]

    def clean_named(self) -> list[str]:
        """At most two."""
        named: list[str] = self.cleaned_data["named"]
        if len(named) > NAMED:
            raise forms.ValidationError(_("Choose at most two: what weighed most for you."))
        return named


@require_http_methods(["GET", "HEAD", "POST"])
@questions(QUESTIONS)
@page()
def scenario(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Show the scenario that is next, or keep the answer to it; one that was judged goes on to what they say."""
    row = visit.last_round
    step = None if row is None else row.steps.filter(number=number).first()
    if row is None or step is None:
        messages.info(request, _("That scenario comes later. You are here now."))
        return _go_on(visit)
    if request.method == "POST" and request.POST.get("step") != str(step.pk):
        messages.info(request, _("That page was of an earlier round. Nothing of it was kept."))
        return _go_on(visit)
    if step.answer:
        if request.method == "POST":
            messages.info(request, _("You had judged this scenario already. Your first answer counts."))
        return redirect("training:they", key=visit.study.key, number=number)
    form = JudgementForm(visit.study.as_shown, language_now(), request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _kept_step(request, visit, step, form)
    context = context_of(visit, step=step, number=number, total=row.length, form=form, round=row,
                         rows=shown.levels(visit.study, step), many=len(form.answers) > 5)  # fmt: skip
    return render(request, "training/scenario.html", context, status=422 if form.errors else 200)


def _kept_step(request: HttpRequest, visit: Visit, step: Step, form: JudgementForm) -> HttpResponse:
    assert visit.fit is not None  # the page is shown where people can train
    data = form.cleaned_data
    if not answer_step(step, visit.fit, answer=data["answer"], reason=data["reason"], criteria=data["named"]):
        messages.info(request, _("You had judged this scenario already. Your first answer counts."))
    return redirect("training:they", key=visit.study.key, number=step.number)


def _go_on(visit: Visit) -> HttpResponse:
    number = next_number(visit.last_round)
    if number is None:
        return redirect("training:welcome", key=visit.study.key)
    return redirect("training:scenario", key=visit.study.key, number=number)


@require_safe
@page()
def they(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """How the reference group and the other groups judge a scenario; only after the learner did."""
    row = visit.last_round
    step = None if row is None else row.steps.filter(number=number).exclude(answer="").first()
    if row is None or step is None:
        return _go_on(visit)
    case = case_of_step(visit.study, step)
    if case is None or visit.fit is None:
        messages.info(request, _("The study has changed since: this scenario is none of it any more."))
        return _go_on(visit)
    policy = policy_on(visit.training, visit.fit, case)
    context = context_of(
        visit, step=step, number=number, total=row.length, round=row, rows=shown.levels(visit.study, step),
        halfway=number == HALFWAY, last=number >= row.length, **shown.policy(visit.study, policy, step),
    )  # fmt: skip
    return render(request, "training/they.html", context)
