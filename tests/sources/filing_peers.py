"""What peers read in a filing, brought to the columns of `itemizations`.

Written apart from the page that the parser follows: a field mapped wrongly there differs here.
"""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from fecfile import fecparser

FILINGS = Path(__file__).parents[2] / ".." / "shared" / "data" / "fec" / "filings"
FASTFEC = FILINGS.parent / "peers" / "FastFEC_cases" / "cases"

GIVERS = ("contributor", "payee", "lender", "creditor")
#: Column → the fields that may hold it, the first that a layout has.
FIELDS = {
    "transaction_id": ("transaction_id", "transaction_id_number"),
    "back_reference": ("back_reference_tran_id_number",),
    "entity_type": ("entity_type",),
    "city": tuple(f"{who}_city" for who in GIVERS),
    "state": tuple(f"{who}_state" for who in GIVERS),
    "zip": (*(f"{who}_zip_code" for who in GIVERS), "contributor_zip"),
    "employer": ("contributor_employer", "payee_employer"),
    "occupation": ("contributor_occupation", "payee_occupation"),
    "memo_text": ("memo_text_description",),
    "purpose": (
        "contribution_purpose_descrip",
        "expenditure_purpose_descrip",
        "purpose_of_debt_or_obligation",
    ),
    "committee_id": (
        "donor_committee_fec_id",
        "beneficiary_committee_fec_id",
        "payee_cmtte_fec_id_number",
        "payee_committee_id_number",
        "lender_committee_id_number",
        "fec_committee_id_number",
        "contributor_fec_id",
    ),
    "candidate_id": (
        "donor_candidate_fec_id",
        "beneficiary_candidate_fec_id",
        "candidate_id_number",
        "payee_candidate_id_number",
        "lender_candidate_id_number",
        "fec_candidate_id_number",
        "candidate_id",
    ),
    "support_oppose": ("support_oppose_code",),
    "election_code": ("election_code",),
}
AMOUNTS = {
    "amount_usd": (
        "contribution_amount", "expenditure_amount", "loan_balance", "communication_cost",
        "balance_at_close_this_period", "donation_amount", "refund_amount",
    ),
    "aggregate_usd": (
        "contribution_aggregate", "calendar_y_t_d_per_election_office",
        "aggregate_general_elec_expended", "donation_aggregate_amount",
    ),
}  # fmt: skip
DATES = {
    "date": (
        "contribution_date", "expenditure_date", "disbursement_date", "donation_date",
        "refund_date",
    ),
    "dissemination_date": ("dissemination_date", "communication_date"),
}  # fmt: skip


def fixtures() -> Iterator[tuple[str, bytes]]:
    """Every filing of the collection: its name and its unpacked bytes."""
    for path in sorted(FILINGS.glob("*/*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    yield member, archive.read(member)
        elif path.suffix == ".gz":
            yield path.name.removesuffix(".gz"), gzip.decompress(path.read_bytes())
        else:
            yield path.name, path.read_bytes()


def fixture(name: str) -> bytes:
    """One filing by its name."""
    found = next(path for path in FILINGS.glob("*/*") if path.name.removesuffix(".gz") == name)
    raw = found.read_bytes()
    return gzip.decompress(raw) if found.suffix == ".gz" else raw


def lines_of(content: bytes) -> list[str]:
    """The lines of a filing: divided at LF alone; each UTF-8, or else cp1252."""
    lines = []
    for raw in content.split(b"\n"):
        try:
            lines.append(raw.decode("utf-8").rstrip("\r"))
        except UnicodeDecodeError:
            lines.append(raw.decode("cp1252").rstrip("\r"))
    return lines


def rows_by_fecfile(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and fields of each row below the header, the cover first, as fecfile names them."""
    lines = lines_of(content)
    _, version, length = fecparser.parse_header(lines)
    in_text = False
    for number, line in enumerate(lines[length:], length + 1):
        marker = line.strip().upper().replace(" ", "")
        if marker in {"[BEGINTEXT]", "[ENDTEXT]"} or in_text:
            in_text = marker == "[BEGINTEXT]" or (in_text and marker != "[ENDTEXT]")
            continue
        row = fecparser.parse_line(line, version, number, as_strings=True)
        if row is not None:
            yield number, row


def expected(row: dict[str, str], delimiter: str = "^") -> dict[str, object]:
    """The columns of `itemizations` that a peer's row amounts to.

    In paper filings quotes within a quoted field are doubled; fecfile leaves both of them there.
    """
    said = {name: value.strip().replace('""', '"') for name, value in row.items()}
    made: dict[str, object] = {column: _first(said, names) for column, names in FIELDS.items()}
    made |= {column: _money(_first(said, names)) for column, names in AMOUNTS.items()}
    made |= {column: day(_first(said, names)) for column, names in DATES.items()}
    made["name"] = _name(said, delimiter)
    made["memo"] = said.get("memo_code", "").upper() == "X"
    made["kind"] = said["form_type"]
    return made


def _first(said: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((said[name] for name in names if name in said), "") or None


def _money(text: str | None) -> Decimal | None:
    return Decimal(text).quantize(Decimal("0.01")) if text else None


def day(text: str | None) -> date | None:
    """A day of fecfile's (YYYYMMDD) or of FastFEC's (ISO)."""
    return date.fromisoformat(text) if text else None


def _name(said: dict[str, str], delimiter: str) -> str | None:
    who = next((one for one in GIVERS if any(name.startswith(f"{one}_") for name in said)), "")
    if said.get(f"{who}_organization_name"):
        return said[f"{who}_organization_name"]
    last, *given = (
        said.get(f"{who}_{part}", "")
        for part in ("last_name", "first_name", "middle_name", "suffix")
    )
    if last or given[0]:
        return ", ".join(part for part in (last, " ".join(filter(None, given))) if part)
    written = said.get(f"{who}_name", "")
    if delimiter in written:
        parts = [part.strip() for part in written.split(delimiter)] + ["", "", ""]
        written = ", ".join(filter(None, (parts[0], " ".join(filter(None, (parts[1], parts[3]))))))
    return written or None


def is_itemised(kind: str) -> bool:
    """Whether rows of a kind are gifts, spending or debts: what itemizations holds."""
    return bool(
        re.match(r"S[ABDEF]|SC(?![12])|F(56|57|65|76|92|93|132|133)$", kind.strip().upper())
    )
