"""A participant who makes an account at the end: no row of the database tells which participant that was.

Every row of every table is read before and after, and beside what it would be had another participant joined.
"""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from collega.web.accounts.join_link import address_of
from collega.web.accounts.models import User, this_month
from collega.web.accounts.seen import begin_visit
from collega.web.deeds.joining import offer_join_link, open_join_link
from collega.web.jobs.tick import tick
from collega.web.limits import Limit
from collega.web.records.models import Invitation, Role, Tries
from collega.web.survey import codes
from collega.web.tokens import hashed
from tests.web.survey.conftest import Walker

pytestmark = pytest.mark.django_db
FORM = {"name": "", "password": "a quiet sentence about tea", "again": "a quiet sentence about tea"}
# The account, its address, its role; how often mail was asked for, by keyed hashes, for an hour.
NEW = {"accounts_user", "records_role", "records_tries"}


@pytest.fixture
def link(open_study):
    found = open_join_link(open_study, None)
    offer_join_link(open_study, None, offered=True)
    return found


def rows():
    """Every row of every table: {table: [{column: value}]}."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [each[0] for each in cursor.description]
            found[table] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found


def fresh(before, after):
    """The rows that are there now and were not, by table; nothing may be gone or changed."""
    for table, old in before.items():
        assert all(row in after[table] for row in old), table
    new = {table: [row for row in now if row not in before[table]] for table, now in after.items()}
    return {table: some for table, some in new.items() if some}


def join(walker, email="private@example.net"):
    """Finish on this device, go to the page for professionals, and make an account."""
    away = walker.post("stop/", then="join")
    page = walker.client.get(walker.client.get(away.url).url).content.decode()
    walker.client.post("/accounts/with/", {"email": email})
    address = re.search(r"https?://[^/\s]+(/accounts/with/mail/\S+)", mail.outbox[-1].body)[1]
    walker.client.get(address)
    assert walker.client.post("/accounts/with/account/", FORM).status_code == 302
    return away, page


def traces(interview, invitation=None):
    """Everything that is one participant's alone."""
    found = {interview.pseudonym, interview.code_hash, codes.shown_code(interview), interview.start_hash}
    found |= set(interview.history.values_list("request_key", flat=True))
    if invitation is not None:
        found |= {invitation.email, invitation.nonce, invitation.token_hash}
    return {each for each in found if each}


def test_every_new_row_is_of_the_account_alone(walker, link, caplog):
    caplog.set_level(logging.DEBUG)
    walker.finish()
    interview, before = walker.interview, rows()
    caplog.clear()
    join(walker)
    new = fresh(before, rows())
    assert set(new) == NEW
    assert not [trace for trace in traces(interview) if trace in str(new) + str(mail.outbox[-1].message())]
    assert not [trace for trace in traces(interview) if trace in caplog.text]


def test_no_row_tells_when(walker, link):
    walker.finish()
    before = rows()
    join(walker)
    new = fresh(before, rows())
    month = str(new["accounts_user"][0]["date_joined"])
    assert User.objects.get().date_joined == this_month()
    told = {str(value) for table in NEW - {"records_tries"} for row in new[table] for value in row.values()}
    assert {value for value in told if re.search(r"\d\d:\d\d", value)} == {month}
    Tries.objects.update(until=timezone.now() - timedelta(minutes=1))  # an hour has gone by
    tick(None, None)
    assert not Tries.objects.exists()  # those of the address that began the interview are gone too
    before["records_tries"] = []
    assert set(fresh(before, rows())) == NEW - {"records_tries"}


def test_no_new_row_points_to_an_interview_or_invitation(walker, link):
    walker.finish()
    before = rows()
    join(walker)
    with connection.cursor() as cursor:
        for table in fresh(before, rows()):
            pointed_at = {other for _column, other in connection.introspection.get_relations(cursor, table).values()}
            assert pointed_at <= {"accounts_user", "records_study", "records_organisation"}, table


def shape(new):
    """New rows without what chance made of them: keys, hashes of passwords, and for the limits the hour."""
    by_chance = {"id", "user_id", "password", "until"}
    return {table: sorted(str({name: value for name, value in row.items() if name not in by_chance}) for row in some)
            for table, some in new.items()}  # fmt: skip


def test_the_rows_are_the_same_whoever_of_two_joins(walker, another, link):
    for each in (walker, another):
        each.finish()
    before, found = rows(), []
    for each in (walker, another):
        mark = transaction.savepoint()
        join(each)
        found.append(shape(fresh(before, rows())))
        transaction.savepoint_rollback(mark)
    assert found[0] == found[1]


def test_no_order_tells_who_joined_first(link):
    people = [User.objects.create_user(f"a{n}@example.org") for n in range(12)]
    roles = [Role.objects.create(study=link.study, user=user, kind="professional") for user in people]
    for made in (people, roles):
        keys = [row.pk for row in made]
        assert keys != sorted(keys)
        assert min(keys) > 10_000


def test_nothing_is_carried_over_by_the_device(walker, link):
    walker.finish()
    assert walker.client.cookies["interview"].value
    away, page = join(walker)
    assert away.url == address_of(link)
    assert away.headers["Referrer-Policy"] == "no-referrer"
    assert not any(walker.client.cookies[name].value for name in walker.client.cookies if "interview" in name)
    stranger = Client()
    stranger.get(address_of(link))
    form = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert form.sub("", page) == form.sub("", stranger.get("/accounts/with/").content.decode())


def test_whoever_was_invited_by_mail_carries_nothing_over(client, link, open_study):
    invitation = Invitation.objects.create(study=open_study, email="a@example.org", token_hash=hashed("a-token"))
    walker = Walker(client)
    client.get("/take/i/a-token/")
    walker.post()
    walker.post("consent/", agree="on")
    walker.post("about-you/", **{"q-post": "x"})
    walker.post("instruction/")
    for n in range(1, len(walker.interview.order) + 1):
        walker.answer(n)
    walker.post("check/")
    before = rows()
    _away, page = join(walker)
    assert "a@example.org" not in page
    new = fresh(before, rows())
    assert set(new) == NEW
    assert not [trace for trace in traces(walker.interview, invitation) if trace in str(new)]


def test_a_first_visit_leaves_only_its_month(rf, link):
    user, request = User.objects.create_user("a@example.org"), rf.get("/")
    request.session = {}
    begin_visit(request, user)
    user.refresh_from_db()
    assert user.last_seen_at == user.date_joined
    assert not request.session


def test_only_who_has_finished_is_led_there_and_only_when_it_is_offered(walker, another, link, open_study):
    walker.to_scenarios()
    assert walker.post("stop/", then="join").url == "/take/small/stopped/"
    another.finish()
    assert 'value="join"' in another.get("thanks/").content.decode()
    offer_join_link(open_study, None, offered=False)
    assert 'value="join"' not in another.get("thanks/").content.decode()
    assert another.post("stop/", then="join").url == "/take/small/stopped/"
    assert "/accounts/with/link/" not in Client().get("/take/small/stopped/").content.decode()


def test_a_limit_keeps_no_address():
    Limit("x", most=1, minutes=1).count_for("somebody@example.org")
    assert "example" not in str(Tries.objects.values_list())
