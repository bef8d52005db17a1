"""Still pictures of lesson 03: failed ideas, a lift, the sigmoid and the Jacobian."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.live.learner import call_learner
from helpers.live.parts import MINUS, in_words
from helpers.live.picture import CLASSES, WARNING_COLOR, course_style, new_figure, show
from helpers.maths.arguments import FloatArray


def draw_ideas(ideas: Mapping[str, ArrayLike]) -> None:
    """Show what several ideas make of three scores, as bars; mark what is no probability.

    Parameters
    ----------
    ideas : dict of str to array_like, shape (3,)
        The name of each idea, and its three shares.

    Raises
    ------
    ValueError
        If one of them has not three numbers.

    Examples
    --------
    >>> draw_ideas({"divide by the sum": [1.818, -0.909, 0.091], "maximum": [1, 0, 0]})
    divide by the sum: cat 1.818 (above 1), dog -0.909 (below 0), rabbit 0.091. \
maximum: cat 1.000, dog 0.000, rabbit 0.000.
    """
    shares = {name: np.asarray(values, dtype=float) for name, values in ideas.items()}
    if any(values.shape != (3,) for values in shares.values()):
        raise ValueError(say("Each idea needs three numbers, one for each class."))
    figure, panels = new_figure(columns=len(shares), width=8.6, height=3.0, sharey=True)
    words = []
    for axes, (name, values) in zip(np.atleast_1d(panels), shares.items(), strict=True):
        _draw_bars(axes, np.arange(3), values, 0.0)
        for height in (0, 1):
            axes.axhline(height, color="#555555", linewidth=1, linestyle="--" if height else "-")
        for k, value in enumerate(values):
            axes.annotate(
                f"{value:.3f}".replace("-", MINUS),
                (k, max(value, 0) if value >= 0 else value),
                (0, 3 if value >= 0 else -3),
                textcoords="offset points",
                ha="center",
                va="bottom" if value >= 0 else "top",
                fontsize=11,
                color="#222222" if 0 <= value <= 1 else WARNING_COLOR,
                weight="normal" if 0 <= value <= 1 else "bold",
            )
        axes.set_xticks(range(3), [style.label for style in CLASSES])
        axes.set_ylim(-1.3, 2.2)
        axes.set_yticks([0, 1])
        with course_style():
            axes.set_title(name, parse_math=False)
        parts = [
            f"{style.label} {value:.3f}{_outside(value)}"
            for style, value in zip(CLASSES, values, strict=True)
        ]
        words.append(say("{name}: {shares}.").format(name=name, shares=say_list(parts)))
    show(figure, say_list(words, " "))


def _outside(share: float) -> str:
    return say(" (below 0)") if share < 0 else say(" (above 1)") if share > 1 else ""


def draw_lift(softmax: Callable[..., Any], logits: ArrayLike, floor: float = 100.0) -> None:
    """Show three scores on the ground and again on a lift, and their probabilities beside them.

    Parameters
    ----------
    softmax : callable
        An array of 3 logits → 3 probabilities.
    logits : array_like, shape (3,)
        Each from 0 to 3.
    floor : float
        How far the lift goes: what is added to every score.

    Examples
    --------
    >>> def two_steps(z):
    ...     return np.exp(z) / np.exp(z).sum()
    >>> draw_lift(two_steps, [2.0, 1.0, 0.1])
    Scores 2.0, 1.0, 0.1: probabilities cat 0.659, dog 0.242, rabbit 0.099. \
