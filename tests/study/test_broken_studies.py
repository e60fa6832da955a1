"""Forty and more ways to break a study file, each with the whole message that its owner reads."""

import pytest

from collega.errors import StudyError
from collega.study import parse_study

GOOD = """\
key: parking
title: {nl: Parkeren, en: Parking}
languages: [nl, en]
statement: Yes please
answers:
  - {key: no, text: "No"}
  - {key: maybe, text: Maybe}
  - {key: yes, text: "Yes", positive: true}
criteria:
  - key: place
    text: Where
    levels:
      - {key: street, text: Street}
      - {key: garage, text: Garage}
  - key: price
    text: Price
    levels:
      - {key: "1", text: One}
      - {key: "2", text: Two}
never:
  - {place: street, price: "2"}
characteristics:
  - key: age
    text: Age
    values:
      - {key: young, text: Young}
      - {key: old, text: Old}
scenarios_per_participant: 4
minimum_group: 5
retention: P24M
"""

KEY = "1 to 64 letters a-z, digits, '-' and '_', starting with a letter or a digit"
STUDY_FIELDS = (
    "key, title, languages, introduction, context, statement, answers, criteria, never, characteristics, "
    "scenarios_per_participant, minimum_group, retention, contact, share_of"
)
TOP = "the top answers are positive: at least one, and not all"
ONE = '    levels:\n      - {key: "1", text: One}\n      - {key: "2", text: Two}\n'

