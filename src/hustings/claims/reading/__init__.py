"""Reading: a file or text becomes an `Article`, whose plain text all offsets speak of.

Plain text is kept letter for letter. Of Markdown the words are kept, of HTML the main text (nothing
in it is run, and no script, style or markup goes on), of PDF the text that the file carries.
"""

from hustings.claims.reading.files import read_article, read_text

__all__ = ["read_article", "read_text"]
