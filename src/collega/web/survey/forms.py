"""Forms of participants."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from collega.study import DECLINED, OTHER
from collega.study import Study as Definition
from collega.web.records.languages import engine_language
from collega.web.records.models import Interview

_MANY = 9  # values from which a drop-down is easier than radio buttons


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, even if it is nothing; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


class ConsentForm(forms.Form):
    """Agreeing to take part."""

    agree = forms.BooleanField(
        error_messages={"required": gettext_lazy("Tick the box if you want to take part. Without it you cannot.")}
    )


class CodeForm(forms.Form):
    """A personal code, typed or pasted."""

    code = forms.CharField(
        max_length=100,
        label=gettext_lazy("Your code"),
        error_messages={"required": gettext_lazy("Type or paste your code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-field"}
        ),
    )


class WithdrawForm(CodeForm):
    """Withdrawing: code, and being sure."""

    sure = forms.BooleanField(
        error_messages={"required": gettext_lazy("Tick the box if you are sure. It cannot be undone.")}
    )


class AboutForm(forms.Form):
    """One question for each characteristic, with declining and, where defined, a text with "other"."""

    def __init__(self, definition: Definition, interview: Interview, data: Any = None) -> None:
        super().__init__(data)
        self.definition = definition
        language = engine_language(get_language())
        for item in definition.characteristics:
            keys = [*item.value_keys, DECLINED]
            radio = len(keys) <= _MANY
            choices = [(key, item.value_text(key, language)) for key in keys]
            self.fields[f"q-{item.key}"] = forms.ChoiceField(
                choices=choices if radio else [("", _("Choose")), *choices],
                widget=forms.RadioSelect if radio else forms.Select,
                label=item.text.say(language),
                initial=interview.values.get(item.key),
                error_messages={"required": _("Choose an answer. You may also choose “Prefer not to say”.")},
            )
            if item.other:
                self.fields[f"o-{item.key}"] = forms.CharField(
                    required=False, max_length=200, label=_("Other, namely"), initial=interview.others.get(item.key)
                )

    def questions(self) -> list[dict[str, Any]]:
        """Return the fields as the page shows them."""
        return [
            {
                "field": self[f"q-{item.key}"],
                "other": self[f"o-{item.key}"] if item.other else None,
                "radio": isinstance(self.fields[f"q-{item.key}"].widget, forms.RadioSelect),
            }
            for item in self.definition.characteristics
        ]

    def clean(self) -> dict[str, Any]:
        """A text under "other" with nothing chosen means "other"."""
        data = super().clean() or {}
        for item in self.definition.characteristics:
            name = f"q-{item.key}"
            if item.other and data.get(f"o-{item.key}") and name in self.errors and not self.data.get(name):
                del self.errors[name]
                data[name] = OTHER
        return data

    def keep(self, interview: Interview) -> None:
        """Put what was told into the interview; a text only where "other" was chosen."""
        data = self.cleaned_data
        interview.values = {item.key: data[f"q-{item.key}"] for item in self.definition.characteristics}
        interview.others = {
            item.key: data[f"o-{item.key}"]
            for item in self.definition.characteristics
            if item.other and data[f"q-{item.key}"] == OTHER and data[f"o-{item.key}"]
        }
