"""LivePicture: controls, and a figure that is drawn once and then only updated.

An explorer declares what moves and says how a set of values moves it; it never draws itself. The
rest of the figure is a background that is drawn and sent once. On each step of a control only the
moving artists are drawn, as SVG, and sent with the words. No figure is made, no output cleared, no
pyplot used: that is what lets the picture answer within a frame.
"""

import builtins
import html
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self

import ipywidgets as widgets
from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers.cells import replace_earlier
from helpers.learner import LearnerError, Stopped, describe
from helpers.overlay import POINTS_TO_THE_INCH, svg_of
from helpers.picture import CSS_DPI, DEVICE_DPI, WARNING_COLOR, Picture, course_style
from helpers.screen import Screen


def slider(
    label: str, value: float, low: float, high: float, step: float = 0.1, digits: int = 1
) -> widgets.FloatSlider:
    """Return a slider for a number, moved by mouse, by touch or with the arrow keys.

    Parameters
    ----------
    label : str
        Stands to the left of the slider; screen readers read it.
    value, low, high, step : float
    digits : int
        Decimals shown beside the slider.

    Returns
    -------
    ipywidgets.FloatSlider

    Examples
    --------
    >>> slider("score of cat", 2.0, -3, 3).value
    2.0
    """
    return widgets.FloatSlider(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label,
        readout_format=f".{digits}f",
        style={"description_width": "9em"},
        layout={"width": "min(100%, 34em)"},
    )


def choice(label: str, options: Sequence[Any]) -> widgets.Dropdown:
    """Return a drop-down list; the first option is chosen.

    Parameters
    ----------
    label : str
    options : list of str, or list of (str, value) pairs

    Returns
    -------
    ipywidgets.Dropdown

    Examples
    --------
    >>> choice("order", ["cat, dog, rabbit", "dog, cat, rabbit"]).value
    'cat, dog, rabbit'
    """
    return widgets.Dropdown(
        options=options,
        description=label,
        style={"description_width": "9em"},
        layout={"width": "min(100%, 34em)"},
    )


def switch(label: str, value: bool = False) -> widgets.Checkbox:
    """Return a check box.

    Examples
    --------
    >>> switch("subtract the largest score first").value
    False
    """
    return widgets.Checkbox(
        value=value, description=label, indent=False, layout={"width": "max-content"}
    )


def mime_bundle(words: str, still: str, box: widgets.Widget) -> dict[str, Any]:
    """Return the forms of one output: the live widget, and what stands where no kernel answers.

    Parameters
    ----------
    words : str
        The ``text/plain``, which the tests of the notebooks compare.
    still : str
        The ``text/html``, for GitHub, an exported page or print.
    box : ipywidgets.Widget
        The live form; left out once it is closed.

    Returns
    -------
    dict

    Examples
    --------
    >>> sorted(mime_bundle("words", "<p>still</p>", widgets.HTML()))
    ['application/vnd.jupyter.widget-view+json', 'text/html', 'text/plain']
    """
    bundle: dict[str, Any] = {"text/plain": words, "text/html": still}
    if box.comm is not None:
        bundle["application/vnd.jupyter.widget-view+json"] = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": box.model_id,
        }
    return bundle


def close_widgets(widget: widgets.Widget) -> None:
    """Close a widget, all that it holds, and the layouts and styles that come with each.

    Examples
    --------
    >>> box = widgets.VBox([widgets.HTML("gone")])
    >>> close_widgets(box)
    >>> box.comm is None
    True
    """
    for child in getattr(widget, "children", ()):
        close_widgets(child)
    widget.unobserve_all()
    for name in ("layout", "style"):
        if widget.has_trait(name):
            getattr(widget, name).close()
    widget.close()


