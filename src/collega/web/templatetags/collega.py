"""Texts of a study, numbers and inline figures in templates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from collega import formats
from collega.errors import Problem
from collega.messages import message_from, warnings_from
from collega.study import Text
from collega.study.period import parts_of
from collega.web import sentences
from collega.web.demo_english import in_readers_language
from collega.web.jobs.titles import TITLES
from collega.web.records.languages import engine_language
from collega.web.records.languages import say as say_json
from collega.web.records.models import Job

register = template.Library()


@register.filter
def name(item: Any) -> str:
    """Return what readers see of a criterion, level, characteristic or value: its short name, if it has one."""
    short_name: str = item.name(engine_language(get_language())) if item else ""
    return short_name


@register.filter
def written(text: str) -> str:
    """Return what somebody wrote: as it stands, but for texts of the demonstration, which are there in English too."""
    return in_readers_language(text)


@register.filter
def say(text: Any, language: str | None = None) -> str:
    """Return a text of a study (engine's Text, or {nl, en}) in the language of the page."""
    chosen = engine_language(language or get_language())
    return text.say(chosen) if isinstance(text, Text) else say_json(text or "", chosen)


@register.filter
def said(text: str) -> str:
    """Return a sentence of the engine in the language of the page."""
    return sentences.message_words(text)


@register.filter
def warnings(stored: Mapping[str, Any]) -> list[str]:
    """Return warnings that were kept as JSON in the language of the page."""
    return [sentences.message_words(warning) for warning in warnings_from(stored)]


@register.filter
def why_failed(job: Job) -> str:
    """Say why a job failed, one line per problem."""
    problems = map(Problem.from_json, job.result.get("problems", []))
    message = message_from(job.result.get("message", job.message))
    return "\n".join(map(sentences.in_one_line, problems)) or sentences.message_words(message)


@register.filter
def job_title(job: Job) -> str:
    """Return what a job is called."""
    return str(TITLES[job.kind].text)


@register.filter
def job_room(job: Job) -> str:
    """Return the room of the workbench that shows what came of a job."""
    return TITLES[job.kind].room


@register.filter
def percent(share: float | None) -> str:
    """0.534 -> 53%; a dash where there is nothing."""
    return "–" if share is None else formats.percent(share, engine_language(get_language()))


@register.filter
def decimals(value: float | None, digits: int) -> str:
    """-0.291 -> −0.29 or −0,29: a number with so many decimals, and a true minus sign; nothing of None."""
    if value is None:
        return ""
    return formats.number(value, engine_language(get_language()), digits).replace("-", "−")


@register.filter
def period(text: str) -> str:
    """P24M -> 24 months."""
    words = {
        "Y": lambda n: ngettext("%(n)d year", "%(n)d years", n),
        "M": lambda n: ngettext("%(n)d month", "%(n)d months", n),
        "W": lambda n: ngettext("%(n)d week", "%(n)d weeks", n),
        "D": lambda n: ngettext("%(n)d day", "%(n)d days", n),
    }
    return " ".join(words[unit](n) % {"n": n} for n, unit in parts_of(text))


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Look a key up in a mapping."""
    return mapping.get(key) if mapping else None


@register.filter
def inline_svg(svg: str) -> SafeString:
    """Put a chart of ours, kept in the database, into the page; its own style attributes are kept by the CSP rules.

    The charts are made by our own jobs from numbers and escaped texts, never by users.
    """
    return mark_safe(svg)  # drawn by our own jobs, texts escaped by the renderer  # nosec B308 B703
