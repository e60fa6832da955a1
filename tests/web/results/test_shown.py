"""Attack: whoever compares two states that were shown must learn nothing about fewer than the minimum group."""

from __future__ import annotations

import hashlib
import importlib
import itertools
import random

import pytest
from django.apps import apps

from collega.errors import DisclosureError, NotComputedError
from collega.web.records.models import Collection, Interview, Kind, ShownState, StoredFit
from collega.web.results import shown

pytestmark = pytest.mark.django_db
MINIMUM, VALUES = 5, ("x", "y", "other")


def keep(study, members, groups=None, **fields):
    """A fit of these people; ``groups`` are sets of people by value of the characteristic ``post``."""
    members = sorted(members)
    rows = {value: [members.index(each) for each in sorted(people)] for value, people in (groups or {}).items()}
    values = {"kind": Kind.REAL, "converged": True, "values": {}, "arrays": b"", "data_hash": "d", "study_hash": "s"}
    return StoredFit.objects.create(study=study, members=members, groups={"post": rows}, **(values | fields))


def people(*numbers):
    return {f"p{number:03}" for number in numbers}


def test_the_first_state_needs_the_minimum(study):
    with pytest.raises(DisclosureError, match=r"minder dan 5 deelnemers|fewer than 5 participants"):
        shown.publish(keep(study, people(*range(4))))
    assert shown.publish(keep(study, people(*range(5)))).published


def test_what_has_not_converged_is_not_shown(study):
    good = shown.publish(keep(study, people(*range(10))))
    with pytest.raises(NotComputedError):
        shown.publish(keep(study, people(*range(20)), converged=False))
    assert shown.shown_fit(study) == good


@pytest.mark.parametrize("added", [1, 2, 4])
def test_a_few_more_people_change_nothing(study, added):
    first = shown.publish(keep(study, people(*range(10))))
    with pytest.raises(DisclosureError):
        shown.publish(keep(study, people(*range(10 + added))))
    assert shown.shown_fit(study) == first


def test_enough_more_people_do(study):
    shown.publish(keep(study, people(*range(10))))
    second = shown.publish(keep(study, people(*range(15))))
    assert shown.shown_fit(study) == second
    assert study.fits.filter(published=True).count() == 1


def test_the_same_people_again_may_be_shown(study):
    shown.publish(keep(study, people(*range(10))))
    again = keep(study, people(*range(10)))
    assert shown.publish(again).published


def test_one_removed_and_a_few_added_is_still_too_few(study):
    shown.publish(keep(study, people(*range(10))))
    with pytest.raises(DisclosureError):
        shown.publish(keep(study, people(*range(1, 13))))  # one left, three came: four in all


def test_in_every_group(study):
    shown.publish(keep(study, people(*range(20)), {"x": people(*range(10)), "y": people(*range(10, 20))}))
    # five came, but only two of them in x
    x, y = people(*range(10), 20, 21), people(*range(10, 20), 22, 23, 24)
    with pytest.raises(DisclosureError) as error:
        shown.publish(keep(study, x | y, {"x": x, "y": y}))
    assert "X" in str(error.value)


def test_what_the_shown_groups_leave_counts_too(study):
    shown.publish(keep(study, people(*range(20)), {"x": people(*range(10))}))
    # x grows enough, the rest by two
    x = people(*range(10), *range(30, 36))
    with pytest.raises(DisclosureError):
        shown.publish(keep(study, people(*range(20), *range(30, 36), 40, 41), {"x": x}))


def test_a_step_back_is_compared_with_every_state_before(study):
    """A, then A and five more, then A and one of the five: enough from the second, too near to the first."""
    shown.publish(keep(study, people(*range(10))))
    shown.publish(keep(study, people(*range(15))))
    with pytest.raises(DisclosureError):
        shown.publish(keep(study, people(*range(10), 14, 20)))


def test_a_new_group_that_is_nearly_an_old_whole(study):
    shown.publish(keep(study, people(*range(10))))
    x = people(*range(12))  # the ten of before and two more, now shown as a group
    with pytest.raises(DisclosureError):
        shown.publish(keep(study, people(*range(30)), {"x": x, "y": people(*range(12, 30))}))


def test_a_withdrawal_hides_until_enough_have_changed(study):
    first = shown.publish(keep(study, people(*range(12))))
    first.withdrawn = True
    first.save()
    assert shown.shown_fit(study) is None
    with pytest.raises(DisclosureError):
        shown.publish(keep(study, people(*range(1, 12))))  # the one who left would follow by subtraction
    assert shown.shown_fit(study) is None
    later = shown.publish(keep(study, people(*range(1, 16))))  # one left, four came
    assert shown.shown_fit(study) == later


def test_after_closing_only_enough_withdrawals_bring_results_back(study):
    """What the pages say is the way out is one, and nothing less is."""
    x, y = people(*range(10)), people(*range(10, 20))
    study.collection = Collection.CLOSED
    study.save()
    first = shown.publish(keep(study, x | y, {"x": x, "y": y}))
    StoredFit.objects.filter(pk=first.pk).update(withdrawn=True)
    assert shown.hidden_by_a_withdrawal(study)
    for gone in range(1, 5):
        left = people(*range(gone, 10))
        with pytest.raises(DisclosureError):
            shown.publish(keep(study, left | y, {"x": left, "y": y}))
    spread = people(*range(3, 10)), people(*range(12, 20))  # five in all, but three and two in the groups
    with pytest.raises(DisclosureError):
        shown.publish(keep(study, spread[0] | spread[1], dict(zip("xy", spread, strict=True))))
    left = people(*range(5, 10))
    assert shown.publish(keep(study, left | y, {"x": left, "y": y})).published
    assert not shown.hidden_by_a_withdrawal(study)


