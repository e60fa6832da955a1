"""Study folder out and in, exports: the command line gives the same numbers."""

import io
import json
import zipfile

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from collega.cli.app import app, register
from collega.folder import StudyFolder
from collega.model.estimate import estimate
from collega.web import bridge
from collega.web.records.models import Collection, Event, Interview, Job, Kind, current_design
from tests.web.conftest import make_member, make_study
from tests.web.workbench.panels import keep_answers, keep_fit

pytestmark = pytest.mark.django_db
OUT, IN, EXPORT = (f"/workbench/small/data/{each}" for each in ("folder.zip", "take-in/", "export/"))


@pytest.fixture
def asked(open_study):
    keep_answers(open_study)
    people = list(open_study.interviews.all())
    people[0].values, people[0].others = {"post": "other"}, {"post": "iets anders; echt"}
    people[1].values = {"post": "prefer_not_to_say"}
    people[2].values = {}
    people[3].included, people[3].excluded_reason = False, "a reason"
    people[4].completed_at = None
    for each in people[:5]:
        each.save()
    people[4].answers.filter(position__gt=3).delete()
    return open_study


@pytest.fixture
def analyst(client, asked):
    client.force_login(make_member(asked, "analyst"))
    return client


def unpacked(content, to):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(to)
    return to / "small"


