"""Versions and orders: the fewest first, fixed once drawn, repeats apart, fifty people at once."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from collega.web.records.models import Interview, Kind
from collega.web.survey.assignment import FullError, assign, draw_order, release_inactive, take_back
from collega.web.survey.getting_in import begin

pytestmark = pytest.mark.django_db


def placed(study, kind=Kind.REAL, now=None):
    return assign(begin(study, kind, "nl"), now or timezone.now())


def sizes(study):
    return Counter(study.interviews.filter(kind=Kind.REAL, released=False).values_list("version", flat=True))


def test_versions_stay_even(open_study):
    for n in range(1, 12):
        placed(open_study)
        assert max(sizes(open_study).values()) - min([*sizes(open_study).values(), n // 2]) <= 1
    assert sorted(sizes(open_study).values()) == [5, 6]


def test_equal_versions_are_drawn_by_chance(open_study):
    first = set()
    for _ in range(40):
        first.add(placed(open_study).version)
        Interview.objects.all().delete()
    assert len(first) == 2


def test_previews_and_simulated_ones_do_not_count(open_study):
    version = placed(open_study).version
    for kind in (Kind.PREVIEW, Kind.SIMULATED):
        for _ in range(5):
            row = begin(open_study, kind, "nl")
            Interview.objects.filter(pk=row.pk).update(version="1" if version == "2" else "2")
    assert placed(open_study).version != version


def test_what_was_drawn_stays(open_study):
    interview = placed(open_study)
    again = assign(interview, timezone.now())
    assert (again.version, again.order) == (interview.version, interview.order)
    assert sorted(interview.order) != []


def test_the_inactive_give_their_place_to_others_and_take_it_back(open_study):
    now = timezone.now()
    first = placed(open_study)
    other = placed(open_study)
    Interview.objects.filter(pk=first.pk).update(seen_at=now - timedelta(hours=25))
    third = placed(open_study, now=now)
    assert third.version == first.version
    first.refresh_from_db()
    assert first.released
    take_back(first, timezone.now())
    first.refresh_from_db()
    assert (first.released, first.version) == (False, third.version)
    assert placed(open_study).version == other.version


def test_who_finished_is_never_released(open_study):
    now = timezone.now()
    interview = placed(open_study)
    Interview.objects.filter(pk=interview.pk).update(seen_at=now - timedelta(days=99), completed_at=now)
    assert release_inactive(open_study, now) == 0


def test_the_time_until_release_is_the_studys(open_study):
    now = timezone.now()
    placed(open_study)
    Interview.objects.update(seen_at=now - timedelta(hours=25))
    open_study.release_after = 26
    assert release_inactive(open_study, now) == 0
    open_study.release_after = 24
    assert release_inactive(open_study, now) == 1


def test_the_maximum_counts_who_is_active_or_finished(open_study):
    open_study.most_participants = 2
    open_study.save()
    first = placed(open_study)
    placed(open_study)
    with pytest.raises(FullError):
        placed(open_study)
    Interview.objects.filter(pk=first.pk).update(seen_at=timezone.now() - timedelta(days=2))
    third = placed(open_study)
    first.refresh_from_db()
    with pytest.raises(FullError):
        take_back(first, timezone.now())
    first.refresh_from_db()
    assert first.released
    Interview.objects.filter(pk=third.pk).update(seen_at=timezone.now() - timedelta(days=2))
    take_back(first, timezone.now())
    assert not Interview.objects.get(pk=first.pk).released
    with pytest.raises(FullError):
        take_back(Interview.objects.get(pk=third.pk), timezone.now())


def test_a_study_without_a_design_has_nothing_to_give(open_study):
    from collega.web.survey.assignment import NoDesignError

    open_study.designs.update(current=False)
    with pytest.raises(NoDesignError):
        placed(open_study)


@pytest.mark.parametrize("shows", [[0, 1, 2, 3, 0, 1], [0, 0, 1], [0, 0, 0, 1, 2], [*range(21), 3, 7, 11]])
def test_repeated_scenarios_are_never_adjacent(shows):
    for seed in range(50):
        order = draw_order(shows, shows, random.Random(seed))
        assert sorted(order) == sorted(shows)
        assert all(a != b for a, b in pairwise(order))


def test_scenarios_that_look_the_same_count_as_repeats():
    for seed in range(50):
        order = draw_order([0, 1, 2, 3], ["same", "same", "b", "c"], random.Random(seed))
        assert {0, 1} not in [set(pair) for pair in pairwise(order)]


def test_where_repeats_must_touch_they_touch_as_little_as_can_be():
    order = draw_order([0, 0, 0, 0, 1], [0, 0, 0, 0, 1], random.Random(1))
    assert sum(a == b for a, b in pairwise(order)) == 2


def test_a_tight_order_is_built_where_chance_does_not_find_one():
    shows = [0] * 12 + list(range(1, 12))
    order = draw_order(shows, shows, random.Random(2))
    assert sorted(order) == sorted(shows)
    assert all(a != b for a, b in pairwise(order))


def test_all_orders_are_equally_likely():
    chance = random.Random(3)
    seen = Counter(tuple(draw_order([0, 0, 1, 2], [0, 0, 1, 2], chance)) for _ in range(6000))
    assert len(seen) == 6  # of the 12 different orders, six have the two equal ones apart
    assert all(abs(count - 1000) < 120 for count in seen.values())


@pytest.mark.slow
@pytest.mark.parametrize("most", [None, 30])
def test_fifty_people_start_at_once(tmp_path, most):
    environment = os.environ | {
        "COLLEGA_MODE": "test",
        "COLLEGA_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'collega.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "tests.web.settings"),
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "tests.web.survey.simultaneous", *([] if most is None else [str(most)])]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    taken = most or 50
    assert told["codes"] == ({"302": 50} if most is None else {"302": 30, "409": 20})
    assert told["versions"] == [taken // 2, taken // 2]
    assert told["answers"] == [taken, taken]
    assert told["orders"] > 20
