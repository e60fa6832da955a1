"""What of training is new for somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collega.web.records.models import Role, Round, Study
from collega.web.training.news import news
from tests.web.conftest import make_member
from tests.web.training.conftest import Walker, make_training

pytestmark = pytest.mark.django_db


@pytest.fixture
def somebody(training):
    return make_member(training.study, Role.Kind.PROFESSIONAL)


def told(user, since=None):
    return [line.text for line in news(user, Study.objects.all(), since)]


def test_a_training_is_new_until_it_was_seen(training, somebody):
    assert told(somebody) == ["U kunt trainen met ervaren collega’s."]
    assert told(somebody, timezone.now()) == []


def test_a_round_is_to_be_finished_and_a_next_one_comes_due(training, somebody, client):
    client.force_login(somebody)
    walker = Walker(training, client)
    walker.post("start/")
    assert told(somebody, timezone.now()) == ["Maak uw training af."]
    walker.judge_all()
    assert told(somebody, timezone.now()) == []
    Round.objects.update(finished_on=timezone.localdate() - timedelta(days=21))
    assert told(somebody, timezone.now()) == ["Het is tijd voor een volgende ronde van uw training."]
    training.is_open = False
    training.save()
    assert told(somebody) == []


def test_two_queries_however_many_there_are(training, somebody, django_assert_num_queries):
    for number in range(3):
        make_training(f"more-{number}")
    studies = list(Study.objects.all())
    with django_assert_num_queries(2):
        assert len(news(somebody, studies, None)) == 4
