"""A few lines of YAML that ask for a gigabyte."""

from __future__ import annotations

import time
import tracemalloc
from itertools import pairwise
from string import ascii_lowercase

import pytest

from collega.errors import StudyError
from collega.study import parse_study
from collega.study.yaml_source import DEEPEST, MOST_SIGNS, MOST_VALUES, read_yaml

LAUGHS = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in pairwise(ascii_lowercase[:12])
)
TOO_MANY = (
    f"study.yaml:{{}}: with every alias (*) written out this file has too many values. Allowed: at most {MOST_VALUES}."
)
TOO_DEEP = f"study.yaml:1: there are too many lists within lists here. Allowed: at most {DEEPEST}."
BOMBS = {
    "aliases of aliases": (LAUGHS, TOO_MANY.format(1)),
    "an alias of itself": ("a: &a [*a]\n", TOO_DEEP),
    "lists within lists": ("[" * 500 + "]" * 500, TOO_DEEP),
    "lists that nobody closes": ("[" * 2_000, TOO_DEEP),
    "groups within groups": ("{a: " * 500 + "b" + "}" * 500, TOO_DEEP),
    "a long file": (
        "#" * (MOST_SIGNS + 1),
        f"study.yaml:1: the file is too long. Allowed: at most {MOST_SIGNS} characters.",
    ),
    "a long list": ("a:\n" + "- b\n" * (MOST_VALUES + 1), TOO_MANY.format(MOST_VALUES)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_in_words_and_seconds(name: str) -> None:
    text, message = BOMBS[name]
    start = time.process_time()
    with pytest.raises(StudyError) as refused:
        parse_study(text)
    assert str(refused.value) == message
    assert time.process_time() - start < 20


def test_aliases_of_aliases_take_little_memory() -> None:
    assert len(LAUGHS) < 700
    tracemalloc.start()
    with pytest.raises(StudyError):
        parse_study(LAUGHS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 2**20


def test_a_few_aliases_are_what_they_stand_for() -> None:
    source = read_yaml("a: &a [1, 2]\nb: *a\n", "t.yaml")
    assert (source.data, source.problems) == ({"a": ["1", "2"], "b": ["1", "2"]}, [])
