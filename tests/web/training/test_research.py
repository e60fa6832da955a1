"""Answers of training: in no panel without consent, then marked and out of every fit; and their end."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collega.panel.identity import panel_hash
from collega.web import bridge
from collega.web.deeds import study_folder
from collega.web.deeds.retention import erase
from collega.web.deeds.training import KEPT, consent, enrol, expire, to_expire
from collega.web.records.models import Kind, Learner, Role, Round, Step
from collega.web.sight import has_asked
from tests.web.conftest import make_member
from tests.web.training.conftest import Walker

pytestmark = pytest.mark.django_db


def make_learners(training, n: int, *, give: bool, seed: int = 1, shift: int = 0) -> list[Learner]:
    rng, study = np.random.default_rng(seed), training.study.as_defined
    design = bridge.design_of(training.study.designs.get(current=True))
    learners = []
    for _ in range(n):
        learner = enrol(training)
        row = Round.objects.create(learner=learner, number=1, length=10)
        for number in range(1, 5):
            profile = design.profiles[rng.integers(len(design.profiles))]
            levels = {c.key: c.level_keys[(int(v) + shift) % len(c.level_keys)]
                      for c, v in zip(study.criteria, profile, strict=True)}  # fmt: skip
            answer = study.answer_keys[rng.integers(3)]
            Step.objects.create(round=row, number=number, levels=levels, answer=answer, reason="secret words")
        consent(learner, given_consent=give)
        learners.append(learner)
    return learners


def participants(training):
    content, _ = study_folder.folder_of(training.study, Kind.REAL)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = {name.split("/")[-1]: archive.read(name).decode(errors="replace") for name in archive.namelist()
                if name.endswith((".csv", ".json", ".yaml"))}  # fmt: skip
    return text, list(csv.DictReader(io.StringIO(text["participants.csv"])))


def test_no_panel_has_answers_without_consent(training):
    make_learners(training, 8, give=False)
    text, rows = participants(training)
    assert len(rows) == 40
    assert "secret words" not in "".join(text.values())


def test_given_answers_are_marked_and_left_out(training):
    learners = make_learners(training, 6, give=True)
    text, rows = participants(training)
    marked = [row for row in rows if row["excluded_reason"] == "training"]
    assert {row["participant"] for row in marked} == {learner.pseudonym for learner in learners}
    assert {row["included"] for row in marked} == {"false"}
    assert {row["post"] for row in marked} == {""}
    assert "secret words" not in "".join(text.values())
    assert text["answers.csv"].count("t-") == 24
    name, exported = study_folder.export_answers(training.study, None, Kind.REAL, "csv", apart=False, language="en")
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        table = archive.read("small.csv").decode()
    assert sum("training" in line for line in table.splitlines()) == 24, name


def test_fewer_than_the_minimum_are_not_given(training):
    make_learners(training, 4, give=True)
    make_learners(training, 4, give=False, seed=2)
    assert len(participants(training)[1]) == 40


@settings(deadline=None, derandomize=True, max_examples=15,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(n=st.integers(0, 9), seed=st.integers(0, 10_000), give=st.booleans(), shift=st.integers(0, 2))
def test_no_fit_rests_on_them(training, n, seed, give, shift):
    """Whatever was judged and given: what a fit is made from, and the hash of it, stay the same."""
    training.learners.all().delete()
    before = bridge.panel_of(training.study, Kind.REAL)
    make_learners(training, n, give=give, seed=seed, shift=shift)
    now = bridge.panel_of(training.study, Kind.REAL)
    taken = bridge.with_learners(training.study, now)
    assert panel_hash(before) == panel_hash(now) == panel_hash(taken)
    assert now.n_answers == before.n_answers
    counted = taken.counted
    assert counted.people["participant"].to_list() == before.counted.people["participant"].to_list()
    np.testing.assert_array_equal(counted.answer, before.counted.answer)
    added = set(taken.people["participant"]) - set(before.people["participant"])
    assert len(added) in (0, n)
    assert not added or give


def test_consent_can_be_taken_back(training):
    walker = Walker(training)
    walker.begin()
    walker.post("research/", give="yes")
    assert Learner.objects.get().consented_on is not None
    walker.post("research/", give="no")
    assert Learner.objects.get().consented_on is None


def test_learners_who_stay_away_are_deleted(training):
    kept, gone = make_learners(training, 2, give=False)
    Learner.objects.filter(pk=gone.pk).update(seen_on=timezone.localdate() - KEPT - timedelta(days=1))
    assert list(to_expire(timezone.localdate())) == [training]
    assert expire(training) is True
    assert list(Learner.objects.all()) == [kept]
    assert expire(training) is False
    assert not list(to_expire(timezone.localdate()))


def test_the_end_of_personal_data_is_that_of_learners_too(training):
    make_learners(training, 2, give=True)
    erase(training.study)
    assert not Learner.objects.exists()


def test_training_goes_on_from_the_population(training):
    erase(training.study)
    walker = Walker(training)
    walker.begin()
    walker.judge_all(upto=5)
    assert walker.get("1/they/").status_code == walker.get("weights/").status_code == 200


def test_who_saw_what_they_say_judges_such_a_case_blind_no_more(training, client):
    user = make_member(training.study, Role.Kind.PROFESSIONAL)
    client.force_login(user)
    walker = Walker(training, client)
    walker.post("start/")
    levels = Step.objects.get().levels
    assert not has_asked(training.study, user, levels)
    walker.judge(1)
    assert has_asked(training.study, user, levels)
