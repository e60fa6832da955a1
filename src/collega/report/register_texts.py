"""The texts of an entry in the algorithm register, computed from the study; always in Dutch, as the register is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import yaml

from collega.figures.wording import listed, number, percent, plural, quoted
from collega.model.fit import Fit
from collega.model.share import LEVEL
from collega.model.validation import Validation
from collega.prose import thousands
from collega.report.publication_standard import BY_KEY, is_contact
from collega.study.definition import Study

MARKED = ("name", "description_short")


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelFacts:
    """What the register may know of a panel: counts, and nothing of anyone.

    Attributes
    ----------
    participants : int
        Counted participants.
    answers : int
        Their answers.
    scenarios : int
        Scenarios in the design.
    data_hash : str
        Of :func:`collega.panel.identity.panel_hash`: tells whether a fit is of this panel.
    synthetic : bool
        Whether the answers were simulated.
    """

    participants: int
    answers: int
    scenarios: int
    data_hash: str
    synthetic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the texts are computed from; ``synthetic`` where panel or fit is."""

    study: Study
    facts: PanelFacts
    fit: Fit
    validation: Validation | None
    synthetic: bool

    @property
    def panel(self) -> str:
        """The participants, counted: '50 deelnemers'."""
        words = raw("simulated_people" if self.synthetic else "people")
        n = self.facts.participants
        return f"{thousands(n, 'nl')} {words['one' if n == 1 else 'more']}"

    @property
    def values(self) -> dict[str, str]:
        """What may be filled in in any text."""
        study = self.study
        positive = [quoted(answer.text.say("nl"), "nl") for answer in study.answers[study.positive :]]
        return {
            "title": study.title.say("nl").strip(),
            "statement": study.statement.say("nl").strip().rstrip("."),
            "positive": listed(positive, "nl"),
            "counts": "telt" if len(positive) == 1 else "tellen",
            "panel": self.panel,
            "criteria": plural(len(study.criteria), "criterium", "criteria"),
            "interval": percent(LEVEL, "nl"),
            "minimum": str(study.minimum_group),
            "answers": thousands(self.facts.answers, "nl"),
            "scenarios": thousands(self.facts.scenarios, "nl"),
        }

    def fill(self, text: str, **more: str) -> str:
        """Fill in the names in a text of an ``html`` field."""
        values = self.values | more
        return text.format(**{name: escape(value, quote=False) for name, value in values.items()})


def computed_texts(source: Source) -> dict[str, str]:
    """Return the fields that follow from the study; texts of ``html`` fields have paragraphs and lists marked."""
    study = source.study
    contact = study.contact.say("nl").strip()
    return {
        **{
            name: _first_fit(source, name, [text.format(**source.values) for text in texts])
            for name, texts in raw("first_fit").items()
        },
        "contact_email": contact if is_contact(contact) else "",
        **{name: _paragraphs(source, raw(name)) for name in ("goal", "proportionality", "human_intervention")},
        "risks": _risks(source),
        "source_data": _first_fit(source, "source_data", [_source_data(source, in_full) for in_full in (True, False)]),
        "methods_and_models": _methods_and_models(source),
        "source_id": study.key,
        "tags": source.fill(raw("tags")),
    }


def marked(key: str, text: str) -> str:
    """Put in front of a name or description that it is an example."""
    mark = str(raw("example"))
    return text if text.startswith(mark) else f"{mark}{': ' if key == 'name' else '. '}{text}"


def period(retention: str) -> str:
    """Write an ISO 8601 period: P2Y6M as '2 jaar en 6 maanden'."""
    words = raw("period")
    return listed([plural(int(n), *words[unit]) for n, unit in re.findall(r"(\d+)([YMWD])", retention)], "nl")


def raw(name: str) -> Any:
    """Return what stands at ``section.key`` in the file of texts."""
    content: Any = _texts()
    for key in name.split("."):
        content = content[key]
    return content


def _first_fit(source: Source, key: str, texts: Sequence[str]) -> str:
    """Return the first text that the register takes, marked where it is an example; the last where none fits."""
    limit = BY_KEY[key].limit or 0
    marked_texts = [marked(key, text) if source.synthetic and key in MARKED else text for text in texts]
    return next((text for text in marked_texts if len(text) < limit), marked_texts[-1])


def _risks(source: Source) -> str:
    names = ("overtrust", "panel", "fairness", "privacy")
    items = [source.fill(raw(f"risks.{name}")) for name in names]
    items.append(source.fill(raw("risks.prediction"), validation=_validation(source)))
    if not source.fit.converged:
        items.append(str(raw("methods_and_models.not_converged")))
    return _paragraphs(source, [raw("risks.opening")]) + _bullets(items)


def _validation(source: Source) -> str:
    result = source.validation
    if result is None:
        return str(raw("validation.none"))
    text = source.fill(
        raw("validation.done"),
        answers=thousands(result.answers, "nl"),
        hits=percent(result.hit_rate[result.model], "nl"),
        chance=percent(result.hit_rate["frequencies"], "nl"),
    )
    if result.gain_interval is None:
        return text
    low, high = result.gain_interval
    verdict = "better" if low > 0 else "worse" if high < 0 else "not_better"
    return f"{text} {raw(f'validation.{verdict}')}"


def _source_data(source: Source, in_full: bool) -> str:
    """Tell which data; without the lists of criteria and characteristics where there is no room for them."""
    texts, study = raw("source_data"), source.study
    opening = [texts["simulated"]] if source.synthetic else []
    criteria = [escape(criterion.text.say("nl"), quote=False) for criterion in study.criteria]
    parts = [_paragraphs(source, [*opening, texts["made"], texts["criteria" if in_full else "criteria_count"]])]
    parts += [_bullets(criteria)] if in_full else []
    parts += [_characteristics(source, in_full)]
    parts += [_paragraphs(source, [texts["retention"], texts["use"]], retention=period(study.retention))]
    return "".join(parts)


def _characteristics(source: Source, in_full: bool) -> str:
    texts = raw("source_data")
    questions = [escape(item.text.say("nl"), quote=False) for item in source.study.characteristics]
    if not questions:
        return _paragraphs(source, [texts["no_characteristics"]])
    declined = _paragraphs(source, [texts["declined"]])
    if in_full:
        return _paragraphs(source, [texts["characteristics"]]) + _bullets(questions) + declined
    return _paragraphs(source, [texts["characteristics_count"]], count=str(len(questions))) + declined


def _methods_and_models(source: Source) -> str:
    texts, fit = raw("methods_and_models"), source.fit
    names = ["input", fit.model, "output"]
    additions = {
        "link": fit.link,
        "version": version("collega"),
        "study": source.study.key,
        "validation": _validation(source),
    }
    additions["seed"] = "" if fit.seed is None else texts["seed"].format(seed=fit.seed)
    if not fit.converged:
        names.append("not_converged")
    elif fit.convergence is not None:
        names.append("converged")
        additions |= {"chains": str(fit.convergence.chains), "r_hat": number(fit.convergence.r_hat, "nl", 3)}
    lines = [texts[name] for name in names]
    return _paragraphs(source, [*lines, "{validation}", texts["learning"], texts["software"]], **additions)


def _paragraphs(source: Source, texts: Iterable[str], **more: str) -> str:
    return "".join(f"<p>{source.fill(text, **more)}</p>" for text in texts)


def _bullets(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


@cache
def _texts() -> Any:
    return yaml.safe_load(files("collega.report").joinpath("texts/register.yaml").read_text(encoding="utf-8"))
