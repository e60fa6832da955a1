"""A hundred ways to break files with answers, each with the whole message that their owner reads.

The messages stand in ``broken_answers.txt``, by the name of the case.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from collega.errors import DataError
from collega.panel import Panel, import_panel
from collega.study import parse_study

STUDY = parse_study(
    """\
key: parking
title: Parking
statement: Yes please
answers:
  - {key: no, text: Never}
  - {key: maybe, text: Maybe}
  - {key: yes, text: Always, positive: true}
criteria:
  - {key: place, text: Where, levels: [{key: street, text: Street}, {key: garage, text: Garage}]}
  - {key: price, text: Price, levels: [{key: "1", text: One}, {key: "2", text: Two}]}
characteristics:
  - {key: age, text: Age, other: true, values: [{key: young, text: Young}, {key: old, text: Old}]}
"""
)
SCENARIOS = "version,scenario,place,price\nx,A,street,1\nx,B,street,2\ny,B,street,2\ny,C,garage,1\n"
PEOPLE = "participant,version,age\np1,x,young\np2,y,old\n"
ANSWERS = "participant,scenario,answer\np1,A,no\np1,B,yes\np2,C,maybe\n"
WIDE = "participant,A,B,C\np1,no,yes,\np2,,maybe,no\n"
NAMES = {"a": "answers.csv", "s": "scenarios.csv", "p": "people.csv", "m": "mapping.yaml"}


def files(**changed: str) -> dict[str, str]:
    """Return good files with some of them changed; an empty text leaves a file out."""
    return {"a": ANSWERS, "s": SCENARIOS, "p": PEOPLE, **changed}


def bring_in(folder: Path, texts: dict[str, str]) -> Panel:
    paths: dict[str, Path | None] = dict.fromkeys(NAMES)
    for name, text in texts.items():
        if text != "absent":
            paths[name] = folder / NAMES[name]
            (folder / NAMES[name]).write_text(text, encoding="utf-8", newline="")
    answers = paths["a"] or folder / NAMES["a"]
    return import_panel(STUDY, answers=answers, scenarios=paths["s"], participants=paths["p"], mapping=paths["m"])


CASES: dict[str, dict[str, str]] = {
    # answers
    "empty file": files(a=""),
    "only blank lines": files(a="\n\n"),
    "only a header": files(a="participant,scenario,answer\n"),
    "column missing": files(a=ANSWERS.replace("answer", "anser", 1)),
    "column unknown": files(a="participant,scenario,answer,weather\np1,A,no,wet\n"),
    "column twice": files(a="participant,scenario,answer,answer\np1,A,no,no\n"),
    "column without a name": files(a="participant,scenario,answer,\np1,A,no,what\n"),
    "answer unknown": files(a=ANSWERS.replace("maybe", "mabye")),
    "answer in capitals": files(a=ANSWERS.replace("A,no", "A,No")),
    "answer empty": files(a=ANSWERS.replace("A,no", "A,")),
    "scenario unknown": files(a=ANSWERS.replace("p2,C", "p2,D")),
    "scenario empty": files(a=ANSWERS.replace("p2,C", "p2,")),
    "participant unknown": files(a=ANSWERS.replace("p2,", "p3,")),
    "participant empty": files(a=ANSWERS.replace("p2,", ",")),
    "scenario of another version": files(a=ANSWERS.replace("p2,C", "p2,A")),
    "position not a number": files(a="participant,scenario,answer,position\np1,A,no,first\n"),
    "position zero": files(a="participant,scenario,answer,position\np1,A,no,0\n"),
    "position broken": files(a="participant,scenario,answer,position\np1,A,no,1.5\n"),
    "position twice": files(a="participant,scenario,answer,position\np1,A,no,1\np1,B,no,1\n"),
    "seconds not a number": files(a="participant,scenario,answer,seconds\np1,A,no,1 min\n"),
    "seconds negative": files(a="participant,scenario,answer,seconds\np1,A,no,-2\n"),
    "too few cells": files(a="participant,scenario,answer\np1,A\n"),
    "too many cells": files(a="participant,scenario,answer\np1,A,no,yes\n"),
    "quote not closed": files(a='participant,scenario,answer\np1,A,no\np1,B,"yes\n'),
    "quote in the middle": files(a='participant,scenario,answer\np1,A,"no"!\n'),
    "not text": files(a="participant,\0\1\2\0\n"),
    "a spreadsheet called csv": files(a="PK\x03\x04"),
    "lines after a blank line": files(a="participant,scenario,answer\n\np1,A,no\n\np1,B,nope\n"),
    "levels that contradict": files(a="participant,scenario,answer,place\np1,A,no,garage\n"),
    "synthetic in part": files(a="participant,scenario,answer,synthetic\np1,A,no,true\np1,B,no,false\n"),
    "synthetic unclear": files(a="participant,scenario,answer,synthetic\np1,A,no,perhaps\n"),
    "everything at once": files(a="participant,scenario,answer,seconds\np9,A,no,1\np1,Z,no,1\np1,A,hm,x\n"),
    "columns and cells at once": files(
        a="participant,scenario,answer,weather\np1,A,nope,wet\np2,C,yes,dry\n",
        p="participant,version,age,aeg\np1,x,yuong,1\np2,z,old,2\n",
    ),
    "no column of participants, and cells": files(a="who,scenario,answer\np1,A,nope\n"),
    "no column of participants anywhere": files(p="absent", a="who,scenario,answer\np1,A,nope\n"),
    "no column of participants among people, and cells": files(p="who,version,age\np1,x,yuong\np2,z,old\n"),
    "broken scenarios, and broken answers": files(
        s=SCENARIOS.replace("garage", "garag"), a="participant,scenario,answer,weather\np1,A,no,wet\n"
    ),
    # no scenarios
    "levels not known": files(s="absent"),
    "level beside the answer unknown": files(s="absent", a="participant,place,price,answer\np1,street,3,no\n"),
    "a level that a spreadsheet made a date of": files(
        s="absent", a="participant,place,price,answer\np1,street,2024-06-04,no\np1,street,4-jun,no\n"
    ),
    "a level that a spreadsheet shows as a percentage": files(
        s="absent", a='participant,place,price,answer\np1,street,0.05,no\np1,street,"0,1",no\n'
    ),
    "scenario with two meanings": files(
        s="absent", a="participant,scenario,place,price,answer\np1,A,street,1,no\np1,A,garage,1,no\n"
    ),
    "no scenario with these levels": files(a="participant,place,price,answer\np1,garage,2,no\n"),
    # scenarios
    "scenarios: level unknown": files(s=SCENARIOS.replace("garage", "garag")),
    "scenarios: column missing": files(s="scenario,place\nA,street\n"),
    "scenarios: two meanings": files(s=SCENARIOS.replace("y,B,street,2", "y,B,garage,2")),
    "scenarios: column unknown": files(s=SCENARIOS.replace("version", "set")),
    # people
    "people: value unknown": files(p=PEOPLE.replace("old", "elderly")),
    "people: twice": files(p=PEOPLE + "p2,y,old\n"),
    "people: version unknown": files(p=PEOPLE.replace("p2,y", "p2,z")),
    "people: empty": files(p=PEOPLE + ",x,old\n"),
    "people: time": files(p="participant,started_at\np1,yesterday\np2,\n"),
    "people: included": files(p="participant,included\np1,maybe\np2,true\n"),
    "people: column unknown": files(p="participant,aeg\np1,old\np2,old\n"),
    "people: no participant": files(p="name,age\np1,old\n"),
    "people beside the answers: changing": files(
        p="absent", a="participant,scenario,answer,age\np1,A,no,old\np1,B,no,young\n"
    ),
    "people in both files": files(a="participant,scenario,answer,age\np1,A,no,old\n"),
    # wide
    "wide: answer unknown": files(a=WIDE.replace("maybe", "perhaps")),
    "wide: participant twice": files(a=WIDE + "p1,no,no,\n"),
    "wide: without scenarios": files(a=WIDE, s="absent", m="wide: {scenarios: 'q_{scenario}'}\n"),
    "wide: no column fits": files(a=WIDE, m="wide: {scenarios: 'q_{scenario}'}\nignore: '*'\n"),
    "wide: column missing": files(a=WIDE, m="wide:\n  scenarios: {A: A, B: Bb, C: C}\nignore: B\n"),
    "wide: scenario unknown": files(a=WIDE, m="wide:\n  scenarios: {A: A, B: B, D: C}\n"),
    # mapping
    "mapping: not YAML": files(m="columns: {participant: [\n"),
    "mapping: a list": files(m="- participant\n"),
    "mapping: field unknown": files(m="colums: {participant: who}\n"),
    "mapping: column unknown": files(m="columns: {particpant: participant}\n"),
    "mapping: column not in a file": files(m="columns: {answer: anwser}\n"),
    "mapping: column used twice": files(m="columns: {answer: answer, scenario: answer}\n"),
    "mapping: column is a list": files(m="columns: {answer: [a, b]}\n"),
    "mapping: column ignored": files(m="columns: {answer: answer}\nignore: [answer]\n"),
    "mapping: ignored column not in a file": files(m="ignore: [wether]\n"),
    "mapping: both names are there": files(
        a="participant,scenario,answer,rating\np1,A,no,yes\n", m="columns: {answer: rating}\n"
    ),
    "mapping: answer unknown": files(m="answers: {never: 1}\n"),
    "mapping: word for two answers": files(m="answers: {no: 1, maybe: [2, 1]}\n"),
    "mapping: criterion unknown": files(m="levels: {plaec: {street: 1}}\n"),
    "mapping: level unknown": files(m="levels:\n  place:\n    steet: 1\n"),
    "mapping: value unknown": files(m="values: {age: {middle: 1}}\n"),
    "mapping: words are a group": files(m="answers: {no: {a: b}}\n"),
    "mapping: word also missing": files(m="answers: {no: 99}\nmissing: [99]\n"),
    "mapping: wide unknown": files(m="wide: {scenario: x}\n"),
    "mapping: pattern without scenario": files(m="wide: {scenarios: Q}\n"),
    "mapping: word not in it": files(a=ANSWERS.replace("A,no", "A,7"), m="answers: {no: 1, maybe: 2, yes: 3}\n"),
    "mapping: sheet is empty": files(m="sheet:\n"),
    "mapping: word is nothing": files(m="answers:\n  no:\n  maybe: 2\n  yes: [3, ]\n"),
    "mapping: missing is nothing": files(m="missing:\n"),
    "mapping: missing of no column": files(m="missing: {answr: 99}\n"),
    "mapping: rows unknown": files(m="rows: {heder: 3}\n"),
    "mapping: header is no line": files(m="rows: {header: first, skip: [0, 4]}\n"),
    "mapping: header is skipped": files(m="rows: {header: 3, skip: [3]}\n"),
    "mapping: two headers": files(m="rows:\n  answers: {header: [1, 2]}\n"),
    "mapping: rows of no part": files(m="rows: {answers: {header: 1}, people: {header: 2}}\n"),
    "mapping: sheet of no part": files(m="sheet: {answer: Data}\n"),
    "mapping: dates unknown": files(m="dates: day-month\n"),
    "mapping: repeats unknown": files(m="repeats: [A]\n"),
    "mapping: repeats, and one counts": files(m="repeats: true\nparticipant_twice: last\n"),
    "mapping: version in two columns": files(m="version: x\ncolumns: {version: y}\n"),
    "mapping: pattern of seconds fits no column": files(a=WIDE, m="wide: {seconds: 't_{scenario}'}\n"),
    # the same on more than one row
    "rows that came in twice": files(a=ANSWERS + ANSWERS.split("\n", 1)[1]),
    "rows that came in twice, in part with a position": files(
        a="participant,scenario,answer,position\np1,A,no,1\np1,A,no,2\np2,C,no,\np2,C,yes,\n"
    ),
    "one wrong word in many rows": files(a=ANSWERS + "p1,A,nope\n" * 7),
    "many wrong words": files(a=ANSWERS + "".join(f"p1,A,w{number}\n" for number in range(22))),
    "one wrong word in two columns": files(a=WIDE.replace("p1,no,yes", "p1,nope,nope")),
    "wide: a scenario called after a column": files(
        a="participant,age,B\np1,no,yes\n", s=SCENARIOS.replace("A", "age"), p="absent", m="wide: true\n"
    ),
    "seconds with commas and points": files(a='participant,scenario,answer,seconds\np1,A,no,"1,234"\np1,B,no,12.5\n'),
    "participant without a name": files(a=WIDE.replace("p2", "NULL"), p="absent", m="missing: NULL\n"),
    # times
    "people: day and month": files(p="participant,started_at\np1,01-02-2024\np2,02-01-2024\n"),
    "people: no such day": files(p="participant,started_at\np1,2024-02-30\np2,30/02/2024\n"),
    "people: capitals": files(a=ANSWERS.replace("p1", "P1")),
    "no such file": files(a="absent"),
}
MESSAGES = dict(
    block.rstrip("\n").split("\n", 1)
    for block in (Path(__file__).parent / "broken_answers.txt").read_text(encoding="utf-8").split("--- ")[1:]
)


def test_every_case_has_its_message() -> None:
    assert list(CASES) == list(MESSAGES)
    assert len(CASES) >= 40


def test_the_files_that_are_broken_below_are_good(tmp_path: Path) -> None:
    panel = bring_in(tmp_path, files())
    assert repr(panel) == "<panel of 'parking': 2 participants (2 included), 3 answers>"


@pytest.mark.parametrize("name", CASES)
def test_message(name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        bring_in(tmp_path, CASES[name])
    assert str(refused.value).replace(str(tmp_path), "FOLDER") == MESSAGES[name]
