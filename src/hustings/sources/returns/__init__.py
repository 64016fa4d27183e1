"""Pages and parsers of one family of sources; see hustings.sources."""
