"""Who is asked to stop does so within five seconds, with all it started, and says what was and was not written."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

import collega.cli.app as command_line
from collega import stopping
from collega.cli import main
from collega.study import template_text
from tests.cli.processes import COMMAND, ROOT, gone, marked, seconds_of_processor, send, started, wait_until

CAUSE = {
    signal.SIGINT: "Ctrl-C",
    signal.SIGTERM: "SIGTERM, a request to stop",
    signal.SIGHUP: "SIGHUP, the end of the terminal",
}
WAYS = pytest.mark.parametrize(
    ("number", "group"),
    [(signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGTERM, True), (signal.SIGHUP, False)],
)
# compiled code in the main thread, and in a thread that the main one waits for
KERNEL = """
import sys
from concurrent.futures import ThreadPoolExecutor
import numpy as np
from numba import njit
from collega import stopping
@njit("int64(int64[:])", nogil=True)
def work(state):
    while state[0] > 0:
        state[1] += state[0]
    return state[1]
stopping.install()
print("running", flush=True)
if sys.argv[1] == "main":
    work(np.ones(2, dtype=np.int64))
else:
    with ThreadPoolExecutor() as pool:
        list(pool.map(work, np.ones((2, 2), dtype=np.int64)))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "my study"
    for words in (["new", path, "--template", "avg-data-sharing"], ["design", path]):
        with pytest.raises(SystemExit):
            main([str(word) for word in words])
    return path


