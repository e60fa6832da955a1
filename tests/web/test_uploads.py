"""What is larger than the site takes in is refused before it is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collega.web import uploads
from collega.web.records.models import Job
from collega.web.uploads import MOST
from tests.tables.workbooks import MAIN, xlsx

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/workbench/small/data/take-in/", "/accounts/login/", "/nowhere/"])
def test_a_request_says_how_long_it_is(client, address):
    answer = client.post(
        address, b"x", content_type="application/zip", CONTENT_LENGTH=str(MOST * 2**20 + 1), HTTP_ACCEPT_LANGUAGE="en"
    )
    assert answer.status_code == 413
    assert b"The site takes in at most 60 MB at once. Nothing was changed." in answer.content
    assert client.post(address, b"x", content_type="application/zip", CONTENT_LENGTH="1").status_code != 413


def test_in_dutch(client):
    answer = client.post(
        "/nowhere/", b"x", content_type="text/plain", CONTENT_LENGTH="99999999999", HTTP_ACCEPT_LANGUAGE="nl"
    )
    assert b"De site neemt ten hoogste 60 MB tegelijk aan. Er is niets veranderd." in answer.content


@pytest.mark.parametrize("length", ["", "no number", "-1"])
def test_a_length_that_is_none_is_none(client, length):
    assert client.get("/", CONTENT_LENGTH=length).status_code != 413


FORMS = {  # every form that takes a file, with the name of its field
    "/workbench/new/": "file",
    "/workbench/small/definition/file/": "file",
    "/workbench/small/design/compose/": "file",
    "/workbench/small/design/take-in/": "file",
    "/workbench/small/people/add/": "file",
    "/workbench/small/people/came-back/": "file",
    "/workbench/small/data/take-in/": "file",
    "/workbench/small/publish/counts/": "file",
}


def test_every_form_with_a_file_is_in_the_list():
    """The views that read files are as many as this; a new one is added to the forms that are tried."""
    slices = Path(uploads.__file__).parent / "workbench"
    readers = [file.relative_to(slices).as_posix() for file in sorted(slices.rglob("*.py"))
               for _ in range(file.read_text(encoding="utf-8").count("request.FILES"))]  # fmt: skip
    assert readers == [
        "analyse/data.py", "collect/people.py", "collect/people.py", "define/starting.py", "define/starting.py",
        "design/views.py", "design/views.py", "publish/share.py",
    ]  # fmt: skip
    others = [file for file in slices.parent.rglob("*.py") if slices not in file.parents]
    assert not [file for file in others if "request.FILES" in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize("address", FORMS)
def test_every_form_with_a_file_has_the_bound(owner_client, address):
    answer = owner_client.post(
        address, b"x", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=str(MOST * 2**20 + 1)
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("content", [b"", b"\x00" * 1000, b"PK\x03\x04" + b"\xff" * 200, b"a: &a [*a, *a]\n" * 50])
@pytest.mark.parametrize("address", FORMS)
def test_nonsense_in_a_file_is_no_fault(owner_client, owner, address, content):
    owner.founder = True
    owner.save()
    sent = {FORMS[address]: SimpleUploadedFile("a.zip", content), "start": "file"}
    answer = owner_client.post(address, sent)
    assert answer.status_code in (200, 302, 422), answer.status_code
    assert not Job.objects.exists()


ROWS = f"<worksheet {MAIN}><sheetData>{'<row><c><v>1</v></c></row>' * 700_000}</sheetData></worksheet>"


@pytest.mark.parametrize("address", ["/workbench/small/people/add/", "/workbench/small/design/take-in/"])
def test_a_small_file_with_very_many_rows(owner_client, study, address):
    raw = xlsx({"S": ROWS})
    assert len(raw) < 200_000
    answer = owner_client.post(address, {"file": SimpleUploadedFile("t.xlsx", raw)}, HTTP_ACCEPT_LANGUAGE="nl")
    assert answer.status_code == 422
    assert "het bestand heeft te veel rijen" in answer.content.decode().lower()
    assert "ten hoogste 50000" in answer.content.decode()
