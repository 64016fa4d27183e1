"""The catalogue of addresses: what a request means, and that its data are sound."""

from __future__ import annotations

from string import Formatter

import pytest

from hustings.errors import RequestError
from hustings.sources.fetch import Download, books, plan, scopes
from hustings.sources.pages import page, pages

BULK = "https://www.fec.gov/files/bulk-downloads"
OPEN = "https://raw.githubusercontent.com/openelections/openelections-data-ca/master"


@pytest.fixture(autouse=True)
def the_year_is_2026(monkeypatch):
    monkeypatch.setattr(scopes, "_this_year", lambda: 2026)


def urls(what: str, **scope: object) -> list[str]:
    return [download.url for download in plan(what, **scope)]


def test_the_fecs_files_of_a_cycle():
    downloads = plan("fec", cycle=2024)
    assert [download.url for download in downloads] == [
        f"{BULK}/2024/weball24.zip",
        f"{BULK}/2024/webl24.zip",
        f"{BULK}/2024/webk24.zip",
        f"{BULK}/2024/cn24.zip",
        f"{BULK}/2024/cm24.zip",
        f"{BULK}/2024/ccl24.zip",
        f"{BULK}/2024/candidate_summary_2024.csv",
    ]
    assert downloads[0] == Download(
        url=f"{BULK}/2024/weball24.zip",
        source="fec.weball",
        scope={"cycle": "2024"},
        name="weball24.zip",
        hint="The FEC publishes weball from 1980 on; check the cycle, or see "
        "https://www.fec.gov/data/browse-data/?tab=bulk-data.",
    )


@pytest.mark.parametrize("yes", [True, "yes", 1])
def test_transactions_only_when_asked_for(yes):
    more = urls("fec", cycle="2024", itemised=yes)[7:]
    assert more == [
        f"{BULK}/2024/indiv24.zip",
        f"{BULK}/2024/pas224.zip",
        f"{BULK}/2024/oth24.zip",
        f"{BULK}/2024/oppexp24.zip",
        f"{BULK}/2024/independent_expenditure_2024.csv",
    ]
    assert len(urls("fec", cycle=2024, itemised=False)) == 7


def test_files_that_began_later_are_left_out():
    assert urls("fec", cycle=1980) == [
        f"{BULK}/1980/{name}80.zip" for name in ("weball", "cn", "cm")
    ]
    assert urls("fec", cycle=2000)[-1] == f"{BULK}/2000/ccl00.zip"


def test_files_can_be_named():
    assert urls("fec", cycle=2024, only="cn, indiv") == [
        f"{BULK}/2024/cn24.zip",
        f"{BULK}/2024/indiv24.zip",
    ]


def test_the_congress_legislators_files():
    base = "https://unitedstates.github.io/congress-legislators"
    assert urls("legislators") == [
        f"{base}/legislators-current.yaml",
        f"{base}/legislators-historical.yaml",
        f"{base}/committees-current.yaml",
        f"{base}/committee-membership-current.yaml",
    ]


def test_voteviews_files_of_a_congress():
    base = "https://voteview.com/static/data/out"
    assert urls("voteview", congress=118) == [
        f"{base}/{kind}/{letter}118_{kind}.csv"
        for kind in ("members", "votes", "rollcalls")
        for letter in "HS"
    ]
    assert urls("voteview", congress=9, chamber="house", only="votes") == [
        f"{base}/votes/H009_votes.csv"
    ]


def test_openelections_tries_the_whole_state_under_both_its_names():
    (download,) = plan("returns", state="ca", date="2020-11-03")
    assert download.url == f"{OPEN}/2020/20201103__ca__general.csv"
    assert download.scope == {"date": "20201103", "state": "CA", "contest": "general"}
    (other,) = download.alternatives
    assert other.url == f"{OPEN}/2020/20201103__ca__general__county.csv"
    assert other.name == "20201103__ca__general__county.csv"


def test_openelections_with_a_round_and_a_level():
    (download,) = plan(
        "returns",
        state="CA",
        date="2017-04-04",
        round="special primary",
        level="los_angeles__precinct",
    )
    name = "20170404__ca__special__primary__los_angeles__precinct.csv"
    assert (download.url, download.alternatives) == (f"{OPEN}/2017/{name}", ())


