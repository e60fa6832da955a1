"""Private stays private: in the list, in search, in likeness, in mails, in exports and in counts."""

from __future__ import annotations

import random

import pytest
from django.core import mail

from collega.web.cases.finding import filtered
from collega.web.cases.likest import likest
from collega.web.cases.news import news
from collega.web.cases.visit import Reader
from collega.web.deeds import casebook, casebook_mail
from collega.web.deeds.case_discussion import hide
from collega.web.deeds.casebook_export import export_casebook, folder_files
from collega.web.jobs.kinds import perform
from collega.web.records.models import Case, Job, Organisation, Role, Visibility
from tests.web.cases.conftest import judge, make_case, make_person

pytestmark = pytest.mark.django_db
NO_FILTER = {"words": "", "level": "", "visibility": "", "type": "", "state": ""}


def reader(study, user):
    role = Role.objects.get(study=study, user=user)
    return Reader(study=study, user=user, organisation=role.organisation_id, moderator=role.kind == Role.Kind.OWNER)


def may(case, user, organisation):
    if case.author_id == user.pk:
        return True
    if not case.advised or case.hidden_at:
        return False
    return case.visibility == Visibility.ALL or (
        case.visibility == Visibility.ORGANISATION and organisation is not None and case.organisation_id == organisation
    )


@pytest.mark.parametrize("seed", range(5))
def test_nobody_finds_what_they_may_not_read_by_any_way(client, study, seed):
    dice = random.Random(seed)
    places = [Organisation.objects.create(name=f"Place {n}", type="municipality") for n in range(2)]
    people = [make_person(study, dice.choice([*places, None])) for _ in range(4)]
    people.append(make_person(study, None, Role.Kind.OWNER))
    cases = []
    for n in range(10):
        author = dice.choice(people)
        allowed = [Visibility.PRIVATE, Visibility.ALL] + ([Visibility.ORGANISATION] if author.organisation_id else [])
        case = make_case(study, author, visibility=dice.choice(allowed), title=f"Title{n}", text=f"common word{n}",
                         levels={"who": dice.choice("ab"), "what": dice.choice("abc")}, file_number=f"FILE{n}")  # fmt: skip
        cases.append(case)
    drafted = casebook.make(study, people[0], casebook.Told(title="Title10", text="common word10"), organisation=None)
    hide(cases[0], people[-1], "Not here.")
    cases = list(Case.objects.all())
    for user in people:
        own = reader(study, user)
        allowed = {case.pk for case in cases if may(case, user, own.organisation)}
        assert set(own.cases.values_list("pk", flat=True)) == allowed
        for words in ("common", "comm", "word3", "Title10", "FILE4", "'; DROP", "common word5"):
            found = filtered(own, own.cases, NO_FILTER | {"words": words})
            assert {case.pk for case in found} <= allowed
        assert {case.pk for case in filtered(own, own.cases, NO_FILTER | {"words": "common"})} == allowed
        like = likest(study, user, own.cases.shared(), {"who": "a"}, limit=20)
        assert {each.case.pk for each in like} <= allowed
        client.force_login(user)
        page = client.get("/cases/small/").content.decode()
        content = export_casebook(study, user, own.cases, organisation=own.organisation).decode()
        for case in cases:
            shown = case.pk in allowed
            assert (f">{case.title}<" in page) == shown
            assert (case.title + "," in content) == (shown and case.advised)
            assert (case.file_number != "" and case.file_number in content) == (
                shown and case.advised and case.file_number != "" and own.organisation is not None
                and case.organisation_id == own.organisation
            )  # fmt: skip
            assert client.get(f"/cases/small/c/{case.code}/").status_code == (200 if shown else 404)
        told = " ".join(line.text for line in news(user, [study], None))
        fresh = [c for c in cases if c.pk in allowed and c.author_id != user.pk]
        assert (f"{len(fresh)} " in told) == bool(fresh)
    shared = [case for case in cases if case.visibility == Visibility.ALL and case.advised and not case.hidden_at]
    files = folder_files(study)
    assert len(files.get("cases.csv", b"").decode().splitlines()) == (1 + len(shared) if shared else 0)
    assert drafted.pk in {case.pk for case in cases}


def test_a_file_number_is_found_and_shown_in_its_own_organisation_alone(client, study, town, agency, author):
    case = make_case(study, author, file_number="Z-2026-77")
    neighbour, stranger = make_person(study, town), make_person(study, agency)
    for user, found in ((neighbour, True), (stranger, False)):
        client.force_login(user)
        assert (case.title in client.get("/cases/small/?words=2026-77").content.decode()) is found
        assert ("Z-2026-77" in client.get(f"/cases/small/c/{case.code}/").content.decode()) is found
        judge(case, user)
        assert ("Z-2026-77" in client.get(f"/cases/small/c/{case.code}/").content.decode()) is found


def test_deleted_words_are_found_no_more_and_are_gone_from_the_index(study, author):
    case = make_case(study, author, text="peculiarword stands here")
    own = reader(study, author)
    assert filtered(own, own.cases, NO_FILTER | {"words": "peculiarword"}).count() == 1
    casebook.change(case, author, casebook.Told(title="T", text="other words"))
    assert filtered(own, own.cases, NO_FILTER | {"words": "peculiarword"}).count() == 0
    assert filtered(own, own.cases, NO_FILTER | {"words": "other"}).count() == 1
    casebook.delete_case(case, author)
    assert filtered(own, own.cases, NO_FILTER | {"words": "other"}).count() == 0


def test_whoever_goes_takes_private_cases_along_and_leaves_shared_ones_without_a_name(study, author):
    make_case(study, author, visibility=Visibility.PRIVATE, title="Private")
    make_case(study, author, title="Shared")
    author.delete()
    assert [(case.title, case.author) for case in Case.objects.all()] == [("Shared", None)]


def test_the_weeks_case_is_never_a_private_one(study, author, colleague, monkeypatch):
    monkeypatch.setattr(casebook_mail, "MORNING", 0)
    make_case(study, author, visibility=Visibility.PRIVATE, title="Private")
    make_case(study, author, visibility=Visibility.ORGANISATION, title="Inside")
    casebook_mail.change_wish(study, colleague, week=True, reminders=True)
    assert not casebook_mail.send_week(study)
    make_case(study, author, title="Open to all")
    assert casebook_mail.send_week(study)
    perform(Job.objects.get(kind="casebook_mail").pk)
    assert "Open to all" in mail.outbox[0].subject


def test_the_list_takes_the_same_number_of_queries_for_one_case_and_for_many(client, study, author, colleague):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_case(study, author)
    client.force_login(colleague)
    counts = []
    for _ in range(2):
        client.get("/cases/small/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/cases/small/")
        counts.append(len(queries))
        for n in range(12):
            make_case(study, make_person(study, None), title=f"More {n}")
    assert counts[0] == counts[1]