def wait_for_kernel(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"
    began = seconds_of_processor(process)
    wait_until(lambda: seconds_of_processor(process) > began + 0.5, process)


@WAYS
@pytest.mark.parametrize("thread", ["main", "pool"])
def test_compiled_code_is_stopped(tmp_path: Path, thread: str, number: int, group: bool) -> None:
    with started(tmp_path, thread, code=KERNEL) as process:
        wait_for_kernel(process)
        code, _, err = send(process, number, group=group)
    assert code == 128 + number
    assert err.splitlines()[-1] == f"Stopped by {CAUSE[signal.Signals(number)]}; nothing was written."


def test_a_second_signal_is_obeyed_at_once(tmp_path: Path) -> None:
    with started(tmp_path, "main", code=KERNEL) as process:
        wait_for_kernel(process)
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(1.0) == 130


@pytest.mark.parametrize("command", [["simulate", "--participants", "20000"], ["design", "--seconds", "60"]])
@WAYS
def test_a_command_says_what_was_written(folder: Path, command: list[str], number: int, group: bool) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    name, *options = command
    with started(folder, name, str(folder), *options, "--json") as process:
        wait_until(lambda: seconds_of_processor(process) > 0.7, process)
        code, out, err = send(process, number, group=group)
    assert code == 128 + number
    sentence = f"Stopped by {CAUSE[signal.Signals(number)]}; nothing was written."
    assert err.splitlines()[-1] == sentence
    assert not out or json.loads(out) == {"error": "Stopped", "message": sentence, "problems": []}
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.slow
@pytest.mark.parametrize(("number", "group"), [(signal.SIGINT, True), (signal.SIGTERM, False)])
def test_a_fit_in_the_middle_of_its_sampling(folder: Path, number: int, group: bool) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", str(folder), "--participants", "400"])
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with started(folder, "fit", str(folder)) as process:
        wait_until(lambda: seconds_of_processor(process) > 4.0, process)
        code, _, err = send(process, number, group=group)
    assert code == 128 + number
    assert err.splitlines()[-1].endswith("; nothing was written.")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.slow
@WAYS
def test_the_demonstration_stops_with_its_step(tmp_path: Path, number: int, group: bool) -> None:
    target = tmp_path / "demo"
    with started(tmp_path, "demo", "--folder", str(target)) as process:
        wait_until((target / "answers.csv").exists, process)
        code, out, err = send(process, number, group=group)
    assert code == 128 + number
    steps = [line.split()[2] for line in out.splitlines() if line.startswith("$ ")]
    assert steps in (["design", "simulate"], ["design", "simulate", "fit"])
    told = err.splitlines()[-1]
    assert told.startswith(f"Stopped by {CAUSE[signal.Signals(number)]}; written or removed before that: ")
    assert told.endswith("; nothing else.")
    named = {Path(name).name for name in told.split(": ", 1)[1].split(";")[0].split(", ")}
    assert named == {file.name for file in target.iterdir()}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the site has been prepared before, so that it starts quickly."""
    return tmp_path_factory.mktemp("site")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accessibility/", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "group"),
    [(signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGHUP, False), (signal.SIGKILL, False)],
)
def test_the_site_ends_with_every_child_and_frees_its_port(site: Path, number: int, group: bool) -> None:
    port = free_port()
    environment = {"COLLEGA_DATA": str(site), "COLLEGA_MODE": "demo", "COLLEGA_HOSTS": "127.0.0.1"}
    with started(site, "serve", "--port", str(port), **environment) as process:
        wait_until(lambda: answers(port), process)
        if number == signal.SIGKILL:
            process.kill()
            process.wait()
        else:
            code, _, err = send(process, number, group=group)
            assert code == 0
            assert f"The site stops ({CAUSE[signal.Signals(number)]})" in err
            assert "Traceback" not in err
        assert gone(site)
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))


def children(folder: Path, *words: str) -> set[int]:
    """Return the processes of a site whose command line holds all these words."""
    found = set()
    for pid in marked(folder):
        with contextlib.suppress(OSError):
            line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            found |= {pid} if all(word in line for word in words) else set()
    return found


@pytest.mark.slow
def test_what_dies_is_started_again_and_the_rest_goes_on(site: Path) -> None:
    port = free_port()
    environment = {"COLLEGA_DATA": str(site), "COLLEGA_MODE": "demo", "COLLEGA_HOSTS": "127.0.0.1"}
    with started(site, "serve", "--port", str(port), "--workers", "2", **environment) as process:
        wait_until(lambda: answers(port), process)
        (worker,) = children(site, "django", "worker")
        web = children(site, "granian") - {min(children(site, "granian"))}  # the first one watches over the others
        assert len(web) == 2
        os.kill(worker, signal.SIGKILL)
        os.kill(min(web), signal.SIGKILL)
        wait_until(lambda: bool(children(site, "django", "worker") - {worker}), process)
        wait_until(lambda: len(children(site, "granian") - web) == 2, process)  # the one that watches, and a new one
        assert answers(port)
        code, _, err = send(process, signal.SIGTERM, group=False)
        assert code == 0
        assert "'django worker' ended (exit code -9); it is started again." in err
        assert gone(site)


def test_what_keeps_ending_stops_the_site(tmp_path: Path) -> None:
    code = "import sys; from collega.processes import Processes\n" + (
        "with Processes({}) as processes: sys.exit(processes.keep_running(['this_module_is_not_there']))"
    )
    with started(tmp_path, code=code) as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "'this_module_is_not_there' ended 4 times within 60 seconds; the site stops." in err


def test_a_signal_that_was_ignored_stays_ignored(tmp_path: Path) -> None:
    """As under nohup."""
    code = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + KERNEL
    with started(tmp_path, "main", code=code) as process:
        wait_for_kernel(process)
        process.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)


def test_renames_that_belong_together_are_not_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "_files", stopping._Files())

    def write() -> None:
        with stopping.renaming():
            stopping._stop(signal.SIGTERM, None)
            stopping.changed(Path("model.json"))

    with pytest.raises(stopping.Stopped) as stopped:
        write()
    assert stopped.value.code == 143
    assert stopping.sentence(signal.SIGTERM).endswith("before that: model.json; nothing else.")


def typed(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = f"set -o pipefail; collega() {{ '{sys.executable}' -c '{COMMAND}' \"$@\"; }}; {line}"
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT / "src"))},
    )  # fmt: skip


def test_nobody_reads_the_output_any_more(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(template_text("blank"), encoding="utf-8")
    done = typed("collega check . --json | true", tmp_path)
    assert done.returncode == stopping.CLOSED_OUTPUT
    assert done.stderr == "Nobody reads the output any more, so the rest was not printed; nothing was written.\n"
    done = typed("collega check . 2>&1 | true", tmp_path)
    assert done.returncode == stopping.CLOSED_OUTPUT
    assert typed("collega check . >&-", tmp_path).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file of Linux")
def test_the_output_does_not_fit(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_text(template_text("blank"), encoding="utf-8")
    done = typed("collega check . > /dev/full", tmp_path)
    assert done.returncode == 2
    assert done.stderr == "The output could not be printed: No space left on device; nothing was written.\n"


def test_a_folder_that_is_a_file_and_a_hint_with_a_space(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    for command in ("new file", "check file", "simulate file --participants 4", "fit file"):
        done = typed(f"collega {command}", tmp_path)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert typed("collega new file", tmp_path).stderr == "file: this is a file, and a folder belongs here.\n"
    done = typed("collega new 'my study'", tmp_path)
    assert done.stderr.endswith("Fill it in, then: collega check 'my study'\n")
    shutil.rmtree(tmp_path / "my study")
    assert "Make one: collega new 'my study'" in typed("collega check 'my study'", tmp_path).stderr


def test_what_a_signal_makes_of_a_library_is_a_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ImportError("cannot import name 'x' from partially initialized module")

    assert command_line._run(broken, as_json=False, writes=False) == 1
    monkeypatch.setattr(stopping, "signal_received", lambda: int(signal.SIGTERM))
    assert command_line._run(broken, as_json=False, writes=False) == 143
    assert capsys.readouterr().err.splitlines()[-1].startswith("Stopped by SIGTERM, a request to stop; ")
