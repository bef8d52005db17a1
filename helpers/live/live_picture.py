"""LivePicture: controls, and a figure that is drawn once and then only updated.

An explorer declares what moves and says how a set of values moves it; it never draws itself. The
rest of the figure is a background that is drawn and sent once. On each step of a control only the
moving artists are drawn, as SVG, and sent with the words. No figure is made, no output cleared, no
pyplot used: that is what lets the picture answer within a frame.
"""

import contextlib
import html
import io
import math
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

import ipywidgets as widgets
from matplotlib.artist import Artist
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from helpers.languages import lang, say, say_list, tag, to_say
from helpers.live.cells import replace_earlier
from helpers.live.controls import close_widgets, mime_bundle, state_of
from helpers.live.frames_ahead import Ahead, Frame, Stopwatch
from helpers.live.handles import Handle
from helpers.live.home import Home, nobody_to_ask
from helpers.live.learner import LearnerError, Stopped
from helpers.live.overlay import POINTS_TO_THE_INCH, svg_of
from helpers.live.page_words import labels
from helpers.live.picture import (
    CSS_DPI,
    DEVICE_DPI,
    WARNING_COLOR,
    Picture,
    course_style,
    panels_of,
)
from helpers.live.screen import Screen
from helpers.live.stored import MIME_TYPE, SETTING, stored
from helpers.live.time_limit import OutOfTime
from helpers.live.told import describe
from helpers.live.unnoticed import unnoticed

ASLEEP = to_say("A still picture. To make it move, run this cell: Shift+Enter, or the ▶ above.")


