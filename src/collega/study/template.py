"""Templates to start a study from."""

from __future__ import annotations

import csv
from importlib.resources import files

from collega.errors import Problem, StudyError, did_you_mean
from collega.messages import Message

TEMPLATES = ("avg-data-sharing", "blank")


def template_text(name: str) -> str:
    """Return the commented ``study.yaml`` of a template; StudyError where there is no such template."""
    if name not in TEMPLATES:
        problem = Message("study-not-a-template", name=name)
        hint = did_you_mean(name, TEMPLATES)
        raise StudyError([Problem(file="template", found=problem, allowed=", ".join(TEMPLATES), hint=hint)])
    return files("collega.study").joinpath(f"templates/{name}.yaml").read_text(encoding="utf-8")


def template_cases(key: str) -> list[dict[str, str]]:
    """Return the example cases of a template's study, as criterion key to level key; none for another study.

    The report of May 2024 prints two cases that differ in the consequences alone: 53% and 77% would share.
    """
    source = files("collega.study").joinpath(f"templates/{key}.cases.csv")
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines())) if source.is_file() else []