def test_a_withdrawn_fit_cannot_be_shown_again(study):
    fit = keep(study, people(*range(12)), withdrawn=True)
    with pytest.raises(DisclosureError):
        shown.publish(fit)


def test_what_is_kept_of_a_state_names_nobody_and_does_not_join_up(study):
    shown.publish(keep(study, people(*range(20)), {"x": people(*range(10)), "y": people(*range(10, 20))}))
    blocks = ShownState.objects.get().blocks
    kept = [set(tokens) for tokens in blocks.values()]
    assert not any("p0" in token for tokens in kept for token in tokens)
    everybody = set(blocks["="])
    assert all(not everybody & set(blocks[name]) for name in blocks if name != "=")


def test_simulated_panels_are_nobody_so_need_no_protection(study):
    shown.publish(keep(study, people(*range(10)), kind=Kind.SIMULATED))
    assert shown.publish(keep(study, people(*range(11)), kind=Kind.SIMULATED)).published


def test_unpublishing_hides(study):
    shown.publish(keep(study, people(*range(10))))
    shown.unpublish(study)
    assert shown.shown_fit(study) is None


@pytest.mark.parametrize("seed", range(6))
def test_no_two_shown_states_differ_by_few(study, seed):
    """Let a panel grow and shrink at random, publish whenever allowed, and subtract everything from everything."""
    rng = random.Random(seed)
    present, value_of, states = set(), {}, []
    for step in range(25):
        for number in range(rng.randint(0, 6)):
            name = f"p{step:02}-{number}"
            present.add(name)
            value_of[name] = rng.choice(VALUES)
        for name in rng.sample(sorted(present), min(len(present), rng.choice([0, 0, 1, 2]))):
            present.discard(name)
        groups = {value: {name for name in present if value_of[name] == value} for value in VALUES}
        shown_now = {value: some for value, some in groups.items() if len(some) >= MINIMUM}
        if len(shown_now) == 2:  # secondary suppression, as the engine does it
            shown_now.pop(min(shown_now, key=lambda value: len(shown_now[value])))
        fit = keep(study, present, shown_now)
        try:
            shown.publish(fit)
        except DisclosureError:
            continue
        states.append((set(present), shown_now))
    assert len(states) >= 2
    for (everybody, groups), (later, later_groups) in itertools.combinations(states, 2):
        known = {"": everybody, **groups, "rest": everybody - set().union(*groups.values(), set())}
        known_later = {"": later, **later_groups, "rest": later - set().union(*later_groups.values(), set())}
        for name in known.keys() & known_later.keys():
            if known[name] and known_later[name]:
                assert not 0 < len(known[name] ^ known_later[name]) < MINIMUM
        for one, other in itertools.product(known.values(), known_later.values()):
            if one and other and (one <= other or other <= one):
                assert not 0 < len(one ^ other) < MINIMUM


def without_rows(fit):
    """As retention leaves a fit."""
    fit.members, fit.groups, fit.erased = [], {}, True
    fit.save()
    return fit


def test_after_retention_a_fit_that_was_refused_stays_refused(study):
    good, near = keep(study, people(*range(20))), keep(study, people(*range(19)))
    shown.publish(good)
    with pytest.raises(DisclosureError):
        shown.publish(near)
    ShownState.objects.all().delete()
    good, near = without_rows(StoredFit.objects.get(pk=good.pk)), without_rows(near)
    with pytest.raises(DisclosureError, match=r"gewist|gone"):
        shown.publish(near)
    assert shown.publish(good).published  # it was shown before


def test_after_retention_one_fit_may_still_be_the_first(study):
    first, other = (without_rows(keep(study, people(*range(n)))) for n in (20, 19))
    assert shown.publish(first).published
    with pytest.raises(DisclosureError):
        shown.publish(other)


def test_what_is_kept_of_a_state_needs_the_sites_secret(study, settings):
    shown.publish(keep(study, people(*range(20)), {"x": people(*range(10)), "y": people(*range(10, 20))}))
    kept = {token for tokens in ShownState.objects.get().blocks.values() for token in tokens}
    for characteristic, who in itertools.product(("", "post"), people(*range(20))):
        assert hashlib.sha256(f"{study.pk}|{characteristic}|{who}".encode()).hexdigest()[:32] not in kept
    settings.SECRET_KEY = "another secret than the one of before, as long as it must be"
    with pytest.raises(DisclosureError, match=r"sleutel|secret key"):  # else everybody would count as new
        shown.publish(keep(study, people(*range(19))))


def test_states_of_before_are_keyed_and_still_protect(study):
    first = keep(study, people(*range(20)), {"x": people(*range(10)), "y": people(*range(10, 20))})
    for who in people(*range(1, 20)):  # one of the twenty has withdrawn since
        Interview.objects.create(study=study, pseudonym=who)
    blocks = {
        "=".join(block): [hashlib.sha256(f"{study.pk}|{block[0]}|{who}".encode()).hexdigest()[:32] for who in some]
        for block, some in shown._blocks(first).items()
    }
    state = ShownState.objects.create(study=study, fit=first, blocks=blocks)
    migration = importlib.import_module("collega.web.records.migrations.0008_keyed_states")
    migration.rekey(apps, None)
    state.refresh_from_db()
    now = shown.kept_blocks(first)
    assert {name: len(tokens) for name, tokens in state.blocks.items()} == {name: len(x) for name, x in now.items()}
    assert len(set(state.blocks["="]) & set(now["="])) == 19
    with pytest.raises(DisclosureError):
        shown.publish(keep(study, people(*range(1, 20))))
    assert shown.publish(keep(study, people(*range(1, 24)))).published  # one gone and four new