On a lift, 100 higher, 102.0, 101.0, 100.1: probabilities cat 0.659, dog 0.242, rabbit 0.099.
    """
    z = np.asarray(logits, dtype=float)
    figure, axes = new_figure(width=8.6, height=3.6)
    axes.set(xlim=(-1.3, 11.2), ylim=(-0.5, 6.4))
    axes.axis("off")
    words = []
    for left, ground, added in ((0.0, 0.0, 0.0), (6.5, 3.2, floor)):
        p = call_learner(softmax, z + added, shape=(3,))
        places = left + np.arange(3)
        axes.fill_between([left - 0.6, left + 2.6], ground - 0.14, ground, color="#555555")
        _draw_bars(axes, places, z, ground)
        for x, value in zip(places, z, strict=True):
            axes.text(x, ground + value + 0.08, f"{value + added:.1f}", ha="center", fontsize=11)
        axes.text(left - 0.75, ground, f"{added:.0f}", ha="right", va="center", fontsize=12)
        edges = ground + 2.4 * np.concatenate([[0.0], np.cumsum(np.nan_to_num(p))])
        for k, style in enumerate(CLASSES):
            height = edges[k + 1] - edges[k]
            look = {"color": style.color, "hatch": style.hatch, "edgecolor": "white"}
            axes.bar(left + 3.4, height, bottom=edges[k], width=0.6, linewidth=0, **look)
            middle = edges[k] + height / 2
            label = f"{style.label} {p[k]:.3f}"
            axes.text(left + 3.8, middle, label, va="center", fontsize=11)
        sentence = (
            say("On a lift, {added:g} higher, {scores}: probabilities {probabilities}.")
            if added
            else say("Scores {scores}: probabilities {probabilities}.")
        )
        scores = say_list(f"{value + added:.1f}" for value in z)
        words.append(sentence.format(added=added, scores=scores, probabilities=in_words(p)))
    _draw_shaft(axes, 6.5, 3.2)
    show(figure, say_list(words, " "))


def _draw_shaft(axes: Axes, left: float, top: float) -> None:
    """Draw the shaft of the lift below its platform, broken, for it is longer than the picture."""
    for x in (left - 0.6, left + 2.6):
        axes.plot([x, x], [0, top], color="#999999", linewidth=1.2, zorder=1)
        axes.plot([x - 0.2, x + 0.2], [1.3, 1.8], color="white", linewidth=7, zorder=2)
    axes.text(left + 1, 1.5, say("lift"), ha="center", va="center", color="#555555")


def _draw_bars(axes: Axes, places: ArrayLike, heights: ArrayLike, bottom: float) -> None:
    axes.bar(
        places,
        heights,
        bottom=bottom,
        color=[style.color for style in CLASSES],
        hatch=[style.hatch for style in CLASSES],
        edgecolor="white",
        linewidth=0,
        width=0.72,
    )


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
    axes.set_xlabel(say("lead of cat over dog, $z_\\mathrm{cat} - z_\\mathrm{dog}$"))
    axes.set_ylabel(say("probability of {name}").format(name=CLASSES[0].label))
    axes.set_yticks([0, 0.5, 1])
    axes.set_ylim(-0.14, 1.08)
    axes.grid(True, axis="y")
    numbers = say_list(f"{x:.0f}: {y:.3f}" for x, y in zip(marks, marked, strict=True))
    words = [
        say(
            "Probability of cat, of two classes, against its lead over dog: {probabilities}."
        ).format(probabilities=numbers)
    ]
    if np.all((p > 0) & (p < 1)) and np.all(np.diff(p) > 0):
        words.append(say("The curve is shaped like an S and stays between 0 and 1."))
    show(figure, say_list(words, " "))


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
        raise ValueError(
            say("jacobian must have the shape (3, 3), but got {shape}.").format(shape=slopes.shape)
        )
    names = [style.label for style in CLASSES]
    figure, axes = new_figure(width=8.6, height=3.1)
    image = axes.imshow(slopes, cmap="PuOr_r", vmin=-0.25, vmax=0.25, aspect="auto")
    for (j, k), slope in np.ndenumerate(slopes):
        color = "white" if abs(slope) > 0.14 else "#222222"
        axes.text(k, j, _signed(slope), ha="center", va="center", color=color)
    for j, total in enumerate(slopes.sum(axis=1)):
        text = say("sum {total}").format(total=_signed(total))
        axes.text(2.62, j, text, ha="left", va="center")
    axes.set_xticks(range(3), [say("score of {name}").format(name=name) for name in names])
    axes.set_yticks(range(3), [say("probability of {name}").format(name=name) for name in names])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    with course_style():
        axes.set_title(say("nudge one score (column): what does each probability do (row)?"))
    bar = figure.colorbar(image, ax=axes, ticks=[-0.25, 0, 0.25], pad=0.14, aspect=12)
    bar.outline.set_visible(False)
    words = [say("Slope of each probability as one score is nudged.")]
    words += [
        say("Score of {name}: {slopes}.").format(name=name, slopes=_slopes_in_words(column))
        for name, column in zip(names, slopes.T, strict=True)
    ]
    sums = _slopes_in_words(slopes.sum(axis=1))
    words.append(say("Sums of the rows: {sums}.").format(sums=sums))
    show(figure, say_list(words, " "))


def _slopes_in_words(slopes: FloatArray) -> str:
    texts = (_signed(slope).replace(MINUS, "-") for slope in slopes)
    pairs = zip(CLASSES, texts, strict=True)
    return say_list(f"{style.label} {text}" for style, text in pairs)


def _signed(value: float) -> str:
    text = f"{value:.3f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", MINUS)
