"""The command line: one thin file a command, imported when it is called."""

from __future__ import annotations

import sys


def main() -> None:
    """Run a command; errors go to stderr in a sentence, with the exit code that they carry."""
    from hustings.cli.app import run

    sys.exit(run(sys.argv[1:]))
