"""Whose share comes first, and the counts of the profession: the wrong ways in, and the right one."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collega.web.deeds.retention import erase
from collega.web.deeds.study_folder import folder_of, take_folder_in
from collega.web.records.models import Event, Kind, Role, Study
from tests.web.conftest import make_member, make_study
from tests.web.workbench.panels import keep_answers, keep_fit

pytestmark = pytest.mark.django_db
WHOSE, COUNTS = "/workbench/small/publish/whose/", "/workbench/small/publish/counts/"
GOOD = "post,count\nx,300\ny,700\n"


@pytest.fixture
def study(open_study):
    keep_answers(open_study, participants=40)
    keep_fit(open_study, groups={"post": {}})
    return open_study


@pytest.fixture
def owner(client, study):
    client.force_login(make_member(study))
    return client


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("kind", [Role.Kind.ANALYST, Role.Kind.READER, None])
def test_only_owners_choose(client, study, kind):
    person = make_member(study, kind) if kind else make_member(make_study("other"))
    client.force_login(person)
    status = 403 if kind else 404
    assert client.post(WHOSE, {"share_of": "profession"}).status_code in (status, 404)
    assert client.post(COUNTS, {"typed": GOOD}).status_code in (status, 404)
    study.refresh_from_db()
    assert (study.share_of, study.profession) == ("participants", {})


def test_strangers_are_asked_to_sign_in_and_looking_changes_nothing(client, study, owner):
    assert owner.get(WHOSE).status_code == owner.get(COUNTS).status_code == 200
    owner.logout()
    assert client.post(WHOSE, {"share_of": "profession"}).status_code == 302
    study.refresh_from_db()
    assert study.share_of == "participants"


def test_the_choice_is_kept_logged_once_and_leaves_the_hash(owner, study):
    before = study.hash
    for _ in range(2):  # a double click
        assert owner.post(WHOSE, {"share_of": "colleagues"}).url == "/workbench/small/publish/"
    study.refresh_from_db()
    assert study.share_of == "colleagues"
    assert study.as_shown.share_of == "colleagues"
    assert study.hash == before
    assert [event.facts for event in Event.objects.filter(what="share_chosen")] == [{"to": "colleagues"}]
    owner.post(WHOSE, {"share_of": "everybody"})
    study.refresh_from_db()
    assert study.share_of == "colleagues"


def test_counts_are_pasted_shown_and_removed(owner, study):
    page = text(owner.post(COUNTS, {"typed": GOOD}, follow=True))
    assert "De aantallen zijn bewaard." in page
    assert "<td>X</td><td>300</td>" in page
    assert '<th scope="col">Functie</th><th scope="col">Aantal mensen</th>' in page
    margins = text(
        owner.post(COUNTS, {"typed": "characteristic,value,count\npost,x,300\npost,other,700\n"}, follow=True)
    )
    assert "<td>Functie</td><td>X</td><td>300</td>" in margins
    assert "<td>Functie</td><td>Anders</td><td>700</td>" in margins


def test_lines_to_fill_in_are_taken_when_filled_in(owner, study):
    page = text(owner.get(COUNTS))
    lines = page.partition('<pre tabindex="0">')[2].partition("</pre>")[0].splitlines()
    assert lines == ["characteristic,value,count", "post,x,", "post,y,", "post,other,"]
    filled = "\n".join([lines[0], *(f"{line}{10 * at}" for at, line in enumerate(lines[1:], 1))])
    owner.post(COUNTS, {"typed": filled})
    study.refresh_from_db()
    assert study.profession["margins"] == {"post": {"x": 10.0, "y": 20.0, "other": 30.0}}


def test_counts_are_kept_and_removed(owner, study):
    owner.post(COUNTS, {"typed": GOOD})
    study.refresh_from_db()
    assert study.profession["cells"] == [[["x"], 300.0], [["y"], 700.0]]
    assert study.fits.get().profession["refused"] == ""
    owner.post(COUNTS, {"remove": "yes"})
    study.refresh_from_db()
    assert study.profession == {}
    assert study.fits.get().profession == {}
    assert Event.objects.filter(what="counts_changed").count() == 2


def test_margins_from_a_file(owner, study):
    file = SimpleUploadedFile("counts.csv", b"characteristic;value;count\npost;x;3\npost;y;7\n")
    owner.post(COUNTS, {"file": file, "typed": ""})
    study.refresh_from_db()
    assert study.profession["margins"] == {"post": {"x": 3.0, "y": 7.0}}


def test_every_problem_is_told_in_the_language_of_the_page_and_nothing_is_kept(owner, study):
    owner.cookies["language"] = "nl"
    bad = "post,count\nw,10\nx,-4\n"
    response = owner.post(COUNTS, {"typed": bad})
    page = text(response)
    assert response.status_code == 422
    assert "‘w’ is geen waarde van post" in page
    assert "‘-4’ is geen aantal" in page
    assert "-4\n" in page  # what was typed is still there
    study.refresh_from_db()
    assert study.profession == {}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"typed": ""}, "Kies een bestand, of plak de aantallen: een van beide."),
        ({"typed": "participant,weight\np1,2\n"}, "Gewichten van afzonderlijke deelnemers kunnen hier niet."),
    ],
)
def test_what_is_no_count_is_refused(owner, study, sent, told):
    response = owner.post(COUNTS, sent)
    assert response.status_code == 422
    assert told in text(response)
    study.refresh_from_db()
    assert study.profession == {}


def test_a_part_of_the_profession_that_nobody_is_of_is_told(owner, study):
    study.interviews.filter(values__post="y").update(values={"post": "x"})
    owner.cookies["language"] = "nl"
    page = text(owner.post(COUNTS, {"typed": GOOD}, follow=True))
    assert "Uit een deel van de beroepsgroep deed niemand mee, en dat deel is groter dan 10%: post=y (70%)" in page


def test_after_the_answers_are_gone_no_counts_are_taken(owner, study):
    erase(study)
    response = owner.post(COUNTS, {"typed": GOOD})
    assert response.status_code == 422
    study.refresh_from_db()
    assert study.profession == {}


def test_counts_that_no_longer_fit_the_study_are_not_used(owner, study):
    owner.post(COUNTS, {"typed": GOOD})
    Study.objects.filter(pk=study.pk).update(definition=study.definition.replace("key: x", "key: w"))
    assert "De eigenschappen van het onderzoek zijn sindsdien veranderd" in text(owner.get("/workbench/small/publish/"))


def test_choice_and_counts_go_along_with_the_study_folder(owner, study):
    owner.post(WHOSE, {"share_of": "profession"})
    owner.post(COUNTS, {"typed": GOOD})
    study.refresh_from_db()
    packed, _ = folder_of(study, Kind.REAL)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.read("small/profession.csv").decode() == GOOD
        assert "share_of: profession" in archive.read("small/study.yaml").decode()
    other = make_study("other")
    take_folder_in(other, packed, None)
    other.refresh_from_db()
    assert other.share_of == "profession"
    assert other.profession["cells"] == study.profession["cells"]
