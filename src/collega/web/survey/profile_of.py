"""What a participant's profile shows, for the page and for the PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collega.figures import PAPER, SCREEN, Figure, Style, own_answers_figure, profile_figure
from collega.figures.wording import listed, number, quoted
from collega.insight.personal import personal_table
from collega.model.personal import personal
from collega.report import blocks
from collega.report.typeset import typeset
from collega.study import Language
from collega.study import Study as Definition
from collega.web import bridge
from collega.web.memory import remembered
from collega.web.records.models import Collection, Interview, Kind, StoredFit
from collega.web.survey.path import design_of

PHONE = Style(size=12, width=330)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One participant's profile in one language.

    Attributes
    ----------
    judged, positive : int
        Scenarios answered, and answered positively.
    answers, answers_small : Figure
        How often each answer was given; the small one is for phones.
    times : tuple of (text, times)
        The same as a table.
    scenarios : tuple of dict
        ``number``, ``levels`` (pairs of texts: criterion, level) and ``answer`` (text) of each scenario.
    weights, weights_small : Figure or None
        Importance beside the group's; None where that may not be shown.
    rows : tuple of dict
        The same as a table, texts and numbers ready to be shown.
    findings : tuple of str
        What is to be seen, in sentences.
    participants : int
        On how many the group's weights stand.
    """

    title: str
    language: Language
    mark: str
    judged: int
    positive: int
    answers: Figure
    answers_small: Figure
    times: tuple[tuple[str, int], ...]
    scenarios: tuple[dict[str, Any], ...]
    weights: Figure | None = None
    weights_small: Figure | None = None
    rows: tuple[dict[str, str], ...] = ()
    findings: tuple[str, ...] = ()
    participants: int = 0


