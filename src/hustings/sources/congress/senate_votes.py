"""One roll call of the Senate as its secretary publishes it (roll_call_vote)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.errors import SourceError
from hustings.sources.checked import Fields, Unreadable, refuse_unknown, scope_number
from hustings.sources.congress import call_xml
from hustings.sources.congress.bill import bill_id
from hustings.sources.congress.rollcall import Cast, RollCall, Voter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

ROOT: Final = "roll_call_vote"


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Events of the file, one roll call. Raises SourceError for XML that is none."""
    root = call_xml.root_of(file, ROOT, "a roll call of the Senate")
    members = root.find("members")
    if members is None:
        raise SourceError("it is a roll call without <members>.", where=file.path)
    refuse_unknown(file, page, (one.tag for one in root))
    named = {part: scope_number(file, scope, part) for part in ("congress", "number")}
    named["year"] = 2 * named["congress"] + 1786 + scope_number(file, scope, "session")
    return call_xml.events(file, page, lambda: _call(root, members, page), named)


def _call(root: Element, members: Element, page: Page) -> RollCall:
    told = call_xml.fields(root)
    congress = told.whole("congress")
    date, _, time = told.text("vote_date").rpartition(",")
    amendment = root.findtext("amendment/amendment_number")
    return RollCall(
        congress=congress,
        chamber="Senate",
        year=2 * congress + 1786 + told.whole("session"),
        number=told.whole("vote_number"),
        day=call_xml.day(" ".join(date.split()), "%B %d, %Y"),
        quorum=False,
        told={
            "time": time.strip() or None,
            "question": told.maybe(Fields.text, "vote_question_text"),
            "kind": told.maybe(Fields.text, "question"),
            "subject": told.maybe(Fields.text, "vote_document_text"),
            "bill": _bill(root, congress, page),
            "amendment": Fields({"amendment": amendment}).maybe(Fields.text, "amendment"),
            "requires": told.maybe(Fields.text, "majority_requirement"),
            "result": told.maybe(Fields.text, "vote_result"),
        },
        cast=tuple(_cast(members)),
        elects=False,
    )


def _bill(root: Element, congress: int, page: Page) -> str | None:
    """The bill of the document; nominations (PN) and treaties are none."""
    document = root.find("document")
    if document is None:
        return None
    told = call_xml.fields(document)
    kind = page.options["kinds"].get(told.maybe(Fields.text, "document_type") or "")
    if kind is None:
        return None
    of = told.maybe(Fields.whole, "document_congress") or congress
    return bill_id(of, kind, told.whole("document_number"))


def _cast(members: Element) -> Iterator[Cast]:
    for one in members:
        if one.tag != "member":
            raise Unreadable(f"<{one.tag[:60]}> is no vote of a member")
        told = call_xml.fields(one)
        yield (
            told.text("vote_cast"),
            Voter(
                id=told.text("lis_member_id"),
                party=told.maybe(Fields.text, "party"),
                state=told.maybe(Fields.text, "state"),
                name=told.maybe(Fields.text, "member_full"),
            ),
        )
