"""An organisation's style sheet: checked at the start, so that a wrong name breaks no page later. Needs no Django."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path


def theme_problem(name: str, data: Path) -> str | None:
    """Return what is wrong with the name of a theme, and what to do; None where it is right, or no theme is asked for.

    Parameters
    ----------
    name : str
        ``COLLEGA_THEME``.
    data : Path
        ``COLLEGA_DATA``; themes are in its folder ``theme``.
    """
    folder = data / "theme"
    sheets = _style_sheets(folder)
    if not name or name in sheets:
        return None
    close = get_close_matches(name, sheets, n=1)
    problem = f"the style sheets there are: {', '.join(sheets)}." if sheets else _nothing(folder)
    guess = f" Did you mean {close[0]}?" if close else ""
    return (
        f"COLLEGA_THEME is '{name}', but there is no style sheet of that name in {folder}; {problem}{guess} Set "
        "COLLEGA_THEME to the name of a .css file in that folder, put the file there, or leave COLLEGA_THEME out "
        "(docs/how-to/run-the-site.md)."
    )


def _style_sheets(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.css") if file.is_file())


def _nothing(folder: Path) -> str:
    return "that folder has no style sheets." if folder.is_dir() else "that folder does not exist."
