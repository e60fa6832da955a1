"""Workers that are killed in the middle: what they did is done once, in the end."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.web.jobs.conftest import Post, _free_port

SETTINGS = """
import os
os.environ["COLLEGA_MODE"] = "test"
from collega.web.settings import *
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["MAIL_PORT"])
"""
WORKS = '''
"""A work that takes a while and writes down that it was done, for the test."""
import time
from pathlib import Path
from datetime import timedelta

from collega.web import queue
from collega.web.jobs.kinds import WORKS
from collega.web.records.models import Study

queue.LEASE = timedelta(seconds=2)

def slow(job, progress):
    open(job.arguments["began"], "a").write("x")
    time.sleep(3 if job.attempts == 1 else 0)
    Study.objects.filter(pk=job.study_id).update(most_participants=7)
    open(job.arguments["ended"], "a").write("x")
    return {"done": True}

WORKS["slow"] = slow
'''
WORKER = """
import django
django.setup()
import works
from collega.web.jobs import tick
tick.EVERY = 0.5
from django.core.management import call_command
call_command("worker", interval=0.1)
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "site_settings.py").write_text(SETTINGS)
    (tmp_path / "works.py").write_text(WORKS)
    return tmp_path


@pytest.fixture
def run(place):
    post = Post()
    controller = Controller(post, hostname="127.0.0.1", port=_free_port())
    controller.start()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "site_settings", "PYTHONPATH": f"{place}:{Path.cwd()}:{os.environ.get('PYTHONPATH', '')}", "MAIL_PORT": str(controller.port),
        "DATABASE_URL": f"sqlite:///{place}/site.sqlite3", "COLLEGA_DATA": str(place), "COLLEGA_MODE": "test",
    }  # fmt: skip
    workers = []

    def start(code, *, wait=True):
        process = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)  # fmt: skip
        if not wait:
            workers.append(process)
            return process
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0, out.decode()
        return out.decode()

    start.post = post
    yield start
    for process in workers:
        process.kill()
        process.wait()
    controller.stop()


def rows(place, query):
    with sqlite3.connect(place / "site.sqlite3", timeout=20) as base:
        return base.execute(query).fetchall()


def until(condition, seconds=40):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


PREPARE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.web.conftest import make_study
study = make_study(is_open=True)
"""


@pytest.mark.slow
def test_killed_in_a_computation(run, place):
    run(
        PREPARE
        + f"""
import works
from collega.web.queue import enqueue
enqueue("slow", study, began="{place}/began", ended="{place}/ended")
"""
    )
    first = run(WORKER, wait=False)
    until((place / "began").exists)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert not (place / "ended").exists()
    run(WORKER, wait=False)
    until(lambda: rows(place, "select state from records_job where kind = 'slow'") == [("done",)])
    assert (place / "ended").read_text() == "x"
    assert rows(place, "select attempts from records_job where kind = 'slow'") == [(2,)]
    assert rows(place, "select most_participants from records_study") == [(7,)]


@pytest.mark.slow
def test_two_workers_at_once_do_every_job_once(run, place):
    run(
        PREPARE
        + f"""
import works
from collega.web.queue import enqueue
for n in range(20):
    enqueue("slow", study, began="{place}/began", ended="{place}/ended", number=n)
"""
    )
    quick = WORKER.replace("import works\n", "import works\nworks.time.sleep = lambda seconds: None\n")
    for _ in range(2):
        run(quick, wait=False)
    until(lambda: rows(place, "select count(*) from records_job where kind = 'slow' and state = 'done'") == [(20,)])
    assert (place / "began").read_text() == (place / "ended").read_text() == "x" * 20


@pytest.mark.slow
def test_a_worker_that_is_told_to_stop_finishes_what_it_does(run, place):
    run(
        PREPARE
        + f"""
import works
from collega.web.queue import enqueue
for n in range(2):
    enqueue("slow", study, began="{place}/began", ended="{place}/ended", number=n)
"""
    )
    worker = run(WORKER, wait=False)
    until((place / "began").exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    assert sorted(rows(place, "select state from records_job where kind = 'slow'")) == [("done",), ("waiting",)]


@pytest.mark.slow
def test_killed_in_a_batch_of_mail(run, place):
    run(
        PREPARE
        + """
from collega.web.workbench.collect import address_lines, address_lists
from collega.web.deeds.mailing import send_round
from collega.web.deeds.people import add_people
rows = address_lines.from_text("\\n".join(f"p{n}@example.org" for n in range(40)))
add_people(study, None, address_lists.check(study, rows).new)
send_round(study, "invitation", 1, None)
"""
    )
    first = run(WORKER, wait=False)
    until(lambda: len(run.post.mails) >= 5)
    first.send_signal(signal.SIGKILL)
    first.wait()
    before = len(run.post.mails)
    assert before < 40
    run(WORKER, wait=False)
    until(lambda: rows(place, "select state from records_job where kind = 'mail'") == [("done",)])
    got = Counter(mail["To"] for mail in run.post.mails)
    assert max(got.values()) == 1
    states = Counter(state for (state,) in rows(place, "select state from records_mail"))
    doubtful = rows(place, "select count(*) from records_mail where error = 'uncertain'")[0][0]
    assert states["sent"] + doubtful == 40
    assert doubtful <= 1
    assert len(got) >= states["sent"]
    assert set(states) <= {"sent", "failed"}
