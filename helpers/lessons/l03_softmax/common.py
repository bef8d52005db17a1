"""What the pictures of lesson 03 share: their sliders, and what is wrong with an answer."""

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import blended_transform_factory
from numpy.typing import ArrayLike

from helpers.languages import say
from helpers.languages.columns import wrap
from helpers.live.controls import slider
from helpers.live.labels import Labels
from helpers.live.learner import must_be_callable
from helpers.live.parts import MINUS, short_number
from helpers.live.picture import CLASSES, WARNING_COLOR
from helpers.maths.arguments import FloatArray, three_numbers


def what_is_wrong(p: FloatArray) -> str | None:
    """Say why some numbers are no probabilities, or return an empty string.

    Parameters
    ----------
    p : numpy.ndarray, shape (K,)

    Returns
    -------
    str

    Examples
    --------
    >>> what_is_wrong(np.array([0.9, 0.3, 0.1]))
    'the sum is 1.300'
    """
    if np.isnan(p).any():
        return say("nan: no number came out")
    if np.isinf(p).any():
        return say("inf: too large for a float")
    if (p < 0).any():
        return say("some are below 0")
    if not np.isclose(p.sum(), 1.0, atol=1e-6):
        return say("the sum is {total}").format(total=short_number(p.sum()))
    return ""


def three_logits(logits: ArrayLike, function: Any, explorer: str, limit: float) -> Any:
    """Return the start of the sliders, after checking what an explorer was given."""
    must_be_callable(
        function, say("{name} needs a function").format(name=explorer), f"{explorer}(my_softmax)"
    )
    return three_numbers(logits, "logits", -limit, limit, "(2.0, 1.0, 0.1)")


class StatusLine:
    """A line or two below a panel: what holds, or in the colour of a warning what does not."""

    def __init__(self, figure: Figure, axes: Axes, letters: int) -> None:
        axes.set_xlabel(" \n ")  # keeps the room
        self._letters = letters
        place: dict[str, Any] = {
            "x": [0.5, 0.5],
            "y": [0.055, 0.0],
            "transform": blended_transform_factory(axes.transAxes, figure.transFigure),
        }
        self._tell = Labels(axes, **place)
        self._warn = Labels(axes, **place, color=WARNING_COLOR)
        self.artists = [self._tell, self._warn]
        self.text = ""

    def tell(self, text: str) -> None:
        """Say what holds."""
        self._show(text, self._tell, self._warn)

    def warn(self, text: str) -> None:
        """Say what is wrong, in the colour of a warning."""
        self._show(text, self._warn, self._tell)

    def _show(self, text: str, shown: Labels, hidden: Labels) -> None:
        self.text = text
        lines = wrap(text.replace("-", MINUS), self._letters)
        shown.set_labels([*lines, "", ""][:2])
        hidden.set_labels(["", ""])


def logit_sliders(
    starts: Sequence[float], limit: float, **options: Any
) -> dict[str, widgets.FloatSlider]:
    """Return one slider for each class's score, from -limit to limit."""
    return {
        style.name: slider(
            *(say("score of {name}").format(name=style.label), z, -limit, limit),
            color=style.color,
            **options,
        )
        for style, z in zip(CLASSES, starts, strict=True)
    }
