"""The whole way, from link to profile."""

import pytest
from django.utils.translation import activate

from collega.web.records.models import AnswerSent, Collection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_whole_way(walker, language):
    walker.client.cookies["language"] = language
    assert walker.client.get("/take/o/small/open-token/").url == "/take/small/"
    for path, data, onwards in [
        ("", {}, "/take/small/consent/"),
        ("consent/", {"agree": "on"}, "/take/small/your-code/"),
        ("about-you/", {"q-post": "other", "o-post": "Baker"}, "/take/small/instruction/"),
        ("instruction/", {}, "/take/small/scenario/1/"),
    ]:
        assert walker.get(path).status_code == 200
        assert walker.post(path, **data).url == onwards
    assert walker.get("your-code/").status_code == 200
    interview = walker.interview
    total = len(interview.order)
    for n in range(1, total + 1):
        onwards = f"/take/small/scenario/{n + 1}/" if n < total else "/take/small/check/"
        assert walker.answer(n).url == onwards
    assert walker.get("check/").status_code == 200
    assert walker.post("check/").url == "/take/small/thanks/"
    for path in ("thanks/", "profile/", "profile.pdf", "stop/", "withdraw/"):
        assert walker.get(path).status_code == 200
    interview.refresh_from_db()
    assert interview.finished
    assert interview.language == language
    assert (interview.values, interview.others) == ({"post": "other"}, {"post": "Baker"})
    assert interview.answers.count() == AnswerSent.objects.count() == total
    answer = interview.answers.first()
    assert answer.seconds is not None
    assert answer.shown["language"] == language
    assert answer.shown["rows"][0][0] == {"nl": "Wie?", "en": "Who?"}[language]
    assert answer.shown["statement"] == {"nl": "Dit mag.", "en": "This may be done."}[language]
    activate("nl")


def test_what_was_consented_to_is_stored(walker):
    walker.start()
    page = walker.get("consent/").content.decode()
    walker.post("consent/", agree="on")
    text = walker.interview.consent_text
    assert walker.interview.consented_at is not None
    for line in filter(None, text.split("\n")):
        assert line.split("'")[0] in page.replace("&#x27;", "'")
    assert "nl purpose" in text


@pytest.mark.parametrize("state", [Collection.DRAFT, Collection.PAUSED, Collection.CLOSED])
def test_when_nothing_is_collected(walker, open_study, state):
    walker.to_scenarios()
    open_study.collection = state
    open_study.save()
    page = walker.get("scenario/1/")
    assert page.status_code == 200
    assert b'name="answer"' not in page.content
    assert walker.post("scenario/1/", answer="yes").status_code == 409
    assert walker.post("", anew="yes").status_code == 409
    assert not walker.interview.answers.exists()
