"""Who answered what: the panel, its counts, import, export, quality flags, simulation."""

from collega.panel.identity import panel_hash
from collega.panel.panel import WITHHELD, Panel
from collega.panel.read import read_panel
from collega.panel.write import answers_frame, participants_frame

__all__ = ["WITHHELD", "Panel", "answers_frame", "panel_hash", "participants_frame", "read_panel"]
