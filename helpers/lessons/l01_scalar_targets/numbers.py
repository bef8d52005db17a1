"""Numbers that stand for classes: the squared error of an answer, and the distances they claim."""

import itertools
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.live.animals import Animals
from helpers.live.picture import CLASSES, new_figure, show
from helpers.maths.arguments import FloatArray

_BEST = "#D55E00"
_GREY = "#555555"


def draw_squared_error(targets: ArrayLike) -> None:
    """Show the mean squared error of every possible answer, and the classes on the same axis.

    Parameters
    ----------
    targets : array_like, shape (N,)
        The numbers that one photo was given; cat is 1, dog 2, rabbit 3.

    Examples
    --------
    >>> draw_squared_error([1, 3])
    The mean squared error is least, 1.00, for the answer 2.00. The classes on the axis: cat 1,
    dog 2, rabbit 3.
    """
    targets, places = np.asarray(targets, dtype=float), (1, 2, 3)
    answers = np.linspace(0.5, 3.5, 301)
    errors = np.mean((answers[:, np.newaxis] - targets) ** 2, axis=1)
    best, least = targets.mean(), targets.var()

    figure, axes = new_figure(width=6.4, height=3.4)
    axes.plot(answers, errors, color="black")
    axes.plot(best, least, marker="D", markersize=9, color=_BEST, linestyle="", zorder=6)
    axes.vlines(best, 0, least, color=_BEST, linestyle=":")
    look: dict[str, Any] = {"textcoords": "offset points", "ha": "center"}
    axes.annotate(say("least: {least:.2f}").format(least=least), (best, least), (0, 11), **look)
    top = errors.max()
    animals = Animals(axes, radius=10)
    for k, place in enumerate(places):
        animals.set(k, (place, 0.0), ears=(0.5, 1.2, 2.0)[k])
    axes.set_xticks(places, each_pair(places))
    axes.tick_params(axis="x", length=0)
    axes.set(ylim=(0, top), xlabel=say("the answer"), ylabel=say("mean squared error"))
    words = say(
        "The mean squared error is least, {least:.2f}, for the answer {best:.2f}. The classes on "
        "the axis: {classes}."
    )
    show(figure, words.format(least=least, best=best, classes=pairs(places)))


def draw_distances(numbers: ArrayLike) -> None:
    """Show cat, dog and rabbit on a line at their numbers, and how far apart every two are.

    Parameters
    ----------
    numbers : sequence of 3 numbers

    Raises
    ------
    ValueError
        If there are not 3 finite numbers.

    Examples
    --------
    >>> draw_distances([1, 2, 3])
    Distances between the numbers: cat to dog 1, cat to rabbit 2, dog to rabbit 1.
    """
    places = np.array(three_numbers(numbers))
    span = np.ptp(places) or 1.0
    figure, axes = new_figure(width=6.4, height=2.6)
    margin = 0.16 * span
    ends = places.min() - margin, places.max() + margin
    axes.plot(ends, (0, 0), color=_GREY, linewidth=1.4, zorder=1, solid_capstyle="butt")
    animals = Animals(axes, radius=12)
    texts = spread_out((places - places.min()) / span, 0.12) * span + places.min()
    for k, (place, style) in enumerate(zip(places, CLASSES, strict=True)):
        animals.set(k, (place, 0.0), ears=(0.5, 1.2, 2.0)[k])
        axes.text(texts[k], -0.12, f"{style.label}\n{tidy(place)}", ha="center", va="top")
    low, middle, high = np.sort(places)
    arrow: dict[str, Any] = {"arrowstyle": "<->", "color": _GREY, "shrinkA": 0, "shrinkB": 0}
    for start, end, height in ((low, middle, 1.1), (middle, high, 1.1), (low, high, 1.75)):
        axes.annotate("", (end, height), (start, height), arrowprops=arrow)
        axes.text((start + end) / 2, height + 0.04, tidy(end - start), ha="center", va="bottom")
    axes.vlines((low, middle, high), 0, (1.75, 1.1, 1.75), "#bbbbbb", ":", linewidth=1, zorder=0)
    axes.set(xlim=ends, ylim=(-0.75, 2.15))
    axes.axis("off")
    distances = [
        say("{one} to {other} {distance}").format(
            one=CLASSES[i].label,
            other=CLASSES[j].label,
            distance=tidy(abs(places[i] - places[j])),
        )
        for i, j in itertools.combinations(range(3), 2)
    ]
    words = say("Distances between the numbers: {distances}.")
    show(figure, words.format(distances=say_list(distances)))


def tidy(number: float) -> str:
    """Return a number in at most eight characters: 1, 2.5, −1.2e+06.

    Examples
    --------
    >>> tidy(2.0), tidy(-0.5), tidy(123456.0)
    ('2', '−0.5', '1.2e+05')
    """
    text = f"{number + 0.0:.4g}" if abs(number) < 1e4 else f"{number:.2g}"
    return text.replace("-", "−", 1) if number < 0 else text


def pairs(numbers: Any) -> str:
    """Return the numbers of the three classes in words.

    Examples
    --------
    >>> pairs((1, 10, 100))
    'cat 1, dog 10, rabbit 100'
    """
    return say_list(each_pair(numbers))


def each_pair(numbers: Any) -> list[str]:
    """Return the number of each of the three classes in words.

    Examples
    --------
    >>> each_pair((1, 10, 100))
    ['cat 1', 'dog 10', 'rabbit 100']
    """
    return [f"{style.label} {tidy(x)}" for style, x in zip(CLASSES, numbers, strict=True)]


def three_numbers(values: ArrayLike) -> tuple[float, ...]:
    """Return the numbers of three classes, or say what is wrong with them.

    Raises
    ------
    ValueError
        If there are not 3 finite numbers.

    Examples
    --------
    >>> three_numbers([1, 2, 3])
    (1.0, 2.0, 3.0)
    """
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        numbers = np.empty(0)
    if numbers.shape != (3,) or not np.isfinite(numbers).all():
        raise ValueError(
            say("numbers must be 3 finite numbers, such as (1, 2, 3), not {values!r}.").format(
                values=values
            )
        )
    return tuple(numbers.tolist())


def spread_out(places: FloatArray, gap: float) -> FloatArray:
    """Return places for labels, in the order of `places` but at least `gap` apart.

    They stay between 0 and 1 if there is room.

    Examples
    --------
    >>> spread_out(np.array([0.0, 1.0, 0.9]), gap=0.2).round(2).tolist()
    [0.0, 1.0, 0.8]
    """
    order = np.argsort(places, kind="stable")
    result = places[order].copy()
    for k in range(1, len(result)):
        result[k] = max(result[k], result[k - 1] + gap)
    if result[-1] > 1.0:  # crowded at the end: push back from there
        result[-1] = max(1.0, (len(result) - 1) * gap)
        for k in range(len(result) - 2, -1, -1):
            result[k] = min(result[k], result[k + 1] - gap)
    spread = np.empty_like(result)
    spread[order] = result
    return spread
