"""A live picture as data: all that a page needs to move it where no kernel answers."""

import base64
import contextlib
import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import ipywidgets as widgets

from helpers.languages import say, tag
from helpers.live.frames_ahead import Frame, packed, places

MIME_TYPE = "application/vnd.course.picture+json"
"""Under this name the data stand in an output, if the environment asks for them."""

SETTING = "COURSE_STORE_PICTURES"
"""With ``COURSE_STORE_PICTURES=1`` in the environment each live picture that is shown is stored."""

WHOLE_GRID = 700
"""With at most so many frames the picture moves with all its controls together."""

MOST_PLACES = 101
"""Of a control that has more, every second, third … place is taken."""

LARGEST = 400_000
"""Bytes of the frames of a picture; where they are more, it has fewer places."""


def stored(
    controls: Mapping[str, widgets.ValueWidget],
    draw: Callable[[dict[str, Any]], Frame],
    screen: Any,
    most: int = MOST_PLACES,
) -> dict[str, Any]:
    """Draw every place of each control, and return what a page needs to show them.

    If all the places together are too many, each control is moved alone, from the start.

    Parameters
    ----------
    controls : dict of str to ipywidgets.ValueWidget
        At their start.
    draw : callable
        ``draw(values)`` returns a frame; where it raises, there is none.
    screen : helpers.live.screen.Screen
    most : int
        Places of each control.

    Returns
    -------
    dict
        What JSON can hold. Of ``controls`` each has its ``label``, its ``kind`` (range, list or
        switch), what its places are called (``texts``) and where it starts.
    """
    ways = {name: _ways(control, most) for name, control in controls.items()}
    starts = {name: _start(control, ways[name]) for name, control in controls.items()}
    together = math.prod(len(way) for way in ways.values()) <= WHOLE_GRID
    frames = []
    for places_of_all in _grid(ways) if together else _lines(ways, starts):
        values = {name: ways[name][place] for name, place in zip(ways, places_of_all, strict=True)}
        with contextlib.suppress(Exception):
            frames.append((places_of_all, draw(values)))
    data = packed(frames)
    if len(data) > LARGEST and most > 10:
        return stored(controls, draw, screen, most // 2)
    return {
        "width": screen.width,
        "height": screen.height,
        "panels": screen.panels,
        "background": base64.b64encode(screen.background).decode("ascii"),
        "controls": [
            {
                "name": name,
                "label": _plain(control.description),
                "kind": _kind(control),
                "texts": _texts(control, ways[name]),
                "start": starts[name],
            }
            for name, control in controls.items()
        ],
        "play": screen.play,
        "labels": screen.labels,
        "lang": tag(),
        "together": together,
        "frames": base64.b64encode(data).decode("ascii"),
    }


def _ways(control: widgets.ValueWidget, most: int) -> list[Any]:
    """Return all values of a control, in order, that of the start among them."""
    values = [value for _, value in places(control)]
    if not values:
        return [control.value]
    if control.has_trait("index"):
        return values
    if not any(_same(value, control.value) for value in values):
        values = sorted([*values, control.value])
    start, step = _start(control, values), math.ceil(len(values) / most)
    ends = {0, len(values) - 1}
    return [v for i, v in enumerate(values) if (i - start) % step == 0 or i in ends]


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) if isinstance(one, bool) else math.isclose(one, other, abs_tol=1e-9)


def _start(control: widgets.ValueWidget, way: list[Any]) -> int:
    if control.has_trait("index"):
        return control.index
    return next(i for i, value in enumerate(way) if _same(value, control.value))


def _kind(control: widgets.ValueWidget) -> str:
    if isinstance(control, widgets.Dropdown):
        return "list"
    return "switch" if isinstance(control.value, bool) else "range"


def _texts(control: widgets.ValueWidget, way: list[Any]) -> list[str]:
    if control.has_trait("index"):
        return [_plain(label) for label, _ in control._options_full]
    if isinstance(control.value, bool):
        return [say("no"), say("yes")]
    return [format(value, control.readout_format).replace("-", "\N{MINUS SIGN}") for value in way]


def _plain(label: Any) -> str:
    """Return a label without the signs of TeX, which a page without JupyterLab does not set."""
    return str(label).replace("$", "")


def _grid(ways: Mapping[str, list[Any]]) -> Iterator[tuple[int, ...]]:
    return itertools.product(*(range(len(way)) for way in ways.values()))


def _lines(ways: Mapping[str, list[Any]], starts: Mapping[str, int]) -> Iterator[tuple[int, ...]]:
    """Yield the start, then every other place of each control from there."""
    start = tuple(starts.values())
    yield start
    for i, (name, way) in enumerate(ways.items()):
        for place in range(len(way)):
            if place != starts[name]:
                yield (*start[:i], place, *start[i + 1 :])
