"""Pieces that several explorers draw with: bars for the classes, and numbers and words for them."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say, say_list
from helpers.live.labels import Labels
from helpers.live.picture import CLASSES, DEVICE_DPI, ClassStyle
from helpers.maths.arguments import FloatArray

MINUS = "\N{MINUS SIGN}"
"""What stands before a number in a picture; a hyphen is too short."""

NAMES = tuple(style.name for style in CLASSES)
"""cat, dog, rabbit: said where they are shown."""


def in_words(
    values: ArrayLike,
    names: Iterable[str] = NAMES,
    digits: int = 3,
) -> str:
    """Return names and numbers as a phrase, for the words of a picture.

    Parameters
    ----------
    values : array_like, shape (K,)
    names : sequence of str, length K
    digits : int
        Decimals.

    Returns
    -------
    str

    Examples
    --------
    >>> in_words([0.659, 0.242, 0.099])
    'cat 0.659, dog 0.242, rabbit 0.099'
    """
    pairs = zip(names, np.asarray(values), strict=True)
    return say_list(f"{say(name)} {short_number(value, digits)}" for name, value in pairs)


def short_number(value: Any, digits: int = 3) -> str:
    """Return a number in at most nine characters, as it stands over a bar.

    Examples
    --------
    >>> [short_number(x) for x in (7.38906, 0.0, 123456.0, 1e-9, np.inf, np.nan)]
    ['7.389', '0.000', '1.2e+05', '1e-09', 'inf', 'nan']
    """
    if not np.isfinite(value):
        return str(float(value))
    if value != 0 and digits >= 3 and not 10.0**-digits / 2 <= abs(value) < 1e4:
        return f"{value:.1e}" if abs(value) >= 1 else f"{value:.0e}"
    return f"{value + 0.0:.{digits}f}".replace(f"-{0:.{digits}f}", f"{0:.{digits}f}")


class ClassBars:
    """One bar for each class with its number, and the moving parts that an explorer declares.

    Hatching is slow to draw, so the hatched bars are background, as tall as they can get; what
    moves is a white cover over the part that does not count.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    low, high : float
        The range that the bars can show; a bar that would go beyond ends there, its number tells.
    classes : sequence of ClassStyle
    digits : int
        Decimals of the numbers.

    Examples
    --------
    >>> from helpers.live.picture import new_figure
    >>> figure, axes = new_figure()
    >>> bars = ClassBars(axes, 0, 1)
    >>> bars.set([0.659, 0.242, 0.099])
    >>> bars.texts
    ['0.659', '0.242', '0.099']
    """

    _WIDTH = 0.72

    def __init__(
        self,
        axes: Axes,
        low: float,
        high: float,
        classes: Sequence[ClassStyle] = CLASSES,
        digits: int = 3,
    ) -> None:
        self._low, self._high, self._digits = low, high, digits
        x = np.arange(len(classes))
        axes.bar(
            [style.label for style in classes],
            np.full(len(classes), high - low),
            bottom=low,
            color=[style.color for style in classes],
            hatch=[style.hatch for style in classes],
            edgecolor="white",
            linewidth=0,
            width=self._WIDTH,
        )
        half = self._WIDTH / 2 + 0.02
        self._left, self._right = x - half, x + half
        self._cover = PathPatch(Path(np.zeros((1, 2))), facecolor="white", linewidth=0, zorder=3)
        axes.add_patch(self._cover)
        self._numbers = Labels(axes, x, np.zeros(len(classes)))
        base = axes.axhline(0, color="#555555", linewidth=1.0, zorder=4)
        self.artists = [self._cover, base, self._numbers]
        self._edge = 0.01 * (high - low)  # the cover hides the end of the tallest bar too
        self._room = room = 0.13 * (high - low)
        axes.set_ylim(low - room if low < 0 else low, high + room)
        self.set(np.zeros(len(classes)))

    @property
    def texts(self) -> list[str]:
        """The numbers over the bars."""
        return self._numbers.texts

    def set(self, values: ArrayLike, goals: ArrayLike | None = None) -> None:
        """Show values; a number that a goal would cross stands above the goal.

        Parameters
        ----------
        values : array_like, shape (K,)
            NaN and infinity too: NaN has no bar.
        goals : array_like, shape (K,), optional
            Heights at which the picture draws something across the bars.
        """
        values = np.asarray(values, dtype=float)
        ends = np.clip(np.nan_to_num(values, nan=0.0), self._low, self._high)
        above = np.maximum(ends, 0.0), np.full(len(ends), self._high + self._edge)
        below = np.full(len(ends), self._low - self._edge), np.minimum(ends, 0.0)
        self._cover.set_path(self._boxes([above, below] if self._low < 0 else [above]))
        texts = [short_number(value, self._digits).replace("-", MINUS) for value in values]
        places = ends
        if goals is not None:
            above = np.asarray(goals, dtype=float) - ends
            places = np.where((above >= 0) & (above < self._room), goals, ends)
        self._numbers.set_labels(texts, y=places, below=places < 0)

    def _boxes(self, spans: list[tuple[FloatArray, FloatArray]]) -> Path:
        corners = [
            np.stack(
                [
                    (self._left, low),
                    (self._right, low),
                    (self._right, high),
                    (self._left, high),
                    (self._left, low),
                ],
                axis=0,
            )
            for low, high in spans
        ]  # each (5, 2, K)
        vertices = np.concatenate([c.transpose(2, 0, 1).reshape(-1, 2) for c in corners])
        return Path(vertices, np.tile(_BOX, len(vertices) // 5))


_BOX = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]


class Strokes:
    """Separate straight strokes, all that have one colour drawn as one line.

    A matplotlib `LineCollection` draws its strokes one by one, which takes ten times as long.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    colors : sequence of matplotlib colours
    linewidth : float
        In points.
    zorder : float
    label : str
        Begins with an underscore, so that no legend shows it.

    Examples
    --------
    >>> from helpers.live.picture import new_figure
    >>> figure, axes = new_figure()
    >>> strokes = Strokes(axes, ["black", "red"], linewidth=5)
    >>> strokes.set([[(0, 0), (0, 1)], [(1, 0), (1, 2)]], kinds=[0, 1])
    >>> strokes.segments[1, 1].tolist()
    [1.0, 2.0]
    """

    def __init__(
        self,
        axes: Axes,
        colors: Sequence[str],
        linewidth: float,
        zorder: float = 3,
        label: str = "_strokes",
    ) -> None:
        look: dict[str, Any] = {
            "linewidth": linewidth,
            "solid_capstyle": "butt",
            "zorder": zorder,
            "label": label,
        }
        self.segments = np.empty((0, 2, 2))
        self.artists = [
            axes.plot([], [], color=color, scalex=False, scaley=False, **look)[0]
            for color in colors
        ]

    def set(self, segments: ArrayLike, kinds: ArrayLike | None = None) -> None:
        """Show strokes.

        Parameters
        ----------
        segments : array_like, shape (n, 2, 2)
            For each stroke the points (x, y) of its two ends; one with NaN is not drawn.
        kinds : array_like of int, shape (n,), optional
            For each stroke the index of its colour; if not given, all have the first.
        """
        self.segments = np.asarray(segments, dtype=float)
        kinds = np.zeros(len(self.segments), dtype=int) if kinds is None else np.asarray(kinds)
        for kind, line in enumerate(self.artists):
            chosen = self.segments[kinds == kind]
            gaps = np.full((len(chosen), 1, 2), np.nan)
            line.set_data(*np.concatenate([chosen, gaps], axis=1).reshape(-1, 2).T)


class PixelImage(Artist):
    """A small picture that moves, each of its pixels a square; ten times as fast as `imshow`.

    It is painted as it is, without interpolation, from the upper left corner of the axes on.
    Where its alpha is 0, the background shows.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    zoom : int
        The side of a square in image pixels, of which there are 200 to the inch.

    Examples
    --------
    >>> from helpers.live.picture import new_figure
    >>> figure, axes = new_figure()
    >>> image = PixelImage(axes, zoom=10)
    >>> image.set_pixels(np.zeros((8, 8, 4), dtype=np.uint8))
    >>> image.pixels.shape
    (8, 8, 4)
    """

    def __init__(self, axes: Axes, zoom: int) -> None:
        super().__init__()
        self._zoom = zoom
        self.pixels = np.zeros((1, 1, 4), dtype=np.uint8)
        axes.add_artist(self)
        self.set_clip_on(False)
        self._box = axes.bbox

    def set_pixels(self, pixels: NDArray[np.uint8]) -> None:
        """Show an array of colours, shape (rows, columns, 4), uint8."""
        self.pixels = pixels
        self.stale = True

    def draw(self, renderer: RendererBase) -> None:
        """Place the squares from the upper left corner on."""
        if self.get_visible():
            paint_pixels(renderer, self.pixels, self._box.x0, self._box.y1, self._zoom)
        self.stale = False


def paint_pixels(
    renderer: RendererBase, pixels: NDArray[np.uint8], left: float, top: float, zoom: int
) -> None:
    """Paint an array of colours, each a square, into what a renderer draws.

    Parameters
    ----------
    renderer : matplotlib.backend_bases.RendererBase
    pixels : numpy.ndarray, shape (rows, columns, 4), uint8
        The first row is the uppermost.
    left, top : float
        The upper left corner, in the renderer's pixels from the lower left corner of the figure.
    zoom : int
        The side of a square in image pixels, of which there are 200 to the inch.
    """
    side: Any = renderer.points_to_pixels(zoom * 72 / DEVICE_DPI)
    gc = renderer.new_gc()
    if renderer.option_scale_image():  # the reader of the file makes the squares
        rows, columns = pixels.shape[:2]
        size = Affine2D().scale(columns * side, rows * side)
        renderer.draw_image(gc, left, top - rows * side, pixels[::-1], size)
    else:
        side = max(1, round(side))
        large = pixels.repeat(side, axis=0).repeat(side, axis=1)
        bottom = round(top) - large.shape[0]
        renderer.draw_image(gc, round(left), bottom, np.ascontiguousarray(large[::-1]))
    gc.restore()
