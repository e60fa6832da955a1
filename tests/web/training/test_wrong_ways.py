"""Wrong ways in: strangers, other studies, closed and renewed links, twice, two tabs, guessed and forged cookies."""

from __future__ import annotations

import pytest
from django.core import signing
from django.test import Client

from collega.web.deeds.training import change_link, enrol, open_training
from collega.web.records.models import Deed, Learner, Role, Round, Step, Training
from tests.web.conftest import make_member
from tests.web.training.conftest import Walker, make_training

pytestmark = pytest.mark.django_db
PAGES = ("", "1/", "1/they/", "weights/", "weights.pdf", "delete/")
OWNERS = ("settings/",)


def test_a_stranger_is_told_nothing(training):
    stranger = Walker(training)
    for path in PAGES:
        assert stranger.get(path).status_code == 404, path
    for path in ("start/", "leave/", "research/", "delete/", "1/"):
        assert stranger.post(path).status_code == 404, path
    nothing = Client()
    assert nothing.get("/training/no-such-study/").status_code == 404
    # these pages say the same for every study, and for none
    for path in ("code/", "deleted/"):
        assert stranger.get(path).status_code == nothing.get(f"/training/no-such-study/{path}").status_code == 200
        assert training.study.title("nl") not in stranger.get(path).content.decode()


@pytest.mark.parametrize("kind", [Role.Kind.ANALYST, Role.Kind.READER, Role.Kind.PROFESSIONAL])
def test_only_owners_set_it_up(training, client, kind):
    client.force_login(make_member(training.study, kind))
    assert client.get("/training/small/settings/").status_code == 403
    assert client.post("/training/small/settings/open/", {"open": "no"}).status_code == 403
    assert client.post("/training/small/settings/link/", {"link": "renew"}).status_code == 403
    assert client.get("/training/small/").status_code == 200


def test_who_has_a_role_elsewhere_is_a_stranger(training, client):
    other = make_training("another")
    client.force_login(make_member(other.study, Role.Kind.OWNER))
    assert client.get("/training/small/").status_code == 404
    assert client.get("/training/small/settings/").status_code == 404


def test_a_wrong_link_is_no_link(training):
    walker = Walker(training)
    assert walker.enter("x" * 43).status_code == 404
    change_link(training, None, "close")
    assert walker.enter().status_code == 404
    assert walker.client.get("/training/small/t//").status_code == 404
    assert walker.get().status_code == 404


def test_a_renewed_link_closes_the_old_one_to_newcomers_alone(training):
    begun, entered = Walker(training), Walker(training)
    begun.begin()
    entered.enter()
    change_link(training, None, "renew")
    assert Walker(training).enter().status_code == 404
    assert entered.get().status_code == 404
    assert entered.post("start/").status_code == 404
    assert begun.judge(1).status_code == 302
    training.refresh_from_db()
    assert Walker(training).enter().status_code == 302


def test_nobody_trains_while_it_is_closed(training):
    walker = Walker(training)
    walker.begin()
    step = walker.step(1)
    open_training(training, None, opened=False)
    assert "U kunt hier nu niet trainen" in walker.get("1/").content.decode()
    assert walker.post("1/", step=step, answer="yes").status_code == 409
    assert not Step.objects.exclude(answer="").exists()
    assert walker.post("delete/").status_code == 302  # one's own data can be deleted all the same
    assert not Learner.objects.exists()


def test_answering_twice_keeps_the_first_answer(walker):
    walker.begin()
    step = walker.step(1)
    walker.post("1/", step=step, answer="yes")
    response = walker.post("1/", step=step, answer="no")
    assert response.headers["Location"].endswith("1/they/")
    assert Step.objects.get(number=1).answer == "yes"
    assert Step.objects.count() == 2


def test_two_tabs_begin_one_round(walker):
    walker.begin()
    walker.post("start/")
    assert Round.objects.count() == Learner.objects.count() == 1


