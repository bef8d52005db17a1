"""Frames ahead: what the next move can ask for, drawn while nothing moves.

The way from a key to the kernel and back takes longer than the drawing. So after a rest the kernel
draws the frames of the places that each control can go to from here, one control at a time and the
nearest first, and sends them. When a control moves, the page shows the frame that it has before the
kernel has heard of it. The kernel's answer still comes, and has the last word.

A picture's function is therefore called more often than the reader moves. What it prints, raises or
draws at random there, nobody notices (`helpers.live.unnoticed`); if it is slow, there are no frames
ahead. With ``COURSE_FRAMES_AHEAD=0`` in the environment of the kernel there are none at all.
"""

import asyncio
import contextlib
import contextvars
import functools
import json
import operator
import os
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import ipywidgets as widgets
from IPython import get_ipython

from helpers.live.controls import state_of
from helpers.live.home import stoppable
from helpers.live.time_limit import OutOfTime
from helpers.live.unnoticed import unnoticed

REST = 0.12
"""Seconds without a move until frames are drawn."""

SLOWEST, LONGEST = 0.03, 0.1
"""What a frame may take, in processor seconds and by the clock; a slower picture has none ahead."""

PROCESSOR, BYTES = 1.0, 1_500_000
"""The most that is spent in one rest, by all pictures together: processor seconds, bytes sent."""

KEPT = 6_000_000
"""Characters of frames that a page holds of one picture."""

_PAUSE = 0.002  # between two frames, so that a message on its way comes through
_PACKET = 8  # frames that travel together

Frame = dict[str, Any]
"""``moving``, ``words`` and ``handles``, as `helpers.live.screen.Screen.show_frame` takes them."""

State = tuple[Any, ...]
"""What the page knows of each control: its value, of a list the index."""


def is_on() -> bool:
    """Whether the environment admits frames ahead, and nobody looks for an error step by step.

    Examples
    --------
    >>> os.environ["COURSE_FRAMES_AHEAD"] = "0"
    >>> is_on()
    False
    >>> del os.environ["COURSE_FRAMES_AHEAD"]
    """
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on
    debugged = sys.gettrace() is not None or bool(monitoring and monitoring.get_tool(0))
    return os.environ.get("COURSE_FRAMES_AHEAD") != "0" and not debugged


def places(control: widgets.ValueWidget) -> list[tuple[Any, Any]]:
    """Return all places of a control, in order: what the page knows of each, and its value.

    Parameters
    ----------
    control : ipywidgets.ValueWidget

    Returns
    -------
    list of (state, value)
        Empty for a control that has no places, such as a field of text.

    Examples
    --------
    >>> places(widgets.FloatSlider(min=0, max=1, step=0.5))
    [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)]
    >>> places(widgets.Dropdown(options=[("one", 1), ("two", 2)]))
    [(0, 1), (1, 2)]
    """
    if control.has_trait("index"):
        return list(enumerate(value for _, value in control._options_full))
    if isinstance(control.value, bool):
        return [(False, False), (True, True)]
    if not all(control.has_trait(name) for name in ("min", "max", "step")) or not control.step:
        return []
    count = round((control.max - control.min) / control.step)
    kind = int if isinstance(control.value, int) else float
    steps = [kind(round(control.min + control.step * i, 10)) for i in range(count + 1)]
    steps = [step for step in steps if step <= control.max]
    numbers = [control.base**step for step in steps] if control.has_trait("base") else steps
    return [(number, number) for number in numbers]


def key_of(state: Iterable[Any]) -> State:
    """Return a state so that two that differ by a rounding error are equal.

    Examples
    --------
    >>> key_of([0.1 + 0.2, 1]) == key_of([0.3, 1])
    True
    """
    return tuple(round(part, 9) if isinstance(part, float) else part for part in state)


def packed(frames: Iterable[tuple[State, Frame]]) -> bytes:
    """Return frames as one deflated text, which the page inflates by itself (``frames.js``).

    Parameters
    ----------
    frames : iterable of (state, frame)

    Returns
    -------
    bytes

    Examples
    --------
    >>> frame = {"moving": "<svg></svg>", "words": "One bar.", "handles": []}
    >>> json.loads(zlib.decompress(packed([((0.5,), frame)]), -15))[0][0]
    [0.5]
    """
    text = json.dumps([[*pair] for pair in frames], ensure_ascii=False, separators=(",", ":"))
    deflate = zlib.compressobj(6, wbits=-15)  # raw, without a header
    return deflate.compress(text.encode("utf-8")) + deflate.flush()


