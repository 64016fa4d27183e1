"""The command line: one thin file a command, imported when it is called."""

from __future__ import annotations

import sys

#: Whether this process is the command line and nothing else, and so may be bounded as a whole.
own_process = False


def main() -> None:
    """Run a command; errors go to stderr in a sentence, with the exit code that they carry."""
    global own_process
    from hustings.cli.app import run

    own_process = True
    sys.exit(run(sys.argv[1:]))
