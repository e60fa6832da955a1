"""Messages: text in English, words in every language, and kept without loss."""

import copy
import json
import pickle
import subprocess
import sys

import numpy as np
import pytest

from collega.errors import Problem, did_you_mean, named, quoted
from collega.messages import Message, code_of, kept, message_from, say, warnings_from, warnings_json


def test_a_message_is_its_english_text():
    message = Message("common-at-least", bound=3)
    assert message == "at least 3"
    assert f"{message}." == "at least 3."
    assert type(str(message)) is str
    assert json.dumps([message]) == '["at least 3"]'
    assert (message.code, message.values) == ("common-at-least", {"bound": 3})
    assert message.say("nl") == "ten minste 3"


def test_a_text_that_is_no_message_stays_as_it_is():
    assert say("at least 3", "nl") == "at least 3"
    assert code_of("at least 3") == ""
    assert kept("at least 3") == message_from("at least 3") == "at least 3"


@pytest.mark.parametrize("take", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_a_copy_can_be_worded_too(take):
    message = Message("common-wrong-kind", name="a", found=Message("common-a-list"))
    other = take(message)
    assert other == message
    assert other.say("nl") == "bij ‘a’ staat een lijst"


def test_what_is_kept_can_be_worded_later():
    inner = Message("common-and-more", names=(quoted("a"), quoted("b")), number=np.int64(4))
    message = Message("panel-same-answers", names=inner)
    read = message_from(json.loads(json.dumps(kept(message))))
    assert read == message
    assert "‘a’, ‘b’ en nog 4 andere" in say(read, "nl")
    both = [message, "as it was"]
    assert warnings_from(json.loads(json.dumps(warnings_json(both)))) == tuple(both)
    assert [code_of(each) for each in warnings_from(warnings_json(both))] == ["panel-same-answers", ""]


@pytest.mark.parametrize(
    "old",
    [
        {"code": "common-at-least", "values": {}, "text": "at least 3"},
        {"code": "common-gone", "values": {"bound": 3}, "text": "at least 3"},
        {"code": "gone-at-least", "values": {"bound": 3}, "text": "at least 3"},
        {"code": 7, "values": {"bound": 3}, "text": "at least 3"},
        {"code": "common-at-least", "values": None, "text": "at least 3"},
    ],
)
def test_what_another_version_kept_is_the_text_it_was(old):
    assert message_from(old) == "at least 3"
    assert code_of(message_from(old)) == ""


@pytest.mark.parametrize("code", ["common-gone", "gone", "gone-at-least", ""])
def test_a_code_without_words_is_a_mistake(code):
    with pytest.raises(KeyError):
        Message(code)


def test_a_place_without_a_value_is_a_mistake():
    with pytest.raises(KeyError, match="common-at-least"):
        Message("common-at-least")
    with pytest.raises(TypeError, match="texts, numbers, messages"):
        Message("common-at-least", bound=None)


@pytest.mark.parametrize(
    ("number", "english", "dutch"),
    [
        (20_000, "20000", "20000"),
        (10**30, "1" + 30 * "0", "1" + 30 * "0"),
        (0.00002, "0.00002", "0,00002"),
        (1.5, "1.5", "1,5"),
        (np.float64(12345.5), "12345.5", "12345,5"),
        (float("inf"), "inf", "inf"),
    ],
)
def test_numbers_are_written_as_the_reader_expects(number, english, dutch):
    message = Message("common-at-least", bound=number)
    assert (message, message.say("nl")) == (f"at least {english}", f"ten minste {dutch}")


def test_one_and_more():
    assert [Message("study-items", name="a", number=n).say("nl") for n in (0, 1, 2)] == [
        "‘a’ heeft 0 onderdelen",
        "‘a’ heeft 1 onderdeel",
        "‘a’ heeft 2 onderdelen",
    ]


def test_what_people_wrote_is_no_catalogue():
    assert quoted("{ $text } { -term }") == "'{ $text } { -term }'"
    assert quoted('a "b"\nc').say("nl") == '‘a "b"\nc’'


def test_a_pasted_file_is_cut():
    assert len(quoted("x" * 100_000)) < 250
    assert len(Message("common-found", what="x" * 100_000)) < 1100
    problem = Problem(file="f", found="y" * 100_000)
    assert len(problem.found) < 1100


def test_of_many_names_the_first_are_told():
    assert named(["a", "b"], 2) == ("'a'", "'b'")
    assert named(["a", "b", "c"], 2) == "'a', 'b' and 1 more"


def test_a_problem_can_be_kept():
    problem = Problem(file="f", line=3, where="a", found=quoted("b"), hint=did_you_mean("kolom", ["column", "kolon"]))
    read = Problem.from_json(json.loads(json.dumps(problem.as_json())))
    assert read == problem
    assert read.hint.say("nl") == "Bedoelt u ‘kolon’?"
    assert (
        Problem.from_json({"file": "f", "line": None, "where": "", "found": "old", "allowed": "", "hint": ""}).found
        == "old"
    )


def test_who_has_nothing_to_say_does_not_load_the_catalogues():
    script = (
        "import sys, collega.cli.app, collega; print([name for name in ('babel', 'fluent') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"
