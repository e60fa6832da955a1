"""Every figure of a study, defined once: title, chart, finding, table and file name for every door."""

from collega.exhibits.contrast import contrast_key, groups_in
from collega.exhibits.exhibit import ALL_DOORS, Door, Exhibit, file_name, group_of
from collega.exhibits.ground import Ground, ground_of_panel, positive_share
from collega.exhibits.noise_tables import criteria_table, group_tables, levels_table, scenarios_table
from collega.exhibits.registry import (
    exhibit_caption,
    exhibit_keys,
    exhibit_title,
    in_order,
    make_exhibit,
    make_exhibits,
)
from collega.exhibits.table import Column, Layout, Named, Table, harmless, written

__all__ = [
    "ALL_DOORS",
    "Column",
    "Door",
    "Exhibit",
    "Ground",
    "Layout",
    "Named",
    "Table",
    "contrast_key",
    "criteria_table",
    "exhibit_caption",
    "exhibit_keys",
    "exhibit_title",
    "file_name",
    "ground_of_panel",
    "group_of",
    "group_tables",
    "groups_in",
    "harmless",
    "in_order",
    "levels_table",
    "make_exhibit",
    "make_exhibits",
    "positive_share",
    "scenarios_table",
    "written",
]
