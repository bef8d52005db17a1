"""Numbers and words that move in a live picture, drawn from glyph outlines that are kept.

matplotlib shapes and rasterises a `Text` anew at every draw: about a millisecond each at double
density, which is a fifth of what a frame allows. Here each glyph's outline is taken once, and all
labels of one artist are filled as a single path.
"""

import functools

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import IdentityTransform

FONT = FontProperties(family="DejaVu Sans")  # ships with matplotlib: the same everywhere
COLOR = "#222222"
_CAP_HEIGHT = 0.73  # of DejaVu Sans, in units of the font size


@functools.cache
def _glyph(character):
    """Return the outline of a character at size 1 and how far the next one stands from it."""
    width, _, _ = text_to_path.get_text_width_height_descent(character, FONT, ismath=False)
    width /= FONT.get_size_in_points()
    if character.isspace():
        return np.empty((0, 2)), np.empty(0, Path.code_type), width
    path = TextPath((0, 0), character, size=100, prop=FONT)
    return path.vertices / 100, path.codes, width


@functools.lru_cache(maxsize=4096)
def outline(text):
    """Return the outline of a line of text at font size 1, starting at (0, 0), and its width.

    Parameters
    ----------
    text : str
        One line; no mathematics.

    Returns
    -------
    vertices : numpy.ndarray, shape (M, 2)
    codes : numpy.ndarray, shape (M,)
    width : float

    Examples
    --------
    >>> vertices, codes, width = outline("0.659")
    >>> round(width, 2)
    2.86
    """
    pieces, codes, x = [np.empty((0, 2))], [np.empty(0, Path.code_type)], 0.0
    for character in text:
        vertices, glyph_codes, width = _glyph(character)
        pieces.append(vertices + np.array([x, 0.0]))
        codes.append(glyph_codes)
        x += width
    return np.concatenate(pieces), np.concatenate(codes), x


class Labels(Artist):
    """Several short texts in one colour that move together; one artist, drawn in one stroke.

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
    >>> from helpers.picture import new_figure
    >>> figure, axes = new_figure()
    >>> labels = Labels(axes, [0, 1], [0, 0])
    >>> labels.set_labels(["0.7", "0.3"], y=[0.7, 0.3])
    >>> labels.texts
    ['0.7', '0.3']
    """

    _GAP = 0.35  # between a text and its place, in units of the font size

    def __init__(
        self, axes, x, y, texts=None, *, align="center", size=11, color=COLOR, transform=None
    ):
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

    def set_labels(self, texts=None, x=None, y=None, below=None):
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

    def draw(self, renderer):
        """Fill all outlines as one path."""
        if not self.get_visible() or not any(self.texts):
            return
        places = self.get_transform().transform(np.column_stack([self._x, self._y]))
        pixels = renderer.points_to_pixels(self._size)
        vertices, codes = [], []
        for text, place, below in zip(self.texts, places, self._below, strict=True):
            shape, shape_codes, width = outline(text)
            rise = -(self._GAP + _CAP_HEIGHT) if below else self._GAP
            offset = np.array([self._shift * width, rise]) * pixels
            vertices.append(shape * pixels + place + offset)
            codes.append(shape_codes)
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        path = Path(np.concatenate(vertices), np.concatenate(codes))
        renderer.draw_path(gc, path, IdentityTransform(), to_rgba(self._color))
        gc.restore()
        self.stale = False
