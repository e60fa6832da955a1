"""Forms of accounts that are ours: joining, and one's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from collega.web.accounts.belonging import belong_to
from collega.web.accounts.models import User
from collega.web.records.models import OrganisationType

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

    def __init__(self, *args: Any, address: str, nameless: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.address = address
        self.fields["name"].required = not nameless
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


class AddressForm(forms.Form):
    """One's own mail address."""

    email = forms.EmailField(
        label=_("Mail address"), max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class ProfileForm(_ModelForm):
    """One's own name, function and organisation, and what others see of them."""

    place = forms.CharField(
        label=_("Name of your organisation"), max_length=200, required=False,
        help_text=_("Other professionals never see this name, only the type. Owners of your studies do."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    type = forms.ChoiceField(
        label=_("Type of organisation"), required=False, choices=[("", _("Choose…")), *OrganisationType.choices]
    )
    shows_name = forms.TypedChoiceField(
        label=_("What other professionals see of you"), widget=forms.RadioSelect, required=False,
        coerce=lambda value: value == "True",
        choices=[("False", _("My function and the type of my organisation")), ("True", _("My name"))],
    )  # fmt: skip

    class Meta:
        model = User
        fields = ("name", "function", "place", "type", "shows_name")
        labels = {"name": _("Your name"), "function": _("Your function")}  # noqa: RUF012
        help_texts = {  # noqa: RUF012
            "function": _("As broad as you like, such as “privacy officer”: others see it."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        organisation = self.instance.organisation
        if organisation is not None:
            self.initial.update(place=organisation.name, type=organisation.type)

    def clean(self) -> dict[str, Any]:
        """A name where it is to be shown; name and type of an organisation, or neither."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["shows_name"] = cleaned.get("shows_name") is True
        cleaned["place"] = " ".join(str(cleaned.get("place", "")).split())
        if cleaned.get("shows_name") and not cleaned.get("name"):
            self.add_error("name", _("Fill in your name: you chose to show it."))
        if cleaned["place"] and not cleaned.get("type"):
            self.add_error("type", _("Choose the type of your organisation."))
        if cleaned.get("type") and not cleaned["place"]:
            self.add_error("place", _("Fill in the name of your organisation."))
        return cleaned

    def keep(self) -> User:
        """Save it; another organisation is confirmed nowhere yet."""
        self.instance.organisation = belong_to(self.instance, self.cleaned_data["place"], self.cleaned_data["type"])
        return self.save()
