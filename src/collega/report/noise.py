"""The section on how much colleagues differ."""

from __future__ import annotations

from collega.exhibits import Table, criteria_table, group_tables, levels_table
from collega.messages import code_of, say
from collega.noise.noise import Noise
from collega.prose import Prose
from collega.report.blocks import Block, finding, heading, paragraph, table
from collega.report.material import Material
from collega.report.results import shown
from collega.study.text import Language


def noise(material: Material) -> list[Block]:
    """Return what differences are made of, how many colleagues to ask, and where people differ most."""
    found, prose, study = material.ground.noise, material.prose, material.study
    if found is None:
        return []
    blocks = [heading(prose("noise.title")), *map(paragraph, opening(found, prose))]
    for key in ("variation", "majority"):
        exhibit = material.exhibit(key)
        if exhibit is not None:
            blocks += [finding(exhibit.finding), *shown(material, key, stays=True)]
    for key, some in group_tables(found, study, prose).items():
        what = prose("noise.groups", what=study.characteristic(key).name(prose.language))
        blocks.append(_table(some, what, prose.language, [1, *["auto"] * 7]))
    blocks.append(paragraph(prose("noise.reading")))
    criteria = criteria_table(found, study, prose)
    if criteria is not None:
        blocks.append(_table(criteria, prose("noise.criteria"), prose.language))
    where = levels_table(found, study, prose)
    return [*blocks, _table(where, prose("noise.where"), prose.language, [0.8, 1, 0.5, "auto", "auto"], texts=2)]


def opening(found: Noise, prose: Prose) -> list[str]:
    """Return what the section is about, about whom, and what these answers and this model cannot tell."""
    people = found.everybody.participants
    whose = prose("noise.people" if found.whose == "participants" else "noise.people_like", n=people)
    sentences = [f"{prose('noise.opening')} {whose}", *limits(found, prose.language)]
    if found.unexplained is not None:
        share = prose.percent(found.unexplained.share)
        sentences.append(prose("noise.unexplained", share=share, repeats=found.repeats))
    return sentences


def limits(found: Noise, language: Language) -> list[str]:
    """Return the warnings about differences between colleagues alone; those about the fit stand elsewhere."""
    return [say(warning, language) for warning in found.warnings if code_of(warning).startswith("noise-")]


def _table(
    some: Table, caption: str, language: Language, columns: list[float | str] | None = None, *, texts: int = 1
) -> Block:
    align = ["left"] * texts + ["right"] * (len(some.columns) - texts)
    header = [column.text for column in some.columns]
    return table(header, some.written(language), caption=caption, columns=columns, align=align)  # type: ignore[arg-type]
