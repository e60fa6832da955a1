"""The command line: parse, call, print."""

from __future__ import annotations

import sys

from collega import stopping


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; exits 0 when done, 2 where the user can mend it, 1 for a fault of ours.

    Stopped by a signal it exits 128 and the number of the signal: 130 for Ctrl-C, 143 for SIGTERM, 129 for SIGHUP; and
    141 where nobody reads its output any more.
    """
    try:
        if arguments is None:  # a process of its own
            stopping.install()
        from collega.cli.app import run  # slow: whoever is stopped meanwhile says so too

        code = run(arguments)
    except stopping.Stopped as stopped:
        print(stopped, file=sys.stderr)
        code = stopped.code
    sys.exit(code)
