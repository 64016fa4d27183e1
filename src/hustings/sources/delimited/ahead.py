"""Work done ahead: threads make the next results while the caller uses the last one."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_In = TypeVar("_In")
_Out = TypeVar("_Out")

#: Results that may wait; they bound the memory.
WAITING: Final = 8


def ahead(items: Iterator[_In], work: Callable[[_In], _Out], workers: int) -> Iterator[_Out]:
    """`map(work, items)` in order, the work done by threads beside the caller's.

    Items are taken in the caller's thread, so that they stay in order. The first two are worked
    on at once: a small file costs no thread.
    """
    for item in islice(items, 2):
        yield work(item)
    waiting: deque[Future[_Out]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="delimited")
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) == WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
