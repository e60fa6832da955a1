"""The attack of ``test_shown`` where people have two characteristics, may withhold either, and versions differ."""

from __future__ import annotations

import random

import numpy as np
import pytest

from collega.errors import DisclosureError
from collega.insight import answer_rows, answers_by_scenario_in_groups, insights
from collega.insight.disclosure import shown_values
from collega.web import bridge
from collega.web.deeds import publication
from collega.web.editions.cells import Cells
from collega.web.editions.cut import cut
from collega.web.records.models import Answer, Interview, Kind, StoredFit, current_design
from tests.web.conftest import SMALL, make_study
from tests.web.results.test_shown import ANSWERS, assert_nobody_follows

pytestmark = pytest.mark.django_db
VALUES = {"post": ("x", "y", "other"), "place": ("north", "south")}
PLACE = "  - {key: place, text: Place, values: [{key: north, text: North}, {key: south, text: South}]}\n"
TEXT = SMALL.replace("minimum_group: 5", "minimum_group: 3").replace("scenarios_per", f"{PLACE}scenarios_per")


def ask(study, people):
    """Interviews of whoever has none yet; ``people`` have their values by name."""
    design = current_design(study)
    found = bridge.design_of(design)
    for name in sorted(set(people) - set(study.interviews.values_list("pseudonym", flat=True))):
        version, rng = int(name[-2:]) % len(found.versions), random.Random(name)
        person = Interview.objects.create(
            study=study,
            pseudonym=name,
            version=found.versions[version],
            design=design,
            in_view=True,
            values=people[name],
        )
        Answer.objects.bulk_create(
            Answer(interview=person, position=n, scenario=found.scenarios[s], answer=rng.choice(ANSWERS))
            for n, s in enumerate(found.shows[version], start=1)
        )


def keep(study, people):
    """A fit of these people, with all that is learned of their groups."""
    members, panel = sorted(people), bridge.panel_of(study, members=people)
    order = panel.people["participant"].to_list()
    rows = {
        key: {value: [members.index(order[i]) for i in np.flatnonzero(panel.group(key, value))]
              for value in shown_values(panel, key)}
        for key in VALUES
    }  # fmt: skip
    judged = {
        key: {value: answer_rows(frame, panel.study.answer_keys)
              for value, frame in answers_by_scenario_in_groups(panel, key).items()}
        for key in VALUES
    }  # fmt: skip
    return StoredFit.objects.create(
        study=study, members=members, kind=Kind.REAL, converged=True, values={}, arrays=b"", data_hash="d",
        study_hash="s", insights=insights(panel).as_json(), groups=rows, judged=judged,
    )  # fmt: skip


def truth_of(study):
    """Everybody's values and answers."""
    truth = {}
    for cell in Answer.objects.filter(interview__study=study).select_related("interview"):
        who = cell.interview
        truth.setdefault(who.pseudonym, (who.values, {}))[1][cell.scenario] = ANSWERS.index(cell.answer)
    return truth


def totals_of(row, truth):
    """What a row shows, as sets of (person, scenario)."""
    found = row.insights
    everything = [(who, scenario) for who in row.members for scenario in truth[who][1]]
    if None not in found["overall"].values():
        yield set(everything)
    for told in found["answers_by_scenario"]:
        if not told["suppressed"]:
            yield {pair for pair in everything if pair[1] == told["scenario"]}
    for key in VALUES:
        for value, told in found["answers_by_group"][key].items():
            mine = [pair for pair in everything if truth[pair[0]][0].get(key, "prefer_not_to_say") == value]
            if not told["suppressed"]:
                yield set(mine)
            for at in row.judged.get(key, {}).get(value, []):
                if not at["suppressed"]:
                    yield {pair for pair in mine if pair[1] == at["scenario"]}


@pytest.mark.parametrize("seed", range(4))
def test_no_sequence_of_shown_states_tells_about_few_across_characteristics(seed):
    study, rng = make_study(text=TEXT), random.Random(100 + seed)
    present, truth, states = {}, {}, []
    for step in range(6):
        for number in range(rng.choice([0, 3, 4, 8, 10])):
            values = {key: rng.choice(some) for key, some in VALUES.items() if rng.random() < 0.95}
            present[f"p{step:02}-{number:02}"] = values
        for name in rng.sample(sorted(present), min(len(present), rng.choice([0, 1, 2, 3]))):
            present.pop(name)
            StoredFit.objects.filter(study=study, members__icontains=name).update(withdrawn=True)
            Interview.objects.filter(pseudonym=name).delete()
        if len(present) < 3:
            continue
        ask(study, present)
        fit = keep(study, present)
        truth |= truth_of(study)
        try:
            row = publication.publish(fit)
        except DisclosureError:
            continue
        states.append((list(row.members), list(totals_of(row, truth))))
        assert_nobody_follows(states, truth)
    assert len(states) >= 2


def test_insights_from_before_limits_were_kept_are_cut_too():
    study = make_study(text=TEXT)
    people = {f"p00-{n:02}": {"post": "x", "place": "north"} for n in range(12)}
    ask(study, people)
    fit = keep(study, people)
    fit.insights = {key: value for key, value in fit.insights.items() if key not in ("limits", "findings")}
    assert cut(fit, Cells()).insights["limits"] == []


def test_a_limit_of_a_group_that_waits_is_not_shown():
    study = make_study(text=TEXT)
    people = {f"p00-{n:02}": {"post": "x" if n < 12 else "y", "place": "north"} for n in range(24)}
    ask(study, people)
    publication.publish(keep(study, people))
    later = {f"p01-{n:02}": {"post": "x" if n < 2 else "y", "place": "north"} for n in range(18)}
    ask(study, people | later)
    fit = keep(study, people | later)
    limits = [
        {"kind": "unjudged_in_group", "about": [f"{group}", "who=a"], "n": None} for group in ("post=x", "place=north")
    ]
    fit.insights["limits"] = limits
    fit.save()
    row = publication.publish(fit)
    assert row.insights["answers_by_group"]["post"]["x"]["reason"] == "waits"
    assert not row.insights["answers_by_group"]["place"]["north"]["suppressed"]
    assert row.insights["limits"] == limits[1:]
