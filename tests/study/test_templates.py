import pytest

from collega.errors import StudyError
from collega.study import TEMPLATES, Coding, dump_study, parse_study, study_hash, template_cases, template_text

REPORT_LEVELS = {
    "recipient": ["government", "nonprofit"],
    "statutory_task": ["indirect"],
    "purpose": ["same", "same_domain"],
    "mandatory": ["obliged", "own_interest", "voluntary"],
    "relation": ["moderate"],
    "consequences": ["very_negative", "positive"],
    "safeguards": ["average"],
    "sensitivity": ["normal"],
    "data_subjects": ["significant_part"],
    "data_items": ["average"],
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_round_trip(name):
    study = parse_study(template_text(name))
    again = parse_study(dump_study(study))
    assert again == study
    assert study_hash(again) == study_hash(study)


def test_the_report_study():
    study = parse_study(template_text("avg-data-sharing"))
    assert study.n_levels == (4, 3, 3, 3, 3, 4, 3, 3, 3, 3)
    assert 1 + Coding(n_levels=study.n_levels).n_columns == 23
    assert len(study.context) == 4
    assert study.answer_keys[study.positive :] == ("agree", "strongly_agree")
    assert [item.key for item in study.characteristics if item.self_image] == ["reluctance"]
    ordered = [item.key for item in study.characteristics if item.ordered]
    assert ordered == ["years_in_post", "years_in_field", "advices_per_year", "reluctance"]


def test_every_level_says_where_it_comes_from():
    study = parse_study(template_text("avg-data-sharing"))
    marked = {
        criterion.key: [level.key for level in criterion.levels if level.source.en == "Staat van de Uitvoering 2024"]
        for criterion in study.criteria
    }
    assert marked == REPORT_LEVELS
    assert {level.source.nl for criterion in study.criteria for level in criterion.levels} == {
        "Staat van de Uitvoering 2024",
        "aangevuld",
    }


def test_unknown_template():
    with pytest.raises(StudyError, match="'blanc' is not a template"):
        template_text("blanc")


def test_a_definition_without_ordered_characteristics_keeps_the_hash_that_it_had_before_there_were_any():
    start, _, end = template_text("blank").partition("\ncharacteristics:")
    unordered = f"{start}\ncharacteristics:{end.replace('    ordered: true', '    ordered: false')}"
    study = parse_study(unordered)
    assert study_hash(study) == "fb8c1b3e106e639ce3b6f22b252c08b0358167cc5ed4734e64e9d48596974ca2"
    assert study_hash(parse_study(template_text("blank"))) != study_hash(study)


def test_hash_ignores_layout_and_contact_only():
    text = template_text("blank")
    study = parse_study(text)
    assert study_hash(parse_study("# more\n" + text)) == study_hash(study)
    assert study_hash(parse_study(text.replace("onderzoek@voorbeeld.nl", "een@ander.nl"))) == study_hash(study)
    assert study_hash(parse_study(text.replace("Niet zo streng", "Mild"))) != study_hash(study)


def test_keys_stay_text():
    study = parse_study(template_text("blank").replace("key: small,", "key: 1,").replace("key: medium,", "key: no,"))
    assert study.criteria[0].level_keys == ("1", "no", "large")
    assert parse_study(dump_study(study)) == study


def test_example_cases_are_the_reports_and_only_of_its_study() -> None:
    study = parse_study(template_text("avg-data-sharing"))
    first, second = template_cases("avg-data-sharing")
    assert {key for key in first if first[key] != second[key]} == {"consequences"}
    assert all(level in study.criterion(key).level_keys for case in (first, second) for key, level in case.items())
    assert template_cases("another") == []
