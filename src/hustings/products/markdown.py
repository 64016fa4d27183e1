"""The dossier as GitHub-flavoured Markdown: headline, tables, caveats, numbered source notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from hustings.figures import Figure
from hustings.products import words
from hustings.products.charts.money import rest_of_receipts
from hustings.products.dossier import (
    DistrictPart, Dossier, HistoryPart, MemberPart, MoneyPart, RoundPart, Standing,
)  # fmt: skip
from hustings.products.member_terms import terms
from hustings.products.notes import Notes, limits

#: What Markdown or HTML would read as more than itself.
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()#+!|~>-])")
MONEY: Final = (
    ("receipts", "Raised"), ("receipts_from_individuals", "Individuals"),
    ("receipts_from_pacs", "PACs"), ("receipts_from_parties", "Parties"),
    ("receipts_from_candidate", "Own gifts, loans"), ("receipts_other", "Other"),
    ("disbursements", "Spent"), ("cash_on_hand", "Cash at the end"),
)  # fmt: skip
SHARES: Final = (
    ("share_from_individuals", "From individuals"), ("share_from_pacs", "From PACs"),
    ("share_small_dollar", "Unitemised"),
)  # fmt: skip
