"""Still pictures of lesson 04: the curve of the surprise, and where two losses are least."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.live.picture import CLASSES, new_figure, show


def draw_surprise(probabilities: ArrayLike) -> None:
    """Draw the surprise -log p against p, with the three classes on the curve.

    Parameters
    ----------
    probabilities : array_like, shape (3,)
        Above 0.

    Raises
    ------
    ValueError
        If they are not 3 numbers above 0 and not above 1.

    Examples
    --------
    >>> draw_surprise([0.659, 0.242, 0.099])
    The curve of the surprise -log p: 0 at p = 1, rising without end towards p = 0. \
On it, p and surprise: cat 0.659 and 0.417; dog 0.242 and 1.419; rabbit 0.099 and 2.313.
    """
    p = np.asarray(probabilities, dtype=float)
    if p.shape != (3,) or not np.all((p > 0) & (p <= 1)):
        raise ValueError(say("probabilities must be 3 numbers above 0 and not above 1."))
    figure, axes = new_figure(width=6.4, height=3.1)
    curve = np.linspace(0.004, 1, 500)
    axes.plot(curve, -np.log(curve), color="#555555")
    axes.set(
        xlim=(0, 1.02),
        ylim=(0, 5.6),
        xlabel=say("probability $p$ of what happened"),
        ylabel=say(r"surprise $-\log p$"),
    )
    surprise = np.log(1 / p)
    for style, x, y in zip(CLASSES, p, surprise, strict=True):
        axes.plot(x, y, style.marker, color=style.color, markersize=10, zorder=4)
        axes.annotate(
            f"{say(style.name)} {y:.3f}",
            (x, y),
            xytext=(9, 7),
            textcoords="offset points",
            fontsize=12,
        )
    parts = [
        say("{name} {p:.3f} and {surprise:.3f}").format(name=say(style.name), p=x, surprise=y)
        for style, x, y in zip(CLASSES, p, surprise, strict=True)
    ]
    show(
        figure,
        say(
            "The curve of the surprise -log p: 0 at p = 1, rising without end towards p = 0. "
            "On it, p and surprise: {parts}."
        ).format(parts=say_list(parts, "; ")),
    )


def draw_properness(truth: ArrayLike) -> None:
    """Draw the average loss of each announced probability of cat, for -log p and for 1 - p.

    Dog and rabbit share the rest of the announcement as they do in the truth.

    Parameters
    ----------
    truth : array_like, shape (3,)
        How often each class comes: a distribution; no class has it all.

    Raises
    ------
    ValueError
        If it is no distribution over 3 classes with 0 < truth[0] < 1.

    Examples
    --------
    >>> draw_properness([0.6, 0.3, 0.1])
    Average loss against the probability announced for cat, when cat comes 0.6 of the time. \
Left, -log p: least, 0.898, at 0.60, the truth. \
Right, 1 - p: least, 0.400, at 1.00, an exaggeration.
    """
    truth = np.asarray(truth, dtype=float)
    if (
        truth.shape != (3,)
        or not np.isclose(truth.sum(), 1)
        or not (truth >= 0).all()
        or not 0 < truth[0] < 1
    ):
        raise ValueError(
            say("truth must be a distribution such as (0.6, 0.3, 0.1), none of them 1.")
        )
    cat = np.linspace(0, 1, 1001)
    others = truth[1:] / truth[1:].sum()
    announced = np.column_stack([cat, np.outer(1 - cat, others)])
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(truth > 0, -truth * np.log(announced), 0.0)
    losses = {r"$-\log p$": terms.sum(axis=1), "$1 - p$": (truth * (1 - announced)).sum(axis=1)}

    figure, panels = new_figure(columns=2, width=8.4, height=3.1)
    least = []
    for axes, (name, average), top in zip(panels, losses.items(), (3.0, 1.0), strict=True):
        best = int(np.argmin(average))
        axes.plot(cat, average, color="#555555")
        axes.axvline(truth[0], color="#999999", linewidth=1.2, linestyle="--", zorder=1)
        axes.text(truth[0] - 0.02, top * 0.99, say("truth"), ha="right", va="top", fontsize=12)
        axes.plot(cat[best], average[best], "D", color="#D55E00", markersize=9, clip_on=False)
        inside = cat[best] < 0.9
        axes.annotate(
            say("least: {value:.3f}").format(value=average[best]),
            (cat[best], average[best]),
            xytext=(0 if inside else 4, -11),
            textcoords="offset points",
            ha="center" if inside else "right",
            va="top",
            fontsize=12,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )
        axes.set(xlim=(0, 1), ylim=(0, top), title=say("average of {loss}").format(loss=name))
        axes.set_xlabel(say("probability announced for cat"))
        least.append((average[best], cat[best]))
    (log_least, log_best), (linear_least, linear_best) = least
    show(
        figure,
        say(
            "Average loss against the probability announced for cat, when cat comes {truth:g} of "
            "the time. Left, -log p: least, {log_least:.3f}, at {log_best:.2f}, the truth. Right, "
            "1 - p: least, {linear_least:.3f}, at {linear_best:.2f}, an exaggeration."
        ).format(
            truth=truth[0],
            log_least=log_least,
            log_best=log_best,
            linear_least=linear_least,
            linear_best=linear_best,
        ),
    )
