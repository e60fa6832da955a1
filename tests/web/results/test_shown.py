"""Attack: whoever compares two states that were shown must learn nothing about fewer than the minimum group."""

from __future__ import annotations

import hashlib
import importlib
import itertools
import random
import re

import numpy as np
import pytest
from django.apps import apps

from collega.errors import DisclosureError, NotComputedError
from collega.insight import answer_rows, answers_by_scenario_in_groups, insights
from collega.insight.disclosure import shown_values
from collega.web import bridge
from collega.web.deeds import publication
from collega.web.editions import people as shown_people
from collega.web.editions import shown
from collega.web.records.models import Answer, Collection, Interview, Kind, ShownState, StoredFit, current_design
from collega.web.results.page_facts import waiting_parts
from tests.insight.attacker import Published, side_follows, singled_out
from tests.web.conftest import SMALL, make_study

pytestmark = pytest.mark.django_db
MINIMUM, VALUES, ANSWERS = 5, ("x", "y", "other"), ("no", "perhaps", "yes")


def ask(study, who, values):
    """Interviews of these people, whoever has none yet; ``values`` are what they are of ``post``."""
    design = current_design(study)
    names, rng = bridge.design_of(design).scenarios, random.Random(str(sorted(who)))
    known = set(study.interviews.values_list("pseudonym", flat=True))
    for name in sorted(set(who) - known):
        person = Interview.objects.create(
            study=study, pseudonym=name, version="1", design=design, in_view=True,
            values={"post": values[name]} if name in values else {},
        )  # fmt: skip
        Answer.objects.bulk_create(
            Answer(interview=person, position=n, scenario=scenario, answer=rng.choice(ANSWERS))
            for n, scenario in enumerate(names, start=1)
        )


def keep(study, members, groups=None, **fields):
    """A fit of these people; ``groups`` are sets of people by value of the characteristic ``post``."""
    members = sorted(members)
    ask(study, members, {name: value for value, some in (groups or {}).items() for name in some})
    learned = {}
    panel = bridge.panel_of(study, members=members)
    if len(members) >= MINIMUM:
        there = {value: panel.group("post", value) for value in VALUES if value in shown_values(panel, "post")}
        order = panel.people["participant"].to_list()
        learned = {
            "insights": insights(panel).as_json(),
            "groups": {"post": {value: [members.index(order[i]) for i in np.flatnonzero(mine)]
                                for value, mine in there.items()}},
            "judged": {"post": {value: answer_rows(frame, panel.study.answer_keys)
                                for value, frame in answers_by_scenario_in_groups(panel, "post").items()}},
        }  # fmt: skip
    values = {"kind": Kind.REAL, "converged": True, "values": {}, "arrays": b"", "data_hash": "d", "study_hash": "s"}
    return StoredFit.objects.create(study=study, members=members, **(values | learned | fields))


def people(*numbers):
    return {f"p{number:03}" for number in numbers}


def test_the_first_state_needs_the_minimum(study):
    with pytest.raises(DisclosureError, match=r"minder dan 5 deelnemers|fewer than 5 participants"):
        publication.publish(keep(study, people(*range(4))))
    assert publication.publish(keep(study, people(*range(5)))).published


def test_what_has_not_converged_is_not_shown(study):
    good = publication.publish(keep(study, people(*range(10))))
    with pytest.raises(NotComputedError):
        publication.publish(keep(study, people(*range(20)), converged=False))
    assert shown.shown_fit(study) == good


@pytest.mark.parametrize("added", [1, 2, 4])
def test_a_few_more_people_change_nothing(study, added):
    first = publication.publish(keep(study, people(*range(10))))
    with pytest.raises(DisclosureError):
        publication.publish(keep(study, people(*range(10 + added))))
    assert shown.shown_fit(study) == first


def test_enough_more_people_do(study):
    publication.publish(keep(study, people(*range(10))))
    second = publication.publish(keep(study, people(*range(15))))
    assert shown.shown_fit(study) == second
    assert study.fits.filter(published=True).count() == 1


def test_the_same_people_again_may_be_shown(study):
    publication.publish(keep(study, people(*range(10))))
    again = keep(study, people(*range(10)))
    assert publication.publish(again).published


