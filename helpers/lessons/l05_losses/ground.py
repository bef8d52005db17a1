"""The ground that descent walks on: each loss over the difference of two logits, and a ball."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, say_list
from helpers.lessons.l05_losses.contenders import probability_at, slope_in_log_odds
from helpers.lessons.l05_losses.looks import (
    LOOKS,
    attempt,
    capital,
    looks_of,
    must_be_a_function,
)
from helpers.live.controls import slider
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import short_number
from helpers.live.picture import new_figure, show
from helpers.live.told import name_of
from helpers.maths.arguments import FloatArray

_EDGE = 10.0
_MOST_STEPS = 40
_BALL = 7.0  # radius in points

Curve = Callable[[Any], Any]


def two_class_losses() -> dict[str, tuple[Curve, Curve]]:
    """Return name → (loss of p, slope in the log-odds) for two classes, the photo of a cat.

    With two classes p of cat is the sigmoid of u = z_cat - z_dog. The slopes are those of -log p
    and of (1 - p)² + (0 - (1 - p))² = 2 (1 - p)².

    Examples
    --------
    >>> {name: float(slope(0.0)) for name, (_, slope) in two_class_losses().items()}
    {'cross-entropy': -0.5, 'squared error': -0.5}
    """
    return {
        say("cross-entropy"): (lambda p: -np.log(p), lambda u: -probability_at(-u)),
        say("squared error"): (
            lambda p: 2 * (1 - p) ** 2,
            lambda u: -4 * probability_at(u) * probability_at(-u) ** 2,
        ),
    }


def walk(slope: Curve, start: float, learning_rate: float, steps: int) -> NDArray[np.float64]:
    """Return where descent over two logits is after each step, as their difference u.

    A step raises the one logit by learning rate times slope and lowers the other by as much, so
    their difference moves by twice that.

    Parameters
    ----------
    slope
        u → the slope of the loss there.
    start
        The first difference.
    learning_rate
        Multiplies the slope.
    steps
        How many.

    Returns
    -------
    Shape (steps + 1,); NaN from where a slope was not finite.

    Examples
    --------
    >>> walk(lambda u: -0.5, start=-3.0, learning_rate=1.0, steps=2)
    array([-3., -2., -1.])
    """
    path = np.full(steps + 1, np.nan)
    path[0] = start
    for i in range(steps):
        step = 2 * learning_rate * float(slope(np.float64(path[i])))
        if not np.isfinite(step):
            break
        path[i + 1] = path[i] - step
    return path


def explore_ground(loss: Callable[..., Any] | None = None) -> LivePicture:
    """Return the live picture of a ball on each loss: one rolls down, one sits on a high plain.

    Two classes, cat and dog; the photo shows a cat. Both losses depend on the difference of the two
    scores alone. A ball starts at the same place on each, and descends with the same learning rate;
    the arrow is its next step. Where the model is undecided both losses have the same slope, so
    there the next step is the same too.

    Parameters
    ----------
    loss : callable, optional
        A third loss of your own: an array of p, the probability of the true class → the loss of
        each.

    Returns
    -------
    LivePicture
        Controls ``lead`` (score of cat minus score of dog at the start, -10 to 10), ``rate`` (the
        learning rate, 0.1 to 5) and ``step`` (0 to 40).

    Raises
    ------
    TypeError
        If `loss` is no function.

    Examples
    --------
    >>> explore_ground().set(step=10).words
    'Start: cat - dog -6.0, probability of cat 0.002. Step 10 at learning rate 1.0. \
Cross-entropy: probability 0.934, pull 0.066. Squared error: probability 0.003, pull 0.012.'
    """
    must_be_a_function(loss, "explore_ground")
    losses = two_class_losses()
    if loss is not None:
        losses[name_of(loss)] = (
            lambda p: call_learner(loss, p, shape=np.shape(p)),
            lambda u: slope_in_log_odds(loss, np.atleast_1d(u))[0],
        )
    names = list(losses)
    looks = looks_of(names, own=loss is not None)
    width = 7.0 if loss is None else 8.6
    figure, grid = new_figure(columns=len(names), width=width, height=3.3)
    grounds = [
        _Ground(figure, axes, name, *losses[name], look)
        for axes, name, look in zip(grid, names, looks, strict=True)
    ]

    handles = [Handle("lead", ground.axes, [(-_EDGE, 0), (_EDGE, 0)]) for ground in grounds]
    placed: list[bool] = []

    def update(lead: float, rate: float, step: float) -> str:
        if not placed:  # where a ball rests on the curve is known once the layout is done
            for handle, ground in zip(handles, grounds, strict=True):
                handle.move(ground.way())
            placed.append(True)
        now = round(step)  # a page may send 2.9999999999999996
        told = [ground.set(lead, rate, now) for ground in grounds]
        begin = say(
            "Start: cat - dog {lead:.1f}, probability of cat {probability}. "
            "Step {step} at learning rate {rate:.1f}."
        ).format(lead=lead, probability=short_number(probability_at(lead)), step=now, rate=rate)
        complaints = [
            say("The slope of {loss} is not finite.").format(loss=ground.name)
            for ground in grounds
            if ground.broken
        ]
        return say_list([begin, *told, *complaints[:1]], " ")

    controls = {
        "lead": slider(say("start"), -6.0, -_EDGE, _EDGE, step=0.5),
        "rate": slider(say("learning rate"), 1.0, 0.1, 5.0),
        "step": slider(say("step"), 0, 0, _MOST_STEPS, step=1, digits=0),
    }
    moving = [artist for ground in grounds for artist in ground.artists]
    return LivePicture(figure, controls, moving, update, handles, play="step")


class _Ground:
    """One loss as a hill, and the ball on it."""

    def __init__(
        self, figure: Any, axes: Any, name: str, value: Curve, slope: Curve, look: dict[str, Any]
    ) -> None:
        self.name, self._value, self._slope = name, value, slope
        self.broken = False
        u = np.linspace(-_EDGE, _EDGE, 241)
        heights = attempt(lambda: np.asarray(value(probability_at(u)), dtype=float))
        usable = heights is not None and np.isfinite(heights).all() and np.ptp(heights) > 0
        self._low = float(heights.min()) if usable else 0.0
        self._high = float(heights.max()) if usable else 1.0
        room = 0.22 * (self._high - self._low)
        axes.set(xlim=(-_EDGE, _EDGE), ylim=(self._low - room / 2, self._high + room))
        if usable:
            axes.fill_between(u, heights, self._low - room / 2, color="#dddddd", linewidth=0)
            axes.plot(u, heights, color=look["color"], linestyle=look["linestyle"], linewidth=1.8)
        axes.set_title(name, loc="left", parse_math=False)
        axes.set_xlabel(say("score of cat \N{MINUS SIGN} score of dog"))
        axes.set_xticks([-10, -5, 0, 5, 10])
        self._figure, self.axes = figure, axes
        style: dict[str, Any] = {"clip_on": False, "color": look["color"]}
        (self._trail,) = axes.plot([], [], ".", markersize=5, alpha=0.6, **style)
        (self._start,) = axes.plot(
            [], [], "o", markersize=2 * _BALL, markerfacecolor="none", markeredgewidth=1.2, **style
        )
        (self._arrow,) = axes.plot([], [], linewidth=2.6, solid_capstyle="butt", **style)
        (self._head,) = axes.plot([], [], linestyle="none", markersize=9, **style)
        (self._ball,) = axes.plot([], [], "o", markersize=2 * _BALL, **style)
        self._text = Labels(
            axes, [0.97, 0.97], [0.86, 0.74], align="right", transform=axes.transAxes
        )
        self.artists = [
            self._trail,
            self._start,
            self._arrow,
            self._head,
            self._ball,
            self._text,
        ]
        for artist in self.artists:
            artist.set_in_layout(False)

    def _heights(self, u: FloatArray) -> FloatArray:
        heights = np.asarray(self._value(probability_at(u)), dtype=float)
        return np.clip(np.nan_to_num(heights, nan=self._low), self._low, self._high)

    def _resting(self, u: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the centres of balls that touch the curve at u."""
        scale = self.axes.transData.transform
        here = scale(np.column_stack([u, self._heights(u)]))
        left, right = (scale(np.column_stack([x, self._heights(x)])) for x in (u - 0.05, u + 0.05))
        along = right - left
        upwards = np.column_stack([-along[:, 1], along[:, 0]])
        upwards /= np.sqrt((upwards**2).sum(axis=1, keepdims=True))
        radius = _BALL / 72 * self._figure.dpi
        centres = self.axes.transData.inverted().transform(here + radius * upwards)
        return centres[:, 0], centres[:, 1]

    def way(self) -> NDArray[np.float64]:
        """Return the places (n, 2) of the ball, as its start goes from the left to the right."""
        return np.column_stack(self._resting(np.linspace(-_EDGE, _EDGE, 81)))

    def set(self, start: float, rate: float, steps: int) -> str:
        """Place the ball after some steps; return the words for it."""
        path = walk(self._slope, start, rate, steps + 1)  # the last one is the next step
        self.broken = bool(np.isnan(path).any())
        seen = np.clip(path[np.isfinite(path)], -_EDGE, _EDGE)
        x, y = self._resting(seen)
        now = min(steps, len(seen) - 1)
        ahead = float(seen[now + 1] - seen[now]) if len(seen) > now + 1 else 0.0
        self._trail.set_data(x[: now + 1], y[: now + 1])
        self._start.set_data(x[:1], y[:1])
        self._ball.set_data(x[now : now + 1], y[now : now + 1])
        far = abs(ahead) > 0.4
        ends = np.array([x[now], x[now] + ahead]) if far else np.empty(0)
        self._arrow.set_data(ends, np.full(len(ends), y[now]))
        self._head.set_marker(">" if ahead > 0 else "<")
        self._head.set_data(ends[1:], np.full(len(ends[1:]), y[now]))
        u = float(path[now])
        p, pull = probability_at(u), -float(self._slope(np.float64(u)))
        now_there = {"probability": short_number(p), "pull": short_number(pull)}
        self._text.set_labels(
            [f"p {now_there['probability']}", say("pull {pull}").format(**now_there)]
        )
        return say("{loss}: probability {probability}, pull {pull}.").format(
            loss=capital(self.name), **now_there
        )


