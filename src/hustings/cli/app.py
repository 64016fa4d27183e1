"""The group of commands: found by name, loaded when used, so that --help is quick."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Sequence

import click

from hustings.errors import HustingsError, RequestError, quoted
from hustings.version import VERSION

#: Command → what it does, in the order of the help. Each is in a module of its own name.
COMMANDS = {
    "race": "The dossier of a race: rounds, money, history, member, district.",
    "money": "The money of a race in depth: sources, PACs, outside spending, over time.",
    "follow": "Where a committee's or network's money came from and where it went.",
    "count": "How a count moved, and what may come of it.",
    "members": "Members by a score: progressive, unity, ideal point, …",
    "member": "A member's votes, places, bills and committees.",
    "vote": "A roll call: how parties and members voted.",
    "bill": "A bill: who stands behind it since when, how far it got, its votes.",
    "compare": "Two members: how often they agree, where they differed, who joined first.",
    "check": "The claims of an article against the record.",
    "figure": "One figure with its definition, sources and SQL.",
    "measures": "All measures, or the definition of one.",
    "committee": "Who is behind a committee: kind, network, industry, totals.",
    "filing": "The summary of one electronic filing (.fec), or its export.",
    "donors": "Who gave: people resolved across spellings, most first.",
    "simulate": "What might happen: chances from polls or past contests.",
    "tabulate": "Who wins or advances in a file of returns or ballots, and why.",
    "load": "Load files, folders or a plan into the record.",
    "fetch": "Download official files and load them.",
    "record": "What is in the record, as of when, what was rejected.",
    "sql": "Run a read-only SQL statement over the record.",
}


class Commands(click.Group):
    """Commands by name from `COMMANDS`; a module is imported only when its command runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"hustings.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else " See: hustings --help"
            raise RequestError(f"there is no command {quoted(args[0])}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, prog_name="hustings")
@click.option(
    "--record",
    "record_folder",
    metavar="DIR",
    help="The record to use (or HUSTINGS_RECORD; by default in your data folder).",
)
@click.pass_context
def app(ctx: click.Context, record_folder: str | None) -> None:
    """The public record of a U.S. congressional race on one desk.

    Every number carries the rows, the definition and the SQL it was made of. With no record yet,
    the embedded sample (California's 34th district) answers.

    Try: hustings race CA-34
    """
    ctx.obj = record_folder


def run(arguments: Sequence[str]) -> int:
    """Run the command line; the exit code. Problems are one or two sentences on stderr."""
    try:
        result = app.main(args=list(arguments), prog_name="hustings", standalone_mode=False)
        sys.stdout.flush()
    except HustingsError as problem:
        return _told(str(problem), problem.exit_code)
    except click.exceptions.NoArgsIsHelpError as problem:
        click.echo(problem.ctx.get_help() if problem.ctx else "")
        return 0
    except click.UsageError as problem:
        return _told(_usage(problem), 2)
    except click.ClickException as problem:
        return _told(problem.format_message(), 2)
    except click.exceptions.Abort:
        return _told("Stopped.", 130)
    except BrokenPipeError:
        return _unread()
    except SystemExit as stop:
        # So click ends when the reader of a pipe has gone.
        return _unread() if stop.code == 1 else _code(stop.code)
    except KeyboardInterrupt:
        return _told("Stopped. The record is whole.", 130)
    except MemoryError:
        return _told(
            "there is not enough memory for this. The record is whole; free some and try again.", 1
        )
    except Exception as problem:
        if os.environ.get("HUSTINGS_DEBUG"):
            raise
        return _told(
            f"A fault of Hustings itself: {type(problem).__name__}: {problem}. "
            "Please report it; HUSTINGS_DEBUG=1 shows where it was.",
            1,
        )
    return _code(result)


def _code(result: object) -> int:
    return result if isinstance(result, int) else 0


def _usage(problem: click.UsageError) -> str:
    """What click says of a wrong option or argument, with where to read on."""
    said = problem.format_message().rstrip()
    command = problem.ctx.command_path if problem.ctx else "hustings"
    return f"{said if said.endswith(('.', '?')) else f'{said}.'} See: {command} --help"


def _unread() -> int:
    """The reader has gone (as with `| head`): nothing is wrong, and Python need not complain."""
    if sys.__stdout__ is not None:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())
    return 0


def _told(sentence: str, code: int) -> int:
    """One line on stderr; what does not print (from a file's name, say) is spelt out."""
    line = " ".join(sentence.split())
    plain = "".join(one if one.isprintable() else repr(one)[1:-1] for one in line)
    click.echo(f"hustings: {plain}", err=True)
    return code
