"""Check of the last exercise of lesson 01: numbers that suit the places of the classes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, to_say
from helpers.learning.answers import Mistakes, must_be_function, same, show
from helpers.learning.exercises import NotRight, exercise
from helpers.live.learner import call_learner
from helpers.maths.arguments import FloatArray
from helpers.maths.data import clusters

PLACES_PROBES = tuple(
    np.array(places)
    for places in (
        [1.0, -1.0, 0.0],
        [0.0, 1.0, -1.0],
        [-1.0, 0.0, 1.0],
        [-0.5, -1.5, 0.5],
        [2.0, -1.0, 1.0, 0.0],
        [0.0, 1.0, 2.0, 8.0],
        [7.0, 0.0, 6.0, 5.0],
        [0.5, -1.0, 5.0, 0.0],
    )
)
ARGSORT_ONCE = to_say(
    "np.argsort says which class stands first, second, third from the left. Wanted is a number for "
    "each class, in the order in which their places came."
)
SAME_NUMBERS = to_say(
    "You give the same numbers wherever the clusters are. The class furthest to the left needs the "
    "smallest number, whichever it is."
)
OTHER_STEPS = to_say(
    "The order is right. But the steps between your numbers are not those between the places, and "
    "so a straight line cannot pass near all of the clusters."
)
PLACES_MISTAKES: Mistakes = {
    OTHER_STEPS: lambda places: _ranks(places),
    to_say(
        "Your numbers count the classes from right to left. The order is right. But the steps "
        "between your numbers are not those between the places, and so a straight line cannot "
        "pass near all of the clusters."
    ): lambda places: _ranks(-places),
    ARGSORT_ONCE: np.argsort,
    to_say(
        "You return the places in rising order, so the smallest number always goes to cat. Each "
        "class keeps its position in the list."
    ): np.sort,
    to_say(
        "You take the distance from 0, so that clusters to the left and to the right of 0 are "
        "mixed. Keep the sign."
    ): np.abs,
    SAME_NUMBERS: lambda places: np.arange(len(places)),
}


def _share_right(places: FloatArray, numbers: FloatArray) -> float:
    """Return the share of points that least squares on these numbers answers rightly."""
    levels = (numbers - numbers.min()) / np.ptp(numbers)
    positions, labels = clusters(places)
    line = np.polyfit(positions, levels[labels], 1)
    distances = np.abs(np.polyval(line, positions)[:, np.newaxis] - levels)
    return np.mean(distances.argmin(axis=1) == labels)


@exercise
def numbers_for(answer: Any) -> str:
    """Judge a function that chooses numbers for which a line is right, given the places."""
    must_be_function(answer, "numbers_for")
    for places in PLACES_PROBES:
        numbers = call_learner(answer, places, shape=places.shape)
        with np.errstate(over="ignore", invalid="ignore"):
            if not np.isfinite(np.ptp(numbers)):
                hint = say("A target must be a finite number, and not too large.")
                raise _not_these(places, numbers, hint)
        apart = len(set(numbers.tolist())) == len(numbers)
        share = _share_right(places, numbers) if apart else 0.0
        if share >= _share_right(places, places) - 0.005:
            continue
        for hint, mistake in PLACES_MISTAKES.items():
            if same(numbers, mistake(places)):
                raise _not_these(places, numbers, say(hint))
        if not apart:
            hint = say("Two classes share a number, so nothing tells them apart.")
            raise _not_these(places, numbers, hint)
        for hint in OTHER_STEPS, SAME_NUMBERS, ARGSORT_ONCE:
            if np.array_equal(_ranks(numbers), _ranks(PLACES_MISTAKES[hint](places))):
                raise _not_these(places, numbers, say(hint), share)
        hint = say(
            "The numbers must rise from left to right, or fall, and be spaced as the places are."
        )
        raise _not_these(places, numbers, hint, share)
    return say("The targets lie on a line, for they are spaced as the places are.")


def _not_these(
    places: FloatArray, numbers: FloatArray, hint: str, share: float | None = None
) -> NotRight:
    """Return a hint that first says which numbers were given for which places."""
    if share is None:
        words = say("For clusters at {places} you give the numbers {numbers}. {hint}")
    else:
        words = say(
            "For clusters at {places} you give the numbers {numbers}, and {share:.2f} are right. "
            "{hint}"
        )
    given = {"places": places.tolist(), "numbers": show(numbers)}
    return NotRight(words.format(**given, share=share, hint=hint))


def _ranks(values: FloatArray) -> NDArray[np.intp]:
    return np.argsort(np.argsort(values, kind="stable"), kind="stable")
