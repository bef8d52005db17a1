"""Pictures of lesson 04: surprise, the parts of cross-entropy, its minimum and its gradient."""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import ArrayLike

from helpers.live.controls import choice, slider
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner, name_of
from helpers.live.live_picture import LivePicture
from helpers.live.parts import ClassBars, Strokes, in_words, short_number
from helpers.live.picture import CLASSES, WARNING_COLOR, new_figure, show
from helpers.maths.arguments import FloatArray
from helpers.maths.losses import cross_entropy as course_cross_entropy
from helpers.maths.softmax import log_softmax, softmax

ENTROPY_COLOR, KL_COLOR, CROSS_ENTROPY_COLOR = "#56B4E9", "#CC79A7", "#555555"
ARROW_COLOR = "#000000"
TARGETS: dict[str, tuple[float, ...]] = {
    "cat (1, 0, 0)": (1.0, 0.0, 0.0),
    "dog (0, 1, 0)": (0.0, 1.0, 0.0),
    "rabbit (0, 0, 1)": (0.0, 0.0, 1.0),
    "ten people (0.6, 0.3, 0.1)": (0.6, 0.3, 0.1),
    "anything (1/3, 1/3, 1/3)": (1 / 3, 1 / 3, 1 / 3),
}
"""The targets that the explorers offer, by their names in the list."""

STEPS = 20
"""How many steps downhill `explore_gradient` can show."""


def draw_surprise(probabilities: ArrayLike) -> None:
    """Draw the surprise -log p against p, with the three classes on the curve.

    Parameters
    ----------
    probabilities : array_like, shape (3,)
        Above 0.

    Raises
    ------
    ValueError
        If they are not 3 numbers above 0 and not above 1.

    Examples
    --------
    >>> draw_surprise([0.659, 0.242, 0.099])
    The curve of the surprise -log p: 0 at p = 1, rising without end towards p = 0. \
On it, p and surprise: cat 0.659 and 0.417; dog 0.242 and 1.419; rabbit 0.099 and 2.313.
    """
    p = np.asarray(probabilities, dtype=float)
    if p.shape != (3,) or not np.all((p > 0) & (p <= 1)):
        raise ValueError("probabilities must be 3 numbers above 0 and not above 1.")
    figure, axes = new_figure(width=6.4, height=3.1)
    curve = np.linspace(0.004, 1, 500)
    axes.plot(curve, -np.log(curve), color="#555555")
    axes.set(
        xlim=(0, 1.02),
        ylim=(0, 5.6),
        xlabel="probability $p$ of what happened",
        ylabel=r"surprise $-\log p$",
    )
    surprise = np.log(1 / p)
    for style, x, y in zip(CLASSES, p, surprise, strict=True):
        axes.plot(x, y, style.marker, color=style.color, markersize=10, zorder=4)
        axes.annotate(
            f"{style.name} {y:.3f}", (x, y), xytext=(9, 7), textcoords="offset points", fontsize=12
        )
    parts = "; ".join(
        f"{style.name} {x:.3f} and {y:.3f}"
        for style, x, y in zip(CLASSES, p, surprise, strict=True)
    )
    show(
        figure,
        "The curve of the surprise -log p: 0 at p = 1, rising without end towards p = 0. "
        f"On it, p and surprise: {parts}.",
    )


