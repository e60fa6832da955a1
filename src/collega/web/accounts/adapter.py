"""No open sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy, override

from collega.web.accounts.models import User
from collega.web.accounts.signon.adapter import belongs_to_organisation
from collega.web.letters import sender


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by invitation only, on our own page."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong passwords. Try again in five minutes, or ask for a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody signs up by themselves."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Return who has this password; nobody where they sign in with their organisation, and no sign that it fits."""
        user = super().authenticate(request, **credentials)
        return None if settings.OIDC_ONLY or (user is not None and belongs_to_organisation(user)) else user

    def pre_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse | None:
        """Let nobody in by a passkey or a new password either who signs in with their organisation."""
        by_organisation = "sociallogin" in (options["signal_kwargs"] or {})
        if not by_organisation and (settings.OIDC_ONLY or belongs_to_organisation(user)):
            return redirect("accounts:organisation")
        response: HttpResponse | None = super().pre_login(request, user, **options)
        return response

    def get_login_stages(self) -> list[str]:
        """The second step is ours: it is left to the organisation's provider for who came from there."""
        theirs = "allauth.mfa.stages.AuthenticateStage"
        ours = "collega.web.accounts.signon.adapter.SecondStep"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def get_from_email(self) -> str:
        """The site itself, by its name."""
        return sender()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the language that the reader chose, else in that of the page; a job may send it too."""
        reader = User.objects.filter(email=email.lower()).first()
        with override((reader and reader.language) or get_language()):
            self.render_mail(template_prefix, email, {"email": email, **context}).send()

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any,
                    **options: Any) -> None:  # fmt: skip
        """Say nothing about what everybody sees: that they are signed in or out."""
        if message_template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, message_template, *args, **options)
