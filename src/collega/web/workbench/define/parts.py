"""Parts of a definition and the forms that show them: what a form does not show survives its saving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from collega.web.deeds.definition import Data
from collega.web.deeds.renaming import Renaming
from collega.web.workbench.define import forms
from collega.web.workbench.texts import apart, both

SETS = {"criteria": (forms.CriterionForm, forms.LevelSet, "levels"),
        "characteristics": (forms.CharacteristicForm, forms.ValueSet, "values")}  # fmt: skip
FLAGS = {"criteria": ("ordered",), "characteristics": ("ordered", "other", "self_image")}
TEXTS = ("title", "introduction", "statement")
NUMBERS = ("scenarios_per_participant", "minimum_group", "retention", "languages")


def basics_initial(data: Data) -> dict[str, Any]:
    """Return what the form of the basics shows, from a whole definition (defaults included)."""
    initial: dict[str, Any] = {}
    for name in TEXTS:
        initial |= apart(data[name], name)
    for language in ("nl", "en"):
        texts = [apart(text, "line")[f"line_{language}"] for text in data["context"]]
        initial[f"context_{language}"] = "\n".join(" ".join(text.split()) for text in texts)
    return initial | {name: data[name] for name in NUMBERS} | {"languages": tuple(data["languages"])}


def basics_of(cleaned: dict[str, Any], languages: Sequence[str]) -> Data:
    """Return the fields of a definition from the form of the basics; languages stay in the order that they had."""
    texts = {name: both(cleaned, name) for name in TEXTS}
    chosen = cleaned["languages"]
    ordered = [language for language in languages if language in chosen] + [
        language for language in chosen if language not in languages
    ]
    return texts | {"context": _context(cleaned)} | {name: cleaned[name] for name in NUMBERS} | {"languages": ordered}


def part_initial(old: Data | None, kind: str) -> dict[str, Any]:
    """Return what the form of a criterion or characteristic shows."""
    if old is None:
        return {}
    texts: dict[str, str] = {}
    for name in ("text", "short", "help"):
        texts |= apart(old.get(name, ""), name)
    return {"key": old["key"], **texts} | {flag: old.get(flag, False) for flag in FLAGS[kind]}


def lines_initial(items: list[Data], *flags: str) -> list[dict[str, Any]]:
    """Return what the lines of a list show."""
    return [
        {
            "key": item["key"],
            "was": item["key"],
            **apart(item["text"], "text"),
            **apart(item.get("short", ""), "short"),
        }
        | {flag: item.get(flag, False) for flag in flags}
        for item in items
    ]


def part_of(cleaned: Data, old: Data | None, kind: str, lines: list[Data]) -> Data:
    """Return a criterion or characteristic with its lines, as it stands in a definition."""
    content = {"key": cleaned["key"], "text": both(cleaned, "text"), "short": both(cleaned, "short")}
    if kind == "criteria":
        content["help"] = both(cleaned, "help")
    content |= {flag: cleaned[flag] for flag in FLAGS[kind]}
    return (old or {}) | content | {SETS[kind][2]: lines}


def lines_of(formset: Any, items: list[Data], *flags: str) -> list[Data]:
    """Return the filled lines of a list in the order given, as they stand in a definition."""
    earlier = {item["key"]: item for item in items}
    return [
        earlier.get(was, {})
        | {"key": form.cleaned_data["key"], "text": both(form.cleaned_data, "text")}
        | ({"short": both(form.cleaned_data, "short")} if "short_nl" in form.fields else {})
        | {flag: form.cleaned_data[flag] for flag in flags}
        for was, form in _lines_with_keys(formset)
    ]


def renaming_of(formset: Any, old: Data | None, key: str) -> Renaming:
    """Return which keys the form of a part gives another name."""
    if old is None:
        return Renaming()
    inner = {was: form.cleaned_data["key"] for was, form in _lines_with_keys(formset)}
    return Renaming(parts={old["key"]: key}, inner={old["key"]: inner})


def removed_lines(formset: Any, items: list[Data]) -> list[str]:
    """Return the keys of the lines that the form takes out."""
    remaining = {was for was, _form in _lines_with_keys(formset)}
    return [item["key"] for item in items if item["key"] not in remaining]


def _lines_with_keys(formset: Any) -> list[tuple[str, Any]]:
    """Each filled line with the key that it had; a line that is typed anew under an old key is that old line."""
    return [(form.cleaned_data["was"] or form.cleaned_data["key"], form) for form in forms.lines_to_keep(formset)]


def _context(cleaned: dict[str, Any]) -> list[Any]:
    nl, en = forms.lines(cleaned["context_nl"]), forms.lines(cleaned["context_en"])
    size = max(len(nl), len(en))
    pairs = zip(nl + [""] * (size - len(nl)), en + [""] * (size - len(en)), strict=True)
    return [both({"x_nl": dutch, "x_en": english}, "x") for dutch, english in pairs]