def draw_properness(truth: ArrayLike) -> None:
    """Draw the average loss of each announced probability of cat, for -log p and for 1 - p.

    Dog and rabbit share the rest of the announcement as they do in the truth.

    Parameters
    ----------
    truth : array_like, shape (3,)
        How often each class comes: a distribution; no class has it all.

    Raises
    ------
    ValueError
        If it is no distribution over 3 classes with 0 < truth[0] < 1.

    Examples
    --------
    >>> draw_properness([0.6, 0.3, 0.1])
    Average loss against the probability announced for cat, when cat comes 0.6 of the time. \
Left, -log p: least, 0.898, at 0.60, the truth. \
Right, 1 - p: least, 0.400, at 1.00, an exaggeration.
    """
    truth = np.asarray(truth, dtype=float)
    if (
        truth.shape != (3,)
        or not np.isclose(truth.sum(), 1)
        or not (truth >= 0).all()
        or not 0 < truth[0] < 1
    ):
        raise ValueError("truth must be a distribution such as (0.6, 0.3, 0.1), none of them 1.")
    cat = np.linspace(0, 1, 1001)
    others = truth[1:] / truth[1:].sum()
    announced = np.column_stack([cat, np.outer(1 - cat, others)])
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(truth > 0, -truth * np.log(announced), 0.0)
    losses = {r"$-\log p$": terms.sum(axis=1), "$1 - p$": (truth * (1 - announced)).sum(axis=1)}

    figure, panels = new_figure(columns=2, width=8.4, height=3.1)
    least = []
    for axes, (name, average), top in zip(panels, losses.items(), (3.0, 1.0), strict=True):
        best = int(np.argmin(average))
        axes.plot(cat, average, color="#555555")
        axes.axvline(truth[0], color="#999999", linewidth=1.2, linestyle="--", zorder=1)
        axes.text(truth[0] - 0.02, top * 0.99, "truth", ha="right", va="top", fontsize=12)
        axes.plot(cat[best], average[best], "D", color="#D55E00", markersize=9, clip_on=False)
        inside = cat[best] < 0.9
        axes.annotate(
            f"least: {average[best]:.3f}",
            (cat[best], average[best]),
            xytext=(0 if inside else 4, -11),
            textcoords="offset points",
            ha="center" if inside else "right",
            va="top",
            fontsize=12,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )
        axes.set(xlim=(0, 1), ylim=(0, top), title=f"average of {name}")
        axes.set_xlabel("probability announced for cat")
        least.append((average[best], cat[best]))
    (log_least, log_best), (linear_least, linear_best) = least
    show(
        figure,
        f"Average loss against the probability announced for cat, when cat comes {truth[0]:g} of "
        f"the time. Left, -log p: least, {log_least:.3f}, at {log_best:.2f}, the truth. Right, "
        f"1 - p: least, {linear_least:.3f}, at {linear_best:.2f}, an exaggeration.",
    )


