"""Words and numbers from elsewhere become keys of the study."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from collega.errors import Problem, did_you_mean
from collega.panel.columns import wrong_cells
from collega.study.definition import DECLINED, Study
from collega.study.text import LANGUAGES, Text
from collega.tables import Table

KEY_AT_THE_END = re.compile(r"\[([A-Za-z0-9][A-Za-z0-9_-]*)\]$")
_COMMA_NUMBER = r"^(\d+),(\d+)$"

Texts = Mapping[str, Text]


def column_texts(study: Study) -> dict[str, Texts]:
    """Return for each column with keys its keys and their texts."""
    texts: dict[str, Texts] = {"answer": {item.key: item.text for item in study.answers}}
    texts |= {item.key: {level.key: level.text for level in item.levels} for item in study.criteria}
    for item in study.characteristics:
        texts[item.key] = {
            key: Text(nl=item.value_text(key, "nl"), en=item.value_text(key, "en"))
            for key in (*item.value_keys, DECLINED)
        }
    return texts


def translated(
    table: Table, columns: Mapping[str, Texts], words: Mapping[str, Mapping[str, str]], missing: Sequence[str]
) -> tuple[Table, list[Problem]]:
    """Turn the cells of these columns into keys.

    A cell is looked up as a word of the mapping file, then as a value label of SPSS, then as a key, then as the text
    of exactly one key. Cells of a column without words in the mapping that are none of these stay as they are, for
    :func:`read_panel` to refuse; so do empty cells.

    Returns
    -------
    Table, list of Problem
        Refused cells hold a valid key, so that the same cell is not refused twice.
    """
    problems: list[Problem] = []
    frame = table.frame
    for column, texts in columns.items():
        if column not in frame.columns:
            continue
        own = words.get(column, {})
        cells = frame[column]
        known = _known(cells.unique().to_list(), texts, own, table.labels.get(column, {}))
        keys = cells.replace_strict(known, default=cells) if known else cells
        if own:
            wrong = ~(keys.is_in([*texts, ""]) | cells.is_in([*missing_cells(table, column, missing), ""]))
            problems += _unknown_words(table, column, wrong, own, list(texts))
            keys = pl.select(pl.when(wrong).then(pl.lit(next(iter(texts)))).otherwise(keys)).to_series()
        frame = frame.with_columns(keys.alias(column))
    return replace(table, frame=frame), problems


def _known(cells: list[str], texts: Texts, own: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, str]:
    said = _unique_texts(texts)
    found = {}
    for cell in cells:
        label = labels.get(cell, "")
        guesses = (own.get(cell), own.get(label), _key_of(label, texts, said), _key_of(cell, texts, said))
        key = next((guess for guess in guesses if guess), None)
        if key and cell:
            found[cell] = key
        elif not cell and cell in own:
            found[cell] = own[cell]
    return found


def _key_of(word: str, texts: Texts, said: Mapping[str, str]) -> str | None:
    """Return the key that a word means: the key itself, a text of it, or one with ``[key]`` at its end."""
    end = KEY_AT_THE_END.search(word)
    if word in texts:
        return word
    return end[1] if end and end[1] in texts else said.get(word)


def _unique_texts(texts: Texts) -> dict[str, str]:
    """Return the texts that belong to one key only."""
    owners: dict[str, set[str]] = {}
    for key, text in texts.items():
        for language in LANGUAGES:
            owners.setdefault(text.say(language).strip(), set()).add(key)
    return {text: next(iter(keys)) for text, keys in owners.items() if len(keys) == 1 and text}


def _unknown_words(
    table: Table, column: str, wrong: pl.Series, own: Mapping[str, str], keys: Sequence[str]
) -> list[Problem]:
    allowed = [*own, *(key for key in keys if key not in own)]
    problems: list[Problem] = []
    cells = table.frame[column]
    for cell in cells.filter(wrong).unique(maintain_order=True).to_list():
        what = f"{{}} is not a word for '{column}' in the mapping file"
        same = wrong & (cells == cell)
        problems += wrong_cells(table, column, same, what, ", ".join(allowed), did_you_mean(cell, allowed))
    return problems


def missing_cells(table: Table, column: str, missing: Sequence[str]) -> list[str]:
    """Return the cells that mean nothing: these words, and in SPSS the codes that they are the label of."""
    labels = table.labels.get(column, {})
    return [*missing, *(cell for cell, label in labels.items() if label in missing)]


def with_points(table: Table, columns: Sequence[str], missing: Sequence[str]) -> Table:
    """Write numbers with a decimal comma with a point, and words for nothing as empty cells."""
    changes = [
        pl.when(pl.col(name).is_in(missing_cells(table, name, missing)))
        .then(pl.lit(""))
        .otherwise(pl.col(name).str.replace(_COMMA_NUMBER, "$1.$2"))
        .alias(name)
        for name in columns
        if name in table.frame.columns
    ]
    return replace(table, frame=table.frame.with_columns(changes))
