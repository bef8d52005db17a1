"""Curves of trainings with one softmax and with two, and of three that nobody has explained."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.lessons.l06_pytorch.runs import unknown_runs
from helpers.live.picture import course_style, new_figure, show
from helpers.maths.arguments import FloatArray

ONCE, TWICE, FLOOR = "#222222", "#D55E00", "#0072B2"


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
    left.axhline(floor, color=FLOOR, linestyle=":", linewidth=1.6, label=f"floor {floor:.3f}")
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
