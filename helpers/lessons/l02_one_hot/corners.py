"""One-hot vectors: a row of lamps for each photo, and the corners of a cube seen face on."""

import itertools

import numpy as np
from matplotlib.patches import Circle
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.live.animals import Animals
from helpers.live.controls import slider
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.live_picture import LivePicture
from helpers.live.parts import Strokes
from helpers.live.picture import CLASSES, new_figure, show
from helpers.maths.arguments import FloatArray, as_finite, as_labels

_GREY = "#555555"
_START, _FACE_ON = (0.2, 0.15), (np.pi / 4, np.arctan(np.sqrt(0.5)))  # azimuth, elevation
_CAT_DOG_RABBIT = np.array([[1.0, 0, 0], [0, 0, 1], [0, 1, 0]])  # rabbit to the right, dog upwards
_SHIFTS = ((-0.12, -0.16), (0.0, 0.06), (0.12, -0.16))
_PAIRS = tuple(itertools.combinations(range(3), 2))


def draw_one_hot(labels: ArrayLike, vectors: ArrayLike) -> None:
    """Show each photo with its row of lamps: one for each class, as bright as its entry.

    Parameters
    ----------
    labels : array_like of int, shape (N,)
        What the photos show: 0 cat, 1 dog, 2 rabbit; up to eight of them.
    vectors : array_like, shape (N, 3)
        What a function of yours made of the labels.

    Raises
    ------
    ValueError
        If the vectors are not one row of three numbers for each label, or a label is no class.

    Examples
    --------
    >>> draw_one_hot([1, 0], [[0, 1, 0], [1, 0, 0]])
    Photos and their lamps, in the order cat, dog, rabbit. A dog: 0, 1, 0. A cat: 1, 0, 0.
    """
    kinds = np.atleast_1d(as_labels(labels, "labels", 3))[:8]
    rows = as_finite(vectors, "vectors")[:8]
    if rows.shape != (len(kinds), 3):
        raise ValueError(
            say(
                "vectors must have one row of three numbers for each of the {count} labels, but "
                "has the shape {shape}."
            ).format(count=len(kinds), shape=rows.shape)
        )
    figure, axes = new_figure(width=6.0, height=0.55 * len(kinds) + 0.5)
    axes.set(xlim=(0, 6.0), ylim=(-0.1, len(kinds) + 0.75), aspect="equal")
    axes.axis("off")
    for k, style in enumerate(CLASSES):
        axes.text(2.6 + 1.2 * k, len(kinds) + 0.15, style.label, ha="center", va="bottom")
    for row, (kind, lamps) in enumerate(zip(kinds, rows, strict=True)):
        height = len(kinds) - row - 0.5
        Animals(axes, radius=8).set(int(kind), (0.5, height - 0.3), ears=(0.5, 1.0, 1.6)[kind])
        axes.text(1.35, height, "→", ha="center", va="center", fontsize=14)
        for k, (style, value) in enumerate(zip(CLASSES, lamps, strict=True)):
            place, alpha = (2.6 + 1.2 * k, height), float(np.clip(value, 0, 1))
            if alpha > 0.5:
                axes.add_patch(Circle(place, 0.46, color="#FFE58A", lw=0))
            lamp = {"edgecolor": _GREY, "linewidth": 1.2}
            axes.add_patch(Circle(place, 0.32, facecolor="white", **lamp))
            axes.add_patch(Circle(place, 0.32, facecolor=style.color, alpha=alpha, lw=0))
            color = "white" if alpha > 0.5 and k != 1 else "black"
            axes.text(
                *place,
                f"{value:g}".replace("-", "−"),
                ha="center",
                va="center",
                color=color,
                weight="bold",
            )
    each = [
        say("A {name}: {numbers}.").format(
            name=CLASSES[kind].label, numbers=", ".join(f"{value:g}" for value in lamps)
        )
        for kind, lamps in zip(kinds, rows, strict=True)
    ]
    words = say("Photos and their lamps, in the order cat, dog, rabbit. {photos}")
    show(figure, words.format(photos=say_list(each, " ")))


