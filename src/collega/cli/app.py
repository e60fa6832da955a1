"""The command ``collega``: one small function per command, all in the same way: parse, call, print."""

from __future__ import annotations

import errno
import gc
import importlib
import re
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

from collega import stopping
from collega.cli.hints import refusal, remember_folder
from collega.cli.output import (
    close_output,
    open_streams,
    print_json,
    problems_json,
    results,
    say,
    show_what_can_be_shown,
    tell_sources,
)
from collega.cli.progress import compile_kernels
from collega.errors import CollegaError, InputError

FAULT_OF_OURS, YOURS_TO_MEND = 1, 2
_REFUSED = {
    errno.ENOSPC: "the disk is full; what was there is unchanged. Make room, and try again",
    errno.EDQUOT: "your part of the disk is full; what was there is unchanged. Make room, and try again",
    errno.EISDIR: "this is a folder, and a file belongs here",
    errno.EEXIST: "this is a file, and a folder belongs here",
    errno.ENOTDIR: "a part of this path is a file, and a folder belongs there",
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "you have no permission for this file or folder",
    errno.EPERM: "you have no permission for this file or folder",
    errno.EROFS: "this disk cannot be written to",
    errno.ENAMETOOLONG: "this name is too long",
}
_OF_A_STREAM = (errno.ENOSPC, errno.EIO, errno.EBADF)  # without the name of a file
# ClickException: typer brings its own click, whose names are private
UsageError = cast(type[typer.BadParameter], typer.BadParameter.__mro__[2])

# as the work goes, each with the module that has it
_MODULES = {
    "new": "preparing",
    "check": "checking",
    "design": "preparing",
    "simulate": "collecting",
    "import": "collecting",
    "export": "collecting",
    "partition": "collecting",
    "fit": "fitting",
    "validate": "validating",
    "insights": "analysis",
    "ask": "analysis",
    "cases": "casebook",
    "noise": "differing",
    "figures": "drawing",
    "report": "reporting",
    "serve": "serving",
    "backup": "operating",
    "restore": "operating",
    "doctor": "operating",
    "demo": "demo",
    "warm": "warming",
}
_READS = ("check", "validate", "insights", "ask", "cases", "noise")  # and writes nothing
_COMPUTES = (
    "design",
    "simulate",
    "import",
    "fit",
    "validate",
    "insights",
    "ask",
    "cases",
    "noise",
    "report",
    "serve",
    "demo",
)
_SHOWN_AS = {
    **dict.fromkeys(("participants", "scenarios", "versions", "repeat", "seed", "seconds"), "NUMBER"),
    "folder": "FOLDER",
    "template": "NAME",
    "kind": "FORMAT",
    "model": "MODEL",
    "coding": "CODING",
    "by": "CHARACTERISTIC",
    "lang": "nl|en",
}
_TYPE = re.compile(r" <[^ ]*>")  # of an argument, in the help
_UNSAID = (
    (re.compile(r"Value error, "), ""),
    (re.compile(r"Input should be a valid integer.*"), "this is not a whole number."),
    (re.compile(r"Input should be a valid number.*"), "this is not a number."),
    (re.compile(r"Input should be greater than or equal to (\S+)"), r"it must be at least \1."),
)


class InOrder(TyperGroup):
    """The commands in the order of the work, with names of values that people understand."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands."""
        return sorted(super().list_commands(ctx), key=list(_MODULES).index)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command; what is asked for is never called after a type of the language."""
        command = super().get_command(ctx, cmd_name)
        for parameter in command.params if command else ():
            if parameter.metavar is None and not getattr(parameter, "is_flag", False):
                of_file = parameter.name != "folder" and "Path" in str(getattr(parameter, "type_descriptor", ""))
                parameter.metavar = "FILE" if of_file else _SHOWN_AS.get(parameter.name or "")
        for name in ("get_usage", "get_help") if command else ():
            setattr(command, name, _plain_help(getattr(command, name)))
        return command


def _plain_help(help_text: Callable[[Any], str]) -> Callable[[Any], str]:
    """Leave out what only programmers read."""

    def plain(ctx: Any) -> str:
        text = re.sub(r"\{(\w+)\}", r"\1", help_text(ctx))
        return _TYPE.sub(lambda match: " " * len(match[0]), text)

    return plain


app = typer.Typer(  # without commands until they are registered, see ``register``
    name="collega",
    cls=InOrder,
    help="Choice experiments on professional judgement: define, design, collect, model, ask the virtual colleague.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Folder = Annotated[Path, typer.Argument(help="The study folder.", show_default=False, callback=remember_folder)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON to stdout and nothing else.")]
MaybeSeed = Annotated[
    int | None, typer.Option(min=0, help="Seed of everything random, by default 1; the same seed, the same result.")
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="Dask workers that do the work: a scheduler's address, local, or local:N processes."
    ),
]
Seed = Annotated[int, typer.Option(min=0, help="Seed of everything random; the same seed gives the same result.")]


def _version(asked: bool) -> None:
    if asked:
        results().print(f"collega {version('collega')}")
        raise typer.Exit


@app.callback()
def _collega(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Choice experiments on professional judgement: define, design, collect, model, ask the virtual colleague."""


