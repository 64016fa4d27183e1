"""Networks: every tie that the reviewed table claims is held to the FEC's files."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from hustings.errors import UnknownName
from hustings.measures import evaluate
from hustings.measures.resolving import resolve_committee
from hustings.names import fold
from hustings.record import View

pytestmark = pytest.mark.shared

#: Ties between committees or to an organisation; a registered name alone is none.
TIES = {"connected_organisation", "treasurer", "transfers_from_affiliates", "transfers_to_affiliates"}  # fmt: skip
TOTALS = {"transfers_from_affiliates", "transfers_to_affiliates", "from_committees", "receipts"}
#: One who keeps the books of more committees than these is a firm's accountant and no tie.
MOST_COMMITTEES = 15


def _words(name: str | None) -> tuple[str, ...]:
    """A person's name in either order."""
    return tuple(sorted(fold(name or "").split()))


@pytest.fixture(scope="module")
def evidence(view: View) -> list[dict[str, object]]:
    return view.dicts("select * from network_evidence order by line")


def _registered(view: View, committee: object, cycle: object) -> dict[str, str | None]:
    (row,) = view.dicts(
        "select name, treasurer, connected_organisation from committees "
        "where committee_id = $committee and cycle = $cycle "
        "qualify row_number() over (order by line desc) = 1",
        {"committee": committee, "cycle": cycle},
    )
    return row


def test_every_committee_of_a_network_is_in_the_files_under_its_name(view: View) -> None:
    rows = view.query(
        "select n.committee_id, n.committee_name, list(distinct x.name) from networks n left join ("
        "select committee_id, name from committees union select committee_id, name "
        "from committee_totals) x using (committee_id) group by all"
    )
    assert len(rows) > 80
    for committee, name, known in rows:
        assert fold(name) in {fold(one or "") for one in known}, committee


def test_names_connected_organisations_and_treasurers_are_as_the_master_file_has_them(
    view: View, evidence: list[dict[str, object]]
) -> None:
    seen = Counter(str(one["kind"]) for one in evidence)
    assert seen["registered_name"] > 30
    assert seen["connected_organisation"] > 25
    assert seen["treasurer"] > 25
    keepers = {
        cycle: Counter(_words(name) for (name,) in view.query(
            "select treasurer from committees where cycle = $cycle", {"cycle": cycle}))
        for cycle in {one["cycle"] for one in evidence}
    }  # fmt: skip
    for one in evidence:
        if one["kind"] in TOTALS:
            continue
        row = _registered(view, one["committee_id"], one["cycle"])
        if one["kind"] == "registered_name":
            assert str(one["states"]) in str(row["name"]), one
        elif one["kind"] == "connected_organisation":
            assert row["connected_organisation"] == one["states"], one
        else:
            assert one["kind"] == "treasurer", one
            assert row["treasurer"] == one["states"], one
            other = _registered(view, one["other_committee_id"], one["cycle"])
            assert _words(other["treasurer"]) == _words(row["treasurer"]), one
            assert keepers[one["cycle"]][_words(row["treasurer"])] <= MOST_COMMITTEES, one


def test_totals_are_to_the_cent_as_the_summary_has_them(
    view: View, evidence: list[dict[str, object]]
) -> None:
    checked = 0
    for one in evidence:
        if one["kind"] in TOTALS:
            column = f"{one['kind']}_usd"
            (found,) = view.query(
                f"select {column} from committee_money "
                "where committee_id = $committee and cycle = $cycle",
                {"committee": one["committee_id"], "cycle": one["cycle"]},
            )
            assert found[0] == Decimal(str(one["states"])), one
            checked += 1
    assert checked >= 6


def test_what_fairshake_sent_is_what_the_two_others_took_in(
    evidence: list[dict[str, object]],
) -> None:
    of_crypto = [one for one in evidence if one["network"] == "crypto"]
    sent = [one for one in of_crypto if one["kind"] == "transfers_to_affiliates"]
    came = [one for one in of_crypto if one["other_committee_id"] == "C00835959"]
    assert len(came) == 3
    assert sum(Decimal(str(one["states"])) for one in came) == Decimal(str(sent[0]["states"]))


def test_confidence_says_what_the_evidence_is(
    view: View, evidence: list[dict[str, object]]
) -> None:
    kinds: dict[tuple[object, object], set[object]] = {}
    for one in evidence:
        kinds.setdefault((one["network"], one["committee_id"]), set()).add(one["kind"])
    for row in view.dicts("select * from networks"):
        known = kinds.pop((row["network"], row["committee_id"]), set())
        if row["confidence"] == "from-memory":
            assert "from memory: " in row["evidence"], row
            assert "from memory" in row["source"], row
        elif row["confidence"] == "one-source":
            assert known == {"registered_name"}, row
        else:
            assert row["confidence"] == "checked"
            assert known & TIES, row
            assert "memory" not in row["evidence"], row
    assert not kinds, "evidence of no member"


def test_members_of_a_network_are_a_figure_that_owns_up_to_memory(view: View) -> None:
    figure = evaluate(view, "network_members", {"network": "AIPAC"})
    assert figure.detail["committee_ids"] == ["C00797670", "C00799031"]
    assert any("From memory" in said and "UNITED DEMOCRACY" in said for said in figure.caveats)
    assert not evaluate(view, "network_members", {"network": "crypto"}).caveats


def test_a_code_of_every_committee_is_explained(view: View) -> None:
    """But for the committees that the files give no code."""
    assert view.query(
        "select distinct type, designation, organisation, filing_frequency from committee_kinds "
        "where (type is not null and type_words is null) "
        "or (designation is not null and designation_words is null) "
        "or (organisation is not null and organisation_words is null) "
        "or (filing_frequency is not null and filing_words is null)"
    ) == []  # fmt: skip


def test_a_committee_is_one_row_a_cycle(view: View) -> None:
    ((rows, keys),) = view.query(
        "select count(*), count(distinct (cycle, committee_id)) from committee_kinds"
    )
    assert rows == keys > 100_000


@pytest.mark.parametrize(
    ("asked", "committee"),
    [("United Democracy Project", "C00799031"), ("UDP", "C00799031"), ("Fairshake", "C00835959"),
     ("House Majority PAC", "C00495028"), ("HMP", "C00495028"), ("BANKPAC", "C00004275"),
     ("Justice Democrats", "C00630665"), ("EMILY's List", "C00193433"),
     ("AFP Action", "C00687103"), ("dmfi", "C00710848"), ("WFP National PAC", "C00606962"),
     ("Working Families Party National Political Action Committee", "C00606962"),
     ("Realtors Congressional Fund", "C00488742"), ("c00799031", "C00799031")],
)  # fmt: skip
def test_a_committee_is_found_by_the_names_that_people_use(
    view: View, asked: str, committee: str
) -> None:
    """Abbreviations in brackets, former names and names without their ending too."""
    assert resolve_committee(view, asked, {}) == committee


@pytest.mark.parametrize(
    ("asked", "said"), [("bankers", "committees: "), ("zzyzx", "no committee called")]
)
def test_a_name_of_several_or_of_none_is_refused(view: View, asked: str, said: str) -> None:
    with pytest.raises(UnknownName, match=said):
        resolve_committee(view, asked, {})
