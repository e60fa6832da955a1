"""Making a study: from a template, a file, or page by page; design; launch."""

import re
import sys
import types
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import path, resolve
from django.utils.translation import override

from collega.study import template_text
from collega.study.period import last_day
from collega.web import bridge, urls
from collega.web.accounts.models import User
from collega.web.accounts.views import no_such_page
from collega.web.deeds.collection import launch, obstacles
from collega.web.deeds.definition import mark
from collega.web.jobs.kinds import perform
from collega.web.records.models import NOTICE_PARTS, Collection, Event, Job, Role, Study, current_design
from collega.web.workbench.define.periods import PeriodField
from collega.web.workbench.define.reserved import reserved_words
from collega.web.workbench.design.quality import quality_told
from collega.web.workbench.design.views import _parts
from tests.web.conftest import SMALL, make_member, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def founder_client(client):
    client.force_login(User.objects.create_user("founder@example.org", founder=True))
    return client


def test_a_study_from_the_template(founder_client):
    answer = founder_client.post("/workbench/new/", {"key": "my-study", "start": "avg-data-sharing"})
    assert answer.status_code == 302
    study = Study.objects.get(key="my-study")
    assert len(study.as_defined.criteria) == 10
    assert study.roles.get().kind == Role.Kind.OWNER
    assert founder_client.get("/workbench/my-study/definition/").status_code == 200
    assert founder_client.get("/workbench/my-study/").status_code == 200


def test_a_study_from_a_wrong_file_tells_every_problem(founder_client):
    file = SimpleUploadedFile("study.yaml", b"key: x\ntitle: T\nanswers: []\n")
    answer = founder_client.post("/workbench/new/", {"key": "x", "start": "file", "file": file})
    assert answer.status_code == 422
    assert b"criteria" in answer.content
    assert not Study.objects.exists()


@pytest.mark.parametrize(
    ("key", "found"), [("Mijn Studie!", "spatie, ‘!’"), ("privacy_1", "‘_’"), ("één één", "‘é’, spatie")]
)
def test_a_short_name_that_cannot_stand_in_an_address(founder_client, key, found):
    answer = founder_client.post("/workbench/new/", {"key": key, "start": "blank"})
    told = f"Gebruik alleen letters van a tot en met z, cijfers en ‘-’. Gevonden: {found}."
    assert (answer.status_code, answer.context["form"].errors["key"]) == (422, [told])
    assert not Study.objects.exists()


def test_the_same_short_name_twice(founder_client):
    make_study("taken")
    answer = founder_client.post("/workbench/new/", {"key": "taken", "start": "blank"})
    assert answer.status_code == 422


@pytest.mark.parametrize("key", ["i", "o", "out", "new"])
def test_a_short_name_that_is_part_of_an_address(founder_client, key):
    assert founder_client.post("/workbench/new/", {"key": key, "start": "blank"}).status_code == 422
    assert not Study.objects.exists()


@pytest.fixture
def urls_with_one_more(settings):
    """The site, with a new address where a study's short name would stand."""
    module = types.ModuleType("urls_with_one_more")
    module.urlpatterns = [path("results/overview/", no_such_page), *urls.urlpatterns]
    sys.modules[module.__name__] = module
    settings.ROOT_URLCONF = module.__name__
    reserved_words.cache_clear()
    yield
    del sys.modules[module.__name__]
    reserved_words.cache_clear()


def test_the_words_follow_from_the_addresses(urls_with_one_more):
    assert reserved_words() == {"i", "o", "out", "new", "overview", "stop"}


def test_any_other_word_leads_to_the_study(db):
    assert "results" not in reserved_words()  # though it is a word in addresses, it stands elsewhere
    for key in ("results", "take", "accounts", "design", "colleague", "code", "jobs"):
        for address in (f"/take/{key}/", f"/take/{key}/code/", f"/workbench/{key}/", f"/results/{key}/"):
            assert resolve(address).kwargs == {"key": key}, address


def test_who_may_not_start_studies(owner_client):
    assert owner_client.get("/workbench/new/").status_code == 403


