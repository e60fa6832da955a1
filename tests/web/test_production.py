"""What holds in production settings, behind a proxy that ends TLS, on every kind of page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from collega.web.environment import hosts_in, is_on, one_of
from collega.web.theme import theme_problem

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "collega.web.settings",
    "COLLEGA_MODE": "production",
    "COLLEGA_HOSTS": "collega.example.org",
    "COLLEGA_BEHIND_PROXY": "1",
}
EXPECTED = {
    "anybody /nowhere/": 404, "anybody /accounts/first/wrong/": 404, "wrong method": 405, "wrong host": 400,
    "form from elsewhere": 403, "fault": 500,
}  # fmt: skip
COOKIES = {"__Host-session", "__Host-csrf", "__Host-language", "__Host-messages", "__Host-interview",
           "__Host-interview-pending", "__Host-interview-draft"}  # fmt: skip


def in_production(folder, *command, **more):
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "COLLEGA_MODE")}
    environment = kept | PRODUCTION | {"COLLEGA_DATA": str(folder)} | more
    command = (sys.executable, *command)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    done = in_production(tmp_path_factory.mktemp("production"), "tests/web/production_site.py")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def seen(everything):
    """Everything that a program answers, and not a proxy or a file."""
    return [each for each in everything if each["name"] not in ("plain", "static")]


def policy_of(each):
    parts = (part.split(maxsplit=1) for part in each["headers"]["Content-Security-Policy"].split(";"))
    return dict(parts)


def test_djangos_own_check_finds_nothing(tmp_path):
    done = in_production(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "INFO")
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_every_kind_of_page_answers(seen):
    assert len(seen) > 80
    for each in seen:
        expected = EXPECTED.get(each["name"])
        assert each["status"] == expected if expected else each["status"] in (200, 302), each["name"]


def test_nothing_is_allowed_inline_anywhere(seen):
    for each in seen:
        policy = policy_of(each)
        assert policy["default-src"] == "'none'", each["name"]
        assert policy["script-src"] == policy["style-src"] == "'self'", each["name"]
        assert "unsafe" not in str(policy), each["name"]
        assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'", each["name"]
        assert each["inline"] == [], each["name"]


def test_security_headers(seen):
    for each in seen:
        headers = each["headers"]
        assert headers["X-Content-Type-Options"] == "nosniff", each["name"]
        assert headers["Referrer-Policy"] == "same-origin", each["name"]
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", each["name"]
        assert "geolocation=()" in headers["Permissions-Policy"], each["name"]
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload", each["name"]
        if each["name"] != "wrong host":  # refused before; frame-ancestors says the same
            assert headers["X-Frame-Options"] == "DENY", each["name"]


def test_no_page_is_kept_by_anybody(seen):
    for each in seen:
        expected = "no-cache" if each["name"].startswith("figure") else "no-store"
        assert expected in each["headers"]["Cache-Control"], each["name"]
        assert "public" not in each["headers"]["Cache-Control"], each["name"]


def test_cookies_belong_to_this_host_alone_and_go_over_tls_alone(everything):
    names = set()
    for each in everything:
        for name, cookie in each["cookies"].items():
            names.add(name)
            assert cookie["secure"] is True, f"{each['name']}: {name}"
            assert cookie["path"] == "/", f"{each['name']}: {name}"
            assert cookie["domain"] == "", f"{each['name']}: {name}"
            assert cookie["samesite"] == "Lax", f"{each['name']}: {name}"
            assert cookie["httponly"] is True or cookie["max-age"] == 0, f"{each['name']}: {name}"
    assert names == COOKIES


def test_without_tls_there_is_only_a_redirect(everything):
    plain = next(each for each in everything if each["name"] == "plain")
    assert plain["status"] == 301
    assert plain["headers"]["Location"] == "https://collega.example.org/accessibility/"
    assert plain["cookies"] == {}


def test_files_are_kept_for_good_under_names_with_a_hash(everything):
    static = next(each for each in everything if each["name"] == "static")
    assert "immutable" in static["headers"]["Cache-Control"]
    assert static["headers"]["X-Content-Type-Options"] == "nosniff"


def test_who_must_have_a_second_step_gets_no_further_without(seen):
    step = next(each for each in seen if each["name"] == "second step first")
    assert step["headers"]["Location"] == "/accounts/2fa/"


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    command = ("-c", "import collega.web.settings as s; print(s.SECRET_KEY)")
    first, second = in_production(tmp_path, *command), in_production(tmp_path, *command)
    assert len(first.stdout) > 50
    assert first.stdout == second.stdout
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "start",
    [
        ("-m", "django", "showmigrations", "records"),
        ("-c", "import collega.web.wsgi; from django.db import connection; connection.ensure_connection()"),
    ],
    ids=["django", "wsgi"],
)
def test_the_database_is_its_users_alone_however_the_site_is_started(tmp_path, start):
    """``collega serve`` starts the database by the first, and each web process is the second."""
    before = os.umask(0o000)
    try:
        done = in_production(tmp_path, *start)
    finally:
        os.umask(before)
    assert done.returncode == 0, done.stderr
    made = list(tmp_path.rglob("*.sqlite3*"))
    assert made
    assert not [file for file in [*made, tmp_path / "secret-key"] if file.stat().st_mode & 0o077]


def test_a_web_process_has_every_page_before_it_listens(tmp_path):
    """The server listens for a process once it has its application; before that a probe finds nobody."""
    done = in_production(tmp_path, "-c", "import sys, collega.web.wsgi; print('collega.web.urls' in sys.modules)")
    assert done.stdout.strip() == "True", done.stderr


def test_a_site_without_a_name_does_not_start(tmp_path):
    done = in_production(tmp_path, "-m", "collega.web.serve", COLLEGA_HOSTS="")
    assert done.returncode == 2
    assert "COLLEGA_HOSTS is not set" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("text", "on"), [(word, False) for word in ("", "0", "no", "OFF", "false")]
                         + [(word, True) for word in ("1", "yes", "On", "true ")])  # fmt: skip
def test_a_switch_says_on_or_off(text, on):
    assert is_on({"COLLEGA_OIDC_ONLY": text}, "COLLEGA_OIDC_ONLY") is on
    assert is_on({}, "COLLEGA_OIDC_ONLY") is False


def test_what_is_neither_is_refused():
    with pytest.raises(ValueError, match="COLLEGA_MAIL_TLS is 'starttls': on is 1 or yes"):
        is_on({"COLLEGA_MAIL_TLS": "starttls"}, "COLLEGA_MAIL_TLS")
    with pytest.raises(ValueError, match="COLLEGA_LOG is 'text': it must be json, or left out"):
        one_of({"COLLEGA_LOG": "text"}, "COLLEGA_LOG", ("", "json"))
    assert one_of({"COLLEGA_LOG": ""}, "COLLEGA_LOG", ("", "json")) == ""
    assert hosts_in(" a.example.org, b.example.org ,") == ["a.example.org", "b.example.org"]


def test_settings_that_mean_nothing_are_told_and_nothing_starts(tmp_path):
    done = in_production(tmp_path, "-m", "collega.web.serve", COLLEGA_MODE="producton")
    assert (done.returncode, done.stderr) == (
        2, "COLLEGA_MODE is 'producton': it must be production or demo or test, or left out.\n"
    )  # fmt: skip
    for name in ("COLLEGA_BEHIND_PROXY", "COLLEGA_OIDC_ONLY", "COLLEGA_OIDC_TRUST_ADDRESSES", "COLLEGA_MAIL_TLS",
                 "COLLEGA_LOG", "COLLEGA_MODE"):  # fmt: skip
        done = in_production(tmp_path, "-c", "import collega.web.settings", **{name: "perhaps"})
        assert f"ImproperlyConfigured: {name} is 'perhaps'" in done.stderr, name


def test_a_switch_that_is_off_is_off_and_hosts_lose_their_spaces(tmp_path):
    command = ("-c", "import collega.web.settings as s; print(s.SECURE_PROXY_SSL_HEADER, s.MODE, s.ALLOWED_HOSTS)")
    done = in_production(tmp_path, *command, COLLEGA_BEHIND_PROXY="0", COLLEGA_MODE="", COLLEGA_HOSTS="a.nl, b.nl")
    assert done.stdout == "None production ['a.nl', 'b.nl']\n"


def test_an_organisations_own_theme_is_found_in_the_data_folder(tmp_path):
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "ours.css").write_text(":root { --utrecht-link-color: purple; }")
    page = (
        "import django; django.setup(); from django.core.management import call_command;"
        "call_command('collectstatic', interactive=False, verbosity=0);"
        "from django.template.loader import render_to_string; print(render_to_string('pages/fault.html'));"
        "from django.templatetags.static import static; print(static('ours.css'))"
    )
    done = in_production(tmp_path, "-c", page, COLLEGA_THEME="ours.css")
    assert done.returncode == 0, done.stderr
    assert "/static/ours." in done.stdout


@pytest.fixture
def themed(tmp_path):
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "ours.css").write_text(":root {}")
    (tmp_path / "theme" / "ours.txt").write_text("no style sheet")
    return tmp_path


@pytest.mark.parametrize("name", ["our.css", "ours", "ours.txt", "../theme/ours.css"])
def test_a_theme_that_is_not_there_is_told_before_anything_starts(themed, name):
    before = sorted(themed.rglob("*"))
    done = in_production(themed, "-m", "collega.web.serve", COLLEGA_THEME=name)
    assert done.returncode == 2
    assert f"COLLEGA_THEME is '{name}', but there is no style sheet of that name in {themed / 'theme'}" in done.stderr
    assert "the style sheets there are: ours.css." in done.stderr
    assert "Set COLLEGA_THEME to the name of a .css file in that folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(themed.rglob("*")) == before


def test_a_near_miss_gets_a_guess_and_an_empty_place_is_told(themed, tmp_path):
    assert "Did you mean ours.css?" in theme_problem("our.css", themed)
    assert theme_problem("ours.css", themed) is theme_problem("", themed) is None
    assert "that folder does not exist" in theme_problem("ours.css", tmp_path / "nowhere")
    (tmp_path / "bare" / "theme").mkdir(parents=True)
    assert "that folder has no style sheets" in theme_problem("ours.css", tmp_path / "bare")


def test_a_web_server_on_its_own_says_the_same(themed):
    done = in_production(themed, "-c", "import collega.web.settings", COLLEGA_THEME="our.css")
    assert done.returncode == 1
    assert "ImproperlyConfigured: COLLEGA_THEME is 'our.css', but there is no" in done.stderr