def explore_corners() -> LivePicture:
    """Return the live picture of a cube with three one-hot corners, which turns until face on.

    Returns
    -------
    LivePicture
        Control ``turn``: from 0 to 100, how far it is turned.

    Examples
    --------
    >>> explore_corners()
    A cube, turned 0 % of the way. In space all three sides between cat (1, 0, 0), dog (0, 1, 0) and
    rabbit (0, 0, 1) are 1.414 long. From here they look like: cat to dog 1.15, cat to rabbit 1.18,
    dog to rabbit 1.41.
    """
    figure, axes = new_figure(width=5.2, height=3.4)
    axes.set(xlim=(-1.5, 2.05), ylim=(-1.08, 1.3), aspect="equal")
    axes.axis("off")
    edges = Strokes(axes, ["#c4c4c4", _GREY], linewidth=1.3, zorder=1)
    (side,) = axes.plot([], [], color="black", linewidth=2.2, zorder=3)
    (face,) = axes.fill([0, 0, 0], [0, 0, 0], color="#FFE58A", alpha=0.55, lw=0, zorder=2)
    points = [
        axes.plot([], [], style.marker, color=style.color, markersize=14, zorder=4)[0]
        for style in CLASSES
    ]
    names = [
        Labels(axes, [0], [0], [text], align=align)
        for text, align in (
            (say("cat (1, 0, 0)"), "right"),
            (say("dog (0, 1, 0)"), "center"),
            (say("rabbit (0, 0, 1)"), "left"),
        )
    ]
    lengths = Labels(axes, [0] * 3, [0] * 3, ["√2"] * 3, size=12)
    verdict = Labels(axes, [0.1], [-1.08], size=12)
    ends = np.array(list(itertools.product((0.0, 1.0), repeat=3)))
    pairs = [(a, b) for a, b in itertools.combinations(ends, 2) if np.abs(a - b).sum() == 1]
    from_origin = [int(not a.any()) for a, _ in pairs]

    def update(turn: float) -> str:
        view = _view(turn / 100)
        corners = _CAT_DOG_RABBIT @ view
        middle = np.full(3, 0.5) @ view
        edges.set([(a @ view, b @ view) for a, b in pairs], kinds=from_origin)
        side.set_data(*corners[[0, 1, 2, 0]].T)
        face.set_xy(corners)
        for point, corner in zip(points, corners, strict=True):
            point.set_data(corner[:1], corner[1:])
        for name, corner, shift in zip(names, corners, _SHIFTS, strict=True):
            name.set_labels(x=corner[:1] + shift[0], y=corner[1:] + shift[1])
        x, y = np.array([_beside(corners[i], corners[j], middle) for i, j in _PAIRS]).T
        lengths.set_labels(x=x, y=y - 0.07)
        seen = [np.linalg.norm(corners[i] - corners[j]) for i, j in _PAIRS]
        equal = turn == 100
        verdict.set_labels([say("face on: three equal sides") if equal else ""])
        if equal:
            return say(
                "A cube, turned {turn:.0f} % of the way. In space all three sides between cat "
                "(1, 0, 0), dog (0, 1, 0) and rabbit (0, 0, 1) are 1.414 long. Face on, one sees "
                "it: a triangle with three equal sides."
            ).format(turn=turn)
        looks = say_list(
            say("{one} to {other} {distance}").format(
                one=CLASSES[i].label, other=CLASSES[j].label, distance=f"{length:.2f}"
            )
            for (i, j), length in zip(_PAIRS, seen, strict=True)
        )
        return say(
            "A cube, turned {turn:.0f} % of the way. In space all three sides between cat "
            "(1, 0, 0), dog (0, 1, 0) and rabbit (0, 0, 1) are 1.414 long. From here they look "
            "like: {looks}."
        ).format(turn=turn, looks=looks)

    controls = {"turn": slider(say("turn the cube, %"), 0, 0, 100, step=4, digits=0)}
    path = [(_CAT_DOG_RABBIT @ _view(part))[2] for part in np.linspace(0, 1, 26)]
    moving = [*edges.artists, side, face, *points, *names, lengths, verdict]
    return LivePicture(
        figure, controls, moving, update, handles=[Handle("turn", axes, path)], play="turn"
    )


def _view(part: float) -> FloatArray:
    """Return the projection to what one sees, shape (3, 2), some part of the way to face on."""
    azimuth, elevation = np.array(_START) * (1 - part) + np.array(_FACE_ON) * part
    right = (-np.sin(azimuth), np.cos(azimuth), 0.0)
    up = (-np.sin(elevation) * np.cos(azimuth), -np.sin(elevation) * np.sin(azimuth))
    return np.column_stack([right, (*up, np.cos(elevation))])


def _beside(start: FloatArray, end: FloatArray, middle: FloatArray) -> FloatArray:
    """Return a place for a label beside the middle of a stroke, away from the middle of all."""
    along = (end - start) / np.linalg.norm(end - start)
    across = np.array([-along[1], along[0]])
    half = (start + end) / 2
    return half + 0.16 * across * np.sign(across @ (half - middle) or 1.0)
