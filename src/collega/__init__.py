"""Collega: choice experiments on professional judgement, and the virtual colleague that answers for a new case."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from collega import caches

_HOME = {
    "Advice": "collega.colleague",
    "Casebook": "collega.practice",
    "CollegaError": "collega.errors",
    "DataError": "collega.errors",
    "Design": "collega.design",
    "Fit": "collega.model.fit",
    "Panel": "collega.panel",
    "Practice": "collega.practice",
    "Study": "collega.study",
    "StudyError": "collega.errors",
    "StudyFolder": "collega.folder",
    "Trainer": "collega.training",
    "ask": "collega.colleague",
    "attention_of": "collega.training",
    "attention_sentence": "collega.training",
    "assess": "collega.design",
    "case_findings": "collega.findings",
    "compose": "collega.design",
    "estimate": "collega.model.estimate",
    "export_panel": "collega.panel",
    "find_personal_data": "collega.practice",
    "follow_practice": "collega.practice",
    "ground_of_panel": "collega.exhibits",
    "import_panel": "collega.panel",
    "insights": "collega.insight",
    "likeness_of": "collega.practice",
    "load_study": "collega.study",
    "make_case": "collega.colleague",
    "make_exhibits": "collega.exhibits",
    "measure_noise": "collega.noise",
    "parse_study": "collega.study",
    "quality_flags": "collega.panel",
    "sentence": "collega.findings",
    "simulate": "collega.panel.simulate",
    "template_cases": "collega.study",
    "template_text": "collega.study",
    "validate": "collega.model.validation",
    "write_report": "collega.report",
}
__all__ = sorted(_HOME)  # noqa: PLE0605  -- imported when first used, so that 'import collega' costs nothing


caches.provide()


if TYPE_CHECKING:  # for type checkers, which do not see what is imported when first used
    from collega.colleague import Advice as Advice
    from collega.colleague import ask as ask
    from collega.colleague import make_case as make_case
    from collega.design import Design as Design
    from collega.design import assess as assess
    from collega.design.compose import compose as compose
    from collega.errors import CollegaError as CollegaError
    from collega.errors import DataError as DataError
    from collega.errors import StudyError as StudyError
    from collega.exhibits import ground_of_panel as ground_of_panel
    from collega.exhibits import make_exhibits as make_exhibits
    from collega.findings import case_findings as case_findings
    from collega.findings import sentence as sentence
    from collega.folder import StudyFolder as StudyFolder
    from collega.insight.insights import insights as insights
    from collega.model.estimate import estimate as estimate
    from collega.model.fit import Fit as Fit
    from collega.model.validation import validate as validate
    from collega.noise import measure_noise as measure_noise
    from collega.panel import Panel as Panel
    from collega.panel import export_panel as export_panel
    from collega.panel import import_panel as import_panel
    from collega.panel import quality_flags as quality_flags
    from collega.panel.simulate import simulate as simulate
    from collega.practice import Casebook as Casebook
    from collega.practice import Practice as Practice
    from collega.practice import find_personal_data as find_personal_data
    from collega.practice import follow_practice as follow_practice
    from collega.practice import likeness_of as likeness_of
    from collega.report import write_report as write_report
    from collega.study import Study as Study
    from collega.study import load_study as load_study
    from collega.study import parse_study as parse_study
    from collega.study import template_cases as template_cases
    from collega.study import template_text as template_text
    from collega.training import Trainer as Trainer
    from collega.training import attention_of as attention_of
    from collega.training import attention_sentence as attention_sentence
else:

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'collega' has no attribute '{name}'")
        return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
