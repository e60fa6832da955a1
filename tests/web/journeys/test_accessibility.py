"""Every page: WCAG 2.2 A and AA as far as axe sees it, 320 px without sideways scrolling, text twice as large."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import get_resolver, resolve

from collega.web.tokens import casebook_mail_token, opt_out_token
from collega.web.unsent import MOST
from tests.web.journeys.prepared import Prepared

pytestmark = pytest.mark.slow
RULES = {"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@dataclass(frozen=True)
class Look:
    """One page as one person sees it; ``send`` presses its button with nothing filled in."""

    who: str
    path: str
    status: int = 200
    send: bool = False


def looks(who, text):
    """Addresses, one on each line; '!' sends the form as it is, '=404' is the status."""
    for line in text.split():
        path, _, status = line.partition("=") if "?" not in line else (line, "", "")
        yield Look(who, path.rstrip("!"), int(status or 200), path.endswith("!"))


SURVEY = [
    *looks(
        "stranger",
        "/take/! /take/avg/code/! /take/avg/stopped/ /take/avg/withdrawn/ /take/avg/withdraw/! /take/i/x/=404 /take/out/{opt_out}/",
    ),
    *looks("visitor", "/take/avg/"),
    *looks("refused", "/take/full/"),
    *looks("started", "/take/avg/ /take/avg/consent/!"),
    *looks("consented", "/take/avg/your-code/ /take/avg/about-you/! /take/avg/consent/"),
    *looks(
        "judging",
        "/take/avg/instruction/ /take/avg/scenario/1/ /take/avg/scenario/3/! /take/avg/check/ /take/avg/stop/",
    ),
    *looks("judged_all", "/take/open/check/ /take/open/scenario/6/"),
    *looks("finished", "/take/open/thanks/ /take/open/profile/ /take/open/stop/ /take/open/withdraw/"),
    *looks("replaced", "/take/full/scenario/2/"),
    *looks("hasty", "/take/i/x/=429"),  # last: from then on no link works
]
RESULTS = [
    *looks("stranger", "/ /accessibility/ /nothing/=404 /language/=405 "
           "/results/small/ /results/small/?group=post.x "
           "/results/small/groups/ /results/small/compare/ /results/small/compare/?a=post.x&b=post.y "
           "/results/small/criteria/ /results/small/criteria/who/ /results/small/scenarios/ /results/small/noise/ "
           "/results/small/model/ "
           "/results/small/colleague/ /results/small/colleague/?who=a&what=b /results/small/colleague/?ask=all "
           "/results/small/colleague/?who=a&what=b&beside.who=b&beside.what=b /results/small/colleague/?who=a "
           "/results/empty/ /results/empty/colleague/ /studies/avg/privacy/"),
    *looks("signed_in", "/ /results/small/"),
]  # fmt: skip
ROOMS = ("", "definition/", "design/", "preview/", "launch/", "people/", "monitor/", "participants/", "fits/", "notes/",
         "present/", "publish/", "publish/whose/", "publish/counts/", "consultations/", "data/", "team/", "trail/")  # fmt: skip
WORKBENCH = [
    *looks("stranger", "/workbench/small/"),
    *looks("signed_in", "/workbench/ /workbench/new/!"),
    *looks("signed_in", " ".join(f"/workbench/small/{room}" for room in ROOMS)),
    *looks("signed_in", " ".join(f"/workbench/draft/{room}" for room in ("", "definition/", "design/", "launch/",
           "launch/confirm/", "data/", "fits/", "publish/", "definition/basics/", "definition/answers/", "definition/file/",
           "definition/criteria/new/!", "definition/criteria/{criterion}/", "definition/characteristics/new/!",
           "definition/characteristics/{characteristic}/", "design/{scenario}/!"))),
    *looks("signed_in", " ".join(f"/workbench/avg/{room}" for room in ("", "definition/", "corrections/", "people/",
           "people/mail/invitation/nl/", "launch/", "monitor/", "team/", "team/invite/!", "jobs/{job}/", "jobs/{failed}/"))),
    *looks("signed_in", "/workbench/small/participants/{pseudonym}/ /workbench/small/notes/importance/ "
           "/workbench/small/present/1/ /workbench/small/present/9/"),
]  # fmt: skip
ACCOUNTS = [
    *looks("stranger", "/accounts/login/! /accounts/signup/ /accounts/inactive/ /accounts/confirm-email/ "
           "/accounts/confirm-email/abc/ /accounts/password/reset/! /accounts/password/reset/done/ "
           "/accounts/password/reset/key/1-abc/ /accounts/password/reset/key/done/ /accounts/join/x/=404"),
    *looks("invited", "/accounts/join/!"),
    *looks("signed_in", "/accounts/ /accounts/logout/ /accounts/reauthenticate/! /accounts/password/change/! "
           "/accounts/2fa/ /accounts/2fa/totp/activate/! /accounts/2fa/webauthn/ /accounts/2fa/webauthn/add/"),
    *looks("with_authenticator", "/accounts/2fa/ /accounts/2fa/reauthenticate/! /accounts/2fa/totp/deactivate/ "
           "/accounts/2fa/recovery-codes/ /accounts/2fa/recovery-codes/generate/"),
    *looks("half_signed_in", "/accounts/2fa/authenticate/!"),
    *looks("interrupted", "/unsent/"),
    *looks("interrupted_signed_in", "/unsent/"),
]  # fmt: skip
PROFESSIONALS = [
    *looks("professional", "/mine/ /mine/leave/small/ /mine/delete/ /accounts/ /results/small/"),
    *looks("joining", "/accounts/with/!"),
    *looks("joining_signed_in", "/accounts/with/"),
    *looks("joining_by_mail", "/accounts/with/account/!"),
    *looks("joining_known", "/accounts/with/account/"),
    *looks("stranger", "/accounts/with/link/x/=404 /accounts/with/mail/x/=404"),
    *looks("signed_in", "/workbench/open/professionals/ /workbench/small/professionals/ /mine/"),
]

TRAINING = [
    *looks("stranger", "/training/small/code/! /training/small/deleted/"),
    *looks("newcomer", "/training/small/"),
    *looks("learning", "/training/small/ /training/small/2/! /training/small/1/they/"),
    *looks("trained", "/training/small/ /training/small/weights/ /training/small/6/they/ /training/small/delete/"),
    *looks("signed_in", "/training/small/settings/ /training/small/"),
]

CASES = [
    *looks("stranger", "/cases/stop/{stop}/"),
    *looks("signed_in", "/cases/small/ /cases/small/?words=case /cases/small/?words=nothing /cases/small/new/! "
           "/cases/small/mine/ /cases/small/mine/everything/ /cases/small/mail/ /cases/small/moderation/ "
           "/cases/small/practice/ "
           "/cases/small/c/{drafted}/ /cases/small/c/{drafted}/edit/! /cases/small/c/{own}/ /cases/small/c/{own}/outcome/! "
           "/cases/small/c/{own}/delete/ /cases/small/c/{unjudged}/ /cases/small/c/{unjudged}/report/! "
           "/cases/small/c/{judged}/ /cases/small/c/{judged}/think-again/ /cases/small/c/{judged}/take-back/ "
           "/cases/small/c/{judged}/remarks/{remark}/change/ /cases/small/c/{judged}/remarks/{remark}/delete/ "
           "/cases/small/c/{judged}/remarks/{others}/report/"),
]  # fmt: skip

NO_PAGES = {
    "training:enter", "training:start", "training:leave", "training:research", "training:opening", "training:link",
    "training:pdf",
    # only change something, by POST, or lead on
    "survey:go", "survey:open", "results:enter", "accounts:first", "accounts:organisation", "accounts:organisation-callback",
    "accounts:organisation-signed-out", "accounts:end-others", "accounts:invite-founder",
    "workbench:copy", "workbench:rearrange", "workbench:never", "workbench:compose", "workbench:take-in",
    "workbench:move", "workbench:people-add", "workbench:people-remove", "workbench:came-back",
    "workbench:mail-send", "workbench:mail-again", "workbench:mail-plan", "workbench:include", "workbench:fit",
    "workbench:simulate", "workbench:report", "workbench:publish-choose", "workbench:to-whom", "workbench:folder-in",
    "workbench:export", "workbench:join-link", "workbench:confirm-organisations", "workbench:team-change", "workbench:team-take-back", "account_set_password",
    "account_confirm_login_code", "mfa_login_webauthn", "account_email",
    "cases:advise", "cases:share", "cases:judge", "cases:say", "cases:settle", "cases:show-again",
    # files
    "cases:export", "metrics", "results:advice-pdf", "results:figure", "survey:profile-pdf", "workbench:study-file", "workbench:report-file",
    "workbench:folder-out", "workbench:people-rejected", "workbench:trail-csv", "security-txt",
    "mfa_download_recovery_codes",
    "sessions:qr", "sessions:state", "sessions:counts",
    # only change something in a session
    "sessions:judge", "sessions:guess", "sessions:leave", "sessions:begin", "sessions:move", "sessions:argue",
    "sessions:seat", "workbench:session-show",
    # need a security key in the hand
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
}  # fmt: skip

LOOKED_AT_IN_SESSIONS = {  # where they can be: in the course of one, in test_session.py
    "sessions:enter", "sessions:phone", "sessions:lead", "sessions:wall", "sessions:finish", "sessions:past",
    "workbench:sessions", "workbench:session-new", "workbench:session-delete",
}  # fmt: skip


def filled(path, prepared):
    """The address with the names of this database."""
    definition = prepared.draft.as_defined
    names = {
        "criterion": definition.criterion_keys[0],
        "characteristic": definition.characteristics[0].key,
        "scenario": prepared.draft.designs.latest("pk").layout["scenarios"][0],
        "pseudonym": prepared.small.interviews.first().pseudonym,
        "job": prepared.job.pk,
        "failed": prepared.failed.pk,
        "stop": casebook_mail_token(prepared.wish.nonce, "week"),
        "drafted": prepared.drafted.code,
        "own": prepared.own.code,
        "judged": prepared.judged.code,
        "unjudged": prepared.unjudged.code,
        "remark": prepared.remark.pk,
        "others": prepared.others.pk,
        "opt_out": opt_out_token(prepared.invitation.nonce),
    }
    return path.format(**names)


def found_on(page):
    """What is wrong with the page as it stands."""
    for violation in Axe().run(page, options=RULES).response["violations"]:
        nodes = "; ".join(node["html"][:160] + " " + node["failureSummary"][:200] for node in violation["nodes"][:3])
        yield f"{violation['id']} ({violation['help']}): {nodes}"
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    yield from wider(page, "text at 200%")
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 320, "height": 640})
    yield from wider(page, "320 px")
    page.set_viewport_size({"width": 1280, "height": 900})


WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) { return null; }
  const out = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + 1);
  return document.documentElement.scrollWidth + " > " + width + ": " +
    out.slice(-3).map(e => e.outerHTML.slice(0, 120)).join(" ... ");
}"""


