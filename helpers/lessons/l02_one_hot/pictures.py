"""Pictures of lesson 02: one corner for each class, and the class in the middle that is masked."""

from collections.abc import Callable
from typing import Any

import matplotlib.patheffects as patheffects
import numpy as np
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory
from numpy.typing import ArrayLike, NDArray

from helpers.live.controls import slider
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner, name_of
from helpers.live.live_picture import LivePicture
from helpers.live.parts import ClassBars, in_words
from helpers.live.picture import CLASSES, WARNING_COLOR, new_figure, show
from helpers.maths.arguments import FloatArray
from helpers.maths.data import clusters
from helpers.maths.encoding import class_of as course_class_of
from helpers.maths.encoding import one_hot
from helpers.maths.training import fit_least_squares, predict_linear

NAMES = tuple(style.name for style in CLASSES)
_GREY = "#555555"
_ON_PLANE = np.array([[-np.sqrt(3), -1], [0, 2], [np.sqrt(3), -1]]) / np.sqrt(6)


def on_plane(vectors: ArrayLike) -> FloatArray:
    """Return where three scores lie when one looks along the diagonal (1, 1, 1).

    The corners (1, 0, 0), (0, 1, 0), (0, 0, 1) become a triangle with all sides sqrt(2), in true
    size. What is lost is the sum of the scores: adding the same to all three moves nothing.

    Parameters
    ----------
    vectors : array_like, shape (..., 3)

    Returns
    -------
    numpy.ndarray, shape (..., 2)

    Examples
    --------
    >>> cat, dog = on_plane([[1, 0, 0], [0, 1, 0]])
    >>> float(np.linalg.norm(cat - dog).round(3))
    1.414
    >>> bool(np.allclose(on_plane([5, 5, 5]), 0))
    True
    """
    return np.asarray(vectors, dtype=float) @ _ON_PLANE


def draw_corners() -> None:
    """Draw three classes as numbers on a line, and beside it as the corners of a triangle.

    Examples
    --------
    >>> draw_corners()
    Left, one number for each class: cat to dog 1, dog to rabbit 1, cat to rabbit 2. Right, the \
one-hot vectors of cat, dog and rabbit: the corners of a triangle with three equal sides, each \
1.414 long.
    """
    figure, (line, plane) = new_figure(columns=2, width=8.6, height=2.8, width_ratios=(1.15, 1))
    numbers = np.array([1, 2, 3])
    line.set_title("one number each")
    line.axhline(0, color=_GREY, linewidth=1.2, zorder=1)
    for number, style in zip(numbers, CLASSES, strict=True):
        line.plot(number, 0, style.marker, color=style.color, markersize=13)
        line.text(number, -0.16, f"{style.name}\n{number}", ha="center", va="top")
    for start, end, height in ((1, 2, 0.3), (2, 3, 0.3), (1, 3, 0.75)):
        ends = {"arrowstyle": "<->", "color": _GREY, "shrinkA": 0, "shrinkB": 0}
        line.annotate("", (end, height), (start, height), arrowprops=ends)
        line.text((start + end) / 2, height + 0.05, f"{end - start}", ha="center", va="bottom")
    line.set(xlim=(0.6, 3.4), ylim=(-0.6, 1.1))
    line.axis("off")

    plane.set_title("one corner each")
    corners = on_plane(np.eye(3))
    side = np.linalg.norm(corners[0] - corners[1])
    _draw_triangle(plane, markersize=13)
    places = ((-0.14, 0, "right"), (0.14, 0.02, "left"), (0.14, 0, "left"))
    for style, corner, vector, (dx, dy, align) in zip(
        CLASSES, corners, np.eye(3, dtype=int), places, strict=True
    ):
        text = f"{style.name}\n({', '.join(map(str, vector))})"
        plane.text(corner[0] + dx, corner[1] + dy, text, ha=align, va="center")
    for start, end, align, shift in (
        (0, 1, "right", (-0.07, 0.04)),
        (1, 2, "left", (0.07, 0.04)),
        (0, 2, "center", (0, -0.14)),
    ):
        middle = (corners[start] + corners[end]) / 2 + shift
        plane.text(*middle, f"{side:.3f}", ha=align, va="center")
    plane.set(xlim=(-1.75, 1.75), ylim=(-0.65, 1.35), aspect="equal", anchor="N")
    plane.axis("off")
    show(
        figure,
        "Left, one number for each class: cat to dog 1, dog to rabbit 1, cat to rabbit 2. "
        "Right, the one-hot vectors of cat, dog and rabbit: the corners of a triangle with three "
        f"equal sides, each {side:.3f} long.",
    )


