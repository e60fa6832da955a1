"""The way of a case: made, advised on, shared, judged blind, seen, decided."""

from __future__ import annotations

import pytest

from collega.web.records.models import Case, Judgement, Visibility
from tests.web.cases.conftest import LEVELS

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
