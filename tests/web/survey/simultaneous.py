"""Fifty people start at the same moment, each in a thread with a connection of its own, on a database file.

Run by ``test_assignment.py`` as ``python -m tests.web.survey.simultaneous``; prints what came of it as JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

PEOPLE = 50


def main(most: int | None) -> dict:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from collega.web.records.models import Answer, AnswerSent, Interview
    from tests.web.conftest import make_study

    call_command("migrate", verbosity=0)
    make_study(is_open=True, most_participants=most)
    start = Barrier(PEOPLE)

    def person(_: int) -> list[int]:
        from django.test import Client

        from tests.web.survey.conftest import Walker

        walker = Walker(Client())
        try:
            walker.start()
            walker.post("consent/", agree="on")
            walker.post("about-you/", **{"q-post": "x"})
            start.wait(timeout=300)
            return [walker.post("instruction/").status_code, walker.post("scenario/1/", answer="yes").status_code]
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        codes = list(pool.map(person, range(PEOPLE)))
    placed = Interview.objects.exclude(version="")
    return {
        "codes": Counter(str(code) for code, _ in codes),
        "answers": [Answer.objects.count(), AnswerSent.objects.count()],
        "versions": sorted(Counter(placed.values_list("version", flat=True)).values()),
        "orders": len({tuple(order) for order in placed.values_list("order", flat=True)}),
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else None)))
