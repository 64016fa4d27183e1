"""A small record in which money can be followed: givers, gifts, transfers, outside spending.

The truth of the outside spending is tests.outside_world's; the rest is written here, row by row.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from hustings.record import Record
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from hustings.record.view import View
from tests.outside_world import CYCLE, SPENDERS, World, world

SPENDER = "C00990001"
HOUSE = "H4CA34991"
OTHER = "H4CA34995"
#: Individuals who gave the spender: name and dollars; the last gift was given back in part.
GIVERS = [(f"GIVER{chr(65 + place)}, ANNE", 1_000_000 // (place + 1)) for place in range(20)]
COMPANY = ("A COMPANY OF SOME SIZE WITH A VERY LONG NAME INDEED LLC", 750_000)
REFUND = ("GIVERA, ANNE", 250_000)
#: Committees that gave candidates: id, name, type, designation, organisation's type, dollars.
PACS = [
    ("C00990201", "BANK OF EXAMPLES PAC", "Q", "U", "C", 5000),
    ("C00990202", "UNITED WRITERS UNION PAC", "Q", "U", "L", 4000),
    ("C00990203", "LEADING BY EXAMPLE PAC", "N", "D", "", 2500),
    (
        "C00990204",
        "ASSOCIATION OF HOUSE BUILDERS OF THE WHOLE OF THE LAND PAC",
        "Q",
        "U",
        "T",
        1500,
    ),
    ("C00990205", "GRUMPY PAC", "Q", "U", "C", -500),
]
#: What the candidate reported from PACs, which is more than their rows.
REPORTED_PACS = 20_000
UNITEMISED = 1_234


def _line(*fields: object) -> str:
    return "|".join(map(str, fields)) + "\n"


def _gift(committee: str, kind: str, name: str, day: str, usd: int, serial: int, *,
          entity: str = "IND", other: str = "", candidate: str | None = None,
          memo: str = "", election: str = "P2024") -> str:  # fmt: skip
    """A row of itcont, itoth or, with a candidate, of itpas2."""
    extra = [] if candidate is None else [candidate]
    return _line(committee, "N", "Q2", election, "202407150000000001", kind, entity, name, "BERKELEY",
                 "CA", "94704", "", "", day, usd, other, *extra, f"SA{serial}", "1700001", memo, "",
                 5_000_000_000_000_000_000 + serial)  # fmt: skip


def write(folder: Path) -> World:
    """All files of the record; the world of outside spending that is in them."""
    made = world(7)
    made.write(folder)
    itcont = [
        _gift(SPENDER, "10", name, f"{1 + place % 9:02}152024", usd, place)
        for place, (name, usd) in enumerate(GIVERS)
    ]
    itcont.append(_gift(SPENDER, "10", COMPANY[0], "03012024", COMPANY[1], 50, entity="ORG"))
    itcont.append(_gift(SPENDER, "22Y", REFUND[0], "06012024", REFUND[1], 51))
    # The same gift told once more as a memo: it never counts.
    itcont.append(_gift(SPENDER, "10", GIVERS[0][0], "01152024", GIVERS[0][1], 52, memo="X"))
    (folder / "indiv24").write_text("".join(itcont))
    itoth = [_gift(SPENDER, "18K", "BANK OF EXAMPLES PAC", "02012024", 10_000, 60, entity="PAC",
                   other="C00990201")]  # fmt: skip
    gifts = [
        _gift(one[0], "24K", "SMITH FOR CONGRESS", "02022024", one[5], 70 + place, entity="CCM",
              other="C00990101", candidate=HOUSE)
        for place, one in enumerate(PACS)
    ]  # fmt: skip
    gifts += [
        _gift("C00990201", "24K", "OTHER FOR CONGRESS", "02022024", 1000, 90, entity="CCM",
              other="C00990102", candidate=OTHER, election="G2024"),
        _gift(SPENDER, "24K", "SMITH FOR CONGRESS", "02022024", 100, 91, entity="CCM",
              other="C00990101", candidate=HOUSE),
    ]  # fmt: skip
    with (folder / f"pas2{CYCLE % 100}").open("a") as bulk:
        bulk.writelines(gifts)
    (folder / "oth24").write_text("".join(itoth))
    committees = [(SPENDER, SPENDERS[SPENDER], "O", "U", "", ""),
                  ("C00990101", "SMITH FOR CONGRESS", "H", "P", "", HOUSE),
                  ("C00990102", "OTHER FOR CONGRESS", "H", "P", "", OTHER),
                  *((i, name, kind, own, org, "") for i, name, kind, own, org, _ in PACS)]  # fmt: skip
    (folder / "cm24.txt").write_text("".join(
        _line(i, name, "DOE, JANE", "1 SECRET ST", "", "BERKELEY", "CA", "94704", own, kind, "", "Q",
              org, name if org else "", candidate)
        for i, name, kind, own, org, candidate in committees
    ))  # fmt: skip
    people = [(HOUSE, "SMITH, JOHN", "DEM", "CA", "H", "34"), (OTHER, "DOE, RICHARD", "REP", "CA", "H", "34"),
              ("S4CA00992", "SMITH, JOHN", "REP", "CA", "S", "00"),
              ("H4NY16993", "REYES, ANNE", "DEM", "NY", "H", "16")]  # fmt: skip
    (folder / "cn24.txt").write_text("".join(
        _line(i, name, party, 2024, state, office, district, "C", "C", "", "2 SECRET ST", "", "BERKELEY",
              "CA", "94704")
        for i, name, party, state, office, district in people
    ))  # fmt: skip
    taken = sum(usd for _, usd in GIVERS) + COMPANY[1] + 10_000 + UNITEMISED
    (folder / "webk24.txt").write_text(
        _line(SPENDER, SPENDERS[SPENDER], "O", "U", "Q", taken, 0, taken - 10_000, 10_000, 0, 0, 0,
              round(made_total(made)) + 250_100, 0, 250_000, 0, 0, 0, 0, 1, 0, 0, 100,
              round(made_total(made)), 0, 0, "12/31/2024")
    )  # fmt: skip
    (folder / "weball24.txt").write_text("".join(
        _line(i, name, "C", "1", party, raised, 0, raised, 0, 0, 5, 0, 0, 0, 0, 0, 0, raised - pacs,
              "CA", "34", "", "", "", "", "", pacs, 0, "12/31/2024", 0, 0)
        for i, name, party, raised, pacs in ((HOUSE, "SMITH, JOHN", "DEM", 100_000, REPORTED_PACS),
                                             (OTHER, "DOE, RICHARD", "REP", 50_000, 1000))
    ))  # fmt: skip
    return made


def made_total(made: World) -> Decimal:
    """What the spender's reports have of spending for and against candidates."""
    return sum((usd for (who, _, _), usd in made.confirmed.items() if who == SPENDER), Decimal(0))


def followed() -> tuple[View, World]:
    """The view of the record that the loader made of all that, and the truth."""
    folder, made = recorded()
    return _view(folder), made


@cache
def _view(folder: Path) -> View:
    return Record(folder).view()


@cache
def recorded() -> tuple[Path, World]:
    """The folder of the record, made once in a process, and the truth."""
    folder = Path(mkdtemp(prefix="hustings-followed-"))
    files = folder / "files"
    files.mkdir()
    made = write(files)
    outcomes = load_all(
        Record(folder / "record"), [Wanted(item=one) for one in find(sorted(files.iterdir()))]
    )
    assert [(one.label, str(one.error)) for one in outcomes if one.error] == []
    assert sum(one.snapshot.rejected for one in outcomes if one.snapshot) == 0
    return folder / "record", made
