"""No open sign-up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy, override

from collega.web.accounts.models import User
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
