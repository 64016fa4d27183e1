"""Sources: the publishers' data sets, each a YAML page of metadata and a strict parser.

A source is registered by being there: a page `sources/<publisher>/<data set>.yaml`. A page of
format `pipe` or `csv` needs no code; any other names its parser module, which has one function,
`parse(file, page, scope)`, yielding events (see `hustings.sources.events`).
"""
