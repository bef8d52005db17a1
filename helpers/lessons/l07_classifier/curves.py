"""Curves of the loss: of a training, and of four with a fault."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
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
        raise ValueError(
            say("losses must be a list of two or more finite numbers, one for each step.")
        )
    figure, axes = new_figure(width=8.0, height=3.0)
    axes.plot(losses, color="black")
    axes.axhline(np.log(10), color=BLUE, linestyle=":", linewidth=1.6)
    axes.text(len(losses) - 1, np.log(10) - 0.06, "log 10", ha="right", va="top", color=BLUE)
    axes.set(xlabel=say("step"), ylabel=say("loss"), ylim=(0, max(2.5, 1.05 * losses.max())))
    axes.set_xlim(0, len(losses) - 1)
    at_step = say("{loss:.3f} at step {step}")
    parts = [
        say("{loss:.3f} at the start").format(loss=losses[0]),
        *(
            at_step.format(loss=losses[step], step=step)
            for step in (10, 100)
            if step < len(losses) - 1
        ),
        say("{loss:.3f} at the end").format(loss=losses[-1]),
    ]
    words = say("Loss over {steps} steps: {losses}. Dotted: log 10, which is 2.303.")
    show(figure, words.format(steps=len(losses), losses=say_list(parts)))


def draw_broken_runs() -> None:
    """Show the curves of four trainings, A to D, each with a fault that the learner is to name.

    Examples
    --------
    >>> draw_broken_runs()  # doctest: +ELLIPSIS
    Four trainings of 200 steps, loss on the training and on the test pictures. Run A: 2.30 and
    2.30 at step 0, ...
    """
    figure, panels = new_figure(columns=4, width=8.6, height=3.0, sharey=True)
    sentences = [say("Four trainings of 200 steps, loss on the training and on the test pictures.")]
    for axes, (name, (losses, test_losses, right)) in zip(
        panels, broken_runs().items(), strict=True
    ):
        axes.plot(losses, color="black", linewidth=1.6, label=say("training pictures"))
        axes.plot(test_losses, "--", color=VERMILION, linewidth=1.6, label=say("test pictures"))
        axes.axhline(np.log(10), color=BLUE, linestyle=":", linewidth=1.4, label="log 10")
        title = say("{name}: {right:.2f} right").format(name=name, right=right)
        axes.set(title=title, xlabel=say("step"), ylim=(0, 4), xticks=[0, 100, 200])
        both = say("{loss:.2f} and {test_loss:.2f} at step {step}")
        points = [
            both.format(loss=losses[step], test_loss=test_losses[step], step=step)
            for step in (0, 5, 50, 200)
        ]
        sentence = say("Run {name}: {points}; {right:.2f} of the test pictures right.")
        sentences.append(sentence.format(name=name, points=say_list(points), right=right))
    panels[0].set_ylabel(say("loss"))
    handles, names = panels[0].get_legend_handles_labels()
    with course_style():
        figure.legend(handles, names, loc="outside lower center", ncols=3)
    show(figure, say_list(sentences, " "))
