"""Votes of members and what they did in a Congress: true is supported, changed is contradicted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hustings.claims import Article, check_article
from hustings.claims.model import Verdict
from hustings.claims.quantities import quantities
from hustings.claims.sentences import sentences
from hustings.measures import evaluate
from hustings.record import Record
from hustings.record.view import View
from tests.parity.chamber import chamber

AFTER = date(2021, 2, 1)
GOMEZ = {"member": "G000585", "congress": 116}
VOTE = "116-h109.2020"


@pytest.fixture(scope="module")
def view(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> View:
    """A record of some of the 116th House's roll calls and bills."""
    return Record(chamber(tmp_path_factory.mktemp("chamber"), shared_data)).view()


def verdicts(view: View, text: str) -> list[Verdict]:
    article = Article(name="made", text=text)
    return list(check_article(view, article, as_of=AFTER).verdicts)


def of(view: View, measure: str, text: str) -> str:
    """The ruling on the one claim that a text makes about a measure."""
    found = [one for one in verdicts(view, text) if one.reading and one.reading.measure == measure]
    assert len(found) == 1, [(one.claim.quote, str(one.ruling)) for one in verdicts(view, text)]
    return str(found[0].ruling)


def value(view: View, measure: str, **params: Any) -> Any:
    return evaluate(view, measure, params).value


@pytest.mark.shared
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("voted for HR 6800", "supported"),
        ("voted yes on the HEROES Act (H.R. 6800)", "supported"),
        ("joined 206 other Democrats in voting for HR 6800", "supported"),
        ("did not vote against HR 6800", "supported"),
        ("voted against HR 6800", "contradicted"),
        ("voted no on HR 6800", "contradicted"),
        ("did not vote on HR 6800", "contradicted"),
        ("never voted for HR 6800", "contradicted"),
        ("was one of 14 Democrats who voted against HR 6800", "contradicted"),
    ],
)
def test_how_a_member_voted_flips(view: View, said: str, expected: str) -> None:
    assert value(view, "member_vote", member="G000585", vote=VOTE) == "yea"
    text = f"In the 116th Congress, Jimmy Gomez {said}."
    assert of(view, "member_vote", text) == expected
    aside = f"In the 116th Congress, Jimmy Gomez, a Democrat, {said}."
    assert of(view, "member_vote", aside) == expected


@pytest.mark.shared
@pytest.mark.parametrize(
    "said",
    [
        "would vote against HR 6800",
        "voted against the motion to recommit HR 6800",
        "said Republicans voted against HR 6800",
    ],
)
def test_a_wish_and_another_question_are_no_vote_on_the_bill(view: View, said: str) -> None:
    found = verdicts(view, f"In the 116th Congress, Jimmy Gomez {said}.")
    assert [one for one in found if one.reading and one.reading.measure == "member_vote"] == []


@pytest.mark.shared
def test_a_vote_of_a_congress_that_is_not_loaded_is_not_in_the_record(view: View) -> None:
    text = "In the 118th Congress, Jimmy Gomez voted for HR 5."
    assert of(view, "member_vote", text) == "not_in_record"
    (note,) = [one.note for one in verdicts(view, text)]
    assert "hustings fetch voteview --congress 118" in note
    tally = "The House passed HR 5 in the 118th Congress by a vote of 213-208."
    assert of(view, "vote_yeas", tally) == "not_in_record"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("form", "failed"),
    [
        ("In 2020 the House passed HR 6800 by a vote of {a}-{b}.", False),
        ("In 2020 HR 6800 passed by {a} to {b}.", False),
        ("In 2020 the House rejected HR 6800, {a}-{b}.", True),
    ],
)
def test_both_sides_of_a_tally_are_judged(view: View, form: str, failed: bool) -> None:
    yeas, nays = (value(view, name, vote=VOTE) for name in ("vote_yeas", "vote_nays"))
    true = of(view, "vote_yeas", form.format(a=yeas, b=nays))
    # It passed: who says that it failed with the same numbers is wrong.
    assert true == ("contradicted" if failed else "supported")
    for wrong in ({"a": yeas + 1, "b": nays}, {"a": yeas, "b": nays + 1}, {"a": nays, "b": yeas}):
        assert of(view, "vote_yeas", form.format(**wrong)) == "contradicted"


@pytest.mark.shared
@pytest.mark.parametrize(("measure", "said"), [("vote_yeas", "for"), ("vote_nays", "against")])
@pytest.mark.parametrize("party", ["DEM", "REP"])
def test_the_votes_of_a_party_flip(view: View, measure: str, said: str, party: str) -> None:
    name = {"DEM": "Democrats", "REP": "Republicans"}[party]
    true = value(view, measure, vote=VOTE, party=party)
    head = "In 2020 the House passed HR 6800. "
    assert of(view, measure, f"{head}{true} {name} voted {said} it.") == "supported"
    assert of(view, measure, f"{head}{true + 13} {name} voted {said} it.") == "contradicted"


