"""Work spread over processes, each of which is set up once."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import Any, TypeVar

Job = TypeVar("Job")
Done = TypeVar("Done")


def spread(
    start: Callable[..., None],
    given: tuple[Any, ...],
    work: Callable[[Job], Done],
    jobs: Sequence[Job],
    workers: int,
) -> Iterator[Done]:
    """Yield ``work(job)`` of each job as it ends; one worker works in this process.

    ``start(*given)`` sets a process up. ``start`` and ``work`` are functions of a module.
    """
    if workers <= 1 or len(jobs) <= 1:
        if jobs:
            start(*given)
        yield from map(work, jobs)
        return
    with ProcessPoolExecutor(min(workers, len(jobs)), get_context("spawn"), start, given) as pool:
        futures = [pool.submit(work, job) for job in jobs]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            for future in futures:
                future.cancel()
