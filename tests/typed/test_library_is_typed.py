"""Whoever uses ``import collega`` gets types: mypy finds every name, and no Any, in a small script."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import collega

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOURCE = Path(collega.__file__).parent


def mypy(script: Path, tmp_path: Path) -> str:
    """What mypy says of a script of somebody else, in its strictest form."""
    command = [sys.executable, "-m", "mypy", "--config-file", os.devnull, "--cache-dir", str(tmp_path / "cache"),
               "--strict", "--disallow-any-expr", "--follow-imports=silent", str(script)]  # fmt: skip
    environment = os.environ | {"MYPYPATH": str(SOURCE.parent)}
    return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False).stdout


@pytest.mark.slow
def test_a_script_has_no_any_and_a_wrong_call_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        "import collega\n\ncollega.load_study(1)\ncollega.no_such_thing()\nreveal_type(collega.estimate)\n"
    )
    assert "Success" in mypy(HERE / "user_script.py", tmp_path)
    told = mypy(wrong, tmp_path)
    assert 'Argument 1 to "load_study" has incompatible type "int"' in told
    assert 'Module has no attribute "no_such_thing"' in told
    assert re.search(r"Revealed type is .*collega\.model\.fit\.Fit", told)


def test_type_checkers_see_every_name_that_there_is() -> None:
    text = (SOURCE / "__init__.py").read_text()
    imports = re.findall(r"from (collega[.\w]*) import (\w+) as \2\n", text)
    seen = {name: module for module, name in imports}
    assert sorted(seen) == collega.__all__
    for name, module in seen.items():
        assert getattr(importlib.import_module(module), name) is getattr(collega, name)


def test_the_wheel_says_that_it_is_typed() -> None:
    assert (SOURCE / "py.typed").is_file()
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert packages["packages"] == ["src/collega"]
