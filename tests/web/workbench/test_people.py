"""The list of people to invite: taken in whole or not at all, with every wrong row told."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collega.web.records.models import Collection, Event, Invitation, Job, PlannedMail
from collega.web.tokens import hashed, personal_token
from collega.web.workbench import address_lists
from tests.web.conftest import make_member, make_study

pytestmark = pytest.mark.django_db
GOOD = "E-mail;Naam;Taal\nAnna@Example.org;Anna de Vries;nl\nben@example.org;Ben;Engels\n"


@pytest.fixture
def owner(client, open_study):
    client.force_login(make_member(open_study))
    return client


def upload(client, content, name="people.csv"):
    raw = content if isinstance(content, bytes) else content.encode()
    return client.post("/workbench/small/people/add/", {"file": SimpleUploadedFile(name, raw)})


def addresses():
    return sorted(Invitation.objects.values_list("email", "name", "language"))


EXPECTED = [("anna@example.org", "Anna de Vries", "nl"), ("ben@example.org", "Ben", "en")]


@pytest.mark.parametrize("content", [
    GOOD, GOOD.replace(";", ","), GOOD.replace(";", "\t"), GOOD.encode("utf-16"), GOOD.encode("cp1252"),
    "\ufeff" + GOOD, GOOD.replace("\n", "\r\n"), GOOD + "\n\n;;\n", "sep=;\n" + GOOD,
    "naam,EMAIL_ADRES,language\nAnna de Vries,anna@example.org,nl\nBen,ben@example.org,en\n",
])  # fmt: skip
def test_lists_as_people_have_them(owner, content):
    answer = upload(owner, content)
    assert answer.status_code == 302, answer.content.decode()
    assert addresses() == EXPECTED


def test_a_spreadsheet(owner):
    book = openpyxl.Workbook()
    for row in (
        ["Mail", "Name", "Lang"],
        ["anna@example.org", "Anna de Vries", None],
        ["ben@example.org", "Ben", "en"],
    ):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    upload(owner, buffer.getvalue(), "list.xlsx")
    assert addresses() == EXPECTED


def test_every_wrong_row_is_told_and_nobody_is_taken_in(owner):
    answer = upload(owner, "email;name;language\nanna@example.org;A;nl\nno address;B;nl\nanna@example.org;C;nl\n"
                           ";D;nl\nfay@example.org;F;fr\n")  # fmt: skip
    assert answer.status_code == 422
    wrong = [(each.line, each.found) for each in answer.context["checked"].rejected]
    assert wrong == [(3, "no address"), (4, "anna@example.org"), (5, "D"), (6, "fay@example.org")]
    text = answer.content.decode()
    assert "no address" in text
    assert not Invitation.objects.exists()


def test_a_file_without_addresses_says_which_columns_it_has(owner):
    answer = upload(owner, "first;second\na;b\n")
    assert answer.status_code == 422
    assert "first, second" in answer.content.decode()


@pytest.mark.parametrize(("content", "name"), [
    (b"", "people.csv"), (b"PK\x03\x04broken", "people.xlsx"), (b"\x00\x01\x02", "people.csv"), (b"x", "people.pdf")])  # fmt: skip
def test_files_that_cannot_be_read(owner, content, name):
    assert upload(owner, content, name).status_code == 422
    assert not Invitation.objects.exists()


def test_typed_people(owner):
    typed = "Anna de Vries <anna@example.org>\n\nben@example.org; Ben; en\n"
    owner.post("/workbench/small/people/add/", {"typed": typed})
    assert addresses() == EXPECTED


def test_the_same_list_twice_adds_nobody_twice(owner):
    upload(owner, GOOD)
    upload(owner, GOOD + "cas@example.org;Cas;nl\n")
    assert len(addresses()) == 3
    assert Event.objects.filter(what="people added").count() == 2


def test_the_trail_holds_no_addresses(owner):
    upload(owner, GOOD)
    assert "example.org" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_links_are_kept_as_hashes_only(owner):
    upload(owner, GOOD)
    one = Invitation.objects.first()
    assert one.token_hash == hashed(personal_token(one.nonce))
    assert len({personal_token(each.nonce) for each in Invitation.objects.all()}) == 2


def test_nobody_is_added_to_a_closed_study(owner, open_study):
    open_study.collection = Collection.CLOSED
    open_study.save()
    assert upload(owner, GOOD).status_code == 422
    assert not Invitation.objects.exists()


def test_taking_somebody_off_only_from_ones_own_study(owner, open_study):
    upload(owner, GOOD)
    other = make_study("other", is_open=True)
    strange = Invitation.objects.create(study=other, email="x@example.org", token_hash="y")
    owner.post("/workbench/small/people/remove/", {"person": strange.pk})
    owner.post("/workbench/small/people/remove/", {"person": "nonsense"})
    assert Invitation.objects.count() == 3
    mine = open_study.invitations.first()
    owner.post("/workbench/small/people/remove/", {"person": mine.pk})
    owner.post("/workbench/small/people/remove/", {"person": mine.pk})
    assert Invitation.objects.count() == 2


def test_a_round_is_a_job_and_a_second_click_another_nothing(owner):
    upload(owner, GOOD)
    first = owner.post("/workbench/small/people/mail/send/", {"kind": "invitation", "wave": "1"})
    assert first.url == f"/workbench/small/jobs/{Job.objects.get().pk}/"
    second = owner.post("/workbench/small/people/mail/send/", {"kind": "invitation", "wave": "1"})
    assert second.url == "/workbench/small/people/"
    assert Job.objects.count() == 1


def test_planning_reminders(owner, open_study):
    for day in ("", "2001-01-01", "nonsense"):
        owner.post("/workbench/small/people/mail/plan/", {"on": day})
    assert not PlannedMail.objects.exists()
    for _ in range(2):
        owner.post("/workbench/small/people/mail/plan/", {"on": "2999-01-01"})
    planned = PlannedMail.objects.get()
    assert "2999" in owner.get("/workbench/small/people/").content.decode()
    owner.post("/workbench/small/people/mail/plan/", {"drop": planned.pk})
    assert not PlannedMail.objects.exists()


def test_the_list_never_tells_who_finished(owner, open_study):
    upload(owner, GOOD)
    page = owner.get("/workbench/small/people/?search=anna").content.decode()
    assert "anna@example.org" in page
    assert "ben@example.org" not in page
    assert owner.get("/workbench/small/people/?only=trouble").status_code == 200


def test_more_people_than_at_once(study, monkeypatch):
    monkeypatch.setattr(address_lists, "MOST", 2)
    rows = address_lists.from_lines("\n".join(f"p{n}@example.org" for n in range(3)))
    assert address_lists.check(study, rows).rejected


RETURNED = """From: MAILER-DAEMON@example.org
To: collega@example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b--
"""


def returned(client, content):
    file = SimpleUploadedFile("mail.eml", content.encode())
    return client.post("/workbench/small/people/came-back/", {"file": file})


def test_mail_that_came_back_later(owner, open_study):
    upload(owner, GOOD)
    returned(owner, RETURNED.format(address="Anna@example.org", action="delayed"))
    returned(owner, RETURNED.format(address="stranger@example.org", action="failed"))
    returned(owner, "nonsense")
    assert not Invitation.objects.exclude(bounced="").exists()
    one = "From x\n" + RETURNED.format(address="Anna@example.org", action="failed")
    two = "\nFrom x\n" + RETURNED.format(address="ben@example.org", action="failed")
    returned(owner, one + two)
    assert "User unknown" in open_study.invitations.get(email="anna@example.org").bounced
    assert Invitation.objects.exclude(bounced="").count() == 2
    assert "User unknown" in owner.get("/workbench/small/people/?only=trouble").content.decode()