def test_the_command_line_fits_the_same_numbers(analyst, asked, tmp_path):
    folder = unpacked(analyst.post(OUT, {"kind": "real"}).content, tmp_path)
    register(["fit"])
    result = CliRunner().invoke(app, ["fit", str(folder), "--model", "hierarchical", "--seed", "1", "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads((folder / "model.json").read_text())
    web = estimate(bridge.panel_of(asked).counted, "hierarchical", seed=1)
    assert told["participants"] == len(web.participants) == 19
    terminal = StudyFolder(folder).fit()
    assert np.array_equal(terminal.part_worths, web.part_worths)
    assert np.array_equal(terminal.draws.individual, web.draws.individual)
    assert terminal.data_hash == web.data_hash


def test_what_is_in_the_folder(analyst, asked, tmp_path):
    keep_fit(asked)
    asked.notes.create(figure="importance", text={"nl": "Dit valt op.", "en": "This stands out."})
    asked.corrections = [{"place": "title", "language": "nl", "text": "Klein!"}]
    asked.save()
    folder = unpacked(analyst.post(OUT, {"kind": "real"}).content, tmp_path)
    assert {each.name for each in folder.iterdir()} == {
        "study.yaml", "scenarios.csv", "participants.csv", "answers.csv", "model.json", "model.npz", "manifest.json",
        "notes.yaml", "corrections.yaml"}  # fmt: skip
    people = {row["participant"]: row for row in StudyFolder(folder).panel().people.iter_rows(named=True)}
    first = [people[each.pseudonym] for each in asked.interviews.order_by("id")[:5]]
    assert (first[0]["post"], first[0]["post_other"]) == ("other", "iets anders; echt")
    assert first[1]["post"] == "prefer_not_to_say"
    assert first[2]["post"] == ""
    assert (first[3]["included"], first[3]["excluded_reason"]) == ("false", "a reason")
    assert first[4]["completed_at"] == ""
    assert "T" not in first[0]["completed_at"]
    assert not StudyFolder(folder).synthetic
    assert Event.objects.get(what="study_folder_taken_out").facts["answers"] == 20 * 6 - 3


def test_out_and_in_again_is_the_same_study(analyst, asked, tmp_path):
    asked.notes.create(figure="importance", text={"nl": "Dit valt op.", "en": "This stands out."})
    content = analyst.post(OUT, {"kind": "real"}).content
    copy = make_study("copy")
    analyst.force_login(make_member(copy))
    answer = analyst.post("/workbench/copy/data/take-in/", {"file": SimpleUploadedFile("x.zip", content)})
    assert answer.status_code == 302, answer.content.decode()
    copy.refresh_from_db()
    one, two = bridge.panel_of(asked), bridge.panel_of(copy)
    assert one.people.equals(two.people)
    assert np.array_equal(one.answer, two.answer)
    assert np.array_equal(one.position, two.position)
    assert copy.collection == Collection.CLOSED
    assert copy.launched
    assert copy.notes.get().text["nl"] == "Dit valt op."
    assert Job.objects.get().kind == "fit"


def test_simulated_answers_stay_marked(client, study):
    keep_answers(study, Kind.SIMULATED)
    client.force_login(make_member(study))
    content = client.post(OUT, {"kind": "simulated"}).content
    copy = make_study("copy")
    client.force_login(make_member(copy, email="second@example.org"))
    client.post("/workbench/copy/data/take-in/", {"file": SimpleUploadedFile("x.zip", content)})
    copy.refresh_from_db()
    assert not copy.launched
    assert set(copy.interviews.values_list("kind", flat=True)) == {"simulated"}


def test_a_folder_without_answers(client, study, tmp_path):
    client.force_login(make_member(study))
    folder = unpacked(client.post(OUT, {"kind": "real"}).content, tmp_path)
    assert {each.name for each in folder.iterdir()} == {"study.yaml", "scenarios.csv", "manifest.json"}


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()


@pytest.mark.parametrize("content", [
    b"", b"no zip", zipped(readme_dot_txt="x"), zipped(study_dot_yaml="key: x\ntitle: T\n"),
    zipped(a__study_dot_yaml="x", b__study_dot_yaml="y"), zipped(study_dot_yaml="\t[[["),
])  # fmt: skip
def test_what_is_not_taken_in(client, study, content):
    before = study.definition
    client.force_login(make_member(study))
    answer = client.post(IN, {"file": SimpleUploadedFile("x.zip", content or b" ")})
    assert answer.status_code == 422
    study.refresh_from_db()
    assert study.definition == before
    assert current_design(study) is not None


TOO_LARGE = {
    "one large file": (lambda: zipped(study_dot_yaml="#" + " " * (51 * 2**20)), "at most 50 MB"),
    "files that are large together": (lambda: zipped(study_dot_yaml="x" * 2**20, answers_dot_csv="x" * (50 * 2**20)), "at most 50 MB"),
    "rows": (lambda: zipped(study_dot_yaml="{definition}", scenarios_dot_csv="a\n" + "\n" * 1_000_001), "at most 1000000"),
    "aliases": (lambda: zipped(study_dot_yaml="{definition}", notes_dot_yaml="a: &a [x, x]\nb: &b [*a, *a]\n" + "".join(
        f"n{n}: &n{n} [{', '.join([f'*n{n - 1}' if n else '*b'] * 9)}]\n" for n in range(9))), "notes.yaml cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_is_too_large_is_refused_with_the_limit(client, study, name):
    client.force_login(make_member(study))
    made, message = TOO_LARGE[name]
    content = filled(made(), study.definition)
    assert len(content) < 200_000
    answer = client.post(IN, {"file": SimpleUploadedFile("x.zip", content)}, HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 422
    assert message in answer.content.decode()


def filled(content, definition):
    """Put the definition of the study in the place of ``{definition}``."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["study.yaml"] = files["study.yaml"].replace(b"{definition}", definition.encode())
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@pytest.mark.parametrize(("name", "text"), [
    ("notes", "- a\n"), ("notes", "importance: [a]\n"), ("notes", "importance: {nl: [a]}\n"), ("notes", f"{'x' * 151}: a\n"),
    ("corrections", "5\n"), ("corrections", "- a\n"), ("corrections", "- {place: title, language: nl, text: [a]}\n"),
    ("corrections", "- {place: title, text: a}\n"),
])  # fmt: skip
def test_notes_and_corrections_that_the_site_does_not_write_are_refused(client, study, name, text):
    client.force_login(make_member(study))
    content = filled(zipped(study_dot_yaml="{definition}", **{f"{name}_dot_yaml": text}), study.definition)
    answer = client.post(IN, {"file": SimpleUploadedFile("x.zip", content)}, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert f"{name}.yaml cannot be read." in answer.content.decode()


def test_answers_in_partitions_are_refused_instead_of_left_out(client, study):
    client.force_login(make_member(study))
    content = filled(zipped(study_dot_yaml="{definition}", f__answers__a_dot_parquet="PAR1"), study.definition)
    answer = client.post(IN, {"file": SimpleUploadedFile("x.zip", content)}, headers={"accept-language": "nl"})
    assert answer.status_code == 422
    assert "staan in Parquet-partities, en een site neemt alleen CSV aan." in answer.content.decode()


def test_paths_in_a_zip_lead_nowhere(client, study, tmp_path):
    client.force_login(make_member(study))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../etc/study.yaml", study.definition)
        archive.writestr("../evil.sh", "x")
    assert client.post(IN, {"file": SimpleUploadedFile("x.zip", buffer.getvalue())}).status_code == 302


def test_a_launched_study_takes_nothing_in(analyst, asked):
    content = analyst.post(OUT, {"kind": "real"}).content
    answer = analyst.post(IN, {"file": SimpleUploadedFile("x.zip", content)})
    assert answer.status_code == 422
    assert Interview.objects.filter(study=asked).count() == 20


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "sav"])
@pytest.mark.parametrize("shape", ["long", "apart"])
def test_exports(analyst, form, shape):
    answer = analyst.post(EXPORT, {"kind": "real", "format": form, "shape": shape})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="small')
    assert len(answer.content) > 500
    if answer["Content-Type"] == "application/zip":
        names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        assert any("codebook" in name for name in names)
    assert Event.objects.filter(what="answers_exported").count() == 1


def test_wrong_exports(analyst):
    assert analyst.post(EXPORT, {"kind": "real", "format": "exe", "shape": "long"}).status_code == 404
    assert analyst.post(EXPORT, {"kind": "real", "format": "csv", "shape": "round"}).status_code == 404
    assert analyst.post(EXPORT, {"kind": "simulated", "format": "csv", "shape": "long"}).status_code == 302
    assert not Event.objects.exists()
