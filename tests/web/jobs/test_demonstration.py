"""The demonstration: made fast, its charts left to the worker, and every address told that works from then on."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command
from django.test import Client

from collega.design import compose
from collega.folder import StudyFolder
from collega.panel.simulate import simulate
from collega.study import parse_study
from collega.web.jobs import fitting, pictures
from collega.web.jobs.management.commands import prepare
from collega.web.records.models import Job, Picture, Study
from tests.web.conftest import SMALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    made = StudyFolder(tmp_path / "demo")
    made.create(SMALL)
    study = parse_study(SMALL)
    design = compose(study, versions=2)
    made.write_design(study, design, seed=1)
    panel, truth = simulate(study, design, participants=20, seed=1)
    made.write_panel(panel, seed=1, truth=truth)
    return tmp_path / "demo"


@pytest.fixture
def told(folder, settings, monkeypatch):
    settings.DEMO, settings.SITE_URL = True, "http://testserver"

    def too_slow(*_, **__):
        raise AssertionError("the site does not wait for this")

    for module, name in ((fitting, "validate"), (pictures, "draw")):
        monkeypatch.setattr(module, name, too_slow)
    call_command("demo_site", str(folder))
    said = io.StringIO()
    call_command("welcome", stdout=said)
    return said.getvalue()


def test_every_address_that_is_told_works_at_once(told):
    assert Picture.objects.count() == 0
    paths = re.findall(r"http://testserver(/\S*)", told)
    assert len(paths) == 6
    for path in paths:
        if path != "/accounts/demo/":  # exists in demo settings only
            assert Client().get(path, follow=True).status_code == 200, path
    page = Client().get("/results/demonstration/").content
    assert page.count(b"<figure") >= 3
    code = re.search(r"code:\s+(\S{4}-\S{4})", told)[1]
    assert Client().post("/take/", {"code": code}).url == "/take/demonstration-open/"


def test_the_studies_can_be_told_apart(told):
    titles = {study.key: study.as_shown.title for study in Study.objects.all()}
    assert titles["demonstration-open"].nl == f"{titles['demonstration'].nl}: doe zelf mee"
    assert titles["demonstration-open"].en.endswith(": take part yourself")


def test_the_worker_does_the_rest(told):
    assert list(Job.objects.order_by("id").values_list("kind", "state")) == [
        ("validation", "waiting"),
        ("pictures", "waiting"),
    ]


def test_a_second_start_makes_nothing_anew(told, folder):
    call_command("demo_site", str(folder))
    assert Study.objects.count() == 2
    assert Job.objects.count() == 2


def test_one_process_prepares_everything_in_order(monkeypatch):
    done = []
    monkeypatch.setattr(prepare, "call_command", lambda name, *rest, **_: done.append((name, *rest)))
    call_command("prepare")
    call_command("prepare", demo="folder")
    first = [("migrate",), ("collectstatic",), ("welcome",)]
    assert done == [*first, *first[:2], ("demo_site", "folder"), first[2]]
