"""A small study from definition to advice, quick enough to report on in every test."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from pypdf import PdfReader

from collega.colleague import Advice, ask, make_case
from collega.design import Design
from collega.insight.insights import Insights, insights
from collega.model.fit import Fit
from collega.model.hierarchical.fit import Effort, fit_hierarchical
from collega.model.pooled import fit_pooled
from collega.panel import Panel
from collega.panel.simulate import simulate
from collega.report import write_report
from collega.study import Language, Study, template_cases
from tests.figures.frames import make_study

DAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Made:
    study: Study
    panel: Panel
    fit: Fit
    insights: Insights
    advices: tuple[Advice, ...]

    def write(self, to: Path, language: Language = "nl", **more: Any) -> PdfReader:
        how: dict[str, Any] = {"language": language, "to": to, "on": DAY} | more
        write_report(self.study, self.panel, self.fit, self.insights, self.advices, **how)
        return PdfReader(to)


def make_design(study: Study, versions: int = 2) -> Design:
    """Every combination of levels once, dealt over versions."""
    profiles = np.array(list(np.ndindex(study.n_levels)), dtype=np.int64)
    numbers = np.arange(len(profiles))
    return Design(
        scenarios=tuple(f"s{s + 1}" for s in numbers),
        profiles=profiles,
        versions=tuple("AB"[:versions]),
        shows=tuple(tuple(numbers[numbers % versions == v].tolist()) for v in range(versions)),
    )


def make(study: Study, *, versions: int = 2, participants: int = 40, model: str = "pooled", real: bool = False) -> Made:
    panel, _ = simulate(study, make_design(study, versions), participants=participants, seed=3)
    told = {
        item.key: pl.Series((list(item.value_keys) * participants)[:participants]) for item in study.characteristics
    }
    panel = replace(panel, people=panel.people.with_columns(**told))
    return finish(replace(panel, synthetic=not real), model)


def finish(panel: Panel, model: str = "pooled", *, template: bool = False) -> Made:
    short = Effort(chains=2, warm_up=40, sweeps=60, rounds=0)
    fit = fit_pooled(panel) if model == "pooled" else fit_hierarchical(panel, effort=short)
    study = panel.study
    levels = {criterion.key: criterion.level_keys[0] for criterion in study.criteria}
    cases = [make_case(study, levels), make_case(study, {})]
    if template:
        cases = [make_case(study, levels) for levels in template_cases(study.key)]
    return Made(study, panel, fit, insights(panel, fit), tuple(ask(study, fit, case, panel=panel) for case in cases))


@cache
def small(model: str = "pooled") -> Made:
    return make(make_study(minimum_group=5), model=model)


def withhold(panel: Panel, characteristic: str, value: str, keep: int) -> Panel:
    """Let all but ``keep`` participants with this value withhold it."""
    cells = panel.people[characteristic].to_list()
    place = [i for i, cell in enumerate(cells) if cell == value]
    cells = ["" if i in place[keep:] else cell for i, cell in enumerate(cells)]
    return replace(panel, people=panel.people.with_columns(pl.Series(characteristic, cells)))


def text_of(pdf: PdfReader) -> str:
    """The words of all pages, hyphens at line ends taken out."""
    pages = "\n".join(page.extract_text() for page in pdf.pages)
    return " ".join(re.sub("[-\u00ad]\n", "", pages).replace("\u00ad", "-").split())


def elements(pdf: PdfReader, kind: str) -> list[Any]:
    """The structure elements of one kind."""
    found, todo = [], [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while todo:
        item = todo.pop().get_object()
        if isinstance(item, list):
            todo += [each for each in item if not isinstance(each, int)]
        elif isinstance(item, dict):
            if item.get("/S") == kind:
                found.append(item)
            if "/K" in item and not isinstance(item["/K"], int):
                todo.append(item["/K"])
    return found
