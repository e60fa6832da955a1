"""What participants are told before they take part (GDPR articles 13 and 14)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collega.web.records.models import NOTICE_PARTS, Deed, Study, log

HEADINGS = {
    "purpose": gettext_lazy("Purpose"),
    "controller": gettext_lazy("Who is responsible"),
    "legal_basis": gettext_lazy("Legal basis"),
    "recipients": gettext_lazy("Who receives the data"),
    "retention": gettext_lazy("How long the data are kept"),
    "rights": gettext_lazy("Rights of participants"),
    "contact": gettext_lazy("Contact"),
}


def missing_notice(study: Study) -> list[str]:
    """Return what must still be told before the launch, a sentence for each heading."""
    names, missing = {"nl": _("Dutch"), "en": _("English")}, []
    for part in NOTICE_PARTS:
        text = study.notice.get(part) or {}
        absent = [
            names[language]
            for language in study.as_defined.languages
            if not (text if isinstance(text, str) else text.get(language))
        ]
        if absent:
            missing.append(_("Text for participants: '%(part)s' is missing (%(language)s).")
                           % {"part": HEADINGS[part], "language": ", ".join(absent)})  # fmt: skip
    return missing


def change_notice(row: Study, user: Any, notice: dict[str, Any]) -> None:
    """Keep what participants are told, by heading; after the launch only the contact. ``row`` is the study, held."""
    row.tell(notice)
    row.save(update_fields=["notice"])
    log(row, user, Deed.NOTICE_CHANGED)
