"""The ways out that the command line has, after the messages of the engine, which knows no commands and no options."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from collega.errors import CollegaError, InputError, Problem
from collega.messages import Message

_NAMED: list[str] = []
_FIT = ": collega fit {folder}"
_HIERARCHICAL = ": collega fit {folder} --model hierarchical"
_AFTER: Mapping[str, str] = {
    "study-start-from-template": ": collega new",
    "folder-make-study": ": collega new {folder}",
    "folder-no-scenarios": ". Make one: collega design {folder}",
    "folder-no-answers": ". Bring answers in: collega import {folder} --answers FILE; or try the study out: "
    "collega simulate {folder} --participants 50.",
    "folder-no-fit": ". Make one: collega fit {folder}",
    "folder-fit-again": _FIT,
    "design-make-scenarios": ": collega design {folder}",
    "design-cut-short": " (--seconds)",
    "design-inefficient": " (--seed, --versions)",
    "design-unsuited-to-prior": " (--seed, --prior)",
    "design-not-identified": " (--versions {versions}, or --scenarios {needed})",
    "panel-give-scenarios": ": --scenarios FILE, or collega design {folder}",
    "panel-give-scenarios-or-columns": "; a file goes with --scenarios",
    "model-same-effects-everywhere": ": --model pooled.",
    "model-effects-coding-only": ": --model mixed or --model pooled.",
    "model-one-threshold-only": ". Leave --by-threshold out.",
    "model-one-level-judged": " (--by-threshold).",
    "model-knows-no-groups": _HIERARCHICAL,
    "model-profile-needs-hierarchical": _HIERARCHICAL,
    "model-nothing-to-weigh": _HIERARCHICAL,
    "model-without-draws": _FIT,
    "model-of-other-study": _FIT,
    "model-out-of-date": _FIT,
    "model-predicts-better": ": collega fit {folder} --model {name}",
    "insight-no-counts": ": --profession counts.csv",
    "colleague-model-reveals-leavers": _FIT,
    "report-other-answers": _FIT,
}


def remember_folder(folder: Path | None) -> Path | None:
    """Remember which folder the user named, for the commands in hints."""
    _NAMED.clear()
    if folder is not None:
        _NAMED.append(shlex.quote(str(folder)))
    return folder


def with_hint(text: str) -> str:
    """Return a message with the way out that the command line has for it."""
    hint = _AFTER.get(text.code) if isinstance(text, Message) else None
    if hint is None or not isinstance(text, Message):
        return text
    return text.rstrip(".") + hint.format(**{**text.values, "folder": _NAMED[0] if _NAMED else "FOLDER"})


def problem_with_hints(problem: Problem) -> Problem:
    """Return a problem with the ways out that the command line has."""
    cause, allowed, hint = map(with_hint, (problem.found, problem.allowed, problem.hint))
    return replace(problem, found=cause, allowed=allowed, hint=hint)


def refusal(error: CollegaError) -> str:
    """Return what is refused, with the ways out that the command line has."""
    if isinstance(error, InputError):
        return "\n".join(str(problem_with_hints(problem)) for problem in error.problems)
    return with_hint(error.message)
