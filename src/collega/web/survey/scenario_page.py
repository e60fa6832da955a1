"""The page of a scenario. Between two participants almost nothing on it differs, so that is all that is made anew.

A page is kept in the memory of the process with blanks where the levels, the form's keys and its tokens stand. Nothing
that a participant answered is in it, but for which answer is chosen.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.html import escape
from django.utils.translation import get_language

from collega.study import Text
from collega.web.records.languages import engine_language

TEMPLATE = "survey/scenario.html"
MOST = 512
"""Pages that a process keeps; about 10 kB each."""
_MARK = secrets.token_hex(16)  # stands in no text, since nobody knows it
_BLANK = re.compile(rf"{_MARK}-([a-z_]+\d*)-")
_TOKENS = ("csrf_token", "request_key", "shown")
_pages: dict[tuple[Any, ...], tuple[str, ...]] = {}


def scenario_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Return the page of a scenario that has nothing to tell but the scenario itself, with what it had as answer."""
    if len(get_messages(request)) or request.GET:  # messages come once; the address stands on the page
        return render(request, TEMPLATE, context)
    language = engine_language(get_language())
    levels = {f"level{n}": row["level"].say(language) for n, row in enumerate(context["rows"])}
    values = levels | {"csrf_token": get_token(request)} | {name: context[name] for name in _TOKENS[1:]}
    parts = list(_parts(request, context))
    parts[1::2] = [escape(values[name]) for name in parts[1::2]]
    return HttpResponse("".join(parts))


def _parts(request: HttpRequest, context: dict[str, Any]) -> tuple[str, ...]:
    """Return the page in parts: text and name of a blank, in turn."""
    study, interview = context["study"], context["interview"]
    place = (
        study.key, study.definition, repr(study.corrections), study.share_of, context["contact"], study.synthetic,
        interview.kind, get_language(), context["number"], context["total"], context["done"], context["chosen"],
        context["draft"], request.path,
    )  # fmt: skip
    parts = _pages.get(place)
    if parts is None:
        if len(_pages) >= MOST:
            _pages.clear()
        parts = _pages[place] = tuple(_BLANK.split(render(request, TEMPLATE, _blanked(context)).content.decode()))
    return parts


def _blanked(context: dict[str, Any]) -> dict[str, Any]:
    rows = [
        row | {"level": Text(nl=_blank(f"level{n}"), en=_blank(f"level{n}"))} for n, row in enumerate(context["rows"])
    ]
    return context | {"rows": rows} | {name: _blank(name) for name in _TOKENS}


def _blank(name: str) -> str:
    return f"{_MARK}-{name}-"
