"""What every column and code of an export means, in Dutch and English."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from collega.mapping.wording import column_texts
from collega.study.added import DECLINED, OTHER
from collega.study.definition import Study
from collega.study.text import Text

CODES = {OTHER: 97, DECLINED: 99}
FIXED = {
    "participant": Text(nl="Deelnemer", en="Participant"),
    "version": Text(nl="Versie: de set scenario’s die de deelnemer kreeg", en="Version: the set of scenarios shown"),
    "scenario": Text(nl="Scenario", en="Scenario"),
    "position": Text(nl="Hoeveelste vraag dit was, vanaf 1", en="Place in the interview, from 1"),
    "seconds": Text(nl="Bedenktijd in seconden", en="Time taken, in seconds"),
    "started_at": Text(nl="Begonnen op", en="Started at"),
    "completed_at": Text(nl="Klaar op", en="Completed at"),
    "included": Text(nl="Telt mee in de analyse (true of false)", en="Counts in the analysis (true or false)"),
    "excluded_reason": Text(nl="Waarom de deelnemer niet meetelt", en="Why the participant does not count"),
    "synthetic": Text(
        nl="Nagebootst (true): deze antwoorden zijn niet van mensen",
        en="Simulated (true): no person gave these answers",
    ),
}


def title(study: Study, column: str) -> Text:
    """Return what a column of an export is about."""
    if column == "answer":
        return study.statement
    if column in study.criterion_keys:
        return study.criterion(column).text
    own = {item.key: item.text for item in study.characteristics}
    if column in own:
        return own[column]
    base = own.get(column.removesuffix("_other"))
    if base is not None:
        return Text(nl=f"{base.say('nl')} Anders, namelijk", en=f"{base.say('en')} Other, namely")
    return FIXED[column]


def codes(study: Study, column: str) -> dict[str, int]:
    """Return the number of each key in SPSS: its place from 1; 97 is other, 99 prefers not to say."""
    keys = column_texts(study).get(column, {})
    special = {} if column == "answer" or column in study.criterion_keys else CODES
    return {key: special.get(key, number) for number, key in enumerate(keys, start=1)}


def codebook(study: Study, columns: Sequence[str], *, synthetic: bool) -> pl.DataFrame:
    """Return a row per column (no key) and a row per key: column, key, code, positive, nl, en."""
    rows: list[dict[str, object]] = []
    texts = column_texts(study)
    positive = {item.key: item.positive for item in study.answers}
    for column in columns:
        about = title(study, column)
        rows.append({"column": column, "nl": about.say("nl"), "en": about.say("en")})
        numbers = codes(study, column)
        for key, text in texts.get(column, {}).items():
            said = {"nl": text.say("nl"), "en": text.say("en")}
            sign = positive[key] if column == "answer" else None
            rows.append({"column": column, "key": key, "code": numbers[key], "positive": sign, **said})
    if synthetic:
        about = FIXED["synthetic"]
        rows.insert(0, {"column": "synthetic", "key": "true", "nl": about.say("nl"), "en": about.say("en")})
    schema = {
        "column": pl.String,
        "key": pl.String,
        "code": pl.Int64,
        "positive": pl.Boolean,
        "nl": pl.String,
        "en": pl.String,
    }
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
