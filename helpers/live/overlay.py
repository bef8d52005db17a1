"""What moves in a live picture, as SVG: some kilobytes, sharp at every size, without pixels."""

import functools
import hashlib
import io
import uuid
import warnings
import weakref
from collections.abc import Iterable
from typing import Any

from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

POINTS_TO_THE_INCH = 72
"""The unit of the SVG; the figure's dpi while it is drawn."""


def svg_of(figure: Figure, artists: Iterable[Artist]) -> str:
    """Draw some of a figure's artists, and nothing else, into an SVG with a clear background.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Its dpi must be `POINTS_TO_THE_INCH`; its layout must be done.
    artists : iterable of matplotlib.artist.Artist
        Drawn in this order.

    Returns
    -------
    str
        One ``<svg>`` element. Every text in it is escaped.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> figure = Figure(figsize=(2, 1), dpi=POINTS_TO_THE_INCH)
    >>> label = figure.text(0, 0, "a < b", parse_math=False)
    >>> svg = svg_of(figure, [label])
    >>> svg[:4], "a &lt; b" in svg
    ('<svg', True)
    """
    width, height = figure.get_size_inches() * POINTS_TO_THE_INCH
    stream = io.StringIO()
    renderer = _Overlay(width, height, stream, image_dpi=200, metadata=_NO_METADATA)
    renderer.salt = _salts.setdefault(figure, uuid.uuid4().hex)
    for artist in artists:
        artist.draw(renderer)
    renderer.finalize()
    document = stream.getvalue()
    return document[document.index("<svg") :]


_CLEAR = (0.0, 0.0, 0.0, 0.0)
_NO_METADATA = {"Creator": None, "Date": None, "Format": None, "Type": None}


_salts: weakref.WeakKeyDictionary[Figure, str] = weakref.WeakKeyDictionary()
"""What makes the ids in the frames of one figure differ from those of all others."""


class _Overlay(RendererSVG):
    """matplotlib's own SVG, shorter where a picture has much of the same."""

    salt = ""

    def _make_id(self, type: str, content: Any) -> str:
        """Return an id: in one figure the same for the same, so that equal frames are equal."""
        return f"{type}{hashlib.sha256(f'{self.salt} {content}'.encode()).hexdigest()[:10]}"

    def _number(self) -> int:
        self._numbered = getattr(self, "_numbered", 0) + 1
        return self._numbered

    def _write_default_style(self) -> None:
        """Leave out a ``<style>*{…}</style>``, which would hold for the whole page.

        The two lines of it that count stand in screen.css, for the picture alone.
        """

    def draw_markers(
        self,
        gc: Any,
        marker_path: Any,
        marker_trans: Any,
        path: Any,
        trans: Any,
        rgbFace: Any = None,
    ) -> None:
        """Send all markers of a line as one path that bears them, not as an element each."""
        name = self._make_id("m", self._number())
        alone = self.new_gc()
        alone.copy_properties(gc)
        alone.set_clip_rectangle(None)
        alone.set_clip_path(None)
        self.writer.start("marker", id=name, markerUnits="userSpaceOnUse", overflow="visible")
        at_origin = marker_trans + Affine2D().translate(0, self.height)  # draw_path turns y over
        self.draw_path(alone, marker_path, at_origin, rgbFace)
        self.writer.end("marker")
        self.writer.start("g", style=f"marker: url(#{name})")
        unseen = self.new_gc()
        unseen.copy_properties(gc)
        unseen.set_linewidth(0)
        self.draw_path(unseen, path, trans, _CLEAR)  # filled paths keep all their points
        self.writer.end("g")

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Send a plain line of text as text, not as outlines.

        Whichever font the reader's browser has, it gets the width that it has in matplotlib's.
        """
        if ismath or angle:
            RendererSVG.draw_text(self, gc, x, y, s, prop, angle, ismath, mtext)
            return
        width, _, _ = self.get_text_width_height_descent(s, prop, ismath)
        size = prop.get_size_in_points()
        self.writer.element(
            "text",
            s,
            x=f"{x:.2f}",
            y=f"{y:.2f}",
            textLength=f"{width:.2f}",
            lengthAdjust="spacingAndGlyphs",
            style=f"font-size: {size:g}px; fill: {to_hex(gc.get_rgb(), keep_alpha=True)}",
        )

    def get_text_width_height_descent(
        self, s: str, prop: Any, ismath: Any
    ) -> tuple[float, float, float]:
        """Measure a text once: most of a picture's words come again at the next move."""
        return _measured(s, prop, ismath)


@functools.lru_cache(maxsize=4096)
def _measured(text: str, font: FontProperties, ismath: Any) -> tuple[float, float, float]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)  # the browser has other fonts
        return text_to_path.get_text_width_height_descent(text, font, ismath)
