"""Who is invited: the list, adding to it, and taking somebody off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.errors import DataError
from collega.web.access import OWNER, study_for
from collega.web.deeds import people as deeds
from collega.web.deeds.mailing import UNCERTAIN
from collega.web.progress.counts import invited_counts
from collega.web.records.models import Invitation, Mail, Study
from collega.web.sentences import problems_of
from collega.web.task import task_of
from collega.web.workbench.collect import address_lists
from collega.web.workbench.collect.address_lines import Row
from collega.web.workbench.collect.address_lists import Checked
from collega.web.workbench.collect.mails import rounds_of
from collega.web.workbench.rooms import room

PER_PAGE = 100
_AT_ONCE, _MOST_FOUND = 2000, 1000  # rows that are decrypted for a search, and that it shows at most
LARGEST = 2 * 2**20  # bytes
_SALT = "collega.workbench.rejected"


class AddForm(forms.Form):
    """People from a file, or typed."""

    typed = forms.CharField(
        label=gettext_lazy("Paste or type"), required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("From your mail program, a spreadsheet or by hand, in any order: "
                               "Anna de Vries <anna@example.org>; els@example.org. With more columns, put their names "
                               "on the first line: email, first name, last name, language."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Or a file"), required=False,
        help_text=gettext_lazy("CSV, XLSX or a text file, at most 2 MB. A file and typed lines go together."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """At least one of the two."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("file") and not str(cleaned.get("typed", "")).strip():
            raise forms.ValidationError(_("Choose a file, or type at least one address."))
        if cleaned.get("file") and cleaned["file"].size > LARGEST:
            self.add_error("file", _("This file is larger than 2 MB."))
        return cleaned

    def rows(self) -> list[Row]:
        """Return everybody in the file and in the typed lines."""
        file = self.cleaned_data["file"]
        from_file = address_lists.from_file(file.name, file.read()) if file else []
        return from_file + address_lists.from_typed(self.cleaned_data["typed"])


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the list and the rounds of mail."""
    return _page(request, study_for(request, key, OWNER))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Take in everybody who can be; the rows that cannot come back, each with its reason."""
    study = study_for(request, key, OWNER)
    if request.method != "POST":
        return redirect("workbench:people", key=key)
    form = AddForm(request.POST, request.FILES)
    if refusal := deeds.closed_to_new_people(study):
        form.add_error(None, refusal)
    if not form.is_valid():
        return _page(request, study, form=form, status=422)
    try:
        checked = address_lists.check(study, form.rows())
    except DataError as error:
        return _page(request, study, form=form, problems=problems_of(error), status=422)
    except ValueError as error:
        form.add_error("file" if form.cleaned_data["file"] else "typed", str(error))
        return _page(request, study, form=form, status=422)
    n = deeds.add_people(study, request.user, checked.new)
    _tell_taken(request, n, checked)
    if not checked.rejected:
        return redirect("workbench:people", key=key)
    to_mend = AddForm(initial={"typed": checked.to_mend})
    return _page(request, study, form=to_mend, checked=checked, packed=_packed(checked.rejected), status=422)


def _tell_taken(request: HttpRequest, n: int, checked: Checked) -> None:
    if n or not checked.rejected:
        messages.success(request, ngettext("%(n)d person was added.", "%(n)d people were added.", n) % {"n": n})
    if n := len(checked.known):
        sentence = ngettext("%(n)d person was on the list already.", "%(n)d people were on the list already.", n)
        messages.info(request, sentence % {"n": n})
    if n := len(checked.doubles):
        sentence = ngettext("%(n)d address stood in it more than once, and was taken once.",
                        "%(n)d addresses stood in it more than once, and were taken once.", n)  # fmt: skip
        messages.info(request, sentence % {"n": n})
    if checked.joined:
        n, name = len(checked.joined), checked.joined[0].name
        sentence = ngettext("One name was put together from two columns: %(name)s. See whether that is right.",
                        "%(n)d names were put together from two columns, such as %(name)s. See whether that is right.",
                        n)  # fmt: skip
        messages.warning(request, sentence % {"n": n, "name": name})


def _packed(rows: Sequence[Row]) -> str:
    """Return rows as text for the page, so that they are kept nowhere else."""
    return signing.dumps([asdict(row) for row in rows], salt=_SALT, compress=True)


@login_required
@require_POST
def rejected(request: HttpRequest, key: str) -> HttpResponse:
    """Give the rows that came back as a file, each with its reason."""
    study_for(request, key, OWNER)
    try:
        rows = [Row(**fields) for fields in signing.loads(request.POST.get("rows", ""), salt=_SALT)]
    except signing.BadSignature:
        raise Http404 from None
    response = HttpResponse(address_lists.rejected_as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{_("to-mend")}.csv"'
    return response


@login_required
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take somebody off the list; answers that were given stay, linked to nobody."""
    study = study_for(request, key, OWNER)
    pk = request.POST.get("person", "")
    if deeds.remove_person(study, request.user, int(pk) if pk.isdecimal() else 0):
        messages.success(request, _("Taken off the list. The personal link does not work any more."))
    return redirect("workbench:people", key=key)


@login_required
@require_POST
def came_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take in the messages of mail servers about mail that came back."""
    study = study_for(request, key, OWNER)
    upload = request.FILES.get("file")
    n = deeds.take_in_returned_mail(study, request.user, upload.read()) if upload else 0
    sentence = ngettext("%(n)d address is marked as not working.", "%(n)d addresses are marked as not working.", n)
    (messages.success if n else messages.info)(request, sentence % {"n": n})
    return redirect("workbench:people", key=key)


def _failed() -> QuerySet[Mail]:
    """Invitations alone: that a reminder or thanks failed would tell at whose name it stands who has finished."""
    return Mail.objects.filter(kind="invitation", state=Mail.State.FAILED)


def _page(request: HttpRequest, study: Study, *, status: int = 200, **context: object) -> HttpResponse:
    context.setdefault("form", AddForm())
    search = request.GET.get("search", "").strip()
    people = study.invitations.all()
    if search:  # addresses and names are encrypted: the database cannot look within them
        people = people.filter(pk__in=_with(study, search.lower()))
    if request.GET.get("only") == "trouble":
        people = people.filter(~Q(bounced="") | Q(opted_out=True) | Q(mails__in=_failed())).distinct()
    current = Paginator(people.order_by("pk").prefetch_related("mails"), PER_PAGE).get_page(request.GET.get("page"))
    listed = [_listed(person) for person in current]
    counts = invited_counts(study)
    return room(request, study, "people", "workbench/collect/people.html", people=current, listed=listed, search=search,
                counts=counts, rounds=rounds_of(study), only=request.GET.get("only", ""), uncertain=UNCERTAIN,
                task=task_of(study), planned=study.planned_mails.filter(done_at=None), status=status,
                **context)  # fmt: skip


def _with(study: Study, search: str) -> list[int]:
    """Return the keys of whom these letters stand in the address or the name."""
    rows = study.invitations.values_list("pk", "email", "name").iterator(_AT_ONCE)
    keys = (pk for pk, email, name in rows if search in email.lower() or search in name.lower())
    return list(islice(keys, _MOST_FOUND))


def _listed(person: Invitation) -> dict[str, Any]:
    """Somebody on the list, with the last invitation sent to them and what is the trouble with it."""
    mails = sorted(person.mails.all(), key=lambda mail: mail.pk, reverse=True)
    invited = next((mail for mail in mails if mail.kind == "invitation"), None)
    return {"person": person, "invited": invited, "trouble": person.bounced or (invited.error if invited else "")}