def around(
    controls: Mapping[str, widgets.ValueWidget], first: str = ""
) -> Iterator[dict[str, Any]]:
    """Yield where the controls can go from here, one at a time, the nearest places first.

    Parameters
    ----------
    controls : dict of str to ipywidgets.ValueWidget
    first : str
        The control that moved last, and probably moves on: three of its places count as near as
        one of another's.

    Yields
    ------
    dict
        ``state`` and ``values``, of all controls.

    Examples
    --------
    >>> controls = {"height": widgets.IntSlider(5, 3, 6), "wide": widgets.Checkbox(False)}
    >>> [step["state"] for step in around(controls)]
    [(6, False), (4, False), (5, True), (3, False)]
    """
    here = {name: (state_of(control), control.value) for name, control in controls.items()}
    steps = []
    for name, control in controls.items():
        ways = places(control)
        at = here[name][0]
        if not ways:
            continue
        nearest = min(range(len(ways)), key=lambda i: abs(ways[i][0] - at))
        for i, way in enumerate(ways):
            if key_of([way[0]]) != key_of([at]):
                far = abs(i - nearest) * (1 if name == first or not first else 3)
                steps.append((far, name != first, -i, name, way))
    names = list(controls)
    for _, _, _, name, way in sorted(steps, key=lambda s: (s[0], s[1], names.index(s[3]), s[2])):
        there = {**here, name: way}
        yield {
            "state": tuple(state for state, _ in there.values()),
            "values": {each: value for each, (_, value) in there.items()},
        }


class Stopwatch:
    """Starts when it is made; the machine may have other work, so it goes by two clocks.

    Examples
    --------
    >>> Stopwatch().is_late()
    False
    """

    def __init__(self) -> None:
        self._work, self._time = time.process_time(), time.monotonic()

    def is_late(self) -> bool:
        """Whether more than a frame may take has gone by."""
        work, wait = time.process_time() - self._work, time.monotonic() - self._time
        return work > SLOWEST or wait > LONGEST


