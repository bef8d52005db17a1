"""Pictures of lesson 01: one number for each class, a fitted line, and the nearest number."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from helpers.live.controls import choice, slider
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner, name_of
from helpers.live.live_picture import LivePicture
from helpers.live.parts import ClassBars, Strokes, in_words, short_number
from helpers.live.picture import CLASSES, new_figure, show
from helpers.maths.arguments import FloatArray
from helpers.maths.data import clusters

NAMES = tuple(style.name for style in CLASSES)
BLUE, VERMILION, GREY = "#0072B2", "#D55E00", "#777777"

_FURTHEST = 1.5  # how far from 0 a cluster can be moved
_LEFT, _RIGHT = -2.0, 2.0  # the places that are drawn
_LOW, _HIGH = -0.3, 1.25  # the heights that are drawn: 0 the smallest number, 1 the largest
_STRIP, _STRIP_HEIGHT = -0.66, 0.1  # the answers, below


def explore_scalar_targets(
    encoding: Callable[..., Any] | None = None,
    numbers: ArrayLike = (1, 2, 3),
    places: ArrayLike = (-1.0, 0.0, 1.0),
) -> LivePicture:
    """Return the live picture of scalar targets: three clusters, their numbers, the fitted line.

    Parameters
    ----------
    encoding : callable, optional
        Your own numbers: a function of one label (0 cat, 1 dog, 2 rabbit) that gives a number. It
        is then the first choice under "numbers".
    numbers : sequence of 3 numbers
        The numbers of cat, dog and rabbit at the start, if there is no `encoding`.
    places : sequence of 3 floats
        Where the clusters start, each from -1.5 to 1.5.

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
        If there are not 3 finite numbers, or not 3 places between -1.5 and 1.5.

    Examples
    --------
    >>> explore_scalar_targets().words.split(". ")[0]
    'Right: 1.00 of all; cat 1.00, dog 1.00, rabbit 1.00'
    >>> explore_scalar_targets(numbers=(1, 3, 2)).words.split(". ")[0]
    'Right: 0.35 of all; cat 0.43, dog 0.00, rabbit 0.63'
    """
    if encoding is not None and not callable(encoding):
        raise TypeError(
            f"encoding must be a function, but got {encoding!r}. Pass its name without brackets, "
            "explore_scalar_targets(my_encoding); three numbers go in as numbers=(1, 10, 100)."
        )
    numbers = _three(numbers, "numbers", "such as (1, 2, 3)")
    places = _three(places, "places", "such as (-1, 0, 1)")
    if max(abs(place) for place in places) > _FURTHEST:
        raise ValueError(f"places must lie between {-_FURTHEST} and {_FURTHEST}, not {places}.")

    scene = FitScene()

    def update(numbers: Any, cat: float, dog: float, rabbit: float) -> str:
        if encoding is not None and numbers == "encoding":
            numbers = encoded(encoding)
        return scene.set(*clusters((cat, dog, rabbit)), numbers)

    sets = [numbers, *itertools.permutations((1, 2, 3)), (1, 10, 100)]
    options: list[tuple[str, Any]] = [(_pairs(each), each) for each in dict.fromkeys(sets)]
    if encoding is not None:
        options.insert(0, (f"from {name_of(encoding)}", "encoding"))
    controls = {"numbers": choice("numbers", options)}
    for name, place in zip(NAMES, places, strict=True):
        controls[name] = slider(f"place of {name}", place, -_FURTHEST, _FURTHEST)
    return LivePicture(scene.figure, controls, scene.artists, update)


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
    for label, class_name in enumerate(NAMES):
        number = call_learner(encoding, np.int64(label))
        if number.size != 1:
            raise LearnerError(
                f"{name}({label}) gives {number.size} numbers. It is called with one label at a "
                f"time, and must give one number: here that of {class_name}."
            )
        if not np.isfinite(number).all():
            raise LearnerError(
                f"{name}({label}) gives {number.item()} for {class_name}. No line can be fitted "
                "to that: a target must be a finite number."
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
    artists : list of matplotlib.artist.Artist
        All that `set` changes.
    """

    def __init__(self) -> None:
        self.figure, (left, right) = new_figure(
            columns=2, width=8.6, height=3.1, width_ratios=(2.5, 1)
        )
        left.set_title("targets and the fitted line (hollow: answered wrongly)", fontsize=12)
        left.set_xlim(_LEFT - 0.95, _RIGHT)
        left.set_ylim(-0.72, _HIGH)
        left.set_xticks([-1, 0, 1])
        left.set_yticks([])
        left.spines["left"].set_visible(False)
        left.set_xlabel("$x$, the length of the ears (0: average)", x=0.6)  # below 0
        Labels(left, [_LEFT - 0.9], [_STRIP - 0.07], ["the answer:"], align="left")

        self._guides = Strokes(left, ["#bbbbbb"], linewidth=1, zorder=1)
        (self._line,) = left.plot([], [], color="black", zorder=4)
        self._right, self._wrong, self._strips = [], [], []
        for style in CLASSES:
            look = {"marker": style.marker, "linestyle": "", "color": style.color, "zorder": 3}
            self._right += left.plot([], [], markersize=6, markeredgewidth=0, **look)
            self._wrong += left.plot([], [], markersize=5, markerfacecolor="white", **look)
            strip = Rectangle((0, _STRIP), 0, _STRIP_HEIGHT, color=style.color, linewidth=0)
            self._strips.append(left.add_patch(strip))
        self._numbers = Labels(left, [_LEFT - 0.9] * 3, [0, 0, 0], align="left")
        self._answers = Labels(left, [0, 0, 0], [_STRIP + _STRIP_HEIGHT - 0.02] * 3)
        right.set_title(" ")
        right.set_yticks([0, 0.5, 1])
        self._bars = ClassBars(right, 0, 1, digits=2)
        self._total = Labels(right, [0], [1.01], align="left", size=12, transform=right.transAxes)
        self.artists = [
            *(*self._guides.artists, self._line, *self._right, *self._wrong, *self._strips),
            *(self._numbers, self._answers, *self._bars.artists, self._total),
        ]

    def set(self, positions: FloatArray, labels: NDArray[np.int64], numbers: Any) -> str:
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
            raise LearnerError("The numbers are too far apart for a float to hold the difference.")
        levels = (numbers - lowest) / (span or 1.0)
        slope, intercept = np.polyfit(positions, levels[labels], 1)
        guesses = nearest(slope * positions + intercept, levels)
        shares = np.array([np.mean(guesses[labels == k] == k) for k in range(3)])
        share = np.mean(guesses == labels)
        share = share if share == 1 else min(share, 0.99)  # 1.00 means every one
        centres = [positions[labels == k].mean() for k in range(3)]

        for k in range(3):
            for artist, chosen in ((self._right[k], guesses == k), (self._wrong[k], guesses != k)):
                x = positions[chosen & (labels == k)]
                artist.set_data(x, np.full(len(x), levels[k]))
        self._line.set_data(*_visible_part(slope, intercept))
        order, borders = self._set_answers(slope, intercept, levels)
        rows = [[(_LEFT, level), (_RIGHT, level)] for level in levels]
        drops = [[(x, _STRIP), (x, min(slope * x + intercept, _HIGH))] for x in borders]
        self._guides.set(rows + drops)
        self._numbers.set_labels(_pairs(numbers).split(", "), y=_apart(levels, 0.19) - 0.07)
        self._bars.set(shares)
        self._total.set_labels([f"right: {share:.2f} of all"])

        words = (
            f"Right: {share:.2f} of all; {in_words(shares, digits=2)}. "
            f"Numbers: {_pairs(numbers)}. Places: {in_words(centres, digits=1)}. "
        )
        if span == 0:
            return f"{words}All classes have the same number, so nothing tells them apart."
        answers = ", ".join(NAMES[k] for k in order)
        return f"{words}From left to right the line answers {answers}."

    def _set_answers(self, slope: float, intercept: float, levels: FloatArray) -> Any:
        """Colour each stretch of the line by its answer; return the answers and the borders."""
        x = np.linspace(_LEFT, _RIGHT, 801)
        guesses = nearest(slope * x + intercept, levels)
        step = (x[1] - x[0]) / 2
        texts, middles, starts = ["", "", ""], [0.0, 0.0, 0.0], {}
        for k, strip in enumerate(self._strips):
            where = x[guesses == k]
            low, high = (where[0] - step, where[-1] + step) if len(where) else (0.0, 0.0)
            low, high = max(low, _LEFT), min(high, _RIGHT)
            strip.set_bounds(low, _STRIP, high - low, _STRIP_HEIGHT)
            middles[k] = (low + high) / 2
            if len(where):
                starts[k] = low
                texts[k] = NAMES[k] if high - low > 0.1 * (len(NAMES[k]) + 0.5) else ""
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
    words = scene.set(np.asarray(positions), np.asarray(labels), numbers)
    show(scene.figure, words)


