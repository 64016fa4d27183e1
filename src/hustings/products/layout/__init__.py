"""Pages of figures, laid out once and written for a terminal, as Markdown and as HTML.

A product says what its page holds (`Page`: sections of sentences, tables and charts, every number
a figure); the writers beside it decide how that looks. The dossier has writers of its own.
"""

from hustings.products.layout.model import Column, Grid, Line, Page, Section

__all__ = ["Column", "Grid", "Line", "Page", "Section"]