def explore_cross_entropy(
    cross_entropy: Callable[..., Any] = course_cross_entropy,
    logits: Sequence[float] = (2.0, 1.0, 0.1),
    target: Sequence[float] = (1.0, 0.0, 0.0),
) -> LivePicture:
    """Return the live picture of cross-entropy: a prediction against a target, and the parts.

    Left the prediction (bars) and the target (dashes), in the middle the surprise of each class,
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
    _must_be_function(cross_entropy, "explore_cross_entropy(cross_entropy=my_cross_entropy)")
    logits, target = _as_logits(logits), _as_target(target)

    figure, (left, middle, right) = new_figure(
        columns=3, width=8.6, height=3.1, width_ratios=(1, 1, 1.3)
    )
    left.set_title("bars: $p$, dashes: $y$")
    middle.set_title(r"surprise $-\log p$")
    right.set_title("what the loss is made of")
    prediction = ClassBars(left, 0, 1)
    left.set_yticks([0, 0.5, 1])
    dashes = _Dashes(left)
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
        prediction.set(p)
        dashes.set(y)
        surprises.set(surprise)
        kl = parts.set(entropy, total)
        right_entropy = float(-np.sum(y * np.log(np.where(y > 0, y, 1.0))))
        wrong = _wrong_parts(entropy, total, right_entropy, float(y @ surprise))
        warning.set_labels([wrong])
        words = (
            f"Entropy {_nats(entropy)} + KL {_nats(kl)} = cross-entropy {_nats(total)}. "
            f"Prediction: {in_words(p)}. Target: {in_words(y)}. Surprise: {in_words(surprise)}."
        )
        return f"{words} Not right: {wrong}." if wrong else words

    controls = {**_logit_sliders(logits), "target": _target_list(target)}
    moving = [*prediction.artists, *dashes.artists, *surprises.artists, *parts.artists, warning]
    return LivePicture(figure, controls, moving, update)


def prediction_minus_target(logits: ArrayLike, targets: ArrayLike) -> FloatArray:
    """Return p - y for each row, as the lesson writes it.

    The same as `softmax_cross_entropy_gradient` with reduction "none", without its checks, which
    a path of twenty steps would feel.

    Parameters
    ----------
    logits, targets : array_like, shape (..., K)

    Returns
    -------
    numpy.ndarray, shape (..., K)

    Examples
    --------
    >>> prediction_minus_target([2.0, 1.0, 0.1], [1.0, 0.0, 0.0]).round(3)
    array([-0.341,  0.242,  0.099])
    """
    return softmax(logits) - np.asarray(targets)


def explore_gradient(
    gradient: Callable[..., Any] = prediction_minus_target,
    logits: Sequence[float] = (2.0, 1.0, 0.1),
    target: Sequence[float] = (1.0, 0.0, 0.0),
    steps: int = 0,
) -> LivePicture:
    """Return the live picture of the gradient p - y, one step downhill at a time.

    Left the logits; their arrows point downhill, against the gradient, three logits long for a
    slope of 1. In the middle the probabilities, with an arrow from each p against the gradient: it
    ends at the target, the dash, if the gradient is p - y. Right the loss after each step.

    Parameters
    ----------
    gradient : callable
        The function that the picture runs on: logits and targets, each a batch of one of shape
        (1, 3) → the gradient, (1, 3) or (3,). Pass your own.
    logits : sequence of 3 floats
        Where the descent starts, each from -4 to 4.
    target : sequence of 3 floats
        The target to start with, a distribution.
    steps : int
        How many steps have been taken, 0 to 20.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit`` (the logits at the start), ``target``, ``rate`` (the
        learning rate) and ``steps``.

    Raises
    ------
    TypeError
        If `gradient` is no function.
    ValueError
        If the logits are not 3 numbers between -4 and 4, the target is no distribution, or the
        steps are not from 0 to 20.

    Notes
    -----
    C. M. Bishop (2006), Pattern Recognition and Machine Learning, Springer, equation (4.109).

    Examples
    --------
    >>> explore_gradient().words.split(". ")[0]
    'Step 0: loss 0.417, gradient cat -0.341, dog 0.242, rabbit 0.099'
    """
    _must_be_function(gradient, "explore_gradient(gradient=my_gradient)")
    logits, target = _as_logits(logits), _as_target(target)
    if steps not in range(STEPS + 1):
        raise ValueError(f"steps must be a whole number from 0 to {STEPS}, not {steps!r}.")

    figure, (left, middle, right) = new_figure(
        columns=3, width=8.6, height=3.1, width_ratios=(1, 1, 0.95)
    )
    left.set_title("logits $z$, and downhill")
    middle.set_title("bars $p$; above: $p - y$")
    right.set_title("loss after each step")
    scores = ClassBars(left, -6, 6, digits=2)
    left.set_yticks([-6, -3, 0, 3, 6])
    pull = _Arrows(left, -6, 6)
    probabilities = ClassBars(middle, 0, 1)
    middle.set_ylim(0, 1.4)
    middle.set_yticks([0, 0.5, 1])
    dashes = _Dashes(middle)
    downhill = _Arrows(middle, 0, 1)
    slopes = Labels(middle, np.arange(3), np.full(3, 1.24))
    path = _LossPath(right)
    warning = Labels(right, [0.5], [0.9], color=WARNING_COLOR, transform=right.transAxes)

    def update(cat: float, dog: float, rabbit: float, target: Any, rate: float, steps: int) -> str:
        y, visited = np.array(target), [np.array([cat, dog, rabbit])]
        slope = _one_row(gradient, visited[0], y)
        for _ in range(int(steps)):
            with np.errstate(over="ignore", invalid="ignore"):
                visited.append(visited[-1] - rate * slope)
            slope = _one_row(gradient, visited[-1], y)
        z, losses = visited[-1], _losses(np.stack(visited), y)
        p = softmax(z) if np.isfinite(z).all() else np.full(3, np.nan)
        scores.set(z)
        pull.set(z, z - 3 * np.clip(slope, -99, 99))
        probabilities.set(p)
        dashes.set(y)
        downhill.set(p, p - slope)
        slopes.set_labels([_signed(value) for value in _rounded(slope)])
        path.set(losses)
        wrong = _wrong_gradient(slope, p - y)
        warning.set_labels([wrong])
        words = (
            f"Step {int(steps)}: loss {_nats(losses[-1])}, gradient {in_words(_rounded(slope))}. "
            f"Probabilities: {in_words(p)}. Target: {in_words(y)}. Logits: "
            f"{in_words(z, digits=2)}. Loss at the start: {_nats(losses[0])}."
        )
        return f"{words} Not right: {wrong}." if wrong else words

    controls = {
        **_logit_sliders(logits, "start of {}"),
        "target": _target_list(target),
        "rate": slider("learning rate", 1.0, 0.1, 3),
        "steps": slider("steps downhill", steps, 0, STEPS, step=1, digits=0),
    }
    moving = [
        *(*scores.artists, *pull.artists, *probabilities.artists, *dashes.artists),
        *(*downhill.artists, slopes, *path.artists, warning),
    ]
    return LivePicture(figure, controls, moving, update)


# What the pictures are made of --------------------------------------------------------------------


class _Dashes:
    """The target: a dash at its height, in the gap to the right of each class's bar."""

    def __init__(self, axes: Axes) -> None:
        axes.set_xlim(-0.55, 2.75)
        self._lines = Strokes(axes, ["black"], linewidth=4, zorder=4)
        self.artists = self._lines.artists

    def set(self, y: FloatArray) -> None:
        x = np.arange(3)
        self._lines.set(
            np.stack([np.column_stack([x + 0.39, y]), np.column_stack([x + 0.63, y])], axis=1)
        )


