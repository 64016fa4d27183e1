"""Files to fetch in tests: three official addresses and contents that tell every place apart."""

from __future__ import annotations

import io
import zipfile

from hustings.sources.fetch import Download

CSV = "https://www.fec.gov/files/bulk-downloads/2024/candidate_summary_2024.csv"
ZIP = "https://www.fec.gov/files/bulk-downloads/2024/weball24.zip"
JSON = "https://api.census.gov/data/2023/acs/acs5?get=NAME&for=congressional%20district:*"

#: 100,000 bytes in which every place can be told from every other.
ROWS = b"".join(b"H%08d\n" % number for number in range(10_000))


def zipped(content: bytes = ROWS, name: str = "weball24.txt") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def download(url: str = CSV, **more: object) -> Download:
    name = "acs5.json" if url == JSON else url.rsplit("/", 1)[-1]
    return Download(**{"url": url, "source": "", "scope": {}, "name": name, **more})