class Ahead:
    """The frames ahead of one picture.

    Parameters
    ----------
    controls : dict of str to ipywidgets.ValueWidget
    screen : ipywidgets.Widget
        What shows the frames, and says who sees them.
    draw : callable
        ``draw(values)`` returns a frame; it may raise anything.
    loop : asyncio.AbstractEventLoop
        Where the picture is drawn.
    """

    def __init__(
        self,
        controls: Mapping[str, widgets.ValueWidget],
        screen: widgets.Widget,
        draw: Callable[[dict[str, Any]], Frame],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.loop = loop
        self._controls, self._draw, self._send = controls, draw, screen.send
        self._moved = ""
        self.slow = False  # the picture's function, for the reader
        self._late = 0  # frames one after the other
        self._seen: dict[str, bool] = {}
        self._known: dict[State, int] = {}  # and how many characters each frame has
        self._waiting: list[tuple[State, Frame]] = []
        self._ways: Iterator[dict[str, Any]] | None = None
        screen.on_msg(self._hear)
        _rest.watch(self, [screen, *controls.values()])

    def _hear(self, screen: widgets.Widget, content: Mapping[str, Any], buffers: Any) -> None:
        """Take what a page says: its name, and whether the picture is ``seen`` there."""
        self.loop.call_soon_threadsafe(self._note, content["page"], content["seen"])

    def _note(self, page: str, seen: bool) -> None:
        if page not in self._seen:
            self._known.clear()  # it has none of the frames
        self._seen[page] = seen
        _rest.begin(self.loop)

    def moved(self, name: str) -> None:
        """Note that a control moved."""
        self._moved = name
        _rest.begin(self.loop)

    def drop(self) -> None:
        """Forget all frames, here and in the page: the function may have changed."""
        self._late = 0
        self._waiting.clear()
        self.look_again()
        if self._known:
            self._known.clear()
            self._send({"drop": True}, [])

    def close(self) -> None:
        """Draw no more."""
        _rest.pictures.discard(self)

    def look_again(self) -> None:
        """Begin with the nearest place, from where the controls are now."""
        self._ways = None

    def next_place(self) -> dict[str, Any] | None:
        """Return the nearest place that the page has no frame of, None if there is none."""
        if self.slow or self._late > 1 or not any(self._seen.values()) or not self._make_room():
            return None
        if self._ways is None:
            self._ways = around(self._controls, self._moved)
        return next((way for way in self._ways if key_of(way["state"]) not in self._known), None)

    @property
    def _kept(self) -> int:
        """How many characters of frames the page has."""
        return sum(self._known.values())

    def _make_room(self) -> bool:
        """Forget the frames that are two moves away, if the page is full; return if it has room."""
        if self._kept > KEPT:
            here = key_of(map(state_of, self._controls.values()))
            far = {state for state in self._known if sum(map(operator.ne, state, here)) > 1}
            self._known = {s: size for s, size in self._known.items() if s not in far}
            self._waiting = [pair for pair in self._waiting if key_of(pair[0]) in self._known]
            self._send({"forget": list(far)}, [])
        return self._kept <= KEPT

    def step(self, place: dict[str, Any]) -> None:
        """Draw the frame of a place; what goes wrong there is left to the kernel's answer."""
        key = key_of(place["state"])
        self._known[key] = 0
        watch = Stopwatch()
        with contextlib.suppress(Exception, OutOfTime), unnoticed(LONGEST):
            frame = self._draw(place["values"])
            self._waiting.append((place["state"], frame))
            self._known[key] = len(frame["moving"]) + len(frame["words"])
        self._late = self._late + 1 if watch.is_late() else 0

    def flush(self, least: int = 1) -> int:
        """Send the frames that wait, if they are enough; return how many bytes were sent."""
        if len(self._waiting) < least:
            return 0
        data = packed(self._waiting)
        self._send({"frames": len(self._waiting)}, [data])
        self._waiting.clear()
        return len(data)


class _Rest:
    """When nothing moves and no cell runs, for all pictures of a kernel."""

    def __init__(self) -> None:
        self.pictures: set[Ahead] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._running = False
        self._message = threading.local()
        self._events: Any = None

    def watch(self, picture: Ahead, heard: Iterable[widgets.Widget]) -> None:
        self.pictures.add(picture)
        for widget in heard:
            widget.comm.on_msg(functools.partial(self._ours, widget._handle_msg))
        events = getattr(get_ipython(), "events", None)
        if events is not None and events is not self._events:
            self._events = events
            events.register("pre_run_cell", self._cell_begins)
            events.register("post_run_cell", self._cell_ends)
            events.register("pre_execute", self._message_begins)
            events.register("post_execute", self._message_ends)
        self._running = events is not None  # a cell has made it

    def _cell_begins(self, info: Any = None) -> None:
        self._running = True
        self.drop()

    def _cell_ends(self, result: Any = None) -> None:
        self._running = False
        self.drop()
        for loop in {picture.loop for picture in self.pictures}:
            self.begin(loop)

    def _message_begins(self) -> None:
        self._message.ours = False

    def _message_ends(self) -> None:
        """After a message to a widget: unless it was one of ours, anything may have changed."""
        if not self._running and not getattr(self._message, "ours", True):
            for loop in {picture.loop for picture in self.pictures}:
                loop.call_soon_threadsafe(self.drop)
                self.begin(loop)

    def _ours(self, handle: Callable[[Any], None], message: Any) -> None:
        """Handle a message that only moves a picture (even to where it is) or says who sees."""
        self._message.ours = True
        handle(message)

    def drop(self) -> None:
        for picture in list(self.pictures):
            picture.drop()

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin a rest: what moved before is no matter any more."""
        loop.call_soon_threadsafe(self._begin, loop, context=contextvars.Context())

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        self._spent = self._sent = 0.0
        for picture in self.pictures:
            picture.look_again()
        self._later(loop, REST)

    def _later(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_later(seconds, stoppable, lambda: self._step(loop))

    def _step(self, loop: asyncio.AbstractEventLoop) -> None:
        """Draw one frame, and come again."""
        if self._running or not is_on():
            return
        started = time.process_time()
        tired = self._spent > PROCESSOR or self._sent > BYTES
        for picture in list(self.pictures):
            place = None if tired or picture.loop is not loop else picture.next_place()
            if place is None:
                self._sent += picture.flush()
                continue
            picture.step(place)
            self._sent += picture.flush(least=_PACKET)
            self._spent += time.process_time() - started
            self._later(loop, _PAUSE)
            return


_rest = _Rest()
