"""The course in one picture."""

import itertools

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from numpy.typing import ArrayLike

from helpers.languages import say, to_say
from helpers.live.parts import in_words
from helpers.live.picture import CLASSES, new_figure, show
from helpers.maths.losses import softmax_cross_entropy, softmax_cross_entropy_gradient
from helpers.maths.softmax import softmax

INK, GREY, PALE, FAINT = "#222222", "#555555", "#dddddd", "#767676"
MINUS = "\N{MINUS SIGN}"
CAPTIONS = (
    to_say("pixels × weights\n(lessons 01, 02)"),
    to_say("softmax\n(lesson 03)"),
    to_say("cross-entropy\n(lessons 04, 05)"),
    to_say("a step downhill\n(lessons 04 to 07)"),
)


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
    figure, panels = new_figure(columns=4, width=8.6, height=4.0)
    figure.set_layout_engine(None)  # the arrows need the places, so these are fixed
    figure.subplots_adjust(left=0.01, right=0.99, bottom=0.36, top=0.91, wspace=0.42)
    _bars(panels[0], say("scores $z$"), z, 1, (-0.4, 2.6))
    _bars(panels[1], say("probabilities $p$"), p, 3, (-0.13, 0.87))
    _bars(panels[2], say("surprise $-\\log p$"), -np.log(p), 3, (-0.4, 2.8), only=0)
    _bars(panels[3], say("gradient $p - y$"), gradient, 3, (-0.5, 0.5))
    for axes, caption in zip(panels, CAPTIONS, strict=True):
        axes.set_xlabel(say(caption), labelpad=6)
    for here, there in itertools.pairwise(panels):
        x = here.get_position().x1, there.get_position().x0
        _arrow(figure, (x[0] + 0.012, 0.6), (x[1] - 0.012, 0.6))
    _way_back(figure, panels)
    show(
        figure,
        say(
            "One photo of a cat through the course. Scores z: {scores}. Softmax makes "
            "probabilities p: {probabilities}. Cross-entropy is the surprise at the truth: "
            "{loss:.3f} for cat. The gradient p - y: {gradient}. A step downhill changes the "
            "weights, and the next photo comes."
        ).format(
            scores=in_words(z, digits=1),
            probabilities=in_words(p),
            loss=loss,
            gradient=in_words(gradient),
        ),
    )


def _bars(
    axes: Axes,
    title: str,
    values: ArrayLike,
    digits: int,
    limits: tuple[float, float],
    only: int | None = None,
) -> None:
    """Draw a bar for each class with its number; pale those that do not count."""
    for k, (style, value) in enumerate(zip(CLASSES, np.asarray(values), strict=True)):
        counts = only in (None, k)
        color = style.color if counts else PALE
        axes.bar(k, value, color=color, hatch=style.hatch, edgecolor="white", width=0.72)
        axes.annotate(
            f"{value:.{digits}f}".replace("-", MINUS),
            (k, value),
            (0, 3 if value >= 0 else -3),
            textcoords="offset points",
            ha="center",
            va="bottom" if value >= 0 else "top",
            fontsize=11,
            color=INK if counts else FAINT,
        )
    axes.axhline(0, color=GREY, linewidth=1)
    axes.set(title=title, ylim=limits, xlim=(-0.5, 2.5), yticks=[])
    axes.set_xticks(range(3), [style.label for style in CLASSES])
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)


def _way_back(figure: Figure, panels: list[Axes]) -> None:
    """Draw the step that leads from the gradient back to the weights, below the panels."""
    first, last = (axes.get_position() for axes in (panels[0], panels[-1]))
    left, right = (first.x0 + first.x1) / 2, (last.x0 + last.x1) / 2
    way = [(right, 0.15), (right, 0.08), (left, 0.08)]
    figure.add_artist(Line2D(*zip(*way, strict=True), color=GREY, linewidth=1))
    _arrow(figure, (left, 0.08), (left, 0.15))
    words = say("new weights, and the next photo")
    figure.text((left + right) / 2, 0.02, words, ha="center", fontsize=11, color=INK)


def _arrow(figure: Figure, start: tuple[float, float], end: tuple[float, float]) -> None:
    figure.add_artist(
        FancyArrowPatch(
            start,
            end,
            transform=figure.transFigure,
            arrowstyle="-|>",
            mutation_scale=14,
            color=GREY,
            shrinkA=0,
            shrinkB=0,
        )
    )
