"""Checks of the first exercises of lesson 02: targets, classes, and how many are found."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, say_list, to_say
from helpers.learning import answers
from helpers.learning.answers import Mistakes, must_be_function, show
from helpers.learning.exercises import NotRight, exercise
from helpers.learning.typed import one_number
from helpers.live.learner import NotNumbers, as_floats, call_learner
from helpers.maths.arguments import FloatArray
from helpers.maths.encoding import class_of, one_hot


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
        raise NotRight(
            say("That is a text. Write numbers in square brackets, without quotation marks.")
        )
    try:
        table = as_floats(answer)
    except NotNumbers:
        if isinstance(answer, list | tuple) and any(row is ... for row in answer):
            raise NotRight(
                say("There is a ... left in your list. Replace every one of them.")
            ) from None
        raise NotRight(
            say(
                "That is no table of numbers. Write one list for each photo, all of one length, "
                "such as [[1, 0, 0], [0, 1, 0]]."
            )
        ) from None
    return table


# Four photos, by hand ---------------------------------------------------------------------------

PHOTOS = (2, 0, 1, 0)  # rabbit, cat, dog, cat
FOUR = one_hot(PHOTOS)
BY_HAND_MISTAKES = {
    to_say(
        "These are the numbers of the classes, as in lesson 01. A one-hot target is a row of three "
        "numbers for each photo, with a 1 at the place of its class."
    ): (
        np.array([2.0, 0, 1, 0]),
        np.array([3.0, 1, 2, 1]),
        np.array([[2.0], [0], [1], [0]]),
        np.array([[3.0], [1], [2], [1]]),
    ),
    to_say(
        "Your rows are classes and your columns are photos. Turn the table: one row for each "
        "photo, 4 rows of 3."
    ): (FOUR.T,),
    to_say(
        "You wrote the number of the class at its place. The place alone tells the class; what "
        "stands there is always 1."
    ): (FOUR * [0, 1, 2], FOUR * [1, 2, 3]),
    to_say(
        "Zeros and ones are swapped: the 1 belongs to the class that the photo shows, 0 to the "
        "others."
    ): (1 - FOUR,),
    to_say(
        "Your columns stand in the opposite order. They are cat, dog, rabbit, from left to right."
    ): (FOUR[:, ::-1],),
    to_say(
        "Your columns stand in the order in which the classes turn up in the photos: rabbit, cat, "
        "dog. The order of the classes is fixed: cat, dog, rabbit."
    ): (FOUR[:, [2, 0, 1]],),
    to_say(
        "The four photos are there, but in one long list. Put the three numbers of each photo in "
        "brackets of their own."
    ): (FOUR.ravel(),),
}


@exercise
def targets_by_hand(answer: Any) -> str:
    """Judge the one-hot targets of rabbit, cat, dog, cat."""
    table = as_table(answer)
    for hint, mistakes in BY_HAND_MISTAKES.items():
        if any(same(table, mistake) for mistake in mistakes):
            raise NotRight(say(hint))
    if table.shape != FOUR.shape:
        raise NotRight(
            say(
                "Your table has the shape {shape}. Four photos and three classes make 4 rows of "
                "3 numbers."
            ).format(shape=table.shape)
        )
    wrong = [f"{k + 1}" for k in range(4) if not same(table[k], FOUR[k])]
    if wrong:
        raise NotRight(
            say(
                "Look again at photo {photos}, counted from 1: exactly one 1 in a row, in column 1 "
                "for cat, 2 for dog, 3 for rabbit; all else is 0."
            ).format(photos=say_list(wrong))
        )
    return say("One row for each photo, and a single 1 in each row.")


# Back to a class --------------------------------------------------------------------------------

SCORES = np.array(
    [[0.9, 1.8, 0.3], [0.2, -1.5, 0.4], [-0.1, -0.3, -0.2], [1.2, 0.1, 1.4], [0.2, 0.9, 1.4]]
)
TIES = np.array([[0.5, 0.5, 0.1], [0.0, 0.7, 0.7]])
FIVE_CLASSES = np.array([[0.1, 0.4, -2.0, 0.3, 0.9], [0.2, 0.0, 0.1, 0.7, -0.4]])
CLASS_MISTAKES: Mistakes = {
    to_say(
        "You return the highest score itself. Asked for is its place, the index: argmax, not max."
    ): lambda z: z.max(axis=-1),
    to_say("You return the place of the lowest score: that is argmin."): lambda z: z.argmin(
        axis=-1
    ),
    to_say(
        "You return a one-hot vector. Asked for is the number of the class: 0, 1 or 2."
    ): lambda z: one_hot(z.argmax(axis=-1), z.shape[-1]),
    to_say(
        "Your classes are counted from 1. Python counts from 0, and so do ours: cat 0, dog 1, "
        "rabbit 2."
    ): lambda z: z.argmax(axis=-1) + 1,
    to_say(
        "You choose the score whose size is largest, whatever its sign, so that -1.5 beats 0.4. "
        "The highest score counts, and -1.5 is low."
    ): lambda z: np.abs(z).argmax(axis=-1),
    to_say(
        "You choose the score that is nearest to 1. A score of 1.8 is higher than 0.9 and wins: "
        "what counts is which score is the highest."
    ): lambda z: np.abs(z - 1).argmin(axis=-1),
    to_say(
        "You round the scores first, and then 1.2 and 1.4 are equal. Compare the scores as they "
        "are."
    ): lambda z: np.round(z).argmax(axis=-1),
    to_say(
        "You compare each score with a half. Asked for is one class, the number of the highest "
        "score: argmax."
    ): lambda z: z > 0.5,
    to_say(
        "You return all the classes in an order. Asked for is the one with the highest score: "
        "argmax."
    ): lambda z: z.argsort(axis=-1),
    to_say(
        "The right place, but wrapped up: np.where gives a tuple of arrays. np.argmax gives the "
        "number itself."
    ): lambda z: np.where(z == z.max()),
}
BATCH_CLASS_MISTAKES: Mistakes = {
    to_say(
        "For a batch you search the whole table and return one number. Each row is a photo: search "
        "along the last axis, axis=-1."
    ): lambda z: z.argmax(),
    to_say(
        "For a batch you search each column, axis=0: the best photo for each class. Asked for is "
        "the best class for each photo: axis=-1."
    ): lambda z: z.argmax(axis=0),
}


@exercise
def my_class_of(answer: Any) -> str:
    """Judge a function from scores to classes, for one photo and for a batch."""
    must_be_function(answer, "my_class_of")
    ones = [call_learner(answer, row) for row in SCORES]
    if all(same(one, [0, 0, 0]) for one in ones):
        raise NotRight(
            say(
                "You take the scores row by row. Those of one photo have no rows: each of them is "
                "a number, and its argmax is 0. The last axis, axis=-1, is the classes for both."
            )
        )
    for hint, mistake in CLASS_MISTAKES.items():
        if all(same(one, mistake(row)) for one, row in zip(ones, SCORES, strict=True)):
            raise NotRight(say(hint))
    for one, row in zip(ones, SCORES, strict=True):
        if not same(one, class_of(row)):
            raise NotRight(
                say("For the scores {scores} you return {found}, not {expected}.").format(
                    scores=show(row), found=show(one), expected=class_of(row)
                )
            )

    batch = call_learner(answer, SCORES)
    for hint, mistake in BATCH_CLASS_MISTAKES.items():
        if same(batch, mistake(SCORES)):
            raise NotRight(say(hint))
    expected = SCORES.argmax(axis=-1)
    if not same(batch, expected):
        raise NotRight(
            say(
                "For a batch of five photos you return {found}. Asked for are five classes, one "
                "for each row: {expected}."
            ).format(found=show(batch), expected=expected.tolist())
        )
    if not same(call_learner(answer, TIES), class_of(TIES)):
        raise NotRight(say("Where two scores are equal, take the first of them, as argmax does."))
    for scores in (FIVE_CLASSES, FIVE_CLASSES[:, 2:4]):
        if not same(call_learner(answer, scores), class_of(scores)):
            raise NotRight(
                say(
                    "Right for three classes. With {count} classes you return {found} for "
                    "{scores}: let the function see for itself how many there are."
                ).format(
                    count=scores.shape[1],
                    found=show(call_learner(answer, scores)),
                    scores=show(scores),
                )
            )
    return say("The highest score decides, for one photo and for each row of a batch.")


# Five clusters ----------------------------------------------------------------------------------

FIVE_MISTAKES = {
    1.0: to_say(
        "That would be all of them. Five straight lines that cross in one point: how many of them "
        "are ever on top?"
    ),
    0.8: to_say(
        "You count one masked class of five. Look at the crossing point: on each side of it only "
        "one line is on top."
    ),
    0.6: to_say(
        "You count two masked classes of five. On each side of the crossing point only one line "
        "is on top: how many classes are left without a place?"
    ),
    0.667: to_say(
        "That is the answer for three clusters: two right of three. Here there are five."
    ),
    0.2: to_say(
        "That is one class of five, as if by chance. The line that rises most wins on the right, "
        "and the line that falls most on the left: that makes two."
    ),
    0.5: to_say(
        "That would be half of the photos. Count the classes that win somewhere, out of five "
        "equally large ones."
    ),
    2.0: to_say(
        "Two classes win somewhere, that is right. Asked for is the share of all photos: divide."
    ),
}


@exercise
def five_clusters(answer: Any) -> str:
    """Judge the share that straight score lines get right in five equal clusters on a line."""
    share = one_number(
        answer, say("Asked for is one number between 0 and 1: the share that is right.")
    )
    if 1 < share <= 100 and not np.isclose(share, 2):
        raise NotRight(say("As a share, please: between 0 and 1, where 1 is all of them."))
    for value, hint in FIVE_MISTAKES.items():
        if np.isclose(share, value, atol=0.004):
            raise NotRight(say(hint))
    if not np.isclose(share, 0.4, atol=0.004):
        raise NotRight(
            say(
                "You have {share:g}. Run line_scores on clusters(centres=(-2, -1, 0, 1, 2)) and "
                "take the mean of class_of(scores) == labels."
            ).format(share=share)
        )
    return say(
        "Two classes of five. Lines through one point leave room on top for two, however many "
        "there are."
    )
