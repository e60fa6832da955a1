"""Words from elsewhere become keys of the study."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from collega.errors import Problem, did_you_mean
from collega.mapping.cells import same_cause, wrong_cells
from collega.messages import Message
from collega.study.added import DECLINED
from collega.study.definition import Study
from collega.study.text import LANGUAGES, Text
from collega.tables import Table, normal_text

KEY_AT_THE_END = re.compile(r"\[([A-Za-z0-9][A-Za-z0-9_-]*)\]$")

Texts = Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words for the keys of one column: the keys themselves, and the texts that they stand for.

    Attributes
    ----------
    keys : tuple of str
    texts : dict of str to tuple of str
        A text without invisible differences, and every key that has it.
    """

    keys: tuple[str, ...]
    texts: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, texts: Texts) -> Vocabulary:
        """Collect the words of these keys in every language."""
        owners: dict[str, dict[str, None]] = {}
        for key, text in texts.items():
            for language in LANGUAGES:
                owners.setdefault(normal_text(text.say(language)).strip(), {})[key] = None
        return cls(keys=tuple(texts), texts={text: tuple(keys) for text, keys in owners.items() if text})

    def meanings(self, word: str) -> tuple[str, ...]:
        """Return the keys that a word can mean: the key itself, the text of keys, or one with ``[key]`` at its end."""
        word = normal_text(word).strip()
        keys = (word,) if word in self.keys else ()
        end = KEY_AT_THE_END.search(word)
        if not keys and end and end[1] in self.keys:
            return (end[1],)
        return tuple(dict.fromkeys((*keys, *self.texts.get(word, ()))))

    def chosen(self, words: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return what each of these words of one column means; more than one key where that cannot be told.

        A word can be the key of one thing and the text of another. Where all words of the column are keys and not all
        are texts, they are keys, and the other way round.
        """
        meanings = {word: self.meanings(word) for word in words if word}
        keys = all(normal_text(word) in self.keys for word in meanings)
        texts = all(normal_text(word) in self.texts for word in meanings)
        if keys and not texts:
            return {word: (normal_text(word),) for word in meanings}
        if texts and not keys:
            return {word: self.texts[normal_text(word)] for word in meanings}
        return meanings


def column_texts(study: Study) -> dict[str, Texts]:
    """Return for each column with keys its keys and their texts."""
    texts: dict[str, Texts] = {"answer": {item.key: item.text for item in study.answers}}
    texts |= level_texts(study)
    for item in study.characteristics:
        texts[item.key] = {
            key: Text(nl=item.value_text(key, "nl"), en=item.value_text(key, "en"))
            for key in (*item.value_keys, DECLINED)
        }
    return texts


def level_texts(study: Study) -> dict[str, Texts]:
    """Return for each criterion its level keys and their texts."""
    return {item.key: {level.key: level.text for level in item.levels} for item in study.criteria}


def translate(
    table: Table, columns: Mapping[str, Texts], words: Mapping[str, Mapping[str, str]]
) -> tuple[Table, list[Problem]]:
    """Turn the cells of these columns into keys.

    A cell is looked up as a word of the mapping file, then by its value label, then as a key or the text of a key.
    What is none of these stays as it is, with its label, for :func:`refuse_words` or :func:`read_panel` to refuse.

    Returns
    -------
    Table, list of Problem
        A problem for each word that can mean more than one key, or that the mapping file and its label contradict.
    """
    problems: list[Problem] = []
    frame = table.frame
    for column in [column for column in columns if column in frame.columns]:
        vocabulary, cells = Vocabulary.of(columns[column]), frame[column]
        mapped, labels = words.get(column, {}), table.labels.get(column, {})
        meanings = _meanings(cells.unique(maintain_order=True).to_list(), vocabulary, mapped, labels)
        problems += _contradicted(table, column, vocabulary, mapped)
        problems += _unclear(table, column, {cell: keys for cell, keys in meanings.items() if len(keys) > 1})
        unambiguous = {cell: keys[0] for cell, keys in meanings.items()}
        frame = frame.with_columns((cells.replace(unambiguous) if unambiguous else cells).alias(column))
    return replace(table, frame=frame), problems


def _meanings(
    cells: Sequence[str], vocabulary: Vocabulary, words: Mapping[str, str], labels: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return what each cell means; a cell with a label that nobody knows becomes ``cell (label)``."""
    mapped = {cell: words.get(cell) or words.get(labels.get(cell, "")) for cell in cells if cell or "" in words}
    meanings: dict[str, tuple[str, ...]] = {cell: (key,) for cell, key in mapped.items() if key}
    rest = [cell for cell in cells if cell and cell not in meanings]
    by_label = vocabulary.chosen(labels[cell] for cell in rest if labels.get(cell))
    by_cell = vocabulary.chosen(cell for cell in rest if not labels.get(cell))
    for cell in rest:
        label = labels.get(cell)
        keys = by_label[label] if label else by_cell[cell]
        if label and not keys:  # a number with a label is a code, whatever key looks like it
            keys = (cell,) if cell in vocabulary.keys and not cell.isdigit() else (f"{cell} ({label})",)
        if keys:
            meanings[cell] = keys
    return meanings


def _contradicted(table: Table, column: str, vocabulary: Vocabulary, words: Mapping[str, str]) -> list[Problem]:
    """Return a problem for each code that the mapping file gives one meaning, and its label in this column another."""
    hint = Message("mapping-labels-are-of-a-column")
    labels, cells = table.labels.get(column, {}), table.frame[column]
    problems = []
    for cell in cells.unique(maintain_order=True).to_list():
        key, label = words.get(cell), labels.get(cell, "")
        meanings = (words[label],) if label in words else vocabulary.meanings(label)
        if key and label and meanings and key not in meanings:
            problem = Message("mapping-label-against-word", cell=cell, label=label, key=key)
            problems.append(same_cause(table, column, (cells == cell).arg_true().to_list(), problem, hint=hint))
    return problems


def _unclear(table: Table, column: str, words: Mapping[str, tuple[str, ...]]) -> list[Problem]:
    hint = Message("mapping-say-which")
    cells = table.frame[column]
    problems = []
    for cell, keys in words.items():
        rows = (cells == cell).arg_true().to_list()
        problems.append(
            same_cause(table, column, rows, Message("common-ambiguous-word", word=cell, keys=keys), hint=hint)
        )
    return problems


def refuse_words(
    table: Table, column: str, words: Mapping[str, str], keys: Sequence[str]
) -> tuple[Table, list[Problem]]:
    """Refuse what the mapping has no word for, in a column that it has words for.

    Returns
    -------
    Table, list of Problem
        Refused cells hold a valid key, so that the same cell is not refused twice.
    """
    if not words or column not in table.frame.columns:
        return table, []
    cells = table.frame[column]
    wrong = ~cells.is_in([*keys, ""])
    allowed = [*words, *(key for key in keys if key not in words)]
    refusal = partial(Message, "mapping-not-a-word", column=column)
    problems = wrong_cells(table, column, wrong, refusal, ", ".join(allowed), lambda cell: did_you_mean(cell, allowed))
    translated = pl.select(pl.when(wrong).then(pl.lit(keys[0])).otherwise(cells).alias(column)).to_series()
    return replace(table, frame=table.frame.with_columns(translated)), problems