def test_a_page_of_an_earlier_round_answers_nothing(walker):
    walker.begin()
    step = walker.step(1)
    walker.judge_all()
    walker.post("start/")
    assert walker.post("1/", step=step, answer="yes").status_code == 302
    assert Round.objects.get(number=2).steps.get().answer == ""


def test_skipping_ahead_leads_back(walker):
    walker.begin()
    assert walker.get("7/").headers["Location"] == f"{walker.base}1/"
    assert walker.post("7/", step="1", answer="yes").headers["Location"] == f"{walker.base}1/"
    assert walker.get("7/they/").headers["Location"] == f"{walker.base}1/"
    assert not Step.objects.exclude(answer="").exists()


@pytest.mark.parametrize("data", [{}, {"answer": "maybe"}, {"answer": "yes", "named": ["who", "what", "how"]},
                                  {"answer": "yes", "named": ["nothing"]}, {"answer": "yes", "reason": "x" * 501}])  # fmt: skip
def test_a_wrong_form_comes_back(walker, data):
    walker.begin()
    response = walker.post("1/", step=walker.step(1), **data)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert not Step.objects.exclude(answer="").exists()


@pytest.mark.parametrize("forged", [
    "", "x", "x:y:z", signing.dumps("0" * 24), signing.dumps(1, salt="collega.training.learner"),
    signing.dumps(["x"], salt="collega.training.learner"), signing.dumps({"study": 1}, salt="collega.survey.visit"),
], ids=["nothing", "a letter", "three parts", "another salt", "a number", "a list", "a participant"])  # fmt: skip
def test_a_forged_cookie_is_nobody(training, forged):
    client = Client()
    client.cookies[f"training-{training.pk}"] = forged
    assert client.get("/training/small/").status_code == 404


def test_a_changed_cookie_is_nobody(walker, training):
    walker.begin()
    name = f"training-{training.pk}"
    value = walker.client.cookies[name].value
    other = Client()
    other.cookies[name] = value
    assert other.get("/training/small/").status_code == 200
    other.cookies[name] = value[:-1] + ("A" if value[-1] != "A" else "B")
    assert other.get("/training/small/").status_code == 404


def test_the_cookie_of_another_training_is_nobody_here(walker, training):
    other = make_training("another")
    walker.begin()
    client = Client()
    client.cookies[f"training-{other.pk}"] = walker.client.cookies[f"training-{training.pk}"].value
    assert client.get("/training/another/").status_code == 404


def test_an_account_is_not_known_by_a_device(walker, training):
    """The cookie that a learner with an account would have had opens nothing."""
    user = make_member(training.study, Role.Kind.PROFESSIONAL)
    learner = enrol(training, user)
    client = Client()
    client.cookies[f"training-{training.pk}"] = signing.dumps(learner.nonce, salt="collega.training.learner")
    assert client.get("/training/small/").status_code == 404


def test_who_lost_their_role_sees_no_results_any_more(training, client):
    user = make_member(training.study, Role.Kind.PROFESSIONAL)
    client.force_login(user)
    walker = Walker(training, client)
    walker.post("start/")
    walker.judge(1)
    user.roles.all().delete()
    page = walker.get("1/they/").content.decode()
    assert "U hebt geen plaats meer" in page
    assert "%" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_guessing_codes_is_limited(walker):
    for _ in range(20):
        assert walker.post("code/", code="AAAA-BBBB-CCCC-DDDD").status_code == 422
    assert walker.post("code/", code="AAAA-BBBB-CCCC-DDDD").status_code == 429


def test_the_trail_names_no_learner(walker, training):
    walker.begin()
    walker.post("research/", give="yes")
    walker.post("delete/")
    events = list(training.study.events.filter(what__startswith="learner"))
    assert {each.what for each in events} == {Deed.LEARNER_CONSENTED, Deed.LEARNER_DELETED}
    assert all(each.user is None and not each.facts for each in events)
    assert Training.objects.count() == 1
