"""The command line: parse, call, print."""

from collega.cli import analysis, collecting, preparing
from collega.cli.app import app, main

__all__ = ["analysis", "app", "collecting", "main", "preparing"]