def make(interview: Interview, language: Language, *, paper: bool = False) -> Profile:
    """Return the profile of a finished interview, drawn for the screen or for paper."""
    study = interview.study.as_shown
    style = PAPER if paper else SCREEN
    given = dict(interview.answers.values_list("position", "answer"))
    counts = Counter(given.values())
    frame = pl.DataFrame({"answer": study.answer_keys, "times": [counts[key] for key in study.answer_keys]})
    own: dict[str, Any] = {
        "title": study.title.say(language),
        "language": language,
        "mark": _mark(interview),
        "judged": len(given),
        "positive": sum(counts[answer.key] for answer in study.answers if answer.positive),
        "answers": own_answers_figure(frame, study, language=language, style=style),
        "answers_small": own_answers_figure(frame, study, language=language, style=PHONE),
        "times": tuple((answer.text.say(language), counts[answer.key]) for answer in study.answers),
        "scenarios": tuple(_scenarios(interview, study, given, language)),
    }
    fit = published_fit(interview)
    if fit is None or not given:
        return Profile(**own)
    table = _table(interview, fit, given)
    return Profile(
        **own,
        weights=profile_figure(table, study, language=language, style=style),
        weights_small=profile_figure(table, study, language=language, style=PHONE),
        rows=tuple(_rows(table, study, language)),
        findings=tuple(_findings(table, study, language)),
        participants=int(fit.insights["participants"]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A profile for the screen, its charts drawn: SVG by the name of the profile's field."""

    profile: Profile
    charts: Mapping[str, str]


def drawn(interview: Interview, language: Language) -> Drawn:
    """Return the profile of a finished interview with its charts; kept in memory, since drawing takes longest."""
    fit = published_fit(interview)
    beside = None if fit is None else (fit.pk, fit.erased)
    return _drawn(interview.pk, interview.completed_at, language, beside, len(interview.study.corrections))


@remembered(64)
def _drawn(pk: int, _completed: Any, language: Language, _beside: Any, _corrections: int) -> Drawn:
    made = make(Interview.objects.select_related("study", "design").get(pk=pk), language)
    named = {name: getattr(made, name) for name in ("answers", "answers_small", "weights", "weights_small")}
    return Drawn(profile=made, charts={name: figure.svg() for name, figure in named.items() if figure is not None})


def published_fit(interview: Interview) -> StoredFit | None:
    """Return the fit whose group may be shown beside this participant, if there is one now."""
    study = interview.study
    if study.collection != Collection.CLOSED and not study.weights_before_closing:
        return None
    fits = StoredFit.objects.filter(
        study=study, kind=Kind.REAL, published=True, withdrawn=False, model="hierarchical", study_hash=study.hash
    )
    row = fits.defer("arrays", "values", "members", "groups", "judged", "validation").first()
    return row if row is not None and row.insights.get("importance") else None


def _table(interview: Interview, row: StoredFit, given: dict[int, str]) -> pl.DataFrame:
    fit, design = bridge.fit_of(row), design_of(interview)
    keys = list(fit.answer_keys)
    positions = sorted(given)
    own = personal(
        fit,
        design.profiles[[interview.order[n - 1] for n in positions]],
        np.array([keys.index(given[n]) for n in positions]),
        interview.values,
    )
    return personal_table(fit, own, {each["criterion"]: each["percent"] for each in row.insights["importance"]})


def _mark(interview: Interview) -> str:
    if interview.kind == Kind.PREVIEW:
        return _("Preview: these answers do not count.")
    return _("Demonstration: made-up answers.") if interview.study.synthetic else ""


def _scenarios(interview: Interview, study: Definition, given: dict[int, str], language: Language) -> Any:
    design = design_of(interview)
    texts = {answer.key: answer.text.say(language) for answer in study.answers}
    for n, s in enumerate(interview.order, start=1):
        levels = [
            (criterion.text, criterion.levels[int(level)].text)
            for criterion, level in zip(study.criteria, design.profiles[s], strict=True)
        ]
        yield {"number": n, "levels": levels, "answer": texts.get(given.get(n, ""), "–")}


def _rows(table: pl.DataFrame, study: Definition, language: Language) -> Any:
    for row in table.iter_rows(named=True):
        criterion = study.criterion(row["criterion"])
        levels = {level.key: level.text.say(language) for level in criterion.levels}
        yield {
            "criterion": criterion.text.say(language),
            "percent": number(row["percent"], language) + "%",
            "interval": _("%(low)s to %(high)s%%")
            % {"low": number(row["low"], language), "high": number(row["high"], language)},
            "group": number(row["group_percent"], language) + "%",
            "for": levels.get(row["for_level"], "–"),
            "against": levels.get(row["against_level"], "–"),
        }


def _findings(table: pl.DataFrame, study: Definition, language: Language) -> Any:
    def names(frame: pl.DataFrame) -> str:
        return listed(
            [quoted(study.criterion(key).text.say(language), language) for key in frame["criterion"]], language
        )

    top = table.head(min(3, max(1, table.height - 1)))
    yield ngettext("This weighed most for you: %(names)s.", "These weighed most for you: %(names)s.", top.height) % {
        "names": names(top)
    }
    more = table.filter(pl.col("differs") & (pl.col("percent") > pl.col("group_percent")))
    less = table.filter(pl.col("differs") & (pl.col("percent") < pl.col("group_percent")))
    if more.height:
        yield _("More than for the group as a whole: %(names)s.") % {"names": names(more)}
    if less.height:
        yield _("Less than for the group as a whole: %(names)s.") % {"names": names(less)}
    if not more.height and not less.height:
        yield _("Nowhere is it demonstrated that you weigh otherwise than the group as a whole.")


def pdf(profile: Profile, on: date) -> bytes:
    """Return the profile as a tagged PDF."""
    return typeset(
        {
            "title": _("Your profile"),
            "author": "Collega",
            "description": profile.title,
            "keywords": ["Collega"],
            "language": profile.language,
            "mark": profile.mark or None,
            "running": profile.title if len(profile.title) <= 60 else profile.title[:58].rsplit(" ", 1)[0] + " …",
            "footer": f"Collega {version('collega')}",
            "words": {"table": _("Table"), "figure": _("Figure"), "contents": ""},
            "cover": None,
            "blocks": [*_weight_blocks(profile), *_answer_blocks(profile)],
        },
        on,
    )


def _weight_blocks(profile: Profile) -> list[blocks.Block]:
    if profile.weights is None:
        return [blocks.paragraph(profile.title)]
    header = [
        _("Criterion"),
        _("You"),
        _("90 percent interval"),
        _("Group"),
        _("Speaks most for"),
        _("Speaks most against"),
    ]
    cells = [
        [row[name] for name in ("criterion", "percent", "interval", "group", "for", "against")] for row in profile.rows
    ]
    caption = _("How heavily each criterion weighs: yours as bars with their interval, the group's as diamonds")
    return [
        blocks.paragraph(profile.title),
        blocks.heading(_("How you weighed the criteria"), new_page=False),
        *(blocks.finding(sentence) for sentence in profile.findings),
        blocks.figure(profile.weights, caption),
        blocks.paragraph(_explained(profile)),
        blocks.table(
            header, cells, columns=[3, "auto", "auto", "auto", 2, 2],
            align=["left", "right", "right", "right", "left", "left"],
        ),
    ]  # fmt: skip


def _explained(profile: Profile) -> str:
    return _(
        "The weights follow from your own answers and from what %(n)s participants have in common. The interval tells "
        "how sure that is: with so few answers of one person it is wide. A dash means that it is not sure which value "
        "speaks most for or against."
    ) % {"n": profile.participants}


def _answer_blocks(profile: Profile) -> list[blocks.Block]:
    positive = _("You answered positively in %(positive)s of %(judged)s scenarios.") % {
        "positive": profile.positive, "judged": profile.judged,
    }  # fmt: skip
    first = profile.scenarios[0]["levels"] if profile.scenarios else []
    criteria = [f"{c}. {text.say(profile.language)}" for c, (text, _level) in enumerate(first, start=1)]
    lines = [[str(line["number"]), line["answer"], _numbered(line["levels"], profile)] for line in profile.scenarios]
    return [
        blocks.heading(_("What you answered"), new_page=False),
        blocks.finding(positive),
        blocks.figure(profile.answers, _("How often you gave each answer")),
        blocks.paragraph(_("The numbers in the table stand for the criteria:")),
        blocks.bullets(criteria),
        blocks.table(
            [_("Scenario"), _("Your answer"), _("What it was about")], lines, columns=["auto", "auto", 1],
            align=["right", "left", "left"],
        ),
    ]  # fmt: skip


def _numbered(levels: list[Any], profile: Profile) -> str:
    return " · ".join(f"{c}. {level.say(profile.language)}" for c, (_text, level) in enumerate(levels, start=1))
