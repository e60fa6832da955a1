"""Every mail that the site sends: from whom, whom to answer, in the reader's language, and headers of one line."""

from __future__ import annotations

from datetime import timedelta
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override
from hypothesis import given, settings
from hypothesis import strategies as st

from collega.web.accounts.adapter import InvitedOnly
from collega.web.accounts.invite import invite
from collega.web.accounts.models import User
from collega.web.accounts.words import WORDS
from collega.web.deeds import mailing, retention
from collega.web.deeds.people import add_people
from collega.web.jobs.kinds import perform
from collega.web.jobs.mail_texts import DEFAULTS, KINDS, Text, filled, spoken_name
from collega.web.jobs.places import PLACES, unknown_places
from collega.web.letters import letter, one_line, sender, study_replies, study_sender
from collega.web.workbench.collect import address_lines, address_lists
from tests.web.conftest import SMALL, make_member, make_study
from tests.web.jobs.conftest import *  # noqa: F403  -- the mail server

pytestmark = pytest.mark.django_db


def readable(header):
    return str(make_header(decode_header(str(header))))


def from_whom(message):
    return parseaddr(readable(message["From"]))


@pytest.fixture
def invited(open_study):
    rows = address_lines.from_text("anna@example.org; Anna; nl\nben@example.org; Ben; en")
    add_people(open_study, None, address_lists.check(open_study, rows).new)
    return open_study


def test_an_invitation_over_the_wire(post, invited, settings):
    settings.ORGANISATION = "Ministerie van Één"
    settings.DEFAULT_FROM_EMAIL = "collega@site.example"
    invited.notice = invited.notice | {"contact": {"nl": "Jan Smit, jan@team.example.", "en": "call 070 123"}}
    invited.save()
    perform(mailing.send_round(invited, "invitation", 1, None).pk)
    anna, ben = post.to("anna@example.org")[0], post.to("ben@example.org")[0]
    assert from_whom(anna) == ("Klein onderzoek – Ministerie van Één", "collega@site.example")
    assert from_whom(ben) == ("Small study – Ministerie van Één", "collega@site.example")
    assert anna["Reply-To"] == "jan@team.example"
    assert ben["Reply-To"] is None


def test_a_title_with_line_ends_and_quotes_injects_nothing(post, settings):
    settings.DEFAULT_FROM_EMAIL = "collega@site.example"
    text = SMALL.replace("nl: Klein onderzoek", 'nl: "Een \\"titel\\",\\r\\nBcc: evil@example.org\\u2028X"')
    study = make_study(text=text, is_open=True)
    assert study.title("nl") == 'Een "titel", Bcc: evil@example.org X'  # on one line, as every title
    rows = address_lines.from_text("anna@example.org; Anna; nl")
    add_people(study, None, address_lists.check(study, rows).new)
    perform(mailing.send_round(study, "invitation", 1, None).pk)
    message = post.to("anna@example.org")[0]
    assert message["Bcc"] is None
    assert from_whom(message) == ('Een "titel", Bcc: evil@example.org X', "collega@site.example")
    assert readable(message["Subject"]) == 'Uitnodiging: Een "titel", Bcc: evil@example.org X'
    owner = make_member(study, email="owner@example.org")
    study.keep_until = timezone.localdate() + timedelta(days=9)
    study.save()
    assert retention.announce(study)
    invite("new@example.org", inviter=owner, language="nl", study=study, kind="reader")
    assert not any(each["Bcc"] for each in post.mails)
    assert len(post.mails) == 3


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.text(), st.text())
def test_no_text_breaks_a_header(subject, name):
    message = letter(subject, "Body", "anna@example.org", name=name).message()
    for header in ("Subject", "From"):
        assert "\n" not in one_line(readable(message[header]))
    assert parseaddr(str(message["From"]))[1] == parseaddr(sender())[1]


@pytest.mark.parametrize(("contact", "reply"), [
    ("onderzoek@example.org", "onderzoek@example.org"), ("Jan (jan@example.org), 070", "jan@example.org"),
    ("Mail naar <a.b@x.nl>.", "a.b@x.nl"), ("@handle of bel 070", ""), ("a@b", ""), ("", "")])  # fmt: skip
