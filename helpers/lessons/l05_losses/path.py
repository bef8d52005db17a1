"""Two losses along one path: their values, their pull, and the bound that one of them has."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.lessons.l05_losses.contenders import probability_at, slope_in_log_odds
from helpers.lessons.l05_losses.looks import (
    LOOKS,
    attempt,
    capital,
    key,
    looks_of,
    must_be_a_function,
)
from helpers.live.controls import slider
from helpers.live.handles import Handle
from helpers.live.learner import call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import short_number
from helpers.live.picture import CLASSES, new_figure, show
from helpers.live.told import name_of
from helpers.maths.arguments import FloatArray
from helpers.maths.losses import (
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
)

_LOW, _HIGH = -20.0, 10.0


def _logits_of(cat: ArrayLike) -> FloatArray:
    """Return the logits (cat, 0, 0), shape (..., 3)."""
    cat = np.asarray(cat, dtype=float)
    return np.stack([cat, np.zeros_like(cat), np.zeros_like(cat)], axis=-1)


def _along(cat: ArrayLike) -> Any:
    """Return (values, pulls) of the two losses for the logits (cat, 0, 0), the photo of a cat."""
    z = _logits_of(cat)
    y = np.zeros(z.shape[:-1])
    functions = (
        (softmax_cross_entropy, softmax_cross_entropy_gradient),
        (softmax_squared_error, softmax_squared_error_gradient),
    )
    values = [value(z, y, reduction="none") for value, _ in functions]
    pulls = [-gradient(z, y, reduction="none")[..., 0] for _, gradient in functions]
    return values, pulls


def _own_along(loss: Callable[..., Any], cat: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return (value, pull) of a learner's loss of p; the log-odds of cat are cat - log 2."""
    log_odds = np.atleast_1d(np.asarray(cat, dtype=float)) - np.log(2)
    value = call_learner(loss, probability_at(log_odds), shape=log_odds.shape)
    return value, -slope_in_log_odds(loss, log_odds)


