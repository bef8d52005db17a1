"""The live picture of cross-entropy: a prediction, a target, and what the loss is made of."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from helpers.languages import say
from helpers.lessons.l04_cross_entropy.common import (
    as_logits,
    as_target,
    nats,
    target_list,
    with_what_is_wrong,
)
from helpers.live.controls import slider
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner, must_be_callable
from helpers.live.live_picture import LivePicture
from helpers.live.parts import ClassBars, Strokes, in_words
from helpers.live.picture import CLASSES, WARNING_COLOR, course_style, new_figure
from helpers.live.told import name_of
from helpers.maths.arguments import FloatArray
from helpers.maths.losses import cross_entropy as course_cross_entropy
from helpers.maths.softmax import softmax

ENTROPY_COLOR, KL_COLOR, CROSS_ENTROPY_COLOR = "#56B4E9", "#CC79A7", "#555555"

LIMIT = 4.0
"""How far the logits go, up and down."""

SCORES = np.linspace(-LIMIT, LIMIT, 41)
"""Places along the way of a bar's top, as its logit goes from end to end."""


def explore_cross_entropy(
    cross_entropy: Callable[..., Any] = course_cross_entropy,
    logits: Sequence[float] = (2.0, 1.0, 0.1),
    target: Sequence[float] = (1.0, 0.0, 0.0),
) -> LivePicture:
    """Return the live picture of cross-entropy: a prediction against a target, and the parts.

    Left the prediction (bars) and the target (lines), in the middle the surprise of each class,
    right the entropy H(y), the KL divergence on top of it, and the cross-entropy H(y, p) that both
    make together. The right-hand panel runs on the function: H(y) is its answer for the target
    predicted by itself, and KL is the difference of the two.

    Parameters
    ----------
    cross_entropy : callable
        The function that the picture runs on: probabilities and targets, each a batch of one of
        shape (1, 3) → one number. Pass your own.
    logits : sequence of 3 floats
        Where the sliders of the prediction start, each from -4 to 4; p is their softmax.
    target : sequence of 3 floats
        The target to start with, a distribution.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit`` (the logits of the prediction) and ``target``.

    Raises
    ------
    TypeError
        If `cross_entropy` is no function.
    ValueError
        If the logits are not 3 numbers between -4 and 4, or the target is no distribution.

    Notes
    -----
    H(y, p) = H(y) + KL(y || p): S. Kullback and R. A. Leibler (1951), "On information and
    sufficiency", Annals of Mathematical Statistics 22(1), 79-86.

    Examples
    --------
    >>> explore_cross_entropy(target=(0.6, 0.3, 0.1)).words.split(". ")[0]
    'Entropy 0.898 + KL 0.009 = cross-entropy 0.907'
    """
    example = "explore_cross_entropy(cross_entropy=my_cross_entropy)"
    must_be_callable(cross_entropy, say("This picture needs a function"), example)
    starts, target = as_logits(logits).tolist(), as_target(target)

    figure, (left, middle, right) = new_figure(
        columns=3, width=8.6, height=3.3, width_ratios=(1.1, 1, 1.3)
    )
    with course_style():
        left.set_title(say("bars: $p$, lines: the goal $y$"))
        middle.set_title(say(r"surprise $-\log p$"))
        right.set_title(say("what the loss is made of"))
    prediction = ClassBars(left, 0, 1)
    left.set_yticks([0, 0.5, 1])
    goals = _Goals(left)
    surprises = ClassBars(middle, 0, 9)
    middle.set_yticks([0, 3, 6, 9])
    parts = _Parts(right)
    warning = Labels(right, [0.5], [0.9], color=WARNING_COLOR, transform=right.transAxes)

    def update(cat: float, dog: float, rabbit: float, target: Any) -> str:
        y = np.array(target)
        p = softmax(np.array([cat, dog, rabbit]))
        entropy = _one_number(cross_entropy, y, y)
        total = _one_number(cross_entropy, p, y)
        surprise = -np.log(p)
        prediction.set(p, goals=y)
        goals.set(y)
        for k, handle in enumerate(tops):
            others = np.exp(np.delete([cat, dog, rabbit], k)).sum()
            handle.move(np.column_stack([np.full(41, k), 1 / (1 + others * np.exp(-SCORES))]))
        surprises.set(surprise)
        kl = parts.set(entropy, total)
        right_entropy = float(-np.sum(y * np.log(np.where(y > 0, y, 1.0))))
        wrong = _wrong_parts(entropy, total, right_entropy, float(y @ surprise))
        warning.set_labels([wrong])
        words = say(
            "Entropy {entropy} + KL {kl} = cross-entropy {total}. Prediction: {p}. Target: {y}. "
            "Surprise: {surprise}."
        ).format(
            entropy=nats(entropy),
            kl=nats(kl),
            total=nats(total),
            p=in_words(p),
            y=in_words(y),
            surprise=in_words(surprise),
        )
        return with_what_is_wrong(words, wrong)

    controls = {
        **{
            style.name: slider(
                say("score of {name}").format(name=style.label), z, -LIMIT, LIMIT, color=style.color
            )
            for style, z in zip(CLASSES, starts, strict=True)
        },
        "target": target_list(target),
    }
    moving = [*prediction.artists, *goals.artists, *surprises.artists, *parts.artists, warning]
    tops = [Handle(style.name, left, [(k, 0), (k, 1)]) for k, style in enumerate(CLASSES)]
    return LivePicture(figure, controls, moving, update, handles=tops)


