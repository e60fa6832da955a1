"""Who answered what: the panel, its counts, import, export, quality flags, simulation."""

from collega.panel.export import export_panel
from collega.panel.flags import quality_flags
from collega.panel.identity import panel_hash
from collega.panel.importing import import_answers, import_panel
from collega.panel.intake import ImportedPanel
from collega.panel.panel import WITHHELD, Panel
from collega.panel.read import read_panel
from collega.panel.write import answers_frame, participants_frame

__all__ = [
    "WITHHELD",
    "ImportedPanel",
    "Panel",
    "answers_frame",
    "export_panel",
    "import_answers",
    "import_panel",
    "panel_hash",
    "participants_frame",
    "quality_flags",
    "read_panel",
]
