"""Collega: choice experiments on professional judgement, and the virtual colleague that answers for a new case."""

from __future__ import annotations

import importlib
from typing import Any

from collega import caches

_HOME = {
    "Advice": "collega.colleague",
    "CollegaError": "collega.errors",
    "DataError": "collega.errors",
    "Design": "collega.design",
    "Fit": "collega.model.fit",
    "Panel": "collega.panel",
    "Study": "collega.study",
    "StudyError": "collega.errors",
    "StudyFolder": "collega.folder",
    "ask": "collega.colleague",
    "assess": "collega.design",
    "case_findings": "collega.findings",
    "compose": "collega.design",
    "estimate": "collega.model.estimate",
    "export_panel": "collega.panel",
    "ground_of_panel": "collega.exhibits",
    "import_panel": "collega.panel",
    "insights": "collega.insight",
    "load_study": "collega.study",
    "make_case": "collega.colleague",
    "make_exhibits": "collega.exhibits",
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


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'collega' has no attribute '{name}'")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
