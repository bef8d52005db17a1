"""Where a live picture stands on the page: a background, what moves over it, and its words."""

from collections.abc import Mapping, Sequence
from typing import Any

import anywidget
from traitlets import Bytes, Dict, Int, List, Unicode

from helpers.live.joined import HERE, joined
from helpers.live.page_words import LABELS


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
    panels : list of pairs of floats
        The parts of the width, from and to, that stand below each other on a narrow page.
    box : str
        The id of the widget that holds this one and its controls.
    controls : dict of str to str
        Name of a control → id of its widget.
    start : dict
        Name of a control → its value at the start, or its index if it is a list.
    play : str
        The control that Play moves; without one there is no Play.
    labels : dict of str to str
        What the page itself says: see `helpers.live.page_words`.
    lang : str
        What HTML calls the language of all words.

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

    _esm = joined(
        "alive.js",
        "frames.js",
        "sight.js",
        "places.js",
        "handles.js",
        "keys.js",
        "language.js",
        "player.js",
        "silence.js",
        "sliders.js",
        "tools.js",
        "screen.js",
    )
    _css = HERE / "screen.css"

    background = Bytes().tag(sync=True)
    width = Int().tag(sync=True)
    height = Int().tag(sync=True)
    panels: "List[Any]" = List().tag(sync=True)
    box = Unicode().tag(sync=True)
    controls = Dict().tag(sync=True)
    start = Dict().tag(sync=True)
    play = Unicode().tag(sync=True)
    labels = Dict(LABELS).tag(sync=True)
    lang = Unicode("en").tag(sync=True)
    moving = Unicode().tag(sync=True)
    words = Unicode().tag(sync=True)
    error = Unicode().tag(sync=True)
    handles: "List[Any]" = List().tag(sync=True)
    drawn = Dict().tag(sync=True)

    def show_frame(
        self,
        moving: str,
        words: str,
        handles: Sequence[Mapping[str, Any]] = (),
        drawn: Mapping[str, Any] | None = None,
    ) -> None:
        """Show what moved, in one message.

        Parameters
        ----------
        moving : str
            An ``<svg>`` element as large as the background. It becomes part of the page as it is,
            so every text in it must be escaped.
        words : str
            What the picture shows now; plain text.
        handles : sequence of dict
            For each handle its ``control`` and its ``path``; see `helpers.live.handles`.
        drawn : dict, optional
            The values (of lists the indices) of the controls that this frame shows.
        """
        with self.hold_sync():
            self.moving, self.words, self.error = moving, words, ""
            self.handles, self.drawn = list(handles), dict(drawn or {})

    def show_error(self, error: str, drawn: Mapping[str, Any] | None = None) -> None:
        """Show a sentence in the picture's place; plain text."""
        with self.hold_sync():
            self.error, self.drawn = error, dict(drawn or {})
