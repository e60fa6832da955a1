"""``collega validate``, and what ``fit`` says of the model that it chose."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "wine"


@pytest.fixture
def wine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "wine"
    folder.mkdir()
    shutil.copy(EXAMPLE / "study.yaml", folder)
    code, *_ = run(
        capsys, "import", folder, "--answers", EXAMPLE / "ratings.csv", "--scenarios", EXAMPLE / "scenarios.csv",
        "--map", EXAMPLE / "mapping.yaml",
    )  # fmt: skip
    assert code == 0
    return folder


def test_fit_tells_which_model_and_why_whatever_the_seed(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "fit", wine)
    assert code == 0
    assert "Why the mixed model: With 9 participants it can hardly be learned" in " ".join(out.split())
    for seed in (1, 5):
        told = json.loads(run(capsys, "fit", wine, "--seed", seed, "--json")[1])
        assert told["model"] == "mixed"
        assert told["model_reason"].startswith("With 9 participants")


def test_a_named_model_wins_and_is_not_explained(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "fit", wine, "--model", "pooled")
    assert "Pooled fit" in out
    assert "Why the" not in out
    told = json.loads(run(capsys, "fit", wine, "--model", "pooled", "--json")[1])
    assert told["model_reason"] == "This model was asked for by name."


def test_validate_compares_all_on_the_same_answers(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "fit", wine)
    code, out, _ = run(capsys, "validate", wine, "--json")
    assert code == 0
    told = json.loads(out)
    comparison = told["comparison"]
    assert comparison["best"] == "mixed"
    names = [one["name"] for one in comparison["predictors"]]
    assert set(names) == {"hierarchical", "mixed", "pooled", "multinomial", "personal", "frequencies"}
    assert told["log_loss"]["mixed"] == pytest.approx(1.2099, abs=1e-4)  # of seed 1
    assert (told["synthetic"], comparison["personal_wins"], comparison["stack"]["worthwhile"]) == (False, False, False)
    code, out, _ = run(capsys, "validate", wine)
    assert code == 0
    assert "72 held-out answers, from 5 of 5 folds; the model in use is mixed." in out
    assert "a person's own frequencies" in out
    assert "A mixture of all predicts no better than the best of them" in out


def test_validate_needs_a_fit(wine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "validate", wine)
    assert code == 2
    assert "collega fit" in err
