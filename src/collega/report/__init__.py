"""The report as an accessible PDF, in Dutch or English, and the entry for the Dutch algorithm register."""

from collega.report.examples import example_cases
from collega.report.publication_standard import Known
from collega.report.register import RegisterEntry, panel_facts, read_organisation, register_entry, write_entry
from collega.report.register_texts import PanelFacts
from collega.report.write import validated, write_report

__all__ = [
    "Known",
    "PanelFacts",
    "RegisterEntry",
    "example_cases",
    "panel_facts",
    "read_organisation",
    "register_entry",
    "validated",
    "write_entry",
    "write_report",
]
