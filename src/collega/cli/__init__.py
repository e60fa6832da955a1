"""The command line: parse, call, print."""

from collega.cli.app import main, register

__all__ = ["main", "register"]
