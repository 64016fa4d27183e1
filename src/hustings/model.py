"""What a race is made of, apart from any file or product: frozen, without I/O."""

from __future__ import annotations

from dataclasses import dataclass

from hustings.ids import Cycle, DistrictId, RaceId


@dataclass(frozen=True, kw_only=True, slots=True)
class Contestant:
    """A person on a ballot: key in `people`, name for print, party code, marks on the ballot."""

    person: str
    name: str
    party: str
    write_in: bool = False
    incumbent: bool = False
    scattered: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Contest:
    """One vote in a race: its round, whose primary it is (if anybody's), who stood, by votes."""

    race: RaceId
    round: str
    party: str
    contestants: tuple[Contestant, ...]

    @property
    def title(self) -> str:
        words = self.round.replace("-", " ").capitalize()
        return f"{words} ({self.party})" if self.party else words


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """A district number in a span of elections held on the same lines."""

    district: DistrictId
    first: Cycle
    last: Cycle
    map: str
