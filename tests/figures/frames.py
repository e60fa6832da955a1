"""Small tables to draw, and a study to draw them for."""

from __future__ import annotations

import polars as pl

from collega.study import Study


def make_study(**more: object) -> Study:
    return Study.model_validate(
        {
            "key": "small",
            "title": {"nl": "Wel of niet delen", "en": "To share or not"},
            "statement": {"nl": "Ik zou delen.", "en": "I would share."},
            "answers": [
                {"key": "no", "text": {"nl": "Nee", "en": "No"}},
                {"key": "rather_not", "text": {"nl": "Liever niet", "en": "Rather not"}},
                {"key": "yes", "text": {"nl": "Ja", "en": "Yes"}, "positive": True},
            ],
            "criteria": [
                {
                    "key": "whom",
                    "text": {"nl": "Met wie?", "en": "With whom?"},
                    "levels": [
                        {"key": "a", "text": {"nl": "Gemeente", "en": "Municipality"}},
                        {"key": "b", "text": {"nl": "Bedrijf", "en": "Company"}},
                    ],
                },
                {
                    "key": "why",
                    "text": {"nl": "Waarom?", "en": "Why?"},
                    "levels": [
                        {"key": "1", "text": {"nl": "Wettelijke taak", "en": "Statutory task"}},
                        {"key": "2", "text": {"nl": "Belang", "en": "Interest"}},
                        {"key": "3", "text": {"nl": "Geen reden", "en": "No reason"}},
                    ],
                },
            ],
            "characteristics": [
                {
                    "key": "post",
                    "text": {"nl": "Functie?", "en": "Position?"},
                    "values": [
                        {"key": "x", "text": {"nl": "Jurist", "en": "Lawyer"}},
                        {"key": "y", "text": {"nl": "Adviseur", "en": "Adviser"}},
                    ],
                }
            ],
        }
        | more
    )


ANSWERS = pl.DataFrame(
    {
        "label": ["s1"] * 3 + ["s2"] * 3 + ["s3"] * 3,
        "answer": ["no", "rather_not", "yes"] * 3,
        "share": [0.5, 0.3, 0.2, 0.1, 0.1, 0.8, None, None, None],
    }
)
IMPORTANCE = pl.DataFrame(
    {
        "criterion": ["why", "whom"],
        "percent": [70.0, 30.0],
        "low": [60.0, 20.0],
        "high": [80.0, 40.0],
        "demonstrated": [True, False],
    }
)
GROUPS = pl.DataFrame(
    {
        "criterion": ["why", "whom"] * 2,
        "label": ["Jurist"] * 2 + ["Adviseur"] * 2,
        "percent": [70.0, 30.0, None, None],
        "top": [True, False, None, None],
    }
)
PART_WORTHS = pl.DataFrame(
    {
        "criterion": ["whom", "whom", "why", "why", "why"],
        "level": ["a", "b", "1", "2", "3"],
        "part_worth": [0.25, -0.25, 1.0, 0.0, -1.0],
        "low": [0.1, -0.4, 0.5, None, -1.4],
        "high": [0.4, -0.1, 1.5, None, -0.6],
    }
)
CONTRAST = pl.DataFrame(
    {
        "criterion": ["why", "whom"],
        "percent": [70.0, 30.0],
        "other_percent": [52.6, 29.0],
        "difference": [17.4, 1.0],
        "low": [9.6, -3.0],
        "high": [24.0, 6.0],
        "clear": [True, False],
    }
)
AGREEMENT = pl.DataFrame({"scenario": ["s1", "s2"], "positive": [0.2, 0.8], "agreement": [0.25, 0.75]})
CALIBRATION = pl.DataFrame({"predicted": [0.2, 0.8], "observed": [0.25, 0.75], "n": [100, 100]})
VARIATION = pl.DataFrame(
    {
        "part": ["level", "pattern", "occasion"],
        "label": ["Strengheid", "Weging", "Moment"],
        "share": [0.14, 0.16, 0.7],
        "low": [0.1, 0.11, 0.64],
        "high": [0.18, 0.21, 0.76],
    }
)
MAJORITY = pl.DataFrame(
    {"colleagues": [1, 3, 101], "share": [0.71, 0.78, 0.95], "low": [0.7, 0.76, 0.94], "high": [0.72, 0.79, 0.96]}
)
SHARES = pl.DataFrame(
    {"label": ["A", "B"], "share": [0.53, 0.77], "low": [0.45, None], "high": [0.6, None]},
    schema_overrides={"low": pl.Float64},
)
CHANGES = pl.DataFrame({"criterion": ["why"], "level": ["3"], "share": [0.2], "low": [0.1], "high": [0.3]})
REASONS = pl.DataFrame({"criterion": ["why", None], "level": ["1", None], "points": [12.0, -2.0]})
