"""Who is invited: the list, adding to it, and taking somebody off."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.errors import DataError
from collega.web.access import OWNER, study_for
from collega.web.jobs.bounces import take_in
from collega.web.jobs.mailing import UNCERTAIN
from collega.web.records.models import Collection, Mail, Study, log
from collega.web.sentences import problems_of
from collega.web.workbench import address_lists
from collega.web.workbench.mails import rounds_of
from collega.web.workbench.progress import invited_counts
from collega.web.workbench.rooms import room

PER_PAGE = 100


class AddForm(forms.Form):
    """People from a file, or typed."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"), required=False,
        help_text=gettext_lazy("CSV or XLSX with a column email; name and language (nl or en) if you have them."),
    )  # fmt: skip
    typed = forms.CharField(
        label=gettext_lazy("Or type them"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One person on each line: anna@example.org; Anna de Vries; nl"),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        """One of the two."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if not cleaned.get("file") and not str(cleaned.get("typed", "")).strip():
            raise forms.ValidationError(_("Choose a file, or type at least one address."))
        return cleaned


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the list and the rounds of mail."""
    return _page(request, study_for(request, key, OWNER))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Take people in; if one row is wrong nobody is taken in, and every wrong row is told."""
    study = study_for(request, key, OWNER)
    if request.method != "POST":
        return redirect("workbench:people", key=key)
    form = AddForm(request.POST, request.FILES)
    if study.collection == Collection.CLOSED or study.erased_at is not None:
        form.add_error(None, _("The study is closed: nobody can be invited any more."))
    if not form.is_valid():
        return _page(request, study, form=form, status=422)
    try:
        given = form.cleaned_data["file"]
        rows = address_lists.from_file(given.name, given.read()) if given else []
        rows = rows or address_lists.from_lines(form.cleaned_data["typed"])
    except DataError as error:
        return _page(request, study, form=form, problems=problems_of(error), status=422)
    except ValueError as error:
        form.add_error("file", str(error))
        return _page(request, study, form=form, status=422)
    checked = address_lists.check(study, rows)
    if checked.rejected or not (checked.new or checked.known):
        return _page(request, study, form=form, checked=checked, status=422)
    n = address_lists.keep(study, checked, request.user) if checked.new else 0
    messages.success(request, ngettext("%(n)d person was added.", "%(n)d people were added.", n) % {"n": n})
    if checked.known:
        n = len(checked.known)
        told = ngettext("%(n)d person was on the list already.", "%(n)d people were on the list already.", n)
        messages.info(request, told % {"n": n})
    return redirect("workbench:people", key=key)


@login_required
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take somebody off the list; answers that were given stay, linked to nobody."""
    study = study_for(request, key, OWNER)
    pk = request.POST.get("person", "")
    gone, _kinds = study.invitations.filter(pk=int(pk) if pk.isdigit() else 0).delete()
    if gone:
        log(study, request.user, "person removed")
        messages.success(request, _("Taken off the list. The personal link does not work any more."))
    return redirect("workbench:people", key=key)


@login_required
@require_POST
def came_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take in the messages of mail servers about mail that came back."""
    study = study_for(request, key, OWNER)
    given = request.FILES.get("file")
    n = take_in(study, given.read()) if given else 0
    if n:
        log(study, request.user, "returned mail taken in", people=n)
    told = ngettext("%(n)d address is marked as not working.", "%(n)d addresses are marked as not working.", n)
    (messages.success if n else messages.info)(request, told % {"n": n})
    return redirect("workbench:people", key=key)


def _failed() -> QuerySet[Mail]:
    """Invitations alone: that a reminder or thanks failed would tell at whose name it stands who has finished."""
    return Mail.objects.filter(kind="invitation", state=Mail.State.FAILED)


def _page(request: HttpRequest, study: Study, *, status: int = 200, **context: object) -> HttpResponse:
    context.setdefault("form", AddForm())
    wanted = request.GET.get("search", "").strip()
    people = study.invitations.all()
    if wanted:
        people = people.filter(Q(email__icontains=wanted) | Q(name__icontains=wanted))
    if request.GET.get("only") == "trouble":
        people = people.filter(~Q(bounced="") | Q(opted_out=True) | Q(mails__in=_failed())).distinct()
    one = Paginator(people.order_by("email").prefetch_related("mails"), PER_PAGE).get_page(request.GET.get("page"))
    for each in one:
        mails = sorted(each.mails.all(), key=lambda mail: mail.pk, reverse=True)
        each.invited = next((mail for mail in mails if mail.kind == "invitation"), None)
        each.trouble = each.bounced or (each.invited.error if each.invited else "")
    counts = invited_counts(study)
    return room(request, study, "people", "workbench/people.html", people=one, search=wanted, counts=counts,
                rounds=rounds_of(study), only=request.GET.get("only", ""), uncertain=UNCERTAIN,
                planned=study.planned_mails.filter(done_at=None), status=status, **context)  # fmt: skip
