"""Pieces that several explorers draw with: bars for the classes, and numbers and words for them."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.labels import Labels
from helpers.picture import CLASSES


def in_words(values, names=tuple(style.name for style in CLASSES), digits=3):
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
    pairs = zip(names, values, strict=True)
    return ", ".join(f"{name} {short_number(value, digits)}" for name, value in pairs)


def short_number(value, digits=3):
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
    >>> from helpers.picture import new_figure
    >>> figure, axes = new_figure()
    >>> bars = ClassBars(axes, 0, 1)
    >>> bars.set([0.659, 0.242, 0.099])
    >>> bars.texts
    ['0.659', '0.242', '0.099']
    """

    _WIDTH = 0.72

    def __init__(self, axes, low, high, classes=CLASSES, digits=3):
        self._low, self._high, self._digits = low, high, digits
        x = np.arange(len(classes))
        axes.bar(
            [style.name for style in classes],
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
        room = 0.13 * (high - low)
        axes.set_ylim(low - room if low < 0 else low, high + room)
        self.set(np.zeros(len(classes)))

    @property
    def texts(self):
        """The numbers over the bars."""
        return self._numbers.texts

    def set(self, values, heights=None):
        """Show values; their bars are as high as the values, or as `heights` if given.

        Parameters
        ----------
        values : array_like, shape (K,)
            NaN and infinity too: NaN has no bar.
        heights : array_like, shape (K,), optional
        """
        values = np.asarray(values, dtype=float)
        heights = values if heights is None else heights
        ends = np.clip(np.nan_to_num(heights, nan=0.0), self._low, self._high)
        above = np.maximum(ends, 0.0), np.full(len(ends), self._high)
        below = np.full(len(ends), min(self._low, 0.0)), np.minimum(ends, 0.0)
        self._cover.set_path(self._boxes([above, below] if self._low < 0 else [above]))
        texts = [short_number(value, self._digits) for value in values]
        self._numbers.set_labels(texts, y=ends, below=ends < 0)

    def _boxes(self, spans):
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
    >>> from helpers.picture import new_figure
    >>> figure, axes = new_figure()
    >>> image = PixelImage(axes, zoom=10)
    >>> image.set_pixels(np.zeros((8, 8, 4), dtype=np.uint8))
    >>> image.pixels.shape
    (8, 8, 4)
    """

    def __init__(self, axes, zoom):
        super().__init__()
        self._zoom = zoom
        self.pixels = np.zeros((1, 1, 4), dtype=np.uint8)
        axes.add_artist(self)
        self.set_clip_on(False)

    def set_pixels(self, pixels):
        """Show an array of colours, shape (rows, columns, 4), uint8."""
        self.pixels = pixels
        self.stale = True

    def draw(self, renderer):
        """Copy the pixels into the figure; an image is placed by its lower left corner."""
        if not self.get_visible():
            return
        zoom = max(1, round(self._zoom * renderer.dpi / 200))
        large = self.pixels.repeat(zoom, axis=0).repeat(zoom, axis=1)
        box = self.axes.bbox
        gc = renderer.new_gc()
        bottom = round(box.y1) - large.shape[0]
        renderer.draw_image(gc, round(box.x0), bottom, np.ascontiguousarray(large[::-1]))
        gc.restore()
        self.stale = False
