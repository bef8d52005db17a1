"""The live picture of lesson 03 on the simplex: where a temperature takes the probabilities."""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from helpers.languages import say
from helpers.lessons.l03_softmax.common import (
    StatusLine,
    logit_sliders,
    three_logits,
    what_is_wrong,
)
from helpers.live.controls import slider
from helpers.live.handles import Handle
from helpers.live.learner import call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import ClassBars, in_words
from helpers.live.picture import CLASSES, course_style, new_figure
from helpers.live.simplex import CORNERS, draw_simplex, on_simplex
from helpers.maths.arguments import FloatArray
from helpers.maths.softmax import softmax as course_softmax

PATH_TEMPERATURES = np.geomspace(100, 0.05, 24)
HANDLE_TEMPERATURES = np.linspace(0.1, 10, 34)
"""Along the slider's way, from end to end, in even steps."""


def explore_simplex(
    softmax: Callable[..., Any] = course_softmax, logits: ArrayLike = (2.0, 1.0, 0.1)
) -> LivePicture:
    """Return the live picture of the probabilities as one point in a triangle.

    Each corner is one class, certain; each of the three regions has the winning class of its
    corner. A line shows where the point goes when only the temperature changes.

    Parameters
    ----------
    softmax : callable
        An array of 3 logits → 3 probabilities. It receives the logits divided by the temperature.
        Where it gives no probabilities, the picture says so; a point with a negative probability
        is drawn where it falls, outside the triangle.
    logits : sequence of 3 floats
        Where the sliders start, each from -4 to 4.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit`` (the logits) and ``temperature``, 0.1 to 10.

    Raises
    ------
    TypeError
        If `softmax` is no function.
    ValueError
        If there are not 3 logits between -4 and 4.

    Examples
    --------
    >>> explore_simplex().set(temperature=0.1).words.split(". ")[1]
    'The point is in the region of cat, 0.000 from its corner'
    """
    starts = three_logits(logits, softmax, "explore_simplex", 4)
    figure, (left, right) = new_figure(columns=2, width=7.6, height=3.4, width_ratios=[1.75, 1])
    draw_simplex(left, regions=True)
    path, point = _moving_in(left)
    with course_style():
        right.set_title(say("probabilities $p$"))
    right.set_yticks([0, 0.5, 1])
    bars = ClassBars(right, 0, 1)
    status = StatusLine(figure, left, 48)

    def update(cat: float, dog: float, rabbit: float, temperature: float) -> str:
        z = np.array([cat, dog, rabbit])
        p = call_learner(softmax, z / temperature, shape=(3,))
        bars.set(p)
        wrong = what_is_wrong(p)
        in_plane = bool(np.isfinite(p).all() and np.isclose(p.sum(), 1.0, atol=1e-6))
        point.set_data(*on_simplex([p] if in_plane else [[np.nan] * 3]).T)
        path.set_data(*_temperature_path(softmax, z, PATH_TEMPERATURES).T)
        way = _temperature_path(softmax, z, HANDLE_TEMPERATURES)
        if len(way) == len(HANDLE_TEMPERATURES):
            slide.move(way)
        if wrong:
            warning = (
                say("Not probabilities: {reason}. The point leaves the triangle.")
                if in_plane
                else say("Not probabilities: {reason}. There is no point.")
            )
            status.warn(warning.format(reason=wrong))
        else:
            status.tell(_where_on_simplex(p))
        return say(
            "Probabilities: {probabilities}. {status} Scores: {scores}. Temperature "
            "{temperature:.1f}."
        ).format(
            probabilities=in_words(p),
            status=status.text,
            scores=in_words(z, digits=1),
            temperature=temperature,
        )

    controls: dict[str, Any] = {**logit_sliders(starts, 4)}
    controls["temperature"] = slider(say("temperature T"), 1.0, 0.1, 10)
    slide = Handle("temperature", left, [(0, 0), (1, 0)])
    moving = [path, point, *bars.artists, *status.artists]
    return LivePicture(figure, controls, moving, update, handles=[slide])


def _moving_in(axes: Axes) -> Any:
    """Return the path and the point that move in the triangle, and say beside it what they are."""
    look: dict[str, Any] = {"color": "#222222", "linestyle": "--", "linewidth": 2.0, "zorder": 4}
    (path,) = axes.plot(
        *([], []), **look, label=say("its path as T falls:\nfrom the centre to\na corner")
    )
    look = {"marker": "o", "markerfacecolor": "white", "markeredgecolor": "black"}
    (point,) = axes.plot(
        *([], []),
        **look,
        linestyle="",
        markersize=11,
        markeredgewidth=2.4,
        zorder=6,
        label=say("the photo now"),
    )
    axes.legend(
        handles=[point, path],
        loc="upper left",
        bbox_to_anchor=(0.78, 0.95),
        fontsize=11,
        frameon=False,
    )
    return path, point


def _temperature_path(
    softmax: Callable[..., Any], z: FloatArray, temperatures: FloatArray
) -> FloatArray:
    """Return a point for each temperature, shape (M, 2), without those not in the triangle."""

    @functools.wraps(softmax)
    def at_each_temperature(rows: FloatArray) -> list[Any]:
        return [softmax(row) for row in rows]

    rows = z / temperatures[:, np.newaxis]
    p = call_learner(at_each_temperature, rows, shape=rows.shape)
    fine = (p >= 0).all(axis=1) & (np.abs(p.sum(axis=1) - 1) < 1e-6)
    return on_simplex(p[fine])


def _where_on_simplex(p: FloatArray) -> str:
    winners = [style.label for style, x in zip(CLASSES, p, strict=True) if x > p.max() - 1e-9]
    if len(winners) == 3:
        a, b, c = winners
        return say("The point is on the border between {a}, {b} and {c}.").format(a=a, b=b, c=c)
    if len(winners) == 2:
        a, b = winners
        return say("The point is on the border between {a} and {b}.").format(a=a, b=b)
    k = int(p.argmax())
    distance = np.linalg.norm(on_simplex(p) - CORNERS[k])
    return say("The point is in the region of {name}, {distance:.3f} from its corner.").format(
        name=winners[0], distance=distance
    )