def _draw_triangle(axes: Axes, markersize: float) -> None:
    corners = on_plane(np.eye(3))
    axes.plot(*corners[[0, 1, 2, 0]].T, color=_GREY, linewidth=1.2, zorder=1)
    for style, corner in zip(CLASSES, corners, strict=True):
        axes.plot(*corner, style.marker, color=style.color, markersize=markersize, zorder=2)


def draw_digit_scores(image: ArrayLike, scores: ArrayLike, label: int) -> None:
    """Draw one 8x8 digit and the ten scores that a model gives it.

    Parameters
    ----------
    image : array_like, shape (64,)
        From 0 (paper) to 1 (ink).
    scores : array_like, shape (10,)
    label : int
        The digit that it is.

    Raises
    ------
    ValueError
        If there are not 64 pixels or not 10 finite scores.

    Examples
    --------
    >>> draw_digit_scores(np.zeros(64), one_hot(3, 10), label=3)
    A handwritten 3 and its ten scores: 0 0.00, 1 0.00, 2 0.00, 3 1.00, 4 0.00, 5 0.00, 6 0.00, \
7 0.00, 8 0.00, 9 0.00. The highest is 3. Sum 1.00.
    """
    image, scores = np.asarray(image, dtype=float), np.asarray(scores, dtype=float)
    if image.shape != (64,):
        raise ValueError(f"image must be one picture of 64 pixels, got the shape {image.shape}.")
    if scores.shape != (10,) or not np.isfinite(scores).all():
        raise ValueError(f"scores must be 10 numbers, one for each digit, got {scores!r}.")
    figure, (left, right) = new_figure(columns=2, width=8.6, height=2.9, width_ratios=(1, 3))
    left.imshow(image.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    left.set_title(f"a handwritten {label}")
    left.set(xticks=[], yticks=[])
    left.spines[:].set_visible(False)
    places = np.arange(10)
    winner = course_class_of(scores)
    colors = ["#D55E00" if place == winner else "#56B4E9" for place in places]
    hatches = ["//" if place == winner else "" for place in places]
    right.bar(places, scores, color=colors, hatch=hatches, edgecolor="white", linewidth=0)
    for height in (0, 1):
        right.axhline(height, color=_GREY, linewidth=1.0, linestyle="-" if height == 0 else "--")
    for place, score in zip(places, scores, strict=True):
        right.annotate(
            f"{score:.2f}",
            (place, score),
            (0, 3 if score >= 0 else -3),
            textcoords="offset points",
            ha="center",
            va="bottom" if score >= 0 else "top",
            fontsize=11,
            path_effects=[patheffects.withStroke(linewidth=2.5, foreground="white")],
        )
    right.set_title(f"its ten scores; striped: the highest, {winner}")
    low, high = min(0, scores.min()), max(1, scores.max())
    room = 0.16 * (high - low)
    right.set(xticks=places, yticks=[0, 1], ylim=(low - room if low < 0 else 0, high + room))
    show(
        figure,
        f"A handwritten {label} and its ten scores: {in_words(scores, map(str, places), 2)}. "
        f"The highest is {winner}. Sum {scores.sum():.2f}.",
    )


def explore_one_hot(
    class_of: Callable[..., Any] = course_class_of, scores: ArrayLike = (0.8, 0.1, 0.3)
) -> LivePicture:
    """Return the live picture of three scores, the class they choose and the nearest corner.

    Parameters
    ----------
    class_of : callable
        The function that the picture runs on: an array of 3 scores → the index of a class. Pass
        your own, even an unfinished one.
    scores : sequence of 3 floats
        Where the sliders start, each from -0.5 to 1.5.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit``: the scores.

    Raises
    ------
    TypeError
        If `class_of` is no function.
    ValueError
        If there are not 3 scores between -0.5 and 1.5.

    Examples
    --------
    >>> explore_one_hot()
    Scores: cat 0.8, dog 0.1, rabbit 0.3. Class: cat. Distances to the corners: cat 0.374, \
dog 1.241, rabbit 1.068; the nearest is cat.
    """
    _must_be_function(class_of, "explore_one_hot", "my_class_of")
    low, high = -0.5, 1.5
    scores = np.asarray(scores, dtype=float)
    if scores.shape != (3,) or not np.all((scores >= low) & (scores <= high)):
        raise ValueError("scores must be 3 numbers between -0.5 and 1.5, such as (0.8, 0.1, 0.3).")

    figure, (left, middle, right) = new_figure(
        columns=3, width=8.6, height=3.1, width_ratios=(1, 1.15, 1)
    )
    left.set_title("1. scores $z$")
    middle.set_title("2. the corners, face on")
    right.set_title("3. distance to each corner")
    bars = ClassBars(left, low, high, digits=1)
    left.set_yticks([0, 1])
    far = ClassBars(right, 0, 2.6)
    right.set_yticks([0, 1, 2])
    corners = on_plane(np.eye(3))
    for corner in corners:  # where two scores are equal and the third is lower
        middle.plot(*np.array([(0, 0), -2 * corner]).T, ":", color=_GREY, linewidth=1.2, zorder=1)
    _draw_triangle(middle, markersize=9)
    for name, corner, shift in zip(NAMES, corners, (-0.24, 0.24, -0.24), strict=True):
        align = "bottom" if shift > 0 else "top"
        middle.text(corner[0], corner[1] + shift, name, ha="center", va=align, fontsize=11)
    middle.set(xlim=(-1.9, 1.9), ylim=(-1.75, 1.75), aspect="equal")
    middle.axis("off")
    (thread,) = middle.plot([0, 0], [0, 0], color="black", linewidth=1.4, zorder=3)
    (ring,) = middle.plot(
        [0], [0], "o", ls="None", mfc="none", mec="black", markersize=17, mew=2, zorder=3
    )
    (point,) = middle.plot([0], [0], "D", ls="None", color="black", markersize=7, zorder=4)
    verdict = Labels(middle, [0.5], [-0.105], size=12, transform=middle.transAxes)
    warning = Labels(
        middle, [0.5], [-0.105], size=12, color=WARNING_COLOR, transform=middle.transAxes
    )

    def update(cat: float, dog: float, rabbit: float) -> str:
        z = np.round([cat, dog, rabbit], 6)
        chosen = _as_class(call_learner(class_of, z, shape=()), class_of)
        distances = np.linalg.norm(np.eye(3) - z, axis=1)
        nearest = [NAMES[k] for k in np.flatnonzero(np.isclose(distances, distances.min()))]
        place = on_plane(z)
        bars.set(z)
        far.set(distances)
        point.set_data(place[:1], place[1:])
        ring.set_data(corners[chosen, :1], corners[chosen, 1:])
        thread.set_data(*np.array([place, corners[chosen]]).T)
        wrong = NAMES[chosen] not in nearest
        verdict.set_labels(["" if wrong else f"class: {NAMES[chosen]}"])
        warning.set_labels([f"class: {NAMES[chosen]}, not the highest" if wrong else ""])
        words = f"Scores: {in_words(z, digits=1)}. Class: {NAMES[chosen]}"
        words += ", which is not the highest score. " if wrong else ". "
        words += f"Distances to the corners: {in_words(distances)}; "
        return words + (
            f"the nearest is {nearest[0]}."
            if len(nearest) == 1
            else f"equally near: {' and '.join(nearest)}."
        )

    controls = {
        name: slider(f"score of {name}", float(z), low, high)
        for name, z in zip(NAMES, scores, strict=True)
    }
    moving = [*bars.artists, *far.artists, thread, ring, point, verdict, warning]
    return LivePicture(figure, controls, moving, update)


def _must_be_function(function: Any, explorer: str, example: str) -> None:
    if not callable(function):
        raise TypeError(
            f"{explorer} needs a function, got {function!r}. Pass its name without "
            f"brackets: {explorer}({example})."
        )


def _as_class(answer: FloatArray, function: Callable[..., Any]) -> int:
    if answer not in (0, 1, 2):
        name = name_of(function)
        raise LearnerError(
            f"{name} returned {answer:g}. A class is 0 (cat), 1 (dog) or 2 (rabbit)."
        )
    return int(answer)


def line_scores(positions: ArrayLike, labels: ArrayLike, where: ArrayLike) -> FloatArray:
    """Fit one straight line for each class to one-hot targets; return their heights at some places.

    Parameters
    ----------
    positions : array_like, shape (N,)
        Where the examples lie.
    labels : array_like, shape (N,)
        Their classes, counted from 0.
    where : array_like, shape (M,)
        The places at which the scores are asked for.

    Returns
    -------
    numpy.ndarray, shape (M, K)

    Notes
    -----
    T. Hastie, R. Tibshirani and J. Friedman (2009), The Elements of Statistical Learning, 2nd
    edition, Springer, section 4.2.

    Examples
    --------
    >>> line_scores(*clusters(), where=[-1, 0, 1]).round(2)
    array([[ 0.83,  0.33, -0.16],
           [ 0.33,  0.33,  0.34],
           [-0.16,  0.33,  0.83]])
    """
    weights = fit_least_squares(np.reshape(positions, (-1, 1)), one_hot(labels))
    return predict_linear(np.reshape(where, (-1, 1)), weights)


def explore_masking(scores: Callable[..., Any] = line_scores, middle: float = 0.0) -> LivePicture:
    """Return the live picture of three clusters on a line and the scores of their classes.

    Parameters
    ----------
    scores : callable
        The function that the picture runs on: (positions, labels, where) → the scores of the three
        classes at the places `where`, shape (M, 3), learnt from the examples. Pass your own.
    middle : float
        Where the cluster of dog starts, from -2 to 2; cat stays at -1 and rabbit at 1.

    Returns
    -------
    LivePicture
        Control ``middle``: the centre of the cluster of dog.

    Raises
    ------
    TypeError
        If `scores` is no function.
    ValueError
        If `middle` is no number between -2 and 2.

    Examples
    --------
    >>> explore_masking()
    Cluster of dog at 0.0. On top, from left to right: cat, rabbit. Never on top: dog. Right: \
cat 1.000, dog 0.000, rabbit 1.000; of all 0.667.
    """
    _must_be_function(scores, "explore_masking", "my_scores")
    if not isinstance(middle, int | float) or not -2 <= middle <= 2:
        raise ValueError(f"middle must be a number between -2 and 2, got {middle!r}.")

    grid = np.linspace(-2.4, 2.4, 97)
    drawn = grid[::2]
    noise, labels = clusters(centres=(0, 0, 0))
    jitter = np.tile(np.linspace(-0.95, -0.7, 10), 30)
    figure, (left, right) = new_figure(columns=2, width=8.6, height=3.1, width_ratios=(2.5, 1))
    left.set(xlim=(-2.4, 2.4), ylim=(-1.05, 1.6), xticks=[-2, -1, 0, 1, 2], yticks=[0, 1])
    left.set_xlabel("position")
    left.set_ylabel("score")
    for height in (0, 1):
        left.axhline(height, color="#d9d9d9", linewidth=1.0, zorder=0)
    right.set_title("share that is right")
    shares = ClassBars(right, 0, 1)
    right.set_yticks([0, 0.5, 1])
    spots, lines = [], []
    (top,) = left.plot(drawn, 0 * drawn, color="#C9C9C9", linewidth=10, zorder=1)
    for k, (style, start) in enumerate(zip(CLASSES, (2, 4, 6), strict=True)):
        look = {"marker": style.marker, "color": style.color}
        spots += left.plot(noise[labels == k], jitter[labels == k], **look, ls="", ms=4, alpha=0.7)
        lines += left.plot(drawn, 0 * drawn, **look, markevery=(start, 8), ms=7, zorder=3)
        left.plot([], [], **look, label=style.name)
    left.plot([], [], color="#C9C9C9", linewidth=10, label="on top")
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
        above = [NAMES[k] for k in order] if len(order) <= 5 else [""] * len(order)
        high = np.ones(len(order))
        winners.set_labels(above, x=(edges[:-1] + edges[1:]) / 2, y=high, below=high < 1)
        never = [NAMES[k] for k in range(3) if k not in order]
        words = f"Cluster of dog at {middle + 0.0:.1f}. On top, from left to right: "
        words += f"{', '.join(NAMES[k] for k in order[:5])}{', …' if len(order) > 5 else ''}. "
        words += f"Never on top: {' and '.join(never)}. " if never else ""
        words += f"Right: {in_words(right_ones)}; of all {right_ones.mean():.3f}."
        return f"{words} Some scores are nan or inf." if bad else words

    controls = {"middle": slider("place of dog", middle, -2, 2)}
    moving = [*lines, top, spots[1], borders, winners, *shares.artists]
    return LivePicture(figure, controls, moving, update)


def _stretches(best: NDArray[np.intp], grid: FloatArray) -> tuple[list[int], FloatArray]:
    """Return which class is on top in each stretch of the grid, and the edges of the stretches."""
    change = np.flatnonzero(np.diff(best)) + 1
    order = best[np.concatenate([[0], change])]
    edges = np.concatenate([grid[:1], (grid[change - 1] + grid[change]) / 2, grid[-1:]])
    return order.tolist(), edges