def test_the_contact_of_a_study_gets_the_answers(study, contact, reply):
    study.notice = {"contact": contact}
    study.definition = study.definition.replace("contact: someone@example.org", "contact: ''")
    assert study_replies(study, "nl") == reply


def test_a_long_title_is_cut_between_words(study, settings):
    settings.ORGANISATION = ""
    study.definition = study.definition.replace("Klein onderzoek", "woord " * 40)
    name = study_sender(study, "nl")
    assert len(name) <= 70
    assert name.endswith("woord…")


def test_the_test_mail_is_what_invitees_get(owner_client, study):
    owner_client.post("/workbench/small/people/mail/invitation/nl/",
                      {"subject": "S", "body": "{greeting} {link}", "test": "yes"})  # fmt: skip
    assert from_whom(mail.outbox[0].message())[0] == "Klein onderzoek"
    page = owner_client.get("/workbench/small/people/mail/invitation/nl/").content.decode()
    assert "Klein onderzoek &lt;collega@localhost&gt;" in page
    assert "Reacties gaan naar: someone@example.org" not in page  # the notice has a contact without an address
    study.notice = study.notice | {"contact": "someone@example.org"}
    study.save()
    page = owner_client.get("/workbench/small/people/mail/invitation/nl/").content.decode()
    assert "Reacties gaan naar: someone@example.org" in page


