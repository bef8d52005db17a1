"""Checks of the exercises of lesson 02 on score lines: bent ones, and straight ones."""

import traceback
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, to_say
from helpers.learning.answers import Mistakes, must_be_function, must_not_be_rounded, show
from helpers.learning.exercises import NotRight, exercise
from helpers.lessons.l02_one_hot.checks import same
from helpers.live.learner import LearnerError, call_learner
from helpers.maths.arguments import FloatArray
from helpers.maths.data import Clusters, clusters
from helpers.maths.encoding import class_of, one_hot
from helpers.maths.training import fit_least_squares, predict_linear

# A bent line ------------------------------------------------------------------------------------

EXAMPLES = clusters(centres=(-2.0, 0.5, 2.0), per_class=30, seed=2)
WHERE = np.array([-2.2, -1.3, -0.4, 0.0, 0.7, 1.5, 2.1])


Columns = Callable[[FloatArray], FloatArray]
"""Places → a table with one row for each."""


def _fit(
    table: Columns,
    targets: ArrayLike | None = None,
    examples: Clusters = EXAMPLES,
    where: FloatArray = WHERE,
) -> FloatArray:
    """Return the scores at some places of least squares on the columns that `table` makes."""
    targets = one_hot(examples.labels) if targets is None else targets
    return predict_linear(table(where), fit_least_squares(table(examples.positions), targets))


def _columns(*powers: int) -> Columns:
    return lambda x: np.column_stack([x**power for power in powers])


BENT = _fit(_columns(1, 2))
BENT_MISTAKES: Mistakes = {
    to_say(
        "Your lines are straight: there is no square in the table. Add positions**2 as a second "
        "column; the double, 2 * x, is straight too."
    ): lambda: _fit(_columns(1)),
    to_say(
        "Your table has the square alone, which is the same for x and for -x, so that left and "
        "right look alike. Keep the position as the first column."
    ): lambda: _fit(_columns(2)),
    to_say("You add the third power, x**3. Asked for is the square, x**2."): lambda: _fit(
        _columns(1, 3)
    ),
    to_say(
        "You add the size of the position, its absolute value. Asked for is the square, x**2."
    ): lambda: _fit(lambda x: np.column_stack([x, np.abs(x)])),
    to_say(
        "You return classes. Asked for are the scores, one row of three for each place in where; "
        "class_of comes later."
    ): lambda: class_of(BENT),
    to_say(
        "You fit the labels themselves, as in lesson 01, and get one number for each place. Fit "
        "their one-hot vectors: one_hot(labels)."
    ): lambda: _fit(_columns(1, 2), EXAMPLES.labels),
    to_say(
        "Your table has one row for each class. It must have one row for each place: leave out the "
        "transpose, .T."
    ): lambda: BENT.T,
    to_say(
        "You return the weights. Put them to use: predict_linear(table, weights) gives the scores."
    ): lambda: fit_least_squares(_columns(1, 2)(EXAMPLES.positions), one_hot(EXAMPLES.labels)),
    to_say(
        "You return the scores at the positions of the examples. Asked for are the scores at the "
        "places in where."
    ): lambda: _fit(_columns(1, 2), where=EXAMPLES.positions),
}


@exercise
def bent_scores(answer: Any) -> str:
    """Judge least squares on the position and its square."""
    must_be_function(answer, "bent_scores")
    try:
        scores = call_learner(answer, *EXAMPLES, WHERE)
    except LearnerError as error:
        place = _where_raised(error)
        if place == "predict_linear":
            raise NotRight(
                say(
                    "The table for where must have the same columns as the table that the weights "
                    "were fitted to: the places and their squares."
                )
            ) from None
        if place == "_as_features":
            raise NotRight(
                say(
                    "Least squares needs a table with one row for each place. Build it with "
                    "np.column_stack([positions, positions**2])."
                )
            ) from None
        raise
    if same(scores, BENT):
        other = clusters(centres=(-1.0, 0.0, 1.0, 2.5), per_class=20, seed=3)
        expected = _fit(_columns(1, 2), examples=other, where=WHERE[:3])
        if not same(call_learner(answer, *other, WHERE[:3]), expected):
            raise NotRight(
                say(
                    "Right for the first examples, but not for others: does your function use its "
                    "arguments and nothing from the cells above?"
                )
            )
        return say(
            "With the square, the line of the middle class can bend, and be on top in the middle."
        )
    for hint, mistake in BENT_MISTAKES.items():
        if same(scores, mistake()):
            raise NotRight(say(hint))
    must_not_be_rounded(scores, BENT)
    if scores.shape != BENT.shape:
        raise NotRight(
            say(
                "For 7 places and 3 classes you return the shape {shape}, not (7, 3): one row for "
                "each place, one column for each class."
            ).format(shape=scores.shape)
        )
    raise NotRight(
        say(
            "The shape is right, the scores are not. The table has two columns, the position and "
            "its square; the targets are one_hot(labels)."
        )
    )


