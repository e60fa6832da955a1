"""An empty study with explanation: nothing of it can be launched as it stands, and every page explains itself."""

from __future__ import annotations

import pytest

from collega.study import template_text
from collega.web import bridge
from collega.web.accounts.models import User
from collega.web.deeds.collection import obstacles
from collega.web.deeds.empty import explanations, to_write
from collega.web.records.models import NOTICE_PARTS, Study, current_design
from tests.web.conftest import make_study

pytestmark = pytest.mark.django_db
HERE = "/workbench/mine/definition/"


@pytest.fixture
def founder(client):
    client.force_login(User.objects.create_user("founder@example.org", founder=True))
    assert client.post("/workbench/new/", {"key": "mine", "start": "blank"}).status_code == 302
    return client


@pytest.fixture
def mine(founder):
    return Study.objects.get()


def fields_of(page):
    """What a browser would send from a page as it stands."""
    forms = [page.context.get("form")] if page.context.get("form") is not None else []
    formset = page.context.get("formset")
    forms += [formset.management_form, *formset.forms] if formset is not None else []
    return {form[name].html_name: form[name].value() for form in forms for name in form.fields
            if form[name].value() not in (None, "", False)}  # fmt: skip


def test_nothing_of_an_example_is_in_it(mine):
    example = template_text("blank")
    assert mine.as_defined.never == mine.as_defined.characteristics == mine.as_defined.context == ()
    assert mine.as_defined.contact.nl == mine.as_defined.introduction.nl == ""
    texts = {mine.as_defined.title.nl, mine.as_defined.statement.nl, *(x.text.nl for x in mine.as_defined.criteria)}
    assert texts <= explanations()
    assert not any(text in example for text in explanations())


def test_it_cannot_be_launched_as_it_stands(mine):
    bridge.keep_design(mine, _small_design(mine))
    mine.notice = {part: {"nl": "x", "en": "x"} for part in NOTICE_PARTS}
    told = "Vragen: nog te schrijven: Titel, Stelling, criterium 1, waarden van criterium 1."
    assert obstacles(mine) == [told]


def _small_design(study):
    import numpy as np

    from collega.design import Design

    return Design(scenarios=("a", "b"), profiles=np.array([[0], [1]]), versions=("1",), shows=((0, 1),))


def test_the_overview_says_what_is_to_be_written_and_explains_every_part(founder, mine):
    text = founder.get(HERE).content.decode()
    assert "Nog te schrijven" in text
    for said in ("Welke beslissing u onderzoekt", "Van meest negatief naar meest positief", "Wat per scenario verschilt",
                 "Sommige waarden kunnen in het echt niet samengaan", "Wat u van deelnemers wilt weten"):  # fmt: skip
        assert said in text


def test_fields_are_empty_with_the_explanation_in_them(founder):
    page = founder.get(HERE + "basics/")
    assert page.context["form"]["title_nl"].value() == ""
    assert 'placeholder="Welke beslissing onderzoekt u?"' in page.content.decode()
    page = founder.get(HERE + "criteria/criterion_1/")
    assert 'placeholder="Een antwoord daarop"' in page.content.decode()
    assert [form["key"].value() for form in page.context["formset"].initial_forms] == ["", ""]
    assert "[" not in "".join(map(str, fields_of(page).values()))


def test_saving_without_writing_is_refused(founder, mine):
    before = mine.definition
    for page in ("basics/", "criteria/criterion_1/"):
        answer = founder.post(HERE + page, fields_of(founder.get(HERE + page)))
        assert "Vul ten minste één taal in" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.definition == before


def test_from_empty_to_written_without_typing_a_key(founder, mine):
    page = fields_of(founder.get(HERE + "basics/"))
    texts = {"title_nl": "T", "title_en": "T", "statement_nl": "S", "statement_en": "S"}
    assert founder.post(HERE + "basics/", page | texts).status_code == 302
    page = fields_of(founder.get(HERE + "criteria/criterion_1/"))
    texts = {"text_nl": "Wie vraagt het?", "text_en": "Who asks?", "pasted": "Een bank\tA bank\nDe politie\tThe police"}
    assert founder.post(HERE + "criteria/criterion_1/", page | texts).status_code == 302
    mine.refresh_from_db()
    assert to_write(mine) == []
    [criterion] = mine.as_defined.criteria
    assert criterion.key == "wie_vraagt_het"
    assert criterion.level_keys == ("een_bank", "de_politie")
    assert "Nog te schrijven" not in founder.get(HERE).content.decode()


def test_half_written_is_still_to_be_written(mine):
    mine.definition = mine.definition.replace("[Welke beslissing onderzoekt u?]", "Mijn titel")
    assert to_write(mine)[0] == "Titel"


def test_other_studies_have_nothing_to_write():
    study = make_study()
    assert to_write(study) == []
    assert current_design(study) is not None
    assert to_write(make_study("avg", text=template_text("avg-data-sharing"))) == []
