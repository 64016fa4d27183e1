"""Helpers: the sample record, and articles made of sentences."""

from __future__ import annotations

from datetime import date
from functools import cache

from hustings.claims import Article, Checked, check_article
from hustings.record.view import View


@cache
def sample() -> View:
    """The embedded sample record: California's 34th district."""
    return View.of_sample(None)


def checked(text: str, *, as_of: date | None = None, race: str = "") -> Checked:
    """A text checked against the sample."""
    return check_article(sample(), Article(name="made", text=text), race=race, as_of=as_of)


def rulings(text: str, **more) -> dict[str, str]:
    """Claimed → ruling."""
    return {one.claim.quote: str(one.ruling) for one in checked(text, **more).verdicts}
