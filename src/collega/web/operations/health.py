"""What programs ask a running site: is it alive, can it serve, and how does it go."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from collega.web.records.models import Job, Mail

_PLAIN = "text/plain; charset=utf-8"
LIVE, READY = "/health/live/", "/health/ready/"


def probes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer whether this process lives and can serve, before anything looks at host names, TLS or sessions.

    A probe comes from the machine itself, by address and without TLS.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path == LIVE:
            return HttpResponse("alive\n", content_type=_PLAIN)
        return _ready() if request.path == READY else get_response(request)

    return middleware


def _ready() -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM records_study LIMIT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type=_PLAIN)
    return HttpResponse("ready\n", content_type=_PLAIN)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Give counts for Prometheus to whoever has the token; for anybody else there is nothing here."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(sent.encode(), settings.METRICS_TOKEN.encode()):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Counts())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Counts:
    """Of work and mail, from the database: the same whichever process is asked. Nothing about answers or people."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield every count."""
        jobs = GaugeMetricFamily("collega_jobs", "Jobs by kind and state", labels=["kind", "state"])
        for kind, state, number in Job.objects.values_list("kind", "state").annotate(n=Count("pk")).order_by():
            jobs.add_metric([kind, state], number)
        yield jobs
        oldest = Job.objects.filter(state=Job.State.WAITING).aggregate(at=Min("made_at"))["at"]
        waits = 0.0 if oldest is None else (timezone.now() - oldest).total_seconds()
        yield GaugeMetricFamily("collega_job_wait_seconds", "How long the oldest job has waited", value=waits)
        mails = GaugeMetricFamily("collega_mails", "Mails by state", labels=["state"])
        for state, number in Mail.objects.values_list("state").annotate(n=Count("pk")).order_by():
            mails.add_metric([state], number)
        yield mails
