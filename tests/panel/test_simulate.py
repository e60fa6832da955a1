import numpy as np
import pytest

from collega.design import Design, compose
from collega.panel.simulate import simulate
from collega.panel.simulation.calibrated import GROUP_SHARES
from collega.panel.simulation.people import draw_people, quotas
from collega.study import Study, parse_study, template_text
from tests.design.studies import make_study

# top fours of the report of May 2024
TOP_FOURS = {
    ("years_in_field", "y1_2"): "statutory_task purpose safeguards recipient",
    ("years_in_field", "y10_plus"): "consequences recipient purpose safeguards",
    ("function", "dpo"): "purpose consequences statutory_task recipient",
    ("function", "legal_adviser"): "purpose statutory_task recipient data_items",
    ("function", "privacy_officer"): "statutory_task recipient purpose relation",
    ("organisation_type", "central_government"): "statutory_task purpose recipient data_items",
    ("organisation_type", "municipality"): "statutory_task purpose consequences recipient",
    ("organisation_type", "executive_national"): "purpose recipient consequences statutory_task",
}
SEEDS = range(1, 9)


@pytest.fixture(scope="module")
def template() -> tuple[Study, Design]:
    study = parse_study(template_text("avg-data-sharing"))
    return study, compose(study, versions=2, seconds=1)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_truth_holds_every_finding_of_the_report(template: tuple[Study, Design], seed: int) -> None:
    panel, truth = simulate(*template, participants=50, seed=seed)
    low, high = (case["share"] for case in truth["cases"])
    assert low == pytest.approx(0.53, abs=0.01)
    assert high == pytest.approx(0.77, abs=0.01)
    order = sorted(truth["importance"], key=lambda key: -truth["importance"][key])
    assert order[:2] == ["purpose", "statutory_task"]
    assert order[-1] == "data_subjects"
    assert {"sensitivity", "data_items", "mandatory"} == set(order[6:9])
    for (name, value), top in TOP_FOURS.items():
        assert set(truth["groups"][name][value]["top"]) == set(top.split()), value
    assert truth["groups"]["organisation_type"]["central_government"]["importance"]["consequences"] < 8
    assert truth["groups"]["years_in_field"]["y10_plus"]["importance"]["statutory_task"] < 8
    strongly_against = {
        key: float((panel.answer[panel.group("reluctance", key)[panel.participant]] == 0).mean())
        for key in ("not_at_all", "neutral", "fairly", "very")
    }
    assert max(strongly_against, key=strongly_against.__getitem__) == "not_at_all"
    negative = [
        float((panel.answer[panel.group("years_in_post", key)[panel.participant]] < 2).mean())
        for key in ("y0_1", "y1_2", "y3_5", "y6_10", "y10_plus")
    ]
    assert np.corrcoef(np.arange(5), negative)[0, 1] < -0.9


def test_everything_says_that_it_is_synthetic(template: tuple[Study, Design]) -> None:
    panel, truth = simulate(*template, participants=50, seed=1)
    assert panel.synthetic
    assert truth["synthetic"] is True
    assert panel.people["participant"][0] == "synthetic-001"


def test_quotas_are_exact(template: tuple[Study, Design]) -> None:
    panel, _ = simulate(*template, participants=50, seed=3)
    for name, shares in GROUP_SHARES.items():
        counts = dict(panel.people[name].value_counts().iter_rows())
        for value, share in shares.items():
            assert abs(counts.get(value, 0) - 50 * share) < 1
    assert sorted(panel.people["version"].value_counts()["count"]) == [25, 25]


def test_same_seed_same_panel_other_seed_other_panel(template: tuple[Study, Design]) -> None:
    one, again, other = (simulate(*template, participants=20, seed=seed)[0] for seed in (4, 4, 5))
    assert one.people.equals(again.people)
    assert (one.answer == again.answer).all()
    assert (one.answer != other.answer).any()


def test_answers_follow_the_truth_more_closely_than_chance_in_every_group(template: tuple[Study, Design]) -> None:
    shares = []
    for seed in range(20):
        panel, _ = simulate(*template, participants=50, seed=seed)
        shares.append([float((panel.answer[panel.group("function", key)[panel.participant]] >= 2).mean())
                       for key in ("dpo", "privacy_officer", "legal_adviser")])  # fmt: skip
    # pure chance in the answers alone gives sqrt(.23 / 273) = .029 in the smallest group, people come on top of that
    assert np.std(shares, axis=0).max() < 0.02


def test_positions_are_complete_and_repeats_never_adjacent() -> None:
    study = make_study((3, 3, 3), scenarios_per_participant=9)
    panel, _ = simulate(study, compose(study, scenarios=9, repeat=3), participants=12, seed=1)
    assert panel.position is not None
    for i in range(12):
        mine = panel.participant == i
        assert sorted(panel.position[mine].tolist()) == list(range(1, 13))
        order = panel.scenario[mine][np.argsort(panel.position[mine])]
        assert (np.diff(order) != 0).all()


@pytest.mark.parametrize("answers", [2, 5, 11])
def test_any_study_can_be_simulated(answers: int) -> None:
    study = make_study((2, 4, 3), answers=answers)
    panel, truth = simulate(study, compose(study, scenarios=8), participants=7, seed=2)
    assert panel.n_answers == 56
    assert set(np.unique(panel.answer)) <= set(range(answers))
    assert len(truth["thresholds"]) == answers - 1
    assert np.diff(truth["thresholds"]).min(initial=1.0) > 0


def test_a_single_participant_and_many_are_possible(template: tuple[Study, Design]) -> None:
    assert simulate(*template, participants=1, seed=1)[0].n_participants == 1
    assert simulate(*template, participants=3000, seed=1)[0].n_participants == 3000


def test_largest_remainder_by_hand() -> None:
    assert quotas({"a": 0.5, "b": 0.3, "c": 0.2}, 7) == {"a": 4, "b": 2, "c": 1}


def test_values_are_crossed_as_evenly_as_their_numbers_allow() -> None:
    values = draw_people(np.random.default_rng(1), [[24, 24], [16, 16, 16]], 48)
    table = np.zeros((2, 3))
    np.add.at(table, (values[:, 0], values[:, 1]), 1)
    assert (table == 8).all()
