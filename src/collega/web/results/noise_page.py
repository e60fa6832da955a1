"""What the page on differences between colleagues tells: from what is kept of a fit, and nothing else."""

from __future__ import annotations

from typing import Any

from collega.exhibits import Table, criteria_table, group_tables, levels_table, scenarios_table
from collega.findings import noise_findings, sentence
from collega.noise import stored_noise
from collega.prose import Prose
from collega.report.noise import opening
from collega.study import Study as Definition
from collega.web.records.models import StoredFit
from collega.web.results.exhibits import language_now


def noise_texts(fit: StoredFit, definition: Definition) -> dict[str, Any]:
    """Return title, texts and tables; without tables where it was not computed for this fit."""
    language = language_now()
    prose, noise = Prose(language), stored_noise(fit.insights)
    if noise is None:
        return {"title": prose("noise.title"), "known": False, "computed": "noise" in fit.insights}
    first, *unknown = opening(noise, prose)
    level_tables = [criteria_table(noise, definition, prose), levels_table(noise, definition, prose)]
    titles = [prose("noise.criteria"), prose("noise.where"), prose("noise.scenarios")]
    tables = [*level_tables, scenarios_table(noise, prose)]
    return {
        "title": prose("noise.title"),
        "known": True,
        "opening": first,
        "unknown": unknown,
        "sentences": [sentence(finding, definition, language) for finding in noise_findings(noise)],
        "groups": [
            _rows_shown(prose("noise.groups", what=definition.characteristic(key).name(language)), content)
            for key, content in group_tables(noise, definition, prose).items()
        ],
        "reading": prose("noise.reading"),
        "where": [
            _rows_shown(title, content)
            for title, content in zip(titles, tables, strict=True)
            if content is not None and content.rows
        ],
    }


def _rows_shown(title: str, content: Table) -> dict[str, Any]:
    """Return a table as a page draws it: cells with the kind of their column."""
    kinds = ["count" if column.name == "colleagues_needed" else column.kind for column in content.columns]
    return {
        "title": title,
        "header": [(column.text, kind) for column, kind in zip(content.columns, kinds, strict=True)],
        "rows": [list(zip(row, kinds, strict=True)) for row in content.written(language_now())],
    }
