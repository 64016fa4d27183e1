"""Work done ahead: one thread makes the next results while the caller uses the last one."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_In = TypeVar("_In")
_Out = TypeVar("_Out")

#: Results that may wait; they bound the memory.
WAITING: Final = 8


def ahead(items: Iterator[_In], work: Callable[[_In], _Out]) -> Iterator[_Out]:
    """`map(work, items)` in order, both of them run in one thread beside the caller's.

    The first two items are done at once: a small file costs no thread.
    """
    for item in islice(items, 2):
        yield work(item)

    def step() -> list[_Out]:
        return [work(item) for item in islice(items, 1)]

    pool = ThreadPoolExecutor(1, thread_name_prefix="delimited")
    try:
        waiting = deque(pool.submit(step) for _ in range(WAITING))
        while done := waiting.popleft().result():
            waiting.append(pool.submit(step))
            yield from done
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
