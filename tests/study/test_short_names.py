"""Short names: what readers of results see of a criterion, level, characteristic or value."""

from __future__ import annotations

import pytest

from collega.errors import StudyError
from collega.study import LANGUAGES, Study, design_hash, dump_study, parse_study, study_hash, template_text
from collega.study.text import SHORT

NAMED = """
key: short
title: Short
statement: Yes
answers: [{key: "no", text: "No"}, {key: "yes", text: "Yes", positive: true}]
criteria:
  - key: place
    short: {nl: Plaats}
    text: {nl: "Waar gebeurt het?", en: "Where does it happen?"}
    levels:
      - {key: street, short: Straat, text: {nl: Op straat, en: In the street}}
      - {key: home, text: {nl: Thuis, en: At home}}
characteristics:
  - {key: job, short: Job, text: "What do you do?", values: [{key: a, short: A, text: Aa}, {key: b, text: Bb}], other: true}
scenarios_per_participant: 2
"""


def test_readers_see_the_short_name_and_the_text_where_there_is_none() -> None:
    study = parse_study(NAMED)
    place, job = study.criteria[0], study.characteristics[0]
    assert [place.name(language) for language in LANGUAGES] == ["Plaats", "Where does it happen?"]
    assert [level.name("nl") for level in place.levels] == ["Straat", "Thuis"]
    assert job.name("en") == "Job"
    assert [job.value_name(key, "en") for key in ("a", "b", "other", "prefer_not_to_say")] == [
        "A", "Bb", "Other", "Prefer not to say",
    ]  # fmt: skip
    assert job.value_text("a", "en") == "Aa"


def test_they_stay_in_the_file_and_outside_the_hashes() -> None:
    study = parse_study(NAMED)
    plain = parse_study(
        "\n".join(line for line in NAMED.splitlines() if "short: {" not in line)
        .replace("short: Job, ", "")
        .replace("short: A, ", "")
        .replace("short: Straat, ", "")
    )
    assert not plain.criteria[0].short
    assert (study_hash(study), design_hash(study)) == (study_hash(plain), design_hash(plain))
    assert parse_study(dump_study(study)) == study


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("short: {nl: Plaats}", f"short: {{nl: {'x' * 31}}}",
         f"criteria[1].short: '{'x' * 31}' has 31 characters. Allowed: a short name of at most 30 characters"),
        ("short: Straat", "short: Thuis", "criteria[1].levels[2].text: the same name for readers as number 1: 'Thuis'"),
        ("short: A, text: Aa", "short: Bb, text: Aa",
         "characteristics[1].values[2].text: the same name for readers as number 1: 'Bb'"),
        ("short: Job", "short: [Job]", "characteristics[1].short: 'short' is a list. Allowed: a text, or lines"),
    ],
)  # fmt: skip
def test_names_that_readers_could_not_use_are_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(StudyError) as refused:
        parse_study(NAMED.replace(old, new))
    assert message in str(refused.value)


@pytest.mark.parametrize("name", ["avg-data-sharing", "blank"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_readers_see_of_the_templates_is_short(name: str, language: str) -> None:
    for text in names(parse_study(template_text(name)), language):
        assert 0 < len(text) <= SHORT, text


def names(study: Study, language: str) -> list[str]:
    parts = (*study.criteria, *study.characteristics)
    inner = [each for part in parts for each in (*getattr(part, "levels", ()), *getattr(part, "values", ()))]
    return [each.name(language) for each in (*parts, *inner)]
