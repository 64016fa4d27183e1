"""Checking an article: every number and statement in a text against the record.

segment → quantities → names → match → verdict. Each step is a module: `reading` makes an Article of
a file, `sentences` and `quantities` find what is said, `names` whom it is said of, `when` the time
it is said at, `matching` which measures it may mean, `judge` what the record says. docs/checking.md
explains it to a reporter.
"""

from hustings.claims.checking import check_article
from hustings.claims.model import Article, Checked, Claim, Reading, Ruling, Verdict

__all__ = ["Article", "Checked", "Claim", "Reading", "Ruling", "Verdict", "check_article"]