def draw_squared_error(targets: ArrayLike, numbers: ArrayLike = (1, 2, 3)) -> None:
    """Show the mean squared error of every possible answer, and the classes on the same axis.

    Parameters
    ----------
    targets : array_like, shape (N,)
        The numbers that one photo was given.
    numbers : sequence of 3 numbers
        The number of each class.

    Examples
    --------
    >>> draw_squared_error([1, 3])
    The mean squared error is least, 1.00, for the answer 2.00. The classes on the axis: cat 1,
    dog 2, rabbit 3.
    """
    targets, numbers = np.asarray(targets, dtype=float), np.asarray(numbers, dtype=float)
    margin = 0.25 * np.ptp(numbers)
    answers = np.linspace(numbers.min() - margin, numbers.max() + margin, 301)
    errors = np.mean((answers[:, np.newaxis] - targets) ** 2, axis=1)
    best, least = targets.mean(), targets.var()

    figure, axes = new_figure(width=6.4, height=3.1)
    axes.plot(answers, errors, color="black")
    axes.plot(best, least, marker="D", markersize=9, color=VERMILION, linestyle="")
    axes.vlines(best, 0, least, color=VERMILION, linestyle=":")
    axes.annotate(
        "least", (best, least), (0, 10), textcoords="offset points", ha="center", color="#222222"
    )
    above = {"clip_on": False, "zorder": 5}  # the axis
    for style, number in zip(CLASSES, numbers, strict=True):
        axes.plot(number, 0, marker=style.marker, color=style.color, markersize=11, **above)
    axes.set_xticks(numbers, _pairs(numbers).split(", "))
    axes.set_ylim(0, errors.max())
    axes.set_xlabel("the answer")
    axes.set_ylabel("mean squared error")
    words = f"The mean squared error is least, {least:.2f}, for the answer {best:.2f}. "
    show(figure, f"{words}The classes on the axis: {_pairs(numbers)}.")


