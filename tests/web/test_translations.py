"""The catalogues of the pages: compiled as they stand, nothing uncertain in them, and no places that grow stale."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import collega

SOURCE = Path(collega.__file__).parent / "web"
FILES = sorted(SOURCE.rglob("locale/nl/LC_MESSAGES/django.po"))


def test_every_slice_that_speaks_has_one() -> None:
    assert len(FILES) >= 6


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).parts[0])
def test_the_compiled_catalogue_says_what_the_text_says(file: Path) -> None:
    with file.open("rb") as source, file.with_suffix(".mo").open("rb") as compiled:
        told, known = read_po(source), gettext.GNUTranslations(compiled)._catalog
    for message in told:
        if not message.id:
            continue
        start = "" if message.context is None else f"{message.context}\x04"
        ids, strings = (message.id, message.string) if message.pluralizable else ((message.id,), (message.string,))
        for number, string in enumerate(strings):
            key = (start + ids[0], number) if message.pluralizable else start + ids[0]
            assert known[key] == string, f"{ids[0]}: run msgfmt -o django.mo django.po"
    assert len([key for key in known if key]) == sum(len(m.string) if m.pluralizable else 1 for m in told if m.id)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(SOURCE).parts[0])
def test_nothing_is_uncertain_and_no_place_is_named(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [
        line for line in lines if line.startswith(("#: ", "#~")) or (line.startswith("#,") and "fuzzy" in line)
    ] == []


def test_one_text_has_one_translation_wherever_it_stands() -> None:
    """Django puts all catalogues together: of two translations of one text, pages of the other slice get the wrong one."""
    known: dict[tuple[str | None, str], dict[str, str]] = {}
    for file in FILES:
        with file.open("rb") as source:
            for message in read_po(source):
                if message.id and not message.pluralizable:
                    slices = known.setdefault((message.context, message.id), {})
                    slices[file.relative_to(SOURCE).parts[0]] = str(message.string)
    assert {key: slices for key, slices in known.items() if len(set(slices.values())) > 1} == {}
