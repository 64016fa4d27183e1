"""A small world of outside spending, in which every dollar's truth is known.

It writes the files that the FEC would hold of it: notices (F24, F5), periodic reports (F3X with
Schedule E, F5 with line 57), amendments of both, the file of notices and the bulk file. What really
was spent stands in `World.confirmed` and `World.pending`; the files tell it several times over.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hustings.sources.fec.filing.layouts import layout

CYCLE = 2024
CANDIDATES = {
    # Two people of one name: only the ids tell the House from the Senate.
    "H4CA34991": ("SMITH", "JOHN", "H", "CA", "34"),
    "S4CA00992": ("SMITH", "JOHN", "S", "CA", "00"),
    "H4NY16993": ("REYES", "ANNE", "H", "NY", "16"),
}
SPENDERS = {
    "C00990001": "CITIZENS FOR A FINE SENTENCE",
    "C00990002": "PLAIN WORDS PAC",
    "C90990003": "LEAGUE OF CAREFUL READERS",
}
#: The version of the format each writes: two dates since 8.1, one before, commas before 6.
VERSIONS = {"C00990001": "8.4", "C00990002": "7.0", "C90990003": "8.4"}
JOKER = ("C00990009", "COMMITTEE OF IMAGINARY BILLIONS")
PAYEES = ("Connor & Daughters, Inc.", "Red Barn Media LLC", "Mail House", "Three Oaks Phones")
ROUNDS = ("P2024", "G2024", "S2024", "R2024")
HEADER = [
    "cand_id",
    "cand_name",
    "spe_id",
    "spe_nam",
    "ele_type",
    "can_office_state",
    "can_office_dis",
    "can_office",
    "cand_pty_aff",
    "exp_amo",
    "exp_date",
    "agg_amo",
    "sup_opp",
    "pur",
    "pay",
    "file_num",
    "amndt_ind",
    "tran_id",
    "image_num",
    "receipt_dat",
    "fec_election_yr",
    "prev_file_num",
    "dissem_dt",
]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row of a filing as its filer writes it."""

    spender: str
    candidate: str
    stance: str
    amount: Decimal
    expended: date
    disseminated: date
    payee: str
    transaction: str
    election: str
    memo: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        return self.spender, self.candidate, self.stance


@dataclass(frozen=True, kw_only=True)
class Filing:
    """One filing: a notice or a periodic report, or an amendment of one (`amends`, `named`).

    named: whether its header says which filing it amends.
    """

    number: int
    spender: str
    notice: bool
    items: list[Item]
    code: str
    start: date | None = None
    end: date | None = None
    amends: int | None = None
    first: int | None = None
    named: bool = True


@dataclass
class World:
    """The files to come and the truth. Money is keyed by spender, candidate and stance."""

    confirmed: dict[tuple[str, str, str], Decimal] = field(
        default_factory=lambda: defaultdict(Decimal)
    )
    pending: dict[tuple[str, str, str], Decimal] = field(
        default_factory=lambda: defaultdict(Decimal)
    )
    joke: Decimal = Decimal()
    filings: list[Filing] = field(default_factory=list)
    by_round: dict[tuple[str, str, str], Decimal] = field(
        default_factory=lambda: defaultdict(Decimal)
    )

    def write(self, folder: Path, *, keep: Callable[[Filing], bool] | None = None) -> list[Path]:
        """The file of notices, the bulk file, and the filings themselves, or those to `keep`."""
        folder.mkdir(parents=True, exist_ok=True)
        kept = [one for one in self.filings if keep is None or keep(one)]
        return [
            _notices(folder, self.filings),
            _bulk(folder, self.filings),
            *(write_filing(folder, one) for one in kept),
        ]

    def confirmed_of(self, keep: Callable[[Filing], bool]) -> dict[tuple[str, str, str], Decimal]:
        """What a record can know of `confirmed` if it has the filings to `keep` and the bulk file.

        The bulk file cuts off the cents.
        """
        found: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        for one in self.standing(notice=False):
            for item in one.items:
                if not item.memo:
                    found[item.key] += item.amount if keep(one) else Decimal(int(item.amount))
        return found

    def plain_sum(self) -> Decimal:
        """What adding up every row of every filing gives."""
        return sum((item.amount for one in self.filings for item in one.items), Decimal())

    def standing(self, *, notice: bool) -> list[Filing]:
        """The last version of each filing."""
        gone = {one.amends for one in self.filings} | {
            one.first for one in self.filings if one.amends is not None
        }
        return [one for one in self.filings if one.notice is notice and one.number not in gone]