# name: (text replaced, replacement, the message)
BROKEN = {
    "two levels with the same text": (
        "{key: garage, text: Garage}",
        '{key: garage, text: " Str\u200beet"}',
        "study.yaml:14: criteria[1].levels[2].text: the same text as number 1: 'Street'. Give one of them another text: "
        "people cannot tell them apart.",
    ),
    "two answers that are the same in one language": (
        'text: "No"}\n  - {key: maybe, text: Maybe}',
        "text: {nl: Nee, en: Perhaps}}\n  - {key: maybe, text: {nl: Misschien, en: Perhaps}}",
        "study.yaml:7: answers[2].text: the same text as number 1: 'Perhaps'. Give one of them another text: people cannot "
        "tell them apart.",
    ),
    "two criteria with the same text": (
        "text: Price",
        "text: Where",
        "study.yaml:16: criteria[2].text: the same text as number 1: 'Where'. Give one of them another text: people cannot "
        "tell them apart.",
    ),
    "two values with the same text": (
        "text: Old}",
        "text: Young}",
        "study.yaml:27: characteristics[1].values[2].text: the same text as number 1: 'Young'. Give one of them another "
        "text: people cannot tell them apart.",
    ),
    "a value with the text of declining": (
        "text: Old}",
        "text: {nl: wil ik niet delen, en: Old}}",
        "study.yaml:27: characteristics[1].values[2].text: 'wil ik niet delen' is added by itself. Leave this value out.",
    ),
    "a value with the text of other": (
        "    text: Age\n    values:",
        "    text: Age\n    other: true\n    values:\n      - {key: else, text: {nl: Anders, en: Else}}",
        "study.yaml:27: characteristics[1].values[1].text: 'Anders' is added by itself. Leave this value out.",
    ),
    "a text of which nothing is seen": (
        "statement: Yes please",
        'statement: "\\u200b\\u2060"',
        "study.yaml:4: statement: the text is empty. Write the text.",
    ),
    "no key": ("key: parking\n", "", "study.yaml:1: key: 'key' is missing. Add a line 'key: ...'."),
    "key with a space": (
        "key: parking",
        "key: par king",
        f"study.yaml:1: key: 'par king' is not a key. Allowed: {KEY}.",
    ),
    "key starts with a dash": (
        "key: place",
        "key: -place",
        f"study.yaml:10: criteria[1].key: '-place' is not a key. Allowed: {KEY}.",
    ),
    "empty key": ("key: parking", "key:", f"study.yaml:1: key: '' is not a key. Allowed: {KEY}."),
    "key too long": (
        "key: young",
        f"key: {'y' * 65}",
        f"study.yaml:26: characteristics[1].values[1].key: '{'y' * 65}' is not a key. Allowed: {KEY}.",
    ),
    "unknown field": (
        "statement:",
        "statment:",
        f"study.yaml:4: statment: 'statment' is not known here. Allowed: {STUDY_FIELDS}. Did you mean 'statement'?",
    ),
    "unknown word for whose share": (
        "retention: P24M",
        "retention: P24M\nshare_of: profesion",
        "study.yaml:31: share_of: 'profesion' is not whose share can come first. Allowed: participants, colleagues, "
        "profession. Did you mean 'profession'?",
    ),
    "unknown field in an answer": (
        "positive: true",
        "postive: true",
        "study.yaml:8: answers[3].postive: 'postive' is not known here. Allowed: key, text, positive. Did you mean 'positive'?",
    ),
    "unknown field in a criterion": (
        "    text: Where",
        "    text: Where\n    hlep: Ask",
        "study.yaml:12: criteria[1].hlep: 'hlep' is not known here. Allowed: key, text, short, help, ordered, levels. Did you mean 'help'?",
    ),
    "unknown field in a level": (
        "{key: street, text: Street}",
        "{key: street, text: Street, weight: 3}",
        "study.yaml:13: criteria[1].levels[1].weight: 'weight' is not known here. Allowed: key, text, short, source.",
    ),
    "no statement": (
        "statement: Yes please\n",
        "",
        "study.yaml:1: statement: 'statement' is missing. Add a line 'statement: ...'.",
    ),
    "no criteria": (
        GOOD[GOOD.index("criteria:") : GOOD.index("characteristics:")],
        "",
        "study.yaml:1: criteria: 'criteria' is missing. Add a line 'criteria: ...'.",
    ),
    "empty criteria": (
        GOOD[GOOD.index("criteria:") : GOOD.index("characteristics:")],
        "criteria: []\n",
        "study.yaml:9: criteria: 'criteria' has 0 items. Allowed: at least 1.",
    ),
    "one answer": (
        '  - {key: no, text: "No"}\n  - {key: maybe, text: Maybe}\n',
        "",
        "study.yaml:5: answers: 'answers' has 1 item. Allowed: at least 2.",
    ),
    "twelve answers": (
        '  - {key: no, text: "No"}\n',
        "".join(f"  - {{key: n{i}, text: N}}\n" for i in range(10)),
        "study.yaml:5: answers: 'answers' has 12 items. Allowed: at most 11.",
    ),
    "one level": (
        "      - {key: garage, text: Garage}\n",
        "",
        "study.yaml:12: criteria[1].levels: 'levels' has 1 item. Allowed: at least 2.",
    ),
    "thirty-one levels": (
        "      - {key: garage, text: Garage}\n",
        "".join(f"      - {{key: g{i}, text: G}}\n" for i in range(30)),
        "study.yaml:12: criteria[1].levels: 'levels' has 31 items. Allowed: at most 30.",
    ),
    "no positive answer": (", positive: true", "", f"study.yaml:5: answers: no answer is positive. Allowed: {TOP}."),
    "all answers positive": (
        'text: "No"}\n  - {key: maybe, text: Maybe}',
        'text: "No", positive: true}\n  - {key: maybe, text: Maybe, positive: true}',
        f"study.yaml:5: answers: every answer is positive. Allowed: {TOP}.",
    ),
    "positive below negative": (
        'text: "No"}',
        'text: "No", positive: true}',
        "study.yaml:7: answers[2]: 'maybe' is not positive but stands above a positive answer. Allowed: answers run from "
        f"most negative to most positive; {TOP}.",
    ),
    "positive is not a truth": (
        "positive: true",
        "positive: jazeker",
        "study.yaml:8: answers[3].positive: 'jazeker' is not true or false. Allowed: true, false.",
    ),
    "answer key twice": (
        "key: maybe",
        "key: no",
        "study.yaml:7: answers[2].key: the key 'no' is used twice. Number 1 has the same key; give one of them another.",
    ),
    "criterion key twice": (
        "key: price",
        "key: place",
        "study.yaml:15: criteria[2].key: the key 'place' is used twice. Number 1 has the same key; give one of them another.",
    ),
    "level key twice": (
        "key: garage",
        "key: street",
        "study.yaml:14: criteria[1].levels[2].key: the key 'street' is used twice. Number 1 has the same key; give one of them another.",
    ),
    "value key twice": (
        "key: old",
        "key: young",
        "study.yaml:27: characteristics[1].values[2].key: the key 'young' is used twice. Number 1 has the same key; give one of them another.",
    ),
    "criterion named as a column": (
        "key: price",
        "key: scenario",
        "study.yaml:15: criteria[2].key: 'scenario' is the name of a column that every study has. Choose another key.",
    ),
    "criterion named as a column of the answers": (
        "key: price",
        "key: answer",
        "study.yaml:15: criteria[2].key: 'answer' is the name of a column that every study has. Choose another key.",
    ),
    "criterion named as a column of the participants": (
        "key: price",
        "key: participant",
        "study.yaml:15: criteria[2].key: 'participant' is the name of a column that every study has. Choose another key.",
    ),
    "criterion named as a column of an export": (
        "key: price",
        "key: synthetic",
        "study.yaml:15: criteria[2].key: 'synthetic' is the name of a column that every study has. Choose another key.",
    ),
    "criterion and characteristic share a key": (
        "key: age",
        "key: price",
        "study.yaml:23: characteristics[1].key: 'price' is the key of a criterion too, and both are columns of one table. "
        "Choose another key.",
    ),
    "criterion named as the other answers": (
        '  - key: price\n    text: Price\n    levels:\n      - {key: "1", text: One}\n      - {key: "2", text: Two}\n'
        'never:\n  - {place: street, price: "2"}\ncharacteristics:\n  - key: age\n',
        '  - key: age_other\n    text: Price\n    levels:\n      - {key: "1", text: One}\n      - {key: "2", text: Two}\n'
        'never:\n  - {place: street, age_other: "2"}\ncharacteristics:\n  - key: age\n    other: true\n',
        "study.yaml:15: criteria[2].key: 'age_other' is the column with the other answers to 'age'. Choose another key.",
    ),
    "characteristic named as a column": (
        "key: age",
        "key: version",
        "study.yaml:23: characteristics[1].key: 'version' is the name of a column that every study has. Choose another key.",
    ),
    "declining listed as a value": (
        "key: old, text: Old",
        "key: prefer_not_to_say, text: No",
        "study.yaml:27: characteristics[1].values[2].key: 'prefer_not_to_say' is added by itself. Leave this value out.",
    ),
    "other listed as a value": (
        "    text: Age\n    values:\n      - {key: young, text: Young}",
        "    text: Age\n    other: true\n    values:\n      - {key: other, text: Other}",
        "study.yaml:27: characteristics[1].values[1].key: 'other' is added by itself. Leave this value out.",
    ),
    "two self-images": (
        "    text: Age\n",
        "    text: Age\n    self_image: true\n    values: [{key: a, text: A}]\n  - key: age2\n    text: Age\n    self_image: true\n",
        "study.yaml:29: characteristics[2].self_image: a second characteristic is marked as self-image. Allowed: at most one.",
    ),
    "never with an unknown criterion": (
        "{place: street,",
        "{plaec: street,",
        "study.yaml:21: never[1].plaec: 'plaec' is not a criterion. Allowed: place, price. Did you mean 'place'?",
    ),
    "never with an unknown level": (
        'price: "2"}\n',
        'price: "3"}\n',
        "study.yaml:21: never[1].price: '3' is not a level of 'price'. Allowed: 1, 2.",
    ),
    "never with levels in a list": (
        'price: "2"}',
        'price: ["1", "2"]}',
        "study.yaml:21: never[1].price: found a list where a text belongs. Allowed: a text. Write a rule for each of these levels.",
    ),
    "never with one criterion": (
        '{place: street, price: "2"}',
        "{place: street}",
        "study.yaml:21: never[1]: a forbidden combination needs at least two criteria. To forbid one level, remove that level.",
    ),
    "never is a text": (
        '  - {place: street, price: "2"}',
        "  - street",
        "study.yaml:21: never[1]: 'never' has 'street'. Allowed: lines 'criterion: level' with at least two criteria.",
    ),
    "missing translation": (
        "{nl: Parkeren, en: Parking}",
        "{nl: Parkeren}",
        "study.yaml:2: title: the text in English (en) is missing. Add it, or remove 'en' from languages.",
    ),
    "unknown language": (
        "[nl, en]",
        "[nl, fr]",
        "study.yaml:3: languages[2]: 'fr' is not a language. Allowed: nl, en. Texts can be in nl and en.",
    ),
    "language twice": ("[nl, en]", "[nl, nl]", "study.yaml:3: languages: the language 'nl' stands there twice."),
    "no languages": ("[nl, en]", "[]", "study.yaml:3: languages: 'languages' has 0 items. Allowed: at least 1."),
    "text in a third language": (
        "{nl: Parkeren, en: Parking}",
        "{nl: Parkeren, en: Parking, de: Parken}",
        "study.yaml:2: title.de: 'de' is not known here. Allowed: nl, en.",
    ),
    "text is a list": (
        "text: Where",
        "text: [a, b]",
        "study.yaml:11: criteria[1].text: 'text' is a list. Allowed: a text, or lines 'nl: ...' and 'en: ...'.",
    ),
    "empty text": ("text: Where", "text:", "study.yaml:11: criteria[1].text: the text is empty. Write the text."),
    "criteria is a text": (
        GOOD[GOOD.index("criteria:") : GOOD.index("characteristics:")],
        "criteria: many\n",
        "study.yaml:9: criteria: 'criteria' is 'many'. Allowed: a list: lines that start with '- '.",
    ),
    "scenarios not a number": (
        "scenarios_per_participant: 4",
        "scenarios_per_participant: vier",
        "study.yaml:28: scenarios_per_participant: 'vier' is not a whole number in range. Allowed: a whole number from 1 to 1000.",
    ),
    "scenarios zero": (
        "scenarios_per_participant: 4",
        "scenarios_per_participant: 0",
        "study.yaml:28: scenarios_per_participant: '0' is not a whole number in range. Allowed: a whole number from 1 to 1000.",
    ),
    "half a scenario": (
        "scenarios_per_participant: 4",
        "scenarios_per_participant: 4.5",
        "study.yaml:28: scenarios_per_participant: '4.5' is not a whole number in range. Allowed: a whole number from 1 to 1000.",
    ),
    "minimum group negative": (
        "minimum_group: 5",
        "minimum_group: -5",
        "study.yaml:29: minimum_group: '-5' is not a whole number in range. Allowed: a whole number from 2 to 1000. A smaller group would show what single people answered.",
    ),
    "minimum group of one": (
        "minimum_group: 5",
        "minimum_group: 1",
        "study.yaml:29: minimum_group: '1' is not a whole number in range. Allowed: a whole number from 2 to 1000. A smaller group would show what single people answered.",
    ),
    "more scenarios than anybody judges": (
        "scenarios_per_participant: 4",
        "scenarios_per_participant: 99999999999999999999",
        "study.yaml:28: scenarios_per_participant: '99999999999999999999' is not a whole number in range. Allowed: a whole number from 1 to 1000.",
    ),
    "retention of no time": (
        "P24M",
        "P0D",
        "study.yaml:30: retention: 'P0D' is too short a period. Allowed: a period from P7D to P100Y.",
    ),
    "retention past the calendar": (
        "P24M",
        "P99999Y",
        "study.yaml:30: retention: 'P99999Y' is too long a period. Allowed: a period from P7D to P100Y.",
    ),
    "retention of more digits than a number has": (
        "P24M",
        "P" + "9" * 12 + "D",
        "study.yaml:30: retention: 'P999999999999D' is not a period. Allowed: years, months, weeks or days such as P24M or P2Y.",
    ),
    "retention in words": (
        "P24M",
        "2 jaar",
        "study.yaml:30: retention: '2 jaar' is not a period. Allowed: years, months, weeks or days such as P24M or P2Y.",
    ),
    "retention without a number": (
        "P24M",
        "P",
        "study.yaml:30: retention: 'P' is not a period. Allowed: years, months, weeks or days such as P24M or P2Y.",
    ),
    "a field twice": (
        "minimum_group: 5",
        "minimum_group: 5\nminimum_group: 6",
        "study.yaml:30: minimum_group: 'minimum_group' stands here twice (first on line 29). Keep one of them.",
    ),
    "unclosed bracket": (
        "languages: [nl, en]",
        "languages: [nl, en",
        "study.yaml:4: this is not valid YAML: expected ',' or ']', but got ':'. Look for a missing quote, a missing colon or a "
        "wrong indent on this line or the one before.",
    ),
    "tab as indent": (
        "  - key: age",
        "\t- key: age",
        "study.yaml:23: this line begins with a tab. Indent with spaces: YAML allows no tab.",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_message(name):
    old, new, message = BROKEN[name]
    assert GOOD.count(old) >= 1
    with pytest.raises(StudyError) as caught:
        parse_study(GOOD.replace(old, new, 1))
    assert message in str(caught.value).splitlines()


def test_there_are_forty():
    assert len(BROKEN) >= 40


def test_the_good_one_is_good():
    assert parse_study(GOOD).answer_keys == ("no", "maybe", "yes")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "study.yaml: the file is empty. Start from a template."),
        ("- a\n- b\n", "study.yaml:1: a study is a list of 'key: value' lines."),
    ],
)
def test_not_a_study_at_all(text, message):
    with pytest.raises(StudyError) as caught:
        parse_study(text)
    assert str(caught.value) == message


def test_every_problem_is_told_in_order_of_lines():
    broken = GOOD.replace("key: parking", "key: par king").replace("key: garage", "key: street").replace("P24M", "P")
    with pytest.raises(StudyError) as caught:
        parse_study(broken)
    assert [problem.line for problem in caught.value.problems] == [1, 14, 30]


def test_a_sign_in_two_halves_as_json_writes_it_is_one_sign():
    study = parse_study(GOOD.replace("retention: P24M", r"retention: P24M" + "\n" + r'contact: "\ud83d\ude00"'))
    assert study.contact.nl == "😀"


@pytest.mark.parametrize(("escape", "code"), [(r"\ud83d", "U+D83D"), (r"\0", "U+0000")])
def test_a_sign_that_nothing_can_store_is_refused(escape, code):
    with pytest.raises(StudyError) as caught:
        parse_study(GOOD.replace("retention: P24M", f'retention: P24M\ncontact: "a{escape}b"'))
    assert f"contact: the sign {code} cannot be in a text. Remove it, or type it again." in str(caught.value)