def test_only_the_statutory_day_tells_the_round():
    for day in ("2017-04-04", "2020-11-10", "2021-11-02"):
        with pytest.raises(RequestError, match="round must be given"):
            plan("returns", state="CA", date=day)
    assert plan("returns", state="LA", date="2024-11-05")


def test_other_publishers_of_returns():
    (mit,) = plan("returns", publisher="mit")
    assert "persistentId=doi:10.7910/DVN/IG0UN2" in mit.url
    assert "guestbook" in mit.hint
    assert urls("returns", publisher="ca_sos") == [
        "https://api.sos.ca.gov/returns/us-rep/district/all"
    ]
    assert urls("returns", publisher="ca_sos", district=34)[0].endswith("/district/34")


def test_the_census_wants_a_key_for_figures_and_none_for_boundaries():
    *figures, boundaries = plan("census", year=2019)
    base = "https://api.census.gov/data/2019/acs/acs5?get=NAME"
    districts = "for=congressional%20district:*"
    assert [download.url for download in figures] == [
        f"{base},B19013_001E,B19013_001M&{districts}",
        f"{base},B03002_001E,B03002_003E,B03002_004E,B03002_006E,B03002_012E&{districts}",
        f"{base},B17001_001E,B17001_002E&{districts}",
    ]
    assert {download.key.variable for download in figures if download.key} == {"CENSUS_API_KEY"}
    assert boundaries.key is None
    assert boundaries.url == (
        "https://www2.census.gov/geo/tiger/GENZ2019/shp/cb_2019_us_cd116_500k.zip"
    )


@pytest.mark.parametrize(
    ("what", "scope", "says"),
    [
        (
            "fech",
            {},
            r"nothing to fetch is called 'fech'\. Known: bill .*; census .*; fec .*; voteview",
        ),
        ("fec", {}, r"to fetch fec, cycle must be given\. It takes cycle=…"),
        ("fec", {"cycle": 2023}, r"2023 is not a cycle\. A cycle has its even year's name: 2024"),
        ("fec", {"cycle": 2028}, r"'2028' is not a cycle\. .* from 1976 to 2026"),
        ("fec", {"cycle": "twenty"}, "is not a cycle"),
        ("fec", {"cycle": 1978}, r"nothing for cycle 1978\. weball: 1980 on; webl: 1996 on"),
        ("fec", {"cycle": 2024, "congress": 118}, r"fec takes no congress\. It takes cycle=…"),
        ("fec", {"cycle": 2024, "only": "weball,indi"}, r"called indi\. Known: weball, .* indiv"),
        ("fec", {"cycle": 2024, "only": ","}, r"no file called \(nothing\)"),
        ("fec", {"cycle": 2024, "itemised": "perhaps"}, "neither yes nor no"),
        ("legislators", {"year": 2024}, r"takes no year\. It takes only=…"),
        ("voteview", {"congress": 120}, "from 1 to 119"),
        ("voteview", {"congress": 118, "chamber": "both"}, "Known: house, senate"),
        ("returns", {"state": "CA"}, "date and round must be given"),
        ("returns", {"publisher": "ap"}, "Known: openelections, mit, ca_sos"),
        ("returns", {"state": "ZZ", "date": "2020-11-03"}, "'ZZ' is not a state"),
        ("returns", {"state": "CA", "date": "3 Nov"}, "Write year-month-day"),
        ("returns", {"state": "CA", "date": "2020-11-03", "round": "x"}, "Known: primary, "),
        ("returns", {"state": "CA", "date": "2020-11-03", "level": "../x"}, "cannot stand in"),
        ("returns", {"publisher": "ca_sos", "district": 54}, "from 1 to 53"),
        ("census", {"year": 2026, "only": "boundaries"}, "boundaries: 2013 to 2025"),
        ("census", {"year": 1812}, "from 1990 to 2026"),
        ("filing", {"filing": "12a"}, "not a number of a filing"),
        ("filings", {"date": "16 June"}, "not a date"),
        ("rollcall", {"congress": 116, "session": 2}, "number must be given"),
        ("rollcall", {"congress": 116, "session": 3, "number": 1}, "Known: 1, 2"),
        ("bill", {"bill": "HR 6515"}, "One looks like 116-hr6515"),
    ],
)
def test_a_request_that_makes_no_sense_is_told_what_there_is(what, scope, says):
    with pytest.raises(RequestError, match=says):
        plan(what, **scope)


