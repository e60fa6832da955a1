"""Phones in a session, over HTTP as browsers do it: join, look every three seconds, judge, send until answered."""

from __future__ import annotations

import http.client
import random
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

LOOKS = 3.0  # seconds between looks, as the page does
PATIENCE = 8.0


@dataclass
class Phone:
    """One phone: its cookies, and how long every answer of the server took (seconds)."""

    port: int
    word: str
    cookies: dict[str, str] = field(default_factory=dict)
    taken: list[float] = field(default_factory=list)
    failures: int = 0

    @property
    def home(self) -> str:
        return f"/session/{self.word}/"

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Ask once; raises OSError where no answer comes."""
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            body = None if form is None else urlencode(form | {"csrfmiddlewaretoken": self.cookies.get("csrf", "")})
            kind = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("GET" if form is None else "POST", path, body, {"Cookie": cookie, **kind, **headers})
            response = connection.getresponse()
            text = response.read().decode()
        except http.client.HTTPException as error:
            raise ConnectionError from error
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        self.taken.append(time.perf_counter() - began)
        return response.status, text, dict(response.getheaders())

    def surely(self, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Ask until the server answers, with the same form and so the same key."""
        while True:
            try:
                status, text, told = self.ask(path, form, **headers)
                if status < 500:
                    return status, text, told
            except OSError:
                pass
            self.failures += 1
            time.sleep(0.3)

    def join(self) -> None:
        self.surely(self.home)
        status, _, _ = self.surely(self.home, {})
        assert status in (200, 302), status  # 200: the seat was taken before the server went down

    def judge(self, answer: str) -> str:
        """Judge as the page's form does; return what the server says of it."""
        _, page, _ = self.surely(self.home)
        form = re.search(r'<form[^>]*judge/".*?</form>', page, re.DOTALL)
        assert form is not None, page[:2000]
        fields = dict(re.findall(r'name="(scenario|round|seen|request_key)" value="([^"]*)"', form.group()))
        _, _, told = self.surely(f"{self.home}judge/", fields | {"answer": answer}, **{"X-Stays": "yes"})
        return {name.lower(): value for name, value in told.items()}.get("x-says", "")

    def sit(self, answer: str, seconds: float, rng: random.Random) -> str:
        """Look every three seconds for so long, and judge at some moment; return what became of it."""
        began, moment = time.perf_counter(), rng.uniform(0.05, 0.85) * seconds
        time.sleep(rng.uniform(0, min(LOOKS, seconds / 2)))
        says, tag = "", ""
        while (now := time.perf_counter() - began) < seconds or not says:
            if not says and now >= moment:
                says = self.judge(answer)
            else:
                _, tag_of, told = self.surely(f"{self.home}state", **({"If-None-Match": tag} if tag else {}))
                tag = told.get("ETag", told.get("etag", tag)) if tag_of is not None else tag
            time.sleep(max(0.0, min(LOOKS, moment - now if not says and moment > now else LOOKS)))
        return says
