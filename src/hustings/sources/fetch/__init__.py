"""Fetching: the publishers' files, from their official addresses to a folder.

    from hustings.sources.fetch import Client, plan

    for download in plan("fec", cycle=2024):
        fetched = Client(folder).get(download)

`plan` knows the addresses (data in `_addresses`), `Client` gets the bytes: it resumes, retries,
asks only for what is new, and keeps nothing under its name that was not checked.
"""

from hustings.sources.fetch.catalogue import Book, Download, Key, Offer, books, plan
from hustings.sources.fetch.client import Client, Fetched
from hustings.sources.fetch.progress import Progress, progress_bar
from hustings.sources.fetch.transfer import Limits

__all__ = [
    "Book",
    "Client",
    "Download",
    "Fetched",
    "Key",
    "Limits",
    "Offer",
    "Progress",
    "books",
    "plan",
    "progress_bar",
]
