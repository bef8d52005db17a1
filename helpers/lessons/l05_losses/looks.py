"""What the pictures of lesson 05 share: one look for each loss, and how a learner's loss is met."""

from collections.abc import Callable
from typing import Any

from matplotlib.axes import Axes

from helpers.languages import say
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, must_be_callable

LOOKS: tuple[dict[str, Any], ...] = (
    {"color": "#000000", "linestyle": "-", "marker": "o"},
    {"color": "#D55E00", "linestyle": (0, (5, 1.5)), "marker": "s"},
    {"color": "#56B4E9", "linestyle": (0, (1, 1)), "marker": "^"},
    {"color": "#9933CC", "linestyle": (0, (8, 2)), "marker": "v"},
    {"color": "#666633", "linestyle": (0, (3, 1, 1, 1, 1, 1)), "marker": "P"},
)
"""One look for each contender, told apart by line and marker too."""

OWN: dict[str, Any] = {"color": "#CC79A7", "linestyle": (0, (5, 1.5, 1, 1.5)), "marker": "D"}
"""The look of the learner's own loss."""


def looks_of(names: list[str], own: bool = False) -> list[dict[str, Any]]:
    """Return a look for each name; the last one is the learner's if `own`.

    Raises
    ------
    ValueError
        If there are more names than looks.

    Examples
    --------
    >>> [look["marker"] for look in looks_of(["one", "two", "mine"], own=True)]
    ['o', 's', 'D']
    """
    others = len(names) - own
    if others > len(LOOKS):
        raise ValueError(
            say(
                "A picture can tell {looks} contenders apart, but there are {others}. "
                "Race fewer of them."
            ).format(looks=len(LOOKS), others=others)
        )
    return [*LOOKS[:others], *([OWN] if own else [])]


def capital(name: str) -> str:
    """Return a name as it begins a sentence.

    Examples
    --------
    >>> capital("squared error")
    'Squared error'
    """
    return f"{name[0].upper()}{name[1:]}"


def key(axes: Axes, x: float, y: float, look: dict[str, Any]) -> Labels:
    """Draw the line of a look into the background, and return the text that moves beside it."""
    style = {"color": look["color"], "linestyle": look["linestyle"], "transform": axes.transAxes}
    axes.plot([x, x + 0.07], [y, y], clip_on=False, **style)
    axes.plot([x + 0.035], [y], marker=look["marker"], markersize=6, clip_on=False, **style)
    return Labels(axes, [x + 0.085], [y - 0.045], align="left", transform=axes.transAxes)


def must_be_a_function(loss: Any, explorer: str) -> None:
    """Say how to hand over a loss, if it is given and no function."""
    if loss is not None:
        needs = say("{explorer} needs a function of p").format(explorer=explorer)
        must_be_callable(loss, needs, f"{explorer}(my_loss)")


def attempt(compute: Callable[[], Any]) -> Any:
    """Return what a learner's loss gives, or None; the picture's update says what went wrong."""
    try:
        return compute()
    except LearnerError:
        return None
