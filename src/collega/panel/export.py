"""A panel as tables for other programs; what was exported can be imported again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from collega.errors import DataError, Problem, did_you_mean
from collega.mapping.wording import column_texts
from collega.messages import Message
from collega.panel.codebook import codebook, codes, title
from collega.panel.panel import Panel
from collega.panel.targets import refuse_over_study
from collega.panel.write import answers_frame, participants_frame
from collega.study.definition import Study
from collega.study.rules import PARTICIPANT_COLUMNS
from collega.study.text import Language
from collega.tables import FORMATS, Format, Sheet, write_table

_SPSS_WORDS = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}
_LONGEST_LABEL, _LONGEST_NAME = 120, 64  # bytes, in SPSS


def export_panel(panel: Panel, to: Path, kind: str | None = None, *, language: Language | None = None) -> list[Path]:
    """Write a panel as one long table with a codebook, or as tables apart.

    Parameters
    ----------
    panel : Panel
    to : Path
        A file: one row per answer, with levels and characteristics beside it (and one row for everyone without an
        answer). A folder (or a name without an extension): answers, participants, scenarios and codebook apart.
    kind : str or None
        ``csv``, ``parquet``, ``xlsx`` or ``sav``; None takes it from the extension, and CSV in a folder.
    language : str or None
        Language of the labels in SPSS; None takes the study's first one. The codebook has both.

    Returns
    -------
    list of Path
        The files that were written.

    Raises
    ------
    DataError
        Where the format is not known or differs from the extension, or where ``to`` would overwrite a study.
    """
    apart = to.is_dir() or not to.suffix
    chosen = _kind(to, kind, apart=apart)
    refuse_over_study(to, apart=apart)
    said = language or panel.study.languages[0]
    (to if apart else to.parent).mkdir(parents=True, exist_ok=True)
    if apart:
        return [_write(panel, to / f"{name}.{chosen}", chosen, [sheet], said) for name, sheet in _apart(panel).items()]
    frame = long_frame(panel)
    book = codebook(panel.study, frame.columns, synthetic=panel.synthetic)
    sheets = {"answers": frame, "codebook": book, "scenarios": panel.design.frame(panel.study)}
    if chosen == "xlsx":
        return [_write(panel, to, chosen, [Sheet(name=name, frame=sheet) for name, sheet in sheets.items()], said)]
    written = [_write(panel, to, chosen, [Sheet(name="answers", frame=frame)], said)]
    beside = to.with_name(f"{to.stem}.codebook.csv")
    return [*written, _write(panel, beside, "csv", [Sheet(name="codebook", frame=book)], said)]


def long_frame(panel: Panel) -> pl.DataFrame:
    """Return one row per answer, with everything known beside it; without an answer, one row with empty cells."""
    study, design = panel.study, panel.design
    people = participants_frame(panel)
    silent = np.flatnonzero(np.bincount(panel.participant, minlength=panel.n_participants) == 0)
    who = np.concatenate([panel.participant, silent]).astype(np.int64)
    levels = {
        item.key: pl.Series(item.level_keys).gather(design.profiles[panel.scenario, c])
        for c, item in enumerate(study.criteria)
    }
    own = answers_frame(panel).drop("participant", "position", "seconds", strict=False).with_columns(**levels)
    own = own.with_columns(_times(panel))
    gap = pl.DataFrame({name: pl.Series([None] * len(silent), dtype=kind) for name, kind in own.schema.items()})
    answers = pl.concat([own, gap])
    beside = people[who]
    characteristics = [name for name in beside.columns if name not in PARTICIPANT_COLUMNS]
    last = [name for name in PARTICIPANT_COLUMNS[2:] if name in beside.columns]
    timing = [name for name in ("position", "seconds") if name in answers.columns]
    return pl.concat(
        [
            beside.select("participant", "version"),
            answers.select("scenario", "answer", *timing, *study.criterion_keys),
            beside.select(*characteristics, *last),
            pl.DataFrame({"synthetic": [panel.synthetic] * len(who)}),
        ],
        how="horizontal",
    )


def _times(panel: Panel) -> list[pl.Series]:
    """Return position and seconds in full precision, unknown ones empty."""
    columns = []
    if panel.position is not None:
        columns.append(pl.Series("position", panel.position).replace(0, None))
    if panel.seconds is not None:
        columns.append(pl.Series("seconds", panel.seconds).fill_nan(None))
    return columns


def _apart(panel: Panel) -> dict[str, Sheet]:
    answers = answers_frame(panel).drop("position", "seconds", strict=False).with_columns(_times(panel))
    tables = {
        "scenarios": panel.design.frame(panel.study),
        "participants": participants_frame(panel),
        "answers": answers.with_columns(pl.lit(panel.synthetic).alias("synthetic")),
    }
    columns = list(dict.fromkeys(name for table in tables.values() for name in table.columns))
    tables["codebook"] = codebook(panel.study, columns, synthetic=panel.synthetic)
    return {name: Sheet(name=name, frame=table) for name, table in tables.items()}


def _write(panel: Panel, path: Path, kind: Format, sheets: list[Sheet], language: Language) -> Path:
    if kind == "sav":
        sheets = [labelled(panel.study, sheets[0], language)]
    write_table(path, kind, sheets)
    return path


def labelled(study: Study, sheet: Sheet, language: Language) -> Sheet:
    """Return a sheet as SPSS likes it: numbers with labels, names that it allows."""
    if sheet.name == "codebook":
        return sheet
    names = _spss_names(sheet.frame.columns)
    frame, titles, labels = sheet.frame, {}, {}
    for column in sheet.frame.columns:
        about = title(study, column).say(language)
        titles[names[column]] = about if names[column] == column else f"{_cut(about, 180)} [{column}]"
        numbers = codes(study, column)
        if numbers:
            coded = frame[column].replace_strict(numbers, default=None, return_dtype=pl.Float64)
            frame = frame.with_columns(coded.alias(column))
            labels[names[column]] = {number: _label(study, column, key, language) for key, number in numbers.items()}
        elif frame.schema[column] == pl.Boolean:
            frame = frame.with_columns(pl.col(column).cast(pl.Float64))
            labels[names[column]] = {0: "false", 1: "true"}
    ordered = {"answer", *(item.key for item in study.criteria if item.ordered)}
    return Sheet(
        name=sheet.name,
        frame=frame.rename(names),
        titles=titles,
        labels=labels,
        ordered=tuple(names[column] for column in ordered if column in names),
    )


def _label(study: Study, column: str, key: str, language: Language) -> str:
    """Return the text of a key; with the key after it where the text alone does not tell which key it is."""
    texts = column_texts(study)[column]
    text = texts[key].say(language)
    doubtful = any(other != key and text in (words.nl, words.en, other) for other, words in texts.items())
    if text and not doubtful and "[" not in text and len(text.encode()) <= _LONGEST_LABEL:
        return text
    return f"{_cut(text, _LONGEST_LABEL - len(key) - 3)} [{key}]".strip()


def _cut(text: str, size: int) -> str:
    raw = text.encode()
    return text if len(raw) <= size else raw[: size - 3].decode(errors="ignore") + "…"


def _spss_names(columns: list[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for column in columns:
        name = column.replace("-", "_")
        name = name if name[0].isalpha() and name.upper() not in _SPSS_WORDS else f"v_{name}"
        name, number = name[:_LONGEST_NAME].rstrip("_") or name, 2
        wanted = name
        while name.upper() in taken:
            name, number = f"{wanted[: _LONGEST_NAME - 4]}_{number}", number + 1
        taken.add(name.upper())
        names[column] = name
    return names


def _kind(to: Path, kind: str | None, *, apart: bool) -> Format:
    suffix = to.suffix.lower().removeprefix(".")
    wanted = kind or ("csv" if apart else suffix)
    for known in FORMATS:
        if wanted == known and (apart or suffix == known):
            return known
    if wanted in FORMATS:
        found, hint = (
            Message("panel-other-format", format=wanted, extension=to.suffix),
            Message("panel-name-file", name=f"{to.stem}.{wanted}"),
        )
        raise DataError([Problem(file=to.name, found=found, hint=hint)])
    found = Message("panel-unknown-format", format=wanted)
    near = did_you_mean(wanted, FORMATS)
    raise DataError([Problem(file=to.name, found=found, allowed=", ".join(FORMATS), hint=near)])
