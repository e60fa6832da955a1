"""The engine's refusals and warnings as the pages of the workbench tell them."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collega.design import compose
from collega.messages import Message, kept, warnings_json
from collega.web import bridge
from collega.web.jobs import kinds as _registered  # noqa: F401
from collega.web.jobs.kinds import WORKS, perform
from collega.web.queue import enqueue
from collega.web.records.models import Job, Kind
from tests.study.test_broken_studies import BROKEN, GOOD
from tests.web.test_sentences import english
from tests.web.workbench.analyse.test_data import zipped
from tests.web.workbench.panels import keep_answers, keep_fit

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def problems(answer) -> list[str]:
    """The problems on a page, as text."""
    assert answer.status_code == 422
    told = answer.content.decode().split('role="alert"')[1].split("</ol>")[0]
    return [unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in re.findall(r"<li>(.*?)</li>", told, re.DOTALL)]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_study_file_is_told_in_dutch(owner_client, study, name):
    old, new, _ = BROKEN[name]
    told = problems(owner_client.post("/workbench/small/definition/file/", {"text": GOOD.replace(old, new, 1)}))
    assert told
    for each in told:
        assert not english(each), each


def test_a_broken_study_file_in_both_languages(owner_client, study):
    text = GOOD.replace("key: garage", "key: street").replace("P24M", "P")
    address = "/workbench/small/definition/file/"
    assert problems(owner_client.post(address, {"text": text})) == [
        "regel 14: criteria[1].levels[2].key: de sleutel ‘street’ komt twee keer voor. Nummer 1 heeft dezelfde sleutel; "
        "geef een van de twee een andere",
        "regel 30: retention: ‘P’ is geen termijn. Toegestaan: jaren, maanden, weken of dagen, zoals P24M of P2Y.",
    ]
    assert problems(owner_client.post(address, {"text": text}, **ENGLISH)) == [
        "line 14: criteria[1].levels[2].key: the key 'street' is used twice. Number 1 has the same key; give one of them "
        "another",
        "line 30: retention: 'P' is not a period. Allowed: years, months, weeks or days such as P24M or P2Y.",
    ]


def test_broken_answers_in_a_folder_are_told_with_their_file(owner_client, study):
    design = compose(study.as_defined, versions=1)
    content = zipped(
        study_dot_yaml=study.definition, scenarios_dot_csv=design.frame(study.as_defined).write_csv(),
        participants_dot_csv="participant,pots\np1,x\n", answers_dot_csv="participant,scenario,answer\np1,nowhere,no\np2,,yes\n",
    )  # fmt: skip
    told = problems(owner_client.post("/workbench/small/data/take-in/", {"file": SimpleUploadedFile("x.zip", content)}))
    assert any(each.startswith("participants.csv regel 1: de kolom ‘pots’ is onbekend") for each in told)
    assert any(
        each.startswith("answers.csv regel 2: scenario: ‘nowhere’ is geen scenario van de opzet") for each in told
    )
    assert any(each.startswith("answers.csv regel 3: participant: ‘p2’ staat niet in de tabel") for each in told)
    for each in told:
        assert not english(each), each


def test_a_folder_with_answers_and_no_scenarios_names_no_place_on_the_server(owner_client, study):
    content = zipped(study_dot_yaml=study.definition, answers_dot_csv="participant,scenario,answer\np1,a,no\n")
    answer = owner_client.post("/workbench/small/data/take-in/", {"file": SimpleUploadedFile("x.zip", content)})
    assert answer.status_code == 422
    assert "Er is nog geen scenarios.csv" in answer.content.decode()
    assert "/tmp" not in answer.content.decode()


def test_broken_scenarios_are_told_in_dutch(owner_client, study):
    file = SimpleUploadedFile("scenarios.csv", b"scenario,who,wat\ns1,a,a\n,z,b\n")
    told = problems(owner_client.post("/workbench/small/design/take-in/", {"file": file}))
    assert [each.split(". ")[0].removesuffix(".") for each in told] == [
        "scenarios.csv regel 1: de kolom ‘what’ ontbreekt", "scenarios.csv regel 1: de kolom ‘wat’ is onbekend",
        "scenarios.csv regel 3: who: ‘z’ is geen waarde van dit criterium", "scenarios.csv regel 3: scenario: ‘scenario’ ontbreekt",
    ]  # fmt: skip


def test_a_design_is_taken_in_with_a_mapping_and_the_page_says_how_it_was_read(owner_client, study):
    table = b"Block;person;what\n1;a;a\n1;b;a\n2;a;b\n2;b;b\n"
    rules = SimpleUploadedFile("rules.yaml", b"version: Block\ncolumns: {who: person}\n")
    answer = owner_client.post("/workbench/small/design/take-in/", {
        "file": SimpleUploadedFile("doe.csv", table), "mapping": rules}, follow=True)  # fmt: skip
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "doe.csv" in page
    assert "Er is geen kolom ‘scenario’: de scenario’s zijn genummerd, S1 enzovoort." in page
    assert study.designs.latest("pk").layout["versions"] == ["1", "2"]
    wrong = SimpleUploadedFile("rules.yaml", b"versie: Block\n")
    refused = owner_client.post("/workbench/small/design/take-in/", {
        "file": SimpleUploadedFile("doe.csv", table), "mapping": wrong})  # fmt: skip
    assert refused.status_code == 422
    assert problems(refused)[0].startswith("rules.yaml regel 1: versie: ‘versie’ is hier onbekend")


def test_a_job_that_the_engine_refuses_is_told_in_the_readers_language(owner_client, study, owner):
    study.definition = study.definition.replace("scenarios_per_participant: 6", "scenarios_per_participant: 9")
    study.save()
    job = enqueue("design", study, user=owner, versions=2)
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    dutch = unescape(owner_client.get(f"/workbench/small/jobs/{job.pk}/").content.decode())
    assert "scenarios: er zijn 9 verschillende scenario’s gevraagd, maar het onderzoek laat er maar 6 toe." in dutch
    english_page = unescape(owner_client.get(f"/workbench/small/jobs/{job.pk}/", **ENGLISH).content.decode())
    assert "9 different scenarios are asked for, but the study allows only 6" in english_page


@pytest.mark.parametrize("kind", sorted(WORKS))
def test_every_kind_of_job_has_its_title_in_the_readers_language(owner_client, study, kind):
    job = Job.objects.create(kind=kind, study=study, state=Job.State.DONE)
    dutch = unescape(owner_client.get(f"/workbench/small/jobs/{job.pk}/").content.decode())
    english_page = unescape(owner_client.get(f"/workbench/small/jobs/{job.pk}/", **ENGLISH).content.decode())
    shown = re.findall(r"<p><strong>(.*?)</strong></p>", dutch + english_page)
    assert len(set(shown)) == 2
    assert kind not in shown
    room = re.search(r'<a href="(/workbench/small/[a-z]+/)">Verder', dutch)
    assert owner_client.get(room[1]).status_code == 200


def test_warnings_of_a_fit_are_told_in_dutch(owner_client, study):
    keep_answers(study, Kind.SIMULATED)
    row = keep_fit(study, Kind.SIMULATED)
    row.values = row.values | {
        "warnings": [kept(Message("panel-one-participant")), "a warning from before there were codes"]
    }
    row.save()
    page = unescape(owner_client.get("/workbench/small/fits/").content.decode())
    assert "er is maar één deelnemer: de antwoorden zeggen niets over anderen" in page
    assert "a warning from before there were codes" in page
    page = unescape(owner_client.get("/workbench/small/fits/", **ENGLISH).content.decode())
    assert "there is one participant only: the answers say nothing" in page


def test_the_reasons_of_a_design_are_told_in_dutch(owner_client, study):
    row = bridge.keep_design(study, compose(study.as_defined, versions=2))
    row.quality = row.quality | warnings_json(
        [
            Message("design-level-not-shown", level="c", criterion="what"),
            Message("design-unbalanced", criterion="what", counts=(2, 5, 5)),
        ]
    )
    row.save()
    page = unescape(owner_client.get("/workbench/small/design/").content.decode())
    assert "waarde ‘c’ van what wordt nooit getoond: daarover is niets te leren" in page
    assert (
        "de waarden van what worden niet even vaak getoond (2, 5, 5 keer): over de zeldzame is straks weinig bekend"
        in page
    )


def test_the_effect_of_a_changed_scenario_is_told_in_dutch(owner_client, study):
    design = compose(study.as_defined, versions=1)
    row = bridge.keep_design(study, replace(design, profiles=design.profiles * [[1, 0]]))
    name = row.layout["scenarios"][0]
    page = unescape(owner_client.post(f"/workbench/small/design/{name}/", {"who": "b", "what": "b"}).content.decode())
    assert "waarde ‘c’ van what wordt nooit getoond: daarover is niets te leren" in page
    assert "nothing can be learned" not in page
