"""Checks of the exercises of lesson 02."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.learning import answers
from helpers.learning.answers import Mistakes, must_be_function, must_not_be_rounded, show
from helpers.learning.exercises import NotRight, exercise
from helpers.learning.typed import one_number
from helpers.live.learner import LearnerError, NotNumbers, as_floats, call_learner
from helpers.maths.arguments import FloatArray
from helpers.maths.data import Clusters, clusters
from helpers.maths.encoding import class_of, one_hot
from helpers.maths.training import fit_least_squares, predict_linear


def same(answer: ArrayLike, expected: ArrayLike) -> bool:
    """Whether two arrays are the same, least squares in float32 included.

    Examples
    --------
    >>> same(np.array([0.3001]), np.array([0.3])), same(np.array([0.300001]), np.array([0.3]))
    (False, True)
    """
    return answers.same(answer, expected, rtol=1e-4, atol=1e-5)


def as_table(answer: Any) -> FloatArray:
    """Return an answer as an array of numbers, or say that it is none.

    Examples
    --------
    >>> as_table([[1, 0], [0, 1]]).shape
    (2, 2)
    """
    if isinstance(answer, str):
        raise NotRight("That is a text. Write numbers in square brackets, without quotation marks.")
    try:
        table = as_floats(answer)
    except NotNumbers:
        if isinstance(answer, list | tuple) and any(row is ... for row in answer):
            raise NotRight("There is a ... left in your list. Replace every one of them.") from None
        raise NotRight(
            "That is no table of numbers. Write one list for each photo, all of one length, such "
            "as [[1, 0, 0], [0, 1, 0]]."
        ) from None
    return table


# Four photos, by hand ---------------------------------------------------------------------------

PHOTOS = (2, 0, 1, 0)  # rabbit, cat, dog, cat
FOUR = one_hot(PHOTOS)
BY_HAND_MISTAKES = {
    "These are the numbers of the classes, as in lesson 01. A one-hot target is a row of three "
    "numbers for each photo, with a 1 at the place of its class.": (
        np.array([2.0, 0, 1, 0]),
        np.array([3.0, 1, 2, 1]),
        np.array([[2.0], [0], [1], [0]]),
        np.array([[3.0], [1], [2], [1]]),
    ),
    "Your rows are classes and your columns are photos. Turn the table: one row for each photo, "
    "4 rows of 3.": (FOUR.T,),
    "You wrote the number of the class at its place. The place alone tells the class; what stands "
    "there is always 1.": (FOUR * [0, 1, 2], FOUR * [1, 2, 3]),
    "Zeros and ones are swapped: the 1 belongs to the class that the photo shows, 0 to the "
    "others.": (1 - FOUR,),
    "Your columns stand in the opposite order. They are cat, dog, rabbit, from left to right.": (
        FOUR[:, ::-1],
    ),
    "Your columns stand in the order in which the classes turn up in the photos: rabbit, cat, dog. "
    "The order of the classes is fixed: cat, dog, rabbit.": (FOUR[:, [2, 0, 1]],),
    "The four photos are there, but in one long list. Put the three numbers of each photo in "
    "brackets of their own.": (FOUR.ravel(),),
}


@exercise
def targets_by_hand(answer: Any) -> str:
    """Judge the one-hot targets of rabbit, cat, dog, cat."""
    table = as_table(answer)
    for hint, mistakes in BY_HAND_MISTAKES.items():
        if any(same(table, mistake) for mistake in mistakes):
            raise NotRight(hint)
    if table.shape != FOUR.shape:
        raise NotRight(
            f"Your table has the shape {table.shape}. Four photos and three classes make 4 rows "
            "of 3 numbers."
        )
    wrong = [f"{k + 1}" for k in range(4) if not same(table[k], FOUR[k])]
    if wrong:
        raise NotRight(
            f"Look again at photo {', '.join(wrong)}, counted from 1: exactly one 1 in a row, "
            "in column 1 for cat, 2 for dog, 3 for rabbit; all else is 0."
        )
    return "One row for each photo, and a single 1 in each row."


# Back to a class --------------------------------------------------------------------------------

SCORES = np.array(
    [[0.9, 1.8, 0.3], [0.2, -1.5, 0.4], [-0.1, -0.3, -0.2], [1.2, 0.1, 1.4], [0.2, 0.9, 1.4]]
)
TIES = np.array([[0.5, 0.5, 0.1], [0.0, 0.7, 0.7]])
FIVE_CLASSES = np.array([[0.1, 0.4, -2.0, 0.3, 0.9], [0.2, 0.0, 0.1, 0.7, -0.4]])
CLASS_MISTAKES: Mistakes = {
    "You return the highest score itself. Asked for is its place, the index: argmax, not "
    "max.": lambda z: z.max(axis=-1),
    "You return the place of the lowest score: that is argmin.": lambda z: z.argmin(axis=-1),
    "You return a one-hot vector. Asked for is the number of the class: 0, 1 or 2.": lambda z: (
        one_hot(z.argmax(axis=-1), z.shape[-1])
    ),
    "Your classes are counted from 1. Python counts from 0, and so do ours: cat 0, dog 1, "
    "rabbit 2.": lambda z: z.argmax(axis=-1) + 1,
    "You choose the score whose size is largest, whatever its sign, so that -1.5 beats 0.4. The "
    "highest score counts, and -1.5 is low.": lambda z: np.abs(z).argmax(axis=-1),
    "You choose the score that is nearest to 1. A score of 1.8 is higher than 0.9 and wins: what "
    "counts is which score is the highest.": lambda z: np.abs(z - 1).argmin(axis=-1),
    "You round the scores first, and then 1.2 and 1.4 are equal. Compare the scores as they "
    "are.": lambda z: np.round(z).argmax(axis=-1),
    "You compare each score with a half. Asked for is one class, the number of the highest score: "
    "argmax.": lambda z: z > 0.5,
    "You return all the classes in an order. Asked for is the one with the highest score: "
    "argmax.": lambda z: z.argsort(axis=-1),
    "The right place, but wrapped up: np.where gives a tuple of arrays. np.argmax gives the number "
    "itself.": lambda z: np.where(z == z.max()),
}
BATCH_CLASS_MISTAKES: Mistakes = {
    "For a batch you search the whole table and return one number. Each row is a photo: search "
    "along the last axis, axis=-1.": lambda z: z.argmax(),
    "For a batch you search each column, axis=0: the best photo for each class. Asked for is the "
    "best class for each photo: axis=-1.": lambda z: z.argmax(axis=0),
}


@exercise
def my_class_of(answer: Any) -> str:
    """Judge a function from scores to classes, for one photo and for a batch."""
    must_be_function(answer, "my_class_of")
    ones = [call_learner(answer, row) for row in SCORES]
    if all(same(one, [0, 0, 0]) for one in ones):
        raise NotRight(
            "You take the scores row by row. Those of one photo have no rows: each of them is a "
            "number, and its argmax is 0. The last axis, axis=-1, is the classes for both."
        )
    for hint, mistake in CLASS_MISTAKES.items():
        if all(same(one, mistake(row)) for one, row in zip(ones, SCORES, strict=True)):
            raise NotRight(hint)
    for one, row in zip(ones, SCORES, strict=True):
        if not same(one, class_of(row)):
            raise NotRight(
                f"For the scores {show(row)} you return {show(one)}, not {class_of(row)}."
            )

    batch = call_learner(answer, SCORES)
    for hint, mistake in BATCH_CLASS_MISTAKES.items():
        if same(batch, mistake(SCORES)):
            raise NotRight(hint)
    expected = SCORES.argmax(axis=-1)
    if not same(batch, expected):
        raise NotRight(
            f"For a batch of five photos you return {show(batch)}. Asked for are five classes, "
            f"one for each row: {expected.tolist()}."
        )
    if not same(call_learner(answer, TIES), class_of(TIES)):
        raise NotRight("Where two scores are equal, take the first of them, as argmax does.")
    for scores in (FIVE_CLASSES, FIVE_CLASSES[:, 2:4]):
        if not same(call_learner(answer, scores), class_of(scores)):
            raise NotRight(
                f"Right for three classes. With {scores.shape[1]} classes you return "
                f"{show(call_learner(answer, scores))} for {show(scores)}: let the function "
                "see for itself how many there are."
            )
    return "The highest score decides, for one photo and for each row of a batch."


# Five clusters ----------------------------------------------------------------------------------

FIVE_MISTAKES = {
    1.0: "That would be all of them. Five straight lines that cross in one point: how many of them "
    "are ever on top?",
    0.8: "You count one masked class of five. Look at the crossing point: on each side of it only "
    "one line is on top.",
    0.6: "You count two masked classes of five. On each side of the crossing point only one line "
    "is on top: how many classes are left without a place?",
    0.667: "That is the answer for three clusters: two right of three. Here there are five.",
    0.2: "That is one class of five, as if by chance. The line that rises most wins on the right, "
    "and the line that falls most on the left: that makes two.",
    0.5: "That would be half of the photos. Count the classes that win somewhere, out of five "
    "equally large ones.",
    2.0: "Two classes win somewhere, that is right. Asked for is the share of all photos: divide.",
}


@exercise
def five_clusters(answer: Any) -> str:
    """Judge the share that straight score lines get right in five equal clusters on a line."""
    share = one_number(answer, "Asked for is one number between 0 and 1: the share that is right.")
    if 1 < share <= 100 and not np.isclose(share, 2):
        raise NotRight("As a share, please: between 0 and 1, where 1 is all of them.")
    for value, hint in FIVE_MISTAKES.items():
        if np.isclose(share, value, atol=0.004):
            raise NotRight(hint)
    if not np.isclose(share, 0.4, atol=0.004):
        raise NotRight(
            f"You have {share:g}. Run line_scores on clusters(centres=(-2, -1, 0, 1, 2)) "
            "and take the mean of class_of(scores) == labels."
        )
    return (
        "Two classes of five. Lines through one point leave room on top for two, however many "
        "there are."
    )


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
    "Your lines are straight: there is no square in the table. Add positions**2 as a second "
    "column; the double, 2 * x, is straight too.": lambda: _fit(_columns(1)),
    "Your table has the square alone, which is the same for x and for -x, so that left and right "
    "look alike. Keep the position as the first column.": lambda: _fit(_columns(2)),
    "You add the third power, x**3. Asked for is the square, x**2.": lambda: _fit(_columns(1, 3)),
    "You add the size of the position, its absolute value. Asked for is the square, "
    "x**2.": lambda: _fit(lambda x: np.column_stack([x, np.abs(x)])),
    "You return classes. Asked for are the scores, one row of three for each place in where; "
    "class_of comes later.": lambda: class_of(BENT),
    "You fit the labels themselves, as in lesson 01, and get one number for each place. Fit their "
    "one-hot vectors: one_hot(labels).": lambda: _fit(_columns(1, 2), EXAMPLES.labels),
    "Your table has one row for each class. It must have one row for each place: leave out the "
    "transpose, .T.": lambda: BENT.T,
    "You return the weights. Put them to use: predict_linear(table, weights) gives the "
    "scores.": lambda: fit_least_squares(
        _columns(1, 2)(EXAMPLES.positions), one_hot(EXAMPLES.labels)
    ),
    "You return the scores at the positions of the examples. Asked for are the scores at the "
    "places in where.": lambda: _fit(_columns(1, 2), where=EXAMPLES.positions),
}


@exercise
def bent_scores(answer: Any) -> str:
    """Judge least squares on the position and its square."""
    must_be_function(answer, "bent_scores")
    try:
        scores = call_learner(answer, *EXAMPLES, WHERE)
    except LearnerError as error:
        if "do not fit features" in str(error):
            raise NotRight(
                "The table for where must have the same columns as the table that the weights were "
                "fitted to: the places and their squares."
            ) from None
        if "features must be a table" in str(error):
            raise NotRight(
                "Least squares needs a table with one row for each place. Build it with "
                "np.column_stack([positions, positions**2])."
            ) from None
        raise
    if same(scores, BENT):
        other = clusters(centres=(-1.0, 0.0, 1.0, 2.5), per_class=20, seed=3)
        expected = _fit(_columns(1, 2), examples=other, where=WHERE[:3])
        if not same(call_learner(answer, *other, WHERE[:3]), expected):
            raise NotRight(
                "Right for the first examples, but not for others: does your function use its "
                "arguments and nothing from the cells above?"
            )
        return (
            "With the square, the line of the middle class can bend, and be on top in the middle."
        )
    for hint, mistake in BENT_MISTAKES.items():
        if same(scores, mistake()):
            raise NotRight(hint)
    must_not_be_rounded(scores, BENT)
    if scores.shape != BENT.shape:
        raise NotRight(
            f"For 7 places and 3 classes you return the shape {scores.shape}, not (7, 3): one row "
            "for each place, one column for each class."
        )
    raise NotRight(
        "The shape is right, the scores are not. The table has two columns, the position and its "
        "square; the targets are one_hot(labels)."
    )


# Lines by reasoning -----------------------------------------------------------------------------

CENTRES = (
    np.array([-2.0, 0.5, 3.0]),
    np.array([0.0, 2.0, 5.0, 6.0]),
    np.array([4.0, -1.0]),
    np.array([-3.0, -2.0, 0.0, 0.5, 7.0]),
)
LINE_MISTAKES: Mistakes = {
    "These lines are right for the centres -1, 0, 1 alone. Your function must use the centres that "
    "it is given.": lambda c: np.array([[-1.0, 0.0, 1.0], [-0.5, 0.0, -0.5]]),
    "The slopes are there but the second row is 0: all lines cross at 0, and the classes in the "
    "middle are masked. The constant part of the distance belongs there.": lambda c: np.array(
        [c, 0 * c]
    ),
    "You left out the half: with slope c the constant is -c**2 / 2, so that the lines cross "
    "halfway between the centres.": lambda c: np.array([c, -(c**2)]),
    "The constant has the wrong sign: it is subtracted, -c**2 / 2.": lambda c: np.array(
        [c, c**2 / 2]
    ),
    "The slope has the wrong sign: the score of a centre on the right must rise to the "
    "right.": lambda c: np.array([-c, -(c**2) / 2]),
    "The score is highest for the centre that is farthest away: these are the squared distances. "
    "Take them with a minus sign.": lambda c: np.array([-c, c**2 / 2]),
    "You take the size of the centre for the constant. It is half its square: the two agree at -1, "
    "0 and 1 only.": lambda c: np.array([c, -np.abs(c) / 2]),
    "You doubled the slope but not the constant: 2 * c goes with -c**2, and c with "
    "-c**2 / 2.": lambda c: np.array([2 * c, -(c**2) / 2]),
    "You fit the centres by least squares, and that masks the classes in the middle: it is what "
    "these lines are to mend. Reason from the distance instead.": lambda c: fit_least_squares(
        c[:, np.newaxis], np.eye(len(c))
    ),
    "Your rows are swapped: slopes first, intercepts last, as fit_least_squares returns "
    "them.": lambda c: np.array([-(c**2) / 2, c]),
    "Rows and columns are swapped: the weights have 2 rows, slopes and intercepts, and one column "
    "for each class.": lambda c: np.array([c, -(c**2) / 2]).T,
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
            raise NotRight(hint)
    for weights, centres in zip(found, CENTRES, strict=True):
        if weights.shape != (2, len(centres)):
            raise NotRight(
                f"For {len(centres)} centres you return the shape {weights.shape}. It must be "
                f"(2, {len(centres)}): a row of slopes over a row of intercepts."
            )
        if not np.isfinite(weights).all():
            raise NotRight("Some weights are nan or inf.")
        _must_find_nearest(weights, centres)
    return "Straight lines, and no class is masked: the highest score is the nearest centre."


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
            f"For the centres {show(centres)}, at the position {places[k, 0]:.2f}, your lines put "
            f"the centre {centres[winners[k]]:g} on top, but {centres[nearest[k]]:g} is nearest."
        )