def test_the_data_are_sound():
    for book in books().values():
        assert book.about.startswith("https://")
        keys = [offer.key for offer in book.files]
        assert len(set(keys)) == len(keys)
        for offer in book.files:
            assert offer.url.startswith("https://")
            assert offer.seen in {"publisher", "use", "notes", "memory"}, offer.key
            assert set(offer.needs) <= set(book.accepts)
            assert set(offer.only_if) | set(offer.each) | set(offer.tries) <= set(book.accepts)
            places = {place for _, place, _, _ in Formatter().parse(offer.name) if place}
            assert places <= {place for _, place, _, _ in Formatter().parse(offer.url) if place}


def test_a_filing_comes_by_its_number_and_a_days_filings_by_the_day():
    (one,) = plan("filing", filing=1229017)
    assert one.url == "https://docquery.fec.gov/dcdev/posted/1229017.fec"
    assert (one.source, one.scope) == ("fec.filing", {"filing": "1229017"})
    (day,) = plan("filings", date="2018-06-16")
    assert day.url == "https://www.fec.gov/files/bulk-downloads/electronic/20180616.zip"
    assert (day.source, day.scope) == ("fec.filing", {})


def test_a_roll_call_comes_from_its_own_chamber_and_a_bill_from_the_printer():
    asked = {"congress": 116, "session": 2, "number": 9}
    (house,) = plan("rollcall", **asked)
    assert house.url == "https://clerk.house.gov/evs/2020/roll009.xml"
    assert (house.source, house.scope) == (
        "congress.house_clerk",
        {"year": "2020", "number": "9"},
    )
    (senate,) = plan("rollcall", chamber="senate", **asked)
    assert senate.url == (
        "https://www.senate.gov/legislative/LIS/roll_call_votes/vote1162/vote_116_2_00009.xml"
    )
    assert (senate.source, senate.scope) == (
        "congress.senate_votes",
        {"congress": "116", "session": "2", "number": "9"},
    )
    (bill,) = plan("bill", bill="116-hr6515")
    assert bill.url == (
        "https://www.govinfo.gov/bulkdata/BILLSTATUS/116/hr/BILLSTATUS-116hr6515.xml"
    )
    assert bill.source == "congress.billstatus"
    assert bill.scope == {"congress": "116", "type": "hr", "number": "6515"}


EVERYTHING = [
    ("rollcall", {"congress": 116, "session": 1, "number": 1}),
    ("bill", {"bill": "116-hr6515"}),
    ("fec", {"cycle": 2024, "itemised": True}),
    ("legislators", {}),
    ("voteview", {"congress": 118}),
    ("returns", {"state": "CA", "date": "2020-11-03"}),
    ("returns", {"publisher": "mit"}),
    ("returns", {"publisher": "ca_sos"}),
    ("census", {"year": 2023}),
]


@pytest.mark.parametrize(("what", "scope"), EVERYTHING)
def test_a_file_comes_with_all_of_the_scope_that_its_page_asks_for(what, scope):
    for download in plan(what, **scope):
        for way in (download, *download.alternatives):
            assert way.source == "" or not page(way.source).missing(way.scope), way


def test_a_county_file_of_openelections_is_read_by_its_own_page():
    if "returns.openelections_county" not in pages():
        pytest.skip("there is no page for it")
    county = {"state": "CA", "date": "2020-11-03", "level": "kern__precinct"}
    (download,) = plan("returns", **county)
    assert download.source == "returns.openelections_county"
    (download,) = plan("returns", **county | {"level": "precinct"})
    assert download.source == "returns.openelections"
