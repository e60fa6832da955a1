"""Counts of judgements: in whole batches, nothing of fewer, and nothing by comparing one page with a later one."""

from __future__ import annotations

import random
import re

import pytest

from collega.web.bridge_casebook import casebook_of
from collega.web.deeds import case_judging, casebook
from collega.web.deeds.casebook_export import folder_files
from collega.web.editions.judgements import batches_of, group_spreads, spread_of
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


def types(study, case):
    """What is told by type of organisation: name, people, positive."""
    told = group_spreads(
        study.as_defined, batches_of([case]).get(case.pk, []), lambda row: row.user.organisation.type, SIZE
    )
    return [(each.group, each.n, each.positive) for each in told]


def judged_by(case, study, place, answers):
    for answer in answers:
        judge(case, make_person(study, place), answer)


HALVES = ["yes", "no"] * 3


def test_types_of_organisation_show_once_each_and_all_others_are_enough(study, author, town, agency):
    case = make_case(study, author)
    judged_by(case, study, town, HALVES)
    assert types(study, case) == [("municipality", 6, 3)]  # everybody is of one type: the same as the total
    judged_by(case, study, agency, HALVES)
    assert types(study, case) == [("agency", 6, 3), ("municipality", 6, 3)]


def test_a_small_type_hides_and_so_does_the_one_it_would_follow_from(study, author, town, agency):
    case = make_case(study, author)
    judged_by(case, study, town, ["yes", "no"] * 4 + ["yes"])  # nine
    judged_by(case, study, agency, ["yes", "no", "no"])  # three: the rest beside nine
    assert spread(study, case).n == 12
    assert types(study, case) == []


def test_a_type_nearly_on_one_side_is_not_told(study, author, town, agency):
    case = make_case(study, author)
    for _ in range(2):
        judged_by(case, study, town, ["yes"] * 3)
        judged_by(case, study, agency, ["no"] * 3)
    assert (spread(study, case).n, spread(study, case).positive(study.as_defined)) == (12, 6)
    assert types(study, case) == []
    judged_by(case, study, town, HALVES)
    assert types(study, case) == []  # of twelve in town nine are positive, but the six others would be told with it


@pytest.mark.parametrize("seed", range(5))
def test_whatever_is_told_of_types_and_what_is_left_is_enough(study, author, town, agency, seed):
    dice = random.Random(seed)
    case = make_case(study, author)
    for _ in range(6):
        for answer in dice.sample(HALVES, SIZE):
            judge(case, make_person(study, dice.choice([town, town, agency, None])), answer)
    total, told = spread(study, case), group_spreads(
        study.as_defined, batches_of([case])[case.pk],
        lambda row: row.user.organisation.type if row.user.organisation else "", SIZE)  # fmt: skip
    assert told, "36 judgements are enough for one type"
    left = (total.n - sum(each.n for each in told),
            total.positive(study.as_defined) - sum(each.positive for each in told))  # fmt: skip
    for n, positive in [*((each.n, each.positive) for each in told), *([left] if left[0] else [])]:
        assert n >= SIZE
        assert min(positive, n - positive) >= 3


def test_the_page_says_why_no_type_shows_and_shows_the_types_that_may(client, study, author, town, agency):
    case = make_case(study, author)
    person = make_person(study, town)
    judge(case, person, "yes")
    judged_by(case, study, town, ["no", "yes", "no", "yes"])
    judged_by(case, study, agency, ["no"])
    client.force_login(person)
    address = f"/cases/small/c/{case.code}/"
    page = client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Nothing to show yet. That takes at least 6 colleagues of one type" in page
    judged_by(case, study, town, HALVES)
    judged_by(case, study, agency, HALVES)
    page = client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert re.search(r"<th scope=\"row\">municipality</th><td class=\"number\">\d+</td>", page)


def test_who_shows_a_name_or_gave_no_reason_is_in_no_type(client, study, author, town, agency):
    case = make_case(study, author)
    people = [make_person(study, town, shows_name=True, name=f"Name {n}") for n in range(6)]
    for user, answer in zip(people, HALVES, strict=True):
        judge(case, user, answer)
    for answer in HALVES:
        judge(case, make_person(study, agency), answer, reason="")
    client.force_login(people[0])
    page = client.get(f"/cases/small/c/{case.code}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Nothing to show yet." in page
