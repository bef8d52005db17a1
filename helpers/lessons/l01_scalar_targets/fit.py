"""One number for each class: three clusters, the fitted line, and the nearest number."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say, say_list
from helpers.languages.columns import columns_of
from helpers.lessons.l01_scalar_targets.numbers import (
    each_pair,
    pairs,
    spread_out,
    three_numbers,
)
from helpers.live.animals import Animals
from helpers.live.controls import choice, slider
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import NAMES, Strokes, in_words
from helpers.live.picture import CLASSES, new_figure, show
from helpers.live.told import name_of
from helpers.maths.arguments import FloatArray
from helpers.maths.data import clusters

FURTHEST = 1.5  # how far from 0 a cluster can be moved
_LEFT, _RIGHT = -2.0, 2.0  # the places that are drawn
_LOW, _HIGH = -0.16, 1.16  # the heights of the line: 0 the smallest number, 1 the largest
_GROUND, _GROUND_HEIGHT = -1.08, 0.19
_MIDDLE = _GROUND + _GROUND_HEIGHT / 2 - 0.09  # where the texts on the ground hang
_RADIUS = 11.0  # of an animal's head, in points
_STANDS = _GROUND + _GROUND_HEIGHT  # where the animals stand
_JITTER = np.random.default_rng(0).uniform(-0.14, 0.14, 300)


def explore_scalar_targets(
    encoding: Callable[..., Any] | None = None, numbers: ArrayLike = (1, 2, 3)
) -> LivePicture:
    """Return the live picture of scalar targets: three clusters, their numbers, the fitted line.

    Parameters
    ----------
    encoding : callable, optional
        Your own numbers: a function of one label (0 cat, 1 dog, 2 rabbit) that gives a number. It
        is then the first choice under "numbers".
    numbers : sequence of 3 numbers
        The numbers of cat, dog and rabbit at the start, if there is no `encoding`.

    Returns
    -------
    LivePicture
        Controls ``numbers`` (a tuple of three, or ``"encoding"``), and ``cat``, ``dog``,
        ``rabbit``, the places of the clusters.

    Raises
    ------
    TypeError
        If `encoding` is no function.
    ValueError
        If there are not 3 finite numbers.

    Examples
    --------
    >>> explore_scalar_targets().words.split(". ")[0]
    'Right: 1.00 of all; cat 1.00, dog 1.00, rabbit 1.00'
    >>> explore_scalar_targets(numbers=(1, 3, 2)).words.split(". ")[0]
    'Right: 0.35 of all; cat 0.43, dog 0.00, rabbit 0.63'
    """
    if encoding is not None and not callable(encoding):
        raise TypeError(
            say(
                "encoding must be a function, but got {encoding!r}. Pass its name without "
                "brackets, explore_scalar_targets(my_encoding); three numbers go in as "
                "numbers=(1, 10, 100)."
            ).format(encoding=encoding)
        )
    scene = FitScene()

    def update(numbers: Any, cat: float, dog: float, rabbit: float) -> str:
        if encoding is not None and numbers == "encoding":
            numbers = encoded(encoding)
        return scene.set(*clusters((cat, dog, rabbit)), numbers)

    sets = [three_numbers(numbers), *itertools.permutations((1, 2, 3)), (1, 10, 100)]
    options: list[tuple[str, Any]] = [(pairs(each), each) for each in dict.fromkeys(sets)]
    if encoding is not None:
        options.insert(0, (say("from {name}").format(name=name_of(encoding)), "encoding"))
    controls = {"numbers": choice(say("numbers"), options)}
    for style, place in zip(CLASSES, (-1.0, 0.0, 1.0), strict=True):
        label = say("ears of {name}").format(name=style.label)
        controls[style.name] = slider(label, place, -FURTHEST, FURTHEST, color=style.color)
    height = _STANDS + 0.1  # of the heads' middle
    path = [(-FURTHEST, height), (FURTHEST, height)]
    handles = [Handle(name, scene.axes, path) for name in NAMES]
    return LivePicture(scene.figure, controls, scene.artists, update, handles=handles)


def encoded(encoding: Callable[..., Any]) -> tuple[float, ...]:
    """Return the numbers that a learner's encoding gives the three classes.

    It is called with one label at a time, so a list, a dictionary, ``if`` and numpy all work.

    Raises
    ------
    LearnerError
        If it raises, or does not give one finite number for each label.

    Examples
    --------
    >>> encoded(lambda label: 10**label)
    (1.0, 10.0, 100.0)
    """
    name = name_of(encoding)
    numbers = []
    for label, style in enumerate(CLASSES):
        number = call_learner(encoding, np.intp(label))
        if number.size != 1:
            raise LearnerError(
                say(
                    "{name}({label}) gives {count} numbers. It is called with one label at a "
                    "time, and must give one number: here that of {class_name}."
                ).format(name=name, label=label, count=number.size, class_name=style.label)
            )
        if not np.isfinite(number).all():
            raise LearnerError(
                say(
                    "{name}({label}) gives {number} for {class_name}. No line can be fitted to "
                    "that: a target must be a finite number."
                ).format(name=name, label=label, number=number.item(), class_name=style.label)
            )
        numbers.append(number.item())
    return tuple(numbers)


class FitScene:
    """Three clusters at their numbers, the least-squares line, its answers, and who is right.

    Heights are shown from the smallest number to the largest, whatever the numbers are: a line
    fitted to shifted or stretched targets is the same line, shifted or stretched.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes
    artists : list of matplotlib.artist.Artist
        All that `set` changes.
    """

    def __init__(self) -> None:
        self.figure, axes = new_figure(width=5.8, height=4.1)
        self.axes = axes
        axes.set_title(say("photos at their numbers; hollow: answered wrongly"), x=0.55)
        axes.set(xlim=(_LEFT - 1.02, _RIGHT + 0.62), ylim=(_GROUND - 0.02, 1.42), yticks=[])
        axes.set_xticks([-1, 0, 1], [say("−1\nshort"), say("0\naverage"), say("1\nlong")])
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.set_xlabel(say("the length of the ears, $x$"), x=0.54)
        heads = [say("number"), say("answer")]
        Labels(axes, [_LEFT - 1.0] * 2, [1.24, _MIDDLE], heads, align="left")
        Labels(axes, [_RIGHT + 0.6], [1.24], [say("right")], align="right")

        self._guides = Strokes(axes, ["#999999"], linewidth=1, zorder=1)
        (self._line,) = axes.plot([], [], color="black", zorder=4)
        self._right, self._wrong, self._tints = [], [], []
        for style in CLASSES:
            look: dict[str, Any] = {"marker": style.marker, "linestyle": "", "color": style.color}
            self._right += axes.plot([], [], ms=5, mew=0, zorder=3, **look)
            self._wrong += axes.plot([], [], ms=4.5, mew=1.2, mfc="white", zorder=3, **look)
            for bottom, height, alpha in (
                (_GROUND + _GROUND_HEIGHT, _HIGH - _GROUND - _GROUND_HEIGHT, 0.12),
                (_GROUND, _GROUND_HEIGHT, 0.55),
            ):
                tint = Rectangle((0, bottom), 0, height, color=style.color, alpha=alpha, lw=0)
                self._tints.append(axes.add_patch(tint))
        self._animals = Animals(axes, _RADIUS)
        self._numbers = Labels(axes, [_LEFT - 1.0] * 3, [0, 0, 0], align="left", size=12)
        self._answers = Labels(axes, [0, 0, 0], [_MIDDLE] * 3, size=12)
        self._shares = Labels(axes, [_RIGHT + 0.6] * 4, [0, 0, 0, _MIDDLE], align="right", size=12)
        self.artists = [
            *(*self._tints, *self._guides.artists, self._line, *self._right, *self._wrong),
            *(*self._animals.artists, self._numbers, self._answers, self._shares),
        ]

    def set(self, positions: FloatArray, labels: NDArray[np.intp], numbers: Any) -> str:
        """Show a fit and return its words.

        Parameters
        ----------
        positions : numpy.ndarray, shape (N,)
        labels : numpy.ndarray of int, shape (N,)
        numbers : sequence of 3 finite floats
            The number of each class.

        Raises
        ------
        LearnerError
            If the numbers are too far apart for a float.

        Returns
        -------
        str
        """
        numbers = np.asarray(numbers, dtype=float)
        lowest = numbers.min()
        with np.errstate(over="ignore"):
            span = np.ptp(numbers)
        if not np.isfinite(span):
            raise LearnerError(
                say("The numbers are too far apart for a float to hold the difference.")
            )
        levels = (numbers - lowest) / (span or 1.0)
        slope, intercept = np.polyfit(positions, levels[labels], 1)
        guesses = nearest(slope * positions + intercept, levels)
        shares = np.array([np.mean(guesses[labels == k] == k) for k in range(3)])
        share = np.mean(guesses == labels)
        share = share if share == 1 else min(share, 0.99)  # 1.00 means every one
        centres = [positions[labels == k].mean() for k in range(3)]

        heights = levels[labels] + np.resize(_JITTER, len(labels))
        for k in range(3):
            for artist, chosen in ((self._right[k], guesses == k), (self._wrong[k], guesses != k)):
                these = chosen & (labels == k)
                artist.set_data(positions[these], heights[these])
            self._animals.set(k, (centres[k], _STANDS), ears=1.3 + 0.75 * centres[k])
        self._line.set_data(*_visible_part(slope, intercept))
        order, borders = self._set_answers(slope, intercept, levels)
        drops = [[(x, _GROUND), (x, slope * x + intercept)] for x in borders]
        self._guides.set(np.reshape(drops, (-1, 2, 2)))
        rows = spread_out(levels, 0.17) - 0.07
        self._numbers.set_labels(each_pair(numbers), y=rows)
        texts = [f"{part:.2f}" for part in (*shares, share)]
        self._shares.set_labels(texts, y=[*rows, _MIDDLE])

        found = {
            "share": share,
            "shares": in_words(shares, digits=2),
            "numbers": pairs(numbers),
            "places": in_words(centres, digits=1),
        }
        if span == 0:
            return say(
                "Right: {share:.2f} of all; {shares}. Numbers: {numbers}. Places: {places}. "
                "All classes have the same number, so nothing tells them apart."
            ).format(**found)
        answers = say_list(CLASSES[k].label for k in order)
        return say(
            "Right: {share:.2f} of all; {shares}. Numbers: {numbers}. Places: {places}. "
            "From left to right the line answers {answers}."
        ).format(**found, answers=answers)

    def _set_answers(
        self, slope: float, intercept: float, levels: FloatArray
    ) -> tuple[list[int], list[float]]:
        """Tint the ground below the line by its answers; return the answers and the borders."""
        x = np.linspace(_LEFT, _RIGHT, 801)
        guesses = nearest(slope * x + intercept, levels)
        step = (x[1] - x[0]) / 2
        texts, middles, starts = ["", "", ""], [0.0, 0.0, 0.0], {}
        for k in range(3):
            where = x[guesses == k]
            low, high = (where[0] - step, where[-1] + step) if len(where) else (0.0, 0.0)
            low, high = max(low, _LEFT), min(high, _RIGHT)
            for tint in self._tints[2 * k : 2 * k + 2]:
                tint.set_x(low)
                tint.set_width(high - low)
            middles[k] = (low + high) / 2
            if len(where):
                starts[k] = low
                name = CLASSES[k].label
                texts[k] = name if high - low > 0.13 * (columns_of(name) + 0.5) else ""
        self._answers.set_labels(texts, x=middles)
        order = sorted(starts, key=lambda k: starts[k])
        return order, [starts[k] for k in order[1:]]


def nearest(predictions: ArrayLike, numbers: ArrayLike) -> NDArray[np.intp]:
    """Return, for each prediction, the index of the number nearest to it; of two, the first.

    Parameters
    ----------
    predictions : array_like, shape (N,)
    numbers : array_like, shape (K,)

    Returns
    -------
    numpy.ndarray of int, shape (N,)

    Examples
    --------
    >>> nearest([0.2, 40.0, 70.0], [1, 10, 100])
    array([0, 1, 2])
    """
    distances = np.abs(np.asarray(predictions)[:, np.newaxis] - np.asarray(numbers))
    return distances.argmin(axis=1)


def draw_fit(positions: ArrayLike, labels: ArrayLike, numbers: ArrayLike) -> None:
    """Show three clusters, each at its number, the least-squares line and who is right.

    Parameters
    ----------
    positions : array_like, shape (N,)
    labels : array_like of int, shape (N,)
        0 cat, 1 dog, 2 rabbit.
    numbers : sequence of 3 numbers

    Examples
    --------
    >>> draw_fit(*clusters(), numbers=(1, 2, 3))
    Right: 1.00 of all; cat 1.00, dog 1.00, rabbit 1.00. Numbers: cat 1, dog 2, rabbit 3.
    Places: cat -1.0, dog 0.0, rabbit 1.0. From left to right the line answers cat, dog, rabbit.
    """
    scene = FitScene()
    words = scene.set(np.asarray(positions), np.asarray(labels), three_numbers(numbers))
    show(scene.figure, words)


def _visible_part(slope: float, intercept: float) -> tuple[FloatArray, FloatArray]:
    """Return the two ends of the line inside the panel, as x and y."""
    x = np.array([_LEFT, _RIGHT])
    if slope != 0:
        low, high = sorted([(_LOW - intercept) / slope, (_HIGH - intercept) / slope])
        x = np.clip(x, low, high)
    return x, slope * x + intercept