@pytest.mark.shared
def test_a_word_for_how_many_of_a_party_is_read(view: View) -> None:
    head = "In 2020 the House passed HR 6800."
    assert value(view, "vote_nays", vote=VOTE, party="DEM") == 14
    assert value(view, "vote_yeas", vote=VOTE, party="REP") == 1
    for said, expected in (
        ("Fourteen Democrats voted against it", "supported"),
        ("Twelve Democrats voted against it", "contradicted"),
    ):
        assert of(view, "vote_nays", f"{head} {said}.") == expected
    for said, expected in (
        ("Only one Republican voted for it", "supported"),
        ("No Republican voted for it", "contradicted"),
    ):
        assert of(view, "vote_yeas", f"{head} {said}.") == expected


@pytest.mark.shared
@pytest.mark.parametrize(
    ("measure", "form"),
    [
        ("votes_missed", "{who} missed {n} votes in {when}."),
        ("cosponsorships", "{who} cosponsored {n} bills in {when}."),
        ("bills_sponsored", "In {when}, {who} introduced {n} bills."),
    ],
)
def test_counts_of_a_members_work_flip(view: View, measure: str, form: str) -> None:
    true = value(view, measure, **GOMEZ)
    for when in ("the 116th Congress", "the last Congress"):
        said = {"who": "Jimmy Gomez", "when": when}
        assert of(view, measure, form.format(**said, n=true)) == "supported"
        assert of(view, measure, form.format(**said, n=true + 7)) == "contradicted"
    later = form.format(who="Jimmy Gomez", when="the 118th Congress", n=true)
    assert of(view, measure, later) == "not_in_record"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("measure", "form"),
    [
        ("party_unity", "In {when}, Jimmy Gomez voted with his party {n} percent of the time."),
        ("share_votes_missed", "In {when}, Jimmy Gomez missed {n}% of votes."),
    ],
)
def test_shares_of_a_members_votes_flip(view: View, measure: str, form: str) -> None:
    true = 100 * float(value(view, measure, **GOMEZ))
    when = "the 116th Congress"
    assert of(view, measure, form.format(when=when, n=f"{true:.1f}")) == "supported"
    assert of(view, measure, form.format(when=when, n=f"{abs(true - 6):.1f}")) == "contradicted"
    assert of(view, measure, form.format(when="the 118th Congress", n="50.0")) == "not_in_record"


@pytest.mark.shared
def test_bills_that_became_law_flip(view: View) -> None:
    assert value(view, "bills_enacted", **GOMEZ) == 0
    head = f"In the 116th Congress, Jimmy Gomez introduced {value(view, 'bills_sponsored', **GOMEZ)} bills"
    assert of(view, "bills_enacted", f"{head}; none became law.") == "supported"
    assert of(view, "bills_enacted", f"{head}; two of them became law.") == "contradicted"


@pytest.mark.shared
def test_a_count_of_a_congress_that_still_sat_is_not_refuted(view: View) -> None:
    fewer = value(view, "bills_sponsored", **GOMEZ) - 5
    text = f"In the 116th Congress, Jimmy Gomez introduced {fewer} bills."
    (one,) = check_article(view, Article(name="made", text=text), as_of=date(2020, 3, 1)).verdicts
    assert str(one.ruling) == "not_in_record"


@pytest.mark.shared
@pytest.mark.parametrize(
    "said",
    [
        "In his career, Jimmy Gomez introduced 50 bills.",
        "In the 116th Congress, Jimmy Gomez introduced 12 bills on health care.",
        "In the 116th Congress, Jimmy Gomez cosponsored 30 bills with Republicans.",
        "HR 6800 passed in 2020. The House passed the farm aid plan 335-78.",
        "In 2020 the House impeached the President, by a vote of 230-197.",
    ],
)
def test_a_count_of_something_else_is_not_judged(view: View, said: str) -> None:
    found = [one for one in verdicts(view, said) if one.claim.quantity is not None]
    assert [str(one.ruling) for one in found] == ["not_checkable"]


@pytest.mark.shared
def test_a_member_who_breaks_with_the_party_is_read(view: View) -> None:
    text = "In 2020, Jimmy Gomez broke with his party and voted against HR 6800."
    assert of(view, "member_vote", text) == "contradicted"


@pytest.mark.shared
def test_a_vote_of_the_senate_is_no_share_of_a_race(view: View) -> None:
    text = "In 2020 Jimmy Gomez of CA-34 spoke. The Senate passed HR 6800 in 2020 by 52-48."
    assert of(view, "vote_yeas", text) == "not_in_record"


def test_a_tally_is_of_a_house_that_can_vote() -> None:
    def kinds(text: str) -> list[str]:
        return [str(one.kind) for line in sentences(text) for one in quantities(line)]

    assert kinds("The House passed it, 208-199.") == ["tally"]
    assert kinds("It failed by 208 votes to 199 in the vote.") == ["tally"]
    assert "tally" not in kinds("The House passed it, 308-299.")
    assert "tally" not in kinds("The team had a run of 208-199.")
