"""A training on one page of paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from typing import Any, Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collega.report import blocks
from collega.report.typeset import typeset
from collega.web.training.visit import Visit, group_name, language_now


def sheet(visit: Visit, facts: Mapping[str, Any], day: date) -> bytes:
    """Return own weights beside those of the reference group as a tagged PDF of one page."""
    definition, language = visit.study.as_shown, language_now()
    title = definition.title.say(language)
    synthetic = visit.study.synthetic or bool(visit.fit and visit.fit.insights.get("synthetic"))
    return typeset(
        {
            "title": _("Your training"),
            "author": "Collega",
            "description": title,
            "keywords": ["Collega"],
            "language": language,
            "mark": _("Demonstration: made-up answers.") if synthetic else None,
            "running": title if len(title) <= 60 else title[:58].rsplit(" ", 1)[0] + " …",
            "footer": f"Collega {version('collega')}",
            "words": {"table": _("Table"), "figure": _("Figure"), "contents": ""},
            "cover": None,
            "blocks": [blocks.spread(_page(visit, facts, day))],
        },
        day,
    )


def _page(visit: Visit, facts: Mapping[str, Any], day: date) -> list[blocks.Block]:
    return [
        blocks.facts(_facts(visit, facts, day)),
        blocks.heading(_("What to look at")),
        blocks.bullets(facts["attention"]),
        blocks.heading(_("Your weights beside theirs")),
        blocks.paragraph(
            _(
                "Points: how much the chance of a positive answer falls when the criterion goes from the first to the "
                "second value. Between brackets stands the 90% interval."
            )
        ),
        _weights(facts),
        blocks.heading(_("What you judged")),
        _scenarios(facts),
    ]


def _facts(visit: Visit, facts_shown: Mapping[str, Any], day: date) -> list[tuple[str, str | None]]:
    whom = _group_or_all(visit)
    return [
        (_("Training"), visit.study.as_shown.title.say(language_now())),
        (_("Reference group"), whom),
        (
            _("Judged"),
            _("%(n)s scenarios, round %(round)s") % {"n": facts_shown["judged"], "round": facts_shown["round"].number},
        ),
        (_("Printed on"), date_format(day, "j F Y")),
    ]


def _group_or_all(visit: Visit) -> str:
    return group_name(visit.study, visit.training.reference) or _("all participants")


def _weights(facts: Mapping[str, Any]) -> blocks.Block:
    rows = [
        [
            row["criterion"],
            f"{row['for']} → {row['against']}",
            *([] if facts["apart_before"] is None else [row["before"]["value"] if row["before"] else "–"]),
            _range(row["own"]),
            _range(row["theirs"]),
            _range(row["difference"]),
        ]
        for row in facts["weights"]
    ]
    earlier_column = [] if facts["apart_before"] is None else [_("You, before")]
    header = [_("Criterion"), _("From, to"), *earlier_column, _("You"), _("They"), _("Difference")]
    columns: list[float | Literal["auto"]] = [1.1, 1.7, "auto", "auto", "auto", "auto"]
    align: list[blocks.Side] = ["left", "left", "right", "right", "right", "right"]
    many = len(header)
    return blocks.table(header, rows, columns=columns[:many], align=align[:many], tight=3.5)


def _range(points: Mapping[str, str]) -> str:
    between = _("%(low)s to %(high)s") % {"low": points["low"], "high": points["high"]}
    return f"{points['value']} ({between})"


def _scenarios(facts: Mapping[str, Any]) -> blocks.Block:
    rows = [
        [
            str(row["number"]),
            row["own"],
            row["same_side"],
            ", ".join(row["named"]) or "–",
            ", ".join(row["theirs"]) or "–",
        ]
        for row in facts["scenarios"]
    ]
    header = [_("Scenario"), _("Your answer"), _("On your side"), _("You named"), _("Weighs most for them")]
    return blocks.table(
        header, rows, columns=["auto", 0.8, "auto", 1.2, 1.2], align=["right", "left", "right", "left", "left"],
        tight=3.5,
    )  # fmt: skip
