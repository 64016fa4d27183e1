"""Matching: which measures, with which parameters, a sentence's numbers and statements may mean."""

from hustings.claims.matching.numbers import read_numbers
from hustings.claims.matching.scene import Scene
from hustings.claims.matching.stage import Stage
from hustings.claims.matching.statements import read_statements

__all__ = ["Scene", "Stage", "read_numbers", "read_statements"]
