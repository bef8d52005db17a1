"""The live picture of a walk downhill: a ball on the simplex, and the arrow y - p on it."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.languages import say
from helpers.lessons.l04_cross_entropy.common import (
    as_logits,
    as_target,
    nats,
    rounded,
    target_list,
    with_what_is_wrong,
)
from helpers.live.controls import slider
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner, must_be_callable
from helpers.live.live_picture import LivePicture
from helpers.live.parts import in_words, short_number
from helpers.live.picture import CLASSES, WARNING_COLOR, course_style, new_figure
from helpers.live.simplex import CORNERS, draw_simplex, from_simplex, on_simplex
from helpers.live.told import name_of
from helpers.maths.arguments import FloatArray
from helpers.maths.losses import softmax_cross_entropy_gradient
from helpers.maths.softmax import log_softmax, softmax

STEPS = 20
"""How many steps downhill the picture can show."""

LEVELS = (4.0, 3.0, 2.0, 1.5, 1.0, 0.6, 0.3, 0.1)
"""Heights above the lowest loss at which the shade of the ground changes, from high to low."""

_SHADES = [str(grey) for grey in np.linspace(0.55, 0.97, len(LEVELS) + 1).round(3)]


def explore_gradient(
    gradient: Callable[..., Any] = softmax_cross_entropy_gradient,
    logits: Sequence[float] = (2.0, 1.0, 0.1),
    target: Sequence[float] = (0.0, 0.0, 1.0),
) -> LivePicture:
    """Return the live picture of gradient descent on one photo: a ball that rolls to its target.

    Left the simplex of lesson 03, shaded by the loss, the darker the higher. The ball is the
    prediction p; dots show where it has been. The arrow on it points against the gradient, and
    ends at the target if the gradient is p - y. Right the loss after each step.

    Parameters
    ----------
    gradient : callable
        The function that the picture runs on: logits and targets, each a batch of one of shape
        (1, 3) → the gradient, (1, 3) or (3,). Pass your own.
    logits : sequence of 3 floats
        Where the descent starts, each from -4 to 4.
    target : sequence of 3 floats
        The target to start with, a distribution.

    Returns
    -------
    LivePicture
        Controls ``target``, ``rate`` (the learning rate) and ``steps``, 0 to 20.

    Raises
    ------
    TypeError
        If `gradient` is no function.
    ValueError
        If the logits are not 3 numbers between -4 and 4, or the target is no distribution.

    Notes
    -----
    C. M. Bishop (2006), Pattern Recognition and Machine Learning, Springer, equation (4.109).

    Examples
    --------
    >>> explore_gradient().words.split(". ")[0]
    'Step 0: loss 2.317, gradient cat 0.659, dog 0.242, rabbit -0.901'
    """
    example = "explore_gradient(gradient=my_gradient)"
    must_be_callable(gradient, say("This picture needs a function"), example)
    start, target = as_logits(logits), as_target(target)
    figure, (left, right) = new_figure(columns=2, width=7.6, height=3.9, width_ratios=(1.6, 1))
    draw_simplex(left)
    left.set_ylim(-0.9, 0.9)
    with course_style():
        left.set_title(say("darker: a larger loss"))
        right.set_title(say("loss after each step"))
    ground = PolyCollection([], facecolors=_SHADES, linewidths=0, zorder=0.5)
    left.add_collection(ground, autolim=False)
    look: dict[str, Any] = {"linestyle": "none", "marker": "o", "color": "black"}
    (trail,) = left.plot([], [], markersize=4, zorder=4, **look)
    (ball,) = left.plot(
        *([], []), markersize=15, markeredgewidth=2, markerfacecolor="#F0F0F0", zorder=5, **look
    )
    arrow = _Arrow(left)
    slopes = Labels(left, [0.0], [-0.86])
    path = _LossPath(right)
    warning = Labels(right, [0.5], [0.9], color=WARNING_COLOR, transform=right.transAxes)
    for artist in (ground, trail, ball):
        artist.set_in_layout(False)

    def update(target: Any, rate: float, steps: float) -> str:
        y, step = np.array(target), round(steps)  # a page may send 2.9999999999999996
        whole_way, slopes_there = _walk(gradient, start, y, rate)
        visited, slope = whole_way[: step + 1], slopes_there[step]
        z, losses = visited[-1], _losses(visited, y)
        places = _softmax_or_nan(whole_way)
        p = places[: step + 1]
        if np.isfinite(places).all():
            roll.move(on_simplex(places))
        ground.set_verts(grounds[target])
        trail.set_data(*on_simplex(p[:-1]).T)
        ball.set_data(*on_simplex(p[-1:]).T)
        arrow.set(on_simplex(p[-1]), on_simplex(p[-1] - np.clip(slope, -9, 9)))
        pulls = {
            style.name: f"{say(style.name)} {_signed(pull)}"
            for style, pull in zip(CLASSES, rounded(-slope), strict=True)
        }
        slopes.set_labels([say("arrow:  {cat},  {dog},  {rabbit}").format(**pulls)])
        path.set(losses)
        wrong = _wrong_gradient(slope, p[-1] - y)
        warning.set_labels([wrong])
        words = say(
            "Step {step}: loss {loss}, gradient {gradient}. Probabilities: {p}. Target: {y}. "
            "Logits: {z}. Loss at the start: {first}."
        ).format(
            step=step,
            loss=nats(losses[-1]),
            gradient=in_words(rounded(slope)),
            p=in_words(p[-1]),
            y=in_words(y),
            z=in_words(z, digits=2),
            first=nats(losses[0]),
        )
        return with_what_is_wrong(words, wrong)

    targets = target_list(target)
    grounds = {option: ground_of(np.array(option)) for _, option in targets.options}
    controls = {
        "target": targets,
        "rate": slider(say("learning rate"), 1.0, 0.1, 3),
        "steps": slider(say("steps downhill"), 0, 0, STEPS, step=1, digits=0),
    }
    moving = [ground, trail, ball, *arrow.artists, slopes, *path.artists, warning]
    roll = Handle("steps", left, [(0, 0), (1, 0)])
    return LivePicture(figure, controls, moving, update, handles=[roll], play="steps")


def ground_of(target: FloatArray) -> list[FloatArray]:
    """Return the shaded parts of the simplex for a target: the whole, then where the loss is low.

    Parameters
    ----------
    target : numpy.ndarray, shape (3,)

    Returns
    -------
    list of numpy.ndarray, each of shape (n, 2)
        The triangle, and for each of `LEVELS` the outline of the part where cross-entropy is at
        most so much above its lowest value. Each is star-shaped, seen from the target: the
        distance to its edge is found by halving.
    """
    angles = np.unique(np.concatenate([np.linspace(-np.pi, np.pi, 43), _towards_corners(target)]))
    rays = from_simplex(np.column_stack([np.cos(angles), np.sin(angles)])) - 1 / 3
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = np.where(rays < -1e-12, target / -rays, np.inf)
    far = ways.min(axis=1)
    levels = np.array(LEVELS)[:, np.newaxis]
    low, high = np.zeros((len(levels), len(far))), np.tile(far, (len(levels), 1))
    for _ in range(40):
        middle = (low + high) / 2
        p = np.maximum(target + middle[..., np.newaxis] * rays, 1e-30)
        above = np.where(target > 0, target * np.log(np.maximum(target, 1e-30) / p), 0).sum(-1)
        low, high = np.where(above <= levels, middle, low), np.where(above <= levels, high, middle)
    edges = target + high[..., np.newaxis] * rays
    return [CORNERS, *(_without_repeats(places) for places in on_simplex(edges))]


def _without_repeats(places: FloatArray) -> FloatArray:
    return places[np.linalg.norm(places - np.roll(places, 1, axis=0), axis=1) > 1e-6]


def _towards_corners(target: FloatArray) -> FloatArray:
    away = CORNERS - on_simplex(target)
    return np.arctan2(away[:, 1], away[:, 0])


def _walk(
    gradient: Callable[..., Any], start: FloatArray, y: FloatArray, rate: float
) -> tuple[FloatArray, FloatArray]:
    """Return the logits at the start and after each step, and the slopes there, both (n, 3)."""
    first = _one_row(gradient, start, y)

    @functools.wraps(gradient)  # under whose name its errors are told
    def walk(z: FloatArray, slope: FloatArray) -> FloatArray:
        rows = [z, slope]
        for _ in range(STEPS):
            z = z - rate * slope
            slope = np.asarray(gradient(z[np.newaxis], y[np.newaxis]), dtype=float).reshape(3)
            rows += [z, slope]
        return np.stack(rows)

    rows = call_learner(walk, start, first, shape=(2 * STEPS + 2, 3))
    return rows[0::2], rows[1::2]


def _softmax_or_nan(logits: FloatArray) -> FloatArray:
    """Return the probabilities of each row; NaN where the path has left the numbers."""
    fine = np.isfinite(logits).all(axis=-1)
    p = np.full(logits.shape, np.nan)
    p[fine] = softmax(logits[fine])
    return p


class _Arrow:
    """A thick arrow from one place to another, which shrinks to nothing as they meet."""

    _HEAD = 0.12

    def __init__(self, axes: Axes) -> None:
        self._patch = PathPatch(
            Path(np.zeros((1, 2))), facecolor="black", edgecolor="white", linewidth=1, zorder=6
        )
        axes.add_patch(self._patch)
        self._patch.set_in_layout(False)
        self.artists = [self._patch]

    @property
    def tip(self) -> FloatArray:
        """Where the arrow ends, shape (2,); NaN if there is none."""
        vertices = np.asarray(self._patch.get_path().vertices)
        return vertices[3] if len(vertices) == 8 else np.full(2, np.nan)

    def set(self, start: FloatArray, end: FloatArray) -> None:
        """Draw from start to end, each of shape (2,)."""
        length = np.linalg.norm(end - start)
        if not np.isfinite(length) or length < 1e-3:
            self._patch.set_path(Path(np.zeros((1, 2))))
            return
        along = (end - start) / length
        aside = np.array([-along[1], along[0]])
        neck = end - along * min(self._HEAD, length)
        half, head = 0.018 * aside, 0.055 * aside
        outline = [start + half, neck + half, neck + head, end, neck - head, neck - half]
        vertices = np.array([*outline, start - half, start + half])
        codes = [Path.MOVETO, *[Path.LINETO] * 6, Path.CLOSEPOLY]
        self._patch.set_path(Path(vertices, codes))


class _LossPath:
    """The loss at the start and after each step."""

    _TOP = 4.0

    def __init__(self, axes: Axes) -> None:
        axes.set_xlim(-1.5, STEPS + 1.5)
        axes.set_ylim(0, 5.4)
        axes.set_yticks(range(5), ["0", "1", "2", "3", "4+"])  # what is higher is cut
        axes.set_xticks([0, 5, 10, 15, 20])
        (self._line,) = axes.plot([], [], "o-", color="#555555", markersize=4, linewidth=1.5)
        (self._now,) = axes.plot([], [], "D", color="black", markersize=8, zorder=4)
        for line in (self._line, self._now):
            line.set_clip_on(False)
            line.set_in_layout(False)
        self._number = Labels(axes, [0], [0])
        self.artists = [self._line, self._now, self._number]

    def set(self, losses: FloatArray) -> None:
        heights = np.clip(losses, 0, self._TOP)
        step = len(losses) - 1
        self._line.set_data(np.arange(len(losses)), heights)
        self._now.set_data([step], heights[-1:])
        beside = step < 15  # the path comes from the left, so the right is free
        place = step + 3.4 if beside else min(step, STEPS - 1.7)
        high = np.nan_to_num(heights[-1], nan=2.0) + (0.0 if beside else 0.2)
        self._number.set_labels([nats(losses[-1])], x=[place], y=[high])


def _one_row(function: Callable[..., Any], logits: FloatArray, target: FloatArray) -> FloatArray:
    answer = call_learner(function, logits[np.newaxis], target[np.newaxis])
    if answer.shape not in ((1, 3), (3,)):
        raise LearnerError(
            say(
                "{function} returned an array of shape {shape} for logits of shape (1, 3); a "
                "gradient has the shape of the logits."
            ).format(function=name_of(function), shape=answer.shape)
        )
    return answer.reshape(3)


def _losses(logits: FloatArray, target: FloatArray) -> FloatArray:
    """Return the loss of each row of logits; NaN where the path has left the numbers."""
    fine = np.isfinite(logits).all(axis=-1)
    losses = np.full(len(logits), np.nan)
    losses[fine] = 0.0 - log_softmax(logits[fine]) @ target
    return losses


def _wrong_gradient(slope: FloatArray, expected: FloatArray) -> str:
    """Say what is wrong with a gradient, or return an empty string."""
    if not (np.isfinite(slope).all() and np.isfinite(expected).all()):
        return say("no finite number")
    if np.allclose(slope, expected, rtol=1e-6, atol=1e-8):
        return ""
    if np.allclose(slope, -expected, rtol=1e-6, atol=1e-8):
        return say("y − p goes uphill")
    if not np.isclose(slope.sum(), 0, atol=1e-6):
        return say("sum {total}, not 0").format(total=nats(slope.sum()))
    return say("not p - y")


def _signed(value: float) -> str:
    text = short_number(value)
    return f"+{text}" if value > 0 and np.isfinite(value) else text.replace("-", "−", 1)
