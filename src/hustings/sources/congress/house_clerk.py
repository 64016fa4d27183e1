"""One roll call of the House as its clerk publishes it (rollcall-vote, vote.dtd)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.errors import SourceError
from hustings.sources.checked import Fields, Unreadable, refuse_unknown, scope_number
from hustings.sources.congress import call_xml
from hustings.sources.congress.rollcall import Cast, RollCall, Voter
from hustings.sources.congress.voteview_rollcalls import bill_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

ROOT: Final = "rollcall-vote"
_TOTALS: Final = "vote-totals/totals-by-candidate"


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Events of the file, one roll call. Raises SourceError for XML that is none."""
    root = call_xml.root_of(file, ROOT, "a roll call of the House's clerk")
    top, votes = root.find("vote-metadata"), root.find("vote-data")
    if top is None or votes is None:
        raise SourceError(
            "it is a roll call without <vote-metadata> and <vote-data>.", where=file.path
        )
    refuse_unknown(file, page, (one.tag for one in top))
    named = {part: scope_number(file, scope, part) for part in ("year", "number")}
    return call_xml.events(file, page, lambda: _call(top, votes, page), named)


def _call(top: Element, votes: Element, page: Page) -> RollCall:
    told = call_xml.fields(top)
    congress = told.whole("congress")
    kind = told.maybe(Fields.text, "vote-type")
    written = told.maybe(Fields.text, "legis-num")
    return RollCall(
        congress=congress,
        chamber="House",
        year=2 * congress + 1786 + told.choice("session", page.options["sessions"]),
        number=told.whole("rollcall-num"),
        day=call_xml.day(told.text("action-date"), "%d-%b-%Y"),
        quorum=bool({kind, written} & set(page.options["quorum"])),
        told={
            "time": told.maybe(Fields.text, "action-time"),
            "question": told.maybe(Fields.text, "vote-question"),
            "kind": kind,
            "subject": told.maybe(Fields.text, "vote-desc"),
            "bill": bill_of(congress, written) if written else None,
            "amendment": told.maybe(Fields.text, "amendment-num"),
            "result": told.maybe(Fields.text, "vote-result"),
        },
        cast=tuple(_cast(votes)),
        elects=top.find(_TOTALS) is not None,
    )


def _cast(votes: Element) -> Iterator[Cast]:
    for one in votes:
        who = one.find("legislator")
        if one.tag != "recorded-vote" or who is None:
            raise Unreadable(f"<{one.tag[:60]}> is no vote of a legislator")
        told = Fields({**who.attrib, "name": who.text, "vote": one.findtext("vote")})
        yield (
            told.text("vote"),
            Voter(
                id=told.text("name-id"),
                party=told.maybe(Fields.text, "party"),
                state=told.maybe(Fields.text, "state"),
                name=told.maybe(Fields.text, "name"),
            ),
        )
