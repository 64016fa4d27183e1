"""Quantities: what the words of a number allow, and what is no quantity of a race."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hustings.claims.model import Kind
from hustings.claims.quantities import quantities
from hustings.claims.sentences import sentences


def only(text: str):
    found = [one for line in sentences(text) for one in quantities(line)]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "inside", "outside"),
    [
        ("He won 49.5% of the vote.", Kind.SHARE, ["0.495", "0.4951"], ["0.49", "0.4956"]),
        ("She got just under 50 percent.", Kind.SHARE, ["0.495", "0.4999"], ["0.51", "0.47"]),
        ("He won by about 3,000 votes.", Kind.COUNT, ["3021", "2900"], ["3500", "2500"]),
        ("They spent some $100 million.", Kind.USD, ["103739277", "95000000"], ["120000000"]),
        ("It raised $1.2 million.", Kind.USD, ["1234567", "1150000"], ["1300000", "1100000"]),
        ("It raised more than $5 million.", Kind.USD, ["5000001", "9000000"], ["4999999"]),
        ("She raised almost $27 million.", Kind.USD, ["26900000"], ["27500000", "20000000"]),
        ("It took in nearly 350,000 votes.", Kind.COUNT, ["349000"], ["360000", "300000"]),
        ("There were fewer than 70,000 ballots.", Kind.COUNT, ["69999"], ["79307"]),
        ("Exactly 34,034 voters came.", Kind.COUNT, ["34034"], ["34035"]),
        ("He lost by 40 votes.", Kind.COUNT, ["40"], ["41", "39"]),
        ("Two thirds of the money is gone.", Kind.SHARE, ["0.6667", "0.65"], ["0.75"]),
        ("One in five residents is poor.", Kind.SHARE, ["0.2", "0.21"], ["0.25"]),
        ("Three of every four people agree.", Kind.SHARE, ["0.75"], ["0.6"]),
        ("The margin was four points.", Kind.POINTS, ["4.04"], ["5"]),
        ("It is one of the 20 poorest districts.", Kind.RANK, ["1", "20"], ["21"]),
        ("It is the 16th most liberal.", Kind.RANK, ["16"], ["15"]),
        ("They gave between $500,000 and $600,000.", Kind.USD, ["519070"], ["450000", "610000"]),
        ("He won 53-47 there.", Kind.PAIR, ["0.5298"], ["0.54"]),
        ("Twenty-three percent of them are Asian.", Kind.SHARE, ["0.2296"], ["0.2", "0.03"]),
    ],
)
def test_what_the_words_allow(text, kind, inside, outside):
    one = only(text)
    assert one.kind is kind
    assert [value for value in inside if not one.allows(Decimal(value))] == []
    assert [value for value in outside if one.allows(Decimal(value))] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("David's a 36 year old attorney.", Kind.AGE),
        ("She is aged 52 and a doctor.", Kind.AGE),
        ("The doors open at 7:30 p.m. tonight.", Kind.CLOCK),
        ("Call (210) 555-0142 for more.", Kind.PHONE),
        ("The office is at 1234 Main Street there.", Kind.ADDRESS),
        ("There should be $2,000 a month for all.", Kind.PRICE),
        ("He waited five days for it.", Kind.SPAN),
    ],
)
def test_numbers_that_no_record_of_races_knows(text, kind):
    assert only(text).kind is kind


def test_names_with_digits_are_no_quantities():
    line = sentences("The 116th Congress sat, and the 34th District voted.")[0]
    assert quantities(line) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("They met his opponent.David's a lawyer.", "They met his opponent."),
        ("It's the heart of Los Angeles.The district votes.", "It's the heart of Los Angeles."),
        ("Rep. J. D. Smith of Calif. won. He left.", "Rep. J. D. Smith of Calif. won."),
        ("The U.S. House voted. It passed.", "The U.S. House voted."),
        ("No. 5 on the list won. Then she left.", "No. 5 on the list won."),
        ("“It ends.” She left.", "“It ends.”"),
        ("See ShahidButtar.com for more. Or not.", "See ShahidButtar.com for more."),
    ],
)
def test_where_a_sentence_ends(text, first):
    assert sentences(text)[0].text == first


def test_offsets_are_those_of_the_text():
    text = "  One is here.\r\n\r\nTwo is there, too.  Three?\n"
    for one in sentences(text):
        assert text[one.start : one.end] == one.text
    assert [one.text for one in sentences(text)] == ["One is here.", "Two is there, too.", "Three?"]
