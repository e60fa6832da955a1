"""Whose share can come first, and the counts of the profession, in the words of the pages."""

from __future__ import annotations

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from collega.panel.counts_file import CHARACTERISTIC, COUNT, VALUE
from collega.web.profession import counts_of, refused
from collega.web.records.languages import engine_language
from collega.web.records.models import Study
from collega.web.records.study import ShareOf
from collega.web.sentences import message_words

WHOSE = (
    (ShareOf.PARTICIPANTS.value, gettext_lazy("Of the participants"),
     gettext_lazy("What the people who took part would advise. The interval is about them alone.")),
    (ShareOf.COLLEAGUES.value, gettext_lazy("Of colleagues like them"),
     gettext_lazy("The same share, with a wider interval: other colleagues could have taken part.")),
    (ShareOf.PROFESSION.value, gettext_lazy("Of the profession"),
     gettext_lazy("Weighed by how many people there are of each kind. This needs the counts of the profession.")),
)  # fmt: skip


def share_label(share_of: str) -> str:
    """Return whose share comes first."""
    return next((str(label) for value, label, _help in WHOSE if value == share_of), "")


def counted(study: Study) -> tuple[list[str], list[list[str]]] | None:
    """Return the counts of the profession as a table in the names that readers see: header and rows."""
    counts, language = counts_of(study), engine_language(get_language())
    if counts is None:
        return None
    items = {item.key: item for item in study.as_defined.characteristics}
    if counts.margins:
        header = [_("Characteristic"), _("Value"), _("How many people")]
        rows = []
        for row in counts.rows():
            item = items[row[CHARACTERISTIC]]
            rows.append([item.name(language), item.value_name(row[VALUE], language), row[COUNT]])
        return header, rows
    header = [*(items[key].name(language) for key in counts.characteristics), _("How many people")]
    rows = [
        [*(items[key].value_name(row[key], language) for key in counts.characteristics), row[COUNT]]
        for row in counts.rows()
    ]
    return header, rows


def to_fill_in(study: Study) -> str:
    """Return every characteristic with its values as lines of a table, to which only the counts must be added."""
    rows = [(item.key, value) for item in study.as_defined.characteristics for value in item.value_keys]
    return "\n".join(["characteristic,value,count", *(f"{key},{value}," for key, value in rows)]) if rows else ""


def refusals(study: Study) -> list[str]:
    """Return why participants cannot speak for the profession, of the fits that can be shown."""
    if not study.profession:
        return []
    if counts_of(study) is None:
        return [_("The characteristics of the study have changed since: give the counts again.")]
    rows = study.fits.filter(edition_of=None).defer("arrays", "judged", "insights")[:12]
    return list(dict.fromkeys(filter(None, (message_words(refused(row)) for row in rows))))
