"""How a study runs: its closing day, how many take part and how, and what of it can still change."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collega.web.records.models import Collection, Study, locked, log

FIXED_RULES = ("weights_before_closing", "withdraw_until")
COLLECTING_RULES = ("closes_on", "most_participants", "release_after", "weights_before_closing", "withdraw_until",
                    "open_link")  # fmt: skip
BEFORE_LAUNCH = "before"  # what the hidden field of a page says on which everything could still be changed
_TOO_FEW = {"min_value": gettext_lazy("At least 1.")}


def settled_rules(study: Study) -> tuple[str, ...]:
    """Return the rules that do not change any more: some from the launch on, and all of collecting once it is over."""
    if study.collection == Collection.CLOSED:
        return COLLECTING_RULES
    return FIXED_RULES if study.launched else ()


class RulesForm(forms.ModelForm):
    """How the study runs; what participants see of the results cannot change after the launch.

    Once the study is closed, only the rules are asked that still have an effect.
    """

    most_participants = forms.IntegerField(
        label=gettext_lazy("Most participants"), required=False, min_value=1, error_messages=_TOO_FEW
    )
    release_after = forms.IntegerField(
        label=gettext_lazy("Give a place to somebody else after so many hours of silence"), min_value=1,
        error_messages=_TOO_FEW,
    )  # fmt: skip
    open_link = forms.BooleanField(
        label=gettext_lazy("Anybody with the open link or the shared code may take part"), required=False)  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.collection == Collection.CLOSED:
            for name in COLLECTING_RULES:
                del self.fields[name]
        elif self.instance.launched:
            for name in FIXED_RULES:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Settled at the launch: it is the same for every participant.")

    class Meta:
        model = Study
        fields = ("closes_on", "most_participants", "release_after", "advice_first", "weights_before_closing",
                  "withdraw_until")  # fmt: skip
        widgets = {  # noqa: RUF012
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("closes_on", "withdraw_until")
        }
        labels = {  # noqa: RUF012
            "closes_on": gettext_lazy("Closes by itself after this day"),
            "advice_first": gettext_lazy("The virtual colleague asks for your own advice first"),
            "weights_before_closing": gettext_lazy("Participants see the group's weights before closing"),
            "withdraw_until": gettext_lazy("Participants can withdraw up to and including this day"),
        }

    @property
    def late(self) -> list[str]:
        """The rules that a page from before the launch still asked, and wanted otherwise than the launch settled."""
        if self.data.get("rules") != BEFORE_LAUNCH:
            return []
        settled = [name for name, field in self.fields.items() if field.disabled]
        return [name for name in settled if self.fields[name].to_python(self[name].data) != self[name].initial]

    def clean_closes_on(self) -> date | None:
        """Refuse a day that is past: the study would close at once, for good."""
        day: date | None = self.cleaned_data["closes_on"]
        if day is not None and "closes_on" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose today or a later day."))
        return day

    def clean_withdraw_until(self) -> date | None:
        """Refuse a day that is past: nobody could withdraw."""
        day: date | None = self.cleaned_data["withdraw_until"]
        if day is not None and "withdraw_until" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose today or a later day."))
        return day


def collected_by(study: Study) -> list[tuple[Any, str]]:
    """Return (label, value) of the rules that answers were collected by, in words."""
    named = [name for name in COLLECTING_RULES if name in RulesForm.Meta.fields]
    return [(RulesForm.base_fields[name].label, _in_words(getattr(study, name))) for name in named]


def _in_words(value: date | int | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def keep_rules(study: Study, form: RulesForm, user: Any) -> list[str]:
    """Keep what was changed of the rules that can still change, and log it; return the changes that came too late."""
    with transaction.atomic():
        row = locked(study.pk)  # it may have been launched or closed since the page was made
        settled = settled_rules(row)
        changed = {name: form.cleaned_data[name] for name in form.changed_data if name not in settled}
        if changed:
            _change(row, form, changed)
            log(row, user, "rules changed", **{name: str(value) for name, value in changed.items()})
    return [*form.late, *(name for name in form.changed_data if name in settled)]


def _change(row: Study, form: RulesForm, changed: dict[str, Any]) -> None:
    wanted = form.cleaned_data.get("open_link", False) and row.collection != Collection.CLOSED
    for name in changed.keys() & set(form.Meta.fields):
        setattr(row, name, changed[name])
    row.let_anybody_in(wanted=wanted)
    row.save(update_fields=[*form.Meta.fields, "open_token", "open_code"])
