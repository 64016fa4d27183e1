"""Checked articles for the tests of pages: the sample's, and one made by hand of the worst text."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from hustings.claims.model import Article, Checked, Claim, Reading, Ruling, Sentence, Verdict, When
from hustings.figures import Unit
from hustings.products.api import Desk, open_view
from hustings.record.view import View
from tests.products.dossiers import EVIL, figure

#: True and false numbers of the sample, an age, endorsements, the same figure twice.
TEXT = """Nov. 20, 2024

In California's 34th District, Rep. Jimmy Gomez beat David Kim with 55.6 percent of the vote. \
The margin was 11.3 points. Gomez raised $2.2 million, 42.1% of it from PACs. Kim raised $3 million. \
The district has a median income of $36,000. Gomez is 49 years old.

Gomez prevailed 53-47 over Kim in 2020.
AIPAC endorsed 233 Republicans. Gomez raised $2.2 million.
"""
RULINGS = list(Ruling)


@cache
def at(day: date | None) -> View:
    """The embedded sample as it stood on a day; whole without one."""
    with TemporaryDirectory() as empty, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUSTINGS_RECORD", str(Path(empty) / "none"))
        return open_view(None, day)


@cache
def desk() -> Desk:
    """The embedded sample's desk."""
    return Desk(at(None), at)


@cache
def sample_check() -> Checked:
    """The text above against the sample."""
    return desk().check(Article(name="article.txt", text=TEXT))


def claimed(text: str, *places: tuple[int, int, Ruling], with_figure: bool = True) -> Checked:
    """An article with verdicts at places of its text; the words of each are an attack."""
    sentence = Sentence(start=0, end=len(text), text=text, paragraph=0, number=0)
    found = figure("votes", 500, Unit.VOTES, caveats=(EVIL,)) if with_figure else None
    verdicts = tuple(
        Verdict(
            claim=Claim(start=start, end=end, quote=text[start:end], sentence=sentence,
                        claimed=EVIL),
            ruling=ruling,
            note=f"{EVIL} Load with: hustings fetch fec --cycle 2024",
            reading=Reading(measure="votes", params={"race": "CA-34", "candidate": EVIL}),
            figure=found,
        )
        for start, end, ruling in places
    )  # fmt: skip
    return Checked(
        article=Article(name="<b>article</b>.txt", title=EVIL, text=text),
        when=When(day=date(2024, 11, 20), cycle=2024, congress=118, sure=True, how=EVIL),
        verdicts=verdicts,
    )


#: Scripts, markup, right-to-left and mixed writing, a letter that HTML has no place for.
WORST = (
    f"{EVIL}\n\n<img src=x onerror=alert(1)> won 53%.\n\n"
    "קים קיבל 47 אחוזים מהקולות ב-2020, and then 12 more.\n\n"
    "حصل غوميز على 53٪ من الأصوات. \x07bell\x0c </script></article></main>"
)


def worst() -> Checked:
    """The worst text with a claim of each verdict, one of them right-to-left."""
    at = [WORST.index(one) for one in ("<img", "won 53%", "47 אחוזים", "12 more", "53٪")]
    ends = [at[0] + 4, at[1] + 7, at[2] + 9, at[3] + 7, at[4] + 3]
    return claimed(WORST, *zip(at, ends, RULINGS, strict=True))
