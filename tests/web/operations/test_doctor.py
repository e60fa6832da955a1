"""Every fault that the doctor knows, made for real, is found; and a good site is called good."""

from __future__ import annotations

import ast
import json
import os
import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from django.utils.translation import gettext, override

from collega.web.operations import doctor, machine
from collega.web.operations.backup import back_up
from collega.web.operations.looks import Verdict
from collega.web.records.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


SMTP = "django.core.mail.backends.smtp.EmailBackend"


def found(looks, verdict: Verdict) -> str:
    return "\n".join(f"{look.found} {look.do}" for look in looks if look.verdict == verdict)


def test_a_worker_that_works_and_one_that_does_not() -> None:
    assert "Nothing of the hourly work was done" in found(doctor._worker(), Verdict.WARNING)
    now = timezone.now()
    Job.objects.create(kind="tick", state=Job.State.DONE, ended_at=now)
    assert found(doctor._worker(), Verdict.GOOD)
    Job.objects.create(kind="fit", state=Job.State.FAILED, ended_at=now)
    assert "1 jobs failed" in found(doctor._worker(), Verdict.WARNING)
    Job.objects.create(kind="fit", state=Job.State.WAITING, made_at=now - timedelta(hours=1))
    assert "Start a worker" in found(doctor._worker(), Verdict.WRONG)


def test_a_mail_server_that_answers_and_one_that_does_not(unused_port: int) -> None:
    with override_settings(EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=unused_port,
                           DEFAULT_FROM_EMAIL="collega@localhost"):  # fmt: skip
        told = found(doctor._mail(), Verdict.WRONG)
        assert "Set COLLEGA_MAIL_FROM" in told
        assert "Connection refused" in told
        server = Controller(SimpleNamespace(), hostname="127.0.0.1", port=unused_port)
        server.start()
        try:
            assert "127.0.0.1 answers" in found(doctor._mail(), Verdict.GOOD)
        finally:
            server.stop()


@pytest.fixture
def unused_port() -> int:
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def test_a_disk_that_is_nearly_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with override_settings(DATA=tmp_path):
        assert found(machine.look_at_disk(), Verdict.GOOD)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2**20))
        assert "Make room" in found(machine.look_at_disk(), Verdict.WRONG)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_a_secret_that_others_can_read(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    secret = tmp_path / "secret-key"
    secret.write_text("x")
    secret.chmod(0o644)
    with override_settings(DATA=tmp_path):
        assert "secret-key (-rw-r--r--)" in found(machine.look_at_files(), Verdict.WRONG)
        secret.chmod(0o600)
        assert not found(machine.look_at_files(), Verdict.WRONG)


def test_a_clock_that_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "differ" not in found(machine.look_at_clock(), Verdict.WRONG)
    real = machine.time.time
    monkeypatch.setattr(machine.time, "time", lambda: real() + 90)
    told = found(machine.look_at_clock(), Verdict.WRONG)
    assert any(
        f"differ by {seconds} seconds" in told for seconds in range(89, 93)
    )  # the machine's own, in whole seconds


def test_back_ups_that_are_missing_old_or_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "There is no back-up" in found(doctor._backups(tmp_path), Verdict.WRONG)
    monkeypatch.setattr("collega.web.operations.backup.dump", lambda file: file.write_bytes(b"x"))
    with override_settings(DATA=tmp_path / "data"):
        folder = back_up(tmp_path)
    assert "and whole" in found(doctor._backups(tmp_path), Verdict.GOOD)
    assert "not encrypted" in found(doctor._backups(tmp_path), Verdict.WARNING)
    manifest = json.loads((folder / "manifest.json").read_text())
    old = manifest | {"made_at": (timezone.now() - timedelta(days=3)).isoformat()}
    (folder / "manifest.json").write_text(json.dumps(old))
    assert "3 days and 0 hours old" in found(doctor._backups(tmp_path), Verdict.WARNING)
    (folder / "data.tar").write_bytes(b"y")
    assert "this is not what was backed up" in found(doctor._backups(tmp_path), Verdict.WRONG)


def test_one_look_that_breaks_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(doctor._LOOKS, "worker", lambda: 1 / 0)
    looks = doctor.examine()
    assert "ZeroDivisionError" in found(looks, Verdict.WRONG)
    assert {look.about for look in looks} >= {
        "settings",
        "database",
        "worker",
        "mail",
        "time",
        "disk",
        "files",
        "back-up",
    }


def test_a_program_can_read_along(capsys: pytest.CaptureFixture[str]) -> None:
    Job.objects.create(kind="fit", state=Job.State.WAITING, made_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json-output")
    assert ended.value.code == 1
    looks = json.loads(capsys.readouterr().out)["looks"]
    assert {"about", "verdict", "found", "do"} == set(looks[0])


def test_every_finding_is_told_in_dutch_too() -> None:
    folder = Path(doctor.__file__).parent
    calls = [
        node for file in folder.glob("*.py") for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]  # fmt: skip
    texts = {node.args[0].value for node in calls if node.func.id == "_"}
    assert len(texts) > 50
    with override("nl"):
        assert [text for text in texts if gettext(text) == text] == []
    bare = [ast.unparse(arg) for node in calls if node.func.id in ("good", "warning", "wrong") for arg in node.args[1:]
            if isinstance(arg, ast.Constant | ast.JoinedStr) and any(c.isalpha() for c in "".join(
                str(part.value) for part in ast.walk(arg) if isinstance(part, ast.Constant)))]  # fmt: skip
    assert bare == ["f'chmod -R go= {settings.DATA}'"]  # a command


def test_in_dutch_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    Job.objects.create(kind="fit", state=Job.State.WAITING, made_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(SystemExit):
        call_command("doctor", "--language", "nl")
    told = capsys.readouterr().out
    assert "x fout   werker       1 taken wachten al langer dan 10 minuten." in told


def test_a_database_that_is_gone_is_told_once_and_not_made_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gone = SimpleNamespace(vendor="sqlite", connection=None, settings_dict={"NAME": tmp_path / "collega.sqlite3"})
    monkeypatch.setattr(doctor, "connection", gone)
    looks = doctor.examine()
    assert "Restore the last back-up. Only on a new site" in found(looks, Verdict.WRONG)
    assert not {look.about for look in looks} & {"worker", "encryption", "trail", "time"}
    assert list(tmp_path.iterdir()) == []
