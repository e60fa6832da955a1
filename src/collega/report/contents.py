"""The whole report as the template reads it."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from collega.prose import thousands
from collega.report import appendix, cases, closing, noise, opening, results, sessions, summary, technical
from collega.report.blocks import settled
from collega.report.checks import checks
from collega.report.material import Material


def contents(material: Material) -> dict[str, Any]:
    """Return title, cover, and every section as blocks."""
    prose, study = material.prose, material.study
    title = study.title.say(prose.language)
    sections = (
        summary.summary,
        opening.all_findings,
        opening.aim,
        opening.method,
        opening.participants,
        results.answers,
        results.importance,
        results.groups,
        results.self_image,
        results.agreement,
        noise.noise,
        cases.colleague,
        sessions.sessions,
        closing.validation,
        checks,
        closing.limits,
        appendix.criteria,
        appendix.numbers,
        results.weights,
        technical.technical,
        closing.origin,
    )
    return {
        "title": title,
        "author": "Collega",
        "description": prose("description"),
        "keywords": prose.raw("keywords"),
        "language": prose.language,
        "mark": prose("mark") if material.synthetic else None,
        "running": title if len(title) <= 60 else title[:58].rsplit(" ", 1)[0] + " …",
        "footer": prose("footer", version=version("collega")),
        "words": prose.raw("words"),
        "cover": _cover(material),
        "blocks": settled([block for section in sections for block in section(material)]),
    }


def _cover(material: Material) -> dict[str, Any]:
    prose, design = material.prose, material.panel.design
    n, versions = len(design.scenarios), len(design.versions)
    model = prose(f"models.{material.fit.model}")
    return {
        "kind": prose("cover.kind"),
        "subtitle": prose("cover.subtitle", participants=material.panel.n_participants),
        "facts": [
            [prose("cover.date"), prose.day(material.on)],
            [prose("cover.participants"), thousands(material.panel.n_participants, prose.language)],
            [
                prose("cover.scenarios"),
                prose("cover.versions" if versions > 1 else "cover.version", scenarios=n, versions=versions),
            ],
            [prose("cover.answers"), thousands(material.panel.n_answers, prose.language)],
            [prose("cover.model"), model[0].upper() + model[1:]],
        ],
    }
