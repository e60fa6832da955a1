"""A site in processes of its own, as ``collega serve`` runs it, on SQLite or on a PostgreSQL of its own."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Protocol


class Database(Protocol):
    """What a site keeps its rows in."""

    name: str

    @property
    def url(self) -> str:
        """Where Django finds it."""

    def start(self) -> None:
        """Start its server, if it has one."""

    def stop(self) -> None:
        """Stop it."""


class SqliteFile:
    """A file; it has no process of its own."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.url = f"sqlite:///{folder}/site.sqlite3"
        self.file = folder / "site.sqlite3"

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Postgres:
    """A server with its files in a folder, that writes every commit to the disk (``fsync`` on)."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, *options: str) -> None:
        self._options = options
        folder.mkdir(parents=True, exist_ok=True)
        folder.parent.chmod(0o755)  # the server is another user where this one is root
        self._folder = folder
        self._bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self._as = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if self._as:
            shutil.chown(folder, "postgres")
        self._run("initdb", "-D", str(folder / "data"), "-U", "collega", "-A", "trust")
        folder.chmod(0o755)

    @property
    def url(self) -> str:
        return f"postgres://collega@/postgres?host={str(self._folder).replace('/', '%2F')}"

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        subprocess.run(
            [*self._as, str(self._bin / program), *arguments], check=check, cwd="/", stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}' " + " ".join(self._options)
        try:
            self._run("pg_ctl", "-D", f"{self._folder}/data", "-l", f"{self._folder}/log", "-w", "-t", "120", "-o",
                      options, "start")  # fmt: skip
        except subprocess.CalledProcessError as error:
            raise RuntimeError(subprocess.run(["tail", "-5", str(self._folder / "log")], check=False,
                                              capture_output=True, text=True).stdout) from error  # fmt: skip

    def kill(self) -> None:
        """End the server and all its processes without a warning."""
        pid = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGSTOP)  # it must start no process that nobody knows of
        family = [pid, *children(pid)]
        for each in family:
            _kill(each)
        end = time.monotonic() + 10
        while any(Path(f"/proc/{each}").exists() for each in family) and time.monotonic() < end:
            time.sleep(0.02)
        if all(map(_ended, family)):  # where nobody collects the dead, the next server would take them for alive
            (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-m", "immediate", "stop", check=False)


class LiveSite:
    """The processes of a site: web server, workers, and the one that starts them all again when they end."""

    def __init__(
        self, folder: Path, database: Database, *, workers: int = 1, job_workers: int = 1, **more: str
    ) -> None:
        self.port, self.database, self.folder = free_port(), database, folder
        self._arguments = ["--workers", str(workers), "--job-workers", str(job_workers)]
        self.environment = os.environ | {
            "COLLEGA_MODE": "test", "COLLEGA_DATA": str(folder), "COLLEGA_HOSTS": "localhost,127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "collega.web.settings", "COLLEGA_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": database.url, **more,
        }  # fmt: skip
        self.server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start everything; :meth:`wait` until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "collega.web.serve", "--port", str(self.port), *self._arguments]
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)

    def wait(self, seconds: float = 900) -> None:
        """Wait until it can serve; long, where much else runs beside it."""
        self.wait_for("/health/ready/", seconds)

    def wait_for(self, path: str, seconds: float) -> None:
        """Wait until a page is answered."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            try:
                connection.request("GET", path)
                if connection.getresponse().status == 200:
                    return
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            time.sleep(0.1)
        raise TimeoutError(f"The site did not start:\n{(self.folder / 'log').read_text()[-3000:]}")

    def processes(self, word: str) -> list[int]:
        """Return the processes of the site whose command has a word in it."""
        assert self.server is not None
        return [pid for pid in children(self.server.pid) if word in _command(pid)]

    def web_processes(self) -> list[int]:
        """Return the processes that answer pages: those that the web server started."""
        parents = self.processes("collega.processes granian")[:1]
        return [pid for parent in parents for pid in children(parent) if "resource_tracker" not in _command(pid)]

    def kill_all(self) -> None:
        """End every process of the site without a warning."""
        assert self.server is not None
        for pid in [self.server.pid, *children(self.server.pid)]:
            _kill(pid)
        self.server.wait()

    def stop(self) -> None:
        """Stop the site as a user does."""
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self.server.wait()

    def call(self, code: str) -> str:
        """Run a few lines in the site's own Django, and return the last line that they print."""
        made = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{code}"], env=self.environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(made.stderr)
        return "".join(made.stdout.strip().splitlines()[-1:])


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def children(pid: int) -> list[int]:
    """Return all processes that a process started, and those that they started."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            own = list(map(int, task.read_text().split()))
        except OSError:
            continue
        for child in own:
            found += [child, *children(child)]
    return found


def kill(pids: list[int]) -> None:
    """End processes without a warning."""
    for pid in pids:
        _kill(pid)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")
    except OSError:
        return ""
