"""Under which title an exhibit stands in a long list of them."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collega.exhibits import exhibit_title
from collega.web.records.languages import engine_language
from collega.web.records.models import Study


def figure_title(study: Study, name: str) -> str:
    """Return the title of an exhibit in the language of the page."""
    return exhibit_title(study.as_shown, name, engine_language(get_language()))


def section_title(study: Study, name: str) -> str:
    """Return a characteristic, the criteria, or the whole."""
    kind, *rest = name.split(".")
    if not rest:
        return _("The study as a whole")
    if kind == "levels":
        return _("Criteria")
    names = {item.key: item.name(engine_language(get_language())) for item in study.as_shown.characteristics}
    return names.get(rest[0], rest[0])
