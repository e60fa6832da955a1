"""Signing in with the organisation, at a real provider: who gets in, as what, and who does not any more."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from collega.web.accounts.invite import invite
from collega.web.accounts.models import SignOn, User
from collega.web.accounts.signon import discovery, membership
from collega.web.accounts.signon.groups import groups_in
from collega.web.accounts.signon.provider import OrganisationFlow, OrganisationProvider
from collega.web.encryption import decrypt
from collega.web.operations.signing_in import look_at_sign_on
from collega.web.records.models import Event, Role
from tests.web.accounts.provider import CLIENT, SECRET, now, other_key, running, sign_in
from tests.web.conftest import make_member

pytestmark = pytest.mark.django_db
PASSWORD = "a long password indeed"
GROUPS = """
founders: {founder: true}
analysts: {studies: {small: analyst}}
owners: {studies: {small: owner}}
town: {organisation: Gemeente Utrecht, type: municipality, studies: {small: professional, gone: owner}}
"""


@pytest.fixture(scope="module")
def started():
    with running() as found:
        yield found


@pytest.fixture
def provider(started, settings, tmp_path):
    cache.clear()
    discovery.forget()
    (tmp_path / "groups.yaml").write_text(GROUPS)
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = started.issuer, CLIENT, SECRET
    settings.OIDC_NAME, settings.OIDC_GROUPS = "Gemeente Utrecht", str(tmp_path / "groups.yaml")
    settings.SITE_URL = "http://testserver"
    started.forge, started.awake, started.renewal = None, True, None
    started.people(anna={"groups": ["founders", "others"]}, bram={"groups": ["town"]}, chris={})
    return started


def later(minutes):
    """Let time pass for everybody who signed in."""
    before = timezone.now() - timedelta(minutes=minutes)
    SignOn.objects.update(checked_at=before, asked_at=before)


def test_the_button_leads_to_the_provider_and_back(client, provider):
    assert 'href="/accounts/organisation/"' in client.get("/accounts/login/").content.decode()
    assert "/accounts/organisation/?next=" in client.get("/accounts/login/?next=/mine/").content.decode()
    answer = sign_in(client, provider, "anna")
    assert answer.url == "/workbench/"
    assert client.get("/workbench/").status_code == 200
    anna = User.objects.get(email="anna@example.org")
    assert (anna.founder, anna.name, anna.has_usable_password()) == (True, "Anna", False)


def test_without_the_settings_there_is_nothing(client, db):
    for address in ("", "back/", "back/?code=x&state=y"):
        assert client.get(f"/accounts/organisation/{address}").status_code == 404
    assert client.post("/accounts/organisation/signed-out/").status_code == 404
    assert "/accounts/organisation/" not in client.get("/accounts/login/").content.decode()


def test_the_page_that_was_asked_for_comes_after_and_no_other_site(client, provider, study):
    provider.people(dora={"groups": ["analysts"]})
    assert sign_in(client, provider, "dora", "?next=/workbench/small/").url == "/workbench/small/"
    assert sign_in(Client(), provider, "dora", "?next=https://elsewhere.example/").url == "/workbench/"


def test_a_link_changes_neither_scope_nor_process(client, provider):
    sent = client.get("/accounts/organisation/?scope=admin&process=connect&auth_params=prompt%3Dnone").url
    assert "admin" not in sent
    assert "prompt" not in sent
    assert "code_challenge_method=S256" in sent
    assert "nonce=" in sent


def test_groups_give_roles_and_an_organisation(client, provider, study):
    sign_in(client, provider, "bram")
    role = Role.objects.get(user__email="bram@example.org")
    assert (role.study, role.kind, role.organisation.name) == (study, "professional", "Gemeente Utrecht")
    assert role.user.organisation.type == "municipality"
    assert not Event.objects.exists()  # of professionals no line tells when they came


def test_other_groups_give_other_roles_and_what_people_gave_stays(client, provider, study):
    provider.people(els={"groups": ["analysts"]})
    sign_in(client, provider, "els")
    els = User.objects.get(email="els@example.org")
    assert els.roles.get().kind == "analyst"
    provider.people(els={"groups": ["founders", "owners"]})
    sign_in(Client(), provider, "els")
    els.refresh_from_db()
    assert (els.roles.get().kind, els.founder) == ("owner", True)
    provider.people(els={"groups": []})
    sign_in(Client(), provider, "els")
    els.refresh_from_db()
    assert not els.roles.exists()
    assert not els.founder
    assert [event.what for event in Event.objects.order_by("pk")] == [
        "colleague_joined", "role_changed", "colleague_removed"]  # fmt: skip
    Role.objects.create(study=study, user=els, kind="owner")
    provider.people(els={"groups": ["analysts"]})
    sign_in(Client(), provider, "els")
    provider.people(els={"groups": []})
    sign_in(Client(), provider, "els")
    assert els.roles.get().kind == "owner"


def test_somebody_in_no_group_comes_by_invitation_alone(client, provider, study, owner):
    assert "op uitnodiging" in sign_in(client, provider, "chris").content.decode()
    assert not User.objects.filter(email="chris@example.org").exists()
    invite("chris@example.org", inviter=owner, language="nl", study=study, kind="analyst")
    sign_in(client, provider, "chris")
    assert User.objects.get(email="chris@example.org").has_usable_password() is False


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email_verified": "false"}, {"email": ""}])
def test_an_address_that_is_not_proven_opens_no_account(client, provider, owner, claims):
    provider.people(mallory={"email": owner.email, "groups": ["founders"]} | claims)
    sign_in(client, provider, "mallory")
    assert client.get("/workbench/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_an_account_that_is_there_goes_on_at_the_organisation(client, provider, owner, mailoutbox):
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    TOTP.activate(owner, generate_totp_secret())
    provider.people(otto={"email": "Owner@example.org"})
    assert sign_in(client, provider, "otto").url == "/workbench/"  # the second step is the provider's
    assert client.get("/workbench/small/").status_code == 200
    assert [letter.to for letter in mailoutbox] == [[owner.email]]
    assert SocialAccount.objects.get().extra_data == {}
    other = Client()
    answer = other.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    wrong = other.post("/accounts/login/", {"login": owner.email, "password": "something else"})
    assert answer.context["form"].errors == wrong.context["form"].errors


def test_the_second_step_is_left_to_the_provider(client, provider, settings, study):
    settings.MFA_MANDATORY = True
    provider.people(olga={"groups": ["owners"]})
    sign_in(client, provider, "olga")
    assert client.get("/workbench/small/").status_code == 200
    page = client.get("/accounts/").content.decode()
    assert "/accounts/2fa/" not in page
    assert "/accounts/password/change/" not in page


def test_the_provider_must_tell_of_the_step_up_that_the_settings_ask(client, provider, settings):
    settings.OIDC_ACR = "gold"
    assert "acr_values=gold" in client.get("/accounts/organisation/").url
    assert sign_in(client, provider, "anna").status_code == 401
    provider.with_claims(acr="gold")
    assert sign_in(client, provider, "anna").status_code == 302


FORGED = {
    "issuer": {"iss": "https://elsewhere.example"},
    "audience": {"aud": "another-client"},
    "party": {"aud": [CLIENT, "another-client"], "azp": "another-client"},
    "several": {"aud": [CLIENT, "another-client"]},
    "nonce": {"nonce": "of another attempt"},
    "no nonce": {"nonce": None},
    "expired": {"iat": now() - 7200, "exp": now() - 3600},
    "no end": {"exp": None},
    "future": {"iat": now() + 3600, "exp": now() + 7200},
    "subject": {"sub": "bram"},
    "no subject": {"sub": None},
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_token_with_wrong_claims_is_refused(client, provider, forged):
    provider.with_claims(**FORGED[forged])
    answer = sign_in(client, provider, "anna")
    assert answer.status_code == 401
    assert "Niet ingelogd" in answer.content.decode()
    assert client.get("/workbench/").status_code == 302
    assert not User.objects.exists()


def test_a_token_with_its_own_claims_signed_again_is_taken(client, provider):
    """Else the test before would pass whatever was wrong with how it forges."""
    provider.with_claims()
    assert sign_in(client, provider, "anna").status_code == 302


def unsigned(token):
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")
    return f"{head}.{token.split('.')[1]}."


def changed(token):
    head, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    again = base64.urlsafe_b64encode(json.dumps(claims | {"acr": "gold"}).encode()).decode().rstrip("=")
    return f"{head}.{again}.{signature}"


@pytest.mark.parametrize("how", ["unsigned", "changed", "another key", "shared key", "nothing"])
def test_a_token_that_the_provider_did_not_sign_is_refused(client, provider, how):
    import jwt

    def again(key, algorithm):
        return lambda token: provider.signed(jwt.decode(token, options={"verify_signature": False}), key=key,
                                             algorithm=algorithm)  # fmt: skip

    provider.forge = {
        "unsigned": unsigned, "changed": changed, "another key": again(other_key(), "RS256"),
        "shared key": again(SECRET * 2, "HS256"), "nothing": lambda _token: "",
    }[how]  # fmt: skip
    assert sign_in(client, provider, "anna").status_code == 401
    assert not User.objects.exists()


def test_a_token_that_was_used_before_is_refused(client, provider):
    sign_in(client, provider, "anna")
    earlier = provider.given[-1]
    provider.forge = lambda _token: earlier
    other = Client()
    assert sign_in(other, provider, "anna").status_code == 401
    assert other.get("/workbench/").status_code == 302


def test_an_answer_works_once_and_in_the_browser_that_asked(client, provider):
    sent = client.get("/accounts/organisation/")
    back = provider.sends_back(sent.url, "anna").removeprefix("http://testserver")
    other = Client()
    assert other.get(back).status_code == 401
    assert client.get(f"{back}&iss=https%3A%2F%2Felsewhere.example").status_code == 401
    assert client.get(back).status_code == 302
    client.logout()
    assert client.get(back).status_code == 401


def test_a_provider_that_calls_itself_otherwise_is_refused(client, provider, settings):
    settings.OIDC_ISSUER = provider.issuer + "/"
    assert client.get("/accounts/organisation/").status_code == 401


def test_a_provider_that_does_not_answer(client, provider, settings):
    settings.OIDC_ISSUER = "http://localhost:9"
    assert client.get("/accounts/organisation/").status_code == 401


def test_who_cancels_is_back_at_the_start(client, provider):
    sent = client.get("/accounts/organisation/")
    answer = requests.post(sent.url, data={"action": "deny"}, allow_redirects=False, timeout=5)
    state = sent.url.partition("state=")[2].partition("&")[0]
    back = answer.headers["Location"].removeprefix("http://testserver")
    assert client.get(f"{back}&state={state}").url == "/accounts/login/"


def test_who_was_removed_is_out_within_five_minutes(client, provider):
    sign_in(client, provider, "anna")
    provider.removes("anna")
    assert client.get("/workbench/").status_code == 200
    later(3)
    assert client.get("/workbench/").url == "/accounts/login/?next=/workbench/"
    assert not SignOn.objects.exists()


def test_who_is_still_there_stays_and_gets_what_their_groups_give_now(client, provider, study):
    sign_in(client, provider, "anna")
    provider.people(anna={"groups": ["analysts"]})
    for _ in range(3):  # each time with the refresh token of the time before
        later(4)
        assert client.get("/workbench/").status_code == 200
    anna = User.objects.get(email="anna@example.org")
    assert (anna.founder, anna.roles.get().kind) == (False, "analyst")
    assert timezone.now() - SignOn.objects.get().checked_at < timedelta(seconds=30)


def test_while_the_provider_does_not_answer_nobody_is_out_before_five_minutes(client, provider):
    sign_in(client, provider, "anna")
    provider.awake = False
    later(4)
    assert client.get("/workbench/").status_code == 200
    later(5)
    assert client.get("/workbench/").status_code == 302


def test_without_a_refresh_token_a_session_lasts_five_minutes(client, provider):
    sign_in(client, provider, "anna")
    SignOn.objects.update(refresh="")
    later(4)
    assert client.get("/workbench/").status_code == 200
    later(5)
    assert client.get("/workbench/").status_code == 302


def test_two_pages_at_once_ask_once(client, provider):
    sign_in(client, provider, "anna")
    later(4)
    SignOn.objects.update(asked_at=timezone.now())  # the other page is asking
    provider.removes("anna")
    assert client.get("/workbench/").status_code == 200


def test_tokens_are_not_readable_in_the_database(client, provider):
    sign_in(client, provider, "anna")
    row = SignOn.objects.get()
    assert len(row.refresh) > 100
    assert "." in row.refresh
    later(4)
    client.get("/workbench/")
    later_row = SignOn.objects.get()
    assert decrypt(later_row.refresh, "refresh-token") == decrypt(row.refresh, "refresh-token")
    assert decrypt(row.refresh, "refresh-token") not in later_row.refresh


def test_groups_that_stand_in_the_identity_token_alone_are_read_again(client, provider, settings, study, monkeypatch):
    monkeypatch.setattr(membership, "userinfo", lambda _token, _provider, subject: {"sub": subject})
    sign_in(client, provider, "anna")
    anna = User.objects.get(email="anna@example.org")
    for told, founder in (({"groups": ["founders"]}, True), ({}, False)):
        provider.renewal = told
        later(4)
        assert client.get("/workbench/").status_code == 200
        anna.refresh_from_db()
        assert anna.founder is founder
    provider.renewal = {"sub": "bram"}
    later(4)
    assert client.get("/workbench/").status_code == 302


def test_a_refresh_that_tells_of_no_groups_takes_nothing_away(client, provider, monkeypatch):
    sign_in(client, provider, "anna")
    monkeypatch.setattr(membership, "userinfo", lambda _token, _provider, subject: {"sub": subject})
    later(4)
    assert client.get("/workbench/").status_code == 200
    assert User.objects.get(email="anna@example.org").founder


@pytest.mark.parametrize(
    ("methods", "basic"),
    [
        (["client_secret_basic", "client_secret_post"], False),
        (["client_secret_basic"], True),
        (["private_key_jwt"], False),
    ],
)
def test_the_secret_goes_the_same_way_at_sign_in_and_at_a_refresh(provider, rf, methods, basic):
    known = discovery.provider().facts | {"token_endpoint_auth_methods_supported": methods}
    flow = OrganisationFlow(rf.get("/"))
    assert discovery._basic(known) is basic
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(OrganisationFlow, "openid_config", known)
        assert flow.basic_auth is basic


def test_two_pages_after_a_pause_wait_for_one_answer(client, provider, monkeypatch):
    sign_in(client, provider, "anna")
    later(30)
    SignOn.objects.update(asked_at=timezone.now())  # the other page is asking
    monkeypatch.setattr(membership.time, "sleep", lambda _: SignOn.objects.update(checked_at=timezone.now()))
    assert client.get("/workbench/").status_code == 200
    later(30)
    SignOn.objects.update(asked_at=timezone.now())
    monkeypatch.setattr(membership.time, "sleep", lambda _: SignOn.objects.all().delete())
    assert client.get("/workbench/").status_code == 302


def test_a_session_that_ends_while_the_provider_answers_is_over(client, provider, monkeypatch):
    sign_in(client, provider, "anna")
    later(4)
    monkeypatch.setattr(membership, "userinfo", lambda *_: SignOn.objects.all().delete() and {})
    assert client.get("/workbench/").status_code == 302


@pytest.mark.parametrize(
    "text", [b"", b"# nothing", b"founders: [", b"\xff\xfe\x00", b"town: {studies: {small: boss}}"]
)
def test_while_the_groups_file_cannot_be_read_everybody_keeps_what_they_have(client, provider, tmp_path, caplog, text):
    sign_in(client, provider, "anna")
    (tmp_path / "groups.yaml").write_bytes(text)
    later(4)
    assert client.get("/workbench/").status_code == 200
    assert sign_in(Client(), provider, "anna").status_code == 302
    assert "op uitnodiging" in sign_in(Client(), provider, "bram").content.decode()
    assert User.objects.get(email="anna@example.org").founder
    assert "until the file is mended" in caplog.text
    assert "COLLEGA_OIDC_GROUPS" in found("wrong")
    (tmp_path / "groups.yaml").write_text("{}  # nobody")
    later(4)
    client.get("/workbench/")
    assert not User.objects.get(email="anna@example.org").founder


def test_a_group_that_is_told_as_a_text_is_one_group(settings):
    settings.OIDC_GROUPS_CLAIM = "realm.groups"
    assert groups_in({"realm": {"groups": "Not founders"}}) == ["Not founders"]
    assert groups_in({"realm": {"groups": ["a b", "c"]}}) == ["a b", "c"]


def test_the_same_name_at_another_issuer_is_somebody_else(client, provider, settings):
    sign_in(client, provider, "anna")
    kept = SocialAccount.objects.get()
    assert len(kept.uid) == 64
    found = OrganisationProvider.extract_uid
    asked = OrganisationFlow(client.get("/").wsgi_request).get_provider()
    assert found(asked, {"sub": "anna"}) == kept.uid
    settings.OIDC_ISSUER = "https://elsewhere.example"
    assert found(asked, {"sub": "anna"}) != kept.uid
    assert SignOn.objects.get().subject == "anna"


def test_the_first_sign_on_of_an_account_ends_its_other_sessions(client, provider, owner):
    other = Client()
    other.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assert other.get("/workbench/small/").status_code == 200
    provider.people(otto={"email": owner.email})
    sign_in(client, provider, "otto")
    assert client.get("/workbench/small/").status_code == 200
    assert other.get("/workbench/small/").status_code == 302
    third = Client()
    sign_in(third, provider, "otto")
    assert client.get("/workbench/small/").status_code == 200


def test_the_way_back_is_a_new_password_by_mail(client, provider, settings, owner, mailoutbox):
    provider.people(otto={"email": owner.email})
    sign_in(client, provider, "otto")
    settings.OIDC_ISSUER = settings.OIDC_CLIENT_ID = settings.OIDC_CLIENT_SECRET = ""
    cache.clear()
    mailoutbox.clear()
    back = Client()
    back.post("/accounts/password/reset/", {"email": owner.email})
    key = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    form = back.get("/" + key.split("/", 3)[3], follow=True)
    new = "quite another long password"
    back.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert back.post("/accounts/login/", {"login": owner.email, "password": new}).status_code == 302
    assert back.get("/workbench/small/").status_code == 200


def logout_token(provider, **changes):
    claims = {"iss": provider.issuer, "aud": CLIENT, "iat": now(), "exp": now() + 120, "jti": "one", "sub": "anna",
              "events": {"http://schemas.openid.net/event/backchannel-logout": {}}} | changes  # fmt: skip
    return provider.signed({name: value for name, value in claims.items() if value is not None})


def test_the_provider_ends_a_session_at_once(client, provider):
    sign_in(client, provider, "anna")
    stranger = Client(enforce_csrf_checks=True)
    token = logout_token(provider)
    assert stranger.post("/accounts/organisation/signed-out/", {"logout_token": token}).status_code == 200
    assert client.get("/workbench/").status_code == 302
    sign_in(client, provider, "anna")
    assert stranger.post("/accounts/organisation/signed-out/", {"logout_token": token}).status_code == 400
    assert client.get("/workbench/").status_code == 200


WRONG = {
    "issuer": {"iss": "https://elsewhere.example"}, "audience": {"aud": "another"}, "expired": {"exp": now() - 60},
    "nonce": {"nonce": "x"}, "events": {"events": {}}, "nobody": {"sub": None}, "once": {"jti": None},
    "somebody else": {"sub": "bram"},
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_logout_token_ends_nothing(client, provider, wrong):
    sign_in(client, provider, "anna")
    token = logout_token(provider, **{"jti": f"wrong {wrong}"} | WRONG[wrong])
    answer = Client().post("/accounts/organisation/signed-out/", {"logout_token": token})
    assert answer.status_code == (200 if wrong == "somebody else" else 400)
    assert client.get("/workbench/").status_code == 200


def test_an_identity_token_is_no_logout_token(client, provider):
    sign_in(client, provider, "anna")
    token = {"logout_token": provider.given[-1]}
    assert Client().post("/accounts/organisation/signed-out/", token).status_code == 400
    assert Client().post("/accounts/organisation/signed-out/", {"logout_token": "x"}).status_code == 400


def test_passwords_switched_off(client, provider, settings, study):
    make_member(study)
    client.post("/accounts/login/", {"login": "owner@example.org", "password": PASSWORD})
    assert client.get("/workbench/").status_code == 200
    settings.OIDC_ONLY = True
    assert client.get("/workbench/").status_code == 302  # also who came in before
    page = client.get("/accounts/login/").content.decode()
    assert 'name="password"' not in page
    assert "passkey_login" not in page
    answer = client.post("/accounts/login/", {"login": "owner@example.org", "password": PASSWORD})
    assert answer.status_code == 200
    for address in ("password/reset/", "password/change/", "2fa/", "2fa/webauthn/add/"):
        assert client.get(f"/accounts/{address}").status_code == 404, address
    assert sign_in(client, provider, "anna").status_code == 302
    assert client.get("/workbench/").status_code == 200


def test_an_invitation_with_passwords_switched_off(client, provider, settings, study, owner, mailoutbox):
    settings.OIDC_ONLY = True
    invite("chris@example.org", inviter=owner, language="nl", study=study, kind="analyst")
    link = next(word for word in mailoutbox[0].body.split() if "/accounts/join/" in word)
    client.get(link.removeprefix(settings.SITE_URL))
    page = client.get("/accounts/join/").content.decode()
    assert 'name="password"' not in page
    assert "/accounts/organisation/?next=/accounts/join/" in page
    client.post("/accounts/join/", {"name": "Chris", "password": PASSWORD, "again": PASSWORD})
    assert not User.objects.filter(email="chris@example.org").exists()
    assert sign_in(client, provider, "chris", "?next=/accounts/join/").url == "/accounts/join/"
    client.post("/accounts/join/")
    assert Role.objects.get(user__email="chris@example.org").kind == "analyst"


def test_participants_meet_nothing_of_it(client, provider, settings, open_study):
    settings.OIDC_ONLY = True
    answer = client.get("/take/o/small/open-token/", follow=True)
    assert answer.status_code == 200
    assert "/accounts/organisation/" not in answer.content.decode()


def found(verdict):
    with override("en"):
        return "\n".join(look.found for look in look_at_sign_on() if look.verdict == verdict)


def test_the_doctor_asks_the_provider(provider, settings, study, tmp_path):
    assert "answers, with 1 keys" in found("good")
    assert found("warning") == "The groups' file names studies that are not here: gone."
    (tmp_path / "groups.yaml").write_text("town: {studies: {small: boss}}")
    assert "COLLEGA_OIDC_GROUPS" in found("wrong")
    settings.OIDC_GROUPS, settings.OIDC_ONLY = "", True
    assert "No group founds studies" in found("warning")
    settings.OIDC_ISSUER = provider.issuer + "/"
    assert "calls itself" in found("wrong")
    settings.OIDC_ISSUER = "http://localhost:9"
    assert "refused" in found("wrong")
    settings.OIDC_ISSUER = "http://provider.example"
    assert "not reached over TLS" in found("wrong")
    settings.OIDC_CLIENT_SECRET = ""
    assert "COLLEGA_OIDC_CLIENT_SECRET" in found("wrong")
