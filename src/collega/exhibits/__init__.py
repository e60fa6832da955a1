"""Every figure of a study, defined once: title, chart, finding, table and file name for every door."""

from collega.exhibits.exhibit import ALL_DOORS, Door, Exhibit, group_of
from collega.exhibits.ground import Ground, positive_share
from collega.exhibits.registry import (
    exhibit_caption,
    exhibit_keys,
    exhibit_title,
    in_order,
    make_exhibit,
    make_exhibits,
)
from collega.exhibits.table import Column, Named, Table, harmless, written

__all__ = [
    "ALL_DOORS",
    "Column",
    "Door",
    "Exhibit",
    "Ground",
    "Named",
    "Table",
    "exhibit_caption",
    "exhibit_keys",
    "exhibit_title",
    "group_of",
    "harmless",
    "in_order",
    "make_exhibit",
    "make_exhibits",
    "positive_share",
    "written",
]
