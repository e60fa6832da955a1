"""Pages of a study with ten thousand, two hundred thousand and two million stored answers, and saving one more.

One process, SQLite on disk, Django's test client. No page may grow with what is stored: its processor time with the
most answers is divided by that with the fewest. Rows are written straight into the database, twenty-one answers a
participant; what the worker counts is counted once before, and its time is given too.
"""

from __future__ import annotations

import os
import re
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.timing import table

SIZES = (10_000, 200_000, 2_000_000)
PAGES = ("", "monitor/", "participants/", "participants/?page=2", "participants/?only=signs", "fits/", "data/",
         "launch/", "people/", "publish/", "trail/")  # fmt: skip
TIMES, WARM_UP = 15, 3
ANSWERS = 21


def run(sizes: tuple[int, ...] = SIZES) -> None:
    with tempfile.TemporaryDirectory() as name:
        _start(Path(name))
        rows: dict[str, list[float]] = {}
        for size in sizes:
            for page, milliseconds in _measured(size).items():
                rows.setdefault(page, []).append(milliseconds)
    shown = [[page, *ms, ms[-1] / ms[0]] for page, ms in rows.items()]
    table(["processor, ms, median", *(f"{size:,} answers" for size in sizes), "last / first"], shown)
    print(f"Processors: {os.cpu_count()}, busy with {os.getloadavg()[0]:.1f} processes in the last minute.")


def _start(folder: Path) -> None:
    os.environ |= {
        "COLLEGA_MODE": "demo",
        "COLLEGA_DATA": str(folder / "site"),
        "DJANGO_SETTINGS_MODULE": "collega.web.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _measured(size: int) -> dict[str, float]:
    from django.test import Client
    from django.utils import timezone

    from collega.web.progress.kept import count_anew
    from collega.web.records.models import Role

    study = _filled(f"stored-{size}", size)
    began = time.process_time()
    count_anew(study, timezone.now())
    counting = 1e3 * (time.process_time() - began)
    client = Client()
    client.force_login(Role.objects.get(study=study).user)
    times = {"counting, by the worker": counting}
    for page in PAGES:
        times[f"/workbench/{page}"] = _median(lambda page=page: client.get(f"/workbench/{study.key}/{page}"))
    times["an answer, and the next page"] = _answering(study)
    return times


def _median(request: Any) -> float:
    taken = []
    for _ in range(WARM_UP + TIMES):
        began = time.process_time()
        response = request()
        taken.append(1e3 * (time.process_time() - began))
        assert response.status_code == 200, response
    return statistics.median(taken[WARM_UP:])


def _filled(key: str, size: int) -> Any:
    """Make an open study with so many answers of participants who finished and are in view."""
    from django.utils import timezone

    from collega.design import compose
    from collega.study import template_text
    from collega.web import bridge
    from collega.web.accounts.models import User
    from collega.web.records.models import NOTICE_PARTS, Answer, Collection, Interview, Role, Study

    study = Study.objects.create(key=key, definition=template_text("avg-data-sharing"))
    design = bridge.keep_design(study, compose(study.as_defined, versions=1))
    study.notice = {part: {"nl": part, "en": part} for part in NOTICE_PARTS}
    study.collection, study.launched_at, study.open_token = Collection.OPEN, timezone.now(), f"token-{key}"
    study.save()
    Role.objects.create(study=study, user=User.objects.create_user(f"{key}@example.org"), kind=Role.Kind.OWNER)
    engine, keys, now = bridge.design_of(design), study.as_defined.answer_keys, timezone.now()
    people = range(size // ANSWERS)
    values = {each.key: each.values[0].key for each in study.as_defined.characteristics}
    kept = Interview.objects.bulk_create(
        (
            Interview(
                study=study, pseudonym=f"p{n:07}", version=engine.versions[0], design=design, consented_at=now,
                started_at=now, completed_at=now, in_view=True, order=list(engine.shows[0]), values=values,
            )
            for n in people
        ),
        batch_size=2000,
    )  # fmt: skip
    scenarios = [engine.scenarios[s] for s in engine.shows[0]]
    Answer.objects.bulk_create(
        (
            Answer(interview=person, position=p, scenario=name, answer=keys[(n * 7 + p * p) % len(keys)], seconds=20.0)
            for n, person in enumerate(kept)
            for p, name in enumerate(scenarios, start=1)
        ),
        batch_size=5000,
    )
    return study


def _answering(study: Any) -> float:
    from django.test import Client

    client, home = Client(), f"/take/{study.key}/"
    client.get(f"/take/o/{study.key}/{study.open_token}/")
    client.post(home)
    client.post(f"{home}consent/", {"agree": "on"})
    client.post(f"{home}about-you/", {f"q-{each.key}": each.values[0].key for each in study.as_defined.characteristics})
    client.post(f"{home}instruction/")
    page, taken = client.get(f"{home}scenario/1/"), []
    for number in range(1, ANSWERS):
        hidden = dict(re.findall(r'name="(request_key|shown)" value="([^"]*)"', page.content.decode()))
        began = time.process_time()
        client.post(f"{home}scenario/{number}/", hidden | {"answer": study.as_defined.answer_keys[0]})
        page = client.get(f"{home}scenario/{number + 1}/")
        taken.append(1e3 * (time.process_time() - began))
    return statistics.median(taken[WARM_UP:])
