"""Work for the worker while processes are killed: a fit, a mail round, a report and a deletion; and what came of it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from benchmarks.live_site import Database, LiveSite, SqliteFile, free_port

KINDS = ("tick", "mail", "fit", "report")  # the tick deletes what is past its last day
TITLES = {"tick": "deletion", "mail": "mail round", "fit": "fit", "report": "report"}
PEOPLE = 60
MAKE = """
import json
from datetime import timedelta
from django.utils import timezone
from collega.design import compose
from collega.panel.simulate import simulate
from collega.study import template_text
from collega.web import bridge
from collega.web.deeds.people import add_people
from collega.web.records.models import NOTICE_PARTS, Answer, Collection, Interview, Study
from collega.web.workbench.collect import address_lines, address_lists

def study_of(key, **more):
    study = Study.objects.create(key=key, definition=template_text("avg-data-sharing"))
    row = bridge.keep_design(study, compose(study.as_defined, versions=1))
    study.notice = {part: {"nl": part, "en": part} for part in NOTICE_PARTS}
    study.collection, study.launched_at, study.open_token = Collection.OPEN, timezone.now(), "open-token"
    for name, value in more.items():
        setattr(study, name, value)
    study.save()
    return study, row

study, _ = study_of("avg")
if WITH_WORK:
    rows = address_lines.from_text("\\n".join(f"p{n}@example.org" for n in range(PEOPLE)))
    add_people(study, None, address_lists.check(study, rows).new)
    fitted, row = study_of("fitted", open_token="")
    panel, _ = simulate(fitted.as_defined, bridge.design_of(row), participants=20, seed=1)
    bridge.keep_panel(fitted, panel, "real", design=row)
    old, row = study_of("old", open_token="")
    people = Interview.objects.bulk_create(
        [Interview(study=old, pseudonym=f"p{n}", version="1", design=row, in_view=True) for n in range(ROWS)])
    Answer.objects.bulk_create([Answer(interview=each, position=p, scenario="s", answer="agree", shown={"t": "x" * 200})
                                for each in people for p in range(1, 22)], batch_size=5000)
print(json.dumps({"keys": study.as_defined.answer_keys,
                  "told": {f"q-{each.key}": each.values[0].key for each in study.as_defined.characteristics}}))
"""
BEGIN = {
    "tick": """
from datetime import timedelta
from django.utils import timezone
from collega.web.queue import enqueue
from collega.web.records.models import Study
Study.objects.filter(key="old").update(keep_until=timezone.localdate() - timedelta(days=2))
enqueue("tick", hour="of the benchmark")
""",
    "mail": """
from collega.web.deeds.mailing import send_round
from collega.web.records.models import Study
send_round(Study.objects.get(key="avg"), "invitation", 1, None)
""",
    "fit": """
from collega.web.queue import enqueue
from collega.web.records.models import Study
enqueue("fit", Study.objects.get(key="fitted"), kind="real")
""",
    "report": """
from collega.web.queue import enqueue
from collega.web.records.models import StoredFit
fit = StoredFit.objects.get(study__key="fitted")
enqueue("report", fit.study, fit=fit.pk, language="nl")
""",
}
READ = """
import json
from collections import Counter
from collega.web.records.models import Answer, Interview, Job, Mail, MadeFile, StoredFit, Study
print(json.dumps({
    "jobs": list(Job.objects.exclude(kind="count").values_list("kind", "state", "attempts")),
    "mails": Counter("uncertain" if error == "uncertain" else state
                     for state, error in Mail.objects.values_list("state", "error")),
    "fits": StoredFit.objects.filter(study__key="fitted").count(),
    "reports": MadeFile.objects.filter(study__key="fitted", kind="report").count(),
    "left": Interview.objects.filter(study__key="old").count()
            + Answer.objects.filter(interview__study__key="old").count(),
    "erased": Study.objects.filter(key="old", erased_at__isnull=False).count(),
}))
"""


def make(site: LiveSite, *, work: bool, rows: int = 1500) -> dict[str, Any]:
    """Make an open study and, with ``work``, jobs of every kind; return its answers and what people tell of them."""
    made: dict[str, Any] = json.loads(site.call(f"WITH_WORK, PEOPLE, ROWS = {work}, {PEOPLE}, {rows}\n{MAKE}"))
    return made


def running(database: Database) -> list[str]:
    """Return the kinds of jobs that a worker does now."""
    return _kinds(database, "SELECT kind FROM records_job WHERE state = 'running'")


def unfinished(database: Database) -> list[str]:
    """Return the kinds of jobs that wait, or that a worker does or did when it was killed."""
    return _kinds(database, "SELECT kind FROM records_job WHERE state IN ('running', 'waiting')")


def _kinds(database: Database, query: str) -> list[str]:
    try:
        if isinstance(database, SqliteFile):
            with closing(sqlite3.connect(database.file, timeout=5)) as base:
                return [str(kind) for (kind,) in base.execute(query)]
        import psycopg

        with psycopg.connect(database.url.replace("postgres://", "postgresql://"), connect_timeout=5) as connection:
            return [str(kind) for (kind,) in connection.execute(query).fetchall()]
    except Exception:  # a database that was killed
        return []


class Post:
    """A mail server that takes its time, and counts what everybody got."""

    def __init__(self, seconds: float = 0.15) -> None:
        from aiosmtpd.controller import Controller

        self.got: Counter[str] = Counter()
        self._seconds, self.port = seconds, free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: ARG002, N802
        self.got.update(envelope.rcpt_tos)
        await asyncio.sleep(self._seconds)
        return "250 OK"

    def stop(self) -> None:
        self._controller.stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of the work."""

    jobs: list[tuple[str, str, int]]
    mails_twice: int
    mails_sent: int
    mails_uncertain: int
    problems: list[str]


def done(site: LiveSite, post: Post) -> Done:
    """Return what came of the work, with everything that is not as it must be."""
    found = json.loads(site.call(READ))
    jobs = [(str(kind), str(state), int(n)) for kind, state, n in found["jobs"]]
    mails = found["mails"]
    wrong = [f"job {kind}: {state} after {n} attempts" for kind, state, n in jobs if state != "done"]
    wrong += [] if set(KINDS) <= {kind for kind, _, _ in jobs} else [f"jobs missing: {jobs}"]
    wrong += [] if found["fits"] == 1 else [f"fits: {found['fits']}"]
    wrong += [] if found["reports"] == 1 else [f"reports: {found['reports']}"]
    wrong += [] if (found["left"], found["erased"]) == (0, 1) else [f"deletion: {found['left']} rows left"]
    sent, uncertain = mails.get("sent", 0), mails.get("uncertain", 0)
    wrong += [] if sent + uncertain == PEOPLE else [f"mails: {mails}"]
    return Done(
        jobs=jobs, mails_twice=sum(n - 1 for n in post.got.values()), mails_sent=sent, mails_uncertain=uncertain,
        problems=wrong,
    )  # fmt: skip
