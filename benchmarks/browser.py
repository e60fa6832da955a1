"""Somebody with a browser, over HTTP: cookies, CSRF, forms with their hidden fields, sending until it is answered."""

from __future__ import annotations

import base64
import html
import http.client
import json
import re
import time
import zlib
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

PATIENCE = 45.0  # seconds; the page itself waits 40
LONGEST = 300.0  # seconds without an answer after which somebody gives up
_TO_SEND = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass
class Browser:
    """Cookies of one browser, how long each answer took (seconds), and how many requests had none."""

    port: int
    patience: float = PATIENCE
    keep_alive: bool = False
    cookies: dict[str, str] = field(default_factory=dict)
    taken: list[float] = field(default_factory=list)
    failures: int = 0
    waiting: bool = False
    _open: http.client.HTTPConnection | None = None

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Ask once, and return status, page and headers by their small names; OSError where no answer comes."""
        began, self.waiting = time.perf_counter(), True
        connection = self._open or http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        self._open = None
        try:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            body = None if form is None else urlencode(form | {"csrfmiddlewaretoken": self.cookies.get("csrf", "")})
            kind = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("GET" if form is None else "POST", path, body, {"Cookie": cookie, **kind, **headers})
            response = connection.getresponse()
            text = response.read().decode()
        except http.client.HTTPException as error:
            connection.close()
            raise ConnectionError from error
        except OSError:
            connection.close()
            raise
        finally:
            self.waiting = False
        if self.keep_alive and not response.will_close:
            self._open = connection
        else:
            connection.close()
        self.taken.append(time.perf_counter() - began)
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._keep(value)
        return response.status, text, {name.lower(): value for name, value in response.getheaders()}

    def _keep(self, told: str) -> None:
        name, _, rest = told.partition("=")
        value = rest.partition(";")[0].strip('"')
        if value:
            self.cookies[name] = value
        else:
            self.cookies.pop(name, None)

    def surely(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Ask until the server answers, with the same form and so the same key."""
        began = time.perf_counter()
        while time.perf_counter() - began < LONGEST:
            try:
                status, text, told = self.ask(path, form, **headers)
                if status < 500:
                    return status, text, told
            except OSError:
                pass
            self.failures += 1
            time.sleep(0.3)
        raise TimeoutError("The site did not answer any more.")

    def walk(self, link: str, home: str, told: dict[str, str]) -> str:
        """Go from the open link to the first scenario, and return it; ``told`` is what they say of themselves."""
        self.surely(link)
        for path, form in (("", {}), ("consent/", {"agree": "on"}), ("about-you/", told), ("instruction/", {})):
            _, page, _ = self.surely(home + path)
            self.surely(home + path, hidden(page) | form)
        status, page, _ = self.surely(f"{home}scenario/1/")
        assert status == 200, (status, page[-2000:])
        return page

    @property
    def interview(self) -> int:
        """Number of the interview, as the signed cookie has it."""
        return signed_number(self.cookies["interview"], "interview")


def signed_number(cookie: str, name: str) -> int:
    """Return a number that a signed cookie has under this name."""
    packed = cookie.split(":", maxsplit=1)[0]
    raw = base64.urlsafe_b64decode(packed.lstrip(".") + "=" * (-len(packed.lstrip(".")) % 4))
    return int(json.loads(zlib.decompress(raw) if packed.startswith(".") else raw)[name])


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a page but for those of CSRF and of the choice of language."""
    found = {name: html.unescape(value) for name, value in _TO_SEND.findall(page)}
    return {name: value for name, value in found.items() if name not in ("csrfmiddlewaretoken", "next")}


def path_of(address: str) -> str:
    """Return the path of an address."""
    return urlsplit(address).path