def wider(page, when):
    found = page.evaluate(WIDE)
    if found:
        yield f"scrolls sideways, {when}: {found}"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("area", ["survey", "results", "workbench", "accounts", "professionals", "training", "cases"])
def test_every_page_is_accessible(site, area, language):
    prepared = Prepared(language)
    wrong, pages = [], {}
    for look in globals()[area.upper()]:
        if look.who not in pages:
            pages[look.who] = site.somebody(language=language)
            cookies = getattr(prepared, look.who)().cookies
            pages[look.who].context.add_cookies(
                [
                    {"name": name, "value": each.value, "url": site.address}
                    for name, each in cookies.items()
                    if each.value
                ]
            )
        page, path = pages[look.who], filled(look.path, prepared)
        answer = page.goto(path)
        if (answer.status, urlsplit(page.url).path) != (
            look.status,
            urlsplit(path).path,
        ) and look.path != "/workbench/small/":
            wrong.append(f"{look.who} {path}: {answer.status} {page.url}")
            continue
        assert page.locator("html").get_attribute("lang") == language
        wrong += [f"{look.who} {path}: {each}" for each in found_on(page)]
        if look.send:
            with page.expect_navigation():
                page.locator("main form").last.evaluate(
                    "form => { form.noValidate = true; setTimeout(() => form.requestSubmit()); }"
                )
            wrong += [f"{look.who} {path}, sent empty: {each}" for each in found_on(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("length", [100, MOST + 1], ids=["kept", "too long to keep"])
def test_page_after_the_session_ended_is_accessible(site, language, length):
    """The page that answers the form itself, in the place of the one where it was filled in."""
    prepared = Prepared(language)
    page = site.somebody(language=language)
    cookies = prepared.signed_in().cookies
    page.context.add_cookies(
        [{"name": name, "value": each.value, "url": site.address} for name, each in cookies.items() if each.value]
    )
    page.goto("/cases/small/new/")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    text = "without_spaces" + "_x" * (length // 2)
    form = page.locator("main form").last
    with page.expect_navigation() as sent:
        form.locator("textarea").first.evaluate(
            "(area, text) => { area.removeAttribute('maxlength'); area.value = text; }", text
        )
        form.evaluate("form => { form.noValidate = true; setTimeout(() => form.requestSubmit()); }")
    assert sent.value.status == 403
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("main textarea[readonly]").first.input_value() == text
    assert page.locator("form[action='/unsent/']").count() == (length < MOST)
    wrong = list(found_on(page))
    assert not wrong, "\n".join(wrong)


def names_of(resolver, space=""):
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from names_of(each, f"{each.namespace}:" if each.namespace else space)
        elif each.name:
            yield space + each.name


def test_no_page_is_forgotten():
    every = (*SURVEY, *RESULTS, *WORKBENCH, *ACCOUNTS, *PROFESSIONALS, *TRAINING, *CASES)
    paths = [look.path for look in every if look.path != "/nothing/"]
    numbers = {"job": "1", "failed": "1", "remark": "1", "others": "1"}
    plain = [re.sub(r"{(\w+)}", lambda name: numbers.get(name[1], "x"), path.partition("?")[0]) for path in paths]
    seen = {resolve(path).view_name for path in plain}
    assert set(names_of(get_resolver())) - seen - LOOKED_AT_IN_SESSIONS == NO_PAGES


def test_faults_would_be_found(site):
    page = site.somebody()
    page.set_content("<html><body><main><img src='data:,'><p style='width: 70rem'>wide</p></main></body></html>")
    found = "\n".join(found_on(page))
    assert "image-alt" in found
    assert "html-has-lang" in found
    assert "scrolls sideways, text at 200%" in found
    assert "scrolls sideways, 320 px" in found
