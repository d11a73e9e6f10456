"""The command line's outer edge: turns every result and failure into a message and one of five exit codes."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence

import click

from reestr import __version__, wording
from reestr.registry.errors import ReestrError
from reestr.wording.plain_text import visible

FINE, WRONG_DATA, WRONG_USAGE, OUR_FAILURE, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `reestr` and exit: 0 success, 1 the data is wrong, 2 wrong usage, 3 internal failure, 130 interrupted."""
    _make_streams_safe()
    # SIGTERM is treated like Ctrl+C, so that an unfinished build is removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run `reestr` with the given arguments (by default the process's) and return the exit code."""
    from reestr.cli import app, russian

    output = sys.stdout
    try:
        result = app.reestr.main(
            args=None if arguments is None else list(arguments), prog_name="reestr", standalone_mode=False
        )
        # Buffered output may meet a closed pipe only here.
        sys.stdout.flush()
        return result if isinstance(result, int) else FINE
    except click.UsageError as error:
        _say(wording.text("cli.errors.usage", message=russian.usage_message(error)))
        _say(wording.text("cli.errors.see-help", command=error.ctx.command_path if error.ctx else "reestr"))
        return WRONG_USAGE
    except click.ClickException as error:
        _say(wording.text("cli.errors.usage", message=error.format_message()))
        return WRONG_USAGE
    except (KeyboardInterrupt, click.Abort):
        _say(wording.text("cli.errors.interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        return _unread()
    except ReestrError as error:
        return _git_failed(error)
    except SystemExit as stop:
        # click exits by itself after shell completion, and if a pipe closes: then it has replaced standard output.
        if sys.stdout is not output:
            return FINE
        return stop.code if isinstance(stop.code, int) else FINE
    except OSError as error:
        reason = error.strerror or error
        known = error.filename is not None
        _say(
            wording.text("cli.errors.system", file=error.filename, reason=reason)
            if known
            else wording.text("cli.errors.output", reason=reason)
        )
        return WRONG_USAGE
    except Exception as error:
        _report(error)
        return OUR_FAILURE


def _git_failed(error: ReestrError) -> int:
    """Say why Git failed; any other error of ours should have been caught by its command."""
    # Imported late: few commands read Git.
    from reestr.history.git import GitFailedError

    if not isinstance(error, GitFailedError):
        _report(error)
        return OUR_FAILURE
    _say(wording.text("cli.errors.git", reason=error))
    return WRONG_USAGE


def _unread() -> int:
    """Stop writing to a reader (`| head`) that closed the pipe: that is no error, and Python must not report one at
    exit.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINE


def _report(error: Exception) -> None:
    if os.environ.get("REESTR_DEBUG"):
        traceback.print_exception(error)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"
    _say(wording.text("cli.errors.failure", kind=type(error).__name__, place=place, version=__version__))


def _say(text: str) -> None:
    """Print a message for the user with hidden terminal commands made visible; if printing fails, only the exit code
    remains.
    """
    with contextlib.suppress(OSError):
        click.echo("\n".join(map(visible, text.split("\n"))), err=True)


def _make_streams_safe() -> None:
    """Make streams safe: a closed stream accepts output, and letters that the encoding lacks are written as escapes."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Python must not complain at exit about an unclosed stream.
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
