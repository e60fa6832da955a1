"""The least that saving something can cost on this stack: a session, CSRF, one read, one insert, a page of that size.

Settings, addresses and application of a Django site in one file, for the same web server and database as the real one.
"""

from __future__ import annotations

import os
import sys

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path

from collega.web.settings import DATABASES

__all__ = ["DATABASES"]
SECRET_KEY = "a minimal site for a benchmark, on this machine alone, and never elsewhere"  # nosec B105
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = __name__
INSTALLED_APPS = ["django.contrib.sessions"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
CSRF_COOKIE_NAME, USE_TZ, DEFAULT_AUTO_FIELD = "csrf", True, "django.db.models.BigAutoField"
WORDS = "A sentence of a page that says something, as pages do. " * 12
PAGE = """<!doctype html><html lang="en"><title>{{ number }}</title><body>
<form method="post">{% csrf_token %}<input type="hidden" name="number" value="{{ number }}">
{% for row in rows %}<p>{{ row.0 }}: {{ row.1 }}</p>{% endfor %}
{% for word in words %}<label><input type="radio" name="answer" value="{{ forloop.counter }}">{{ word }}</label>
{% endfor %}
<button>Save</button></form></body></html>"""


def page(request: HttpRequest, number: int) -> HttpResponse:
    """Read what this session saved; save one more, and redirect to the next."""
    from django.db import connection

    if request.method == "POST":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO minimal (who, number, answer) VALUES (%s, %s, %s)",
                           [request.session["who"], number, request.POST["answer"]])  # fmt: skip
        return HttpResponseRedirect(f"/page/{number + 1}/")
    if "who" not in request.session:
        request.session["who"] = os.urandom(8).hex()
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, answer FROM minimal WHERE who = %s", [request.session["who"]])
        rows = cursor.fetchall()
    template = engines["django"].from_string(PAGE) if not _kept else _kept[0]
    _kept[:] = [template]
    return HttpResponse(template.render({"number": number, "rows": rows, "words": [WORDS] * 12}, request))


_kept: list[object] = []
urlpatterns = [path("page/<int:number>/", page)]


def prepare() -> None:
    """Make the tables."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.minimal_site"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        by_itself = "GENERATED ALWAYS AS IDENTITY" if connection.vendor == "postgresql" else ""
        cursor.execute(f"CREATE TABLE minimal (id INTEGER PRIMARY KEY {by_itself}, who TEXT, number INT, answer TEXT)")
        cursor.execute("CREATE INDEX minimal_who ON minimal (who)")


def application(environ: dict[str, object], start_response: object) -> object:
    """Answer through Django; made at the first request."""
    if not _made:
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.minimal_site"
        from django.core.wsgi import get_wsgi_application

        _made.append(get_wsgi_application())
    return _made[0](environ, start_response)  # type: ignore[operator]


_made: list[object] = []
if __name__ == "__main__":
    sys.exit(prepare())
