"""Every number that a form of the site asks for: nothing outside its bounds comes in, and the message names them."""

import importlib
import pkgutil
import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import override

import collega.web
from collega.study.bounds import SILENT_HOURS
from collega.web.records.models import Collection, Study
from collega.web.workbench.define.periods import PeriodField
from tests.web.conftest import make_study
from tests.web.workbench.pages import main_form

pytestmark = pytest.mark.django_db


def form_classes():
    """Every form that a module of the site defines."""
    for module in pkgutil.walk_packages(collega.web.__path__, "collega.web."):
        if "migrations" not in module.name and "management" not in module.name and not module.name.endswith("wsgi"):
            for each in vars(importlib.import_module(module.name)).values():
                if isinstance(each, type) and issubclass(each, forms.BaseForm) and each.__module__ == module.name:
                    yield each


def number_fields():
    for form in sorted(set(form_classes()), key=lambda each: each.__qualname__):
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, forms.IntegerField | forms.FloatField | forms.DecimalField):
                yield pytest.param(field, id=f"{form.__name__}.{name}")


def test_there_are_numbers_to_look_at():
    assert {each.id for each in number_fields()} >= {
        "BasicsForm.minimum_group", "BasicsForm.scenarios_per_participant", "ComposeForm.versions", "ComposeForm.repeat",
        "ComposeForm.seconds", "RulesForm.most_participants", "RulesForm.release_after", "SimulateForm.participants",
    }  # fmt: skip


@pytest.mark.parametrize("field", number_fields())
def test_a_number_outside_the_bounds_is_refused_with_the_bounds(field):
    assert field.min_value is not None
    assert field.max_value is not None
    kinds = {type(each) for each in field.validators}
    assert kinds >= {MinValueValidator, MaxValueValidator}
    assert (field.widget.attrs["min"], field.widget.attrs["max"]) == (field.min_value, field.max_value)
    assert field.clean(str(field.min_value)) == field.min_value
    assert field.clean(str(field.max_value)) == field.max_value
    wrong = [str(field.min_value - 1), "-1", str(field.max_value + 1), "9" * 12, "9" * 5000, "veel", "2,5", "1e9"]
    for text in wrong:
        with pytest.raises(ValidationError) as refused:
            field.clean(text)
        with override("en"):
            told = f"Fill in a whole number from {field.min_value} to {field.max_value}."
            assert refused.value.messages == [told], text


@pytest.mark.parametrize(
    "text", ["0 dagen", "6 dagen", "0 jaar", "P0D", "99999 jaar", "999999999999 jaar", "101 jaar", "37000 dagen"]
)
def test_a_period_outside_the_bounds_is_refused_with_the_bounds(text):
    with override("nl"):
        with pytest.raises(ValidationError) as refused:
            PeriodField().clean(text)
        assert refused.value.messages == ["Kies een termijn van 7 dagen tot en met 100 jaar."]


@pytest.mark.parametrize("text", ["-3 dagen", "9" * 5000 + " jaar", "jaar", "٣ jaar"])
def test_what_is_no_period_stays_on_the_page_with_a_word(owner_client, study, text):
    address = "/workbench/small/definition/basics/"
    answer = owner_client.post(address, main_form(owner_client.get(address)).sends | {"retention": text})
    assert answer.context["form"].errors["retention"]
    assert main_form(answer).sends["retention"] == text
    study.refresh_from_db()
    assert study.as_defined.retention == "P24M"


def test_the_widget_the_check_and_the_message_have_the_same_bounds(owner_client, study):
    page = main_form(owner_client.get("/workbench/small/definition/basics/"))
    assert page.limits["minimum_group"] == ("2", "1000")
    answer = owner_client.post("/workbench/small/definition/basics/", page.sends | {"minimum_group": "1"})
    assert answer.context["form"].errors["minimum_group"] == ["Vul een geheel getal in van 2 tot en met 1000."]
    assert "Ons advies is 5 of meer" in answer.content.decode()


@pytest.mark.parametrize("retention", ["P7D", "P100Y"])
def test_the_longest_and_the_shortest_period_can_be_launched(owner_client, study, retention):
    study.definition += f"retention: {retention}\n"
    study.save()
    page = owner_client.post("/workbench/small/launch/move/", {"verb": "launch"}, follow=True)
    assert page.status_code == 200
    study.refresh_from_db()
    assert study.keep_until > timezone.localdate()


def test_the_most_hours_of_silence_let_everybody_in(client, db):
    study = make_study(is_open=True, release_after=SILENT_HOURS.most, most_participants=1)
    assert client.get(f"/take/o/{study.key}/open-token/", follow=True).status_code == 200
    assert study.silent_since(timezone.now()) < timezone.now()


@pytest.mark.parametrize(
    "address", ["jobs/9999999999999999999999/", "fits/report/9999999999999999999999/", "present/99999999999999/"]
)
def test_a_number_in_an_address_is_never_a_fault(owner_client, address):
    assert owner_client.get(f"/workbench/small/{address}").status_code == 404


SENDS = {
    "fits/report/": {"fit": "²", "language": "nl"},
    "publish/choose/": {"fit": "9" * 30},
    "team/change/": {"kind-²": "reader"},
    "team/take-back/": {"invitation": "9" * 30},
    "definition/rearrange/": {"kind": "criteria", "number": "9" * 30, "verb": "up"},
}


@pytest.mark.parametrize("address", SENDS)
def test_a_number_that_no_page_sends_is_never_a_fault(owner_client, address):
    assert owner_client.post(f"/workbench/small/{address}", SENDS[address]).status_code in (302, 404)


def test_the_catalogue_of_bounds_is_the_only_place_for_numbers():
    """No form of the site writes a bound of its own."""
    for module in pkgutil.walk_packages(collega.web.__path__, "collega.web."):
        source = importlib.util.find_spec(module.name)
        if source and source.origin and source.origin.endswith(".py") and not module.name.endswith("numbers"):
            text = open(source.origin, encoding="utf-8").read()  # noqa: SIM115, PTH123
            assert not re.search(r"\b(min_value|max_value)=", text), module.name


def test_a_closed_study_with_rules_of_before_the_bounds_still_opens(owner_client, study):
    Study.objects.update(release_after=SILENT_HOURS.most, collection=Collection.CLOSED, launched_at=timezone.now())
    assert owner_client.get("/workbench/small/launch/").status_code == 200
