"""Still pictures of lesson 03: failed ideas, a lift, the sigmoid and the Jacobian."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.lessons.l03_softmax.common import MINUS
from helpers.live.learner import call_learner
from helpers.live.picture import CLASSES, course_style, new_figure, show
from helpers.maths.arguments import FloatArray


def draw_sigmoid(sigmoid: Callable[..., Any]) -> None:
    """Show the probability of the first of two classes against its lead, from -6 to 6.

    Parameters
    ----------
    sigmoid : callable
        An array of leads, shape (M,) → probabilities of the same shape.

    Examples
    --------
    >>> draw_sigmoid(lambda lead: 1 / (1 + np.exp(-lead)))
    Probability of cat, of two classes, against its lead over dog: -4: 0.018, -2: 0.119, 0: 0.500, \
2: 0.881, 4: 0.982. The curve is shaped like an S and stays between 0 and 1.
    """
    lead = np.linspace(-6, 6, 121)
    marks = np.arange(-4.0, 5.0, 2.0)
    p, marked = (call_learner(sigmoid, x, shape=x.shape) for x in (lead, marks))
    figure, axes = new_figure(width=8.6, height=3.1)
    axes.plot(lead, p, color="black")
    axes.plot(marks, marked, linestyle="", marker="o", color="black")
    for x, y in zip(marks, marked, strict=True):
        axes.annotate(f"{y:.3f}", (x, y), (6, -14), textcoords="offset points", fontsize=11)
    axes.set_xlabel("lead of cat over dog, $z_\\mathrm{cat} - z_\\mathrm{dog}$")
    axes.set_ylabel("probability of cat")
    axes.set_yticks([0, 0.5, 1])
    axes.set_ylim(-0.14, 1.08)
    axes.grid(True, axis="y")
    numbers = ", ".join(f"{x:.0f}: {y:.3f}" for x, y in zip(marks, marked, strict=True))
    shape = ""
    if np.all((p > 0) & (p < 1)) and np.all(np.diff(p) > 0):
        shape = " The curve is shaped like an S and stays between 0 and 1."
    words = f"Probability of cat, of two classes, against its lead over dog: {numbers}.{shape}"
    show(figure, words)


def draw_jacobian(jacobian: ArrayLike) -> None:
    """Show a Jacobian as a heat map: how each probability answers to a nudge of each score.

    Parameters
    ----------
    jacobian : array_like, shape (3, 3)
        Row j, column k: the slope of probability j as score k is nudged.

    Raises
    ------
    ValueError
        If it is not 3 by 3.

    Examples
    --------
    >>> draw_jacobian([[0.25, -0.25, 0.0], [-0.25, 0.25, 0.0], [0.0, 0.0, 0.0]])
    Slope of each probability as one score is nudged. Score of cat: cat 0.250, dog -0.250, rabbit \
0.000. Score of dog: cat -0.250, dog 0.250, rabbit 0.000. Score of rabbit: cat 0.000, dog 0.000, \
rabbit 0.000. Sums of the rows: cat 0.000, dog 0.000, rabbit 0.000.
    """
    slopes = np.asarray(jacobian, dtype=float)
    if slopes.shape != (3, 3):
        raise ValueError(f"jacobian must have the shape (3, 3), but got {slopes.shape}.")
    names = [style.name for style in CLASSES]
    figure, axes = new_figure(width=8.6, height=3.1)
    image = axes.imshow(slopes, cmap="PuOr_r", vmin=-0.25, vmax=0.25, aspect="auto")
    for (j, k), slope in np.ndenumerate(slopes):
        color = "white" if abs(slope) > 0.14 else "#222222"
        axes.text(k, j, _signed(slope), ha="center", va="center", color=color)
    for j, total in enumerate(slopes.sum(axis=1)):
        axes.text(2.62, j, f"sum {_signed(total)}", ha="left", va="center")
    axes.set_xticks(range(3), [f"score of {name}" for name in names])
    axes.set_yticks(range(3), [f"probability of {name}" for name in names])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    with course_style():
        axes.set_title("nudge one score (column): what does each probability do (row)?")
    bar = figure.colorbar(image, ax=axes, ticks=[-0.25, 0, 0.25], pad=0.14, aspect=12)
    bar.outline.set_visible(False)
    words = "Slope of each probability as one score is nudged."
    for name, column in zip(names, slopes.T, strict=True):
        words += f" Score of {name}: {_slopes_in_words(column)}."
    show(figure, f"{words} Sums of the rows: {_slopes_in_words(slopes.sum(axis=1))}.")


def _slopes_in_words(slopes: FloatArray) -> str:
    texts = (_signed(slope).replace(MINUS, "-") for slope in slopes)
    return ", ".join(f"{style.name} {text}" for style, text in zip(CLASSES, texts, strict=True))


def _signed(value: float) -> str:
    text = f"{value:.3f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", MINUS)
