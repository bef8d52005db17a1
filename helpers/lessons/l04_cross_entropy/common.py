"""What the two live pictures of lesson 04 share: the targets, and what an explorer is given."""

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike

from helpers.live.controls import choice
from helpers.live.parts import short_number
from helpers.maths.arguments import FloatArray, three_numbers

TARGETS: dict[str, tuple[float, ...]] = {
    "cat (1, 0, 0)": (1.0, 0.0, 0.0),
    "dog (0, 1, 0)": (0.0, 1.0, 0.0),
    "rabbit (0, 0, 1)": (0.0, 0.0, 1.0),
    "ten people (0.6, 0.3, 0.1)": (0.6, 0.3, 0.1),
    "anything (1/3, 1/3, 1/3)": (1 / 3, 1 / 3, 1 / 3),
}
"""The targets that the explorers offer, by their names in the list."""


def rounded(values: ArrayLike) -> FloatArray:
    """Return values with what would be shown as 0.000 set to 0, instead of 6e-06."""
    return np.where(np.abs(values) < 5e-4, 0.0, values)


def nats(value: float) -> str:
    """Return a loss as it stands in a picture."""
    return short_number(float(rounded(value)))


def as_logits(logits: ArrayLike) -> FloatArray:
    """Return three logits from -4 to 4."""
    return three_numbers(logits, "logits", -4, 4, "(2.0, 1.0, 0.1)")


def as_target(target: ArrayLike) -> tuple[float, ...]:
    """Return a distribution over the three classes."""
    shares = np.asarray(target, dtype=float)
    if shares.shape != (3,) or not (shares >= 0).all() or not np.isclose(shares.sum(), 1):
        raise ValueError(
            "target must be 3 numbers, none below 0, with the sum 1, such as (0.6, 0.3, 0.1)."
        )
    return tuple(float(share) for share in shares)


def target_list(target: tuple[float, ...]) -> widgets.Dropdown:
    """Return the list of targets with the given one chosen, added to the list if it is new."""
    known = {name: values for name, values in TARGETS.items() if np.allclose(values, target)}
    if known:
        (start,) = known.values()
        options = list(TARGETS.items())
    else:
        start = target
        name = ", ".join(f"{value:.3g}" for value in target)
        options = [(f"yours ({name})", target), *TARGETS.items()]
    control = choice("target $y$", options)
    control.value = start
    return control
