"""Sessions in the study folder: out of the site and in again they say the same, and the report is made from them."""

from __future__ import annotations

import io
import zipfile

import pytest

from collega.errors import DataError
from collega.rounds import sessions_json, sessions_of
from collega.web.deeds.retention import erase
from collega.web.deeds.session import finish
from collega.web.deeds.study_folder import folder_of, take_folder_in
from collega.web.records.models import Kind, Seat, Session, Study
from collega.web.session_bridge import records_of
from tests.web.conftest import make_study
from tests.web.sessions.room import Phone, opened, step

pytestmark = pytest.mark.django_db


def held(study) -> Session:
    session = opened(study, control=False, characteristic="post")
    step(session)
    phones = [Phone(session, "x") for _ in range(8)]
    for phone, answer in zip(phones, ["no"] * 4 + ["yes"] * 4, strict=True):
        phone.judge(answer)
    step(session, 3)
    for phone, answer in zip(phones, ["no"] * 3 + ["yes"] * 5, strict=True):
        phone.judge(answer)
    step(session, 2)
    finish(session, None)
    return session


def test_out_and_in_again(open_study) -> None:
    held(open_study)
    content, _facts = folder_of(open_study, Kind.REAL)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        file = archive.read("small/sessions.json")
    assert sessions_of(open_study.as_defined, file) == records_of(open_study)
    other = Study.objects.create(key="copy", definition=open_study.definition)
    take_folder_in(other, content, None)
    assert records_of(other) == records_of(open_study)
    assert not other.sessions.get().shown


def test_a_folder_with_a_wrong_file_is_refused_whole(open_study) -> None:
    record = records_of(held(open_study).study)[0]
    wrong = record.model_copy(update={"characteristic": "nothing"})
    content, _facts = folder_of(open_study, Kind.REAL)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, sessions_json([wrong]) if name.endswith("sessions.json") else old.read(name))
    other = Study.objects.create(key="copy", definition=open_study.definition)
    with pytest.raises(DataError, match="nothing"):
        take_folder_in(other, buffer.getvalue(), None)
    assert not other.sessions.exists()


def test_sessions_that_are_not_finished_go_with_the_individual_data(open_study) -> None:
    done = held(open_study)
    going = opened(open_study)
    Phone(going)
    erase(open_study)
    assert list(Session.objects.all()) == [done]
    assert not Seat.objects.exists()


def test_a_session_that_is_not_finished_is_in_no_folder_and_no_report() -> None:
    study = make_study(is_open=True)
    opened(study)
    assert records_of(study) == ()