def _where_raised(error: LearnerError) -> str:
    """Return the name of the function that raised what a learner's function ended with."""
    frames = traceback.extract_tb(error.__cause__.__traceback__) if error.__cause__ else []
    return frames[-1].name if frames else ""


# Lines by reasoning -----------------------------------------------------------------------------

CENTRES = (
    np.array([-2.0, 0.5, 3.0]),
    np.array([0.0, 2.0, 5.0, 6.0]),
    np.array([4.0, -1.0]),
    np.array([-3.0, -2.0, 0.0, 0.5, 7.0]),
)
LINE_MISTAKES: Mistakes = {
    to_say(
        "These lines are right for the centres -1, 0, 1 alone. Your function must use the centres "
        "that it is given."
    ): lambda c: np.array([[-1.0, 0.0, 1.0], [-0.5, 0.0, -0.5]]),
    to_say(
        "The slopes are there but the second row is 0: all lines cross at 0, and the classes in "
        "the middle are masked. The constant part of the distance belongs there."
    ): lambda c: np.array([c, 0 * c]),
    to_say(
        "You left out the half: with slope c the constant is -c**2 / 2, so that the lines cross "
        "halfway between the centres."
    ): lambda c: np.array([c, -(c**2)]),
    to_say("The constant has the wrong sign: it is subtracted, -c**2 / 2."): lambda c: np.array(
        [c, c**2 / 2]
    ),
    to_say(
        "The slope has the wrong sign: the score of a centre on the right must rise to the right."
    ): lambda c: np.array([-c, -(c**2) / 2]),
    to_say(
        "The score is highest for the centre that is farthest away: these are the squared "
        "distances. Take them with a minus sign."
    ): lambda c: np.array([-c, c**2 / 2]),
    to_say(
        "You take the size of the centre for the constant. It is half its square: the two agree at "
        "-1, 0 and 1 only."
    ): lambda c: np.array([c, -np.abs(c) / 2]),
    to_say(
        "You doubled the slope but not the constant: 2 * c goes with -c**2, and c with -c**2 / 2."
    ): lambda c: np.array([2 * c, -(c**2) / 2]),
    to_say(
        "You fit the centres by least squares, and that masks the classes in the middle: it is "
        "what these lines are to mend. Reason from the distance instead."
    ): lambda c: fit_least_squares(c[:, np.newaxis], np.eye(len(c))),
    to_say(
        "Your rows are swapped: slopes first, intercepts last, as fit_least_squares returns them."
    ): lambda c: np.array([-(c**2) / 2, c]),
    to_say(
        "Rows and columns are swapped: the weights have 2 rows, slopes and intercepts, and one "
        "column for each class."
    ): lambda c: np.array([c, -(c**2) / 2]).T,
}


@exercise
def lines_for(answer: Any) -> str:
    """Judge weights whose highest score is the nearest centre."""
    must_be_function(answer, "lines_for")
    found = [call_learner(answer, centres) for centres in CENTRES]
    for hint, mistake in LINE_MISTAKES.items():
        if any(
            all(same(w, factor * mistake(c)) for w, c in zip(found, CENTRES, strict=True))
            for factor in (1, 2)
        ):
            raise NotRight(say(hint))
    for weights, centres in zip(found, CENTRES, strict=True):
        if weights.shape != (2, len(centres)):
            raise NotRight(
                say(
                    "For {count} centres you return the shape {shape}. It must be (2, {count}): a "
                    "row of slopes over a row of intercepts."
                ).format(count=len(centres), shape=weights.shape)
            )
        if not np.isfinite(weights).all():
            raise NotRight(say("Some weights are nan or inf."))
        _must_find_nearest(weights, centres)
    return say("Straight lines, and no class is masked: the highest score is the nearest centre.")


def _must_find_nearest(weights: FloatArray, centres: FloatArray) -> None:
    places = np.linspace(centres.min() - 2, centres.max() + 2, 161)[:, np.newaxis]
    distances = np.sort(np.abs(places - centres), axis=1)
    places = places[distances[:, 1] - distances[:, 0] > 0.02]  # too near a border to decide
    nearest = np.abs(places - centres).argmin(axis=1)
    with np.errstate(all="ignore"):
        winners = (places * weights[0] + weights[1]).argmax(axis=1)
    if (missed := np.flatnonzero(winners != nearest)).size:
        k = missed[0]
        raise NotRight(
            say(
                "For the centres {centres}, at the position {place:.2f}, your lines put the centre "
                "{winner:g} on top, but {nearest:g} is nearest."
            ).format(
                centres=show(centres),
                place=places[k, 0],
                winner=centres[winners[k]],
                nearest=centres[nearest[k]],
            )
        )
