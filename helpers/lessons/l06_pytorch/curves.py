"""Curves of trainings with one softmax and with two, and of three that nobody has explained."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
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
    labels = say("softmax once"), say("softmax twice")
    for run, label, color, dashes in zip(
        runs.values(), labels, (ONCE, TWICE), ("-", "--"), strict=True
    ):
        left.plot(run[0], dashes, color=color, label=label)
        right.plot(run[1], dashes, color=color)
    label = say("floor {floor:.3f}").format(floor=floor)
    left.axhline(floor, color=FLOOR, linestyle=":", linewidth=1.6, label=label)
    left.set(title=say("loss"), xlabel=say("step"), ylim=(0, 2.6))
    right.set(title=say("part right (training pictures)"), xlabel=say("step"), ylim=(0, 1.05))
    with course_style():
        figure.legend(loc="outside lower center", ncols=3)
    sentences = [
        say("Two trainings of {steps} steps.").format(steps=len(runs["once"][0])),
        say("Softmax once: {run}.").format(run=_told(runs["once"])),
        say("Softmax twice: {run}.").format(run=_told(runs["twice"])),
        say("The floor of softmax twice is {floor:.3f}.").format(floor=floor),
    ]
    show(figure, say_list(sentences, " "))


def _told(run: FloatArray) -> str:
    """Return how the loss and the part right of a run go."""
    text = say(
        "the loss goes from {first:.2f} to {last:.2f}, the part right from {low:.2f} to {high:.2f}"
    )
    if run[0].max() > 2.6:
        text = say(
            "the loss goes from {first:.2f} to {last:.2f} (up to {top:.0f} on the way), the part "
            "right from {low:.2f} to {high:.2f}"
        )
    return text.format(
        first=run[0][0], last=run[0][-1], top=run[0].max(), low=run[1][0], high=run[1][-1]
    )


def _as_run(values: ArrayLike, name: str) -> FloatArray:
    run = np.asarray(values, dtype=float)
    if run.ndim != 2 or len(run) != 2 or run.shape[1] < 2 or not np.isfinite(run).all():
        raise ValueError(
            say(
                "{name} must be two rows of finite numbers, the losses and the parts right, as "
                "`train` returns them; it has the shape {shape}."
            ).format(name=name, shape=run.shape)
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
        title = say("run {name}: {right:.2f} right").format(name=name, right=right)
        axes.set(title=title, xlabel=say("step"), ylim=(0, 2.6))
        axes.grid(axis="y")
    panels[0].set_ylabel(say("loss"))
    sentences = [say("Three losses over 200 steps, each from 2.30 downwards.")]
    for name, (losses, right) in runs.items():
        sentence = say(
            "Run {name}: {at_50:.2f} at step 50, {at_100:.2f} at 100, {at_150:.2f} at 150, "
            "{at_200:.2f} at 200; {right:.2f} of the training labels right at the end."
        )
        values = {f"at_{step}": losses[step] for step in (50, 100, 150, 200)}
        sentences.append(sentence.format(name=name, right=right, **values))
    show(figure, say_list(sentences, " "))
