"""Whether all is well with a site: every look says what was found, and what to do where it is not well."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from collega.errors import NotComputedError
from collega.web.operations.encryption import look_at_encryption
from collega.web.operations.looks import Look, Verdict, good, warning, wrong
from collega.web.operations.machine import look_at_clock, look_at_disk, look_at_files, look_at_proxy
from collega.web.operations.manifest import NAME, read_manifest
from collega.web.operations.signing_in import look_at_sign_on
from collega.web.operations.trail import look_at_trail
from collega.web.records.models import Job

OLD_BACKUP = timedelta(days=2)
WAITS_LONG = timedelta(minutes=10)
SECONDS = 5.0
"""How long a mail server may take to answer."""


def examine(backups: Path | None = None) -> list[Look]:
    """Look at everything; one that fails is a look that is wrong, and the next one goes on."""
    looks: list[Look] = []
    for about, look in _LOOKS.items():
        if about in _IN_THE_DATABASE and any(
            each.about == "database" and each.verdict == Verdict.WRONG for each in looks
        ):
            continue  # one cause, told once
        try:
            looks += look()
        except Exception as error:
            looks.append(
                wrong(about, f"{type(error).__name__}: {error}", _("Read the message; it is not one that we know."))
            )
    return [*looks, *_backups(backups)]


def _settings() -> Iterator[Look]:
    found = [
        each for each in checks.run_checks(include_deployment_checks=settings.PRODUCTION) if not each.is_silenced()
    ]
    for each in found:
        serious = each.level >= checks.ERROR
        yield (wrong if serious else warning)("settings", f"{each.id}: {each.msg}", each.hint or "")
    if not found:
        yield good("settings", _("Django's checks find nothing."))
    if not settings.PRODUCTION:
        yield warning("settings", _("COLLEGA_MODE is not production."), _("Leave COLLEGA_MODE out for real use."))


def _database() -> Iterator[Look]:
    file = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and connection.connection is None and not file.exists():
        yield wrong(
            "database",
            _("The database %(file)s is not there.") % {"file": file},
            _("Restore the last back-up. Only on a new site: start it, and it makes one."),
        )
        return
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield wrong("database", str(error).strip(), _("Start the database, or mend DATABASE_URL."))
        return
    yield good("database", _("%(name)s answers.") % {"name": connection.vendor})
    waiting = MigrationExecutor(connection)
    plan = waiting.migration_plan(waiting.loader.graph.leaf_nodes())
    if plan:
        yield wrong(
            "database",
            _("%(number)d migrations were not made, the first is %(first)s.")
            % {"number": len(plan), "first": plan[0][0]},
            _("Run python -m django migrate, or start the site with collega serve."),
        )
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            (answer,) = cursor.fetchone()
        if answer != "ok":
            yield wrong(
                "database", _("The file is damaged: %(found)s") % {"found": answer}, _("Restore the last back-up.")
            )


def _worker() -> Iterator[Look]:
    now = timezone.now()
    waiting = Job.objects.filter(state=Job.State.WAITING, made_at__lt=now - WAITS_LONG).count()
    ticks = Job.objects.filter(kind="tick", ended_at__isnull=False).order_by("-ended_at").first()
    if waiting:
        yield wrong(
            "worker",
            _("%(number)d jobs wait for more than %(minutes)d minutes.")
            % {"number": waiting, "minutes": WAITS_LONG.seconds // 60},
            _("Start a worker (python -m django worker), or collega serve with more --job-workers."),
        )
    elif ticks is None or (ticks.ended_at or now) < now - timedelta(hours=2):
        yield warning(
            "worker",
            _("Nothing of the hourly work was done in the last two hours."),
            _("Is a worker running? On a site that has just been started this comes within the hour."),
        )
    else:
        yield good("worker", _("The hourly work is done, and no job waits long."))
    failed = Job.objects.filter(state=Job.State.FAILED, ended_at__gt=now - timedelta(days=7)).count()
    if failed:
        yield warning(
            "worker",
            _("%(number)d jobs failed in the last seven days.") % {"number": failed},
            _("The worker's log says why."),
        )


def _mail() -> Iterator[Look]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield warning("mail", _("Mail goes to the terminal."), _("Set COLLEGA_MAIL_HOST, outside the demonstration."))
        return
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    if domain in ("", "localhost") or domain.endswith((".example.org", ".invalid")):
        yield wrong(
            "mail",
            _("The sender is %(address)s.") % {"address": settings.DEFAULT_FROM_EMAIL},
            _("Set COLLEGA_MAIL_FROM to an address of yours."),
        )
    else:
        yield from _known_domain(domain)
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SECONDS) as server:
            server.ehlo()
            offers = server.has_extn("starttls")
            if settings.EMAIL_USE_TLS:
                server.starttls(context=ssl.create_default_context())
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(
            "mail",
            f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error}",
            _("Mend COLLEGA_MAIL_HOST, _PORT and _TLS, or the certificate of the mail server."),
        )
        return
    if offers and not settings.EMAIL_USE_TLS:
        yield warning(
            "mail",
            _("%(name)s offers TLS, and it is not used.") % {"name": settings.EMAIL_HOST},
            _("Set COLLEGA_MAIL_TLS=1."),
        )
    else:
        yield good(
            "mail",
            (_("%(name)s answers, over TLS.") if settings.EMAIL_USE_TLS else _("%(name)s answers."))
            % {"name": settings.EMAIL_HOST},
        )


def _known_domain(domain: str) -> Iterator[Look]:
    try:
        socket.getaddrinfo(domain, None)
    except OSError:
        yield warning(
            "mail",
            _("The sender's domain %(domain)s has no address.") % {"domain": domain},
            _("Is COLLEGA_MAIL_FROM typed rightly? Many servers refuse mail from a domain that is not there."),
        )


def _backups(folder: Path | None) -> Iterator[Look]:
    if folder is None:
        yield warning(
            "back-up",
            _("It is not known where back-ups are."),
            _("Set COLLEGA_BACKUPS, or give the folder with --backups."),
        )
        return
    made = sorted(file.parent for file in folder.glob(f"*/{NAME}"))
    if not made:
        yield wrong(
            "back-up",
            _("There is no back-up in %(folder)s.") % {"folder": folder},
            _("Make one every night: collega backup --to %(folder)s") % {"folder": folder},
        )
        return
    try:
        manifest = read_manifest(made[-1])
    except NotComputedError as error:
        yield wrong("back-up", str(error), _("Make a new one, and find out what changed it."))
        return
    age = timezone.now() - datetime.fromisoformat(manifest.made_at)
    told = _("The last one is %(days)d days and %(hours)d hours old, and whole.") % {
        "days": age.days,
        "hours": age.seconds // 3600,
    }
    yield (
        warning("back-up", told, _("Make one every night: collega backup --to %(folder)s") % {"folder": folder})
        if age > OLD_BACKUP
        else good("back-up", told)
    )
    if not manifest.encrypted:
        yield warning(
            "back-up",
            _("It is not encrypted."),
            _("Set COLLEGA_BACKUP_KEY to an age public key whose other half is elsewhere."),
        )


_LOOKS: dict[str, Callable[[], Iterator[Look]]] = {
    "settings": _settings,
    "database": _database,
    "worker": _worker,
    "mail": _mail,
    "sign-on": look_at_sign_on,
    "encryption": look_at_encryption,
    "trail": look_at_trail,
    "time": look_at_clock,
    "proxy": look_at_proxy,
    "disk": look_at_disk,
    "files": look_at_files,
}
_IN_THE_DATABASE = ("worker", "encryption", "trail", "time")
