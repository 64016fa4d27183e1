"""Every error of Hustings: one base, one sentence that says where, what, and what to do next.

Each class carries the exit code of the command line: 2 the request is wrong, 3 the record has no
data for it, 1 a fault of ours. A command prints `str(error)` to stderr and never a traceback.
"""

from __future__ import annotations

#: How much of what was given is said again in a message.
MOST_SHOWN = 80


def quoted(given: object) -> str:
    """What was given, as a message says it again: in quotes, control characters spelt, cut short."""
    text = str(given)
    return repr(text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…")


class HustingsError(Exception):
    """A problem that a person can act on.

    `what` is the sentence that says what is wrong; `where` names the file, line or parameter it
    was met at; `next_step` says what to do. The three are joined for printing.
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(what)

    def __str__(self) -> str:
        said = f"{self.where}: {self.what}" if self.where else self.what
        return f"{said} {self.next_step}" if self.next_step else said


class RequestError(HustingsError):
    """What was asked for makes no sense: an unknown race, a bad date, a missing parameter."""


class UnknownName(RequestError):
    """A name fits nobody, or more than one: the message lists who it could be."""


class SourceError(HustingsError):
    """A file cannot be read as its source's format says; nothing of it was loaded."""


class Refused(SourceError):
    """A file that looks like data and must not be taken for it, such as a dry run's votes.

    In a folder this is no failure: the file is named with the reason and passed over.
    """


class RecordError(HustingsError):
    """The record itself cannot be opened, locked or written."""


class FetchError(HustingsError):
    """A download did not succeed; what had arrived is kept for resuming."""


class NoData(HustingsError):
    """The request is right and the record has nothing to answer it with."""

    exit_code = 3


class Fault(HustingsError):
    """Something is broken in Hustings itself."""

    exit_code = 1
