"""The triangle of all distributions over cat, dog and rabbit: the same in every lesson."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from helpers.languages import say
from helpers.live.parts import NAMES
from helpers.live.picture import CLASSES
from helpers.maths.arguments import FloatArray

_PLANE = np.array([[-np.sqrt(3), -1], [0, 2], [np.sqrt(3), -1]]) / np.sqrt(6)
_GREY = "#555555"


def on_simplex(vectors: ArrayLike) -> FloatArray:
    """Return where three numbers lie when one looks along the diagonal (1, 1, 1).

    The corners (1, 0, 0), (0, 1, 0), (0, 0, 1) become a triangle with all sides sqrt(2), in true
    size. What is lost is the sum of the numbers: adding the same to all three moves nothing.

    Parameters
    ----------
    vectors : array_like, shape (..., 3)
        Probabilities, which lie in the triangle, or any scores.

    Returns
    -------
    numpy.ndarray, shape (..., 2)

    Examples
    --------
    >>> cat, dog = on_simplex([[1, 0, 0], [0, 1, 0]])
    >>> float(np.linalg.norm(cat - dog).round(3))
    1.414
    >>> bool(np.allclose(on_simplex([5, 5, 5]), 0))
    True
    """
    return np.asarray(vectors, dtype=float) @ _PLANE


def from_simplex(places: ArrayLike) -> FloatArray:
    """Return the three numbers with the sum 1 that lie at some places; undoes `on_simplex`.

    Parameters
    ----------
    places : array_like, shape (..., 2)

    Returns
    -------
    numpy.ndarray, shape (..., 3)
        Some are below 0 if the place is outside the triangle.

    Examples
    --------
    >>> from_simplex(on_simplex([0.6, 0.3, 0.1])).round(3)
    array([0.6, 0.3, 0.1])
    """
    return np.asarray(places, dtype=float) @ _PLANE.T + 1 / 3


CORNERS = on_simplex(np.eye(3))
"""Where cat, dog and rabbit are certain: left, above, right; shape (3, 2)."""


def draw_simplex(
    axes: Axes, names: Sequence[str] = NAMES, *, regions: bool = False, reach: float = 0.5
) -> None:
    """Draw the triangle: its sides, its corners, and dotted lines where two classes are equal.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        They lose their ticks, and get equal units and limits with room for the names.
    names : sequence of 3 str
        Written at the corners, said in the language that is spoken; each may have several lines.
    regions : bool
        Whether the region in which a class wins is filled with the hatching of the class.
    reach : float
        Where the dotted lines end, in distances from the centre to a corner: 0.5 is at the side.

    Examples
    --------
    >>> from helpers.live.picture import new_figure
    >>> figure, axes = new_figure()
    >>> draw_simplex(axes)
    >>> [text.get_text() for text in axes.texts]
    ['cat', 'dog', 'rabbit']
    """
    axes.set(xlim=(-1.05, 1.05), ylim=(-0.68, 1.08), aspect="equal")
    axes.axis("off")
    axes.fill(*CORNERS.T, facecolor="none", edgecolor=_GREY, linewidth=1.4, zorder=2)
    labels = [say(name) for name in names]
    below = -9 if "".join(labels).isascii() else -12  # Chinese letters fill the height of a line
    places: list[dict[str, Any]] = [
        {"xytext": (0, below), "ha": "center", "va": "top"},
        {"xytext": (11, -2), "ha": "left", "va": "center"},
        {"xytext": (0, below), "ha": "center", "va": "top"},
    ]
    for style, label, corner, place in zip(CLASSES, labels, CORNERS, places, strict=True):
        axes.plot(*np.array([(0, 0), -reach * corner]).T, ":", color=_GREY, lw=1.2, zorder=2)
        axes.plot(*corner, style.marker, color=style.color, markersize=11, zorder=3, clip_on=False)
        axes.annotate(label, corner, textcoords="offset points", fontsize=12, **place)
    if regions:
        for k, style in enumerate(CLASSES):
            sides = [(CORNERS[k] + CORNERS[k - step]) / 2 for step in (1, 2)]
            look: dict[str, Any] = {"facecolor": "white", "edgecolor": style.color}
            kite = np.array([CORNERS[k], sides[0], (0, 0), sides[1]])
            axes.fill(*kite.T, linewidth=0, hatch=style.hatch, zorder=1, **look)
