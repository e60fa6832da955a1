"""Simulated panels of any size as study folders in Parquet partitions, written partition by partition."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.panels import LEVELS, THRESHOLDS, make_panel, utilities
from collega.folder import SCENARIOS, STUDY
from collega.panel import Panel
from collega.panel.stored import partition_files
from collega.study.dump import dump_study

PEOPLE = 50_000  # in a partition
EACH = 21  # answers of one participant


def write_folder(folder: Path, participants: int, people: int = PEOPLE) -> Path:
    """Write a study folder of so many participants with 21 answers each, from the same 42 scenarios; return it."""
    template = make_panel(42)
    folder.mkdir(parents=True)
    (folder / STUDY).write_text(dump_study(template.study), encoding="utf-8")
    template.design.frame(template.study).write_csv(folder / SCENARIOS)
    for number, first in enumerate(range(0, participants, people)):
        part = _part(template, first, min(people, participants - first), seed=number)
        for name, content in partition_files(part, people).items():
            file = folder / Path(name).parent / f"{number:05d}.parquet"
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
    return folder


def first_partitions(folder: Path, source: Path, partitions: int) -> Path:
    """Return a folder with the first partitions of another one, linked."""
    folder.mkdir()
    for name in (STUDY, SCENARIOS):
        os.link(source / name, folder / name)
    for table in ("answers", "participants"):
        (folder / table).mkdir()
        for file in sorted((source / table).glob("*.parquet"))[:partitions]:
            os.link(file, folder / table / file.name)
    return folder


def _part(template: Panel, first: int, participants: int, seed: int) -> Panel:
    rng = np.random.default_rng([seed, 7])
    version = (first + np.arange(participants)) % 2
    scenario = (EACH * version[:, None] + np.arange(EACH)).ravel().astype(np.int32)
    participant = np.repeat(np.arange(participants, dtype=np.int32), EACH)
    utility = utilities(template.design.profiles, LEVELS)[scenario] + rng.normal(0.0, 1.0, participants)[participant]
    answer = np.digitize(utility + rng.logistic(size=len(utility)), THRESHOLDS).astype(np.int8)
    people = pl.DataFrame(
        {
            "participant": [f"p{first + i}" for i in range(participants)],
            "version": pl.Series(template.design.versions).gather(version),
            "included": ["true"] * participants,
        }
    )
    return replace(template, people=people, participant=participant, scenario=scenario, answer=answer)
