"""How long a learner's function may run when nobody waits for it."""

import contextlib
import contextvars
import sys
import sysconfig
import time
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOT_THE_LEARNERS = (
    str(Path(__file__).parent.parent),
    sys.prefix,
    *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    "<frozen",
)
"""How the names of files begin that a learner has not written."""


class OutOfTime(BaseException):
    """A learner's function ran longer than the `time_limit` inside which it was called."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Let `call_learner` end a function that takes too long, even in a loop without end.

    The time is looked at before each line of the learner's; a line that takes long ends by itself.

    Parameters
    ----------
    seconds : float
        From now on, for all calls inside the block together.

    Raises
    ------
    OutOfTime
        By `helpers.live.learner.call_learner`.

    Examples
    --------
    >>> from helpers.live.learner import call_learner
    >>> def endless(z):
    ...     while True:
    ...         z = z + 1
    >>> with time_limit(0.01):
    ...     call_learner(endless, 1)
    Traceback (most recent call last):
        ...
    helpers.live.time_limit.OutOfTime
    """
    token = _end.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _end.reset(token)


_end: contextvars.ContextVar[float | None] = contextvars.ContextVar("_end", default=None)


@contextlib.contextmanager
def within_limit() -> Iterator[None]:
    """Look at the time while a learner's function runs, if there is a limit.

    Examples
    --------
    >>> with within_limit():
    ...     pass
    """
    end, before = _end.get(), sys.gettrace()
    if end is None or before is not None:  # a debugger's steps are left alone
        yield
        return

    def look(frame: types.FrameType, event: str, argument: Any) -> Any:
        if frame.f_code.co_filename.startswith(NOT_THE_LEARNERS):
            return None
        if time.monotonic() > end:
            raise OutOfTime
        return look

    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
