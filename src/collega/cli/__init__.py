"""The command line: parse, call, print."""

from collega.cli import analysis, collecting, demo, fitting, preparing, reporting, serving
from collega.cli.app import app, main

__all__ = ["analysis", "app", "collecting", "demo", "fitting", "main", "preparing", "reporting", "serving"]
