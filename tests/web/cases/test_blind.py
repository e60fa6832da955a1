"""Blind means: before anything of others or the model was seen; and what came after reaches nothing that computes."""

from __future__ import annotations

import random

import pytest

from collega.panel.identity import panel_hash
from collega.web import bridge
from collega.web.deeds import case_judging, casebook
from collega.web.deeds.casebook import Told
from collega.web.deeds.refused import RefusedError
from collega.web.records.models import Asked, Judgement, Kind, Sight
from collega.web.sight import has_asked, note_asked
from tests.web.cases.conftest import LEVELS, judge, judge_all, make_case, make_person

pytestmark = pytest.mark.django_db


def here(case):
    return f"/cases/small/c/{case.code}/"


@pytest.fixture
def secret_case(study, author):
    case = make_case(study, author, title="Secret case")
    case.motivation = "MOTIVATION"
    case.save()
    return case


def test_before_judging_nothing_of_others_or_the_model_is_on_any_page(client, study, author, secret_case):
    judge_all(secret_case, study, ["yes"] * 3 + ["no"] * 3)
    casebook.record_outcome(secret_case, author, side="positive", decided="DECIDED", why="WHYSO")
    newcomer = make_person(study)
    client.force_login(newcomer)
    share = f"{secret_case.advice['share']:.0%}"
    for path in ("", "mine/", "mail/", "?words=secret", f"c/{secret_case.code}/"):
        text = client.get("/cases/small/" + path).content.decode()
        for hidden in ("MOTIVATION", "DECIDED", "WHYSO", "Reason of", share):
            assert hidden not in text, (path, hidden)
    assert not Sight.objects.filter(user=newcomer).exists()
    assert judge(secret_case, newcomer).blind
    text = client.get(here(secret_case)).content.decode()
    for shown in ("MOTIVATION", "DECIDED", "WHYSO", "Reason of", share):
        assert shown in text


@pytest.mark.parametrize("levels", [LEVELS, {"who": "a"}, {"who": "b", "what": "b"}, {"who": "a", "what": "c"}])
def test_who_asked_about_the_case_or_one_change_away_is_not_blind(client, study, case, colleague, levels):
    client.force_login(colleague)
    query = "&".join(f"{key}={level}" for key, level in levels.items())
    client.post("/results/small/colleague/", levels | {"own": "no"})
    assert "big-number" in client.get(f"/results/small/colleague/?{query}").content.decode()
    text = client.get(here(case)).content.decode()
    assert 'name="answer"' in text
    assert not judge(case, colleague).blind


@pytest.mark.parametrize("levels", [{}, {"who": "b", "what": "c"}, {"who": "b"}])
def test_who_asked_about_something_else_is(study, case, colleague, levels):
    note_asked(study, colleague, levels)
    assert judge(case, colleague).blind


def test_two_cases_beside_each_other_and_the_sheet_count_as_seen(client, study, case, colleague):
    client.force_login(colleague)
    study.advice_first = False
    study.save()
    far = {"who": "b", "what": "c"}
    client.get("/results/small/colleague/?who=b&what=c&beside.who=a&beside.what=b")
    assert has_asked(study, colleague, LEVELS)
    other = make_person(study)
    client.force_login(other)
    assert client.get("/results/small/colleague/advice.pdf?who=a&what=b").status_code == 200
    assert has_asked(study, other, LEVELS)
    assert not has_asked(study, other, far)


def test_who_asked_what_cannot_be_read_back(client, study, colleague):
    note_asked(study, colleague, LEVELS)
    row = Asked.objects.get()
    assert {field.name for field in Asked._meta.fields} == {"id", "study", "token"}
    assert len(row.token) == 64


def test_asking_for_ones_own_advice_first_shows_nothing_so_it_counts_for_nothing(client, study, case, colleague):
    client.force_login(colleague)
    client.get("/results/small/colleague/?who=a&what=b")
    assert judge(case, colleague).blind


def test_the_authors_advice_knows_whether_it_came_first(study, author, colleague):
    assert make_case(study, author).unseen
    note_asked(study, colleague, LEVELS)
    assert not make_case(study, colleague).unseen


def test_a_judgement_taken_back_makes_no_second_blind_one(study, case, colleague):
    assert judge(case, colleague).blind
    assert case_judging.take_back(case, colleague)
    assert not judge(case, colleague, "no").blind


