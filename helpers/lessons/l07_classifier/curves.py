"""Curves of the loss: of a training, and of four with a fault."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.lessons.l07_classifier.runs import broken_runs
from helpers.live.picture import course_style, new_figure, show

BLUE, VERMILION = "#0072B2", "#D55E00"


def draw_learning_curve(losses: ArrayLike) -> None:
    """Show the loss before each step of a training, beside the loss of a model that knows nothing.

    Parameters
    ----------
    losses : array_like, shape (steps,)

    Raises
    ------
    ValueError
        If there are not two finite losses or more.

    Examples
    --------
    >>> draw_learning_curve([2.303, 1.5, 1.1])
    Loss over 3 steps: 2.303 at the start, 1.100 at the end. Dotted: log 10, which is 2.303.
    """
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 2 or not np.isfinite(losses).all():
        raise ValueError("losses must be a list of two or more finite numbers, one for each step.")
    figure, axes = new_figure(width=8.0, height=3.0)
    axes.plot(losses, color="black")
    axes.axhline(np.log(10), color=BLUE, linestyle=":", linewidth=1.6)
    axes.text(len(losses) - 1, np.log(10) - 0.06, "log 10", ha="right", va="top", color=BLUE)
    axes.set(xlabel="step", ylabel="loss", ylim=(0, max(2.5, 1.05 * losses.max())))
    axes.set_xlim(0, len(losses) - 1)
    between = [f"{losses[s]:.3f} at step {s}" for s in (10, 100) if s < len(losses) - 1]
    words = ", ".join([f"{losses[0]:.3f} at the start", *between, f"{losses[-1]:.3f} at the end"])
    show(figure, f"Loss over {len(losses)} steps: {words}. Dotted: log 10, which is 2.303.")


def draw_broken_runs() -> None:
    """Show the curves of four trainings, A to D, each with a fault that the learner is to name.

    Examples
    --------
    >>> draw_broken_runs()  # doctest: +ELLIPSIS
    Four trainings of 200 steps, loss on the training and on the test pictures. Run A: 2.30 and
    2.30 at step 0, ...
    """
    figure, panels = new_figure(columns=4, width=8.6, height=3.0, sharey=True)
    sentences = []
    for axes, (name, (losses, test_losses, right)) in zip(
        panels, broken_runs().items(), strict=True
    ):
        axes.plot(losses, color="black", linewidth=1.6, label="training pictures")
        axes.plot(test_losses, "--", color=VERMILION, linewidth=1.6, label="test pictures")
        axes.axhline(np.log(10), color=BLUE, linestyle=":", linewidth=1.4, label="log 10")
        axes.set(
            title=f"{name}: {right:.2f} right", xlabel="step", ylim=(0, 4), xticks=[0, 100, 200]
        )
        points = ", ".join(
            f"{losses[step]:.2f} and {test_losses[step]:.2f} at step {step}"
            for step in (0, 5, 50, 200)
        )
        sentences.append(f"Run {name}: {points}; {right:.2f} of the test pictures right.")
    panels[0].set_ylabel("loss")
    handles, names = panels[0].get_legend_handles_labels()
    with course_style():
        figure.legend(handles, names, loc="outside lower center", ncols=3)
    show(
        figure,
        "Four trainings of 200 steps, loss on the training and on the test pictures. "
        + " ".join(sentences),
    )
