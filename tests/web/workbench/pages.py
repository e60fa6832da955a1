"""Pages as a browser has them: the forms on them, and what each would send untouched."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "number", "email", "date", "file", "checkbox", "radio", "textarea", "select", "search", "password"}


@dataclass
class Form:
    """A form: where it goes, what it would send, and the kinds of its fields."""

    action: str = ""
    method: str = "get"
    download: bool = False
    unsaved: bool = False
    sends: dict[str, str | list[str]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    limits: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def typed(self) -> bool:
        """Whether somebody fills something in."""
        return bool(self.kinds & TYPED)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.form: Form | None = None
        self.area, self.select, self.disabled = "", "", False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(given["id"])
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag == "form":
            self.form = Form(action=given.get("action") or "", method=given.get("method", "get"),
                             download="data-download" in given, unsaved="data-unsaved" in given)  # fmt: skip
            self.forms.append(self.form)
        elif tag == "fieldset" and "disabled" in given:
            self.disabled = True
        elif self.form is not None and not self.disabled:
            self._field(tag, given)

    def _field(self, tag, given):
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "input" and name and "disabled" not in given:
            kind = given.get("type", "text")
            self.form.kinds.add(kind)
            if kind == "number":
                self.form.limits[name] = (given.get("min", ""), given.get("max", ""))
            if kind not in ("checkbox", "radio", "file"):
                self.form.sends[name] = value
            elif "checked" in given:
                known = self.form.sends.get(name)
                self.form.sends[name] = (
                    value or "on" if known is None else [*([known] if isinstance(known, str) else known), value]
                )
        elif tag == "textarea" and name:
            self.form.kinds.add("textarea")
            self.area, self.form.sends[name] = name, ""
        elif tag == "select" and name:
            self.form.kinds.add("select")
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.form.sends):
            self.form.sends[self.select] = value

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "fieldset":
            self.disabled = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area:
            self.form.sends[self.area] = self.form.sends[self.area].removeprefix("\n")
            self.area = ""

    def handle_data(self, text):
        if self.area:
            self.form.sends[self.area] += text


def read(response) -> _Reader:
    """Read a page."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader


def main_form(response) -> Form:
    """The form on which something is filled in."""
    forms = [form for form in read(response).forms if form.method == "post" and form.typed]
    assert len(forms) == 1, forms
    return forms[0]
