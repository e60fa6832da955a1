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
    measured, prose, study = material.ground.noise, material.prose, material.study
    if measured is None:
        return []
    blocks = [heading(prose("noise.title")), *map(paragraph, opening(measured, prose))]
    for key in ("variation", "majority"):
        exhibit = material.exhibit(key)
        if exhibit is not None:
            blocks += [finding(exhibit.finding), *shown(material, key, stays=True)]
    for key, content in group_tables(measured, study, prose).items():
        caption = prose("noise.groups", what=study.characteristic(key).name(prose.language))
        blocks.append(_table(content, caption, prose.language, [1, *["auto"] * 7]))
    blocks.append(paragraph(prose("noise.reading")))
    criteria = criteria_table(measured, study, prose)
    if criteria is not None:
        blocks.append(_table(criteria, prose("noise.criteria"), prose.language))
    levels = levels_table(measured, study, prose)
    return [*blocks, _table(levels, prose("noise.where"), prose.language, [0.8, 1, 0.5, "auto", "auto"], texts=2)]


def opening(measured: Noise, prose: Prose) -> list[str]:
    """Return what the section is about, about whom, and what these answers and this model cannot tell."""
    people = measured.everybody.participants
    people_text = prose("noise.people" if measured.whose == "participants" else "noise.people_like", n=people)
    sentences = [f"{prose('noise.opening')} {people_text}", *limits(measured, prose.language)]
    if measured.unexplained is not None:
        share = prose.percent(measured.unexplained.share)
        sentences.append(prose("noise.unexplained", share=share, repeats=measured.repeats))
    return sentences


def limits(measured: Noise, language: Language) -> list[str]:
    """Return the warnings about differences between colleagues alone; those about the fit stand elsewhere."""
    return [say(warning, language) for warning in measured.warnings if code_of(warning).startswith("noise-")]


def _table(
    content: Table, caption: str, language: Language, columns: list[float | str] | None = None, *, texts: int = 1
) -> Block:
    align = ["left"] * texts + ["right"] * (len(content.columns) - texts)
    header = [column.text for column in content.columns]
    return table(header, content.written(language), caption=caption, columns=columns, align=align)  # type: ignore[arg-type]
