"""A real OpenID provider on localhost, whose identity tokens can be forged on the way."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import flask
import jwt
import oidc_provider_mock
import requests
from authlib import jose
from oidc_provider_mock._app import RefreshTokenGrant
from oidc_provider_mock._server import _threaded_server

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
RefreshTokenGrant.TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]  # as its other grants
CLIENT, SECRET = "collega", "a secret of the client"


class Provider:
    """The provider, as an attacker and an administrator of it see it.

    ``forge`` changes the claims, and ``key`` and ``algorithm`` sign them, of every identity token that it gives.
    ``renewal`` are claims of an identity token that comes with a refresh; None for a refresh without one.
    """

    def __init__(self):
        self.app = oidc_provider_mock.app(require_nonce=False)
        self.forge, self.key, self.algorithm = None, None, "RS256"
        self.given, self.jwk, self.awake, self.renewal = [], None, True, None
        self.app.before_request(self._answers)
        self.app.after_request(self._signed_anew)

    def _answers(self):
        self.jwk = flask.g.oidc_provider_mock_storage.jwk
        return None if self.awake else ("", 503)

    def _signed_anew(self, response):
        if flask.request.path == "/oauth2/token" and response.status_code == 200:
            tokens = response.get_json()
            if flask.request.form["grant_type"] == "refresh_token" and self.renewal is not None:
                claims = {"iss": self.issuer, "aud": CLIENT, "iat": now(), "exp": now() + 60, "sub": "anna"}
                response.set_data(flask.json.dumps(tokens | {"id_token": self.signed(claims | self.renewal)}))
            if "id_token" in tokens:
                self.given.append(tokens["id_token"])
                if self.forge:
                    tokens["id_token"] = self.forge(tokens["id_token"])
                    response.set_data(flask.json.dumps(tokens))
        return response

    def signed(self, claims, *, key=None, algorithm="RS256"):
        """A token with these claims, by the provider's own key unless another is given."""
        secret = key or self.jwk.get_private_key()
        return jwt.encode(claims, secret, algorithm=algorithm, headers={"kid": self.jwk.thumbprint()})

    def with_claims(self, **changes):
        """Forge: the same token with other claims; None takes one away."""

        def forge(token):
            claims = jwt.decode(token, options={"verify_signature": False}) | changes
            return self.signed({name: value for name, value in claims.items() if value is not None})

        self.forge = forge

    def people(self, **people):
        """Tell the provider who there are, by subject."""
        for subject, claims in people.items():
            known = {"email": f"{subject}@example.org", "email_verified": True, "name": subject.title()} | claims
            assert requests.put(f"{self.issuer}/users/{subject}", json=known, timeout=5).status_code == 204

    def removes(self, subject):
        """Block somebody, as an administrator of the organisation does."""
        requests.post(f"{self.issuer}/users/{subject}/revoke-tokens", timeout=5)

    def sends_back(self, address, subject):
        """Go where the site sends a browser, sign in there, and return where that leads back to."""
        assert address.startswith(self.issuer)
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
        return answer.headers["Location"]


@contextmanager
def running():
    """Run the provider."""
    provider = Provider()
    with _threaded_server(provider.app) as server:
        provider.issuer = f"http://localhost:{server.server_port}"
        yield provider


def sign_in(client, provider, subject, query=""):
    """Sign in by the button; return the last answer."""
    sent = client.get(f"/accounts/organisation/{query}")
    back = urlsplit(provider.sends_back(sent.url, subject))
    return client.get(back.path, {name: value for name, [value] in parse_qs(back.query).items()})


def other_key():
    """A key that is not the provider's."""
    return jose.RSAKey.generate_key(is_private=True).get_private_key()


def now():
    return int(time.time())
