"""Where a live picture stands on the page: a background, what moves over it, and its words."""

import anywidget
from traitlets import Bytes, Int, Unicode

from helpers.live.joined import HERE, joined


class Screen(anywidget.AnyWidget):
    """A background that is sent once, an SVG over it that moves, and words that change with it.

    The words are the alternative text of the picture; a while after the last move they are also
    announced politely to screen readers. ipywidgets has no widget that can do either without
    replacing the whole picture. The sliders beside it get names, which ipywidgets forgets.

    Parameters
    ----------
    background : bytes
        A PNG.
    width, height : int
        Size on the page in CSS pixels.

    Examples
    --------
    >>> screen = Screen(background=b"", width=800, height=320)
    >>> screen.show_frame("<svg></svg>", "One bar: 0.5 high.")
    >>> screen.words
    'One bar: 0.5 high.'
    >>> screen.show_error("No picture: too tall")
    >>> screen.error
    'No picture: too tall'
    """

    _esm = joined("keys.js", "sliders.js", "player.js", "screen.js")
    _css = HERE / "screen.css"

    background = Bytes().tag(sync=True)
    width = Int().tag(sync=True)
    height = Int().tag(sync=True)
    moving = Unicode().tag(sync=True)
    words = Unicode().tag(sync=True)
    error = Unicode().tag(sync=True)

    def show_frame(self, moving: str, words: str) -> None:
        """Show what moved, in one message.

        Parameters
        ----------
        moving : str
            An ``<svg>`` element as large as the background. It becomes part of the page as it is,
            so every text in it must be escaped.
        words : str
            What the picture shows now; plain text.
        """
        with self.hold_sync():
            self.moving, self.words, self.error = moving, words, ""

    def show_error(self, error: str) -> None:
        """Show a sentence in the picture's place; plain text."""
        self.error = error
