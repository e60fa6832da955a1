"""The command report, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from collega.folder import StudyFolder
from collega.study import dump_study
from tests.cli.running import run
from tests.report import made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    study = made.small()
    target = StudyFolder(tmp_path / "study")
    target.create(dump_study(study.study))
    target.write_panel(study.panel, seed=1)
    target.write_fit(study.fit)
    return target.path


def test_json_alone_on_stdout_and_the_file_named_after_the_language(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "report", folder, "--lang", "en", "--json")
    told: dict[str, Any] = json.loads(out)
    assert code == 0
    assert told == {
        "file": str(folder / "report-en.pdf"),
        "language": "en",
        "synthetic": True,
        "substitutes": [],
        "warnings": [],
        "warning_codes": [],
    }
    assert "Everything in it is synthetic, and marked so." in err
    text = made.text_of(PdfReader(folder / "report-en.pdf"))
    assert "Example 1" in text
    assert "Example 2" in text


def test_first_language_of_the_study_and_a_place_of_ones_own(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "new" / "mine.pdf"
    code, out, _ = run(capsys, "report", folder, "-o", target)
    assert (code, out) == (0, "")
    assert "Samenvatting" in made.text_of(PdfReader(target))


def test_without_a_fit_it_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "model.json").unlink()
    code, _, err = run(capsys, "report", folder)
    assert code == 2
    assert "has no fitted model yet. Make one: collega fit" in err


def test_unknown_language_names_the_allowed_ones(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "report", folder, "--lang", "fr")
    assert code == 2
    assert "nl" in err
    assert "en" in err


def test_register_entry_beside_the_report(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = tmp_path / "organisation.yaml"
    facts.write_text("organization: Gemeente Noorderhaaks\nstatus: In ontwikkeling\n", encoding="utf-8")
    target = tmp_path / "register.json"
    code, out, err = run(capsys, "report", folder, "--register", target, "--organisation", facts, "--json")
    told, entry = json.loads(out), json.loads(target.read_text(encoding="utf-8"))
    assert code == 0
    assert told["file"] == str(folder / "report-nl.pdf")
    assert told["register"]["file"] == str(target)
    assert told["register"]["missing"][:2] == ["contact_email", "publication_category"]
    assert told["register"]["to_review"] == ["proportionality", "human_intervention", "risks"]
    assert entry["organization"] == "Gemeente Noorderhaaks"
    assert "Het model is getoetst met" in entry["risks"]
    assert "It is an example, and marked so: do not publish it." in err
    assert "Fill in, with --organisation FILE.yaml: contact_email, publication_category" in err
    assert "Also empty: category, lawful_basis_grouping" in err
    assert "Add how your organisation itself weighs and works to: proportionality" in err


def test_wrong_organisation_file_writes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = tmp_path / "organisation.yaml"
    facts.write_text("status: Soms\n", encoding="utf-8")
    code, _, err = run(capsys, "report", folder, "--register", tmp_path / "r.json", "--organisation", facts)
    assert code == 2
    assert "organisation.yaml:1: status: Status is 'Soms'. Allowed: In gebruik, In ontwikkeling" in err
    assert not (tmp_path / "r.json").exists()
    assert not (folder / "report-nl.pdf").exists()


def test_organisation_alone_names_the_option_it_belongs_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "report", folder, "--organisation", folder / "o.yaml")
    assert code == 2
    assert "give --register FILE.json as well" in err


def test_signs_that_no_font_has_are_named_by_check_and_by_report(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLLEGA_FONTS", str(tmp_path))
    definition = folder / "study.yaml"
    text = definition.read_text(encoding="utf-8")
    definition.write_text(text.replace("I would share.", "I would share 漢."), encoding="utf-8")
    told = "Warning: statement.en: the report has no font for 漢 (U+6F22), and shows □ instead"
    for command in ("check", "report"):
        code, _, err = run(capsys, command, folder, *(["--lang", "en"] if command == "report" else []))
        assert code == 0
        assert told in err
        _, out, _ = run(capsys, command, folder, "--json")
        assert json.loads(out)["substitutes"] == [{"where": ["statement.en"], "signs": ["漢"]}]
    assert "I would share □." in made.text_of(PdfReader(folder / "report-en.pdf"))
