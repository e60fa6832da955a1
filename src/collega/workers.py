"""Pieces on the workers of a Dask cluster: the second way, beside this process, to be :class:`collega.pieces.Pieces`.

A worker that dies takes its pieces with it. Dask makes them anew elsewhere, from the source that they came from, so
whatever is computed over them goes on.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from collega.errors import CollegaError, NotComputedError
from collega.messages import Message
from collega.pieces import Pieces, Report

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
R = TypeVar("R")
_LOCAL = re.compile(r"local(?::([1-9]\d{0,3}))?")
_ADDRESS = re.compile(r"[a-z]+://\S+|(?!local:)[\w.-]+:\d+")
_PATIENCE = 10  # seconds to answer, and to have a worker
_TRIES = 10  # workers that may die while they hold the same piece


class WorkersError(NotComputedError):
    """The cluster cannot do the work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """A cluster that answers.

    Attributes
    ----------
    client : distributed.Client
    address : str
    """

    client: Client
    address: str

    @property
    def cores(self) -> int:
        """Threads of all workers together."""
        return sum(self.client.nthreads().values())

    def pieces(self, sources: Sequence[Callable[[], T]]) -> Pieces[T]:
        """Return pieces that each of these functions makes on a worker."""
        return WorkerPieces(self.client, [self.client.submit(source, pure=False) for source in sources])

    def scatter(self, values: Sequence[T]) -> Pieces[T]:
        """Return values as pieces on the workers."""
        return WorkerPieces(self.client, [self.client.submit(_itself, value, pure=False) for value in values])


class WorkerPieces(Generic[T]):
    """Pieces that workers hold."""

    def __init__(self, client: Client, futures: Sequence[Future]) -> None:
        self._client = client
        self._futures = tuple(futures)

    def __len__(self) -> int:
        return len(self._futures)

    def collect(self, work: Callable[..., R], *each: Sequence[Any], progress: Report | None = None) -> list[R]:
        """See :class:`collega.pieces.Pieces`."""
        return self._gathered(self._submitted(work, *each), progress)

    def hold(self, work: Callable[[Any], R], progress: Report | None = None) -> Pieces[R]:
        """See :class:`collega.pieces.Pieces`."""
        futures = self._submitted(work)
        self._waited(futures, progress)
        return WorkerPieces(self._client, futures)

    def _submitted(self, work: Callable[..., Any], *each: Sequence[Any]) -> list[Future]:
        pieces = zip(self._futures, *each, strict=True)
        with _refusals():
            return [self._client.submit(work, *arguments, pure=False) for arguments in pieces]

    def _gathered(self, futures: Sequence[Future], progress: Report | None) -> list[Any]:
        with _refusals():
            self._waited(futures, progress)
            return list(self._client.gather(list(futures)))

    def _waited(self, futures: Sequence[Future], progress: Report | None) -> None:
        """Wait for all of them, and tell how many are done; raise what the first of them raised."""
        from distributed import as_completed

        with _refusals():
            for count, future in enumerate(as_completed(list(futures), loop=self._client.loop), start=1):
                if future.status in ("error", "cancelled"):
                    future.result()
                if progress is not None:
                    progress(count / len(futures))


def _itself(value: T) -> T:
    return value


@contextmanager
def _refusals() -> Iterator[None]:
    """Let refusals of our own through, and say of anything else that the cluster failed."""
    from distributed.scheduler import KilledWorker

    try:
        yield
    except CollegaError:
        raise
    except (KilledWorker, CancelledError, OSError, TimeoutError) as error:
        raise WorkersError(Message("workers-failed", error=f"{type(error).__name__}: {error}")) from error


@contextmanager
def workers_at(address: str) -> Iterator[Workers]:
    """Yield the workers of a cluster.

    Parameters
    ----------
    address : str
        Of a Dask scheduler; or ``local``, ``local:N`` for processes on this machine that live as long as this block.

    Raises
    ------
    WorkersError
        Where dask.distributed is not installed, the address is none, nothing answers there, there are no workers, or
        they have no Collega, or another version.
    """
    local = _LOCAL.fullmatch(address)
    if local is None and _ADDRESS.fullmatch(address) is None:
        raise WorkersError(Message("workers-no-address", address=address))
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise WorkersError(Message("workers-not-installed", error=str(error))) from error
    with dask.config.set({"distributed.scheduler.allowed-failures": _TRIES, "distributed.admin.tick.limit": "1h"}):
        if local is not None:
            with _local_client(int(local[1] or os.cpu_count() or 1)) as client:
                yield Workers(client=client, address=address)
            return
        try:
            client = Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise WorkersError(Message("workers-no-answer", address=address, error=type(error).__name__)) from error
        with client:
            _require_workers(client, address)
            yield Workers(client=client, address=address)


@contextmanager
def _local_client(processes: int) -> Iterator[Client]:
    """Yield the client of so many processes; the settings that Dask makes for them do not stay in this one."""
    from distributed import Client, LocalCluster

    environment = dict(os.environ)
    try:
        with (
            LocalCluster(
                n_workers=processes, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
            ) as cluster,
            Client(cluster, set_as_default=False) as client,
        ):
            yield client
    finally:
        for name in set(os.environ) - set(environment):
            del os.environ[name]
        os.environ.update(environment)


def _require_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        raise WorkersError(Message("workers-none", address=address)) from error
    try:
        theirs = set(client.run(_version).values()) - {_version()}
    except (ImportError, AttributeError, OSError, TimeoutError) as error:
        text = f"{type(error).__name__}: {error}"
        raise WorkersError(Message("workers-without-collega", address=address, error=text)) from error
    if theirs:
        raise WorkersError(Message("workers-other-version", address=address, theirs=sorted(theirs)[0], ours=_version()))


def _version() -> str:
    return version("collega")
