"""Members of one Congress with their ideal points, from Voteview's CSV, the President included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.errors import SourceError
from hustings.ids import looks_like
from hustings.sources.checked import Fields, Rows, Unreadable, csv_events, scope_number, shown
from hustings.sources.districts.lines import cycle_of_congress, seat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

PRESIDENT: Final = "President"


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Events of the CSV, one member a line. Raises SourceError for a scope that makes no sense."""
    chambers = page.options["chambers"].get(scope["chamber"])
    if chambers is None:
        raise SourceError(
            f"chamber {scope['chamber']!r} is none.",
            where=file.path,
            next_step="Load it with --scope chamber=H, S or HS.",
        )
    allowed = {PRESIDENT, *chambers}
    congress = scope_number(file, scope, "congress")
    return csv_events(file, page, lambda member: _rows(member, page, congress, allowed))


def _rows(member: Fields, page: Page, congress: int, allowed: set[str]) -> Rows:
    if member.whole("congress") != congress:
        raise Unreadable(f"it is of Congress {member.whole('congress')}, the file of {congress}")
    chamber = member.text("chamber")
    if chamber not in allowed:
        raise Unreadable(f"chamber {shown(chamber)} is none of {', '.join(sorted(allowed))}")
    state = member.text("state_abbrev")
    district = None
    if chamber == "House":
        number = member.whole("district_code")
        district = seat(state, number, cycle_of_congress(congress))
    party = str(member.whole("party_code"))
    bioguide = member.maybe(Fields.text, "bioguide_id")
    if bioguide is not None and not looks_like("bioguide", bioguide):
        raise Unreadable(f"bioguide_id {shown(bioguide)} is not a Bioguide id")
    row = {
        "congress": congress,
        "chamber": chamber,
        "icpsr": str(member.whole("icpsr")),
        "bioguide": bioguide,
        "name": member.text("bioname"),
        "state": None if chamber == PRESIDENT else state,
        "district": district,
        "party": page.options["parties"].get(party, party),
        "born": member.maybe(Fields.whole, "born"),
        "died": member.maybe(Fields.whole, "died"),
        "nominate_dim1": member.maybe(Fields.number, "nominate_dim1"),
        "nominate_dim2": member.maybe(Fields.number, "nominate_dim2"),
        "nominate_votes": member.maybe(Fields.whole, "nominate_number_of_votes"),
        "nominate_errors": member.maybe(Fields.whole, "nominate_number_of_errors"),
        "nokken_poole_dim1": member.maybe(Fields.number, "nokken_poole_dim1"),
        "nokken_poole_dim2": member.maybe(Fields.number, "nokken_poole_dim2"),
    }
    return [("members", row)]