ROOMS = ["", "definition/", "definition/basics/", "definition/answers/", "definition/criteria/new/",
         "definition/criteria/who/", "definition/characteristics/post/", "definition/file/", "definition/study.yaml",
         "design/", "launch/", "corrections/"]  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_open_for_the_owner_and_not_for_strangers(owner_client, client, room):
    assert owner_client.get(f"/workbench/small/{room}").status_code == 200
    client.force_login(User.objects.create_user("stranger@example.org"))
    assert client.get(f"/workbench/small/{room}").status_code == 404
    client.logout()
    assert client.get(f"/workbench/small/{room}").status_code == 302


@pytest.mark.parametrize("room", ROOMS[1:])
def test_readers_only_see_the_overview(client, study, room):
    client.force_login(make_member(study, Role.Kind.READER))
    assert client.get("/workbench/small/").status_code == 200
    assert client.get(f"/workbench/small/{room}").status_code == 403


def lines(prefix, items, initial):
    data = {f"{prefix}-TOTAL_FORMS": len(items), f"{prefix}-INITIAL_FORMS": initial, f"{prefix}-MIN_NUM_FORMS": 2,
            f"{prefix}-MAX_NUM_FORMS": 30}  # fmt: skip
    for n, (key, text) in enumerate(items):
        data |= {f"{prefix}-{n}-key": key, f"{prefix}-{n}-text_nl": text, f"{prefix}-{n}-text_en": text,
                 f"{prefix}-{n}-ORDER": n + 1}  # fmt: skip
    return data


def test_a_criterion_is_added_changed_and_moved(owner_client, study):
    data = {"key": "why", "text_nl": "Waarom?", "text_en": "Why?", "seen": mark(study)}
    answer = owner_client.post("/workbench/small/definition/criteria/new/",
                               data | lines("parts", [("x", "X"), ("y", "Y")], 0))  # fmt: skip
    assert answer.status_code == 302
    study.refresh_from_db()
    assert study.as_defined.criterion_keys == ("who", "what", "why")
    assert current_design(study).out_of_date
    owner_client.post("/workbench/small/definition/rearrange/", {"kind": "criteria", "number": "2", "verb": "up"})
    study.refresh_from_db()
    assert study.as_defined.criterion_keys == ("who", "why", "what")


def test_two_tabs_the_second_is_told(owner_client, study):
    old = mark(study)
    form = {"kind": "criteria", "number": "0", "verb": "down", "seen": old}
    owner_client.post("/workbench/small/definition/rearrange/", form)
    answer = owner_client.post("/workbench/small/definition/rearrange/", form, follow=True)
    study.refresh_from_db()
    assert study.as_defined.criterion_keys == ("what", "who")
    assert [str(m) for m in answer.context["messages"]] != []


def test_a_change_that_breaks_a_rule_is_refused(owner_client, study):
    data = {"key": "who", "text_nl": "Nog eens", "text_en": "Again"} | lines("parts", [("x", "X"), ("y", "Y")], 0)
    answer = owner_client.post("/workbench/small/definition/criteria/new/", data)
    assert answer.status_code == 200
    assert "komt twee keer voor" in answer.content.decode()
    study.refresh_from_db()
    assert len(study.as_defined.criteria) == 2


def test_too_few_values_are_told_in_plain_words(owner_client, study):
    data = {"key": "why", "text_nl": "Waarom?", "text_en": "Why?"} | lines("parts", [("x", "X")], 0)
    answer = owner_client.post("/workbench/small/definition/criteria/new/", data)
    assert "Vul ten minste 2 regels in." in answer.content.decode()


def test_the_quality_has_the_decimal_mark_of_the_language(study):
    quality = study.designs.get().quality | {"efficiency_of_bound": 0.987}
    for language, mark_of in (("nl", "98,7%"), ("en", "98.7%")):
        with override(language):
            assert mark_of in " ".join(quality_told(quality, study.as_defined))


def test_the_file_with_its_problems(owner_client, study):
    answer = owner_client.post(
        "/workbench/small/definition/file/", {"text": SMALL.replace("positive: true", "positive: false")}
    )
    assert answer.status_code == 422
    assert (
        owner_client.post("/workbench/small/definition/file/", {"text": template_text("avg-data-sharing")}).status_code
        == 302
    )


def test_never_rules(owner_client, study):
    owner_client.post("/workbench/small/definition/never/", {"first": "who=a", "second": "what=b"})
    study.refresh_from_db()
    assert [dict(rule) for rule in study.as_defined.never] == [{"who": "a", "what": "b"}]
    owner_client.post("/workbench/small/definition/never/", {"first": "who=a", "second": "who=b"})
    study.refresh_from_db()
    assert len(study.as_defined.never) == 1