def test_nobody_judges_twice_nor_their_own_case(case, author, colleague):
    judge(case, colleague)
    with pytest.raises(RefusedError):
        judge(case, colleague, "no")
    with pytest.raises(RefusedError):
        judge(case, author)
    assert Judgement.objects.count() == 1


def test_two_tabs_the_second_one_gets_back_what_was_typed(client, case, colleague):
    client.force_login(colleague)
    client.post(here(case) + "judge/", {"answer": "no", "reason": "First tab."})
    second = client.post(here(case) + "judge/", {"answer": "yes", "reason": "Second tab, long in the making."})
    assert second.status_code == 409
    assert "Second tab, long in the making." in second.content.decode()
    assert Judgement.objects.get().answer == "no"


def test_a_change_of_mind_stays_beside_the_judgement_and_out_of_the_counts(client, study, case, colleague):
    people = judge_all(case, study, ["yes"] * 3 + ["no"] * 3)
    client.force_login(people[0])
    before = client.get(here(case)).content.decode().count("<meter")
    case_judging.think_again(case, people[0], answer="no", reason="You are right.")
    row = Judgement.objects.get(user=people[0])
    assert (row.answer, row.blind) == ("yes", True)
    text = client.get(here(case)).content.decode()
    assert "You are right." in text
    assert text.count("<meter") == before
    client.force_login(people[1])
    assert "You are right." not in client.get(here(case)).content.decode()
    with pytest.raises(RefusedError):
        case_judging.think_again(case, colleague, answer="no", reason="Not judged.")


@pytest.mark.parametrize("seed", range(8))
def test_blind_is_exactly_before_anything_was_seen(study, author, seed):
    """Whatever people do in whatever order, a judgement is blind where no page had shown them anything."""
    dice = random.Random(seed)
    people = [make_person(study) for _ in range(3)]
    cases = [make_case(study, author, title=f"Case {n}", levels=levels)
             for n, levels in enumerate(({"who": "a", "what": "b"}, {"who": "b", "what": "c"}, {"who": "a"}))]  # fmt: skip
    seen, judged, expected = set(), set(), {}
    for _ in range(40):
        user, case = dice.choice(people), dice.choice(cases)
        deed = dice.choice(["ask", "judge", "take back", "think again"])
        if deed == "ask":
            asked = dice.choice([{"who": "a", "what": "b"}, {"who": "b", "what": "b"}, {}, {"what": "c"}])
            note_asked(study, user, asked)
            seen |= {(user, each) for each in cases
                     if sum(asked.get(key) != each.levels.get(key) for key in ("who", "what")) <= 1}  # fmt: skip
        elif deed == "judge" and (user, case) not in judged:
            expected[judge(case, user, dice.choice(["yes", "no"])).pk] = (user, case) not in seen
            judged.add((user, case))
            seen.add((user, case))
        elif deed == "take back":
            case_judging.take_back(case, user)
            judged.discard((user, case))
        elif deed == "think again" and (user, case) in judged:
            case_judging.think_again(case, user, answer="no", reason="Now I see.")
    rows = Judgement.objects.all()
    assert rows
    assert {row.pk: row.blind for row in rows} == {row.pk: expected[row.pk] for row in rows}


def test_nothing_of_the_casebook_reaches_a_panel(study, author):
    before = panel_hash(bridge.panel_of(study, Kind.SIMULATED))
    for n in range(3):
        case = make_case(study, author, title=f"Case {n}")
        for user in judge_all(case, study, ["yes", "no"] * 4):
            case_judging.think_again(case, user, answer="perhaps", reason="Later.")
        casebook.record_outcome(case, author, side="negative", decided="No.", why="So.")
    assert panel_hash(bridge.panel_of(study, Kind.SIMULATED)) == before


def test_the_advice_is_pinned(study, author):
    case = make_case(study, author)
    pinned = dict(case.advice)
    study.fits.update(made_at=case.made_at.replace(year=2020))
    with pytest.raises(RefusedError):
        casebook.advise(case, author, answer="no", motivation="Other.", deciding=[])
    casebook.change(case, author, Told(title="T", text="New words.", levels={"who": "b"}))
    case.refresh_from_db()
    assert (case.advice, case.levels, case.answer, case.text) == (pinned, LEVELS, "yes", "New words.")


def test_advice_that_rests_on_somebody_who_withdrew_is_not_shown(client, study, case, author):
    client.force_login(author)
    share = f"{case.advice['share']:.0%}"
    assert share in client.get(here(case)).content.decode()
    study.fits.update(withdrawn=True)
    assert share not in client.get(here(case)).content.decode()
