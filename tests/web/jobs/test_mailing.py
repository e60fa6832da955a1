"""Mail to invitees through a real mail server: once each, to the right people, with links that work."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from collega.web.deeds import collection, mailing
from collega.web.deeds.people import add_people
from collega.web.jobs.kinds import perform
from collega.web.records.models import Collection, Interview, Invitation, Job, Link, Mail, PlannedMail
from collega.web.survey import codes
from collega.web.tokens import hashed
from collega.web.workbench.collect import address_lines, address_lists
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(open_study):
    lines = "anna@example.org; Anna; nl\nben@example.org; Ben; en\ncas@example.org"
    checked = address_lists.check(open_study, address_lines.from_text(lines))
    add_people(open_study, None, checked.new)
    return {each.email.split("@")[0]: each for each in open_study.invitations.all()}


def send(study, kind="invitation", wave=1):
    job = mailing.send_round(study, kind, wave, None)
    assert job is not None
    perform(job.pk)
    job.refresh_from_db()
    return job


def finish(invitation):
    interview = Interview.objects.create(study=invitation.study, pseudonym=f"p-{invitation.pk}",
                                         completed_at=timezone.now())  # fmt: skip
    Link.objects.create(invitation=invitation, interview=interview)


def body(mail):
    return mail.get_payload(decode=True).decode()


def path_in(text, start):
    return re.search(rf"https?://[^/\s]+({start}\S+)", text)[1]


def test_everybody_gets_their_own_link(post, open_study, people, client):
    job = send(open_study)
    assert job.state == Job.State.DONE, job.message
    assert job.result == {"sent": 3, "failed": 0, "kind": "invitation", "wave": 1}
    anna, ben = post.to("anna@example.org")[0], post.to("ben@example.org")[0]
    assert "Beste Anna," in body(anna)
    assert "Dear Ben," in body(ben)
    assert "Goedendag," in body(post.to("cas@example.org")[0])
    link = path_in(body(anna), "/take/i/")
    assert link not in body(ben)
    assert hashed(link.split("/")[3]) == people["anna"].token_hash
    assert client.get(link).url == "/take/small/"
    assert not Interview.objects.exists()


def test_nothing_that_is_stored_opens_an_interview(people):
    from collega.web.tokens import personal_token

    row = Invitation.objects.filter(pk=people["anna"].pk).values().get()
    assert personal_token(people["anna"].nonce) not in str(row)


def test_a_round_is_sent_once(post, open_study, people):
    send(open_study)
    assert mailing.send_round(open_study, "invitation", 1, None) is None
    assert len(post.mails) == 3


def test_a_double_click_on_a_reminder(post, open_study, people):
    send(open_study)
    send(open_study, "reminder", 1)
    assert mailing.send_round(open_study, "reminder", 1, None) is None
    assert len(post.mails) == 6
    send(open_study, "reminder", 2)
    assert len(post.mails) == 9


def test_reminders_only_to_those_who_have_not_finished(post, open_study, people):
    send(open_study)
    finish(people["anna"])
    send(open_study, "reminder", 1)
    assert len(post.to("anna@example.org")) == 1
    assert len(post.to("ben@example.org")) == 2
    one, two = post.to("ben@example.org")
    assert path_in(body(one), "/take/i/") == path_in(body(two), "/take/i/")
    assert one["Message-ID"] != two["Message-ID"]


def test_who_finishes_between_the_click_and_the_sending_is_left_in_peace(post, open_study, people):
    send(open_study)
    job = mailing.send_round(open_study, "reminder", 1, None)
    finish(people["ben"])
    perform(job.pk)
    assert len(post.to("ben@example.org")) == 1
    assert len(post.to("cas@example.org")) == 2
    assert not Mail.objects.filter(invitation=people["ben"], kind="reminder").exists()


def test_thanks_only_to_those_who_have_finished(post, open_study, people):
    send(open_study)
    finish(people["cas"])
    send(open_study, "thanks", 1)
    assert len(post.to("cas@example.org")) == 2
    assert len(post.to("anna@example.org")) == 1


def test_bounces_are_shown_and_not_written_to_again(post, open_study, people, client):
    post.refused.add("ben@example.org")
    job = send(open_study)
    assert job.result["failed"] == 1
    people["ben"].refresh_from_db()
    assert "No such mailbox" in people["ben"].bounced
    client.force_login(make_member(open_study))
    assert "No such mailbox" in client.get("/workbench/small/people/").content.decode()
    send(open_study, "reminder", 1)
    assert not post.to("ben@example.org")


def test_a_passing_refusal_can_be_tried_again(post, open_study, people, client):
    post.busy.add("ben@example.org")
    send(open_study)
    assert Mail.objects.get(invitation=people["ben"]).state == "failed"
    people["ben"].refresh_from_db()
    post.busy.clear()
    client.force_login(make_member(open_study))
    client.post("/workbench/small/people/mail/again/", {"kind": "invitation", "wave": "1"})
    perform(Job.objects.first().pk)
    assert len(post.mails) == 3


def test_a_mail_server_that_is_down_loses_nothing(settings, open_study, people, post):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    job = send(open_study)
    assert job.state == Job.State.FAILED
    assert "cannot be reached" in job.message
    assert Mail.objects.filter(state="waiting").count() == 3
    settings.EMAIL_PORT = port
    job = mailing.send_rest(open_study, "invitation", 1, None)
    perform(job.pk)
    assert len(post.mails) == 3


def test_what_a_dead_worker_left_is_not_sent_twice(post, open_study, people):
    job = mailing.send_round(open_study, "invitation", 1, None)
    Mail.objects.filter(invitation=people["anna"]).update(state="sending")
    perform(job.pk)
    assert not post.to("anna@example.org")
    assert Mail.objects.get(invitation=people["anna"]).error == mailing.UNCERTAIN
    assert len(post.mails) == 2
    again = mailing.send_rest(open_study, "invitation", 1, None)
    perform(again.pk)
    assert not post.to("anna@example.org")
    doubtful = mailing.send_rest(open_study, "invitation", 1, None, doubtful=True)
    perform(doubtful.pk)
    assert len(post.to("anna@example.org")) == 1


def test_opting_out(post, open_study, people, client):
    send(open_study)
    text = body(post.to("anna@example.org")[0])
    link = path_in(text, "/take/out/")
    assert client.get(link).status_code == 200
    people["anna"].refresh_from_db()
    assert not people["anna"].opted_out
    client.post(link)
    client.post(link)
    people["anna"].refresh_from_db()
    assert people["anna"].opted_out
    send(open_study, "reminder", 1)
    assert len(post.to("anna@example.org")) == 1
    assert client.get("/take/out/nonsense.token/").status_code == 404


def test_the_button_of_a_mail_program_opts_out_without_our_form(post, open_study, people):
    from django.test import Client

    send(open_study)
    mail = post.to("anna@example.org")[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict = Client(enforce_csrf_checks=True)
    strict.post(path_in(mail["List-Unsubscribe"], "/take/out/").rstrip(">"), {"List-Unsubscribe": "One-Click"})
    people["anna"].refresh_from_db()
    assert people["anna"].opted_out


def test_an_opt_out_link_opens_no_interview(post, open_study, people, client):
    send(open_study)
    token = path_in(body(post.to("anna@example.org")[0]), "/take/out/").split("/")[3]
    assert client.get(f"/take/i/{token}/").status_code == 404


def test_no_mail_while_the_study_is_not_open(post, open_study, people):
    for state in (Collection.DRAFT, Collection.PAUSED, Collection.CLOSED):
        open_study.collection = state
        open_study.save()
        assert mailing.send_round(open_study, "invitation", 1, None) is None
    open_study.collection = Collection.OPEN
    open_study.save()
    job = mailing.send_round(open_study, "invitation", 1, None)
    open_study.collection = Collection.PAUSED
    open_study.save()
    perform(job.pk)
    assert not post.mails


def test_planned_reminders_go_out_once(post, open_study, people):
    from tests.web.jobs.test_tick import taken

    send(open_study)
    today = timezone.localdate()
    planned = PlannedMail.objects.create(study=open_study, on=today)
    PlannedMail.objects.create(study=open_study, on=today + timedelta(days=3))
    assert taken("reminder", today) == 1
    assert taken("reminder", today) == 0
    with transaction.atomic():
        assert mailing.send_planned(planned) is None
    perform(Job.objects.first().pk)
    assert len(post.mails) == 6


def test_texts_are_the_studys_own_where_it_has_them(post, open_study, people, client):
    client.force_login(make_member(open_study))
    text = {"subject": "Kom\nmee: {title}", "body": "Hallo {name}\n{link}", "save": "yes"}
    assert client.post("/workbench/small/people/mail/invitation/nl/", {**text, "body": "no link"}).status_code == 422
    client.post("/workbench/small/people/mail/invitation/nl/", {**text, "subject": "Kom mee: {title}"})
    send(open_study)
    mail = post.to("anna@example.org")[0]
    assert mail["Subject"] == "Kom mee: Klein onderzoek"
    assert body(mail).startswith("Hallo Anna")
    assert "/take/out/" in body(mail)
    assert "Dear Ben" in body(post.to("ben@example.org")[0])


def test_a_test_mail_goes_to_oneself_with_links_that_do_nothing(post, open_study, people, client):
    client.force_login(make_member(open_study))
    client.post("/workbench/small/people/mail/invitation/nl/",
                {"subject": "S", "body": "{greeting} {link}", "test": "yes"})  # fmt: skip
    mail = post.to("owner@example.org")[0]
    assert client.get(path_in(body(mail), "/take/i/")).status_code == 404
    assert not open_study.mail_texts.exists()
    assert not Mail.objects.exists()


def test_without_a_contact_in_the_notice_the_studys_own_stands_in_the_mail(owner_client, study):
    study.notice = {}
    study.save()
    page = owner_client.get("/workbench/small/people/mail/invitation/en/")
    assert page.status_code == 200
    assert "someone@example.org" in page.content.decode()


def test_wrong_addresses_of_mail_texts(client, open_study):
    client.force_login(make_member(open_study))
    for address in ("invitation/fr", "spam/nl"):
        assert client.get(f"/workbench/small/people/mail/{address}/").status_code == 404
    assert client.post("/workbench/small/people/mail/send/", {"kind": "spam", "wave": "1"}).status_code == 404


def told_about_mail(client):
    """The part of the page about mail, without what differs from page to page."""
    page = client.get("/workbench/small/people/").content.decode()
    part = page[page.index('id="mail"') : page.index('id="list"')]
    return re.sub(r'name="csrf[^"]*" value="[^"]*"', "", part)


@pytest.mark.parametrize("finished", [(), ("anna",), ("anna", "ben"), ("anna", "ben", "cas")])
def test_nothing_tells_how_many_have_finished(post, open_study, people, client, finished):
    send(open_study)
    client.force_login(make_member(open_study))
    before = told_about_mail(client)
    for name in finished:
        finish(people[name])
    assert told_about_mail(client) == before
    for kind in ("reminder", "thanks"):
        job = send(open_study, kind, 1)
        assert set(job.result) == {"kind", "wave"}
    assert len(post.mails) == 6  # one or the other to each of the three
    part = told_about_mail(client)
    assert re.findall(r"\d+ verstuurd", part) == ["3 verstuurd"]  # the invitations
    assert part.count("verstuurd op") == 2
    facts = {event.what: event.facts for event in open_study.events.all()}
    assert facts["reminder_sent"] == facts["thanks_sent"] == {"wave": 1}
    assert mailing.next_wave(open_study, "reminder") == 2


def test_taking_people_off_the_list_does_not_tell_who_has_finished(post, open_study, people, client):
    send(open_study)
    finish(people["anna"])
    send(open_study, "reminder", 1)
    send(open_study, "thanks", 1)
    client.force_login(make_member(open_study))
    told = []
    for name in ("anna", "ben"):
        client.post("/workbench/small/people/remove/", {"person": people[name].pk})
        told.append(re.sub(r"\d verstuurd,?", "", told_about_mail(client)))
    assert told[0] == told[1]


def test_a_reminder_that_fails_is_not_told_at_the_name(post, open_study, people, client):
    send(open_study)
    post.busy.add("ben@example.org")
    send(open_study, "reminder", 1)
    client.force_login(make_member(open_study))
    assert "Probeer de rest opnieuw" in told_about_mail(client)
    page = client.get("/workbench/small/people/?only=trouble").content.decode()
    assert "ben@example.org" not in page


def test_who_withdrew_is_as_good_as_there_on_the_page(post, open_study, people, client):
    for name in ("ben", "cas"):
        people[name].delete()
    send(open_study)
    client.force_login(make_member(open_study))
    before = told_about_mail(client)
    Invitation.objects.update(silenced=True)
    assert told_about_mail(client) == before
    send(open_study, "reminder", 1)
    assert len(post.mails) == 1


def test_thanks_go_out_before_closing_and_afterwards_the_page_says_why_not(post, open_study, people, client):
    send(open_study)
    finish(people["anna"])
    client.force_login(make_member(open_study))
    assert "Doe dat eerst" in client.get("/workbench/small/launch/").content.decode()
    assert mailing.may_be_sent(open_study, "thanks")
    collection.close(open_study, None)
    assert not mailing.may_be_sent(open_study, "thanks")
    part = told_about_mail(client)
    assert "Bedanken per mail kan daarom niet meer" in part
    assert 'value="thanks"' not in part
    answer = client.post("/workbench/small/people/mail/send/", {"kind": "thanks", "wave": "1"}, follow=True)
    assert "of al gesloten" in answer.content.decode()
    assert len(post.mails) == 3


def test_thanks_that_were_on_their_way_at_closing_still_arrive(post, open_study, people):
    send(open_study)
    finish(people["anna"])
    job = mailing.send_round(open_study, "thanks", 1, None)
    collection.close(open_study, None)
    perform(job.pk)
    assert len(post.to("anna@example.org")) == 2


def test_what_the_thanks_promise_holds_before_and_after_closing(post, open_study, people, client):
    from tests.web.survey.conftest import Walker

    send(open_study)
    walker = Walker(client)
    client.get(path_in(body(post.to("anna@example.org")[0]), "/take/i/"))
    walker.post()
    Interview.objects.update(completed_at=timezone.now(), consented_at=timezone.now())
    send(open_study, "thanks", 1)
    text = body(post.to("anna@example.org")[1])
    assert "Met de code die u bij het meedoen kreeg" in text
    for _ in range(2):
        client.cookies.clear()
        page = client.get(path_in(text, "/take/i/"), follow=True)
        assert 'href="/take/small/code/"' in page.content.decode()
        assert walker.post("code/", code=codes.shown_code(walker.interview)).url == "/take/small/thanks/"
        open_study.refresh_from_db()
        if open_study.is_open:
            collection.close(open_study, None)