class _Arrows:
    """A vertical arrow in the gap to the right of each class's bar; one artist for the three."""

    _SHAPE = np.array([-0.035, -0.035, -0.11, 0, 0.11, 0.035, 0.035, 0])
    _CODES = np.array([Path.MOVETO, *[Path.LINETO] * 6, Path.CLOSEPOLY] * 3)

    def __init__(self, axes: Axes, low: float, high: float) -> None:
        axes.set_xlim(-0.55, 2.75)
        self._low, self._high = low, high
        self._head = 0.09 * (high - low)
        self._patch = PathPatch(
            Path(np.zeros((1, 2))), facecolor=ARROW_COLOR, linewidth=0, zorder=4.5
        )
        axes.add_patch(self._patch)
        self.artists = [self._patch]

    def set(self, start: Any, end: Any) -> None:
        """Draw from start to end, each of shape (3,), cut at the ends of the axis."""
        start, end = (
            np.clip(np.nan_to_num(v, nan=0.0), self._low, self._high) for v in (start, end)
        )
        length = end - start
        neck = end - np.sign(length) * np.minimum(np.abs(length), self._head)
        heights = np.column_stack([start, neck, neck, end, neck, neck, start, start])
        places = np.arange(3)[:, np.newaxis] + 0.51 + self._SHAPE
        vertices = np.stack([places, heights], axis=-1).reshape(-1, 2)
        self._patch.set_path(Path(vertices, self._CODES))


class _Parts:
    """Entropy, KL on top of it, and cross-entropy: stacked bars side by side, with numbers."""

    _TOP = 4.0

    def __init__(self, axes: Axes) -> None:
        axes.set_xlim(-0.6, 2.6)
        axes.set_ylim(0, 5.4)
        axes.set_yticks(range(5), ["0", "1", "2", "3", "4+"])  # what is higher is cut
        axes.set_xticks(
            range(3), ["entropy\n$H(y)$", "KL\n$(y\\,||\\,p)$", "cross-entropy\n$H(y, p)$"]
        )
        self._bars = PolyCollection(
            [], facecolors=[ENTROPY_COLOR, KL_COLOR, CROSS_ENTROPY_COLOR], linewidths=0, zorder=3
        )
        axes.add_collection(self._bars, autolim=False)
        self._levels = Strokes(axes, ["#333333"], linewidth=1.2, zorder=3.5)
        self._numbers = Labels(axes, np.arange(3), np.zeros(3))
        self.artists = [self._bars, *self._levels.artists, self._numbers]

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
        self._numbers.set_labels([_nats(value) for value in values], y=np.maximum(bottoms, tops))
        return kl


class _LossPath:
    """The loss at the start and after each step."""

    _TOP = 4.0

    def __init__(self, axes: Axes) -> None:
        axes.set_xlim(-1.5, STEPS + 1.5)
        axes.set_ylim(0, 5.4)
        axes.set_yticks(range(5), ["0", "1", "2", "3", "4+"])  # what is higher is cut
        axes.set_xticks([0, 5, 10, 15, 20])
        (self._line,) = axes.plot([], [], "o-", color="#555555", markersize=4, linewidth=1.5)
        (self._now,) = axes.plot([], [], "D", color="#D55E00", markersize=8, zorder=4)
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
        self._number.set_labels([_nats(losses[-1])], x=[place], y=[high])


# Calling what was passed --------------------------------------------------------------------------


def _one_number(
    function: Callable[..., Any], probabilities: FloatArray, target: FloatArray
) -> float:
    answer = call_learner(function, probabilities[np.newaxis], target[np.newaxis])
    if answer.size != 1:
        raise LearnerError(
            f"{name_of(function)} returned an array of shape {answer.shape} for one example; one "
            "number was expected here: sum over the classes, then take the mean."
        )
    return float(answer.reshape(()))


