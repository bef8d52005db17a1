"""The course in one picture."""

import itertools
from typing import Any

import numpy as np
from matplotlib.patches import FancyArrowPatch

from helpers.live.parts import in_words
from helpers.live.picture import CLASSES, new_figure, show
from helpers.maths.losses import softmax_cross_entropy, softmax_cross_entropy_gradient
from helpers.maths.softmax import softmax


def draw_course() -> None:
    """Show the whole course in one picture, on the running example: scores 2.0, 1.0, 0.1, a cat.

    Examples
    --------
    >>> draw_course()
    One photo of a cat through the course. Scores z: cat 2.0, dog 1.0, rabbit 0.1. Softmax makes
    probabilities p: cat 0.659, dog 0.242, rabbit 0.099. Cross-entropy is the surprise at the truth:
    0.417 for cat. The gradient p - y: cat -0.341, dog 0.242, rabbit 0.099. A step downhill changes
    the weights, and the next photo comes.
    """
    z = np.array([2.0, 1.0, 0.1])
    p = softmax(z)
    loss, gradient = softmax_cross_entropy(z, 0), softmax_cross_entropy_gradient(z, 0)
    surprises = -np.log(p)
    figure, panels = new_figure(columns=4, width=8.6, height=3.6)
    layout: Any = figure.get_layout_engine()
    layout.set(wspace=0.16)
    parts = (
        ("scores $z$", z, 1, (-0.4, 2.6)),
        ("probabilities $p$", p, 3, (-0.13, 0.87)),
        ("surprise $-\\log p$", surprises, 3, (-0.4, 2.8)),
        ("gradient $p - y$", gradient, 3, (-0.5, 0.5)),
    )
    for place, (axes, (title, values, decimals, limits)) in enumerate(
        zip(panels, parts, strict=True)
    ):
        counts = [True, False, False] if place == 2 else [True] * 3
        for k, (style, value) in enumerate(zip(CLASSES, values, strict=True)):
            color = style.color if counts[k] else "#dddddd"
            axes.bar(k, value, color=color, hatch=style.hatch, edgecolor="white", width=0.72)
            axes.annotate(
                f"{value:.{decimals}f}",
                (k, value),
                (0, 3 if value >= 0 else -3),
                textcoords="offset points",
                ha="center",
                va="bottom" if value >= 0 else "top",
                fontsize=11,
                color="#222222" if counts[k] else "#767676",
            )
        axes.axhline(0, color="#555555", linewidth=1)
        axes.set(title=title, ylim=limits, yticks=[])
        axes.set_xticks(range(3), [style.name for style in CLASSES])
        axes.tick_params(length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
    captions = (
        "pixels × weights\n(lessons 01, 02)",
        "softmax\n(lesson 03)",
        f"cross-entropy {loss:.3f}\n(lessons 04, 05)",
        "a step downhill\n(lessons 04 to 07)",
    )
    for axes, caption in zip(panels, captions, strict=True):
        axes.set_xlabel(caption, labelpad=8)
    figure.canvas.draw()
    for here, there in itertools.pairwise(panels):
        start, end = here.get_position(), there.get_position()
        figure.add_artist(
            FancyArrowPatch(
                (start.x1 + 0.004, 0.62),
                (end.x0 - 0.004, 0.62),
                transform=figure.transFigure,
                arrowstyle="-|>",
                mutation_scale=14,
                color="#555555",
            )
        )
    show(
        figure,
        f"One photo of a cat through the course. Scores z: {in_words(z, digits=1)}. Softmax makes "
        f"probabilities p: {in_words(p)}. Cross-entropy is the surprise at the truth: {loss:.3f} "
        f"for cat. The gradient p - y: {in_words(gradient)}. A step downhill changes the weights, "
        "and the next photo comes.",
    )