def draw_digits(
    images: Sequence[ArrayLike],
    labels: Sequence[int],
    predictions: Sequence[float] | None = None,
) -> None:
    """Show up to ten pictures of digits in a row, with what they are and what was predicted.

    Parameters
    ----------
    images : array_like, shape (N, 64)
        8x8 pixels row by row, 0 paper, 1 ink.
    labels : array_like, shape (N,)
    predictions : array_like, shape (N,), optional

    Examples
    --------
    >>> draw_digits(np.zeros((2, 64)), [3, 5], [4.26, 5.1])
    2 pictures of digits: a 3, predicted 4.3; a 5, predicted 5.1.
    """
    count = min(len(labels), 10)
    figure, row = new_figure(columns=10, width=8.6, height=1.35 if predictions is not None else 1.1)
    parts = []
    for k, axes in enumerate(row):
        axes.set_axis_off()
        if k >= count:
            continue
        axes.imshow(np.reshape(images[k], (8, 8)), cmap="gray_r", vmin=0, vmax=1)
        caption, part = f"a {labels[k]}", f"a {labels[k]}"
        if predictions is not None:
            number = short_number(predictions[k], 1)
            caption, part = f"a {labels[k]}\n→ {number}", f"{part}, predicted {number}"
        axes.set_title(caption, fontsize=12, loc="center", pad=4)
        parts.append(part)
    what = "1 picture of a digit" if count == 1 else f"{count} pictures of digits"
    show(figure, f"{what}: {'; '.join(parts)}.")


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
    labels, predictions = np.asarray(labels), np.asarray(predictions, dtype=float)
    answers = np.clip(np.rint(predictions), 0, 9).astype(int)
    right = answers == labels
    shift = np.random.default_rng(0).uniform(-0.3, 0.3, len(labels))

    figure, (left, counts) = new_figure(
        columns=2, width=8.6, height=4.0, width_ratios=(2.4, 1), sharey=True
    )
    lowest, highest = min(predictions.min(), -0.5) - 0.3, max(predictions.max(), 9.5) + 0.3
    for digit in range(10):  # what lies beyond 0 and 9 counts as 0 and 9
        low = lowest if digit == 0 else digit - 0.5
        high = highest if digit == 9 else digit + 0.5
        left.add_patch(Rectangle((digit - 0.45, low), 0.9, high - low, color="#cccccc", zorder=1))
    left.set_ylim(lowest, highest)
    look = {"linestyle": "", "zorder": 3}
    left.plot(
        (labels + shift)[~right], predictions[~right], "x", color=VERMILION, markersize=5, **look
    )
    left.plot((labels + shift)[right], predictions[right], "o", color=BLUE, markersize=5, **look)
    left.set_xticks(range(10))
    left.set_yticks(range(10))
    left.set_xlabel("the true digit")
    left.set_ylabel("the prediction")
    left.set_title("dot in a grey box: right; cross: wrong")
    given, true = np.bincount(answers, minlength=10), np.bincount(labels, minlength=10)
    counts.barh(range(10), given, color="#56B4E9", height=0.75)
    counts.plot(true, range(10), "|", color="black", markersize=16, markeredgewidth=2.5)
    counts.set_xlabel("how often (black: in truth)")
    counts.set_title("answers")

    middle = slice(3, 7)
    medians = ", ".join(
        f"{digit} at {short_number(np.median(predictions[labels == digit]), 1)}"
        for digit in np.unique(labels)
    )
    show(
        figure,
        f"Of {len(labels)} pictures {right.sum()} {'is' if right.sum() == 1 else 'are'} answered "
        f"rightly. From 3 to 6 is the answer for {given[middle].sum()} of them and the truth for "
        f"{true[middle].sum()}. Middle prediction for each digit: {medians}.",
    )


