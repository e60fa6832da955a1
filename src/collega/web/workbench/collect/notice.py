"""What participants are told before they take part (GDPR articles 13 and 14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from collega.web.deeds.notice import HEADINGS, change_notice
from collega.web.records.models import NOTICE_PARTS, Study
from collega.web.workbench.texts import apart, both

_HELP = {
    "purpose": gettext_lazy("What you want to know, for whom, and what is done with the results."),
    "controller": gettext_lazy("The organisation that decides about the data, and how to reach its data protection "
                               "officer."),
    "legal_basis": gettext_lazy("For example consent, or a task of public interest. Ask your data protection officer."),
    "recipients": gettext_lazy("Who sees the answers, processors such as the host of this site included."),
    "retention": gettext_lazy("Until when answers are kept: no longer than the period on the page Questions."),
    "rights": gettext_lazy("To see, correct and delete their data, to object, and to complain to the supervisory "
                           "authority. With their code they can withdraw by themselves."),
    "contact": gettext_lazy("A name and a mail address for questions."),
}  # fmt: skip


class NoticeForm(forms.Form):
    """What participants are told, in both languages; after the launch only the contact can be written."""

    def __init__(self, study: Study, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_initial(study))
        for part in NOTICE_PARTS:
            for language in ("nl", "en"):
                self.fields[f"{part}_{language}"] = forms.CharField(
                    label=HEADINGS[part], required=False, widget=forms.Textarea(attrs={"rows": 3}),
                    disabled=study.launched and part != "contact")  # fmt: skip

    def pairs(self) -> list[tuple[Any, Any, Any, Any]]:
        """Return (heading, what belongs there, Dutch field, English field)."""
        return [(HEADINGS[part], _HELP[part], self[f"{part}_nl"], self[f"{part}_en"]) for part in NOTICE_PARTS]

    def keep(self, row: Study, user: Any) -> None:
        """Keep it if it was changed, and log that; ``row`` is the study, held, as the form showed it."""
        if not self.has_changed():
            return
        change_notice(row, user, {part: both(self.cleaned_data, part) for part in NOTICE_PARTS})


def late_notice(study: Study, posted: Mapping[str, str]) -> list[tuple[Any, str]]:
    """Return (heading, text) of what somebody wrote that participants can no longer be told."""
    form = NoticeForm(study)
    return [
        (field.label, posted[name])
        for name, field in form.fields.items()
        if field.disabled and posted.get(name, "").split() and posted[name].split() != str(form.initial[name]).split()
    ]


def _initial(study: Study) -> dict[str, str]:
    initial: dict[str, str] = {}
    for part in NOTICE_PARTS:
        initial |= apart(study.notice.get(part, ""), part)
    return initial
