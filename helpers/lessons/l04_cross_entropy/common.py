"""What the two live pictures of lesson 04 share: the targets, and what an explorer is given."""

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, to_say
from helpers.live.controls import choice
from helpers.live.parts import short_number
from helpers.maths.arguments import FloatArray, three_numbers

TARGETS: dict[str, tuple[float, ...]] = {
    to_say("cat (1, 0, 0)"): (1.0, 0.0, 0.0),
    to_say("dog (0, 1, 0)"): (0.0, 1.0, 0.0),
    to_say("rabbit (0, 0, 1)"): (0.0, 0.0, 1.0),
    to_say("ten people (0.6, 0.3, 0.1)"): (0.6, 0.3, 0.1),
    to_say("anything (1/3, 1/3, 1/3)"): (1 / 3, 1 / 3, 1 / 3),
}
"""The targets that the explorers offer, by their names in the list."""


def rounded(values: ArrayLike) -> FloatArray:
    """Return values with what would be shown as 0.000 set to 0, instead of 6e-06."""
    return np.where(np.abs(values) < 5e-4, 0.0, values)


def nats(value: float) -> str:
    """Return a loss as it stands in a picture."""
    return short_number(float(rounded(value)))


def with_what_is_wrong(words: str, wrong: str) -> str:
    """Return the words of a picture, and after them what is wrong with a learner's function."""
    return say("{words} Not right: {wrong}.").format(words=words, wrong=wrong) if wrong else words


def as_logits(logits: ArrayLike) -> FloatArray:
    """Return three logits from -4 to 4."""
    return three_numbers(logits, "logits", -4, 4, "(2.0, 1.0, 0.1)")


def as_target(target: ArrayLike) -> tuple[float, ...]:
    """Return a distribution over the three classes."""
    shares = np.asarray(target, dtype=float)
    if shares.shape != (3,) or not (shares >= 0).all() or not np.isclose(shares.sum(), 1):
        raise ValueError(
            say("target must be 3 numbers, none below 0, with the sum 1, such as (0.6, 0.3, 0.1).")
        )
    return tuple(float(share) for share in shares)


def target_list(target: tuple[float, ...]) -> widgets.Dropdown:
    """Return the list of targets with the given one chosen, added to the list if it is new."""
    options = [(say(name), values) for name, values in TARGETS.items()]
    known = [values for values in TARGETS.values() if np.allclose(values, target)]
    if known:
        (start,) = known
    else:
        start = target
        numbers = ", ".join(f"{value:.3g}" for value in target)
        options.insert(0, (say("yours ({numbers})").format(numbers=numbers), target))
    control = choice(say("target $y$"), options)
    control.value = start
    return control
