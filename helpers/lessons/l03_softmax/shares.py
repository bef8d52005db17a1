"""The live picture of softmax: scores, exponentials end to end, and their shares of the whole."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.languages.columns import columns_of
from helpers.lessons.l03_softmax.common import (
    logit_sliders,
    three_logits,
    what_is_wrong,
)
from helpers.live.boxes import ClassBoxes
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import MINUS, Strokes, in_words, short_number
from helpers.live.picture import CLASSES, WARNING_COLOR, new_figure
from helpers.maths.arguments import FloatArray
from helpers.maths.softmax import softmax as course_softmax

LIMIT = 4.0
"""How far the scores go, up and down."""

SCALE = 30.0
"""The sum of exponentials that fills the width of the picture; a longer piece is broken."""

_GREY = "#555555"
_UPPER, _LOWER = (1.95, 2.45), (0.55, 1.05)
"""From where to where the bar of exponentials and the bar of probabilities reach in height."""


def explore_softmax(
    softmax: Callable[..., Any] = course_softmax,
    logits: ArrayLike = (2.0, 1.0, 0.1),
) -> LivePicture:
    """Return the live picture of softmax: three scores, their exponentials, the probabilities.

    The exponentials lie end to end, on a scale that stays. Below, the same pieces as shares of a
    bar of length 1: what the function makes of the scores. An exponential that outgrows the
    scale is drawn broken.

    Parameters
    ----------
    softmax : callable
        The function that the picture runs on: an array of 3 logits → 3 probabilities. Pass your
        own, even an unfinished one; the picture shows what it does and names what goes wrong.
    logits : sequence of 3 floats
        Where the sliders start, each from -4 to 4.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit`` (the logits).

    Raises
    ------
    TypeError
        If `softmax` is no function.
    ValueError
        If there are not 3 logits between -4 and 4.

    Examples
    --------
    >>> explore_softmax().words.split(". ")[0]
    'Probabilities: cat 0.659, dog 0.242, rabbit 0.099'
    """
    starts = three_logits(logits, softmax, "explore_softmax", LIMIT)
    figure, (left, right) = new_figure(columns=2, width=8.4, height=3.3, width_ratios=[1, 1.9])
    left.set(xlim=(-LIMIT - 2.1, LIMIT + 1.9), ylim=(2.8, -0.7), xticks=[])
    left.set_yticks(range(3), [style.label for style in CLASSES])
    left.tick_params(length=0)
    left.spines[["left", "bottom"]].set_visible(False)
    left.axvline(0, color=_GREY, linewidth=1.0)
    left.set_title(say("1. scores $z$"), loc="left")
    right.set(xlim=(-0.01, 1.01), ylim=(0, 3.15))
    right.axis("off")
    right.text(0, 2.92, say("2. exponentials $e^z$, end to end"), fontsize=12)
    right.text(0, 1.11, say("3. probabilities $p$: shares of the whole"), fontsize=12)
    _draw_rulers(right)
    scores = ClassBoxes(left)
    numbers = [Labels(left, np.zeros(3), np.zeros(3), align=side) for side in ("left", "right")]
    exponentials, probabilities = _Row(right, _UPPER, above=True), _Row(right, _LOWER)
    funnel = PolyCollection(
        [], facecolors=[style.color for style in CLASSES], alpha=0.22, linewidths=0, zorder=1
    )
    right.add_collection(funnel, autolim=False)
    funnel.set_in_layout(False)
    total = Labels(right, [0.5], [1.56], size=12)
    warning = Labels(right, [0.5], [0.02], color=WARNING_COLOR)

    def update(cat: float, dog: float, rabbit: float) -> str:
        z = np.array([cat, dog, rabbit])
        e = np.exp(z)
        p = call_learner(softmax, z, shape=(3,))
        scores.set(np.minimum(z, 0), np.maximum(z, 0), np.arange(3) - 0.3, np.arange(3) + 0.3)
        for labels, side in zip(numbers, (z >= 0, z < 0), strict=True):
            texts = [
                short_number(x, 1).replace("-", MINUS) if s else ""
                for x, s in zip(z, side, strict=True)
            ]
            labels.set_labels(texts, x=z + np.where(z < 0, -0.2, 0.2), y=np.arange(3) + 0.13)
        upper = exponentials.set(e, e / SCALE)
        lower = probabilities.set(p, p)
        funnel.set_verts(_bands(upper, lower))
        total.set_labels([say("divide by the sum, {total}").format(total=short_number(e.sum()))])
        wrong = what_is_wrong(p)
        warning.set_labels(
            [say("Not probabilities: {reason}.").format(reason=wrong) if wrong else ""]
        )
        words = say(
            "Probabilities: {probabilities}. Exponentials: {exponentials}. Scores: {scores}."
        ).format(probabilities=in_words(p), exponentials=in_words(e), scores=in_words(z, digits=1))
        return say_list([words, *filter(None, warning.texts)], " ")

    moving = [
        *(*scores.artists, *numbers, *exponentials.artists, *probabilities.artists),
        *(funnel, total, warning),
    ]
    ends = [Handle(style.name, left, [(-LIMIT, k), (LIMIT, k)]) for k, style in enumerate(CLASSES)]
    return LivePicture(figure, logit_sliders(starts, LIMIT), moving, update, handles=ends)


def lengths_that_fit(values: ArrayLike) -> FloatArray:
    """Return the lengths of pieces that lie end to end, the longest shortened until all fit in 1.

    Parameters
    ----------
    values : array_like, shape (K,)
        What the lengths stand for; below 0 and NaN have no length.

    Returns
    -------
    numpy.ndarray, shape (K,)
        Their sum is at most 1. Whatever is shortened is as long as the longest of the others
        can be.

    Examples
    --------
    >>> lengths_that_fit([0.1, 0.2, 0.3]).round(2)
    array([0.1, 0.2, 0.3])
    >>> lengths_that_fit([0.1, 20.0, np.inf]).round(2)
    array([0.1 , 0.45, 0.45])
    """
    lengths = np.maximum(np.nan_to_num(np.asarray(values, dtype=float), nan=0.0), 0.0)
    room, largest = 1.0, 1.0
    for count, length in zip(range(len(lengths), 0, -1), np.sort(lengths), strict=True):
        largest = room / count
        if length > largest:
            break
        room -= length
    else:
        return lengths
    return np.minimum(lengths, largest)


def _bands(upper: FloatArray, lower: FloatArray) -> list[FloatArray]:
    """Return what leads from each piece above to its share below, each of shape (4, 2)."""
    high, low = np.full(4, _UPPER[0]), np.full(4, _LOWER[1])
    above, below = np.column_stack([upper, high]), np.column_stack([lower, low])
    return [np.array([above[k], above[k + 1], below[k + 1], below[k]]) for k in range(3)]


def _draw_rulers(axes: Axes) -> None:
    """Draw what tells the two scales: a length of 10 above, the length 1 below."""
    right, length, height = 0.88, 10 / SCALE, 2.98
    axes.plot([right - length, right], [height] * 2, "|-", color=_GREY, linewidth=1.2)
    axes.text(right + 0.02, height, "= 10", va="center", fontsize=11, color=_GREY)
    low, high = _LOWER
    axes.plot([0, 0, 1, 1, 0], [low, high, high, low, low], color=_GREY, linewidth=1.0)


class _Row:
    """Three pieces end to end, with their names and numbers above or below them."""

    _TEXT = 12.0  # points
    _SLANT = 0.012

    def __init__(self, axes: Axes, span: tuple[float, float], above: bool = False) -> None:
        self._axes, self._span = axes, span
        self._pieces = ClassBoxes(axes)
        self._tears = Strokes(axes, ["white"], linewidth=6, zorder=3.5)
        self._edges = Strokes(axes, [_GREY], linewidth=1.2, zorder=3.6)
        height = span[1] + 0.02 if above else span[0] - 0.02
        self._labels = Labels(axes, np.zeros(3), np.full(3, height), size=self._TEXT)
        self._labels.set_labels(below=[not above] * 3)
        self.artists = [
            *self._pieces.artists,
            *(*self._tears.artists, *self._edges.artists, self._labels),
        ]

    def set(self, values: FloatArray, lengths: FloatArray) -> FloatArray:
        """Show values by pieces of some lengths; return where the pieces end, shape (4,).

        Where they do not fit into the width, the longest are shortened and get a tear.
        """
        low, high = self._span
        wanted, lengths = lengths, lengths_that_fit(lengths)
        shortened = wanted > lengths + 1e-9
        ends = np.concatenate([[0.0], np.cumsum(lengths)])
        self._pieces.set(ends[:-1], ends[1:], np.full(3, low), np.full(3, high))
        middles = (ends[:-1] + ends[1:]) / 2
        tears = np.array(
            [
                [(x - self._SLANT, low - 0.03), (x + self._SLANT, high + 0.03)]
                for x in middles[shortened]
            ]
        ).reshape(-1, 2, 2)
        self._tears.set(tears)
        side = np.array([0.007, 0.0])
        self._edges.set(np.concatenate([tears - side, tears + side]))
        texts = [
            f"{style.label} {short_number(value)}".replace("-", MINUS)
            for style, value in zip(CLASSES, values, strict=True)
        ]
        self._labels.set_labels(texts, x=self._apart(middles, texts))
        return ends

    def _apart(self, centres: FloatArray, texts: list[str]) -> FloatArray:
        """Move texts that would overlap to the sides, in their order."""
        letter = 0.63 * self._TEXT / self._axes.bbox.width
        half = np.array([columns_of(text) + 1 for text in texts]) * letter / 2
        x = centres.copy()
        least = 0.0
        for k in range(3):
            x[k] = max(x[k], least + half[k])
            least = x[k] + half[k]
        most = 1.0
        for k in (2, 1, 0):
            x[k] = min(x[k], most - half[k])
            most = x[k] - half[k]
        return x
