"""The site of these pages: ``make docs`` builds it, without a network, into ``docs/_build/html``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pygments.lexers.special import TextLexer
from running import run_page

project = "Collega"
copyright = "the Collega developers, EUPL-1.2"  # noqa: A001  -- Sphinx's name
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "pictures"]
myst_heading_anchors = 4
myst_enable_extensions = ["dollarmath"]
napoleon_google_docstring = False
autodoc_typehints = "none"  # the docstrings give shapes and units too
autodoc_member_order = "bysource"
html_theme = "furo"
html_title = "Collega"
html_extra_path: list[str] = []
suppress_warnings = ["myst.header"]


def setup(app) -> None:  # type: ignore[no-untyped-def]  # noqa: D103
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", run_page)
