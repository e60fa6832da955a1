"""Whatever page goes wrong, what is logged of it opens nothing and finds nobody."""

from __future__ import annotations

import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.log import log_response

from collega.web.logs import Lines, Words, redacted

SECRET = "zq7Kp3secret"
NUMBER = "918273645"
VALUES = {"int": NUMBER, "str": SECRET, "slug": SECRET, "path": SECRET, "uuid": "0f8fad5b-d9cb-469f-a165-70867728950e"}


def paths(part: URLResolver | URLPattern | None = None, before: str = "") -> Iterator[str]:
    """Every address with something in it, filled in with what must not be logged."""
    part = part or get_resolver()
    for each in part.url_patterns if isinstance(part, URLResolver) else ():
        pattern = each.pattern
        text = str(pattern)
        for name, converter in getattr(pattern, "converters", {}).items():
            kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
            text = text.replace(f"<{kind}:{name}>", VALUES[kind]).replace(f"<{name}>", SECRET)
        if isinstance(each, URLResolver):
            yield from paths(each, before + text)
        elif SECRET in before + text or NUMBER in before + text:
            yield f"/{before}{text}"


def record_of(path: str, status: int, error: BaseException | None = None) -> logging.LogRecord:
    """What Django logs of an answer."""
    kept: list[logging.LogRecord] = []
    logger = logging.getLogger("django.request.test")
    handler = logging.Handler()
    handler.emit = kept.append
    logger.addHandler(handler)
    try:
        response = HttpResponse(status=status)
        log_response("%s: %s", response.reason_phrase, path.partition("?")[0], response=response, logger=logger,
                     request=RequestFactory().get(path), exception=error)  # fmt: skip
    finally:
        logger.removeHandler(handler)
    return kept[0]


def test_no_address_that_opens_something_is_logged() -> None:
    found = list(paths())
    assert len(found) > 60
    assert any(path.startswith("/take/") for path in found)
    assert any("join" in path for path in found)
    for path in found:
        for wrong in (path, f"{path}?code={SECRET}", path.rstrip("/") + "x", path.upper()):
            told = Words().format(record_of(wrong, 404)) + Lines().format(record_of(wrong, 403))
            assert SECRET.lower() not in told.lower(), path
            assert NUMBER not in told, path


def test_which_page_it_was_can_be_read() -> None:
    assert "Not Found: /take/out/<str:token>/" in Words().format(record_of(f"/take/out/{SECRET}/", 404))
    assert Words().format(record_of(f"/nothing/{SECRET}", 404)).endswith("Not Found: (no page)")


def test_a_line_of_json_is_one_line() -> None:
    try:
        raise ValueError(f"no such link: /take/out/{SECRET}/ of anna@example.org\nsecond line")
    except ValueError as error:
        line = Lines().format(record_of(f"/take/out/{SECRET}/", 500, error))
    assert "\n" not in line
    told = json.loads(line)
    assert {"at", "level", "logger", "message", "method", "status", "error"} == set(told)
    assert (told["level"], told["method"], told["status"]) == ("error", "GET", 500)
    assert "ValueError: no such link: /take/out/<str:token>/ of […]" in told["error"]
    assert SECRET not in line


@pytest.mark.parametrize(("text", "kept"), [
    ("to anna.b+c@mail.example.org failed", "to […] failed"),
    ("from 192.168.1.77 and 2001:db8:0:1:1:1:1:1", "from […] and […]"),
    ("Referer checking failed - https://site.example.org/take/abc/?x=1 does not match", "Referer checking failed - https://site.example.org/[…] does not match"),
    ("DETAIL:  Key (study_id, email)=(1, anna x) already exists.", "DETAIL:  Key (study_id, email)=([…]) already exists."),
    ("DETAIL:  Failing row contains (1, yes, a reason).", "DETAIL:  Failing row contains ([…])."),
    ("[type=int_parsing, input_value='yes, sir', input_type=str]", "[type=int_parsing, input_value=[…], input_type=str]"),
    ('File "/opt/collega/src/collega/web/serve.py", line 12:34', 'File "/opt/collega/src/collega/web/serve.py", line 12:34'),
    ("14:02:11 took 3.5 s, version 1.2.3", "14:02:11 took 3.5 s, version 1.2.3"),
])  # fmt: skip
def test_what_is_left_out(text: str, kept: str) -> None:
    assert redacted(text) == kept


@pytest.mark.django_db
def test_the_site_logs_so(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    from django.conf import settings

    assert settings.LOGGING["handlers"]["console"]["formatter"] in settings.LOGGING["formatters"]
    made = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        dict(settings.LOGGING["formatters"]["words"])
    )
    assert isinstance(made, Words)
    handler = logging.StreamHandler()
    handler.setFormatter(made)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        with override_settings(DEBUG=False):
            assert client.get(f"/take/out/{SECRET}/").status_code == 404
    finally:
        logger.removeHandler(handler)
    assert "WARNING django.request: Not Found: /take/out/<str:token>/" in capsys.readouterr().err