def _one_row(function: Callable[..., Any], logits: FloatArray, target: FloatArray) -> FloatArray:
    answer = call_learner(function, logits[np.newaxis], target[np.newaxis])
    if answer.shape not in ((1, 3), (3,)):
        raise LearnerError(
            f"{name_of(function)} returned an array of shape {answer.shape} for logits of shape "
            "(1, 3); a gradient has the shape of the logits."
        )
    return answer.reshape(3)


def _losses(logits: FloatArray, target: FloatArray) -> FloatArray:
    """Return the loss of each row of logits; NaN where the path has left the numbers."""
    fine = np.isfinite(logits).all(axis=-1)
    losses = np.full(len(logits), np.nan)
    losses[fine] = 0.0 - log_softmax(logits[fine]) @ target
    return losses


def _wrong_parts(entropy: float, total: float, right_entropy: float, right_total: float) -> str:
    """Say what is wrong with H(y) and H(y, p), or return an empty string."""
    if np.isnan(total):
        return "H(y, p) is nan"
    if np.isnan(entropy):
        return "H(y) is nan, from 0 times log 0"
    if np.isclose(total, right_total) and np.isclose(entropy, right_entropy, atol=1e-6):
        return ""
    if total < 0:
        return "below 0: turn the sign"
    for factor, what in ((1 / 3, "mean over the classes"), (1 / np.log(2), "log to base 2")):
        if np.isclose(total, factor * right_total):
            return f"too {'small' if factor < 1 else 'large'}: {what}?"
    if np.isclose(total, right_total / np.log(10)):
        return "too small: log to base 10?"
    if not np.isclose(total, right_total):
        return f"H(y, p) should be {right_total:.3f}"
    return f"H(y) should be {right_entropy:.3f}"


def _wrong_gradient(slope: FloatArray, expected: FloatArray) -> str:
    """Say what is wrong with a gradient, or return an empty string."""
    if not (np.isfinite(slope).all() and np.isfinite(expected).all()):
        return "no finite number"
    if np.allclose(slope, expected, rtol=1e-6, atol=1e-8):
        return ""
    if np.allclose(slope, -expected, rtol=1e-6, atol=1e-8):
        return "y − p goes uphill"
    if not np.isclose(slope.sum(), 0, atol=1e-6):
        return f"sum {_nats(slope.sum())}, not 0"
    return "not p - y"


def _rounded(values: ArrayLike) -> FloatArray:
    """Return values with what would be shown as 0.000 set to 0, instead of 6e-06."""
    return np.where(np.abs(values) < 5e-4, 0.0, values)


def _nats(value: float) -> str:
    return short_number(float(_rounded(value)))


def _signed(value: float) -> str:
    text = short_number(value)
    return f"+{text}" if value > 0 and np.isfinite(value) else text.replace("-", "−", 1)


# What the explorers are given ---------------------------------------------------------------------


def _must_be_function(function: Callable[..., Any], example: str) -> None:
    if not callable(function):
        raise TypeError(
            f"This picture needs a function, got {function!r}. Pass its name without brackets: "
            f"{example}."
        )


def _as_logits(logits: ArrayLike) -> list[float]:
    starts = np.asarray(logits, dtype=float)
    if starts.shape != (3,) or not np.all(np.abs(starts) <= 4):
        raise ValueError("logits must be 3 numbers between -4 and 4, such as (2.0, 1.0, 0.1).")
    return starts.tolist()


def _as_target(target: ArrayLike) -> tuple[float, ...]:
    shares = np.asarray(target, dtype=float)
    if shares.shape != (3,) or not (shares >= 0).all() or not np.isclose(shares.sum(), 1):
        raise ValueError(
            "target must be 3 numbers, none below 0, with the sum 1, such as (0.6, 0.3, 0.1)."
        )
    return tuple(float(share) for share in shares)


def _logit_sliders(
    logits: Sequence[float], label: str = "score of {}"
) -> dict[str, widgets.FloatSlider]:
    return {
        style.name: slider(label.format(style.name), z, -4, 4)
        for style, z in zip(CLASSES, logits, strict=True)
    }


def _target_list(target: tuple[float, ...]) -> widgets.Dropdown:
    """Return the list of targets with the given one chosen, added to the list if it is new."""
    known = {name: values for name, values in TARGETS.items() if np.allclose(values, target)}
    if known:
        (start,) = known.values()
        options = list(TARGETS.items())
    else:
        start = target
        name = ", ".join(f"{value:.3g}" for value in target)
        options = [(f"yours ({name})", target), *TARGETS.items()]
    control = choice("target $y$", options)
    control.value = start
    return control