def test_composing_is_a_job(owner_client, study):
    answer = owner_client.post("/workbench/small/design/compose/", {"versions": 2, "repeat": 1, "seconds": 1})
    job = Job.objects.get()
    assert answer.url == f"/workbench/small/jobs/{job.pk}/"
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.message
    assert len(current_design(study).layout["shows"][0]) == 7
    assert owner_client.get(answer.url).status_code == 200


def test_a_scenario_is_changed_after_its_effect_was_seen(owner_client, study):
    name = current_design(study).layout["scenarios"][0]
    data = {"who": "b", "what": "c"}
    shown = owner_client.post(f"/workbench/small/design/{name}/", data)
    assert shown.status_code == 200
    assert not current_design(study).edited
    owner_client.post(f"/workbench/small/design/{name}/", data | {"keep": "yes"})
    row = current_design(study)
    assert row.edited or shown.context["effect"]["verdict"] == "unusable"


def test_launching_freezes(owner_client, study):
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    study.refresh_from_db()
    assert study.collection == Collection.OPEN
    assert study.keep_until is not None
    before = study.definition
    owner_client.post("/workbench/small/definition/rearrange/", {"kind": "criteria", "number": "0", "verb": "down"})
    owner_client.post("/workbench/small/design/compose/", {"versions": 2, "repeat": 0, "seconds": 1})
    study.refresh_from_db()
    assert study.definition == before
    assert not Job.objects.exists()
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    assert Event.objects.filter(what="study_launched").count() == 1


@pytest.mark.parametrize("page", ["basics/", "answers/", "criteria/what/", "characteristics/post/"])
def test_after_the_launch_a_form_can_be_read_and_says_why_it_cannot_be_changed(owner_client, study, page):
    address = f"/workbench/small/definition/{page}"
    before = owner_client.get(address).content.decode()
    assert "<fieldset disabled>" not in before
    assert "Opslaan</button>" in before
    launch(study, None)
    shown = owner_client.get(address).content.decode()
    assert "<fieldset disabled>" in shown
    assert "Opslaan</button>" not in shown
    assert "Het onderzoek is gestart: de vragen veranderen niet meer." in shown
    assert 'href="/workbench/small/corrections/"' in shown
    assert 'action="/workbench/small/copy/"' in shown


def test_after_the_launch_nothing_new_is_asked(owner_client, study):
    launch(study, None)
    answer = owner_client.get("/workbench/small/definition/criteria/new/", follow=True)
    assert answer.redirect_chain == [("/workbench/small/definition/", 302)]
    assert "vragen veranderen niet meer. Maak een kopie." in answer.content.decode()


def test_after_the_launch_the_effect_of_another_scenario_is_shown_and_not_kept(owner_client, study):
    launch(study, None)
    row = current_design(study)
    name = row.layout["scenarios"][0]
    address, data = f"/workbench/small/design/{name}/", {"who": "b", "what": "c"}
    assert "scenario’s veranderen niet meer" in owner_client.get(address).content.decode()
    shown = owner_client.post(address, data)
    assert shown.context["effect"] is not None
    assert 'name="keep"' not in shown.content.decode()
    owner_client.post(address, data | {"keep": "yes"})
    assert current_design(study).pk == row.pk
    assert not current_design(study).edited


def test_no_launch_without_what_participants_must_know(owner_client, study):
    study.notice = {}
    study.save()
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    study.refresh_from_db()
    assert study.collection == Collection.DRAFT


def test_corrections_stay_outside_the_hash(owner_client, study):
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    study.refresh_from_db()
    before = study.hash
    owner_client.post("/workbench/small/corrections/",
                      {"place": "criteria.0.levels.1.text", "language": "nl", "text": "Twee!"})  # fmt: skip
    study = Study.objects.get(pk=study.pk)
    assert study.hash == before
    assert study.as_shown.criteria[0].levels[1].text.say("nl") == "Twee!"
    assert study.as_shown.criteria[0].levels[1].text.say("en") == "Two"


