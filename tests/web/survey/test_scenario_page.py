"""The page of a scenario that is kept in memory is the page that the template makes."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from collega.web.records.models import Study
from collega.web.survey import judging, scenario_page
from tests.web.survey.conftest import hidden

pytestmark = pytest.mark.django_db
ANEW = re.compile(r'(name="(csrfmiddlewaretoken|request_key|shown)" value=")[^"]*')  # of every showing its own


def plain(page):
    assert page.status_code == 200
    return ANEW.sub(r"\1", page.content.decode())


@pytest.fixture
def without_memory(monkeypatch):
    """Return what asks a page as the template makes it, all of it."""

    def ask(walker, path):
        with monkeypatch.context() as patch:
            patch.setattr(judging, "scenario_page", lambda request, context: scenario_page.render(
                request, scenario_page.TEMPLATE, context))  # fmt: skip
            return plain(walker.get(path))

    return ask


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_two_participants_is_the_one_of_the_template(walker, another, language, without_memory):
    scenario_page._pages.clear()
    for one in (walker, another):
        one.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        one.to_scenarios()
        for number in range(1, 6):
            assert plain(one.get(f"scenario/{number}/")) == without_memory(one, f"scenario/{number}/")
            one.answer(number, ("yes", "no")[number % 2])
            assert plain(one.get(f"scenario/{number}/")) == without_memory(one, f"scenario/{number}/")
        assert f'lang="{language}"' in plain(one.get("scenario/6/"))
    orders = {tuple(each.order) for each in Study.objects.get(key="small").interviews.all()}
    assert len(orders) == 2  # else the levels of one would pass for those of the other


def test_a_correction_shows_at_once(walker):
    walker.to_scenarios()
    before = plain(walker.get("scenario/1/"))
    study = Study.objects.get(key="small")
    criterion = study.as_defined.criteria[0]
    study.corrections = [
        {"place": "criteria.0.text", "language": each, "text": "<b>Anders</b>"} for each in ("nl", "en")
    ]
    study.save()
    after = plain(walker.get("scenario/1/"))
    assert "&lt;b&gt;Anders&lt;/b&gt;" in after
    assert "Anders" not in before
    assert criterion.text.nl not in after


def test_keys_and_tokens_are_of_each_showing_alone(walker):
    walker.to_scenarios()
    pages = [walker.get("scenario/1/") for _ in range(2)]
    for name in ("request_key", "csrfmiddlewaretoken"):
        assert len({hidden(page, name) for page in pages}) == 2
    assert pages[0].content.decode().count('name="csrfmiddlewaretoken"') == 2


def test_a_level_is_text_not_markup(walker, monkeypatch):
    walker.to_scenarios()
    shown = judging.rows
    monkeypatch.setattr(judging, "rows", lambda *rest: [
        row | {"level": row["level"].model_copy(update={"nl": '<i>"&', "en": '<i>"&'})} for row in shown(*rest)])  # fmt: skip
    page = walker.get("scenario/1/").content.decode()
    assert "<td>&lt;i&gt;&quot;&amp;</td>" in page


def test_memory_is_bounded(walker, monkeypatch):
    monkeypatch.setattr(scenario_page, "MOST", 2)
    scenario_page._pages.clear()
    walker.to_scenarios()
    for number in range(1, 5):
        walker.answer(number)
        assert len(scenario_page._pages) <= 2


def test_a_message_is_shown_once(walker):
    walker.to_scenarios()
    for answer in ("yes", "no"):
        walker.answer(1, answer)
    assert "is nu" in plain(walker.get("scenario/2/"))
    assert "is nu" not in plain(walker.get("scenario/2/"))
