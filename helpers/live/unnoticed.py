"""Calling a learner's function unasked: what it does there, nobody notices."""

import contextlib
import io
import random
import sys
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
from IPython import get_ipython

from helpers.live.home import nobody_to_ask
from helpers.live.time_limit import time_limit


@contextlib.contextmanager
def unnoticed(seconds: float) -> Iterator[None]:
    """Keep to the block what a learner's function prints, shows, asks for and draws at random.

    The global random numbers of numpy, of Python and of PyTorch go on afterwards as if nothing had
    been. A generator of the learner's own does not: it is not known here.

    Parameters
    ----------
    seconds : float
        How long a function may run; see `helpers.live.time_limit.time_limit`.

    Examples
    --------
    >>> np.random.seed(0)
    >>> with unnoticed(1):
    ...     print("not seen", np.random.rand())
    >>> print(round(np.random.rand(), 4))
    0.5488
    """
    mute = _Mute(sys.stdout), _Mute(sys.stderr)
    with (
        _same_random_numbers(),
        _nothing_shown(),
        nobody_to_ask(),
        contextlib.redirect_stdout(mute[0]),
        contextlib.redirect_stderr(mute[1]),
        time_limit(seconds),
    ):
        yield


class _Mute(io.TextIOBase):
    """A stream without what one thread writes; that of the other threads comes through."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._thread = stream, threading.get_ident()

    def write(self, text: str, /) -> int:
        if threading.get_ident() != self._thread and self._stream is not None:
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        if threading.get_ident() != self._thread and self._stream is not None:
            self._stream.flush()


@contextlib.contextmanager
def _same_random_numbers() -> Iterator[None]:
    torch = sys.modules.get("torch")
    numpy: Any = np.random.mtrand._rand  # the generator behind np.random.rand and its kin
    states = numpy.get_state(), random.getstate(), torch and torch.random.get_rng_state()
    try:
        yield
    finally:
        numpy.set_state(states[0])
        random.setstate(states[1])
        if torch:
            torch.random.set_rng_state(states[2])


@contextlib.contextmanager
def _nothing_shown() -> Iterator[None]:
    """Let display() show nothing; a kernel's publisher knows which thread asks for that."""
    publisher: Any = getattr(get_ipython(), "display_pub", None)
    if not hasattr(publisher, "register_hook"):
        yield
        return

    def keep(message: Any) -> None:
        """Send nothing."""

    publisher.register_hook(keep)
    try:
        yield
    finally:
        publisher.unregister_hook(keep)