def explore_losses(loss: Callable[..., Any] | None = None) -> LivePicture:
    """Return the live picture of both losses and both gradients, from wrong to right.

    The photo shows a cat; the scores of dog and rabbit are 0. On the left each loss as the score
    of cat moves, on the right how hard the loss pulls on that score: minus its slope.

    Parameters
    ----------
    loss : callable, optional
        A third loss of your own: an array of p, the probability of the true class → the loss of
        each.

    Returns
    -------
    LivePicture
        Control ``cat``, the score of cat, from -20 to 10.

    Raises
    ------
    TypeError
        If `loss` is no function.

    Examples
    --------
    >>> explore_losses().set(cat=-20).words
    'Score of cat -20.0, probability 1e-09. Cross-entropy 20.69, pull 1.000. Squared error 1.50, \
pull 3e-09.'
    """
    must_be_a_function(loss, "explore_losses")
    names = [say("cross-entropy"), say("squared error")]
    names += [name_of(loss)] if loss is not None else []
    looks = looks_of(names, own=loss is not None)

    figure, (left, right) = new_figure(columns=2, width=8.6, height=3.1)
    layout: Any = figure.get_layout_engine()
    layout.set(wspace=0.07)
    left.set_title(say("loss"))
    right.set_title(say("pull on the score of cat"))
    cat = np.linspace(_LOW, _HIGH, 301)
    values, pulls = _along(cat)
    own = attempt(lambda: _own_along(loss, cat)) if loss is not None else None
    if own is not None:
        values.append(own[0])
        pulls.append(own[1])
    largest = np.max([np.nan_to_num(p, nan=0, posinf=0, neginf=0).max() for p in pulls])
    limits = ((0, 23), (-0.06, 1.15 * min(largest, 3.0)))
    axes_and_curves = ((left, values, limits[0]), (right, pulls, limits[1]))
    for axes, curves, limit in axes_and_curves:
        axes.set_xlabel(say("score of cat"))
        axes.set_xlim(_LOW - 0.5, _HIGH + 0.5)
        axes.set_ylim(*limit)
        for curve, look in zip(curves, looks, strict=False):
            with np.errstate(invalid="ignore"):
                axes.plot(cat, curve, color=look["color"], linestyle=look["linestyle"])
    points = [
        [
            axes.plot([], [], color=look["color"], marker=look["marker"], markersize=9)[0]
            for look in looks
        ]
        for axes in (left, right)
    ]
    texts = [
        key(axes, x, 0.84 - 0.12 * i - drop, look)
        for axes, x, drop in ((left, 0.58, 0.0), (right, 0.05, 0.22))
        for i, look in enumerate(looks)
    ]

    def update(cat: float) -> str:
        values, pulls = (list(map(float, numbers)) for numbers in _along(cat))
        if loss is not None:
            value, pull = _own_along(loss, cat)
            values.append(float(value[0]))
            pulls.append(float(pull[0]))
        for numbers, dots, limit in zip((values, pulls), points, limits, strict=True):
            for number, dot in zip(numbers, dots, strict=True):
                dot.set_data([cat], [np.clip(number, *limit)])
        shown = [short_number(v, 2) for v in values] + [short_number(v) for v in pulls]
        for text, name, words in zip(texts, 2 * names, shown, strict=True):
            text.set_labels([f"{name[:13]} {words}"])
        p = probability_at(cat - np.log(2))
        begin = say("Score of cat {cat:.1f}, probability {probability}.").format(
            cat=cat, probability=short_number(p)
        )
        told = [
            say("{loss} {value}, pull {pull}.").format(
                loss=capital(name), value=short_number(value, 2), pull=short_number(pull)
            )
            for name, value, pull in zip(names, values, pulls, strict=True)
        ]
        return say_list([begin, *told], " ")

    controls = {
        "cat": slider(say("score of cat"), -4.0, _LOW, _HIGH, step=0.5, color=CLASSES[0].color)
    }
    moving = [*points[0], *points[1], *texts]
    handles = [
        Handle("cat", axes, np.column_stack([cat, np.clip(curves[0], *limit)]))
        for axes, curves, limit in axes_and_curves
    ]
    return LivePicture(figure, controls, moving, update, handles)


def draw_bounds() -> None:
    """Show both losses against the probability of the true class: one has a bound, one has none.

    The rest of the probability goes to one wrong class, the worst case for the squared error.

    Examples
    --------
    >>> draw_bounds()
    Two curves over the probability of the true class. Cross-entropy rises without end towards \
probability 0: 4.61 at 0.01, 6.91 at 0.001. Squared error ends at 2.00.
    """
    figure, axes = new_figure(width=7.0, height=3.0)
    p = np.linspace(1e-4, 1, 1000)
    for name, curve, look in (
        (say("cross-entropy $-\\log p$"), -np.log(p), LOOKS[0]),
        (say("squared error $2(1-p)^2$"), 2 * (1 - p) ** 2, LOOKS[1]),
    ):
        axes.plot(p, curve, color=look["color"], linestyle=look["linestyle"], label=name)
    axes.axhline(2, color="#999999", linewidth=1)
    bound = say("bound of the squared error: 2")
    axes.text(1.0, 2.1, bound, ha="right", va="bottom", fontsize=11)
    axes.set_xlabel(say("probability of the true class $p$"))
    axes.set_ylabel(say("loss"))
    axes.set_ylim(0, 8)
    axes.set_xlim(-0.02, 1)
    axes.legend(loc="upper right", frameon=False)
    at = -np.log([0.01, 0.001])
    show(
        figure,
        say(
            "Two curves over the probability of the true class. Cross-entropy rises without end "
            "towards probability 0: {hundredth:.2f} at 0.01, {thousandth:.2f} at 0.001. "
            "Squared error ends at {bound:.2f}."
        ).format(hundredth=at[0], thousandth=at[1], bound=2 * (1 - 0.0) ** 2),
    )