class _Maker:
    def __init__(self, seed: int, *, events: int, spenders: list[str]) -> None:
        self.spenders = spenders
        self.chance = random.Random(seed)
        self.world = World()
        self.number = 1_800_000
        self.serial = 0
        self.events = events

    def made(self) -> World:
        for spender in self.spenders:
            quarters: dict[int, list[Item]] = {2: [], 3: []}
            for _ in range(self.events):
                self._event(spender, quarters)
            self._reused_number(spender, quarters)
            self._equal_twins(spender, quarters)
            for quarter, rows in quarters.items():
                self._report(spender, quarter, rows)
        self._joke()
        return self.world

    def _item(self, spender: str) -> Item:
        self.serial += 1
        told = date(2024, 4, 6) + timedelta(days=self.chance.randrange(165))
        return Item(
            spender=spender,
            candidate=self.chance.choice(list(CANDIDATES)),
            stance=self.chance.choice("SO"),
            amount=Decimal(self.chance.randrange(100_000, 90_000_000)) / 100,
            expended=told - timedelta(days=self.chance.randrange(4)),
            disseminated=told,
            payee=self.chance.choice(PAYEES),
            transaction=f"SE.{self.serial:05d}",
            election=self.chance.choice(ROUNDS),
        )

    def _event(self, spender: str, quarters: dict[int, list[Item]]) -> None:
        """One thing that happened, as its notice and its report tell it."""
        # Line 57 of Form 5 has no memo rows.
        memos = ("estimate", "memo") if spender.startswith("C0") else ("same", "quiet")
        item = self._item(spender)
        report = quarters[2 if item.disseminated < date(2024, 7, 1) else 3]
        kind = self.chance.choice(
            ("same", "same", "other-id", "other-payee", "corrected", "quiet", "late", "refund",
             *memos, "amended", "amended-twice", "withdrawn")
        )  # fmt: skip
        if kind == "quiet":
            self._spent(item, report)
        elif kind == "refund":
            self._spent(item, report)
            back = replace(self._item(spender), candidate=item.candidate, stance=item.stance,
                           amount=-(item.amount / 3).quantize(Decimal("0.01")),
                           election=item.election, payee=item.payee,
                           expended=item.expended, disseminated=item.disseminated)  # fmt: skip
            self._spent(back, report)
        elif kind == "memo":
            self._spent(item, report)
            report.append(replace(item, transaction=item.transaction + "M", memo=True))
        elif kind == "withdrawn":
            # Two rows in the notice; the amendment has one of them no more.
            other = self._item(spender)
            first = self._notice([item, other])
            self._notice([item], amends=first)
            self._spent(item, report)
        elif kind.startswith("amended"):
            wrong = replace(item, amount=item.amount * 10)
            first = self._notice([wrong])
            if kind == "amended-twice":
                again = replace(item, amount=item.amount + 1)
                second = self._notice([again], amends=first)
                # Some programs name the filing before, others the first of all.
                first = self.chance.choice((replace(second, first=first.number), first))
            self._notice([item], amends=first)
            self._told(item, report)
        elif kind == "estimate":
            # The notice's estimate comes back as a memo row; the payments are rows of their own.
            self._notice([item])
            report.append(replace(item, memo=True))
            part = (item.amount / 2).quantize(Decimal("0.01"))
            for number, amount in enumerate((part, item.amount - part)):
                self._spent(
                    replace(item, amount=amount, transaction=f"{item.transaction}.{number}"), report
                )
        else:
            self._notice([item])
            if kind == "other-id":
                item = replace(item, transaction=f"X{item.transaction}")
            elif kind == "other-payee":
                item = replace(item, transaction=f"X{item.transaction}", payee=item.payee[::-1])
            elif kind == "corrected":
                item = replace(item, amount=item.amount + Decimal("123.45"))
            if kind == "late":
                self.world.pending[item.key] += item.amount
            else:
                self._spent(item, report)

    def _told(self, item: Item, report: list[Item]) -> None:
        """In the report too, or not yet."""
        if self.chance.random() < 0.6:
            self._spent(item, report)
        else:
            self.world.pending[item.key] += item.amount

    def _spent(self, item: Item, report: list[Item]) -> None:
        report.append(item)
        self.world.confirmed[item.key] += item.amount
        self.world.by_round[item.candidate, item.stance, item.election] += item.amount

    def _reused_number(self, spender: str, quarters: dict[int, list[Item]]) -> None:
        """One transaction id for two expenditures, of which one is in the report."""
        one = self._item(spender)
        other = replace(one, amount=one.amount + 5000)
        self._notice([one])
        self._notice([other])
        self._spent(other, quarters[2 if other.disseminated < date(2024, 7, 1) else 3])
        self.world.pending[one.key] += one.amount

    def _equal_twins(self, spender: str, quarters: dict[int, list[Item]]) -> None:
        """Two expenditures alike in all but their ids; both are in the report."""
        one = self._item(spender)
        other = replace(one, transaction=f"{one.transaction}B")
        self._notice([one, other])
        for item in (one, other):
            report = quarters[2 if item.disseminated < date(2024, 7, 1) else 3]
            self._spent(replace(item, transaction=f"Y{item.transaction}"), report)

    def _next(self) -> int:
        self.number += self.chance.randrange(1, 50)
        return self.number

    def _notice(self, items: list[Item], amends: Filing | None = None) -> Filing:
        made = Filing(
            number=self._next(),
            spender=items[0].spender,
            notice=True,
            items=items,
            code=self.chance.choice(("24", "48")),
            amends=amends.number if amends else None,
            first=(amends.first or amends.number) if amends else None,
        )
        self.world.filings.append(made)
        return made

    def _report(self, spender: str, quarter: int, rows: list[Item]) -> None:
        """The quarter's report; half of them first with errors, and then whole in an amendment."""
        days = (date(2024, 4, 1), date(2024, 6, 30)) if quarter == 2 else (
            date(2024, 7, 1), date(2024, 9, 30))  # fmt: skip
        made = Filing(number=self._next(), spender=spender, notice=False, items=rows,
                      code=f"Q{quarter}", start=days[0], end=days[1])  # fmt: skip
        if self.chance.random() < 0.6:
            draft = [
                replace(one, amount=one.amount + 77) for one in rows if self.chance.random() < 0.8
            ]
            self.world.filings.append(replace(made, items=draft))
            made = replace(made, number=self._next(), amends=made.number, first=made.number,
                           named=self.chance.random() < 0.5)  # fmt: skip
        self.world.filings.append(made)

    def _joke(self) -> None:
        item = replace(self._item(JOKER[0]), amount=Decimal("9900000000.00"))
        self._notice([item])
        self.world.joke += item.amount


