"""Walk through a site in production settings behind a proxy, and print what every answer's head says, as JSON.

A program of its own, started by test_production.py: settings are read from the environment once per process.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
HOST = "collega.example.org"
PASSWORD = "a long password indeed"
ROOMS = ("", "definition/", "definition/basics/", "definition/criteria/who/", "definition/file/", "design/", "design/s01/", "preview/",
         "launch/", "corrections/", "people/", "people/mail/invitation/nl/", "monitor/", "participants/", "fits/",
         "notes/", "present/", "publish/", "data/", "team/", "trail/", "trail/trail.csv")  # fmt: skip
RESULTS = ("", "groups/", "compare/", "criteria/", "criteria/who/", "scenarios/", "model/", "colleague/",
           "colleague/?who=a")  # fmt: skip
ACCOUNTS = ("", "login/", "logout/", "password/reset/", "password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/",
            "2fa/webauthn/", "reauthenticate/")  # fmt: skip
INLINE = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE
)


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(json.dumps(list(_walk())))


def _walk():
    from django.test import Client

    from tests.web.conftest import make_study

    make_study("open", is_open=True)
    over_tls = {"headers": {"host": HOST, "x-forwarded-proto": "https"}, "raise_request_exception": False}
    yield _seen("plain", Client(headers={"host": HOST}).get("/accessibility/"))
    yield from _anybody(Client(**over_tls))
    yield from _participant(Client(**over_tls))
    yield from _form(Client(enforce_csrf_checks=True, **over_tls))
    yield from _team(Client(**over_tls))


def _anybody(client):
    for address in ("/", "/accessibility/", "/.well-known/security.txt", "/accounts/login/", "/nowhere/",
                    "/studies/open/privacy/", "/take/open/code/", "/accounts/first/wrong/"):  # fmt: skip
        yield _seen(f"anybody {address}", client.get(address))
    yield _seen("wrong method", client.post("/"))
    yield _seen("wrong host", client.get("/", headers={"host": "elsewhere.example.org"}))
    asset = re.search(r'href="(/static/[^"]*\.css)"', client.get("/").content.decode())[1]
    yield _seen("static", client.get(asset))


def _participant(client):
    from tests.web.survey.conftest import Walker

    walker = Walker(client, "open")
    yield _seen("take/o", client.get("/take/o/open/open-token/"))
    steps = {"": {}, "consent/": {"agree": "on"}, "about-you/": {"q-post": "x"}, "instruction/": {}}
    for address, sent in steps.items():
        yield _seen(f"take/{address}", walker.get(address))
        yield _seen(f"sent take/{address}", walker.post(address, **sent))
    yield _seen("take/your-code/", walker.get("your-code/"))
    for number in range(1, 7):
        yield _seen(f"take/scenario/{number}/", walker.get(f"scenario/{number}/"))
        yield _seen(f"sent take/scenario/{number}/", walker.answer(number))
    yield _seen("take/check/", walker.get("check/"))
    yield _seen("sent take/check/", walker.post("check/"))
    for address in ("thanks/", "profile/", "profile.pdf", "withdraw/"):
        yield _seen(f"take/{address}", walker.get(address))
    yield _seen("sent take/stop/", walker.post("stop/"))


def _form(client):
    """A form that is sent in earnest: with its key, its origin, and without both."""
    page = client.get("/accessibility/").content.decode()
    key = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)[1]
    sent = {"language": "en", "next": "/"}
    good = client.post("/language/", sent | {"csrfmiddlewaretoken": key}, headers={"origin": f"https://{HOST}"})
    yield _seen("sent form", good)
    yield _seen("form from elsewhere", client.post("/language/", sent, headers={"origin": "https://evil.example"}))


def _team(client):
    from allauth.mfa.models import Authenticator

    from collega.web.jobs.gallery import exhibits_of
    from collega.web.jobs.pictures import _picture
    from collega.web.records.models import Publication, Role
    from tests.web.conftest import make_member
    from tests.web.results import conftest as fitted

    fitted.add_pictures = lambda row: _picture(row, next(exhibits_of(row, "nl"))).save()
    study, row = fitted.make_fitted(publication=Publication.PUBLIC)
    row.published = True
    row.save()
    picture = row.pictures.get().name
    for form in ("svg", "png", "csv"):
        yield _seen(f"figure {form}", client.get(f"/results/small/figures/{picture}.{form}"))
    owner = make_member(study, Role.Kind.OWNER)
    yield _seen("sent sign-in", client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD}))
    yield _seen("second step first", client.get("/workbench/"))
    Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={})
    owner.founder = True
    owner.save()
    for name in ("", "new/"):
        yield _seen(f"workbench/{name}", client.get(f"/workbench/{name}"))
    for name in ROOMS:
        yield _seen(f"workbench/small/{name}", client.get(f"/workbench/small/{name}"))
    for name in RESULTS:
        yield _seen(f"results/small/{name}", client.get(f"/results/small/{name}"))
    yield _seen("sent case", client.post("/results/small/colleague/", {"who": "a", "own": "-"}))
    for name in ("colleague/?who=a", "colleague/advice.pdf?who=a"):
        yield _seen(f"advice {name}", client.get(f"/results/small/{name}"))
    for name in ACCOUNTS:
        yield _seen(f"accounts/{name}", client.get(f"/accounts/{name}"))
    yield _broken(client)


def _broken(client):
    """What is seen when the program itself fails."""
    from unittest.mock import patch

    with patch("collega.web.pages.timezone.now", side_effect=RuntimeError("broken")):
        return _seen("fault", client.get("/.well-known/security.txt"))


def _seen(name, response):
    kind = response.headers.get("Content-Type", "")
    text = b"".join(response.streaming_content if response.streaming else [response.content])
    return {
        "name": name,
        "status": response.status_code,
        "headers": dict(response.headers),
        "cookies": {key: {**morsel, "value": morsel.value} for key, morsel in response.cookies.items()},
        "inline": INLINE.findall(text.decode()) if kind.startswith("text/html") else [],
    }


if __name__ == "__main__":
    main()
