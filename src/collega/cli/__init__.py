"""The command line: parse, call, print."""

from collega.cli.app import app, main, register

__all__ = ["app", "main", "register"]
