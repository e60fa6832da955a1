"""Page times on the demonstration study: median, warm, one process, SQLite on disk, Django's test client."""

from __future__ import annotations

import itertools
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.calibration import bar_in_units, calibrate
from benchmarks.timing import table
from collega.design import compose
from collega.folder import StudyFolder
from collega.panel.simulate import simulate
from collega.study import parse_study, template_text

TIMES = 60
WARM_UP = 5
RESULTS = "/results/demonstration/"


def run() -> None:
    with tempfile.TemporaryDirectory() as name:
        _start(Path(name))
        rows = [
            ["scenario page", 30, *_times(_scenario_pages())],
            ["answer", 40, *_times(_answers())],
            ["dashboard", 300, *_times(_pages(RESULTS))],
            ["virtual colleague, a new case", 60, *_times(_cases(0))],
            ["virtual colleague, a new case with two blanks", 60, *_times(_cases(2))],
            ["virtual colleague, a known case", 60, *_times(_pages(f"{RESULTS}colleague/?purpose=same"))],
            ["own profile, first time", 1000, *_times(_profiles(again=False))],
            ["own profile, again", 300, *_times(_profiles(again=True))],
        ]
    shown = [[name, bar, *figures, "yes" if figures[0] <= bar else "NO"] for name, bar, *figures in rows]
    table(["page", "bar, ms", "median, ms", "fastest, ms", "processor, ms", "median within the bar"], shown)
    now = calibrate()
    print(f"{now}. In units of the interpreted work, of the processor:\n")
    units = [[name, bar_in_units(bar), now.units(figures[2])] for name, bar, *figures in rows]
    table(["page", "bar, units", "processor, units", "within the bar"],
          [[*row, "yes" if row[2] <= row[1] else "NO"] for row in units])  # fmt: skip
    print(f"Processors: {os.cpu_count()}, busy with {os.getloadavg()[0]:.1f} processes in the last minute.")


def _start(folder: Path) -> None:
    """Make the site of the demonstration, as ``collega demo --site`` does, in this process."""
    os.environ |= {
        "COLLEGA_MODE": "demo",
        "COLLEGA_DATA": str(folder / "site"),
        "DJANGO_SETTINGS_MODULE": "collega.web.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    study = parse_study(template_text("avg-data-sharing"))
    design = compose(study, versions=2)
    made = StudyFolder(folder / "demo")
    made.create(template_text("avg-data-sharing"))
    made.write_design(study, design, seed=1)
    panel, truth = simulate(study, design, participants=50, seed=1)
    made.write_panel(panel, seed=1, truth=truth)

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo_site", str(folder / "demo"))
    from collega.web.jobs.kinds import perform
    from collega.web.records.models import Job, Study

    for kind in ("validation", "pictures"):  # what a worker would do meanwhile
        perform(Job.objects.get(kind=kind).pk)
    Study.objects.filter(key="demonstration").update(advice_first=False)  # else a page without an advice comes first


def _times(steps: Iterator[Callable[[], Any]]) -> tuple[float, float, float]:
    """Return median, fastest and median processor time (of all cores), in ms; what comes before a step is not timed."""
    taken, worked = [], []
    for step in itertools.islice(steps, WARM_UP + TIMES):
        began, worked_before = time.perf_counter(), time.process_time()
        response = step()
        taken.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - worked_before))
        assert response.status_code in (200, 302), response.status_code
    return statistics.median(taken[WARM_UP:]), min(taken[WARM_UP:]), statistics.median(worked[WARM_UP:])


def _pages(address: str) -> Iterator[Callable[[], Any]]:
    from django.test import Client

    client = Client()
    while True:
        yield lambda: client.get(address)


def _cases(blank: int) -> Iterator[Callable[[], Any]]:
    """Every case another one, the last criteria left blank."""
    from django.test import Client

    from collega.web.records.models import Study

    client, criteria = Client(), Study.objects.get(key="demonstration").as_defined.criteria
    criteria = criteria[: len(criteria) - blank]
    for levels in itertools.product(*(reversed(criterion.level_keys) for criterion in criteria)):
        case = {criterion.key: level for criterion, level in zip(criteria, levels, strict=True)}
        yield lambda case=case: client.get(f"{RESULTS}colleague/", case)


def _scenario_pages() -> Iterator[Callable[[], Any]]:
    client, home = _participant()
    while True:
        yield lambda: client.get(f"{home}scenario/1/")


def _answers() -> Iterator[Callable[[], Any]]:
    """New answers, scenario after scenario, participant after participant."""
    while True:
        client, home = _participant()
        for number in range(1, 22):
            address = f"{home}scenario/{number}/"
            page = client.get(address).content.decode()
            form = {name: _hidden(page, name) for name in ("request_key", "shown")} | {"answer": "agree"}
            yield lambda address=address, form=form, client=client: client.post(address, form)


def _profiles(*, again: bool) -> Iterator[Callable[[], Any]]:
    """The own profile of one of the panel, beside the group's weights; kept, or drawn for the first time."""
    from django.conf import settings
    from django.http import HttpResponse
    from django.test import Client

    from collega.web.records.models import Study
    from collega.web.survey import profile_of
    from collega.web.survey.visit import Visit

    Study.objects.filter(key="demonstration").update(weights_before_closing=True)
    study = Study.objects.get(key="demonstration")
    somebody = study.interviews.select_related("design").first()
    names = somebody.design.layout["scenarios"]
    somebody.order = [names.index(answer.scenario) for answer in somebody.answers.order_by("position")]
    somebody.save()
    client = Client()
    carried = Visit(study, somebody).carry(HttpResponse())
    client.cookies[settings.PARTICIPANT_COOKIE] = carried.cookies[settings.PARTICIPANT_COOKIE].value
    while True:
        if not again:
            profile_of._drawn.cache_clear()
        yield lambda: client.get("/take/demonstration/profile/")


def _participant() -> tuple[Any, str]:
    """Walk to the first scenario."""
    from django.test import Client

    from collega.web.records.models import Study

    client, study = Client(), Study.objects.get(key="demonstration-open")
    home = f"/take/{study.key}/"
    client.get(f"/take/o/{study.key}/{study.open_token}/")
    client.post(home)
    client.post(f"{home}consent/", {"agree": "on"})
    client.post(
        f"{home}about-you/", {f"q-{item.key}": "prefer_not_to_say" for item in study.as_defined.characteristics}
    )
    client.post(f"{home}instruction/")
    return client, home


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]
