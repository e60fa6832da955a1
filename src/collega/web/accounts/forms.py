"""Forms of accounts that are ours: joining, and one's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from collega.web.accounts.models import User

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[User]
else:
    _ModelForm = forms.ModelForm


class JoinForm(forms.Form):
    """A name and a password; for the first owner also the mail address."""

    email = forms.EmailField(
        label=_("Mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}), max_length=200
    )
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False,
        help_text=_("At least 12 characters. A sentence that only you know is good; a password manager is better."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The same password again"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, address: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.address = address
        if address:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Twice the same password, and a good one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        email = self.address or cleaned.get("email", "")
        password = cleaned.get("password")
        if password and password != cleaned.get("again"):
            self.add_error("again", _("This is not the same password."))
        elif password:
            try:
                validate_password(password, User(email=email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        cleaned["email"] = email
        return cleaned


class NameForm(_ModelForm):
    """One's own name."""

    class Meta:
        model = User
        fields = ("name",)
        labels = {"name": _("Your name")}  # noqa: RUF012
