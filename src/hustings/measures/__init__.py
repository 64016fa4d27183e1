"""Measures: named numbers with a definition. SQL over the record, and nothing else.

A measure is a function that returns a `Query` (the rows it rests on, and the value made from
them), a `Ratio` of two others or a `Difference`; it is registered by being in a module of this package.
"""

from hustings.measures.base import Difference, Measure, Query, Ratio, measure
from hustings.measures.evaluation import evaluate
from hustings.measures.registry import find_measure, measures

__all__ = [
    "Difference",
    "Measure",
    "Query",
    "Ratio",
    "evaluate",
    "find_measure",
    "measure",
    "measures",
]