def test_one_removed_and_a_few_added_is_still_too_few(study):
    publication.publish(keep(study, people(*range(10))))
    with pytest.raises(DisclosureError, match=r"minder dan 5|fewer than 5"):
        publication.publish(keep(study, people(*range(1, 14))))  # one left, four came


def waiting(fit):
    """Which groups wait, and whether the scenarios do."""
    groups = fit.insights["answers_by_group"]["post"]
    scenarios = [row.get("reason") == "waits" for row in fit.insights["answers_by_scenario"]]
    return {value for value, row in groups.items() if row.get("reason") == "waits"}, any(scenarios)


def test_a_group_with_too_few_new_people_waits_and_is_named(study):
    publication.publish(keep(study, people(*range(24)), {"x": people(*range(12)), "y": people(*range(12, 24))}))
    # eighteen came, but only two of them in x
    x, y = people(*range(12), 30, 31), people(*range(12, 24), *range(40, 56))
    fit = keep(study, x | y, {"x": x, "y": y})
    assert {"x", "y"} <= set(fit.groups["post"])
    later = publication.publish(fit)
    assert later.edition_of == fit
    assert waiting(later)[0] == {"x", "y"}  # of everybody and y alone, x would follow
    assert later.groups == {"post": {}}
    assert not fit.insights["answers_by_group"]["post"]["x"]["suppressed"]
    told = " ".join(waiting_parts(later))
    assert re.search(r"X \((Functie|Post)\)", told)
    assert re.search(r"of groepen verschillen|whether groups differ", told)
    assert shown.shown_fit(study) == later
    assert shown.team_fit(study) == fit


def test_of_new_people_who_are_enough_in_everything_all_is_shown(study):
    x, y = people(*range(12)), people(*range(12, 24))
    publication.publish(keep(study, x | y, {"x": x, "y": y}))
    x, y = x | people(*range(100, 130)), y | people(*range(200, 230))
    fit = keep(study, x | y, {"x": x, "y": y})
    later = publication.publish(fit)
    assert waiting(later)[0] == set()
    assert not later.insights["answers_by_group"]["post"]["x"]["suppressed"]


def test_a_step_back_is_compared_with_every_state_before(study):
    """A, then A and five more, then A and one of the five: enough from the second, too near to the first."""
    publication.publish(keep(study, people(*range(10))))
    publication.publish(keep(study, people(*range(15))))
    with pytest.raises(DisclosureError):
        publication.publish(keep(study, people(*range(10), 14, 20)))


def test_after_a_withdrawal_less_is_shown_instead_of_nothing(study):
    """Twenty-five published; one withdraws and seven come: everybody is shown again, and what must wait is named."""
    x, y = people(*range(12)), people(*range(12, 25))
    first = publication.publish(keep(study, x | y, {"x": x, "y": y}))
    StoredFit.objects.filter(pk=first.pk).update(withdrawn=True)
    assert shown.shown_fit(study) is None
    with pytest.raises(DisclosureError):
        publication.publish(keep(study, (x | y) - people(0), {"x": x - people(0), "y": y}))
    x, y = x - people(0) | people(30, 31, 32), y | people(40, 41, 42, 43)
    later = publication.publish(keep(study, x | y, {"x": x, "y": y}))
    assert shown.shown_fit(study) == later
    assert later.insights["participants"] == 31
    assert sum(later.insights["overall"].values()) == pytest.approx(1)
    assert waiting(later)[0] == {"x", "y"}
    assert waiting_parts(later)


def test_after_closing_a_withdrawal_hides_for_good(study):
    """What the pages say: nobody can be added, so nothing comes back."""
    x, y = people(*range(10)), people(*range(10, 20))
    study.collection = Collection.CLOSED
    study.save()
    first = publication.publish(keep(study, x | y, {"x": x, "y": y}))
    StoredFit.objects.filter(pk=first.pk).update(withdrawn=True)
    assert shown.hidden_by_a_withdrawal(study)
    for gone in (1, 4, 8):
        left = people(*range(gone, 10))
        with pytest.raises(DisclosureError):
            publication.publish(keep(study, left | y, {"x": left, "y": y}))
    assert re.search("voorgoed|for good", shown.way_out(study))


