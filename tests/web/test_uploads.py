"""What is larger than the site takes in is refused before it is read."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

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


ROWS = f"<worksheet {MAIN}><sheetData>{'<row><c><v>1</v></c></row>' * 700_000}</sheetData></worksheet>"


@pytest.mark.parametrize("address", ["/workbench/small/people/add/", "/workbench/small/design/take-in/"])
def test_a_small_file_with_very_many_rows(owner_client, study, address):
    raw = xlsx({"S": ROWS})
    assert len(raw) < 200_000
    answer = owner_client.post(address, {"file": SimpleUploadedFile("t.xlsx", raw)}, HTTP_ACCEPT_LANGUAGE="nl")
    assert answer.status_code == 422
    assert "het bestand heeft te veel rijen" in answer.content.decode().lower()
    assert "ten hoogste 50000" in answer.content.decode()