class _Goals:
    """The target: a line across each class's bar, at the height where the bar should end."""

    def __init__(self, axes: Axes) -> None:
        self._halo = Strokes(axes, ["white"], linewidth=6, zorder=4)
        self._lines = Strokes(axes, ["black"], linewidth=3, zorder=4.1)
        self.artists = [*self._halo.artists, *self._lines.artists]

    def set(self, y: FloatArray) -> None:
        """Draw the lines at three heights."""
        x = np.arange(3)
        ends = [np.column_stack([x + side * 0.47, y]) for side in (-1, 1)]
        for strokes in (self._halo, self._lines):
            strokes.set(np.stack(ends, axis=1))


class _Parts:
    """Entropy, KL on top of it, and cross-entropy: stacked bars side by side, with numbers."""

    _TOP = 4.0

    def __init__(self, axes: Axes) -> None:
        axes.set_xlim(-0.6, 2.6)
        axes.set_ylim(0, 5.4)
        axes.set_yticks(range(5), ["0", "1", "2", "3", "4+"])  # what is higher is torn
        axes.set_xticks(
            range(3),
            [
                say("entropy\n$H(y)$"),
                "KL\n$(y\\,||\\,p)$",
                say("cross-entropy\n$H(y, p)$"),
            ],
        )
        self._bars = PolyCollection(
            [], facecolors=[ENTROPY_COLOR, KL_COLOR, CROSS_ENTROPY_COLOR], linewidths=0, zorder=3
        )
        axes.add_collection(self._bars, autolim=False)
        self._levels = Strokes(axes, ["#333333"], linewidth=1.2, zorder=3.5)
        self._tears = Strokes(axes, ["white"], linewidth=5, zorder=3.6)
        self._numbers = Labels(axes, np.arange(3), np.zeros(3))
        self.artists = [*(self._bars, *self._levels.artists, *self._tears.artists, self._numbers)]

    def set(self, entropy: float, total: float) -> float:
        """Draw from what the function gives; return the difference, the KL divergence."""
        with np.errstate(invalid="ignore"):
            kl = float(np.subtract(total, entropy))
        bottoms, tops = np.clip(
            np.nan_to_num([[0.0, entropy, 0.0], [entropy, total, total]], nan=0.0), 0, self._TOP
        )
        if np.isnan(kl):
            bottoms[1] = tops[1] = 0.0
        left, right = np.arange(3) - 0.34, np.arange(3) + 0.34
        corners = [(left, bottoms), (right, bottoms), (right, tops), (left, tops)]
        self._bars.set_verts(list(np.stack([np.column_stack(c) for c in corners], axis=1)))
        first, last = (np.nan, np.nan) if np.isnan(kl) else (tops[0], tops[2])
        self._levels.set([[(-0.34, first), (1.34, first)], [(0.66, last), (2.34, last)]])
        values = [entropy, kl, total]
        cut = np.flatnonzero(np.nan_to_num([entropy, total, total]) > self._TOP)
        self._tears.set([[(x - 0.4, 3.4), (x + 0.4, 3.7)] for x in cut] or np.empty((0, 2, 2)))
        self._numbers.set_labels([nats(value) for value in values], y=np.maximum(bottoms, tops))
        return kl


def _one_number(
    function: Callable[..., Any], probabilities: FloatArray, target: FloatArray
) -> float:
    answer = call_learner(function, probabilities[np.newaxis], target[np.newaxis])
    if answer.size != 1:
        raise LearnerError(
            say(
                "{function} returned an array of shape {shape} for one example; one number was "
                "expected here: sum over the classes, then take the mean."
            ).format(function=name_of(function), shape=answer.shape)
        )
    return float(answer.reshape(()))


def _wrong_parts(entropy: float, total: float, right_entropy: float, right_total: float) -> str:
    """Say what is wrong with H(y) and H(y, p), or return an empty string."""
    if np.isnan(total):
        return say("H(y, p) is nan")
    if np.isnan(entropy):
        return say("H(y) is nan, from 0 times log 0")
    if np.isclose(total, right_total) and np.isclose(entropy, right_entropy, atol=1e-6):
        return ""
    if total < 0:
        return say("below 0: turn the sign")
    for divisor, what in (
        (3.0, say("too small: mean over the classes?")),
        (np.log(2), say("too large: log to base 2?")),
        (np.log(10), say("too small: log to base 10?")),
    ):
        if np.isclose(total, right_total / divisor):
            return what
    if not np.isclose(total, right_total):
        return say("H(y, p) should be {value:.3f}").format(value=right_total)
    return say("H(y) should be {value:.3f}").format(value=right_entropy)