def draw_curvature() -> None:
    """Show cross-entropy and (1 - sigma)^2 over the difference of two logits, each with a chord.

    Examples
    --------
    >>> draw_curvature()
    Two curves over the difference of two logits, each with a chord. Cross-entropy lies below its \
chord from -5 to 3, as a convex curve does: at -1 it is 1.31, the chord 2.53. The squared error \
lies above its chord from -5 to -1, for it is concave where sigma is below 1/3: at -3 it is 0.91, \
the chord 0.76.
    """
    u = np.linspace(-7, 5, 400)
    curves: dict[str, tuple[Curve, dict[str, Any], tuple[float, float]]] = {
        say("cross-entropy $-\\log\\,\\sigma$"): (
            lambda u: -np.log(probability_at(u)),
            LOOKS[0],
            (-5.0, 3.0),
        ),
        say("squared error $(1-\\sigma)^2$"): (
            lambda u: (1 - probability_at(u)) ** 2,
            LOOKS[1],
            (-5.0, -1.0),
        ),
    }
    figure, grid = new_figure(columns=2, width=7.0, height=3.0)
    heights = []
    for axes, (name, (curve, look, chord)) in zip(grid, curves.items(), strict=True):
        ends, middle = np.array(chord), float(np.mean(chord))
        axes.plot(u, curve(u), color=look["color"], linestyle=look["linestyle"])
        axes.plot(ends, curve(ends), color="#888888", marker="o", linewidth=1.6)
        on_curve, on_chord = float(curve(middle)), float(np.mean(curve(ends)))
        axes.annotate(
            "",
            xy=(middle, on_curve),
            xytext=(middle, on_chord),
            arrowprops={"arrowstyle": "-|>", "color": "#222222", "shrinkA": 0, "shrinkB": 0},
        )
        axes.set_title(name)
        axes.set_xlabel(say("$z_\\mathrm{cat} - z_\\mathrm{dog}$"))
        axes.set_ylim(bottom=0)
        heights += [on_curve, on_chord]
    grid[1].set_ylim(0, 1.25)
    grid[1].axvspan(-7, -np.log(2), facecolor="none", edgecolor="#dddddd", hatch="//", linewidth=0)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    grid[1].text(-6.8, 1.08, say("concave: $\\sigma$ < 1/3"), fontsize=11, bbox=box)
    show(
        figure,
        say(
            "Two curves over the difference of two logits, each with a chord. Cross-entropy lies "
            "below its chord from -5 to 3, as a convex curve does: at -1 it is {ce:.2f}, the "
            "chord {ce_chord:.2f}. The squared error lies above its chord from -5 to -1, for it is "
            "concave where sigma is below 1/3: at -3 it is {se:.2f}, the chord {se_chord:.2f}."
        ).format(ce=heights[0], ce_chord=heights[1], se=heights[2], se_chord=heights[3]),
    )