def test_a_withdrawn_fit_cannot_be_shown_again(study):
    fit = keep(study, people(*range(12)), withdrawn=True)
    with pytest.raises(DisclosureError):
        publication.publish(fit)


def test_what_is_kept_of_a_state_names_nobody_and_does_not_join_up(study):
    publication.publish(keep(study, people(*range(20)), {"x": people(*range(10)), "y": people(*range(10, 20))}))
    blocks = ShownState.objects.get().blocks
    kept = [set(tokens) for tokens in blocks.values()]
    assert not any("p0" in token for tokens in kept for token in tokens)
    everybody = set(blocks["="])
    assert all(not everybody & set(blocks[name]) for name in blocks if name != "=")


def test_simulated_panels_are_nobody_so_need_no_protection(study):
    publication.publish(keep(study, people(*range(10)), kind=Kind.SIMULATED))
    assert publication.publish(keep(study, people(*range(11)), kind=Kind.SIMULATED)).published


def test_unpublishing_hides(study):
    publication.publish(keep(study, people(*range(10))))
    publication.unpublish(study)
    assert shown.shown_fit(study) is None


def totals_of(row, truth):
    """What a row shows, as sets of (person, scenario); see that its numbers are what the attacker takes them for."""
    found, members = row.insights, set(row.members)
    everything = [(who, scenario) for who in members for scenario in truth[who][1]]
    if None not in found["overall"].values():
        yield set(everything)
    for told in found["answers_by_scenario"]:
        if not told["suppressed"]:
            cell = {pair for pair in everything if pair[1] == told["scenario"]}
            assert told["n"] == len(cell)
            yield cell
    for value in VALUES:
        told = found["answers_by_group"]["post"][value]
        mine = [pair for pair in everything if truth[pair[0]][0] == value]
        if not told["suppressed"]:
            assert told["n"] == len({who for who, _ in mine})
            yield set(mine)
        for at in row.judged.get("post", {}).get(value, []):
            if not at["suppressed"]:
                yield {pair for pair in mine if pair[1] == at["scenario"]}


def attack(states, truth):
    """Return what is known after these states, of everybody who ever was in one."""
    pairs = sorted({(who, scenario) for members, _ in states for who in members for scenario in truth[who][1]})
    names = sorted({who for who, _ in pairs})
    cells = {frozenset(cell) for _, shown_cells in states for cell in shown_cells}
    return Published(
        totals=np.array([[pair in cell for pair in pairs] for cell in cells], dtype=float),
        person=np.array([names.index(who) for who, _ in pairs]),
        scenario=np.array([sorted(truth[who][1]).index(scenario) for who, scenario in pairs]),
        answer=np.array([truth[who][1][scenario] for who, scenario in pairs]), mostly=(), n_answers=3, positive=2,
    )  # fmt: skip


def assert_nobody_follows(states, truth):
    """Nothing about one or two people, and nobody's side, follows from all states together: not for who took part either."""
    known = attack(states, truth)
    for few in (1, 2):
        assert singled_out(known, few) is None
    for own in (None, *range(int(known.person.max()) + 1)):
        assert not side_follows(known, own)


def truth_of(study):
    """Everybody's group and answers."""
    truth = {}
    for cell in Answer.objects.filter(interview__study=study).select_related("interview"):
        who = cell.interview
        truth.setdefault(who.pseudonym, (who.values.get("post", ""), {}))[1][cell.scenario] = ANSWERS.index(cell.answer)
    return truth


def test_the_attack_finds_what_nobody_compared(study):
    rows = [keep(study, people(*range(n))) for n in (20, 22, 30)]
    truth = truth_of(study)
    states = [(list(row.members), list(totals_of(row, truth))) for row in rows]
    assert singled_out(attack(states[:1], truth), 2) is None
    assert singled_out(attack(states[:2], truth), 2) is not None
    ask(study, people(*range(100, 110)), {})
    Answer.objects.filter(interview__pseudonym__gte="p100").update(answer="no")
    rows.append(keep(study, people(*range(30), *range(100, 110))))
    truth = truth_of(study)
    both = [(list(row.members), list(totals_of(row, truth))) for row in rows[2:]]
    assert not side_follows(attack(both[:1], truth))
    assert side_follows(attack(both, truth))


