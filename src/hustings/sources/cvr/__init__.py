"""Cast vote records: ranked ballots in the forms in which election offices and counters give them.

`read_ballots(path)` tells the form by what is in the file and gives the ballots as they were
marked; every ballot is counted or rejected with a reason. Forms: spreadsheets saved as CSV with a
column for each rank (ES&S), CSV with a column for each candidate, NIST SP 1500-103 in XML and
JSON, Dominion's JSON export, Clear Ballot's CSV, Maine's coded lines and pattern counts, Alaska's
ranking patterns. RCTab's configuration files give options and rules.
"""

from hustings.sources.cvr.box import CvrOptions
from hustings.sources.cvr.rctab import RcTabContest, read_config
from hustings.sources.cvr.read import FORMS, form_of, read_ballots
from hustings.sources.cvr.report import RankedReport, read_report

__all__ = [
    "FORMS",
    "CvrOptions",
    "RankedReport",
    "RcTabContest",
    "form_of",
    "read_ballots",
    "read_config",
    "read_report",
]
