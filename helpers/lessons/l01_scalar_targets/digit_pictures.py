"""Handwritten digits as targets: what they look like, what the line answers, which look alike."""

from typing import Any

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from helpers.languages import say, say_list, say_many
from helpers.live.parts import short_number
from helpers.live.picture import WARNING_COLOR, new_figure, show

_RIGHT = "#222222"


def draw_digits(images: ArrayLike, labels: ArrayLike) -> None:
    """Show up to ten pictures of digits in a row, with what they are.

    Parameters
    ----------
    images : array_like, shape (N, 64)
        8x8 pixels row by row, 0 paper, 1 ink.
    labels : array_like of int, shape (N,)

    Examples
    --------
    >>> draw_digits(np.zeros((2, 64)), [3, 5])
    2 pictures of digits: a 3; a 5.
    """
    digits = np.asarray(labels)[:10]
    figure, row = new_figure(columns=10, width=8.6, height=1.1)
    for axes in row:
        axes.set_axis_off()
    for axes, image, digit in zip(row, np.asarray(images), digits, strict=False):
        axes.imshow(np.reshape(image, (8, 8)), cmap="gray_r", vmin=0, vmax=1)
        axes.set_title(say("a {digit}").format(digit=digit), loc="center", pad=4)
    words = say_many(
        "1 picture of a digit: {which}.", "{count} pictures of digits: {which}.", len(digits)
    )
    which = say_list((say("a {digit}").format(digit=digit) for digit in digits), "; ")
    show(figure, words.format(count=len(digits), which=which))


def draw_digit_predictions(labels: ArrayLike, predictions: ArrayLike) -> None:
    """Show every prediction over its true digit, and how often each digit is the answer.

    Parameters
    ----------
    labels : array_like of int, shape (N,)
        The true digits, 0 to 9.
    predictions : array_like, shape (N,)
        Before rounding.

    Examples
    --------
    >>> draw_digit_predictions([0, 9, 9], [0.2, 5.1, 5.6])
    Of 3 pictures 1 is answered rightly. From 3 to 6 is the answer for 2 of them and the truth for
    0. Middle prediction for each digit: 0 at 0.2, 9 at 5.3.
    """
    digits = np.asarray(labels).astype(np.intp)  # what bincount takes, also where it has 32 bits
    found = np.asarray(predictions, dtype=float)
    answers = np.clip(np.rint(found), 0, 9).astype(np.intp)
    right = answers == digits
    shift = np.random.default_rng(0).uniform(-0.3, 0.3, len(digits))

    figure, (left, counts) = new_figure(
        columns=2, width=8.6, height=4.0, width_ratios=(2.4, 1), sharey=True
    )
    lowest, highest = min(found.min(), -0.5) - 0.3, max(found.max(), 9.5) + 0.3
    for digit in range(10):  # what lies beyond 0 and 9 counts as 0 and 9
        low = lowest if digit == 0 else digit - 0.5
        high = highest if digit == 9 else digit + 0.5
        left.add_patch(Rectangle((digit - 0.45, low), 0.9, high - low, color="#d4d4d4", zorder=1))
    left.set_ylim(lowest, highest)
    look: dict[str, Any] = {"linestyle": "", "markersize": 5, "zorder": 3}
    x = digits + shift
    left.plot(x[~right], found[~right], "x", color=WARNING_COLOR, **look)
    left.plot(x[right], found[right], "o", color=_RIGHT, **look)
    left.set(xticks=range(10), yticks=range(10))
    left.set(xlabel=say("the true digit"), ylabel=say("the prediction"))
    left.set_title(say("dot in a grey box: right; cross: wrong"))
    given, true = np.bincount(answers, minlength=10), np.bincount(digits, minlength=10)
    counts.barh(range(10), given, color="#CC79A7", height=0.75)
    counts.plot(true, range(10), "|", color="black", markersize=16, markeredgewidth=2.5)
    counts.set_xlabel(say("how often (black: in truth)"))
    counts.set_title(say("answers"))

    middle = slice(3, 7)
    medians = say_list(
        say("{digit} at {height}").format(
            digit=digit, height=short_number(np.median(found[digits == digit]), 1)
        )
        for digit in np.unique(digits)
    )
    words = say_many(
        "Of {count} pictures {right} is answered rightly. From 3 to 6 is the answer for {given} "
        "of them and the truth for {true}. Middle prediction for each digit: {medians}.",
        "Of {count} pictures {right} are answered rightly. From 3 to 6 is the answer for {given} "
        "of them and the truth for {true}. Middle prediction for each digit: {medians}.",
        int(right.sum()),
    )
    numbers = {"right": right.sum(), "given": given[middle].sum(), "true": true[middle].sum()}
    show(figure, words.format(count=len(digits), **numbers, medians=medians))


def draw_lookalikes(averages: ArrayLike) -> None:
    """Show the average picture of each digit, and an arrow from it to the one most like it.

    Parameters
    ----------
    averages : array_like, shape (10, 64)
        8x8 pixels row by row, 0 paper, 1 ink.

    Raises
    ------
    ValueError
        If there are not ten pictures of 64 pixels.

    Examples
    --------
    >>> draw_lookalikes(np.eye(10, 64).cumsum(axis=1))
    0 looks most like 1, 1 most like 0, 2 most like 1, 3 most like 2, 4 most like 3, 5 most like 4,
    6 most like 5, 7 most like 6, 8 most like 7, 9 most like 8. A digit next to it: 10 of 10.
    """
    images = np.asarray(averages, dtype=float)
    if images.shape != (10, 64):
        raise ValueError(
            say("averages must have the shape (10, 64), but has {shape}.").format(
                shape=images.shape
            )
        )
    distances = np.linalg.norm(images[:, np.newaxis] - images, axis=2)
    np.fill_diagonal(distances, np.inf)
    most_like = distances.argmin(axis=1)
    beside = np.abs(most_like - np.arange(10)) == 1

    longest = np.abs(most_like - np.arange(10)).max()

    figure, axes = new_figure(width=8.6, height=3.0)
    for digit, image in enumerate(images):
        extent = (digit - 0.42, digit + 0.42, -0.84, 0)
        axes.imshow(image.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1, extent=extent)
        axes.text(digit, -0.95, str(digit), ha="center", va="top", fontsize=14)
    for digit, other in enumerate(most_like):
        jump = other - digit
        color = "#CC79A7" if beside[digit] else "#222222" if abs(jump) == longest else "#888888"
        start, end = digit + 0.12 * np.sign(jump), other - 0.12 * np.sign(jump)
        bend = -np.sign(jump) * (0.9 if beside[digit] else 0.42)
        arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 1.8, "mutation_scale": 16}
        arrow["connectionstyle"] = f"arc3,rad={bend}"
        axes.annotate("", (end, 0.04), (start, 0.04), arrowprops=arrow, zorder=2 + abs(jump) / 10)
    axes.set(xlim=(-0.6, 9.6), ylim=(-1.4, 2.35), aspect="equal")
    axes.axis("off")
    first, *others = enumerate(most_like)
    likes = [say("{digit} looks most like {other}").format(digit=first[0], other=first[1])]
    likes += [say("{digit} most like {other}").format(digit=k, other=other) for k, other in others]
    words = say("{likes}. A digit next to it: {count} of 10.")
    show(figure, words.format(likes=say_list(likes), count=beside.sum()))