def register(words: Sequence[str] = ()) -> None:
    """Import the command that is given; without one, as for help, all: alone it starts a fifth of a second sooner."""
    modules = [_MODULES[word] for word in words[:1] if word in _MODULES]
    gc.disable()  # what is loaded stays: to look for garbage in it takes a fifth of the start
    try:
        for module in modules or _MODULES.values():
            importlib.import_module(f"collega.cli.{module}")
    finally:
        gc.enable()


def run(arguments: list[str] | None) -> int:
    """Run a command, by default the one that was typed; return the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    remember_folder(None)
    open_streams()
    for stream in (sys.stdout, sys.stderr):
        show_what_can_be_shown(stream)

    def command() -> Any:
        register(words)
        if arguments is None:
            gc.freeze()  # nor need Python look through it at the exit
        if arguments is None and words[:1] and words[0] in _COMPUTES and "--help" not in words:
            compile_kernels()
        try:
            result = app(args=words, standalone_mode=False)
        except SystemExit as end:  # typer's way with a closed pipe
            raise BrokenPipeError from end
        sys.stdout.flush()  # what cannot be printed is said here, not by Python at the exit
        return result

    return _run(command, as_json="--json" in words, writes=bool(words) and words[0] not in _READS)


def _outcome(command: Callable[[], Any]) -> Any:
    """Run a command; what a signal made of a library that it came upon, such as a failed import, is a stop too."""
    try:
        return command()
    except stopping.Stopped:
        raise
    except BaseException as error:
        number = stopping.signal_received()
        if number:
            raise stopping.Stopped(number) from error
        raise


def _run(command: Callable[[], Any], *, as_json: bool, writes: bool) -> int:
    try:
        result = _outcome(command)
        code = result if isinstance(result, int) else 0
    except CollegaError as error:
        _print_error(error, as_json=as_json, writes=writes)
        code = YOURS_TO_MEND
    except UsageError as error:
        for pattern, plain in _UNSAID:
            error.message = pattern.sub(plain, error.message)
        if as_json:
            print_json({"error": "UsageError", "message": error.format_message(), "problems": []})
        error.show()
        code = YOURS_TO_MEND
    except (typer.Abort, KeyboardInterrupt):
        say(stopping.sentence(signal.SIGINT))
        code = 128 + signal.SIGINT
    except stopping.Stopped as stopped:
        if as_json:
            print_json({"error": "Stopped", "message": str(stopped), "problems": []})
        say(str(stopped))
        code = stopped.code
    except BrokenPipeError:
        close_output()
        with suppress(OSError):
            say(f"Nobody reads the output any more, so the rest was not printed; {stopping.account()}.")
        code = stopping.CLOSED_OUTPUT
    except OSError as error:
        code = _refused(error, as_json=as_json)
    except BaseException as error:  # also what libraries in Rust raise, which is no Exception
        fault = "This is a fault in Collega, not in your files. Please report it with the lines above."
        if as_json:
            print_json({"error": "Fault", "message": f"{fault} {type(error).__name__}: {error}", "problems": []})
        traceback.print_exc()
        say(fault)
        code = FAULT_OF_OURS
    return code


def _refused(error: OSError, *, as_json: bool) -> int:
    if error.filename is None and error.errno in _OF_A_STREAM:
        close_output()
        say(f"The output could not be printed: {error.strerror or error}; {stopping.account()}.")
        return YOURS_TO_MEND
    message = _plainly(error)
    if as_json:
        print_json({"error": "OSError", "message": message, "problems": []})
    say(message)
    return YOURS_TO_MEND


def _plainly(error: OSError) -> str:
    """Say what the system refuses in the user's words."""
    reason = _REFUSED.get(error.errno or 0) or error.strerror or str(error)
    return f"{error.filename or ''}: {reason}.".removeprefix(": ")


def _print_error(error: CollegaError, *, as_json: bool, writes: bool) -> None:
    problems = error.problems if isinstance(error, InputError) else ()
    sources = error.sources if isinstance(error, InputError) else ()
    if as_json:
        print_json(problems_json(error, sources))
    tell_sources(sources)
    say(refusal(error))
    if len(problems) > 1:
        say(f"{len(problems)} problems{'; nothing was written' * writes}.")
