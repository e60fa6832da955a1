"""No text of somebody's gets a line of its own in a header: of a mail, of an answer, of a file's name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.core.mail import BadHeaderError, EmailMessage
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

import collega.web
from collega.web.accounts.invite import invite
from collega.web.letters import letter
from tests.web.conftest import make_member, make_study

SOURCE = Path(collega.web.__file__).parent
ENDS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]
EVIL = "Bcc: everybody@example.org"


@pytest.mark.parametrize("end", ENDS)
def test_a_mail_has_no_header_of_the_writers(end):
    text = f"a{end}{EVIL}"
    made = letter(text, "body", "anna@example.org", name=text, headers={"X-Kind": "invitation"}).message()
    assert made["Bcc"] is None
    assert not any(line.startswith("Bcc") for line in made.as_string().splitlines())


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("place", ["to", "reply_to", "headers"])
def test_addresses_and_headers_of_a_mail_are_refused(end, place):
    text = f"anna@example.org{end}{EVIL}"
    given = (
        {"recipient": text}
        if place == "to"
        else {"recipient": "b@example.org", place: text if place == "reply_to" else {"X": text}}
    )
    with pytest.raises(BadHeaderError):
        letter("subject", "body", **given).message()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_an_answer_has_no_header_of_somebody_elses(end):
    with pytest.raises(ValueError, match="newlines"):
        HttpResponse(headers={"Content-Disposition": f'attachment; filename="a{end}Set-Cookie: x=y"'})


@pytest.mark.django_db
@pytest.mark.parametrize("end", ENDS)
def test_an_invitation_to_a_study_with_such_a_title(end, study, owner, mailoutbox):
    evil = study.definition.replace("en: Small study", f'en: "Small{end.encode("unicode_escape").decode()}{EVIL}"')
    study.definition = evil
    owner.name = f"Anna{end}{EVIL}"
    invite("bram@example.org", inviter=owner, language="en", study=study, kind="analyst")
    head = mailoutbox[0].message().as_string().partition("\n\n")[0]
    assert "Small" in head
    assert not any(line.startswith("Bcc") for line in head.splitlines())


@pytest.mark.parametrize("key", ["a\nb", 'a"b', "a;b", "a b"])
def test_the_key_of_a_study_can_stand_in_the_name_of_a_file(key):
    with pytest.raises(NoReverseMatch):
        reverse("workbench:study", args=[key])


def test_every_mail_is_made_in_one_place():
    """There its subject and sender are put on one line."""
    makers = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail", "mail_admins"}
    found = [
        str(file.relative_to(SOURCE))
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in makers
    ]
    assert found == ["letters.py"]
    assert EmailMessage


@pytest.mark.django_db
def test_a_next_page_with_a_line_in_it_is_not_gone_to(client):
    owner = make_member(make_study())
    answer = client.post("/accounts/login/?next=/mine/%0d%0aSet-Cookie:x=y",
                         {"login": owner.email, "password": "a long password indeed"})  # fmt: skip
    assert answer.status_code == 302
    assert not answer.cookies.get("x")
    assert "\n" not in answer.headers["Location"]
    answer = client.post("/language/", {"language": "nl", "next": "/mine/\r\nSet-Cookie: x=y"})
    assert "\n" not in answer.headers["Location"]
