"""The report as an accessible PDF, in Dutch or English."""

from collega.report.examples import example_cases
from collega.report.write import write_report

__all__ = ["example_cases", "write_report"]
