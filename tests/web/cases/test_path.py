"""The way of a case: made, advised on, shared, judged blind, seen, decided."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from collega.web.deeds import casebook
from collega.web.deeds.casebook_mail import monday_of
from collega.web.records.models import Case, Judgement, Visibility, WeekCase
from tests.web.cases.conftest import LEVELS, judge, make_case

pytestmark = pytest.mark.django_db
HOME = "/cases/small/"
TOLD = {
    "title": "Camera at the door",
    "text": "A neighbour asks for the pictures.",
    "question": "May it?",
    "file_number": "Z-12",
}
TYPED = TOLD | {f"level.{key}": level for key, level in LEVELS.items()}


def page(client, path, user=None):
    if user is not None:
        client.force_login(user)
    response = client.get(path)
    assert response.status_code == 200, response
    return response.content.decode()


def test_a_case_is_made_advised_on_shared_judged_and_seen(client, study, author, colleague):
    client.force_login(author)
    made = client.post(HOME + "new/", TYPED)
    case = Case.objects.get()
    here = f"{HOME}c/{case.code}/"
    assert made.headers["Location"] == here
    assert case.levels == LEVELS
    assert "First: what do you advise" in page(client, here) or "Eerst" in page(client, here)
    client.post(here + "advise/", {"answer": "yes", "motivation": "The law allows it.", "deciding": ["who"]})
    case.refresh_from_db()
    assert case.advised
    assert 0 < case.advice["share"] < 1
    assert case.advice["model"]["estimates_hash"]
    client.post(here + "share/", {"visibility": "all"})
    case.refresh_from_db()
    assert case.visibility == Visibility.ALL

    text = page(client, here, colleague)
    assert TOLD["text"] in text
    assert "The law allows it." not in text
    assert "Z-12" not in text
    client.post(here + "judge/", {"answer": "no", "reason": "Too much."})
    assert Judgement.objects.get().blind
    text = page(client, here)
    assert "The law allows it." in text
    assert "Too much." in text

    text = page(client, here, author)
    assert "Z-12" in text
    assert "Too much." not in text  # one judgement is in no batch yet
    client.post(here + "outcome/", {"side": "positive", "decided": "Given.", "why": "The law."})
    assert "Given." in page(client, here, colleague)


def test_the_case_of_the_week_takes_three_clicks(client, study, case, colleague):
    """The link, an answer, the button: its reason may be left out, and that of no other case."""
    client.force_login(colleague)
    address = f"/cases/small/c/{case.code}/"
    assert client.post(address + "judge/", {"answer": "yes", "reason": ""}).status_code == 400
    WeekCase.objects.create(study=study, case=case, monday=monday_of(timezone.localdate()) - timedelta(7))
    assert client.post(address + "judge/", {"answer": "yes", "reason": ""}).status_code == 400  # of last week
    WeekCase.objects.create(study=study, case=case, monday=monday_of(timezone.localdate()))
    assert "(optional)" in client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert client.post(address + "judge/", {"answer": "yes", "reason": ""}).status_code == 302
    assert case.judgements.get().reason == ""
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(("side", "words"), [("positive", "So you judged too."), ("negative", "You judged otherwise."),
                                             ("otherwise", "")])  # fmt: skip
def test_what_was_decided_stands_first_beside_ones_own_judgement(client, case, author, colleague, side, words):
    judge(case, colleague, "yes")
    client.force_login(colleague)
    address = f"/cases/small/c/{case.code}/"
    assert "The author has not told it yet." in client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    casebook.record_outcome(case, author, side=side, decided="It goes.", why="It may.")
    page = client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert page.index("It goes.") < page.index("What its author advised")
    assert [each for each in ("So you judged too.", "You judged otherwise.") if each in page] == (
        [words] if words else []
    )
    client.force_login(author)
    page = client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert ("So you advised too." in page) == (side == "positive")


@pytest.mark.parametrize(("language", "heading"), [("en", "Cases of colleagues that are like it"),
                                                   ("nl", "Casussen van collega’s die hierop lijken")])  # fmt: skip
def test_the_sheet_of_an_advice_has_the_likest_cases(client, study, author, colleague, language, heading):
    """On paper, too, what was decided is for who has judged the case."""
    type(study).objects.filter(pk=study.pk).update(advice_first=False)
    decided = make_case(study, author, title="Pictures of a parking place")
    casebook.record_outcome(decided, author, side="negative", decided="Kept for two weeks.", why="No ground.")
    make_case(study, author, visibility="private", title="A case of nobody else")
    client.force_login(colleague)

    def sheet():
        answer = client.get("/results/small/colleague/advice.pdf?who=a&what=b", headers={"accept-language": language})
        return " ".join(" ".join(leaf.extract_text() for leaf in PdfReader(BytesIO(answer.content)).pages).split())

    text = sheet()
    assert heading in text
    assert "Pictures of a parking place" in text
    assert "Kept for two weeks" not in text
    assert "nobody else" not in text
    judge(decided, colleague)
    assert "Kept for two weeks." in sheet()