WRONG = [
    ("{naam}", "{naam} wordt niet ingevuld. Bedoelt u {name}?"),
    ("{ naam }", "{ naam } wordt niet ingevuld. Bedoelt u {name}?"),
    ("{ name }", "{ name } wordt niet ingevuld. Bedoelt u {name}?"),
    ("{{naam}}", "{{naam}} wordt niet ingevuld. Bedoelt u {name}?"),
    ("{{name}}", "{{name}} wordt niet ingevuld. Bedoelt u {name}?"),
    ("{NAME}", "{NAME} wordt niet ingevuld. Bedoelt u {name}?"),
    ("{closing day}", "{closing day} wordt niet ingevuld. Bedoelt u {closing_day}?"),
    ("{xyz}", "{xyz} wordt niet ingevuld."),
    ("{}", "{} wordt niet ingevuld."),
    ("{name", "Er staat een losse accolade {."),
    ("name}", "Er staat een losse accolade }."),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
@pytest.mark.parametrize("field", ["subject", "body"])
def test_an_unknown_place_is_refused(owner_client, study, text, told, field):
    form = {"subject": "S", "body": "{greeting}\n{link}"}
    form[field] = f"{text} {form[field]}"
    for button in ("save", "test"):
        page = owner_client.post("/workbench/small/people/mail/invitation/nl/", {**form, button: "yes"})
        assert page.status_code == 422
        errors = page.context["form"].errors[field]
        assert errors[0].startswith(told)
        assert errors[-1] == "Deze plekken worden ingevuld: " + " ".join(f"{{{each}}}" for each in PLACES)
        assert page.context["form"].data[field] == form[field]
    assert not study.mail_texts.exists()
    assert not mail.outbox


def test_the_link_is_never_in_the_subject(owner_client, study):
    form = {"subject": "{link}", "body": "{link}", "save": "yes"}
    page = owner_client.post("/workbench/small/people/mail/invitation/nl/", form)
    assert "hoort niet in het onderwerp" in page.context["form"].errors["subject"][0]


def test_every_known_place_is_taken_and_filled_in(owner_client, study):
    body = "\n".join(f"{{{each}}}" for each in PLACES)
    form = {"subject": "{title} {name}", "body": body, "save": "yes"}
    assert owner_client.post("/workbench/small/people/mail/invitation/nl/", form).status_code == 302
    shown = filled(Text(subject="{title}", body=body), study, name="Anna", nonce="0" * 32, language="nl")
    assert "{" not in shown.body + shown.subject


def test_the_default_texts_have_known_places_only():
    assert {key[0] for key in DEFAULTS} == set(KINDS)
    assert [unknown_places(text.subject + text.body) for text in DEFAULTS.values()] == [[]] * len(DEFAULTS)


def test_what_is_filled_in_holds_no_places(study):
    shown = filled(
        Text(subject="{name}", body="{name} {link}"), study, name="{link} {contact}", nonce="0" * 32, language="nl"
    )
    assert shown.subject == "{link} {contact}"


@pytest.mark.parametrize(("name", "spoken"), [
    ("Bos, Els", "Els Bos"), ("Vries, Anna de", "Anna de Vries"), ("Anna de Vries", "Anna de Vries"),
    ("A, B, C", "A, B, C"), (",", ","), ("", "")])  # fmt: skip
def test_a_name_from_an_address_book_is_turned(name, spoken):
    assert spoken_name(name) == spoken


READERS = [("nl", "en", "Een nieuw wachtwoord"), ("en", "nl", "A new password"), ("", "en", "A new password"),
           ("", "nl", "Een nieuw wachtwoord")]  # fmt: skip


@pytest.mark.parametrize(("chosen", "browser", "subject"), READERS)
def test_a_new_password_in_the_language_of_the_reader(db, chosen, browser, subject):
    user = User.objects.create_user("anna@example.org", "a long password indeed", language=chosen)
    Client(headers={"accept-language": browser}).post("/accounts/password/reset/", {"email": user.email})
    assert mail.outbox[0].subject.startswith(subject)
    assert from_whom(mail.outbox[0].message()) == ("Collega", "collega@localhost")


@pytest.mark.parametrize(("chosen", "subject"), [("nl", "Een nieuw wachtwoord"), ("en", "A new password")])
def test_also_from_a_job_that_has_no_language(chosen, subject):
    User.objects.create_user("anna@example.org", None, language=chosen)
    with override(None):
        InvitedOnly().send_mail("account/email/password_reset_key", "Anna@example.org", {"password_reset_url": "x"})
    assert mail.outbox[0].subject.startswith(subject)


def test_the_language_is_learned_and_changed_by_choosing(client, owner):
    form = {"login": owner.email, "password": "a long password indeed"}
    client.post("/accounts/login/", form, headers={"accept-language": "en"})
    owner.refresh_from_db()
    assert owner.language == "en"
    client.post("/language/", {"language": "nl", "next": "/"})
    client.post("/language/", {"language": "xx", "next": "/"})
    owner.refresh_from_db()
    assert owner.language == "nl"


@pytest.mark.parametrize(
    ("chosen", "words"), [("nl", "worden individuele antwoorden"), ("en", "individual answers are")]
)
def test_the_notice_of_deletion_in_the_language_of_each_owner(study, chosen, words):
    User.objects.filter(pk=make_member(study).pk).update(language=chosen)
    study.keep_until = timezone.localdate() + timedelta(days=9)
    study.save()
    retention.announce(study)
    assert words in mail.outbox[0].subject


@pytest.mark.parametrize(("chosen", "words"), [("en", "invites you"), ("nl", "nodigt u uit"), ("", "nodigt u uit")])
def test_an_invitation_to_a_team(study, owner, chosen, words):
    User.objects.create_user("new@example.org", None, language=chosen)
    invite("new@example.org", inviter=owner, language="nl", study=study, kind="reader")
    assert words in mail.outbox[0].body
    assert mail.outbox[0].reply_to == [owner.email]


@pytest.mark.parametrize("password", ["short", "password1234", "anna.devries@example.org"])
def test_what_is_wrong_with_a_password_is_said_in_dutch(password):
    user = User(email="anna.devries@example.org")
    with override("nl"), pytest.raises(ValidationError) as dutch:
        validate_password(password, user)
    with override("en"), pytest.raises(ValidationError) as english:
        validate_password(password, user)
    assert all(nl.startswith(("Dit wachtwoord", "Het wachtwoord")) for nl in dutch.value.messages)
    assert not set(dutch.value.messages) & set(english.value.messages)


def test_every_word_of_others_has_its_dutch():
    with override("nl"):
        assert [each for each in WORDS if isinstance(each, str) and gettext(each) == each] == ["Code"]
