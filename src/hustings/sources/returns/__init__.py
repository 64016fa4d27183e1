"""Election returns: one page and parser for each publisher, and the words that they share.

A new source is a page `NAME.yaml` and a module `NAME.py` here. `records` reads tables strictly,
`shapes` JSON; `cells`, `parties`, `rounds` and `calendar` turn a publisher's words into ours by the
data files beside them (parties.csv, kinds.csv, at_large.csv) and by the reviewed tables of rules
and days in `hustings.sources.reference`. known_errors.csv lists lines that are wrong as published.
"""
