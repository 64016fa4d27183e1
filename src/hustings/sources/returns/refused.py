"""Files that look like returns and are not: refused with the reason, never loaded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hustings.errors import Fault, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Raise Refused, always."""
    for reason in page.options["reasons"]:
        if re.search(reason["pattern"], file.name, re.IGNORECASE):
            raise Refused(reason["why"], where=file.path, next_step=reason["instead"])
    raise Fault(f"refused.yaml has no reason for {file.name}")