class LivePicture:
    """Controls, a picture that moves with them, and words that change with the picture.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn once; see `helpers.live.picture.new_figure`.
    controls : dict of str to ipywidgets.ValueWidget
        Shown above the picture in this order; the keys are the names that `update` receives.
    moving : iterable of matplotlib.artist.Artist
        Every artist that `update` changes. All others are background and never drawn again.
    update : callable
        ``update(**values)`` sets the data of the moving artists and returns the words for the
        picture. What it raises is shown in words in the picture's place, and the next good value
        brings the picture back. It is called more often than the reader moves something: see
        `helpers.live.frames_ahead`.
    handles : iterable of helpers.live.handles.Handle
        Places in the picture that can be dragged; each moves one of the controls.
    play : str, optional
        The name of a control that a button *Play* moves step by step. *Reset*, which every picture
        has, brings all controls back to their start.

    Raises
    ------
    TypeError
        If a control is no widget with a value, or `moving` has something that is not in the figure.
    ValueError
        If a handle or `play` names no control.

    Examples
    --------
    >>> from helpers.live.picture import new_figure
    >>> figure, axes = new_figure()
    >>> (bar,) = axes.bar(["cat"], [0.0])
    >>> def update(height):
    ...     bar.set_height(height)
    ...     return f"One bar: {height:.1f} high."
    >>> from helpers.live.controls import slider
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
        handles: Iterable[Handle] = (),
        play: str | None = None,
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
        self._handles = list(handles)
        for name in [*(handle.control for handle in self._handles), *([play] if play else [])]:
            self._must_be_control(name)
        self._figure: Figure | None = figure
        self._update = update
        self._held = False
        self._home, self._called = Home(), False
        self._elsewhere = False  # the figure is where a frame ahead has left it
        self._slow = False
        self.words = ""
        self.error: str | None = None
        self._box = widgets.VBox()
        self._box.add_class("course-explorer")
        width, height = (round(inches * CSS_DPI) for inches in figure.get_size_inches())
        background = self._draw_background(figure)
        self._screen = Screen(
            background=background,
            panels=panels_of(figure),
            width=width,
            height=height,
            box=self._box.model_id or "",
            controls={name: control.model_id for name, control in self.controls.items()},
            start=self._places(),
            play=play or "",
            labels=labels(),
            lang=tag(),
        )
        self._box.children = [*self.controls.values(), self._screen]
        for control in self.controls.values():
            control.observe(self._on_change, names="value")
        self._ahead = self._frames_ahead()
        self._show()
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
        for name in values:
            self._must_be_control(name)
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
        self._show()
        return self

    def _must_be_control(self, name: str) -> None:
        if name not in self.controls:
            raise ValueError(
                say("There is no control {name!r}. The controls are {controls}.").format(
                    name=name, controls=say_list(self.controls)
                )
            )

    def _places(self) -> dict[str, Any]:
        """Return what the page knows of the controls: their values, of lists the indices."""
        return {name: state_of(control) for name, control in self.controls.items()}

    def _set_one(self, name: str, value: Any) -> None:
        control = self.controls[name]
        low, high = getattr(control, "min", None), getattr(control, "max", None)
        if low is not None and high is not None:
            try:
                outside = not low <= value <= high
            except TypeError:
                raise ValueError(
                    say("The control {name!r} takes a number, not {value!r}.").format(
                        name=name, value=value
                    )
                ) from None
            if outside:
                raise ValueError(
                    say("The control {name!r} goes from {low} to {high}, not to {value}.").format(
                        name=name, low=low, high=high, value=value
                    )
                )
        try:
            control.value = value
        except Exception as error:
            raise ValueError(
                say("The control {name!r} cannot take {value!r}: {error}").format(
                    name=name, value=value, error=error
                )
            ) from error

    def refresh(self) -> None:
        """Draw the picture for the values of the controls, for example after your function changed.

        Examples
        --------
        >>> from helpers import explore_softmax
        >>> explore_softmax().refresh()
        """
        self._must_be_open()
        if self._ahead is not None:
            self._ahead.drop()
        self._show()

    def _show(self) -> None:
        """Draw for the values that the controls have now."""
        self._must_be_open()
        self._elsewhere = False
        try:
            frame = self._frame(self.values)
            self.words, self.error = frame["words"], None
        except (Exception, Stopped) as error:
            told = isinstance(error, LearnerError | Stopped)
            self.error = str(error) if told else describe(error)
            self.words = say("No picture: {error}").format(error=self.error)
            self._screen.show_error(self.words, self._places())
            if isinstance(error, Stopped):
                raise
        else:
            self._screen.show_frame(**frame, drawn=self._places())
        finally:
            if self._ahead is not None:
                self._ahead.slow = self._slow

    def _frame(self, values: dict[str, Any]) -> Frame:
        """Return what the picture shows for some values of its controls."""
        figure = self._must_be_open()
        watch = Stopwatch()
        try:
            words = self._update(**values)
        finally:
            self._slow = watch.is_late()
        handles = [{"control": h.control, "path": h.on_page()} for h in self._handles]
        return {"moving": svg_of(figure, self._moving), "words": words, "handles": handles}

    def _on_change(self, change: Any) -> None:
        if self._ahead is not None:
            moved = (name for name, control in self.controls.items() if control is change.owner)
            self._ahead.moved(next(moved, ""))
        if self._held or self._called:
            return
        self._called = True  # what moves until then is drawn with it
        self._home.call(self._answer)

    def _answer(self) -> None:
        """Draw after a control has moved."""
        self._called = False
        if self._figure is None:  # closed on the way here
            return
        with nobody_to_ask(), contextlib.suppress(Stopped):
            self._show()  # that it was stopped is said in the picture's place

    def _frames_ahead(self) -> Ahead | None:
        """Return what draws frames before they are asked for; it needs an event loop."""
        if self._home.loop is None:
            return None

        def draw(values: dict[str, Any]) -> Frame:
            self._elsewhere = True
            return self._frame(values)

        return Ahead(self.controls, self._screen, draw, self._home.loop)

    def _draw_background(self, figure: Figure) -> bytes:
        """Draw once what does not move, as a PNG."""
        for artist in self._moving:
            artist.set_animated(True)  # leaves them out
        figure.set_dpi(DEVICE_DPI)
        stream = io.BytesIO()
        with course_style():
            FigureCanvasAgg(figure).print_png(stream)
        figure.set_layout_engine("none")
        figure.set_dpi(POINTS_TO_THE_INCH)
        FigureCanvasBase(figure)  # takes the place of the canvas and lets its pixels go
        return stream.getvalue()

    def close(self) -> None:
        """Take the controls off the page and let go of the figure; the last still image stays."""
        if self._figure is None:
            return
        self._still = self._html()
        if self._ahead is not None:
            self._ahead.close()
        close_widgets(self._box)
        self._figure = None
        self._moving, self._handles = [], []
        del self._update  # and with it all that the picture was made of

    def _must_be_open(self) -> Figure:
        if self._figure is None:
            raise RuntimeError(
                say("This live picture is closed, because its cell was run again. Use the new one.")
            )
        return self._figure

    def _html(self) -> str:
        """Return the still picture, which stands where no kernel answers."""
        if self._figure is None:
            return self._still
        if self.error:
            return _error_html(self.words)
        if self._elsewhere:
            with contextlib.suppress(Exception, OutOfTime), unnoticed(seconds=1):
                self._frame(self.values)
        return Picture(self._figure, self.words).html

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = mime_bundle(self.words, self._html(), self._box, self._screen, say(ASLEEP))
        if os.environ.get(SETTING) == "1" and self._figure is not None and not self.error:
            with unnoticed(seconds=math.inf):
                data[MIME_TYPE] = stored(self.controls, self._frame, self._screen)
                self._frame(self.values)
        return data, metadata


def _error_html(words: str) -> str:
    return (
        f'<div{lang()} role="alert" style="border-left: 4px solid {WARNING_COLOR}; '
        f'padding: 0.5em 1em; max-width: 60em; overflow-wrap: anywhere;">{html.escape(words)}</div>'
    )
