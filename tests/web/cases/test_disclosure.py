"""Counts of judgements: in whole batches, nothing of fewer, and nothing by comparing one page with a later one."""

from __future__ import annotations

import random
import re

import pytest

from collega.web.bridge_casebook import casebook_of
from collega.web.deeds import case_judging, casebook
from collega.web.deeds.casebook_export import folder_files
from collega.web.editions.judgements import batches_of, spread_of
from collega.web.records.models import Judgement
from collega.web.sight import note_asked
from tests.web.cases.conftest import LEVELS, judge, judge_all, make_case, make_person

pytestmark = pytest.mark.django_db
SIZE = 6  # the minimum group of the study is 5; two sides of three are 6


def spread(study, case):
    return spread_of(study.as_defined, batches_of([case]).get(case.pk, []))


def test_nothing_is_told_before_a_batch_is_full(study, case):
    judge_all(case, study, ["yes"] * 3 + ["no"] * 2)
    assert spread(study, case).people == 0
    judge_all(case, study, ["no"])
    assert (spread(study, case).n, spread(study, case).positive(study.as_defined)) == (6, 3)


def test_one_more_judgement_changes_nothing_that_is_told(client, study, case):
    people = judge_all(case, study, ["yes"] * 3 + ["no"] * 3)
    client.force_login(people[0])
    address = f"/cases/small/c/{case.code}/"
    page = client.get(address).content.decode()
    for answer in ("yes", "no", "perhaps", "yes", "yes"):
        judge(case, make_person(study), answer, reason="A reason that waits.")
        now = client.get(address).content.decode()
        assert re.sub(r'value="[\w-]{64}"', "", now) == re.sub(r'value="[\w-]{64}"', "", page)  # but the form's token


@pytest.mark.parametrize(
    ("answers", "least"), [(["yes"] * 6, 4), (["yes"] * 5 + ["no"], 4), (["yes"] * 4 + ["no"] * 2, 4)]
)
def test_where_few_stand_apart_two_one_and_none_look_the_same(study, case, answers, least):
    judge_all(case, study, answers)
    told = spread(study, case)
    assert (told.n, told.mostly_positive, told.least_positive, told.mostly_negative) == (0, 6, least, 0)
    assert set(told.answers.values()) == {0}


def test_reasons_of_a_one_sided_batch_stand_without_their_answers(client, study, case):
    people = judge_all(case, study, ["yes"] * 5 + ["no"])
    client.force_login(people[0])
    page = client.get(f"/cases/small/c/{case.code}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "More reasons, without the answer beside them" in page
    assert "<meter" not in page
    order = re.findall(r"Reason of (\d+) for", page)
    assert set(order) == {str(user.pk) for user in people}


def test_a_deletion_takes_its_whole_batch_out_of_the_counts_for_good(study, case):
    people = judge_all(case, study, ["yes"] * 3 + ["no"] * 3)
    judge_all(case, study, ["yes"] * 2 + ["no"] * 4)
    assert spread(study, case).people == 12
    case_judging.take_back(case, people[0])
    assert spread(study, case).people == 6
    judge_all(case, study, ["yes"] * 5)
    assert spread(study, case).people == 6  # the five who were left do not come back with the next ones
    assert Judgement.objects.filter(case=case, apart=True).count() == 5


@pytest.mark.parametrize("seed", range(6))
def test_every_state_is_a_sum_of_batches_that_each_may_be_told_alone(study, author, seed):
    """Whoever sees all states learns of any set of people only whole batches: differences are sums of batches."""
    dice = random.Random(seed)
    case = make_case(study, author)
    seen_batches: dict[int, frozenset[int]] = {}
    for _ in range(40):
        if dice.random() < 0.12 and case.judgements.exists():
            case_judging.take_back(case, dice.choice(list(case.judgements.exclude(user=None))).user)
        else:
            judge(case, make_person(study), dice.choice(["yes", "no", "perhaps"]))
        for batch in batches_of([case]).get(case.pk, []):
            members = frozenset(row.pk for row in batch)
            assert len(members) == SIZE
            assert seen_batches.setdefault(batch[0].batch_id, members) == members
            assert all(row.blind for row in batch)
    sets = list(seen_batches.values())
    assert sum(map(len, sets)) == len(frozenset().union(*sets))  # no two batches share anybody, over all time


def test_who_was_not_blind_is_in_no_batch(study, case):
    for _ in range(8):
        user = make_person(study)
        note_asked(study, user, LEVELS)
        judge(case, user)
    assert spread(study, case).people == 0


def test_a_former_colleague_stays_counted_without_a_name(client, study, case):
    people = judge_all(case, study, ["yes"] * 3 + ["no"] * 3)
    people[0].delete()
    assert spread(study, case).n == 6
    client.force_login(people[1])
    page = client.get(f"/cases/small/c/{case.code}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "a former colleague" in page


def test_the_files_of_the_folder_have_whole_batches_and_no_judges(study, author, case):
    judge_all(case, study, ["yes"] * 3 + ["no"] * 3 + ["yes"] * 4)
    make_case(study, author, visibility="private", levels={"who": "b"})
    lines = folder_files(study)["cases.csv"].decode().splitlines()
    assert len(lines) == 1 + SIZE
    assert all("p1@" not in line and "example.org" not in line for line in lines)
    book = casebook_of(study, judges=False, released=False)
    assert {each.judge for each in book.judgements} == {""}
    assert len(book.cases) == 1
    assert "b," not in folder_files(study)["practice.csv"].decode().splitlines()[1].replace("a,b,", "")


def released(study):
    return [(row.case, row.answer) for row in casebook_of(study, judges=True, released=True).judgements]


def test_the_model_is_compared_with_many_judgements_at_once(study, author):
    cases = [make_case(study, author, title=f"Case {n}") for n in range(5)]
    for case in cases[:4]:
        judge_all(case, study, ["yes"] * 5 + ["no"])
    assert released(study) == []
    people = judge_all(cases[4], study, ["yes"] * 6)
    assert len(released(study)) == 30
    judge_all(cases[0], study, ["no"] * 6)
    assert len(released(study)) == 30  # the next ones wait
    case_judging.take_back(cases[4], people[0])
    assert released(study) == []  # and the others do not come back with them


def test_a_deleted_case_takes_its_release_out(study, author):
    cases = [make_case(study, author, title=f"Case {n}") for n in range(5)]
    for case in cases:
        judge_all(case, study, ["yes"] * 4 + ["no"] * 2)
    assert len(released(study)) == 30
    casebook.delete_case(cases[0], author)
    assert released(study) == []
