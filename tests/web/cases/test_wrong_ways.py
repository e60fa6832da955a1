"""Wrong ways in: stranger, other organisation, before judging, guessing addresses, wrong role, old words, moderator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from collega.web.deeds import case_discussion
from collega.web.records.models import Case, Event, Judgement, Remark, Report, Role, Visibility
from tests.web.cases.conftest import judge, make_case, make_person
from tests.web.cases.test_path import HOME, TYPED
from tests.web.conftest import make_study

pytestmark = pytest.mark.django_db
POSTS = ("advise/", "share/", "judge/", "remarks/")
FORMS = ("edit/", "delete/", "outcome/", "think-again/", "take-back/", "report/")


def here(case):
    return f"{HOME}c/{case.code}/"


def test_who_is_not_signed_in_is_asked_to(client, case):
    for path in ("", "new/", "mine/", "mail/", "moderation/", "casebook.csv", f"c/{case.code}/"):
        response = client.get(HOME + path)
        assert response.status_code == 302, path
        assert response.headers["Location"].startswith("/accounts/login/")


def test_a_stranger_finds_nothing_there(client, study, case):
    other = make_study("other")
    client.force_login(make_person(other))
    for path in ("", "new/", "mine/", "mail/", "moderation/", "casebook.csv", f"c/{case.code}/"):
        assert client.get(HOME + path).status_code == 404, path
    for path in POSTS:
        assert client.post(here(case) + path, {"answer": "yes", "reason": "x", "text": "x"}).status_code == 404, path
    assert not Judgement.objects.exists()


def test_a_case_of_one_study_is_not_in_another(client, study, case, colleague):
    other = make_study("other")
    Role.objects.create(study=other, user=colleague, kind=Role.Kind.PROFESSIONAL)
    client.force_login(colleague)
    assert client.get(f"/cases/other/c/{case.code}/").status_code == 404


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.ORGANISATION])
def test_another_organisation_cannot_guess_its_way_in(client, study, author, colleague, visibility):
    case = make_case(study, author, visibility=visibility)
    client.force_login(colleague)
    assert client.get(here(case)).status_code == 404
    for path in (*POSTS, *FORMS):
        assert client.post(here(case) + path, {"answer": "yes", "reason": "x"}).status_code == 404, path
    assert client.get(f"{HOME}c/{'a' * 12}/").status_code == 404


def test_saying_one_is_of_an_organisation_opens_nothing(client, study, author, town):
    case = make_case(study, author, visibility=Visibility.ORGANISATION)
    user = make_person(study)
    user.organisation = town
    user.save()
    client.force_login(user)
    assert client.get(here(case)).status_code == 404


def test_a_colleague_cannot_do_what_the_author_does(client, case, colleague):
    client.force_login(colleague)
    for path in ("edit/", "delete/", "outcome/"):
        assert client.get(here(case) + path).status_code == 404, path
    for path in ("advise/", "share/", "delete/", "outcome/", "edit/"):
        assert client.post(here(case) + path, TYPED | {"answer": "no", "visibility": "all"}).status_code == 404, path
    assert Case.objects.get().answer == "yes"


def test_before_judging_there_is_no_discussion(client, case, colleague):
    remark = case_discussion.add_remark(case, case.author, "Read this.")
    client.force_login(colleague)
    assert "Read this." not in client.get(here(case)).content.decode()
    assert client.post(here(case) + "remarks/", {"text": "Hello."}).status_code == 404
    assert client.get(f"{here(case)}remarks/{remark.pk}/report/").status_code == 404


def test_a_judgement_needs_an_answer_and_a_reason(client, case, colleague):
    client.force_login(colleague)
    for sent in (
        {"answer": "yes"},
        {"reason": "So."},
        {"answer": "maybe", "reason": "So."},
        {"answer": "yes", "reason": " "},
    ):
        response = client.post(here(case) + "judge/", sent)
        assert response.status_code == 400
        assert sent.get("reason", "").strip() in response.content.decode()
    assert not Judgement.objects.exists()


def test_a_draft_cannot_be_shared_nor_a_shared_case_taken_back(client, study, author):
    client.force_login(author)
    client.post(HOME + "new/", TYPED)
    case = Case.objects.get()
    client.post(here(case) + "share/", {"visibility": "all"})
    case.refresh_from_db()
    assert case.visibility == Visibility.PRIVATE
    client.post(here(case) + "advise/", {"answer": "yes", "motivation": "x"})
    for visibility in ("all", "organisation", "private", "everybody"):
        client.post(here(case) + "share/", {"visibility": visibility})
        case.refresh_from_db()
        assert case.visibility == Visibility.ALL


def test_four_criteria_are_too_many_and_nothing_typed_is_lost(client, study, author):
    client.force_login(author)
    client.post(HOME + "new/", TYPED)
    case = Case.objects.get()
    response = client.post(
        here(case) + "advise/", {"answer": "yes", "motivation": "Long words.", "deciding": ["who", "nonsense"]}
    )
    assert response.status_code == 400
    assert "Long words." in response.content.decode()
    case.refresh_from_db()
    assert not case.advised


def test_personal_data_are_pointed_at_and_kept_on_a_second_word(client, study, author):
    client.force_login(author)
    typed = TYPED | {"text": "Mail to jan.jansen@example.org about it."}
    response = client.post(HOME + "new/", typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<mark>jan.jansen@example.org</mark>" in page
    assert not Case.objects.exists()
    sure = page.partition('name="sure" value="')[2].partition('"')[0]
    changed = client.post(HOME + "new/", typed | {"text": "And to piet@example.org too.", "sure": sure})
    assert "<mark>piet@example.org</mark>" in changed.content.decode()  # sure of other words
    assert client.post(HOME + "new/", typed | {"sure": sure}).status_code == 302
    assert Case.objects.get().text == typed["text"]


@pytest.mark.parametrize(("path", "sent"), [
    ("judge/", {"answer": "yes", "reason": "Call 06-12345678 first."}),
    ("remarks/", {"text": "Call 06-12345678 first."})])  # fmt: skip
def test_reasons_and_remarks_are_looked_at_too(client, case, colleague, path, sent):
    if path == "remarks/":
        judge(case, colleague)
    client.force_login(colleague)
    before = (Judgement.objects.count(), Remark.objects.count())
    assert "<mark>" in client.post(here(case) + path, sent).content.decode()
    assert (Judgement.objects.count(), Remark.objects.count()) == before


def test_signed_out_while_typing_gives_the_words_back(client, study):
    page = client.post(HOME + "new/", TYPED)
    assert page.status_code == 403
    assert TYPED["text"] in page.content.decode()


def test_a_remark_can_be_changed_for_a_quarter_of_an_hour_and_deleted_always(client, case, colleague):
    judge(case, colleague)
    client.force_login(colleague)
    client.post(here(case) + "remarks/", {"text": "First words."})
    remark = Remark.objects.get()
    address = f"{here(case)}remarks/{remark.pk}/"
    assert client.post(address + "change/", {"text": "Better words."}).status_code == 302
    Remark.objects.update(at=timezone.now() - timedelta(minutes=16))
    late = client.post(address + "change/", {"text": "Too late."})
    assert late.status_code == 409
    assert "Too late." in late.content.decode()
    assert Remark.objects.get().text == "Better words."
    client.post(address + "delete/")
    assert not Remark.objects.exists()


def test_nobody_changes_or_deletes_anothers_remark(client, case, author, colleague):
    remark = case_discussion.add_remark(case, author, "Mine.")
    judge(case, colleague)
    client.force_login(colleague)
    for path in ("change/", "delete/"):
        assert client.post(f"{here(case)}remarks/{remark.pk}/{path}", {"text": "Yours."}).status_code == 404
    assert Remark.objects.get().text == "Mine."


def test_a_remark_is_said_once_on_two_clicks(client, case, author):
    client.force_login(author)
    for _ in range(2):
        client.post(here(case) + "remarks/", {"text": "Twice."})
    assert Remark.objects.count() == 1


def test_what_is_reported_waits_for_a_moderator_who_hides_it_with_a_reason(client, study, case, author, colleague):
    remark = case_discussion.add_remark(case, author, "RUDE WORDS")
    judge(case, colleague)
    client.force_login(colleague)
    client.post(f"{here(case)}remarks/{remark.pk}/report/", {"why": "It is rude."})
    client.post(f"{here(case)}remarks/{remark.pk}/report/", {"why": "It is rude."})
    assert Report.objects.count() == 1
    assert client.get(HOME + "moderation/").status_code == 403
    client.force_login(make_person(study, kind=Role.Kind.OWNER))
    page = client.get(HOME + "moderation/").content.decode()
    assert "RUDE WORDS" in page
    assert "It is rude." in page
    found = Report.objects.get()
    assert client.post(f"{HOME}moderation/{found.pk}/", {"why": ""}).status_code == 400
    client.post(f"{HOME}moderation/{found.pk}/", {"why": "Not among colleagues."})
    event = Event.objects.get(what="remark_hidden")
    assert event.facts["reason"] == "Not among colleagues."
    client.force_login(colleague)
    assert "RUDE WORDS" not in client.get(here(case)).content.decode()
    client.force_login(author)
    assert "Not among colleagues." in client.get(here(case)).content.decode()


def test_a_moderator_reads_what_was_reported_and_nothing_else_of_another_organisation(client, study, author, town):
    case = make_case(study, author, visibility=Visibility.ORGANISATION, title="Inside", text="INSIDE WORDS")
    neighbour = make_person(study, town)
    judge(case, neighbour)
    remark = case_discussion.add_remark(case, author, "REPORTED WORDS")
    case_discussion.add_remark(case, neighbour, "OTHER WORDS")
    case_discussion.report(case, neighbour, "Look.", remark)
    client.force_login(make_person(study, kind=Role.Kind.OWNER))
    page = client.get(HOME + "moderation/").content.decode()
    assert "REPORTED WORDS" in page
    for hidden in ("INSIDE WORDS", "OTHER WORDS", "I think so."):
        assert hidden not in page
    assert client.get(here(case)).status_code == 404


def test_a_hidden_case_is_its_authors_alone(client, study, case, author, colleague):
    case_discussion.hide(case, make_person(study, kind=Role.Kind.OWNER), "Names a person.")
    client.force_login(colleague)
    assert client.get(here(case)).status_code == 404
    client.force_login(author)
    assert "Names a person." in client.get(here(case)).content.decode()


def test_who_leaves_takes_everything_along(client, study, case, author, colleague):
    judge(case, colleague)
    case_discussion.add_remark(case, colleague, "Words.")
    own = make_case(study, colleague, title="Own")
    judge(own, author)
    client.force_login(colleague)
    client.post(HOME + "mine/everything/")
    assert [each.title for each in Case.objects.all()] == ["A case"]
    assert not Judgement.objects.exists()
    assert not Remark.objects.exists()


def test_a_study_that_can_still_change_takes_no_cases(client, study, author):
    study.launched_at = None
    study.save()
    client.force_login(author)
    response = client.post(HOME + "new/", TYPED)
    assert response.status_code == 400
    assert TYPED["text"] in response.content.decode()
