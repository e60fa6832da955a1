"""What a figure is called on screen, from its name."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collega.web.records.languages import engine_language
from collega.web.records.models import Picture, Study

_ORDER = ("importance", "answers", "levels", "part-worths", "groups", "weights", "self-image", "agreement",
          "calibration")  # fmt: skip


def figure_title(study: Study, name: str) -> str:
    """Return a title for a name such as ``importance.function.dpo``."""
    kind, *rest = name.split(".")
    titles = {
        "importance": _("Importance of the criteria"),
        "answers": _("Answers per scenario"),
        "agreement": _("Agreement between participants"),
        "calibration": _("How well the model predicts"),
        "part-worths": _("Weight of every value"),
        "levels": _("Values of a criterion"),
        "groups": _("Answers by group"),
        "weights": _("Importance by group"),
        "self-image": _("Self-image and answers"),
    }
    title = titles.get(kind, kind)
    return f"{title}: {_told(study, rest)}" if rest else title


def in_order(pictures: Iterable[Picture]) -> list[Picture]:
    """Return charts in the order in which to talk about them: the whole first, single groups last."""

    def place(picture: Picture) -> tuple[bool, int]:
        kind = picture.name.partition(".")[0]
        return picture.name.count(".") > 1, _ORDER.index(kind) if kind in _ORDER else len(_ORDER)

    return sorted(pictures, key=place)


def section_title(study: Study, name: str) -> str:
    """Return the title under which a figure stands in a long list: a characteristic, the criteria, or the whole."""
    kind, *rest = name.split(".")
    if not rest:
        return _("The study as a whole")
    return _("Criteria") if kind == "levels" else _told(study, rest[:1])


def _told(study: Study, parts: list[str]) -> str:
    language, definition = engine_language(get_language()), study.as_shown
    items = {item.key: item for item in (*definition.criteria, *definition.characteristics)}
    item = items.get(parts[0])
    if item is None:
        return " ".join(parts)
    text = item.name(language)
    values = {each.key: each.name(language) for each in getattr(item, "values", ())}
    return f"{text} – {values.get(parts[1], parts[1])}" if len(parts) > 1 else text
