import numpy as np
import pytest

from collega.design import Design, compose
from collega.insight.disclosure import group_sizes, shown_groups
from collega.panel.simulate import simulate
from collega.panel.simulation.calibrated import GROUP_SHARES
from collega.panel.simulation.people import draw_people, quotas
from collega.panel.simulation.population import draw_population, group_means_met
from collega.panel.simulation.truth import plan_truth
from collega.study import Coding, Study, parse_study, template_text
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
POSTS = ("y0_1", "y1_2", "y3_5", "y6_10", "y10_plus")
SEEDS = range(1, 9)


@pytest.fixture(scope="module")
def template() -> tuple[Study, Design]:
    study = parse_study(template_text("avg-data-sharing"))
    return study, compose(study, versions=2)


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
    negative = [float((panel.answer[panel.group("years_in_post", key)[panel.participant]] < 2).mean()) for key in POSTS]
    assert np.corrcoef(np.arange(5), negative)[0, 1] < -0.9
    in_field = [
        float((panel.answer[panel.group("years_in_field", key)[panel.participant]] < 2).mean()) for key in POSTS
    ]
    assert np.ptp(in_field) < 0.5 * np.ptp(negative)


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


def test_fifty_participants_may_show_every_group_of_a_finding(template: tuple[Study, Design]) -> None:
    panel, _ = simulate(*template, participants=50, seed=1)
    findings = {*TOP_FOURS, ("reluctance", "not_at_all"), *(("years_in_post", key) for key in POSTS)}
    for name, value in findings:
        assert value in shown_groups(group_sizes(panel, name), panel.study.minimum_group), (name, value)


def test_longer_in_the_post_goes_with_longer_in_the_field_but_does_not_fix_it(template: tuple[Study, Design]) -> None:
    panel, _ = simulate(*template, participants=50, seed=1)
    years = ["y0_1", "y1_2", "y3_5", "y6_10", "y10_plus"]
    rows = [pair for pair in panel.people.select("years_in_post", "years_in_field").iter_rows() if pair[1] in years]
    both = np.array([[years.index(post), years.index(field)] for post, field in rows])
    assert 0.2 < np.corrcoef(both.T)[0, 1] < 0.7


@pytest.mark.parametrize("seed", SEEDS)
def test_years_in_the_field_make_nobody_readier(template: tuple[Study, Design], seed: int) -> None:
    truth = simulate(*template, participants=50, seed=seed)[1]
    fields = [group["intercept"] for group in truth["groups"]["years_in_field"].values()]
    posts = [truth["groups"]["years_in_post"][key]["intercept"] for key in POSTS]
    # deviations between people are balanced over groups, so a group's mean is what the calibration says
    assert np.ptp(fields) < 0.01
    assert (np.diff(posts) > 0.2).all()


def test_group_means_by_hand() -> None:
    groups = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    pairs = (("g", "a"), ("g", "b"))
    shifts = {("g", "a"): np.array([0.5]), ("g", "b"): np.array([-0.5])}
    met = group_means_met(groups, pairs, np.array([1.0]), shifts, positive=True)
    assert met[:, 0] == pytest.approx([1.5, 1.5, 0.5, 0.5])


def test_group_means_are_met_without_anybody_below_zero() -> None:
    rng = np.random.default_rng(1)
    values = draw_people(rng, [[30, 30], [30, 30]], 60)
    groups = np.hstack([np.eye(2)[values[:, 0]], np.eye(2)[values[:, 1]]])
    pairs = (("g", "a"), ("g", "b"), ("h", "a"), ("h", "b"))
    shifts = {pair: np.array([0.7 if pair[1] == "a" else -0.7]) for pair in pairs}
    free = group_means_met(groups, pairs, np.array([1.0]), shifts, positive=False)
    met = group_means_met(groups, pairs, np.array([1.0]), shifts, positive=True)
    assert free.min() == pytest.approx(-0.4)
    assert met.min() >= -1e-3
    for z, (_, value) in enumerate(pairs):
        assert met[groups[:, z] > 0].mean() == pytest.approx(1.7 if value == "a" else 0.3)


def test_nobody_weighs_a_criterion_backwards_for_the_groups_they_are_in(template: tuple[Study, Design]) -> None:
    study, design = template
    truth = plan_truth(study, 1)
    people = draw_population(np.random.default_rng(1), study, design, truth, 50)
    deep = [criterion.key for criterion in study.criteria].index("consequences")
    rows = Coding(n_levels=study.n_levels).level_blocks[deep]
    order = [study.level_index("consequences", level)[1] for level in ("very_negative", "positive")]
    reach = np.diff(people.utilities[:, rows][:, order])[:, 0]
    assert reach.min() > -4 * truth.part_worth_sd  # two deviations of that standard deviation


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
