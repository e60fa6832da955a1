"""What is asked of the virtual colleague, for the owners: in counts, in batches, and never of fewer than the minimum."""

from __future__ import annotations

from datetime import date

import pytest

from collega.web.records.models import Consultation, Role
from collega.web.workbench.publish.consultations import asked_of, protected
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db
HOME = "/workbench/small/consultations/"


def ask(study, times, case, *, share=0.7, own=""):
    Consultation.objects.bulk_create(
        Consultation(study=study, on=date(2026, 11, 30), case=case, share=share, own_advice=own) for _ in range(times)
    )


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 8, "b": 7}, {"a": 8, "b": 7}),
        ({"a": 12, "b": 3}, {"a": None, "b": None}),  # 3 would follow from the total
        ({"a": 12, "b": 3, "c": 7}, {"a": 12, "b": None, "c": None}),
        ({"a": 12, "b": 3, "c": 2}, {"a": 12, "b": None, "c": None}),
        ({"a": 12, "b": 2, "c": 1}, {"a": None, "b": None, "c": None}),  # 3 together
        ({"a": 15, "b": 0}, {"a": 15, "b": 0}),
        ({"a": 3, "b": 0}, {"a": None, "b": None}),
    ],
)
def test_small_counts_and_what_would_give_them_away_are_hidden(counts, shown):
    assert protected(counts, 5) == shown


def test_counts_by_criterion_level_and_own_advice(study):
    ask(study, 12, {"who": "a", "what": "b"}, own="yes")
    ask(study, 8, {"who": "b"}, own="no")
    asked = asked_of(study)
    assert asked.n == 20
    assert asked.filled == {"who": 20, "what": 12}
    assert asked.levels == {"who": {"a": 12, "b": 8}, "what": {"a": 0, "b": 12, "c": 0}}
    assert asked.own == {"same": 12, "other": 8, "none": 0}


def test_a_question_more_changes_nothing_until_a_batch_is_full(study):
    ask(study, 10, {"who": "a"})
    before = asked_of(study)
    ask(study, 4, {"who": "b", "what": "c"}, own="no")
    assert asked_of(study) == before
    ask(study, 1, {"who": "b", "what": "c"}, own="no")
    assert asked_of(study).n == 15
    assert asked_of(study).levels["who"] == {"a": 10, "b": 5}


def test_a_level_that_the_study_no_longer_has_does_no_harm(study):
    ask(study, 10, {"who": "gone", "elsewhere": "x"}, own="gone")
    asked = asked_of(study)
    assert asked.filled["who"] == 0
    assert asked.own["none"] == 10


def test_the_page_is_for_owners(client, study):
    assert client.get(HOME).status_code == 302
    client.force_login(make_member(study, Role.Kind.ANALYST))
    assert client.get(HOME).status_code == 403
    client.force_login(make_member(study, Role.Kind.OWNER))
    assert "minder dan 5 vragen" in client.get(HOME).content.decode()
    ask(study, 5, {"who": "a"})
    ask(study, 2, {"who": "b"})
    ask(study, 3, {})
    page = client.get(HOME, headers={"accept-language": "en"}).content.decode()
    assert "10 questions." in page
    assert "not shown" in page
    assert client.post(HOME).status_code == 405
