"""Pictures of lesson 06: what a second softmax does to probabilities, loss, gradient, training."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from helpers.lessons.l06_pytorch.runs import unknown_runs
from helpers.live.controls import choice, slider
from helpers.live.labels import Labels
from helpers.live.learner import call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import ClassBars, Strokes, in_words, short_number
from helpers.live.picture import CLASSES, WARNING_COLOR, course_style, new_figure, show
from helpers.maths.arguments import FloatArray
from helpers.maths.softmax import softmax as course_softmax

ONCE, TWICE = "#222222", "#D55E00"
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
    if not callable(softmax):
        raise TypeError(
            f"explore_double_softmax needs a function, got {softmax!r}. Pass its name without "
            "brackets: explore_double_softmax(my_softmax)."
        )
    logits = np.asarray(logits, dtype=float)
    if logits.shape != (3,) or not np.all(np.abs(logits) <= 10):
        raise ValueError("logits must be 3 numbers between -10 and 10, such as (2.0, 1.0, 0.1).")

    figure, (first, second, third, last) = new_figure(
        columns=4, width=8.6, height=3.1, width_ratios=[1, 1, 1, 1.2]
    )
    upper, lower = _split(figure, last)
    scores = ClassBars(first, -10, 10, digits=1)
    once, twice = ClassBars(second, 0, 1), ClassBars(third, 0, 1)
    first.set_title("logits")
    first.set_yticks([-10, 0, 10])
    second.set_title("softmax once")
    third.set_title("softmax twice")
    for axes in (second, third):
        axes.set_ylim(0, 1.28)  # room for the warning over the bars
    second.set_yticks([0, 0.5, 1])
    third.set_yticks([0, _HIGHEST, 1], ["0.0", f"{_HIGHEST:.3f}", "1.0"])
    upper.axvspan(_FLOOR, _FLOOR + 1, color="#d9d9d9", linewidth=0)
    losses = _TwoBars(upper, "loss", 2, [_FLOOR, _FLOOR + 1])
    slopes = _TwoBars(lower, "largest slope", 1, [0, 1])
    warning = Labels(second, [0.5], [0.92], color=WARNING_COLOR, transform=second.transAxes)

    def update(cat: float, dog: float, rabbit: float, target: int) -> str:
        z = np.array([cat, dog, rabbit])
        measured = _measure(softmax, z, target)
        scores.set(z)
        once.set(measured["p"])
        twice.set(measured["q"])
        losses.set(measured["losses"])
        slopes.set(measured["slopes"])
        broken = not np.isclose(measured["p"].sum(), 1.0, atol=1e-6)
        warning.set_labels([f"the sum is {measured['p'].sum():.3f}" if broken else ""])
        return _words(z, target, measured)

    controls = {
        style.name: slider(f"logit of {style.name}", z, -10, 10)
        for style, z in zip(CLASSES, logits, strict=True)
    }
    options = [(style.name, index) for index, style in enumerate(CLASSES)]
    controls["target"] = choice("true class", options)
    moving = [*scores.artists, *once.artists, *twice.artists, *losses.artists, *slopes.artists]
    return LivePicture(figure, controls, [*moving, warning], update)


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
    parts = [f"Target {CLASSES[target].name}, logits {in_words(z, digits=1)}"]
    for index, (name, key) in enumerate((("once", "p"), ("twice", "q"))):
        loss = short_number(measured["losses"][index])
        slope = short_number(measured["slopes"][index])
        values = in_words(measured[key])
        parts.append(f"Softmax {name}: {values}; loss {loss}, largest slope {slope}")
    parts.append(
        f"After a second softmax no probability is above {_HIGHEST:.3f} "
        f"and the loss is from {_FLOOR:.3f} to {_FLOOR + 1:.3f}"
    )
    if not np.isclose(measured["p"].sum(), 1.0, atol=1e-6):
        parts[-1] = f"Not probabilities: softmax once sums to {measured['p'].sum():.3f}"
    return ". ".join(parts) + "."


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
        axes.set_xlim(0, 1.65 * high)
        axes.set_ylim(-0.6, 1.6)
        axes.set_yticks([1, 0], ["once", "twice"])
        axes.set_xticks(ticks, [f"{tick:.2g}" if tick < 1 else f"{tick:.3g}" for tick in ticks])
        self._bars = Strokes(axes, [ONCE, TWICE], linewidth=12)
        self._numbers = Labels(axes, [0, 0], [0.74, -0.26], align="left")
        self.artists = [*self._bars.artists, self._numbers]

    def set(self, values: Any) -> None:
        """Show two values; a bar that would go beyond the end stops there, its number tells."""
        ends = np.clip(np.nan_to_num(values, nan=0.0), 0, self._high)
        bars = [[(0, row), (end, row)] for end, row in zip(ends, (1, 0), strict=True)]
        self._bars.set(bars, kinds=[0, 1])
        self._numbers.set_labels([" " + short_number(value) for value in values], x=ends)


# Training ---------------------------------------------------------------------------------------


def draw_two_runs(once: ArrayLike, twice: ArrayLike) -> None:
    """Show two trainings of a classifier of ten classes: loss and part right at each step.

    Parameters
    ----------
    once, twice : array_like, shape (2, steps)
        The loss and the part of the training pictures that is right, before each step; without
        and with a softmax before the loss.

    Raises
    ------
    ValueError
        If a run has another shape, or is not finite.

    Examples
    --------
    >>> draw_two_runs([[2.3, 0.2], [0.1, 0.9]], [[2.3, 1.6], [0.1, 0.8]])
    Two trainings of 2 steps. Softmax once: the loss goes from 2.30 to 0.20, the part right from
    0.10 to 0.90. Softmax twice: the loss goes from 2.30 to 1.60, the part right from 0.10 to 0.80.
    The floor of softmax twice is 1.461.
    """
    runs = {"once": _as_run(once, "once"), "twice": _as_run(twice, "twice")}
    floor = np.log(1 + 9 / np.e)
    figure, (left, right) = new_figure(columns=2, width=8.6, height=3.1)
    for (name, run), color, dashes in zip(runs.items(), (ONCE, TWICE), ("-", "--"), strict=True):
        left.plot(run[0], dashes, color=color, label=f"softmax {name}")
        right.plot(run[1], dashes, color=color)
    left.axhline(floor, color="#0072B2", linestyle=":", linewidth=1.6, label=f"floor {floor:.3f}")
    left.set(title="loss", xlabel="step", ylim=(0, 2.6))
    right.set(title="part right (training pictures)", xlabel="step", ylim=(0, 1.05))
    with course_style():
        figure.legend(loc="outside lower center", ncols=3)
    steps = len(runs["once"][0])
    sentences = [
        f"Softmax {name}: the loss goes from {run[0][0]:.2f} to {run[0][-1]:.2f}"
        + (f" (up to {run[0].max():.0f} on the way)" if run[0].max() > 2.6 else "")
        + f", the part right from {run[1][0]:.2f} to {run[1][-1]:.2f}."
        for name, run in runs.items()
    ]
    show(
        figure,
        f"Two trainings of {steps} steps. {' '.join(sentences)} "
        f"The floor of softmax twice is {floor:.3f}.",
    )


def _as_run(values: ArrayLike, name: str) -> FloatArray:
    run = np.asarray(values, dtype=float)
    if run.ndim != 2 or len(run) != 2 or run.shape[1] < 2 or not np.isfinite(run).all():
        raise ValueError(
            f"{name} must be two rows of finite numbers, the losses and the parts right, as "
            f"`train` returns them; it has the shape {run.shape}."
        )
    return run


def draw_unknown_runs() -> None:
    """Show the losses of three trainings on the digits, A, B and C, whose code nobody sees.

    Examples
    --------
    >>> draw_unknown_runs()  # doctest: +ELLIPSIS
    Three losses over 200 steps, each from 2.30 ... Run C: ...
    """
    runs = unknown_runs()
    figure, panels = new_figure(columns=3, width=8.6, height=3.1, sharey=True)
    for axes, (name, (losses, right)) in zip(panels, runs.items(), strict=True):
        axes.plot(losses, color=ONCE)
        axes.set(title=f"run {name}: {right:.2f} right", xlabel="step", ylim=(0, 2.6))
        axes.grid(axis="y")
    panels[0].set_ylabel("loss")
    sentences = [
        f"Run {name}: {_at(losses, 50)} at step 50, {_at(losses, 100)} at 100, "
        f"{_at(losses, 150)} at 150, {_at(losses, 200)} at 200; "
        f"{right:.2f} of the training labels right at the end."
        for name, (losses, right) in runs.items()
    ]
    show(figure, f"Three losses over 200 steps, each from 2.30 downwards. {' '.join(sentences)}")


def _at(losses: FloatArray, step: int) -> str:
    return f"{losses[step]:.2f}"
