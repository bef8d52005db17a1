"""The live picture of the double softmax: probabilities, loss and slope, once and twice."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.lessons.l06_pytorch.curves import ONCE, TWICE
from helpers.live.controls import choice, slider
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import call_learner, must_be_callable
from helpers.live.live_picture import LivePicture
from helpers.live.parts import ClassBars, Strokes, in_words, short_number
from helpers.live.picture import CLASSES, WARNING_COLOR, course_style, new_figure
from helpers.maths.arguments import FloatArray, three_numbers
from helpers.maths.softmax import softmax as course_softmax

_FLOOR = np.log(1 + 2 / np.e)  # of three classes
_HIGHEST = np.e / (np.e + 2)  # the most that a second softmax can give one of three classes
_NUDGE = 1e-4


def explore_double_softmax(
    softmax: Callable[..., Any] = course_softmax, logits: ArrayLike = (2.0, 1.0, 0.1)
) -> LivePicture:
    """Return the live picture of the double softmax: logits, once, twice, loss and slope.

    Parameters
    ----------
    softmax : callable
        The function that the picture runs on: an array of 3 logits → 3 probabilities. It is
        applied once, and again to what it gave; the slopes are measured by nudging the logits.
    logits : sequence of 3 floats
        Where the sliders start, each from -10 to 10.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit`` (the logits) and ``target`` (the true class).

    Raises
    ------
    TypeError
        If `softmax` is no function.
    ValueError
        If there are not 3 logits between -10 and 10.

    Examples
    --------
    >>> explore_double_softmax().words.split(". ")[1]
    'Softmax once: cat 0.659, dog 0.242, rabbit 0.099; loss 0.417, largest slope 0.341'
    """
    example = "explore_double_softmax(my_softmax)"
    must_be_callable(softmax, say("explore_double_softmax needs a function"), example)
    logits = three_numbers(logits, "logits", -10, 10, "(2.0, 1.0, 0.1)")

    figure, (first, second, third, last) = new_figure(
        columns=4, width=8.6, height=3.1, width_ratios=[1, 1, 1, 1.2]
    )
    upper, lower = _split(figure, last)
    scores = ClassBars(first, -10, 10, digits=1)
    once, twice = ClassBars(second, 0, 1), ClassBars(third, 0, 1)
    first.set_title(say("logits"))
    first.set_yticks([-10, 0, 10])
    second.set_title(say("softmax once"))
    third.set_title(say("softmax twice"))
    for axes in (second, third):
        axes.set_ylim(0, 1.28)  # room for the warning over the bars
    second.set_yticks([0, 0.5, 1])
    third.set_yticks([0, _HIGHEST, 1], ["0.0", f"{_HIGHEST:.3f}", "1.0"])
    upper.axvspan(_FLOOR, _FLOOR + 1, color="#d9d9d9", linewidth=0)
    losses = _TwoBars(upper, say("loss"), 2, [_FLOOR, _FLOOR + 1])
    slopes = _TwoBars(lower, say("largest slope"), 1, [0, 1])
    warning = Labels(second, [0.5], [0.92], color=WARNING_COLOR, transform=second.transAxes)

    def update(cat: float, dog: float, rabbit: float, target: int) -> str:
        z = np.array([cat, dog, rabbit])
        measured = _measure(softmax, z, target)
        scores.set(z)
        once.set(measured["p"])
        twice.set(measured["q"])
        losses.set(measured["losses"])
        slopes.set(measured["slopes"])
        total = measured["p"].sum()
        broken = not np.isclose(total, 1.0, atol=1e-6)
        warning.set_labels([say("the sum is {total:.3f}").format(total=total) if broken else ""])
        return _words(z, target, measured)

    controls = {
        style.name: slider(
            say("logit of {name}").format(name=style.label), z, -10, 10, color=style.color
        )
        for style, z in zip(CLASSES, logits, strict=True)
    }
    options = [(style.label, index) for index, style in enumerate(CLASSES)]
    controls["target"] = choice(say("true class"), options)
    moving = [*scores.artists, *once.artists, *twice.artists, *losses.artists, *slopes.artists]
    tops = [Handle(style.name, first, [(k, -10), (k, 10)]) for k, style in enumerate(CLASSES)]
    return LivePicture(figure, controls, [*moving, warning], update, handles=tops)


def _measure(softmax: Callable[..., Any], z: FloatArray, target: int) -> dict[str, FloatArray]:
    """Return probabilities once and twice, their losses, and the largest slope of each loss."""

    def both(logits: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        p = call_learner(softmax, logits, shape=(3,))
        q = call_learner(softmax, p, shape=(3,))
        with np.errstate(divide="ignore", invalid="ignore"):
            return p, q, -np.log(np.array([p[target], q[target]])) + 0.0

    p, q, losses = both(z)
    nudges = _NUDGE * np.eye(3)
    with np.errstate(invalid="ignore"):
        rises = [both(z + nudge)[2] - both(z - nudge)[2] for nudge in nudges]
        slopes = np.abs(rises).max(axis=0) / (2 * _NUDGE)
    return {"p": p, "q": q, "losses": losses, "slopes": slopes}


def _words(z: FloatArray, target: int, measured: dict[str, FloatArray]) -> str:
    once, twice = (
        {
            "probabilities": in_words(measured[key]),
            "loss": short_number(measured["losses"][index]),
            "slope": short_number(measured["slopes"][index]),
        }
        for index, key in enumerate("pq")
    )
    sentences = [
        say("Target {name}, logits {logits}.").format(
            name=CLASSES[target].label, logits=in_words(z, digits=1)
        ),
        say("Softmax once: {probabilities}; loss {loss}, largest slope {slope}.").format(**once),
        say("Softmax twice: {probabilities}; loss {loss}, largest slope {slope}.").format(**twice),
    ]
    total = measured["p"].sum()
    if np.isclose(total, 1.0, atol=1e-6):
        last = say(
            "After a second softmax no probability is above {highest:.3f} and the loss is from "
            "{floor:.3f} to {ceiling:.3f}."
        ).format(highest=_HIGHEST, floor=_FLOOR, ceiling=_FLOOR + 1)
    else:
        last = say("Not probabilities: softmax once sums to {total:.3f}.").format(total=total)
    return say_list([*sentences, last], " ")


def _split(figure: Figure, axes: Axes) -> tuple[Axes, Axes]:
    """Replace one pair of axes by two, one above the other."""
    place: Any = axes.get_subplotspec()
    grid = place.subgridspec(2, 1)
    axes.remove()
    with course_style():
        return figure.add_subplot(grid[0]), figure.add_subplot(grid[1])


class _TwoBars:
    """Two lying bars, "once" above "twice", each with its number."""

    def __init__(self, axes: Axes, title: str, high: float, ticks: Sequence[float]) -> None:
        self._high = high
        axes.set_title(title)
        axes.set_xlim(0, 1.85 * high)
        axes.set_ylim(-0.6, 1.6)
        axes.set_yticks([1, 0], [say("once"), say("twice")])
        axes.set_xticks(ticks, [f"{tick:.2g}" if tick < 1 else f"{tick:.3g}" for tick in ticks])
        self._bars = Strokes(axes, [ONCE, TWICE], linewidth=12)
        self._breaks = Strokes(axes, ["white"], linewidth=2.5, zorder=4)
        self._numbers = Labels(axes, [0, 0], [0.74, -0.26], align="left")
        self.artists = [*self._bars.artists, *self._breaks.artists, self._numbers]

    def set(self, values: Any) -> None:
        """Show two values; a bar that would go beyond the end is broken, its number tells."""
        sizes = np.nan_to_num(values, nan=0.0)
        ends = np.where(sizes > self._high, 1.08 * self._high, np.maximum(sizes, 0))
        bars = [[(0, row), (end, row)] for end, row in zip(ends, (1, 0), strict=True)]
        self._bars.set(bars, kinds=[0, 1])
        cuts = self._high * np.array([0.90, 0.96])
        self._breaks.set(
            [
                [(cut - 0.02 * self._high, row - 0.3), (cut + 0.02 * self._high, row + 0.3)]
                for size, row in zip(sizes, (1, 0), strict=True)
                if size > self._high
                for cut in cuts
            ]
            or [[(np.nan, np.nan)] * 2]
        )
        self._numbers.set_labels([" " + short_number(value) for value in values], x=ends)
