"""Phones in a session, over HTTP as browsers do it: join, look every three seconds, judge, send until answered."""

from __future__ import annotations

import random
import re
import time
from dataclasses import dataclass

from benchmarks.browser import Browser, signed_number

LOOKS = 3.0  # seconds between looks, as the page does


@dataclass
class Phone(Browser):
    """One phone in a session."""

    word: str = ""
    patience: float = 8.0

    @property
    def home(self) -> str:
        return f"/session/{self.word}/"

    def join(self) -> None:
        self.surely(self.home)
        status, _, _ = self.surely(self.home, {})
        assert status in (200, 302), status  # 200: the seat was taken before the server went down

    @property
    def seat(self) -> int:
        """Key of its seat: not its place in the row, where joining was answered too late and done once more."""
        return signed_number(self.cookies["seat"], "seat")

    def judge(self, answer: str) -> str:
        """Judge as the page's form does; return what the server says of it."""
        _, page, _ = self.surely(self.home)
        form = re.search(r'<form[^>]*judge/".*?</form>', page, re.DOTALL)
        assert form is not None, page[:2000]
        fields = dict(re.findall(r'name="(scenario|round|seen|request_key)" value="([^"]*)"', form.group()))
        _, _, told = self.surely(f"{self.home}judge/", fields | {"answer": answer}, **{"X-Stays": "yes"})
        return told.get("x-says", "")

    def sit(self, answer: str, seconds: float, rng: random.Random) -> str:
        """Look every three seconds for so long, and judge at some moment; return what became of it."""
        began, moment = time.perf_counter(), rng.uniform(0.05, 0.85) * seconds
        time.sleep(rng.uniform(0, min(LOOKS, seconds / 2)))
        says, tag = "", ""
        while (now := time.perf_counter() - began) < seconds or not says:
            if not says and now >= moment:
                says = self.judge(answer)
            else:
                _, _, told = self.surely(f"{self.home}state", **({"If-None-Match": tag} if tag else {}))
                tag = told.get("etag", tag)
            time.sleep(max(0.0, min(LOOKS, moment - now if not says and moment > now else LOOKS)))
        return says
