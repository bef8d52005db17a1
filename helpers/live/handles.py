"""Handles: places in a live picture that can be dragged, instead of the slider beside it."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from helpers.maths.arguments import as_finite


class Handle:
    """A place in a picture that one drags, and the control that follows.

    The page does the rest: it shows the grip, follows mouse or finger, and moves the control to the
    place of the path that is nearest. The control itself stays, for the keyboard and for numbers.

    Parameters
    ----------
    control : str
        The name of the control, as in the `controls` of the picture.
    axes : matplotlib.axes.Axes
        In whose data coordinates the path is given.
    path : array_like, shape (n, 2)
        Where the handle is as the control goes from its lowest to its highest place, in n even
        steps; two points make a straight way.

    Raises
    ------
    ValueError
        If the path is not at least two finite points.

    Examples
    --------
    >>> from helpers.live.picture import new_figure
    >>> figure, axes = new_figure(width=2, height=1)
    >>> _ = axes.set(xlim=(0, 4), ylim=(0, 1), position=(0, 0, 1, 1))
    >>> figure.set_layout_engine("none")
    >>> top_of_a_bar = Handle("cat", axes, [(1, 0), (1, 1)])
    >>> top_of_a_bar.on_page()
    [[0.25, 1.0], [0.25, 0.0]]
    """

    def __init__(self, control: str, axes: Axes, path: ArrayLike) -> None:
        self.control = control
        self._axes = axes
        self.move(path)

    def move(self, path: ArrayLike) -> None:
        """Change the path, for example in the `update` of a picture, after another control moved.

        Parameters
        ----------
        path : array_like, shape (n, 2)
        """
        points = as_finite(path, "path")
        if points.ndim != 2 or len(points) < 2 or points.shape[1] != 2:
            raise ValueError(
                "path must be two or more points (x, y), such as [(0, 0), (0, 1)], but got the "
                f"shape {points.shape}."
            )
        self._path = points

    def on_page(self) -> list[list[float]]:
        """Return the path in parts of the picture's width and height, from its upper left corner.

        The layout of the figure must be done.
        """
        figure: Any = self._axes.figure
        points = self._axes.transData.transform(self._path) / figure.bbox.size
        points[:, 1] = 1 - points[:, 1]
        return (np.round(points, 4) + 0.0).tolist()