def draw_distances(numbers: ArrayLike, names: Sequence[str] = NAMES) -> None:
    """Show how far apart the numbers of every two classes are, as a table with shades.

    Parameters
    ----------
    numbers : array_like, shape (K,)
    names : sequence of K str

    Examples
    --------
    >>> draw_distances([1, 2, 3])
    Distances between the numbers: cat to dog 1, cat to rabbit 2, dog to rabbit 1.
    """
    numbers = np.asarray(numbers, dtype=float)
    distances = np.abs(numbers[:, np.newaxis] - numbers)
    figure, axes = new_figure(width=4.2, height=2.9)
    axes.imshow(distances, cmap="Blues", vmin=0, vmax=1.6 * (distances.max() or 1.0))
    for i, j in itertools.product(range(len(numbers)), repeat=2):
        axes.text(j, i, _tidy(distances[i, j]), ha="center", va="center", fontsize=13)
    labels = _pairs(numbers, names).split(", ")
    axes.set_xticks(range(len(numbers)), labels)
    axes.set_yticks(range(len(numbers)), labels)
    axes.tick_params(length=0, top=True, bottom=False, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    pairs = [
        f"{names[i]} to {names[j]} {_tidy(distances[i, j])}"
        for i, j in itertools.combinations(range(len(numbers)), 2)
    ]
    show(figure, f"Distances between the numbers: {', '.join(pairs)}.")


def _tidy(number: float) -> str:
    """Return a number in at most eight characters: 1, 2.5, -1.2e+06."""
    return f"{number + 0.0:.4g}" if abs(number) < 1e4 else f"{number:.2g}"


def _pairs(numbers: Any, names: Sequence[str] = NAMES) -> str:
    return ", ".join(f"{name} {_tidy(x)}" for name, x in zip(names, numbers, strict=True))


def _three(values: ArrayLike, name: str, example: str) -> tuple[float, ...]:
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        numbers = np.empty(0)
    if numbers.shape != (3,) or not np.isfinite(numbers).all():
        raise ValueError(f"{name} must be 3 finite numbers, {example}, but got {values!r}.")
    return tuple(numbers.tolist())


def _visible_part(slope: float, intercept: float) -> tuple[FloatArray, FloatArray]:
    """Return the two ends of the line inside the panel, as x and y."""
    x = np.array([_LEFT, _RIGHT])
    if slope != 0:
        low, high = sorted([(_LOW - intercept) / slope, (_HIGH - intercept) / slope])
        x = np.clip(x, low, high)
    return x, slope * x + intercept


def _apart(levels: FloatArray, gap: float) -> FloatArray:
    """Return heights for labels, in the order of the levels but at least `gap` apart."""
    order = np.argsort(levels, kind="stable")
    heights = levels[order].copy()
    for k in range(1, len(heights)):
        heights[k] = max(heights[k], heights[k - 1] + gap)
    if heights[-1] > 1.0:  # crowded at the top: push down from there
        heights[-1] = max(1.0, 2 * gap)
        for k in range(len(heights) - 2, -1, -1):
            heights[k] = min(heights[k], heights[k + 1] - gap)
    result = np.empty_like(heights)
    result[order] = heights
    return result
