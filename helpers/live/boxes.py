"""Boxes in the look of the classes that move freely: bars that lie, pieces that make a whole."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from numpy.typing import ArrayLike, NDArray

from helpers.live.parts import Strokes
from helpers.live.picture import CLASSES

_STRIPES, _DOTS = 11.0, 8.0
"""How far stripes, and dots, are from each other, in points."""


class ClassBoxes:
    """Three boxes, one for each class, in its colour, with its stripes, dots or crosses.

    A hatching of matplotlib's makes a step ten times as long; these are plain strokes and points.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Without a fixed aspect.
    zorder : float

    Examples
    --------
    >>> from helpers.live.picture import new_figure
    >>> figure, axes = new_figure()
    >>> boxes = ClassBoxes(axes)
    >>> boxes.set(left=[0, 0.5, 0.8], right=[0.5, 0.8, 1], low=[0, 0, 0], high=[1, 1, 1])
    >>> boxes.spans[1].tolist()
    [0.5, 0.8, 0.0, 1.0]
    """

    def __init__(self, axes: Axes, zorder: float = 3) -> None:
        self._axes = axes
        self._figure: Any = axes.figure
        colors = [style.color for style in CLASSES]
        self._boxes = PolyCollection([], facecolors=colors, linewidths=0, zorder=zorder)
        axes.add_collection(self._boxes, autolim=False)
        self._stripes = Strokes(axes, ["white"], linewidth=1.2, zorder=zorder + 0.1)
        look: dict[str, Any] = {"marker": "o", "markersize": 2.4, "linestyle": "none"}
        (self._dots,) = axes.plot(
            *([], []), color="white", scalex=False, scaley=False, zorder=zorder + 0.1, **look
        )
        self.spans = np.zeros((3, 4))
        self.artists = [self._boxes, *self._stripes.artists, self._dots]
        for artist in self.artists:
            artist.set_in_layout(False)

    def set(self, left: ArrayLike, right: ArrayLike, low: ArrayLike, high: ArrayLike) -> None:
        """Place the boxes.

        Parameters
        ----------
        left, right, low, high : array_like, shape (3,)
            In data coordinates, each right of, or above, the other; equal ends draw nothing.
        """
        x0, x1, y0, y1 = edges = np.array([left, right, low, high], dtype=float)
        self.spans = edges.T
        corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
        self._boxes.set_verts(list(corners.transpose(2, 0, 1)))
        cat, dog, rabbit = (self._in_points(box) for box in corners.transpose(2, 0, 1))
        stripes = [*_stripes(cat, 1), *_stripes(rabbit, 1), *_stripes(rabbit, -1)]
        self._stripes.set(self._in_data(np.array(stripes).reshape(-1, 2, 2)))
        self._dots.set_data(*self._in_data(_dots(dog)).T)

    def _in_points(self, corners: NDArray[Any]) -> tuple[float, ...]:
        ends = self._axes.transData.transform(corners) * (72 / self._figure.dpi)
        (x0, y0), (x1, y1) = ends.min(axis=0), ends.max(axis=0)
        return x0, x1, y0, y1

    def _in_data(self, points: NDArray[Any]) -> NDArray[Any]:
        pixels = points.reshape(-1, 2) * (self._figure.dpi / 72)
        return self._axes.transData.inverted().transform(pixels).reshape(points.shape)


def _stripes(box: tuple[float, ...], slope: int) -> NDArray[Any]:
    """Return the strokes, shape (n, 2, 2), of a slope of 1 or -1 that cross a box."""
    x0, x1, y0, y1 = box
    if x1 - x0 < 1e-9 or y1 - y0 < 1e-9:
        return np.empty((0, 2, 2))
    if slope < 0:  # the mirror image, turned back
        mirrored = _stripes((-x1, -x0, y0, y1), 1)
        return mirrored * np.array([-1, 1])
    heights = np.arange(np.ceil((y0 - x1) / _STRIPES), (y1 - x0) / _STRIPES) * _STRIPES
    start, end = np.maximum(x0, y0 - heights), np.minimum(x1, y1 - heights)
    ends = np.stack([start, end], axis=1)
    return np.stack([ends, ends + heights[:, np.newaxis]], axis=2)


def _dots(box: tuple[float, ...]) -> NDArray[Any]:
    """Return the places of dots, shape (n, 2), that lie whole in a box."""
    x0, x1, y0, y1 = box
    across = np.arange(np.ceil((x0 + 1.5) / _DOTS), (x1 - 1.5) / _DOTS) * _DOTS
    rows = np.arange(np.ceil((y0 + 1.5) / _DOTS), (y1 - 1.5) / _DOTS) * _DOTS
    x, y = np.meshgrid(across, rows)
    return np.stack([x.ravel(), y.ravel()], axis=1)
