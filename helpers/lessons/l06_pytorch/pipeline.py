"""The way from the model to the loss and to the report, and the way with a softmax too many."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from helpers.languages import say, say_list
from helpers.live.parts import in_words
from helpers.live.picture import WARNING_COLOR, new_figure, show
from helpers.maths.losses import softmax_cross_entropy
from helpers.maths.softmax import softmax

INK, PAPER, LOSS = "#222222", "#f2f2f2", "#dcdcdc"
LOGITS = np.array([2.0, 1.0, 0.1])


def draw_pipeline() -> None:
    """Show what comes between a model and its loss, right and with a softmax too many.

    Examples
    --------
    >>> draw_pipeline()
    Right: the model gives logits, cat 2.0, dog 1.0, rabbit 0.1. They go into the loss, which has
    softmax and log inside: 0.417 for a cat. For the report, softmax makes of them cat 0.659, dog
    0.242, rabbit 0.099. A softmax too many: it stands between model and loss, so that the loss
    takes 0.659, 0.242, 0.099 for logits, and gives 0.802.
    """
    p = softmax(LOGITS)
    once, twice = softmax_cross_entropy(LOGITS, 0), softmax_cross_entropy(p, 0)
    figure, axes = new_figure(width=8.6, height=3.5)
    axes.set(xlim=(0, 100), ylim=(0, 52))
    axes.set_axis_off()
    logits = "\n".join(f"{z:.1f}" for z in LOGITS)
    shares = "\n".join(f"{share:.3f}" for share in p)

    _box(axes, 2, 38, 15, say("model"))
    _arrow(axes, 17, 30, 38, say("logits\n{values}").format(values=logits))
    _loss(axes, 30, 38)
    _arrow(axes, 66, 78, 38)
    loss = say("loss {value:.3f}").format(value=once)
    axes.text(79, 38, loss, va="center", fontsize=13, fontweight="bold")
    _box(axes, 30, 24, 14, "softmax")
    _branch(axes, 23.5, 38, 30, 24)
    _arrow(axes, 44, 78, 24)
    report = say("report\n{values}").format(values=shares)
    axes.text(79, 24, report, va="center", fontsize=11)

    _box(axes, 2, 8, 15, say("model"))
    _arrow(axes, 17, 23, 8)
    _box(axes, 23, 8, 14, "softmax", WARNING_COLOR)
    not_logits = say("not logits\n{values}").format(values=shares)
    _arrow(axes, 37, 50, 8, not_logits, WARNING_COLOR)
    _loss(axes, 50, 8)
    _arrow(axes, 86, 89, 8)
    axes.text(
        89.5, 8, f"{twice:.3f}", va="center", fontsize=13, fontweight="bold", color=WARNING_COLOR
    )
    words = say(
        "Right: the model gives logits, {logits}. They go into the loss, which has softmax and log "
        "inside: {once:.3f} for a cat. For the report, softmax makes of them {probabilities}. A "
        "softmax too many: it stands between model and loss, so that the loss takes {taken} for "
        "logits, and gives {twice:.3f}."
    )
    show(
        figure,
        words.format(
            logits=in_words(LOGITS, digits=1),
            once=once,
            probabilities=in_words(p),
            taken=say_list(f"{share:.3f}" for share in p),
            twice=twice,
        ),
    )


def _box(axes: Axes, x: float, y: float, width: float, text: str, color: str = INK) -> None:
    """Draw a box that begins at x, its middle at the height y."""
    filled = color if color != INK else PAPER
    axes.add_patch(
        FancyBboxPatch(
            (x, y - 4), width, 8, boxstyle="round,pad=0,rounding_size=1.2", fc=filled, ec=color
        )
    )
    axes.text(
        x + width / 2,
        y,
        text,
        ha="center",
        va="center",
        fontsize=12,
        color="white" if color != INK else INK,
    )


def _loss(axes: Axes, x: float, y: float) -> None:
    """Draw the loss of PyTorch: a box with two boxes inside."""
    axes.add_patch(
        FancyBboxPatch(
            (x, y - 7), 36, 14, boxstyle="round,pad=0,rounding_size=1.2", fc=LOSS, ec=INK
        )
    )
    axes.text(x + 18, y + 4.6, "CrossEntropyLoss", ha="center", va="center", fontsize=11)
    _box(axes, x + 2, y - 2, 14, "softmax")
    _box(axes, x + 19, y - 2, 15, "\N{MINUS SIGN}log $p_c$")


def _arrow(
    axes: Axes, start: float, end: float, y: float, text: str = "", color: str = INK
) -> None:
    """Draw an arrow to the right, with a text over it."""
    look: dict[str, Any] = {"arrowstyle": "-|>", "mutation_scale": 13, "shrinkA": 0, "shrinkB": 0}
    axes.add_patch(FancyArrowPatch((start, y), (end, y), color=color, **look))
    axes.text((start + end) / 2, y + 1, text, ha="center", va="bottom", fontsize=10, color=color)


def _branch(axes: Axes, x: float, top: float, end: float, y: float) -> None:
    """Draw an arrow that leaves another one downwards and turns to the right."""
    axes.plot([x, x], [top, y], color=INK, linewidth=1)
    _arrow(axes, x, end, y)
