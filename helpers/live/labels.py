"""Numbers and words that move in a live picture."""

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Transform
from numpy.typing import ArrayLike

from helpers.live.letters import families

COLOR = "#222222"
_CAP_HEIGHT = 0.73  # of DejaVu Sans, in units of the font size


def font(size: float) -> FontProperties:
    """Return the font of the labels in a size: the same everywhere.

    Parameters
    ----------
    size : float
        In points.

    Returns
    -------
    matplotlib.font_manager.FontProperties

    Examples
    --------
    >>> font(11).get_name()
    'DejaVu Sans'
    """
    return _font(families(), size)


@functools.cache
def _font(names: tuple[str, ...], size: float) -> FontProperties:
    return FontProperties(family=list(names), size=size)


class Labels(Artist):
    """Several short texts in one colour that move together; one artist.

    A matplotlib `Text` works out its layout at every draw. These are single lines, whose layout is
    their width.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where they stand; they are added to it.
    x, y : array_like, shape (n,)
        Places, in the coordinates of `transform`.
    texts : sequence of n str, optional
    align : {"left", "center", "right"}
        Where the text stands from its place.
    size : float
        Font size in points.
    color : matplotlib colour
    transform : matplotlib.transforms.Transform, optional
        Data coordinates if not given.

    Examples
    --------
    >>> from helpers.live.picture import new_figure
    >>> figure, axes = new_figure()
    >>> labels = Labels(axes, [0, 1], [0, 0])
    >>> labels.set_labels(["0.7", "0.3"], y=[0.7, 0.3])
    >>> labels.texts
    ['0.7', '0.3']
    """

    _GAP = 0.35  # between a text and its place, in units of the font size

    def __init__(
        self,
        axes: Axes,
        x: ArrayLike,
        y: ArrayLike,
        texts: Sequence[str] | None = None,
        *,
        align: str = "center",
        size: float = 11,
        color: str = COLOR,
        transform: Transform | None = None,
    ) -> None:
        super().__init__()
        self._x, self._y = np.array(x, dtype=float), np.array(y, dtype=float)
        self.texts = list(texts) if texts is not None else [""] * len(self._x)
        self._below = np.zeros(len(self._x), dtype=bool)
        self._shift = {"left": 0.0, "center": -0.5, "right": -1.0}[align]
        self._size, self._color = size, color
        self.set_zorder(5)
        if transform is not None:
            self.set_transform(transform)
        axes.add_artist(self)
        self.set_clip_on(False)

    def set_labels(
        self,
        texts: Sequence[str] | None = None,
        x: ArrayLike | None = None,
        y: ArrayLike | None = None,
        below: ArrayLike | None = None,
    ) -> None:
        """Change texts, places, or which of them hang below their place.

        Parameters
        ----------
        texts : sequence of n str, optional
        x, y : array_like, shape (n,), optional
        below : array_like of bool, shape (n,), optional
        """
        if texts is not None:
            self.texts = list(texts)
        if x is not None:
            self._x = np.asarray(x, dtype=float)
        if y is not None:
            self._y = np.asarray(y, dtype=float)
        if below is not None:
            self._below = np.asarray(below, dtype=bool)
        self.stale = True

    def draw(self, renderer: RendererBase) -> None:
        """Draw each text that is not empty and has a place."""
        if not self.get_visible() or not any(self.texts):
            return
        places = self.get_transform().transform(np.column_stack([self._x, self._y]))
        if renderer.flipy():
            places[:, 1] = renderer.get_canvas_width_height()[1] - places[:, 1]
        pixels: Any = renderer.points_to_pixels(1.0)
        gc = renderer.new_gc()
        gc.set_foreground(self._color)
        for text, (x, y), below in zip(self.texts, places, self._below, strict=True):
            if text and np.isfinite(x) and np.isfinite(y):
                width, _, _ = renderer.get_text_width_height_descent(text, font(self._size), False)
                rise = -(self._GAP + _CAP_HEIGHT) if below else self._GAP
                baseline = y - rise * self._size * pixels
                left = x + self._shift * width
                renderer.draw_text(gc, left, baseline, text, font(self._size), 0)
        gc.restore()
        self.stale = False
