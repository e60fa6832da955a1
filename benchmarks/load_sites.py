"""What load is put on: an open study with participants who are at their first scenario, and the minimal view."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.live_site import Database, LiveSite

ROOT = Path(__file__).resolve().parents[1]
MAKE = """
import json
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from collega.design import compose
from collega.panel.simulate import simulate
from collega.study import template_text
from collega.web import bridge
from collega.web.accounts.models import User
from collega.web.jobs.kinds import perform
from collega.web.queue import enqueue
from collega.web.records.models import NOTICE_PARTS, Collection, Interview, Publication, Role, StoredFit, Study
from collega.web.survey.visit import Visit

def study_of(key, **more):
    study = Study.objects.create(key=key, definition=template_text("avg-data-sharing"), **more)
    row = bridge.keep_design(study, compose(study.as_defined, versions=1))
    study.notice = {part: {"nl": part, "en": part} for part in NOTICE_PARTS}
    study.collection, study.launched_at = Collection.OPEN, timezone.now()
    study.save()
    return study, row

study, row = study_of("load", open_token="open-token")
defined, engine, now = study.as_defined, bridge.design_of(row), timezone.now()
values = {each.key: each.values[0].key for each in defined.characteristics}
kept = Interview.objects.bulk_create(
    [Interview(study=study, pseudonym=f"load-{n}", version=engine.versions[0], design=row, consented_at=now,
               started_at=now, order=list(engine.shows[0]), values=values, told_about_self=True)
     for n in range(PEOPLE)])
name = settings.PARTICIPANT_COOKIE
people = [{name: Visit(study, each, None, True).carry(HttpResponse()).cookies[name].value} for each in kept]
owner, client = User.objects.create_user("owner@example.org"), Client()
Role.objects.create(study=study, user=owner, kind=Role.Kind.OWNER)
client.force_login(owner)
fitted, row = study_of("fitted", publication=Publication.PUBLIC, advice_first=False)
panel, _ = simulate(fitted.as_defined, bridge.design_of(row), participants=30, seed=1)
bridge.keep_panel(fitted, panel, "real", design=row)
perform(enqueue("fit", fitted, kind="real").pk)
StoredFit.objects.filter(study=fitted).update(published=True, shown_at=now)
first, *others = fitted.as_defined.criteria
rest = "&".join(f"{each.key}={each.level_keys[0]}" for each in others)
print(json.dumps({
    "people": people, "owner": {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value},
    "told": {f"q-{each.key}": each.values[0].key for each in defined.characteristics},
    "cases": [f"/results/fitted/colleague/?{first.key}={level}&{rest}" for level in first.level_keys],
}))
"""


class MinimalSite(LiveSite):
    """The minimal view behind the same web server, with as many threads."""

    def __init__(self, folder: Path, database: Database) -> None:
        super().__init__(folder, database)
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.minimal_site",
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }

    def start(self) -> None:
        """Make its tables, and start its web server."""
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "benchmarks.minimal_site"], cwd=ROOT, env=self.environment, check=True)
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", "4", "--no-access-log", "--log-level", "warning",
            "benchmarks.minimal_site:application",
        ]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def wait(self, seconds: float = 900) -> None:
        """Wait until its page is answered."""
        self.wait_for("/page/1/", seconds)
