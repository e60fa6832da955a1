"""The discussion of a case, and what moderators do with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from collega.web.cases.case_page import seen
from collega.web.cases.checking import SURE, check
from collega.web.cases.forms import RemarkForm
from collega.web.cases.visit import case_of
from collega.web.deeds import case_discussion
from collega.web.deeds.refused import RefusedError
from collega.web.sight import may_see


@require_POST
def say(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Add a remark."""
    row, reader = case_of(request, key, code)
    if not may_see(row, reader.user):
        raise Http404
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return seen(request, reader, row, status=400, remark_form=form)
    doubts = check(form.texts, request.POST.get(SURE, ""))
    if doubts:
        return seen(request, reader, row, remark_form=form, check=doubts)
    try:
        made = case_discussion.say(row, reader.user, form.cleaned_data["text"])
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("cases:case", key=key, code=code)
    return redirect(f"{reverse('cases:case', args=[key, code])}#r{made.pk}")