def world(seed: int, *, events: int = 12, spenders: list[str] | None = None) -> World:
    """A world from a seed: for each spender some events of every kind, in random order."""
    return _Maker(seed, events=events, spenders=spenders or list(SPENDERS)).made()


def ambiguous(amount: Decimal = Decimal("2500.00"), *, reported: int = 1) -> World:
    """Two equal notices of one day without transaction ids, and fewer equal rows in the report."""
    made = World()
    item = Item(
        spender="C00990001", candidate="H4CA34991", stance="S", amount=amount,
        expended=date(2024, 5, 2), disseminated=date(2024, 5, 2), payee="Mail House",
        transaction="", election="P2024",
    )  # fmt: skip
    unrelated = replace(item, candidate="S4CA00992", amount=Decimal(11), transaction="T0")
    made.filings = [
        Filing(number=number, spender=item.spender, notice=True, items=[item], code="24")
        for number in (1_800_001, 1_800_002)
    ]
    made.filings.append(
        Filing(number=1_800_003, spender=item.spender, notice=False, items=[item] * reported + [unrelated],
               code="Q2", start=date(2024, 4, 1), end=date(2024, 6, 30))
    )  # fmt: skip
    return made


def example() -> World:
    """The world of docs/outside.md: for 3,400.00, against 4,100.00, and 900.00 still to be reported."""
    first = Item(
        spender="C00990001", candidate="H4CA34991", stance="S", amount=Decimal("2500.00"),
        expended=date(2024, 5, 1), disseminated=date(2024, 5, 2), payee="Mail House",
        transaction="T1", election="P2024",
    )  # fmt: skip
    against = replace(first, stance="O", amount=Decimal("4000.00"), transaction="T2",
                      payee="Red Barn Media LLC")  # fmt: skip
    late = replace(first, amount=Decimal("900.00"), transaction="T3", payee="Three Oaks Phones",
                   expended=date(2024, 9, 27), disseminated=date(2024, 9, 28), election="G2024")  # fmt: skip
    joke = replace(against, spender=JOKER[0], amount=Decimal("9900000000.00"), transaction="WFT-1")
    radio = replace(first, amount=Decimal("1200.00"), transaction="T4", payee="Radio One")
    back = replace(radio, amount=Decimal("-300.00"), transaction="T5")
    notice = Filing(number=101, spender=first.spender, notice=True, items=[first], code="24")
    typo = replace(notice, number=102, items=[replace(against, amount=Decimal("40000.00"))])
    report = Filing(number=201, spender=first.spender, notice=False, code="Q2",
                    start=date(2024, 4, 1), end=date(2024, 6, 30),
                    items=[first, replace(radio, amount=Decimal("12000.00"))])  # fmt: skip
    made = World()
    made.filings = [
        notice,
        typo,
        replace(typo, number=103, items=[against], amends=102),
        report,
        replace(report, number=202, amends=201, items=[
            replace(first, transaction="E1"), replace(first, transaction="E1M", memo=True),
            replace(against, amount=Decimal("4100.00")), radio, back,
        ]),
        replace(notice, number=301, items=[late]),
        replace(notice, number=302, spender=JOKER[0], items=[joke]),
    ]  # fmt: skip
    return made


