"""A learner goes through a training: without an account, with one, again, and on one page."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from collega.web.records.models import Learner, Role, Round, Step
from tests.web.conftest import make_member
from tests.web.training.conftest import Walker

pytestmark = pytest.mark.django_db


def test_a_newcomer_trains_without_an_account(walker, django_assert_max_num_queries):
    assert walker.enter().status_code == 302
    page = walker.get(HTTP_ACCEPT_LANGUAGE="en")
    assert b"What is kept" in page.content
    assert walker.client.post(f"{walker.base}start/").headers["Location"] == f"{walker.base}1/"
    response = walker.judge(1, "yes", named=["who"], reason="Since <b>it</b> is so")
    assert response.headers["Location"] == f"{walker.base}1/they/"
    they = walker.get("1/they/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "What weighs most for them here" in they
    assert "Since &lt;b&gt;it&lt;/b&gt; is so" in they
    assert "Who?" in they
    for number in range(2, 11):
        walker.judge(number)
    assert Round.objects.get().finished_on is not None
    with django_assert_max_num_queries(30):
        weights = walker.get("weights/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "After 10 scenarios, round 1." in weights
    pdf = walker.get("weights.pdf")
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) == 1
    assert not Learner.objects.get().user


def test_weights_come_after_five(walker):
    walker.begin()
    walker.judge_all(upto=4)
    assert walker.get("weights/").status_code == 302
    walker.judge(5)
    assert "weights/" in walker.get("5/they/").content.decode()
    assert walker.get("weights/").status_code == 200


def test_what_they_say_comes_after_the_own_answer(walker):
    walker.begin()
    assert walker.get("1/they/").headers["Location"] == f"{walker.base}1/"
    page = walker.get("1/").content.decode()
    assert "%" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_scenarios_do_not_come_again_in_a_second_round(walker):
    walker.begin()
    walker.judge_all()
    assert walker.post("start/").headers["Location"] == f"{walker.base}1/"
    assert list(Round.objects.values_list("number", "length")) == [(1, 10), (2, 8)]  # of 18 allowed cases
    walker.judge_all(upto=8)
    shown = [str(step.levels) for step in Step.objects.all()]
    assert len(set(shown)) == len(shown) == 18
    page = walker.get("weights/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "In the round before" in page
    response = walker.client.post(f"{walker.base}start/", follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert "You have judged every scenario" in response.content.decode()


def test_a_professional_trains_with_an_account_and_comes_back(training, client):
    user = make_member(training.study, Role.Kind.PROFESSIONAL)
    client.force_login(user)
    walker = Walker(training, client)
    walker.post("start/")
    walker.judge_all(upto=3)
    assert not [name for name in client.cookies if name.startswith("training")]
    other = Walker(training, type(client)())
    other.client.force_login(user)
    assert f"{walker.base}4/" in other.get().content.decode()
    assert Learner.objects.get().user == user


def test_a_code_brings_back_on_another_device(walker, training):
    walker.begin()
    walker.judge_all(upto=2)
    code = re.search(r"([A-Z2-9]{4}-){3}[A-Z2-9]{4}", walker.get().content.decode())[0]
    other = Walker(training)
    assert other.post("code/", code="AAAA-AAAA-AAAA-AAAA").status_code == 422
    assert other.post("code/", code=code.lower().replace("-", " ")).headers["Location"] == walker.base
    assert f"{walker.base}3/" in other.get().content.decode()


def test_the_device_can_be_left(walker, training):
    walker.begin()
    page = walker.post("leave/").content.decode()
    assert re.search(r"([A-Z2-9]{4}-){3}[A-Z2-9]{4}", page)
    assert walker.client.cookies[f"training-{training.pk}"].value == ""
    assert Learner.objects.count() == 1
