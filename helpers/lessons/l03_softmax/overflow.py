"""The live picture of overflow: which exponents fit into a float, and what becomes of the rest."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.lessons.l03_softmax.common import (
    StatusLine,
    logit_sliders,
    three_logits,
    what_is_wrong,
)
from helpers.live.controls import choice, switch
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import MINUS, ClassBars, in_words, short_number
from helpers.live.picture import CLASSES, WARNING_COLOR, course_style, new_figure
from helpers.maths.arguments import FloatArray
from helpers.maths.softmax import softmax as course_softmax

LIMIT = 1000.0
"""How far the scores go, up and down."""

LARGEST_EXPONENT = {
    name: float(np.log(np.finfo(name).max.astype(float))) for name in ("float32", "float64")
}
"""Beyond it the exponential is too large for a float of that type: 88.7 and 709.8."""

SMALLEST_EXPONENT = {
    name: float(np.log(np.finfo(name).smallest_subnormal.astype(float)) - np.log(2))
    for name in ("float32", "float64")
}
"""Below it the exponential is rounded to 0: -104.0 and -745.1."""


def explore_overflow(
    softmax: Callable[..., Any] = course_softmax, logits: ArrayLike = (700.0, 699.0, 698.0)
) -> LivePicture:
    """Return the live picture of softmax for scores as large as 1000.

    Left the exponents, on the line of all that can be: in the middle those whose exponential is
    a number, above them those that overflow to inf, below those that are rounded to 0. Right what
    the function makes of the scores.

    Parameters
    ----------
    softmax : callable
        The function that the picture runs on: an array of 3 logits → 3 probabilities. Pass your
        own.
    logits : sequence of 3 floats
        Where the sliders start, each from -1000 to 1000.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit`` (the logits), ``numbers`` (the type of the numbers)
        and ``subtract``: while it is on, the largest logit is subtracted from all three before
        the function receives them.

    Raises
    ------
    TypeError
        If `softmax` is no function.
    ValueError
        If there are not 3 logits between -1000 and 1000.

    Examples
    --------
    >>> def naive(z):
    ...     return np.exp(z) / np.exp(z).sum()
    >>> picture = explore_overflow(naive)
    >>> picture.set(cat=800).words.split(". ")[0]
    'Probabilities: cat nan, dog 0.000, rabbit 0.000'
    >>> picture.set(subtract=True).words.split(". ")[0]
    'Probabilities: cat 1.000, dog 1e-44, rabbit 5e-45'
    """
    starts = three_logits(logits, softmax, "explore_overflow", LIMIT)
    figure, (left, right) = new_figure(columns=2, width=7.6, height=3.4, width_ratios=[1.9, 1])
    with course_style():
        left.set_title(" ")
        right.set_title(say("probabilities $p$"))
    line = _ExponentLine(left)
    bars = ClassBars(right, 0, 1)
    right.set_yticks([0, 0.5, 1])
    status = StatusLine(figure, left, 56)

    def update(cat: float, dog: float, rabbit: float, numbers: str, subtract: bool) -> str:
        z = np.array([cat, dog, rabbit])
        given = (z - z.max() if subtract else z).astype(numbers)
        with np.errstate(over="ignore", under="ignore"):
            e = np.exp(given)
        p = call_learner(softmax, given, shape=(3,))
        line.set(given, e, numbers, subtract)
        bars.set(p)
        for k, handle in enumerate(markers):
            scores = np.linspace(-LIMIT, LIMIT, 81)
            largest = np.maximum(scores, np.delete(z, k).max()) if subtract else 0.0
            handle.move(np.column_stack([scores - largest, np.full(81, k)]))
        wrong = what_is_wrong(p)
        if wrong:
            reason = _why_not_a_number(given, e, numbers) if np.isnan(p).any() else ""
            status.warn(say("Not probabilities: {reason}.").format(reason=reason or wrong))
        elif np.isinf(e).any():
            status.tell(
                say(
                    "exp overflows, but this function gets round it: the sum is {total:.3f}."
                ).format(total=p.sum())
            )
        else:
            status.tell(say("The probabilities sum to {total:.3f}.").format(total=p.sum()))
        words = say(
            "Probabilities: {probabilities}. Exponentials: {exponentials}. Scores: {scores}."
        ).format(probabilities=in_words(p), exponentials=in_words(e), scores=in_words(z, digits=0))
        how = (
            say("Numbers are {type}; maximum subtracted.")
            if subtract
            else say("Numbers are {type}; no maximum subtracted.")
        )
        sentences = [words, how.format(type=numbers)]
        if wrong or np.isinf(e).any():
            sentences.append(status.text)
        return say_list(sentences, " ")

    controls = {
        **logit_sliders(starts, LIMIT, step=1, digits=0),
        "numbers": choice(say("type of numbers"), ["float64", "float32"]),
        "subtract": switch(say("subtract the largest score first")),
    }
    markers = [
        Handle(style.name, left, [(-LIMIT, k), (LIMIT, k)]) for k, style in enumerate(CLASSES)
    ]
    moving = [*line.artists, *bars.artists, *status.artists]
    return LivePicture(figure, controls, moving, update, handles=markers)


def _why_not_a_number(given: FloatArray, e: FloatArray, numbers: str) -> str:
    """Say what overflow or underflow makes nan of the two steps for these exponents."""
    if np.isinf(e).any():
        largest = LARGEST_EXPONENT[numbers]
        return say(
            "exp({exponent:.0f}) overflows, above {largest:.1f} it is inf; inf / inf is nan"
        ).format(exponent=given.max(), largest=largest)
    if not e.any():
        return say("exp({exponent:.0f}) and the others underflow to 0; 0 / 0 is nan").format(
            exponent=given.max()
        )
    return ""


class _ExponentLine:
    """Three markers on the line of exponents, from -2000 to 1000, and the zones on it."""

    _LOW, _HIGH = -2050.0, 1050.0

    def __init__(self, axes: Axes) -> None:
        axes.set(xlim=(self._LOW, self._HIGH), ylim=(2.7, -0.95))
        axes.set_xticks([-2000, -1000, 0, 1000], ["−2000", "−1000", "0", "1000"])
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        looks = (("#999999", 0.3), ("#D9D9D9", 0.35), (WARNING_COLOR, 0.3))
        as_high_as_the_axes = axes.get_xaxis_transform()
        high: dict[str, Any] = {"linewidth": 0, "zorder": 1, "transform": as_high_as_the_axes}
        self._zones = [
            Rectangle((0, 0), 1, 1, color=color, alpha=alpha, **high) for color, alpha in looks
        ]
        for zone in self._zones:
            axes.add_patch(zone)
        self._markers = [
            axes.plot([], [], style.marker, color=style.color, markersize=11, zorder=4)[0]
            for style in CLASSES
        ]
        self._titles = Labels(axes, np.zeros(3), np.full(3, -0.5), size=12)
        self._numbers = Labels(axes, np.zeros(3), np.arange(3) - 0.2)
        place: dict[str, Any] = {"x": [0.0], "y": [1.01], "size": 12, "align": "left"}
        self._title = Labels(axes, transform=axes.transAxes, **place)
        self.artists = [*self._zones, *self._markers, self._titles, self._numbers, self._title]

    def set(self, given: FloatArray, e: FloatArray, numbers: str, subtract: bool) -> None:
        """Show three exponents and their exponentials, for numbers of a type."""
        low, high = SMALLEST_EXPONENT[numbers], LARGEST_EXPONENT[numbers]
        edges = [self._LOW, low, high, self._HIGH]
        for zone, start, end in zip(self._zones, edges[:-1], edges[1:], strict=True):
            zone.set_bounds(start, 0, end - start, 1)
        for k, marker in enumerate(self._markers):
            marker.set_data([given[k]], [k])
        middles = np.convolve(edges, [0.5, 0.5], mode="valid")
        # float32 has no room for it
        number = say("exp is a number") if numbers == "float64" else ""
        self._titles.set_labels(
            [say("exp is 0"), number, say("exp is inf")], x=[middles[0], -350, min(middles[2], 760)]
        )
        texts = [
            say("{name}: exp({exponent:.0f}) = {value}")
            .format(name=style.label, exponent=x, value=short_number(y) if y else 0)
            .replace("-", MINUS)
            for style, x, y in zip(CLASSES, given, e, strict=True)
        ]
        self._numbers.set_labels(texts, x=np.clip(given, -1350, 350))
        self._title.set_labels(
            [say("exponent: score − largest score") if subtract else say("exponent: score")]
        )
