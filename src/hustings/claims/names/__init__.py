"""Names in an article: whom and what they stand for, by the record's own names."""

from hustings.claims.names.find import Found, find_names
from hustings.claims.names.index import Index, Known, load_index
from hustings.claims.names.short import resolve

__all__ = ["Found", "Index", "Known", "find_names", "load_index", "resolve"]