def write_filing(folder: Path, one: Filing) -> Path:
    """The filing itself, in its filer's version of the format."""
    folder.mkdir(parents=True, exist_ok=True)
    version = VERSIONS.get(one.spender, "8.4")
    divider = "," if version < "6" else "\x1c"
    base = "F5" if one.spender.startswith("C9") else "F24" if one.notice else "F3X"
    form = base + ("A" if one.amends else "N")
    amends = f"FEC-{one.amends}" if one.amends and one.named else ""
    rows = [["HDR", "FEC", version, "Quill", "1.0", amends, "1" if one.amends else "", ""]]
    rows.append(
        _row(form, version, {
            "form_type": form, "filer_committee_id_number": one.spender,
            "committee_name": name(one.spender), "organization_name": name(one.spender),
            "report_code": one.code, "report_type": one.code,
            "coverage_from_date": _day(one.start), "coverage_through_date": _day(one.end),
            "date_signed": _day(one.end or one.items[0].disseminated),
        })
    )  # fmt: skip
    kind = "F57" if base == "F5" else "SE"
    for item in one.items:
        last, first, office, state, district = CANDIDATES[item.candidate]
        rows.append(
            _row(kind, version, {
                "form_type": kind, "filer_committee_id_number": one.spender,
                "transaction_id_number": item.transaction, "entity_type": "ORG",
                "payee_organization_name": item.payee, "election_code": item.election,
                "dissemination_date": _day(item.disseminated),
                "disbursement_date": _day(item.expended),
                "expenditure_amount": str(item.amount), "support_oppose_code": item.stance,
                "expenditure_purpose_descrip": "advertisements",
                "candidate_id_number": item.candidate, "candidate_last_name": last,
                "candidate_first_name": first, "candidate_office": office,
                "candidate_state": state, "candidate_district": district,
                "memo_code": "X" if item.memo else "",
            })
        )  # fmt: skip
    path = folder / f"{one.number}.fec"
    path.write_text("\n".join(divider.join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def _row(kind: str, version: str, values: dict[str, str]) -> list[str]:
    names = layout(kind, version)
    assert names, (kind, version)
    return [values.get(one, "") for one in names]


def _day(day: date | None) -> str:
    return day.strftime("%Y%m%d") if day else ""


def name(spender: str) -> str:
    """The name of a spender."""
    return {**SPENDERS, JOKER[0]: JOKER[1]}.get(spender, f"SPENDER {spender}")


def _notices(folder: Path, filings: list[Filing]) -> Path:
    """independent_expenditure_2024.csv: every notice, and every version of it."""
    path = folder / f"independent_expenditure_{CYCLE}.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for one in filings:
            if not one.notice:
                continue
            for item in one.items:
                last, first, office, state, district = CANDIDATES[item.candidate]
                writer.writerow([
                    item.candidate, f"{last}, {first}", item.spender, name(item.spender),
                    item.election[0], state, district, office, "DEM", item.amount,
                    _short(item.expended), item.amount, item.stance, "advertisements", item.payee,
                    one.number, "A1" if one.amends else "N", item.transaction, one.number,
                    _short(item.disseminated), CYCLE, one.amends or "", _short(item.disseminated),
                ])  # fmt: skip
    return path


def _short(day: date) -> str:
    return day.strftime("%d-%b-%y").upper()


def _bulk(folder: Path, filings: list[Filing]) -> Path:
    """itpas2: the periodic rows that stand, without their cents."""
    path = folder / f"pas2{CYCLE % 100}"
    serial = 4_000_000_000_000_000_000
    replaced = {one.amends for one in filings}
    with path.open("w", encoding="utf-8") as out:
        for one in filings:
            if one.notice or one.number in replaced:
                continue
            for item in one.items:
                serial += 1
                last, first = CANDIDATES[item.candidate][:2]
                out.write("|".join([
                    one.spender, "A" if one.amends else "N", one.code, item.election,
                    str(one.number), "24E" if item.stance == "S" else "24A", "ORG",
                    item.payee.upper(), "LOS ANGELES", "CA", "90001", "", "",
                    item.expended.strftime("%m%d%Y"), str(int(item.amount)), item.candidate,
                    item.candidate, item.transaction, str(one.number), "X" if item.memo else "",
                    f"{last}, {first}", str(serial),
                ]) + "\n")  # fmt: skip
    return path
