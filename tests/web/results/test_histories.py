"""Disclosure as a property: random studies and panels, in which people join and withdraw, and results are published.

All that readers could ever see is attacked together: by linear algebra for sets of fewer people than the minimum and for
sides, and by search over whole numbers. Pages, charts, their CSV, the report, the comparison and the virtual colleague by
group are made of the published row alone, so the row is what is attacked: its numbers, and which groups it lets be asked.
Counts of the casebook come in batches: ``tests/web/cases/test_disclosure.py``. ``COLLEGA_HISTORIES`` asks for more of them.
"""

from __future__ import annotations

import os
import random

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collega.errors import DisclosureError
from collega.web import memory
from collega.web.deeds import publication
from collega.web.records.models import Interview, StoredFit
from tests.insight.attacker import side_follows, singled_out
from tests.insight.integers import known_by_integers
from tests.web.conftest import SMALL, make_study
from tests.web.results.test_shown import attack
from tests.web.results.test_shown_across import PLACE, VALUES, ask, keep, totals_of, truth_of

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("COLLEGA_HISTORIES", "5"))
MINIMUM = 3
TEXT = SMALL.replace("minimum_group: 5", f"minimum_group: {MINIMUM}").replace("scenarios_per", f"{PLACE}scenarios_per")


@given(seed=st.integers(0, 2**32 - 1))
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_history_tells_about_few_or_of_a_side(db, seed):
    memory.forget()
    with transaction.atomic():
        states, truth = history(random.Random(seed))
        transaction.set_rollback(True)
    if not states:
        return
    known = attack(states, truth)
    for few in range(1, MINIMUM):
        assert singled_out(known, few) is None
    people = random.Random(seed).sample(range(int(known.person.max()) + 1), min(4, int(known.person.max()) + 1))
    for own in (None, *people):
        assert not side_follows(known, own), own
        assert known_by_integers(known, MINIMUM - 1, own) == [], own


def history(dice):
    """Return the states that were shown in a random course of events, and everybody's values and answers."""
    study, present, truth, states = make_study(text=TEXT), {}, {}, []
    likely = {key: [dice.random() for _ in some] for key, some in VALUES.items()}  # groups of unequal size
    for step in range(dice.randint(2, 5)):
        for number in range(dice.choice([0, 1, 3, 5, 8, 12])):
            present[f"p{step:02}-{number:02}"] = {
                key: dice.choices(some, likely[key])[0] for key, some in VALUES.items() if dice.random() < 0.9
            }
        for name in dice.sample(sorted(present), min(len(present), dice.choice([0, 0, 1, 2, 4]))):
            present.pop(name)
            StoredFit.objects.filter(study=study, members__icontains=name).update(withdrawn=True)
            Interview.objects.filter(pseudonym=name).delete()
        if len(present) < MINIMUM:
            continue
        ask(study, present)
        fit = keep(study, present)
        truth |= truth_of(study)
        try:
            row = publication.publish(fit)
        except DisclosureError:
            continue
        only_shown_groups_can_be_asked(row)
        states.append((list(row.members), list(totals_of(row, truth))))
    return states, truth


def only_shown_groups_can_be_asked(row):
    """What other doors take from a row: its groups, and their answers, are those whose numbers it shows."""
    told = row.insights["answers_by_group"]
    shown = {(key, value) for key, values in told.items() for value, cell in values.items() if not cell["suppressed"]}
    assert {(key, value) for key, values in row.groups.items() for value in values} <= shown
    assert {(key, value) for key, values in row.judged.items() for value in values} <= shown
    weights = row.insights["groups"]
    assert {(k, v) for k, values in weights.items() for v, cell in values.items() if not cell["suppressed"]} <= shown
    for values in told.values():
        assert all(cell["n"] is None for cell in values.values() if cell["suppressed"])


def test_the_search_over_whole_numbers_finds_what_linear_algebra_does_not():
    """Each pair of the first three has one positive answer together with the fourth: three halves, or the fourth alone."""
    from tests.insight.attacker import Published

    totals = np.array([[1, 1, 0, 1], [0, 1, 1, 1], [1, 0, 1, 1]], dtype=float)
    known = Published(totals=totals, person=np.arange(4), scenario=np.zeros(4, dtype=int),
                      answer=np.array([0, 0, 0, 1]), mostly=(), n_answers=2, positive=1)  # fmt: skip
    assert not side_follows(known)
    assert known_by_integers(known, 0) == [(1, 0), (1, 0), (1, 0), (1, 1)]
