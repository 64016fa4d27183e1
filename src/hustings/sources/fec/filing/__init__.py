"""Electronic filings (.fec) of the Federal Election Commission, versions 1 to 8.5 and paper."""
