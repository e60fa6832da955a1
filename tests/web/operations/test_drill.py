"""The drill, on SQLite and on PostgreSQL: back up a site that is at work, lose it, restore it.

Every step is a process of its own. On PostgreSQL by ``setup/with_postgres.sh``; the database is one of its own there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pyrage
import pytest
from django.db import connection

from collega.errors import NotComputedError
from collega.web.accounts.models import User
from collega.web.operations import database
from tests.web.operations.site import SITE, Site, new_site

POSTGRESQL = connection.vendor == "postgresql"
ROOT = Path(__file__).parents[3]

PEOPLE = """
from django.contrib.sessions.backends.db import SessionStore
from collega.web.accounts.models import User
from collega.web.records.models import *
from tests.web.rows import fill
study = make_study(is_open=True)
for n in range(7): answer(study, n)
author, other = (User.objects.create_user(f'{who}@example.org') for who in ('author', 'other'))
for user in (author, other): Role.objects.create(study=study, user=user, kind='professional')
shared = [fill(Case, study=study, author=author, title=title, visibility='all', advised_at=timezone.now())
          for title in ('goes', 'stays')]
for case in shared:
    fill(Judgement, case=case, user=other, answer='no', reason='so', blind=True)
    fill(Remark, case=case, user=other, text='a remark')
    fill(Remark, case=case, user=author, text='a reply')
training = fill(Training, study=study)
for user in (author, None): fill(Learner, training=training, user=user, code_hash=f'code {user}')
session = fill(Session, study=study, word='babebibo', state='open')
for number in (1, 2): fill(Seat, session=session, number=number)
signed_in = SessionStore(); signed_in['_auth_user_id'] = str(author.pk); signed_in.save()
taking_part = SessionStore(); taking_part['interview'] = 1; taking_part.save()
"""

AT_WORK = """
import sys
from pathlib import Path
from django.db import transaction
from collega.web.records.models import AnswerSent
folder = Path(sys.argv[1])
study, n = Study.objects.get(), 100
while not (folder / 'stop').exists():
    n += 1
    with transaction.atomic():
        person = answer(study, n, answers=5)
        AnswerSent.objects.bulk_create(
            AnswerSent(interview=person, position=row.position, scenario=row.scenario, answer=row.answer,
                       request_key=f'{n}-{row.position}') for row in person.answers.all())
    with (folder / 'kept').open('a') as kept: print(n, file=kept, flush=True)
"""

DELETE = """
from collega.web.accounts.models import User
from collega.web.deeds.case_discussion import delete_remark
from collega.web.deeds.case_judging import take_back
from collega.web.deeds.casebook import delete_case
from collega.web.deeds.leaving import delete_account
from collega.web.deeds.session import leave
from collega.web.deeds.training import delete_learner
from collega.web.deeds.withdrawal import withdraw
from collega.web.records.models import *
withdraw(Interview.objects.get(pseudonym='p003'))
author, other = (User.objects.get(email=f'{who}@example.org') for who in ('author', 'other'))
delete_case(Case.objects.get(title='goes'), author)
take_back(Case.objects.get(title='stays'), other)
delete_remark(Remark.objects.get(case__title='stays', user=other), other)
delete_learner(Learner.objects.get(user=None))
leave(Session.objects.get(), 1)
delete_account(author)
"""

LOST = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute('DROP TABLE records_answer' + ' CASCADE' * (connection.vendor == 'postgresql'))
    cursor.execute('CREATE TABLE of_a_later_version (study bigint REFERENCES records_study (id))')
"""

THERE = """
import json
from django.contrib.sessions.models import Session as SignIn
from django.db import connection
from django.db.models import Count
from collega.web.accounts.models import User
from collega.web.records.models import *
at_work = Interview.objects.filter(pseudonym__gte='p100').annotate(
    kept=Count('answers', distinct=True), sent=Count('history', distinct=True))
print(json.dumps({
    'tables': [name for name in connection.introspection.table_names() if name.startswith('of_')],
    'people': sorted(Interview.objects.filter(pseudonym__lt='p100').values_list('pseudonym', flat=True)),
    'at work': at_work.count(), 'half': at_work.exclude(kept=5, sent=5).count(),
    'accounts': sorted(User.objects.values_list('email', flat=True)), 'roles': Role.objects.count(),
    'cases': {case.title: str(case.author) for case in Case.objects.all()},
    'judgements': Judgement.objects.count(), 'remarks': list(Remark.objects.values_list('text', flat=True)),
    'learners': Learner.objects.count(), 'seats': {seat.number: seat.left for seat in Seat.objects.all()},
    'signed in': SignIn.objects.count(), 'next': fill(Remark, case=Case.objects.get()).pk > 0,
}))
""".replace(
    "from collega.web.records.models import *",
    "from collega.web.records.models import *\nfrom tests.web.rows import fill",
)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site of its own, migrated, with people and a casebook."""
    made = new_site(tmp_path)
    made.command("migrate", "--verbosity", "0")
    made.run(PEOPLE)
    return made


def back_up_while_at_work(site: Site, *more: str) -> tuple[Path, int, int]:
    """Return the back-up, and how many answered before it began and had answered when it was done."""
    kept = site.folder / "kept"
    writer = subprocess.Popen([sys.executable, "-c", SITE + AT_WORK, str(site.folder)], env=site.environment, cwd=ROOT)

    def answered() -> int:
        return len(kept.read_text().splitlines()) if kept.exists() else 0

    try:
        while answered() < 3:
            assert writer.poll() is None
            time.sleep(0.05)
        before = answered()
        folder = site.back_up(*more)
        after = answered()
    finally:
        (site.folder / "stop").touch()
        assert writer.wait(60) == 0
    return folder, before, after


def test_the_drill(site: Site, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    folder, before, after = back_up_while_at_work(site, "--recipient", str(identity.to_public()))
    assert after > before  # answers did arrive meanwhile
    assert {file.suffix for file in folder.iterdir()} == {".json", ".age"}
    assert not list(folder.parent.glob(".making-*"))
    site.run(DELETE + LOST)
    key = tmp_path / "key.txt"
    key.write_text(f"{identity}\n")
    told = site.command("restore", "--from", str(folder), "--identity", str(key))
    assert "deleted again: " in told
    assert "Nobody is signed in any more." in told
    there = json.loads(site.run(THERE))
    assert before <= there.pop("at work") <= after + 1
    assert there == {
        "tables": [], "half": 0,
        "people": ["p000", "p001", "p002", "p004", "p005", "p006"],
        "accounts": ["other@example.org"], "roles": 1,
        "cases": {"stays": "None"}, "judgements": 0, "remarks": ["a reply"],
        "learners": 0, "seats": {"1": True, "2": False},
        "signed in": 1, "next": True,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"lost", b"SQLite format 3\0" + b"x" * 9000])
def test_a_database_that_is_none_changes_nothing(tmp_path: Path, content: bytes) -> None:
    """Its hash may fit all the same: then only the database's own program can tell."""
    file = tmp_path / "database"
    file.write_bytes(content)
    if not POSTGRESQL:
        (tmp_path / "there").write_bytes(b"there")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_sqlite_file", lambda: tmp_path / "there")
        patch.setattr(database.connection, "close", lambda: None)
        with pytest.raises(NotComputedError, match="pg_restore" if POSTGRESQL else "Nothing was restored"):
            database.load(file)
    assert {each.name for each in tmp_path.iterdir()} <= {"database", "database.sql", "there"}
    assert POSTGRESQL or (tmp_path / "there").read_bytes() == b"there"
    assert User.objects.count() == 0  # the table is there
