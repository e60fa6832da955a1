"""The entry for the algorithm register: what it says, what it leaves open, and what it refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from collega.errors import DataError, DisclosureError, NotComputedError, StudyError
from collega.model.fit import Convergence, Fit, ModelName
from collega.model.validation import Validation, validate
from collega.report import PanelFacts, RegisterEntry, panel_facts, read_organisation, register_entry, write_entry
from collega.report.publication_standard import FIELDS, KNOWN_KEYS, broken_fields
from collega.report.register_texts import marked, period
from collega.study import Study
from tests.figures.frames import make_study
from tests.report import made

# As the register's own layout v1_0 lists them: MinBZK/Algoritmeregister, backend/app/config/layouts/v1_0.json
KEYS = [
    "name", "description_short", "organization", "category", "status", "begin_date", "end_date", "contact_email",
    "website", "publication_category", "url", "goal", "proportionality", "human_intervention", "risks",
    "lawful_basis", "lawful_basis_grouping", "process_index_url", "impacttoetsen", "impacttoetsen_grouping",
    "source_data", "source_data_grouping", "methods_and_models", "provider", "publiccode", "lang", "standard_version",
    "source_id", "tags",
]  # fmt: skip
# As the publication standard 1.0.10 has them, ch. 2: fewer characters than this
LIMITS = {
    "name": 100, "description_short": 350, "organization": 100, "goal": 2500, "proportionality": 2500,
    "human_intervention": 2500, "risks": 2500, "lawful_basis": 2500, "impacttoetsen": 2500, "source_data": 2500,
    "methods_and_models": 5000, "provider": 200, "source_id": 100, "tags": 2500,
}  # fmt: skip
REQUIRED = ("organization", "status", "contact_email", "publication_category")


def real(study: Study | None = None) -> tuple[Study, PanelFacts, Fit]:
    """A study with what the register may know of it, taken for real."""
    found = made.small() if study is None else made.make(study)
    facts = replace(panel_facts(found.panel), synthetic=False)
    return found.study, facts, replace(found.fit, synthetic=False)


def entry_of(study: Study | None = None, **known: Any) -> RegisterEntry:
    return register_entry(*real(study), **known)


def checked(**gain: Any) -> Validation:
    found = validate(made.small().panel, made.small().fit)
    return replace(found, hit_rate={"pooled": 0.481, "frequencies": 0.352}, answers=12_000, **gain)


def test_exactly_the_keys_of_the_register_in_its_order() -> None:
    assert list(entry_of().as_json()) == KEYS
    assert [field.key for field in FIELDS] == KEYS
    assert set(KEYS) - set(KNOWN_KEYS) == {"lang", "standard_version"}


def test_limits_of_the_standard() -> None:
    assert {field.key: field.limit for field in FIELDS if field.key in LIMITS} == LIMITS
    values = entry_of(validation=checked()).as_json()
    assert [key for key, limit in LIMITS.items() if len(values[key]) >= limit] == []


def test_what_only_the_organisation_knows_stays_empty_and_is_listed_required_first() -> None:
    entry = entry_of()
    values = entry.as_json()
    assert entry.missing[:4] == entry.required == REQUIRED
    assert entry.missing[4:9] == (
        "category", "begin_date", "lawful_basis_grouping", "impacttoetsen_grouping", "provider"
    )  # fmt: skip
    assert set(entry.missing[9:]) == {
        "website", "url", "lawful_basis", "process_index_url", "impacttoetsen", "source_data_grouping", "publiccode"
    }  # fmt: skip
    assert [key for key in entry.missing if values[key] not in ("", [])] == []
    assert [key for key in KEYS if not values[key] and key not in entry.missing] == ["end_date"]
    assert entry.to_review == ("proportionality", "human_intervention", "risks")


def test_what_the_organisation_tells_is_taken_over() -> None:
    law = [{"title": "Gemeentewet", "link": "https://wetten.overheid.nl/BWBR0005416"}]
    known = {
        "organization": "Gemeente Noorderhaaks", "status": "In ontwikkeling", "contact_email": "a@noorderhaaks.nl",
        "publication_category": "Overige algoritmes", "lawful_basis": "De Gemeentewet.", "lawful_basis_grouping": law,
        "impacttoetsen_grouping": [{"title": "IAMA"}], "category": ("Recht",), "risks": "Wij toetsen elk jaar.",
    }  # fmt: skip
    entry = entry_of(**known)
    values = entry.as_json()
    assert {key: values[key] for key in known} == known | {"category": ["Recht"]}
    assert entry.required == ()
    assert {"begin_date", "end_date", "impacttoetsen"} & set(entry.missing) == set()  # not in use yet; assessed
    assert entry.to_review == ("proportionality", "human_intervention")
    assert "end_date" in entry_of(status="Buiten gebruik").missing


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        ("team@onderzoek.nl", "team@onderzoek.nl"),
        ("https://onderzoek.nl/contact", "https://onderzoek.nl/contact"),
        ("Bel het team, of mail team@onderzoek.nl", ""),
        ("", ""),
    ],
)
def test_contact_of_the_study_only_where_the_register_takes_it(contact: str, found: str) -> None:
    assert entry_of(make_study(contact=contact)).as_json()["contact_email"] == found


def test_plain_dutch_about_this_study() -> None:
    values = entry_of().as_json()
    assert values["lang"] == "nld"
    assert values["standard_version"] == "1.0"
    assert values["source_id"] == "small"
    assert values["name"] == "Virtuele collega adviseert: Wel of niet delen"
    assert values["description_short"] == (
        "De virtuele collega schat welk deel van 40 deelnemers positief zou adviseren over een casus. Het onderwerp is: "
        "‘Wel of niet delen’. Hij gebruikt hun antwoorden op verzonnen situaties. Hij adviseert. Een mens beslist."
    )
    assert "de stelling: ‘Ik zou delen’. Als positief telt: ‘Ja’." in values["goal"]
    assert "Het beslist niet en het voert geen besluit uit." in values["human_intervention"]
    assert "niet over de hele beroepsgroep" in values["risks"]
    assert "groepen van minder dan 5 deelnemers toont het algoritme niets" in values["risks"]
    assert (
        "<p>De situaties verschillen op 2 criteria:</p><ul><li>Met wie?</li><li>Waarom?</li></ul>"
        in (values["source_data"])
    )
    assert "<ul><li>Functie?</li></ul>" in values["source_data"]
    assert "persoonsgegevens van deelnemers na 24 maanden verwijderd" in values["source_data"]
    assert "een interval van 90%" in values["methods_and_models"]
    assert "niet zelflerend" in values["methods_and_models"]
    assert "gesimuleerde" not in str(values)
    assert re.findall(r"[{}]|None", str({key: text for key, text in values.items() if isinstance(text, str)})) == [
        "{", "}"
    ]  # fmt: skip


def test_numbers_are_those_of_the_panel_without_the_excluded() -> None:
    panel = made.small().panel
    people = panel.people.with_columns(included=np.where(np.arange(40) < 7, "false", "true"))
    facts = panel_facts(replace(panel, people=people))
    assert (facts.participants, facts.scenarios) == (33, 6)
    assert facts.answers == int((panel.participant >= 7).sum())


def test_markup_is_the_registers_own_and_that_in_the_study_stays_text() -> None:
    base = make_study().model_dump(mode="json")
    base["title"] = "Jonger dan <b>4</b> & {ouder}"
    base["criteria"][0]["text"] = "Risico < 5%?"
    values = entry_of(Study.model_validate(base)).as_json()
    assert values["name"] == "Virtuele collega adviseert: Jonger dan <b>4</b> & {ouder}"  # this field is plain text
    assert "‘Jonger dan &lt;b&gt;4&lt;/b&gt; &amp; {ouder}’" in values["goal"]
    assert "<li>Risico &lt; 5%?</li>" in values["source_data"]
    tags = {tag for text in values.values() for tag in re.findall(r"</?(\w+)>", str(text))} - {"b"}
    assert tags == {"p", "ul", "li"}


def test_without_characteristics_it_says_so() -> None:
    values = entry_of(make_study(characteristics=[])).as_json()
    assert "Aan de deelnemers zijn geen vragen over henzelf gesteld." in values["source_data"]


@pytest.mark.parametrize(
    ("gain", "verdict"),
    [
        ((0.1, 0.3), "aantoonbaar beter"),
        ((-0.1, 0.3), "niet aantoonbaar beter"),
        ((-0.3, -0.1), "aantoonbaar slechter"),
    ],
)
def test_validation_is_told_as_it_came_out(gain: tuple[float, float], verdict: str) -> None:
    values = entry_of(validation=checked(gain_interval=np.array(gain))).as_json()
    told = "Het model is getoetst met 12.000 antwoorden die bij het berekenen waren achtergehouden. Het voorspelde 48% "
    for key in ("risks", "methods_and_models"):
        assert (
            told + "daarvan precies goed. Wie altijd het meest gegeven antwoord noemt, heeft 35% goed." in values[key]
        )
        assert f"Het model voorspelt {verdict} dan een model met één weging voor iedereen." in values[key]


def test_without_validation_it_claims_nothing() -> None:
    values = entry_of().as_json()
    for key in ("risks", "methods_and_models"):
        assert "Er is niet getoetst hoe goed het model onbekende antwoorden voorspelt." in values[key]
    assert "één weging voor iedereen" not in entry_of(validation=checked()).as_json()["risks"]  # pooled: no rival


@pytest.mark.parametrize("model", get_args(ModelName))
def test_every_model_is_described(model: ModelName) -> None:
    study, facts, fit = real()
    found = Convergence(r_hat=1.004, ess=900.0, worst=(), chains=4, iterations=100)
    values = register_entry(study, facts, replace(fit, model=model, convergence=found, seed=7)).as_json()
    assert re.search(r"<p>Werking: een \S+,? .*keuzemodel voor geordende antwoorden", values["methods_and_models"])
    assert (
        "De berekening is 4 keer los van elkaar gedaan. De uitkomsten komen overeen (R-hat 1,004)."
        in (values["methods_and_models"])
    )
    assert "Startgetal van het toeval: 7." in values["methods_and_models"]


def test_not_converged_is_called_so_and_warned_of() -> None:
    study, facts, fit = real()
    entry = register_entry(study, facts, replace(fit, converged=False))
    for key in ("risks", "methods_and_models"):
        assert "Let op: de berekening is niet goed afgerond." in entry.as_json()[key]
    assert entry.warnings[0].startswith("NOT CONVERGED")


@pytest.mark.parametrize("which", ["panel", "fit"])
def test_simulated_answers_make_an_example(which: str) -> None:
    study, facts, fit = real()
    if which == "panel":
        facts = replace(facts, synthetic=True)
    else:
        fit = replace(fit, synthetic=True)
    entry = register_entry(study, facts, fit, description_short="Eigen tekst.")
    values = entry.as_json()
    assert entry.synthetic
    assert values["name"] == "VOORBEELD, gesimuleerde antwoorden: Virtuele collega adviseert: Wel of niet delen"
    assert values["description_short"] == "VOORBEELD, gesimuleerde antwoorden. Eigen tekst."
    assert "van 40 gesimuleerde deelnemers" in values["goal"]
    assert "door een computer nagebootst en niet door mensen gegeven" in values["source_data"]
    assert marked("name", values["name"]) == values["name"]


def test_long_titles_get_a_shorter_name_and_very_long_ones_are_refused() -> None:
    title = "Mogen wij deze persoonsgegevens ook delen met een andere organisatie? Ja"  # 72 characters
    assert entry_of(make_study(title=title)).as_json()["name"] == f"Virtuele collega: {title}"
    assert entry_of(make_study(title=title + " of nee, en waarom")).as_json()["name"] == title + " of nee, en waarom"
    longest = "Delen " * 60
    with pytest.raises(DataError) as caught:
        entry_of(make_study(title=longest))
    assert str(caught.value) == (
        "register: name: Naam is too long: it has 359 characters. Allowed: fewer than 100. "
        "It is computed from the study: give a shorter text of your own for this key."
    )
    values = entry_of(make_study(title=longest), name="Kort").as_json()
    assert values["name"] == "Kort"
    assert "Delen" not in values["description_short"]


def test_many_criteria_are_counted_instead_of_listed() -> None:
    levels = [{"key": "a", "text": "Ja"}, {"key": "b", "text": "Nee"}]
    criteria = [{"key": f"c{c}", "text": f"Criterium {c}? " * 12, "levels": levels} for c in range(20)]
    _, facts, fit = real()
    many = make_study(criteria=criteria)
    keys = tuple(f"c{c}" for c in range(20))
    fit = replace(fit, criteria=keys, levels=(("a", "b"),) * 20)
    values = register_entry(many, facts, fit).as_json()
    assert "<p>De situaties verschillen op 20 criteria.</p>" in values["source_data"]
    assert "<p>Aantal vragen aan de deelnemers over henzelf: 1.</p>" in values["source_data"]
    assert len(values["source_data"]) < 2500


@pytest.mark.parametrize(
    ("retention", "told"),
    [("P24M", "24 maanden"), ("P1M", "1 maand"), ("P2Y6M", "2 jaar en 6 maanden"), ("P1W", "1 week"),
     ("P1Y2M3D", "1 jaar, 2 maanden en 3 dagen"), ("P30D", "30 dagen")],
)  # fmt: skip
def test_periods(retention: str, told: str) -> None:
    assert period(retention) == told


REFUSED = [
    ({"organization": "x" * 100}, "organization: Organisatie is too long: it has 100 characters. Allowed: fewer than 100"),
    ({"organisation": "x"}, "'organisation' is no field of the register to fill in. Allowed: name, description_short"),
    ({"organisation": "x"}, "Did you mean 'organization'?"),
    ({"lang": "eng"}, "'lang' is no field of the register to fill in"),
    ({"organization": ["x"]}, "organization: Organisatie is not a text. Allowed: one text"),
    ({"status": "In gebruk"}, "Status is 'In gebruk'. Allowed: In gebruik, In ontwikkeling, Buiten gebruik"),
    ({"publication_category": "C"}, "Allowed: Hoog-risico AI-systeem, Impactvolle algoritmes, Overige algoritmes"),
    ({"category": ["Rechten"]}, "category[1]: Thema is 'Rechten'. Allowed: Organisatie en bedrijfsvoering"),
    ({"category": "Recht"}, "category: Thema is not a list. Allowed: a list"),
    ({"category": ["Recht", "Werk", "Wonen", "Zorg en gezondheid"]}, "Thema has 4 values. Allowed: at most 3"),
    ({"begin_date": "2027-13"}, "Begindatum is '2027-13'. Allowed: a year and a month, such as 2027-01"),
    ({"end_date": "2027-01", "status": "In gebruik"}, "Allowed: an Einddatum only with Status 'Buiten gebruik'"),
    ({"website": "http://noorderhaaks.nl"}, "Allowed: a link that starts with https://"),
    ({"website": "https://noorderhaaks.nl/" + "x" * 500}, "Link naar publiekspagina is too long: it has 524 characters"),
    ({"contact_email": "bel ons"}, "Contactgegevens is 'bel ons'. Allowed: one e-mail address, or one link"),
    ({"lawful_basis_grouping": [{"title": "Wet"}]}, "lawful_basis_grouping[1]: this is not a title with a link"),
    ({"lawful_basis_grouping": [{"title": "W" * 100, "link": "https://a.nl"}]}, "the title is too long"),
    ({"impacttoetsen_grouping": [{"title": "DPIA", "link": "a.nl"}]}, "impacttoetsen_grouping[1].link: the link is 'a.nl'"),
    ({"impacttoetsen_grouping": ["DPIA"]}, "this is not a title that may have a link"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "told"), REFUSED)
def test_what_the_register_would_not_take_is_refused_with_what_is_allowed(known: dict[str, Any], told: str) -> None:
    with pytest.raises(DataError) as caught:
        entry_of(**known)
    assert told in str(caught.value)


def test_every_problem_at_once() -> None:
    with pytest.raises(DataError) as caught:
        entry_of(make_study(title="Delen " * 60), status="Soms", begin_date="morgen")
    assert [problem.where for problem in caught.value.problems] == ["status", "begin_date", "name"]


def test_studies_without_dutch_are_refused() -> None:
    study, facts, fit = real()
    with pytest.raises(StudyError, match="the study has no Dutch texts, and the register is Dutch"):
        register_entry(study.model_copy(update={"languages": ("en",)}), facts, fit)


def test_few_participants_are_refused() -> None:
    study, facts, fit = real()
    with pytest.raises(DisclosureError, match="Fewer than 5 participants have answered"):
        register_entry(study, replace(facts, participants=4), fit)


def test_a_fit_of_other_answers_or_another_study_is_refused() -> None:
    study, facts, fit = real()
    with pytest.raises(NotComputedError, match="The fitted model is of other answers than the panel"):
        register_entry(study, replace(facts, data_hash="0" * 64), fit)
    with pytest.raises(NotComputedError, match="of another version of the study"):
        register_entry(study, facts, replace(fit, criteria=("whom", "what")))


def test_organisation_file_with_every_problem_and_its_line(tmp_path: Path) -> None:
    file = tmp_path / "organisation.yaml"
    file.write_text("organization: Gemeente Noorderhaaks\nstatus: Soms\nstatus: In gebruik\ncategory: [Recht, Fiets]\n")
    with pytest.raises(DataError) as caught:
        read_organisation(file)
    assert [(problem.line, problem.where) for problem in caught.value.problems] == [
        (2, "status"), (3, "status"), (4, "category[2]")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"- a\n", "this is not a list of 'key: value' lines"), (b"\xff\xfe", "organisation.yaml:1: this line is not UTF-8 text"),
     (b"a: [", "this is not valid YAML"), (None, "there is no such file")],
)  # fmt: skip
def test_organisation_files_that_cannot_be_read(content: bytes | None, told: str, tmp_path: Path) -> None:
    file = tmp_path / "organisation.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DataError, match=told):
        read_organisation(file)


def test_organisation_file_is_read_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "organisation.yaml"
    file.write_text("begin_date: 2027-01\nstatus:\nprovider: ' Intern ontwikkeld '\n")
    assert read_organisation(file) == {"begin_date": "2027-01", "status": "", "provider": "Intern ontwikkeld"}
    file.write_text("")
    assert read_organisation(file) == {}


def test_entry_is_written_whole_and_the_same_each_time(tmp_path: Path) -> None:
    write_entry(entry_of(), tmp_path / "new" / "a.json")
    write_entry(entry_of(), tmp_path / "new" / "b.json")
    assert (tmp_path / "new" / "a.json").read_bytes() == (tmp_path / "new" / "b.json").read_bytes()


def test_what_is_written_would_be_taken_again_and_as_json_is_a_copy() -> None:
    entry = entry_of()
    values = entry.as_json()
    assert broken_fields({key: values[key] for key in KNOWN_KEYS}) == ()
    values["category"].append("Recht")
    assert entry.as_json()["category"] == []


def test_every_key_to_fill_in_stands_in_the_how_to() -> None:
    text = (Path(__file__).parents[2] / "docs" / "how-to" / "algorithm-register.md").read_text(encoding="utf-8")
    assert [key for key in KNOWN_KEYS if f"`{key}`" not in text] == []