@pytest.mark.parametrize("seed", range(8))
def test_no_sequence_of_shown_states_tells_about_few(monkeypatch, seed):
    """People join and withdraw, results are published whenever they may; then everything is added and subtracted."""
    monkeypatch.setattr("tests.web.results.test_shown.MINIMUM", 3)
    study = make_study(text=SMALL.replace("minimum_group: 5", "minimum_group: 3"))
    rng = random.Random(seed)
    present, truth, states, less = {}, {}, [], 0
    for step in range(7):
        for number in range(rng.choice([0, 2, 3, 4, 8, 12])):
            present[f"p{step:02}-{number:02}"] = rng.choice(VALUES)
        for name in rng.sample(sorted(present), min(len(present), rng.choice([0, 0, 1, 2]))):
            present.pop(name)
            StoredFit.objects.filter(study=study, members__icontains=name).update(withdrawn=True)
            Interview.objects.filter(pseudonym=name).delete()
        if len(present) < 3:
            continue
        fit = keep(study, present, {value: {n for n, v in present.items() if v == value} for value in VALUES})
        truth |= truth_of(study)
        try:
            row = publication.publish(fit)
        except DisclosureError:
            continue
        less += row.pk != fit.pk
        states.append((list(row.members), list(totals_of(row, truth))))
        assert_nobody_follows(states, truth)
    assert len(states) >= 2


def without_rows(fit):
    """As retention leaves a fit."""
    fit.members, fit.groups, fit.erased = [], {}, True
    fit.save()
    return fit


def test_after_retention_a_fit_that_was_refused_stays_refused(study):
    good, near = keep(study, people(*range(20))), keep(study, people(*range(19)))
    publication.publish(good)
    with pytest.raises(DisclosureError):
        publication.publish(near)
    ShownState.objects.all().delete()
    good, near = without_rows(StoredFit.objects.get(pk=good.pk)), without_rows(near)
    with pytest.raises(DisclosureError, match=r"gewist|gone"):
        publication.publish(near)
    assert publication.publish(good).published  # it was shown before


def test_after_retention_one_fit_may_still_be_the_first(study):
    first, other = (without_rows(keep(study, people(*range(n)))) for n in (20, 19))
    assert publication.publish(first).published
    with pytest.raises(DisclosureError):
        publication.publish(other)


def test_what_is_kept_of_a_state_needs_the_sites_secret(study, settings):
    publication.publish(keep(study, people(*range(20)), {"x": people(*range(10)), "y": people(*range(10, 20))}))
    kept = {token for tokens in ShownState.objects.get().blocks.values() for token in tokens}
    for characteristic, who in itertools.product(("", "post"), people(*range(20))):
        assert hashlib.sha256(f"{study.pk}|{characteristic}|{who}".encode()).hexdigest()[:32] not in kept
    settings.SECRET_KEY = "another secret than the one of before, as long as it must be"
    with pytest.raises(DisclosureError, match=r"sleutel|secret key"):  # else everybody would count as new
        publication.publish(keep(study, people(*range(19))))


def test_states_of_before_are_keyed_and_still_protect(study):
    first = keep(study, people(*range(20)), {"x": people(*range(10)), "y": people(*range(10, 20))})
    Interview.objects.filter(pseudonym="p000").delete()  # one of the twenty has withdrawn since
    blocks = {
        "=".join(block): [hashlib.sha256(f"{study.pk}|{block[0]}|{who}".encode()).hexdigest()[:32] for who in some]
        for block, some in shown_people.blocks_of(first).items()
    }
    state = ShownState.objects.create(study=study, fit=first, blocks=blocks)
    migration = importlib.import_module("collega.web.records.migrations.0008_keyed_states")
    migration.rekey(apps, None)
    state.refresh_from_db()
    now = shown_people.kept_blocks(first)
    assert {name: len(tokens) for name, tokens in state.blocks.items()} == {name: len(x) for name, x in now.items()}
    assert len(set(state.blocks["="]) & set(now["="])) == 19
    with pytest.raises(DisclosureError):
        publication.publish(keep(study, people(*range(1, 20))))
    assert publication.publish(keep(study, people(*range(1, 25)))).published  # one gone and five new
