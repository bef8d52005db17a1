"""Where pictures are drawn: in the thread of the cell that made them, between the cells.

JupyterLab can send what a slider says to a thread of its own (a subshell), even while a cell runs.
There the stop button reaches no endless loop, two threads would draw on one figure, and what is
silenced for a moment would be silent in the running cell as well.
"""

import asyncio
import builtins
import contextlib
import signal
import threading
from collections.abc import Callable, Iterator

from helpers.languages import say


class Home:
    """The thread and the event loop of whoever makes it.

    Without an event loop, as in a plain script, every thread is at home; one draws at a time.

    Examples
    --------
    >>> Home().call(lambda: print("here"))
    here
    """

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None
        try:
            self.loop = asyncio.get_running_loop()
        except RuntimeError:
            self.loop = None
        self._thread = threading.get_ident()

    def call(self, function: Callable[[], None]) -> None:
        """Call a function at home: at once if we are there, else as soon as no cell runs."""
        if self.loop is None or self._thread == threading.get_ident():
            with _ONE_AT_A_TIME:
                function()
        else:
            self.loop.call_soon_threadsafe(stoppable, function)


_ONE_AT_A_TIME = threading.RLock()


def stoppable(function: Callable[[], None]) -> None:
    """Call a function from the event loop so that the stop button ends it.

    A kernel ignores the button while it handles no message. What the function does not catch of
    it ends here: it would end the kernel.

    Examples
    --------
    >>> stoppable(lambda: print("done"))
    done
    """
    if threading.current_thread() is not threading.main_thread():
        function()  # no signal comes here
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        function()
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def nobody_to_ask() -> Iterator[None]:
    """Let input() refuse in this thread: where no cell runs it would wait for ever.

    Raises
    ------
    RuntimeError
        By input(), inside the block.

    Examples
    --------
    >>> with nobody_to_ask():
    ...     input()
    Traceback (most recent call last):
        ...
    RuntimeError: input() cannot ask anything while a picture moves
    """
    asks, here = builtins.input, threading.get_ident()

    def refuses(prompt: object = "", /) -> str:
        if threading.get_ident() != here:
            return asks(prompt)
        raise RuntimeError(say("input() cannot ask anything while a picture moves"))

    builtins.input = refuses
    try:
        yield
    finally:
        builtins.input = asks
