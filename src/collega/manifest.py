"""What stands in ``manifest.json``: which files Collega wrote, by their sha256, and whether they are synthetic."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from collega.errors import DataError, Problem
from collega.messages import Message

MANIFEST = "manifest.json"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SEED = ("manifest-whole-number-null", (int, type(None)))
_FACTS: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "synthetic": ("common-true-false", (bool,)),
    "software": ("common-a-text", (str,)),
    "study_hash": ("common-a-text", (str,)),
    "design_hash": ("common-a-text", (str,)),
    "design_seed": _SEED,
    "design_cut_short": ("manifest-a-list-of-texts", (list,)),
    "panel_seed": _SEED,
    "fit_seed": _SEED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A manifest that was read and found sound.

    Attributes
    ----------
    facts : dict
        Everything in it, as it stands in the file.
    files : dict of str to str
        File name and sha256.
    synthetic : bool
        Whether participants and answers with these hashes were simulated.
    study_hash : str or None
        Hash of the definition that scenarios and answers were written for.
    design_hash : str or None
        Hash of what the scenarios stand on in it.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    synthetic: bool = False
    study_hash: str | None = None
    design_hash: str | None = None

    def lists(self, folder: Path, name: str) -> bool:
        """Whether the file of this name is in the folder just as it was written."""
        entry, file = self.files.get(name), folder / name
        return entry is not None and file.is_file() and sha256(file.read_bytes()) == entry


def sha256(content: bytes) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def read_manifest(file: Path) -> Manifest:
    """Read a manifest; an empty one where there is none.

    Raises
    ------
    DataError
        With everything in it that is of another shape.
    """
    if not file.is_file():
        return Manifest()
    try:
        facts = json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        facts = None
    problems = _problems(facts) if isinstance(facts, dict) else [_problem("", Message("manifest-not-an-object"))]
    if problems:
        raise DataError(problems)
    return Manifest(
        facts=facts,
        files={name: entry["sha256"] for name, entry in facts.get("files", {}).items()},
        synthetic=facts.get("synthetic", False),
        study_hash=facts.get("study_hash"),
        design_hash=facts.get("design_hash"),
    )


def next_manifest(
    old: Manifest, files: Mapping[str, bytes], facts: Mapping[str, Any], removed: tuple[str, ...]
) -> dict[str, Any]:
    """Return the manifest for when these files are written and others are gone."""
    listed = {name: entry for name, entry in old.facts.get("files", {}).items() if name not in removed}
    listed |= {name: _entry(name, content) for name, content in files.items()}
    return {**old.facts, **facts, "files": dict(sorted(listed.items()))}


def _entry(name: str, content: bytes) -> dict[str, Any]:
    entry: dict[str, Any] = {"sha256": sha256(content)}
    if name.endswith(".parquet"):
        return {"rows": pl.scan_parquet(io.BytesIO(content)).select(pl.len()).collect().item()} | entry
    return {"rows": content.count(b"\n") - 1} | entry if name.endswith(".csv") else entry


def _problems(facts: Mapping[str, Any]) -> list[Problem]:
    problems = [
        _problem(name, Message("common-found", what=_shortened(facts[name])), Message(allowed))
        for name, (allowed, kinds) in _FACTS.items()
        if name in facts and type(facts[name]) not in kinds
    ]
    files = facts.get("files", {})
    if not isinstance(files, dict):
        return [
            *problems,
            _problem("files", Message("common-found", what=_shortened(files)), Message("manifest-files-object")),
        ]
    return problems + [
        _problem(f"files.{name}", Message("common-found", what=_shortened(entry)), Message("manifest-file-object"))
        for name, entry in files.items()
        if not _sound(entry)
    ]


def _sound(entry: object) -> bool:
    if not isinstance(entry, dict):
        return False
    digest, rows = entry.get("sha256"), entry.get("rows", 0)
    sound_rows = isinstance(rows, int) and not isinstance(rows, bool)
    return sound_rows and isinstance(digest, str) and _SHA256.fullmatch(digest) is not None


def _problem(where: str, found: str, allowed: str = "") -> Problem:
    hint = Message("manifest-restore")
    return Problem(file=MANIFEST, where=where, found=found, allowed=allowed, hint=hint)


def _shortened(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
