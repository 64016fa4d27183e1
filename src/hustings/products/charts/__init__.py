"""Charts of a dossier as inline SVG: one rendering for wide screens and one for a phone.

Each chart says what it shows, in which unit, as of when and from which source, and carries a
sentence for those who do not see it. Colours are names that the page's style sheet fills in, so
that light, dark and printed pages share one drawing.
"""

from hustings.products.charts.base import Chart, Key, sources
from hustings.products.charts.district import district_map
from hustings.products.charts.history import history_chart
from hustings.products.charts.members import members_chart
from hustings.products.charts.money import money_chart
from hustings.products.charts.results import results_chart, shades

__all__ = [
    "Chart", "Key", "district_map", "history_chart", "members_chart",
    "money_chart", "results_chart", "shades",
    "sources",
]  # fmt: skip
