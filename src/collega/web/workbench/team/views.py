"""Who works on a study, and as what; colleagues are invited by mail; the last owner stays."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collega.web.access import OWNER, person_of, study_for
from collega.web.accounts.invite import invite, still_open
from collega.web.deeds import team
from collega.web.deeds.refused import RefusedError
from collega.web.deeds.team import REMOVE, change_roles
from collega.web.records.models import Role, Study
from collega.web.workbench.rooms import room

KINDS = [
    (Role.Kind.OWNER.value, gettext_lazy("Owner: everything, also launching, inviting, publishing")),
    (Role.Kind.ANALYST.value, gettext_lazy("Analyst: questions, answers of individuals, choice model")),
    (Role.Kind.READER.value, gettext_lazy("Reader: the published results only")),
    (
        Role.Kind.PROFESSIONAL.value,
        gettext_lazy(
            "Professional: the published results, the virtual colleague, cases, "
            "training and sessions; nothing of the workbench"
        ),
    ),
]


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label=gettext_lazy("Mail address"), max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    kind = forms.ChoiceField(label=gettext_lazy("As"), choices=KINDS, widget=forms.RadioSelect, initial="reader")


@login_required
@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """Show who is in the team, and who was invited."""
    study = study_for(request, key, OWNER)
    invitations = [
        invitation for invitation in study.account_invitations.filter(used_at=None) if still_open(invitation)
    ]
    team = study.roles.exclude(kind=Role.Kind.PROFESSIONAL).select_related("user")
    return room(request, study, "team", "workbench/team/team.html", kinds=KINDS,
                asked=sorted(invitations, key=lambda invitation: invitation.email),
                professionals=study.roles.filter(kind=Role.Kind.PROFESSIONAL).count(),
                roles=sorted(team, key=lambda role: role.user.email))  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Invite somebody."""
    study = study_for(request, key, OWNER)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invited(request, study, form):
        return redirect("workbench:team", key=key)
    return room(request, study, "team", "workbench/team/invite.html", form=form, status=422 if form.errors else 200)


@login_required
@require_POST
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Give people another role, or take it away: all that were chosen otherwise than the page showed."""
    study = study_for(request, key, OWNER)
    posted = {name.removeprefix("kind-"): str(kind) for name, kind in request.POST.items() if name.startswith("kind-")}
    if not all(kind in (*Role.Kind.values, REMOVE) and pk.isdecimal() for pk, kind in posted.items()):
        raise Http404
    changes = {int(pk): (request.POST.get(f"was-{pk}"), kind) for pk, kind in posted.items()}
    chosen = {pk: (was or "", kind) for pk, (was, kind) in changes.items() if kind != was}
    try:
        changed = change_roles(study, request.user, chosen)
    except RefusedError:
        raise Http404 from None
    for role, refusal in changed:
        if refusal:
            messages.error(request, refusal)
        else:
            messages.success(request, _("%(who)s: saved.") % {"who": role.user})
    is_owner = study.roles.filter(user=person_of(request), kind=Role.Kind.OWNER).exists()
    back = "workbench:professionals" if request.POST.get("back") == "professionals" else "workbench:team"
    return redirect(back, key=key) if is_owner else redirect("workbench:home")


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Take an invitation back."""
    study = study_for(request, key, OWNER)
    pk = request.POST.get("invitation", "")
    if team.withdraw_invitation(study, request.user, int(pk) if pk.isdecimal() else 0):
        messages.success(request, _("The invitation was taken back: its link does not work any more."))
    return redirect("workbench:team", key=key)


def _invited(request: HttpRequest, study: Study, form: InviteForm) -> bool:
    email, kind = form.cleaned_data["email"].lower(), form.cleaned_data["kind"]
    if study.roles.filter(user__email=email).exists():
        form.add_error("email", _("This person is in the team already."))
        return False
    try:
        invite(email, inviter=person_of(request), language=get_language() or "nl", study=study, kind=kind)
    except OSError:
        form.add_error(None, _("The mail could not be sent, so nobody was invited. Try again later."))
        return False
    messages.success(request, _("The invitation was sent to %(email)s.") % {"email": email})
    return True
