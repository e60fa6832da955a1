"""How a study runs: its closing day, how many take part and how, when personal data go, and what of it can change."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collega.study.bounds import PARTICIPANTS, SILENT_HOURS
from collega.web.deeds.rules import COLLECTING_RULES, FIXED_RULES, RULES, change_rules, data_until
from collega.web.records.models import Collection, Study
from collega.web.workbench.numbers import number_field

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Study]
else:
    _ModelForm = forms.ModelForm


class RulesForm(_ModelForm):
    """How the study runs; what participants see of the results cannot change after the launch.

    Once the study is closed, only the rules are asked that still have an effect.
    """

    most_participants = number_field(PARTICIPANTS, label=gettext_lazy("Most participants"), required=False)
    release_after = number_field(
        SILENT_HOURS, label=gettext_lazy("Give a place to somebody else after so many hours of silence")
    )
    open_link = forms.BooleanField(
        label=gettext_lazy("Anybody with the open link or the shared code may take part"), required=False)  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, instance: Study) -> None:
        if data is not None and instance.keep_until is not None:  # a page from before the launch has no such field
            data = {"keep_until": instance.keep_until.isoformat()} | {name: data[name] for name in data}
        super().__init__(data, instance=instance, initial={"open_link": bool(instance.open_token)})
        if instance.collection == Collection.CLOSED:
            for name in COLLECTING_RULES:
                del self.fields[name]
        elif instance.launched:
            for name in FIXED_RULES:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Settled at the launch: it is the same for every participant.")
        if instance.keep_until is None or instance.erased_at is not None:
            del self.fields["keep_until"]
        else:
            self.fields["keep_until"].required = True
            self.fields["keep_until"].widget.attrs["max"] = instance.keep_until.isoformat()

    class Meta:
        model = Study
        fields = RULES
        widgets = {  # noqa: RUF012
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("closes_on", "withdraw_until", "keep_until")
        }
        labels = {  # noqa: RUF012
            "closes_on": gettext_lazy("Closes by itself after this day"),
            "advice_first": gettext_lazy("The virtual colleague asks for your own advice first"),
            "weights_before_closing": gettext_lazy("Participants see the group's weights before closing"),
            "withdraw_until": gettext_lazy("Participants can withdraw up to and including this day"),
            "keep_until": gettext_lazy("Individual answers are deleted after this day"),
        }
        help_texts = {  # noqa: RUF012
            "keep_until": gettext_lazy(
                "It can be brought forward, never put off: participants were promised this day."
            ),
        }

    def clean_closes_on(self) -> date | None:
        """Refuse a day that is past, on which the study would close at once and for good, or too late for its data."""
        return self._day_to_come("closes_on")

    def clean_withdraw_until(self) -> date | None:
        """Refuse a day that is past, and one on which there is nothing left to withdraw."""
        return self._day_to_come("withdraw_until")

    def _day_to_come(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is None or name not in self.changed_data:
            return day
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is past. Choose today or a later day."))
        if day > data_until(self.instance):
            raise forms.ValidationError(_("By then personal data have been deleted. Choose %(day)s or an earlier day.")
                                        % {"day": date_format(data_until(self.instance), "j F Y")})  # fmt: skip
        return day

    def clean_keep_until(self) -> date:
        """Refuse a later day than participants were promised, and one that is past."""
        day: date = self.cleaned_data["keep_until"]
        if day > self.initial["keep_until"]:
            raise forms.ValidationError(_("The period can only be made shorter: participants were promised the earlier "
                                          "day."))  # fmt: skip
        if "keep_until" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError(_("This day is past."))
        return day

    def keep(self, row: Study, user: Any) -> None:
        """Keep what was changed, and log it; ``row`` is the study, held, as the form showed it."""
        change_rules(row, user, {name: self.cleaned_data[name] for name in self.changed_data})


def late_rules(study: Study, posted: Mapping[str, str]) -> list[tuple[Any, str]]:
    """Return (label, value) of what somebody filled in of rules that can no longer change."""
    open_rules = RulesForm(instance=study).fields
    draft = copy(study)
    draft.launched_at, draft.collection = None, Collection.DRAFT
    form = RulesForm(posted, instance=draft)
    late = [name for name in COLLECTING_RULES if name not in open_rules or open_rules[name].disabled]
    return [(form.fields[name].label, _in_words(form[name].value())) for name in late if name in form.changed_data]


def collected_by(study: Study) -> list[tuple[Any, str]]:
    """Return (label, value) of the rules that answers were collected by, in words."""
    rules = [name for name in COLLECTING_RULES if name in RulesForm.Meta.fields]
    return [(RulesForm.base_fields[name].label, _in_words(getattr(study, name))) for name in rules]


def _in_words(value: date | int | str | None) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)
