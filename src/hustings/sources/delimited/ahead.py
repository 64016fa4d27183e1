"""Work done ahead: threads make the next results while the caller uses the last one."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_In = TypeVar("_In")
_Out = TypeVar("_Out")

#: Results that may wait; they bound the memory.
WAITING: Final = 6


def ahead(items: Iterator[_In], work: Callable[[_In], _Out], workers: int) -> Iterator[_Out]:
    """`map(work, items)` in order, with both the items and the results made by threads.

    The first two are made at once: a small file costs no thread.
    """
    for item in islice(items, 2):
        yield work(item)
    line = Lock()
    taken = 0

    def step() -> tuple[int, list[_Out]]:
        nonlocal taken
        with line:
            found = list(islice(items, 1))
            turn, taken = taken, taken + 1
        return turn, [work(item) for item in found]

    pool = ThreadPoolExecutor(workers, thread_name_prefix="delimited")
    waiting: deque[Future[tuple[int, list[_Out]]]] = deque()
    made: dict[int, list[_Out]] = {}
    try:
        waiting.extend(pool.submit(step) for _ in range(WAITING))
        for turn in range(2**62):  # until the items end
            while turn not in made:
                # Threads may take items in another order than they were asked to.
                number, result = waiting.popleft().result()
                made[number] = result
                waiting.append(pool.submit(step))
            if not made[turn]:
                return
            yield from made.pop(turn)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
