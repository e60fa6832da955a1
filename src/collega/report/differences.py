"""What is said in short about differences between groups: those that were demonstrated, or that none was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from collega.insight import SelfImage
from collega.report import findings
from collega.report.prose import Prose
from collega.study.definition import Study


def difference_findings(
    differences: Mapping[str, Mapping[str, Any]],
    answers: Mapping[str, pl.DataFrame],
    images: Sequence[SelfImage],
    lowest: float | None,
    study: Study,
    prose: Prose,
) -> list[str]:
    """Tell every demonstrated difference, and for how many characteristics none was.

    Parameters
    ----------
    differences : mapping of characteristic to a row of :func:`collega.insight.group_differences`
    answers : mapping of characteristic to frame
        As :func:`collega.insight.answers_by_group` has them.
    images : sequence of SelfImage
    lowest : float
        Share of the most negative answer over all, 0..1.
    """
    tested = {key: row for key, row in differences.items() if row["p_value_corrected"] is not None}
    clear = {key: row for key, row in tested.items() if findings.demonstrated(row)}
    pictured = {image.characteristic: image for image in images if image.most_negative is not None}
    sentences = []
    for key, row in clear.items():
        if key in pictured:
            told = findings.self_image_finding(pictured[key], lowest, row, study, prose)
        else:
            told = findings.group_finding(answers[key], row, study, key, prose)
        sentences.append(f"{study.characteristic(key).name(prose.language)}: {told[:1].lower()}{told[1:]}")
    unclear = len(tested) - len(clear)
    if unclear:
        name = "summary.no_difference" if not clear else "summary.no_other_difference"
        sentences.append(prose(name + ("_one" if unclear == 1 else ""), count=unclear))
    return sentences
