"""A matplotlib figure shown with words: an image and a description from the same numbers."""

import base64
import html
import io
import itertools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
from IPython.display import display
from matplotlib.figure import Figure

from helpers.languages import lang, say, to_say
from helpers.live.letters import use_letters

CSS_DPI = 100
"""CSS pixels to the inch: a figure 8 inches wide is 800 CSS pixels wide on the page."""

DEVICE_DPI = 2 * CSS_DPI
"""Image pixels to the inch: sharp on a screen with two device pixels to the CSS pixel."""

STYLE = Path(__file__).with_name("course.mplstyle")


@dataclass(frozen=True)
class ClassStyle:
    """How one class looks in every picture; never told apart by its colour alone."""

    name: str
    color: str
    marker: str
    hatch: str

    @property
    def label(self) -> str:
        """The name as it is shown, in the language that is spoken."""
        return say(self.name)


CLASSES = (
    ClassStyle(to_say("cat"), "#0072B2", "o", "//"),
    ClassStyle(to_say("dog"), "#E69F00", "s", ".."),
    ClassStyle(to_say("rabbit"), "#009E73", "^", "xx"),
)
"""The three classes of the running example, in the order of their indices 0, 1, 2."""

WARNING_COLOR = "#B33F00"
"""Dark vermilion: for what went wrong in a picture, always beside words that say so."""


@contextmanager
def course_style() -> Iterator[None]:
    """Let matplotlib draw in the style of the course inside a ``with`` block.

    There it does not complain of letters that its font lacks: a learner's function may have a
    Chinese name, and the words of the picture tell it.

    Examples
    --------
    >>> import matplotlib
    >>> with course_style():
    ...     matplotlib.rcParams["font.size"]
    12.0
    """
    with matplotlib.rc_context(fname=STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)
        use_letters()
        yield


def new_figure(
    rows: int = 1, columns: int = 1, *, width: float = 8.0, height: float = 3.2, **options: Any
) -> tuple[Figure, Any]:
    """Return a figure and its axes in the style of the course, outside pyplot.

    Parameters
    ----------
    rows, columns : int
        The grid of axes.
    width, height : float
        Size in inches; an inch is 100 CSS pixels on the page.
    **options
        Passed on to ``Figure.subplots``, for example ``width_ratios``.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes, or an array of them if there are several

    Examples
    --------
    >>> figure, (left, right) = new_figure(columns=2)
    >>> figure.get_size_inches().tolist()
    [8.0, 3.2]
    """
    if "width_ratios" in options or "height_ratios" in options:
        grid = {
            key: options.pop(key) for key in ("width_ratios", "height_ratios") if key in options
        }
        options["gridspec_kw"] = {**grid, **options.get("gridspec_kw", {})}
    use_letters()  # also for what is written into the figure later
    with course_style():
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.subplots(rows, columns, **options)


def image_html(png: bytes, words: str, width: int, height: int) -> str:
    """Return an ``<img>`` element that carries its own bytes and its own words.

    An ``alt`` in HTML reaches every reader of a notebook: the metadata of an ``image/png`` output
    do not (an open gap in the protocol, jupyter/enhancement-proposals 120).

    Parameters
    ----------
    png : bytes
        The encoded picture.
    words : str
        The description; any text, it is escaped here.
    width, height : int
        Size on the page in CSS pixels.

    Returns
    -------
    str

    Examples
    --------
    >>> image_html(b"...", 'A < "B"', 8, 3)[:55]
    '<img alt="A &lt; &quot;B&quot;" width="8" height="3" st'
    """
    source = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    return (
        f'<img alt="{html.escape(words)}"{lang()} width="{width}" height="{height}" '
        f'style="max-width: 100%; height: auto;" decoding="sync" src="{source}">'
    )


def panels_of(figure: Figure) -> list[list[float]]:
    """Return the parts of a figure's width, from and to, that can stand below each other.

    Axes that lie over each other, with their labels, stay together.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Its layout must be done.

    Returns
    -------
    list of [float, float]
        From 0 to 1, one for each panel, from left to right.

    Examples
    --------
    >>> figure, (left, right) = new_figure(columns=2)
    >>> for axes, x in ((left, 0.1), (right, 0.6)):
    ...     axes.set_position((x, 0.2, 0.3, 0.6))
    >>> figure.set_layout_engine("none")
    >>> [(round(a, 1), round(b, 1)) for a, b in panels_of(figure)]
    [(0.0, 0.5), (0.5, 1.0)]
    """
    with course_style():
        boxes = [axes.get_tightbbox() for axes in figure.axes if axes.get_visible()]
    spans = sorted((box.x0, box.x1) for box in boxes if box is not None)
    groups: list[list[float]] = []
    for low, high in spans:
        if groups and low < groups[-1][1]:
            groups[-1][1] = max(groups[-1][1], high)
        else:
            groups.append([low, high])
    cuts = [float((a[1] + b[0]) / 2 / figure.bbox.width) for a, b in itertools.pairwise(groups)]
    return [[a, b] for a, b in itertools.pairwise([0.0, *cuts, 1.0])]


class Picture:
    """A still picture and its words, ready to be displayed.

    Its ``text/html`` is the image with the words as alternative text; its ``text/plain`` is the
    words alone, which is what the tests of the notebooks compare.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    words : str
        What the picture shows, from the numbers that it was drawn from.

    Raises
    ------
    ValueError
        If there are no words.

    Examples
    --------
    >>> figure, axes = new_figure()
    >>> Picture(figure, "An empty pair of axes.")
    An empty pair of axes.
    """

    def __init__(self, figure: Figure, words: str) -> None:
        if not isinstance(words, str) or not words.strip():
            raise ValueError(
                "A picture needs words: pass a sentence that says what it shows, "
                "made from the same numbers, for readers who cannot see it."
            )
        self.words = words
        width, height = figure.get_size_inches()
        stream = io.BytesIO()
        with course_style():
            figure.savefig(stream, format="png", dpi=DEVICE_DPI)
        size = round(width * CSS_DPI), round(height * CSS_DPI)
        self.html = image_html(stream.getvalue(), words, *size)

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": self.words, "text/html": self.html}


def show(figure: Figure, words: str) -> None:
    """Display a figure with its words, as every picture of the course is displayed.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    words : str
        One to three sentences with the numbers that matter.

    Raises
    ------
    ValueError
        If there are no words.

    Examples
    --------
    >>> figure, axes = new_figure()
    >>> bars = axes.bar(["cat", "dog"], [0.7, 0.3])
    >>> show(figure, "Two bars: cat 0.7, dog 0.3.")
    Two bars: cat 0.7, dog 0.3.
    """
    display(Picture(figure, words))
