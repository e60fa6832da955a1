"""What forms keep: every field of every part is in a form, or survives its saving."""

from datetime import date
from typing import get_args

import pytest
from django.utils import timezone
from pydantic import BaseModel

from collega.study import Study as Definition
from collega.study import parse_study
from collega.web.records.models import Collection, Event, Study, current_design
from tests.web.workbench.everything import EVERYTHING
from tests.web.workbench.pages import main_form, read

pytestmark = pytest.mark.django_db

PAGES = ["basics/", "answers/", "criteria/who/", "criteria/what/", "characteristics/years/", "file/"]


def models(model=Definition):
    """The parts of a definition, each once."""
    yield model
    for field in model.model_fields.values():
        inner = [field.annotation, *get_args(field.annotation)]
        for each in inner:
            if isinstance(each, type) and issubclass(each, BaseModel) and each.__name__ != "Text":
                yield from models(each)


def values_of(definition, model, name):
    """Every value of a field of a part in a definition."""

    def walk(item):
        if isinstance(item, model):
            yield getattr(item, name)
        if isinstance(item, BaseModel):
            for inner in type(item).model_fields:
                yield from walk(getattr(item, inner))
        elif isinstance(item, tuple):
            for inner in item:
                yield from walk(inner)

    return list(walk(definition))


FIELDS = [(model, name) for model in models() for name in model.model_fields]


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=lambda each: getattr(each, "__name__", each))
def test_the_study_of_these_tests_has_every_field(model, name):
    default = model.model_fields[name].get_default(call_default_factory=True)
    assert any(value != default for value in values_of(parse_study(EVERYTHING), model, name)), "set it in EVERYTHING"


@pytest.mark.parametrize("page", PAGES)
def test_a_form_that_is_saved_untouched_changes_nothing(full_client, full, page):
    before = full.as_defined
    address = f"/workbench/small/definition/{page}"
    answer = full_client.post(address, main_form(full_client.get(address)).sends)
    assert answer.status_code == 302
    full.refresh_from_db()
    assert full.as_defined == before
    assert not current_design(full).out_of_date


@pytest.mark.parametrize("state", ["draft", "open", "paused", "closed"])
def test_the_page_of_the_launch_saved_untouched_changes_nothing(full_client, full, state):
    full.closes_on, full.most_participants, full.release_after = date(timezone.localdate().year + 1, 1, 1), 40, 36
    full.advice_first, full.weights_before_closing = False, True
    full.collection, full.open_token, full.open_code = state, "token", "code"
    if state != "draft":
        full.launched_at, full.keep_until = timezone.now(), date(timezone.localdate().year + 1, 2, 1)
    full.save()
    before = Study.objects.values().get()
    answer = full_client.post("/workbench/small/launch/", main_form(full_client.get("/workbench/small/launch/")).sends)
    assert answer.status_code == 302
    assert Study.objects.values().get() == before
    assert not Event.objects.filter(what__in=["rules_changed", "notice_changed", "retention_shortened"]).exists()


def test_the_order_of_a_characteristics_values_is_set_and_unset_in_the_browser(full_client, full):
    address = "/workbench/small/definition/characteristics/years/"
    sends = main_form(full_client.get(address)).sends
    full_client.post(address, {name: value for name, value in sends.items() if name != "ordered"})
    full.refresh_from_db()
    assert not full.as_defined.characteristics[0].ordered
    sends = main_form(full_client.get(address)).sends
    full_client.post(address, sends | {"ordered": "on"})
    full.refresh_from_db()
    assert full.as_defined.characteristics[0].ordered


def test_a_source_goes_with_its_level_when_key_text_and_place_change(full_client, full):
    address = "/workbench/small/definition/criteria/who/"
    sends = main_form(full_client.get(address)).sends
    full_client.post(address, sends | {"parts-0-key": "first", "parts-0-text_nl": "Eerste", "parts-0-ORDER": "9"})
    full.refresh_from_db()
    levels = full.as_defined.criteria[0].levels
    assert [level.key for level in levels] == ["b", "c", "first"]
    assert levels[2].source.say("nl") == "Wet"


ROOMS = ["", "definition/", *(f"definition/{page}" for page in PAGES), "definition/criteria/new/", "design/", "preview/",
         "launch/", "launch/confirm/", "corrections/", "monitor/", "participants/", "fits/", "notes/", "publish/", "publish/whose/", "publish/counts/", "data/",
         "team/", "team/invite/", "trail/", "people/mail/invitation/nl/"]  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("launched", [False, True])
def test_a_page_has_one_form_to_fill_in(full_client, full, room, launched):
    if launched:
        full.collection, full.launched_at, full.keep_until = Collection.OPEN, timezone.now(), date(2099, 1, 1)
        full.save()
    page = read(full_client.get(f"/workbench/small/{room}", follow=True))
    filled_in = [form for form in page.forms if form.method == "post" and form.typed and not form.download]
    assert len(filled_in) <= 1, [form.action for form in filled_in]