def test_before_the_launch_nothing_is_corrected_beside_the_study(owner_client, study):
    owner_client.post("/workbench/small/corrections/", {"place": "title", "language": "nl", "text": "Anders"})
    study.refresh_from_db()
    assert study.corrections == []


def test_a_correction_of_what_is_gone_does_not_break_the_pages(owner_client, study):
    study.corrections = [{"place": "criteria.9.text", "language": "nl", "text": "Weg"}]
    study.save()
    assert owner_client.get("/workbench/small/").status_code == 200
    assert owner_client.get("/workbench/").status_code == 200


RUNS = {"rules": "yes", "release_after": "24"}


def test_retention_is_only_shortened(owner_client, study):
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    study.refresh_from_db()
    promised = study.keep_until
    longer = RUNS | {"keep_until": f"{promised.year + 1}-01-01"}
    refused = owner_client.post("/workbench/small/launch/", longer)
    assert refused.context["rules"].errors["keep_until"] == [
        "De termijn kan alleen korter worden: de eerdere dag is aan deelnemers beloofd."
    ]
    past = owner_client.post("/workbench/small/launch/", RUNS | {"keep_until": "2020-01-01"})
    assert past.context["rules"].errors["keep_until"] == ["Deze dag is al voorbij."]
    study.refresh_from_db()
    assert study.keep_until == promised
    owner_client.post("/workbench/small/launch/", RUNS | {"keep_until": f"{promised.year}-01-01"})
    study.refresh_from_db()
    assert study.keep_until < promised


def notice_form(study, words):
    parts = {f"{part}_{language}": words for part in NOTICE_PARTS for language in ("nl", "en")}
    return {"notice": "yes"} | parts


def test_after_the_launch_only_the_contact_of_the_notice_can_be_written(owner_client, study):
    owner_client.post("/workbench/small/launch/", notice_form(study, "as agreed"))
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    page = owner_client.get("/workbench/small/launch/").content.decode()
    fields = re.findall(r'<textarea name="(\w+)"', page)
    assert fields == ["contact_nl", "contact_en"]
    assert page.count("as agreed") == 2 * len(NOTICE_PARTS)  # the rest is there to be read
    owner_client.post("/workbench/small/launch/", notice_form(study, "after"))
    study.refresh_from_db()
    assert study.told("contact", "nl") == "after"
    assert {study.told(part, "en") for part in NOTICE_PARTS if part != "contact"} == {"as agreed"}


def test_no_day_of_deletion_before_the_launch(owner_client, study):
    assert "keep_until" not in owner_client.get("/workbench/small/launch/").content.decode()
    owner_client.post("/workbench/small/launch/", RUNS | {"keep_until": "2999-01-01"})
    study.refresh_from_db()
    assert study.keep_until is None


def test_periods():
    assert last_day(date(2024, 1, 31), "P1M") == date(2024, 2, 29)
    assert last_day(date(2024, 2, 29), "P1Y") == date(2025, 2, 28)
    assert last_day(date(2024, 1, 1), "P2W") == date(2024, 1, 15)
    assert last_day(date(2024, 1, 1), "P1Y2M3D") == date(2025, 3, 4)


def test_a_copy(founder_client, study):
    Role.objects.create(study=study, user=User.objects.get(email="founder@example.org"), kind=Role.Kind.OWNER)
    founder_client.post("/workbench/small/copy/")
    assert Study.objects.filter(key="small-2").exists()


@pytest.mark.parametrize("address", ["design/compose/", "launch/move/", "copy/",
                                     "definition/rearrange/", "definition/never/"])  # fmt: skip
def test_changes_are_never_made_by_get(owner_client, address):
    assert owner_client.get(f"/workbench/small/{address}").status_code == 405


def test_scenarios_stand_beside_each_other_as_far_as_a_screen_has_room(owner_client, study):
    assert [len(part) for part in _parts(range(21))] == [4, 4, 5, 4, 4]
    assert [len(part) for part in _parts(range(5))] == [5]
    assert _parts([]) == []
    design = bridge.design_of(current_design(study))
    page = owner_client.get("/workbench/small/design/").content.decode()
    for version, shown in zip(design.versions, design.shows, strict=True):
        part = page.partition(f"Versie {version} ")[2].partition("</details>")[0]
        for name in (design.scenarios[s] for s in shown):
            assert f'href="/workbench/small/design/{name}/">{name}</a></th>' in part
            assert part.count(f'data-label="{name}"') == len(study.as_defined.criteria)


