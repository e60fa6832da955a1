"""Looks at the machine that a site runs on: its clock, what is before it, its disk, and who can read there."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from collega.web.operations.looks import Look, good, warning, wrong

ROOM = 2**30
"""Bytes that must be free: a fit of a large study and a back-up take that."""
SKEW = 5.0
"""Seconds that the clock may be off: codes of a second step last thirty."""
_KEEPERS = ("/run/systemd/timesync/synchronized", "/run/chrony", "/run/ntpd.pid")
_CLOCKS = {"sqlite": "SELECT CAST(strftime('%s', 'now') AS REAL)", "postgresql": "SELECT extract(epoch FROM now())"}


def look_at_clock() -> Iterator[Look]:
    """Compare with the database's clock, which may be another machine's, and see whether something keeps this one."""
    before = time.time()
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS[connection.vendor])
        (theirs,) = cursor.fetchone()
    off = abs(float(theirs) - (before + time.time()) / 2)
    if off > SKEW:
        yield wrong(
            "time",
            _("The clocks of this machine and of the database differ by %(seconds).0f seconds.") % {"seconds": off},
            _("Have both kept right (systemd-timesyncd, chrony): codes of a second step last thirty seconds."),
        )
        return
    kept = any(Path(name).exists() for name in _KEEPERS)
    if kept:
        yield good("time", _("The clock is kept right."))
    else:
        yield warning("time", _("Nothing seems to keep the clock right."), _("Start systemd-timesyncd or chrony."))


def look_at_proxy() -> Iterator[Look]:
    """See whether the headers of a proxy are believed."""
    if not settings.PRODUCTION:
        return
    if settings.SECURE_PROXY_SSL_HEADER is None:
        yield warning(
            "proxy",
            _("COLLEGA_BEHIND_PROXY is not set."),
            _("Set it to 1 where a proxy ends TLS: without it there is only a redirect, and all visitors are one."),
        )
    else:
        yield good("proxy", _("The headers of one proxy are believed: nobody else may reach the site's port."))


def look_at_disk() -> Iterator[Look]:
    """See how much room is left for the data."""
    free = shutil.disk_usage(settings.DATA).free
    told = _("%(room).1f GiB free at %(folder)s.") % {"room": free / 2**30, "folder": settings.DATA}
    if free < ROOM:
        yield (wrong if free < ROOM / 10 else warning)(
            "disk", told, _("Make room: answers are refused on a full disk.")
        )
    else:
        yield good("disk", told)


def look_at_files() -> Iterator[Look]:
    """See whether others on this machine can read the data."""
    if os.name != "posix":
        return
    open_to_others = [
        f"{file} ({stat.filemode(mode)})"
        for file in (Path(settings.DATA), *_private_files())
        if (mode := file.stat().st_mode) & 0o077
    ]
    if open_to_others:
        yield wrong(
            "files",
            _("Others on this machine can read: %(files)s.") % {"files": ", ".join(open_to_others)},
            f"chmod -R go= {settings.DATA}",
        )
    else:
        yield good("files", _("Only the site's own user can read its data."))


def _private_files() -> list[Path]:
    names = ["secret-key", "deletions.log"]
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"]).name
        names += [database, f"{database}-wal", f"{database}-shm"]
    return [file for name in names if (file := Path(settings.DATA) / name).exists()]
