"""Charts and tables to take along."""

from __future__ import annotations

import csv
import io
import re

import pytest

from collega.web.deeds import publication
from collega.web.records.models import Picture, Publication
from tests.web.results.conftest import PEOPLE, make_fitted

pytestmark = pytest.mark.django_db
FIGURES = "/results/small/figures/"
NAMES = ["importance", "answers", "agreement", "calibration", "part-worths", "levels.what", "groups.post",
         "weights.post", "importance.post.x"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_chart_in_the_language_of_the_reader(client, public, name, language):
    response = client.get(f"{FIGURES}{name}.svg?lang={language}")
    assert response.headers["Content-Type"] == "image/svg+xml"
    text = response.content.decode()
    assert {"nl": "SYNTHETISCHE GEGEVENS", "en": "SYNTHETIC DATA"}[language] in text
    assert "style=" not in text
    assert "<script" not in text


@pytest.mark.parametrize(("language", "people"), [("nl", "gesimuleerde deelnemers"), ("en", "simulated participants")])
@pytest.mark.parametrize("kind", ["importance", "answers"])
@pytest.mark.parametrize("form", ["svg", "svg&narrow"])
def test_a_chart_of_a_group_says_which_one_and_how_many_people(client, public, kind, language, people, form):
    n = public.fits.get().insights["answers_by_group"]["post"]["x"]["n"]
    assert n < PEOPLE
    form, _, narrow = form.partition("&")
    text = client.get(f"{FIGURES}{kind}.post.x.{form}?lang={language}&{narrow}").content.decode()
    assert f'aria-label="{n} {people}: X. ' in text
    signature = " ".join(re.findall(r'font-size="11"[^>]*>([^<]*)</text>', text))
    assert f" · {n} {people}: X · " in signature
    assert f"{PEOPLE} {people}" not in signature
    everybody = client.get(f"{FIGURES}{kind}.{form}?lang={language}&{narrow}").content.decode()
    assert f"· {PEOPLE} {people} ·" in " ".join(re.findall(r'font-size="11"[^>]*>([^<]*)</text>', everybody))


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_for_a_phone_fits_it(client, public, name):
    wide = client.get(f"{FIGURES}{name}.svg?lang=nl").content.decode()
    narrow = client.get(f"{FIGURES}{name}.svg?lang=nl&narrow").content.decode()
    assert float(re.search(r'width="([\d.]+)"', narrow)[1]) < 345
    assert "SYNTHETISCHE GEGEVENS" in narrow
    assert narrow != wide


def test_a_chart_of_before_has_no_variant_for_a_phone(client, public):
    Picture.objects.update(narrow="")
    answer = client.get(f"{FIGURES}importance.svg?lang=nl&narrow").content
    assert answer == client.get(f"{FIGURES}importance.svg?lang=nl").content
    assert "narrow" not in client.get("/results/small/").content.decode()


def test_a_chart_as_png(client, public):
    response = client.get(f"{FIGURES}importance.png?download")
    assert response.content.startswith(b"\x89PNG")
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_table_as_csv_says_that_it_is_synthetic(client, public):
    response = client.get(f"{FIGURES}importance.csv?lang=en", headers={"accept-language": "en"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][-1] == "synthetic"
    assert all(row[-1] == "yes" for row in rows[1:])
    assert float(rows[1][1]) > 0


def test_a_table_of_a_group_says_which_one_in_every_row(client, public):
    response = client.get(f"{FIGURES}importance.post.x.csv?lang=en", headers={"accept-language": "en"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    item = public.as_shown.characteristic("post")
    assert rows[0][:2] == [item.text.say("en"), "Criterion"]
    assert {row[0] for row in rows[1:]} == {item.value_text("x", "en")}
    assert all(len(row) == len(rows[0]) for row in rows)


@pytest.mark.parametrize("name", ["nothing.svg", "importance.exe", "..%2Fsecret.svg", "importance.post.nobody.svg"])
def test_what_there_is_not(client, public, name):
    assert client.get(FIGURES + name).status_code == 404


def test_strangers_get_no_chart_of_a_study_for_the_team(client):
    _, row = make_fitted(publication=Publication.TEAM)
    publication.publish(row)
    assert client.get(f"{FIGURES}importance.svg").status_code == 404


def test_a_table_for_programs_has_keys_and_every_digit(client, public):
    response = client.get(f"{FIGURES}importance.csv?for=program&lang=nl", headers={"accept-language": "nl"})
    assert response.headers["Content-Disposition"].endswith('small-importance-data.csv"')
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert {row["criterion"] for row in rows} == set(public.as_shown.criterion_keys)
    stored = {row["criterion"]: row["percent"] for row in public.fits.get().insights["importance"]}
    assert {row["criterion"]: float(row["importance_percent"]) for row in rows} == stored
    assert client.get(f"{FIGURES}importance.csv?for=program&lang=en").content == response.content


def test_both_measures_of_importance_and_the_uncorrected_one_are_in_the_file_and_not_on_the_page(client, public):
    response = client.get(f"{FIGURES}importance.csv?for=program&lang=en")
    rows = {row["criterion"]: row for row in csv.DictReader(io.StringIO(response.content.decode()))}
    for stored in public.fits.get().insights["importance"]:
        for name in ("uncorrected", "individual"):
            assert float(rows[stored["criterion"]][f"{name}_percent"]) == stored[name]
    page = client.get("/results/small/", headers={"accept-language": "en"}).content.decode()
    assert "Importance, average of everyone" not in page
    sheet = client.get(f"{FIGURES}importance.csv?lang=en").content.decode("utf-8-sig")
    assert "Importance, average of everyone" in sheet