@pytest.mark.parametrize(("written", "kept"), [
    ("24 maanden", "P24M"), ("2 jaar", "P2Y"), ("1 year and 6 months", "P1Y6M"), ("90 dagen", "P90D"),
    ("12 Weeks", "P12W"), ("P24M", "P24M"),
])  # fmt: skip
def test_a_period_is_written_in_words(written, kept):
    field = PeriodField()
    assert field.clean(written) == kept
    with override("nl"):
        assert field.clean(field.prepare_value(kept)) == kept


@pytest.mark.parametrize("written", ["", "twee jaar", "24", "24 manen", "P", "2 jaar of zo", "6 maanden en 1 jaar"])
def test_what_is_no_period_is_refused_with_an_example(written):
    with pytest.raises(ValidationError) as refused:
        PeriodField().clean(written)
    with override("en"):
        assert "such as: 24 months" in refused.value.messages[0] or not written


def test_the_period_of_retention_is_shown_and_saved_in_words(owner_client, study):
    page = owner_client.get("/workbench/small/definition/basics/", headers={"accept-language": "nl"}).content.decode()
    assert 'value="24 maanden"' in page


def test_forbidden_combinations_are_shown_in_words(owner_client, study):
    form = owner_client.get("/workbench/small/definition/").content.decode()
    assert "Geen: elke combinatie kan voorkomen." in form
    study.definition = SMALL + "\nnever:\n  - {who: a, what: b}\n"
    study.save()
    page = owner_client.get("/workbench/small/definition/", headers={"accept-language": "nl"}).content.decode()
    assert "Wie? <strong>Een</strong> + Wat? <strong>B</strong>" in page


def test_what_participants_must_be_told_is_listed_once_a_part_with_both_languages(study):
    study.notice = {}
    with override("nl"):
        assert obstacles(study)[0] == "Tekst voor deelnemers: ‘Doel’ ontbreekt (Nederlands, Engels)."
        assert len(obstacles(study)) == len(NOTICE_PARTS)
    study.notice = {part: {"nl": "x"} for part in NOTICE_PARTS}
    with override("en"):
        assert obstacles(study)[0] == "Text for participants: 'Purpose' is missing (English)."


def test_every_part_of_the_notice_says_what_belongs_there(owner_client, study):
    page = owner_client.get("/workbench/small/launch/", headers={"accept-language": "nl"}).content.decode()
    assert page.count('aria-describedby="help-') == len(NOTICE_PARTS)
    assert "Autoriteit Persoonsgegevens" in page


def test_a_short_name_is_given_after_the_launch_and_must_be_one_that_readers_can_use(owner_client, study):
    owner_client.post("/workbench/small/launch/move/", {"verb": "launch"})
    before = Study.objects.get().hash
    page = owner_client.get("/workbench/small/corrections/").content.decode()
    assert 'value="criteria.0.short"' in page
    texts = [Study.objects.get().as_shown.criteria[0].text, Study.objects.get().as_shown.criteria[0].levels[0].text]
    assert f"Korte naam van ‘{texts[0].say('nl')}’: –</option>" in page
    assert f"Korte naam van ‘{texts[1].say('nl')}’ ({texts[0].say('nl')}): –</option>" in page
    send = {"place": "criteria.0.short", "language": "nl", "text": "Wie"}
    assert owner_client.post("/workbench/small/corrections/", send).status_code == 302
    shown = Study.objects.get().as_shown
    assert (shown.criteria[0].name("nl"), Study.objects.get().hash) == ("Wie", before)
    refused = owner_client.post("/workbench/small/corrections/", send | {"text": "x" * 31})
    assert "31 tekens" in refused.content.decode()
    same = send | {"place": "criteria.0.levels.0.text", "text": shown.criteria[0].levels[1].text.say("nl")}
    assert "dezelfde tekst als nummer" in owner_client.post("/workbench/small/corrections/", same).content.decode()
    assert len(Study.objects.get().corrections) == 1
    assert owner_client.post("/workbench/small/corrections/", send | {"text": ""}).status_code == 302
    shown = Study.objects.get().as_shown
    assert shown.criteria[0].name("nl") == shown.criteria[0].text.say("nl")
