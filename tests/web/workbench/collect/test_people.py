"""The list of people to invite: good rows are taken in, wrong ones come back with their reasons."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collega.web.records.models import Collection, Event, Invitation, Job, PlannedMail
from collega.web.tokens import hashed, personal_token
from collega.web.workbench.collect import address_lines, address_lists, people
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
    assert answer.status_code == 302, answer.context["checked"].rejected
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


MIXED = (
    "email;name;language\nanna@example.org;A;nl\nno address;B;nl\nanna@example.org;C;nl\n;D;nl\nfay@example.org;F;fr\n"
)


def test_good_rows_are_taken_in_and_wrong_ones_come_back(owner):
    answer = upload(owner, MIXED)
    assert answer.status_code == 422
    assert addresses() == [("anna@example.org", "A", "nl")]
    wrong = [(each.line, each.found, each.reason) for each in answer.context["checked"].rejected]
    assert wrong == [(3, "no address; B; nl", "dit is geen e-mailadres"), (5, "D; nl", "er staat geen e-mailadres"),
                     (6, "fay@example.org; F; fr", "de taal ‘fr’ is niet nl of en")]  # fmt: skip
    text = answer.content.decode()
    assert "3 regels zijn niet overgenomen" in text
    assert "1 persoon is toegevoegd" in text
    assert "1 adres stond er vaker in" in text
    assert "no address; B; nl\nD; nl\nfay@example.org; F; fr" in text  # in the box, to be mended


def test_what_came_back_is_mended_in_the_box(owner):
    box = upload(owner, MIXED).context["form"].initial["typed"]
    mended = box.replace("no address", "ben@example.org").replace("; fr", "; en").replace("D;", "dan@example.org; D;")
    assert owner.post("/workbench/small/people/add/", {"typed": mended}).status_code == 302
    assert addresses() == [("anna@example.org", "A", "nl"), ("ben@example.org", "B", "nl"),
                           ("dan@example.org", "D", "nl"), ("fay@example.org", "F", "en")]  # fmt: skip


def test_what_came_back_as_a_file(owner):
    packed = upload(owner, MIXED + "=1+1;x;nl\n").context["packed"]
    answer = owner.post("/workbench/small/people/rejected.csv", {"rows": packed})
    assert answer["Content-Disposition"] == 'attachment; filename="small-te-herstellen.csv"'
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[:2] == ["email;name;language;wat er mis is;regel", "no address;B;nl;dit is geen e-mailadres;3"]
    assert "'=1+1;x;nl;dit is geen e-mailadres;7" in lines
    again = answer.content.decode("utf-8-sig").replace("no address", "ben@example.org")
    upload(owner, again)
    assert ("ben@example.org", "B", "nl") in addresses()


@pytest.mark.parametrize("rows", ["", "made up"])
def test_only_what_came_back_can_be_had_as_a_file(owner, rows):
    assert owner.post("/workbench/small/people/rejected.csv", {"rows": rows}).status_code == 404
    assert owner.get("/workbench/small/people/rejected.csv").status_code == 405


def test_a_file_and_typed_lines_go_together(owner):
    file = SimpleUploadedFile("people.csv", b"email;name\nanna@example.org;Anna de Vries\nben@example.org;Ben\n")
    typed = "nonsense\ncas@example.org\nBEN@example.org"
    answer = owner.post("/workbench/small/people/add/", {"file": file, "typed": typed})
    assert [(each.line, each.file, each.found) for each in answer.context["checked"].rejected] == [(1, "", "nonsense")]
    assert [each[0] for each in addresses()] == ["anna@example.org", "ben@example.org", "cas@example.org"]
    assert len(answer.context["checked"].doubles) == 1


def test_a_name_from_two_columns_is_told(owner):
    answer = owner.post("/workbench/small/people/add/", {"typed": "Jan\tde Vries\tjan@example.org"}, follow=True)
    assert addresses() == [("jan@example.org", "Jan de Vries", "nl")]
    assert "Eén naam is samengesteld uit twee kolommen: Jan de Vries" in answer.content.decode()


def test_a_file_that_is_too_large(owner, monkeypatch):
    monkeypatch.setattr(people, "LARGEST", 20)
    assert "groter dan 2 MB" in upload(owner, GOOD).content.decode()
    assert not addresses()


def test_a_file_without_addresses_says_what_it_begins_with(owner):
    answer = upload(owner, "first;second\na;b\n")
    assert answer.status_code == 422
    assert "De eerste regel is: first;second" in answer.content.decode()


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
    assert Event.objects.filter(what="people_added").count() == 2


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
    rows = address_lines.from_text("\n".join(f"p{n}@example.org" for n in range(3)))
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


@pytest.mark.parametrize("sent", [
    {"typed": "a@example.org," * 11}, {"file": SimpleUploadedFile("p.csv", b"a@example.org," * 11)},
    {"file": SimpleUploadedFile("p.jsonl", b'{"email": "a@example.org"}\n' * 11)},
])  # fmt: skip
def test_very_many_addresses_are_refused_unread(owner, monkeypatch, sent):
    monkeypatch.setattr(address_lists, "MOST_READ", 10)
    answer = owner.post("/workbench/small/people/add/", sent)
    assert "Er staan 11 adressen in deze lijst. Voeg er ten hoogste 10 tegelijk toe." in answer.content.decode()
    assert addresses() == []