class LivePicture:
    """Controls, a picture that moves with them, and words that change with the picture.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn once; see `helpers.picture.new_figure`.
    controls : dict of str to ipywidgets.ValueWidget
        Shown above the picture in this order; the keys are the names that `update` receives.
    moving : iterable of matplotlib.artist.Artist
        Every artist that `update` changes. All others are background and never drawn again.
    update : callable
        ``update(**values)`` sets the data of the moving artists and returns the words for the
        picture. What it raises is shown in words in the picture's place, and the next good value
        brings the picture back.

    Raises
    ------
    TypeError
        If a control is no widget with a value, or `moving` has something that is not in the figure.

    Examples
    --------
    >>> from helpers.picture import new_figure
    >>> figure, axes = new_figure()
    >>> (bar,) = axes.bar(["cat"], [0.0])
    >>> def update(height):
    ...     bar.set_height(height)
    ...     return f"One bar: {height:.1f} high."
    >>> picture = LivePicture(figure, {"height": slider("height", 0.5, 0, 1)}, [bar], update)
    >>> picture
    One bar: 0.5 high.
    >>> picture.set(height=0.8).words
    'One bar: 0.8 high.'
    """

    def __init__(
        self,
        figure: Figure,
        controls: Mapping[str, widgets.ValueWidget],
        moving: Iterable[Artist],
        update: Callable[..., str],
    ) -> None:
        self.controls = dict(controls)
        for name, control in self.controls.items():
            if not isinstance(control, widgets.ValueWidget):
                raise TypeError(
                    f"The control {name!r} must be a widget with a value, got {control!r}."
                )
        self._moving = sorted(moving, key=lambda artist: artist.get_zorder())
        for artist in self._moving:
            if artist.get_figure() is not figure:
                raise TypeError(f"{artist!r} is to move, but it is not in the figure.")
        self._figure: Figure | None = figure
        self._update = update
        self._held = False
        self.words = ""
        self.error: str | None = None
        self._screen = self._draw_background(figure)
        self._box = widgets.VBox([*self.controls.values(), self._screen])
        for control in self.controls.values():
            control.observe(self._on_change, names="value")
        self.refresh()
        replace_earlier(self)

    @property
    def values(self) -> dict[str, Any]:
        """The values of the controls now, as a dict with the names of the controls."""
        return {name: control.value for name, control in self.controls.items()}

    def set(self, **values: Any) -> Self:
        """Set controls from Python, as if they had been moved by hand; draw once.

        Parameters
        ----------
        **values
            One value for each control that changes.

        Returns
        -------
        LivePicture
            Itself.

        Raises
        ------
        ValueError
            If there is no control of that name, or the control cannot take the value. Then no
            control has changed.
        """
        self._must_be_open()
        unknown = sorted(values.keys() - self.controls.keys())
        if unknown:
            raise ValueError(
                f"There is no control {unknown[0]!r}. The controls are {', '.join(self.controls)}."
            )
        before = self.values
        self._held = True
        try:
            for name, value in values.items():
                self._set_one(name, value)
        except ValueError:
            for name in values:
                self.controls[name].value = before[name]
            raise
        finally:
            self._held = False
        self.refresh()
        return self

    def _set_one(self, name: str, value: Any) -> None:
        control = self.controls[name]
        low, high = getattr(control, "min", None), getattr(control, "max", None)
        if low is not None and high is not None:
            try:
                outside = not low <= value <= high
            except TypeError:
                raise ValueError(f"The control {name!r} takes a number, not {value!r}.") from None
            if outside:
                raise ValueError(f"The control {name!r} goes from {low} to {high}, not to {value}.")
        try:
            control.value = value
        except Exception as error:
            raise ValueError(f"The control {name!r} cannot take {value!r}: {error}") from error

    def refresh(self) -> None:
        """Draw the picture for the values of the controls, for example after your function changed.

        Examples
        --------
        >>> from helpers import explore_softmax
        >>> explore_softmax().refresh()
        """
        figure = self._must_be_open()
        try:
            self.words = self._update(**self.values)
            self.error = None
            moving = svg_of(figure, self._moving)
        except (Exception, Stopped) as error:
            told = isinstance(error, LearnerError | Stopped)
            self.error = str(error) if told else describe(error)
            self.words = f"No picture: {self.error}"
            self._screen.show_error(self.words)
            if isinstance(error, Stopped):
                raise
        else:
            self._screen.show_frame(moving, self.words)

    def _on_change(self, change: Any) -> None:
        if self._held:
            return
        asks, builtins.input = builtins.input, _nobody_to_ask
        try:
            self.refresh()
        except Stopped:
            pass  # said in the picture's place, and no cell runs that should stop as well
        finally:
            builtins.input = asks

    def _draw_background(self, figure: Figure) -> Screen:
        """Draw once what does not move; return the screen that shows it."""
        for artist in self._moving:
            artist.set_animated(True)  # leaves them out
        figure.set_dpi(DEVICE_DPI)
        stream = io.BytesIO()
        with course_style():
            FigureCanvasAgg(figure).print_png(stream)
        figure.set_layout_engine("none")
        figure.set_dpi(POINTS_TO_THE_INCH)
        FigureCanvasBase(figure)  # takes the place of the canvas and lets its pixels go
        width, height = (round(inches * CSS_DPI) for inches in figure.get_size_inches())
        return Screen(background=stream.getvalue(), width=width, height=height)

    def close(self) -> None:
        """Take the controls off the page and let go of the figure; the last still image stays."""
        if self._figure is None:
            return
        self._still = self._html()
        close_widgets(self._box)
        self._figure = None
        self._moving = []
        del self._update  # and with it all that the picture was made of

    def _must_be_open(self) -> Figure:
        if self._figure is None:
            raise RuntimeError(
                "This live picture is closed, because its cell was run again. Use the new one."
            )
        return self._figure

    def _html(self) -> str:
        """Return the still picture, which stands where no kernel answers."""
        if self._figure is None:
            return self._still
        if self.error:
            return _error_html(self.words)
        return Picture(self._figure, self.words).html

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return mime_bundle(self.words, self._html(), self._box)


def _nobody_to_ask(prompt: object = "", /) -> str:
    """Stand for input() while a control moves: no cell runs, so it would wait for ever."""
    raise RuntimeError("input() cannot ask anything while a picture moves")


def _error_html(words: str) -> str:
    return (
        f'<div role="alert" style="border-left: 4px solid {WARNING_COLOR}; padding: 0.5em 1em; '
        f'max-width: 60em; overflow-wrap: anywhere;">{html.escape(words)}</div>'
    )
