"""Three clusters on a line, the lines that are fitted to them, and the class that is masked."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.transforms import blended_transform_factory
from numpy.typing import NDArray

from helpers.languages import say, say_list
from helpers.lessons.l02_one_hot.lines import line_scores
from helpers.live.controls import slider
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import call_learner, must_be_callable
from helpers.live.live_picture import LivePicture
from helpers.live.parts import ClassBars, in_words
from helpers.live.picture import CLASSES, new_figure
from helpers.maths.arguments import FloatArray
from helpers.maths.data import clusters

_GREY = "#555555"


def explore_masking(scores: Callable[..., Any] = line_scores) -> LivePicture:
    """Return the live picture of three clusters on a line and the scores of their classes.

    Parameters
    ----------
    scores : callable
        The function that the picture runs on: (positions, labels, where) → the scores of the three
        classes at the places `where`, shape (M, 3), learnt from the examples. Pass your own.

    Returns
    -------
    LivePicture
        Control ``middle``: the centre of the cluster of dog; cat stays at -1 and rabbit at 1.

    Raises
    ------
    TypeError
        If `scores` is no function.

    Examples
    --------
    >>> explore_masking()
    Cluster of dog at 0.0. On top, from left to right: cat, rabbit. Never on top: dog. Right: \
cat 1.000, dog 0.000, rabbit 1.000; of all 0.667.
    """
    must_be_callable(scores, say("explore_masking needs a function"), "explore_masking(my_scores)")

    grid = np.linspace(-2.4, 2.4, 97)
    drawn = grid[::2]
    noise, labels = clusters(centres=(0, 0, 0))
    jitter = np.tile(np.linspace(-0.95, -0.7, 10), 30)
    figure, (left, right) = new_figure(columns=2, width=7.4, height=3.2, width_ratios=(2, 1))
    left.set(xlim=(-2.4, 2.4), ylim=(-1.05, 1.6), xticks=[-2, -1, 0, 1, 2], yticks=[0, 1])
    left.set_xlabel(say("position"))
    left.set_ylabel(say("score"))
    for height in (0, 1):
        left.axhline(height, color="#d9d9d9", linewidth=1.0, zorder=0)
    right.set_title(say("share that is right"))
    shares = ClassBars(right, 0, 1)
    right.set_yticks([0, 0.5, 1])
    spots, lines = [], []
    (top,) = left.plot(drawn, 0 * drawn, color="#C9C9C9", linewidth=10, zorder=1)
    for k, (style, start) in enumerate(zip(CLASSES, (2, 4, 6), strict=True)):
        look = {"marker": style.marker, "color": style.color}
        spots += left.plot(noise[labels == k], jitter[labels == k], **look, ls="", ms=4, alpha=0.7)
        lines += left.plot(drawn, 0 * drawn, **look, markevery=(start, 8), ms=7, zorder=3)
        left.plot([], [], **look, label=style.label)
    left.plot([], [], color="#C9C9C9", linewidth=10, label=say("on top"))
    figure.legend(
        *left.get_legend_handles_labels(), loc="outside upper left", ncols=4, frameon=False
    )
    spots[0].set_xdata(noise[labels == 0] - 1)
    spots[2].set_xdata(noise[labels == 2] + 1)
    sky = blended_transform_factory(left.transData, left.transAxes)
    (borders,) = left.plot([], [], ":", color=_GREY, linewidth=1.5, transform=sky, zorder=2)
    winners = Labels(left, [0.0], [1.0], size=12, transform=sky)

    def update(middle: float) -> str:
        positions = noise + np.array([-1, middle, 1])[labels]
        z = call_learner(
            scores, positions, labels, np.concatenate([grid, positions]), shape=(97 + 300, 3)
        )
        bad = not np.isfinite(z).all()
        z = np.nan_to_num(z, nan=-1e9, posinf=1e9, neginf=-1e9)
        best = z.argmax(axis=1)
        right_ones = np.array([np.mean(best[97:][labels == k] == k) for k in range(3)])
        for k, line in enumerate(lines):
            line.set_ydata(z[:97:2, k])
        top.set_ydata(z[:97:2].max(axis=1))
        spots[1].set_xdata(positions[labels == 1])
        shares.set(right_ones)
        order, edges = _stretches(best[:97], grid)
        inner = edges[1:-1]
        borders.set_data(np.repeat(inner, 3), np.tile([0, 1, np.nan], len(inner)))
        above = [CLASSES[k].label for k in order] if len(order) <= 5 else [""] * len(order)
        high = np.ones(len(order))
        winners.set_labels(above, x=(edges[:-1] + edges[1:]) / 2, y=high, below=high < 1)
        never = [CLASSES[k].label for k in range(3) if k not in order]
        texts = {
            "place": middle + 0.0,
            "order": say_list([CLASSES[k].label for k in order[:5]] + ["…"] * (len(order) > 5)),
            "never": say_list(never, " and "),
            "shares": in_words(right_ones),
            "share": right_ones.mean(),
        }
        words = say(
            "Cluster of dog at {place:.1f}. On top, from left to right: {order}. Right: {shares}; "
            "of all {share:.3f}."
        )
        if never:
            words = say(
                "Cluster of dog at {place:.1f}. On top, from left to right: {order}. Never on top: "
                "{never}. Right: {shares}; of all {share:.3f}."
            )
        words = words.format(**texts)
        return say("{words} Some scores are nan or inf.").format(words=words) if bad else words

    controls = {"middle": slider(say("place of dog"), 0.0, -2, 2, color=CLASSES[1].color)}
    moving = [*lines, top, spots[1], borders, winners, *shares.artists]
    handles = [Handle("middle", left, [(-2, -0.825), (2, -0.825)])]
    return LivePicture(figure, controls, moving, update, handles=handles)


def _stretches(best: NDArray[np.intp], grid: FloatArray) -> tuple[list[int], FloatArray]:
    """Return which class is on top in each stretch of the grid, and the edges of the stretches."""
    change = np.flatnonzero(np.diff(best)) + 1
    order = best[np.concatenate([[0], change])]
    edges = np.concatenate([grid[:1], (grid[change - 1] + grid[change]) / 2, grid[-1:]])
    return order.tolist(), edges
