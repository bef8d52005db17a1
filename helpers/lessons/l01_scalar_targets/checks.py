"""Checks of the exercises of lesson 01."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, to_say
from helpers.learning.answers import (
    Mistakes,
    must_agree,
    must_be_function,
    same,
    show,
    tell_mistake,
)
from helpers.learning.exercises import NotRight, exercise
from helpers.learning.typed import letters_of, must_choose, one_number
from helpers.live.learner import call_learner
from helpers.maths.arguments import FloatArray

# Exercise 1 -------------------------------------------------------------------------------------

BLENDS = {
    2.0: to_say(
        "2 is halfway between cat and rabbit, as if as many people had said the one as the other. "
        "Three of the four said cat: add up all four numbers and divide by 4."
    ),
    1.0: to_say(
        "1 is what most people said. Squared error does not take a vote: it is least at the mean, "
        "and the one rabbit pulls the mean up."
    ),
    2.5: to_say("That is the answer for one cat and three rabbits. Here three people said cat."),
    3.0: to_say("3 is what one person of four said. The answer is the mean of all four numbers."),
    6.0: to_say("6 is the sum of the four numbers. The mean is the sum divided by 4."),
    4 / 3: to_say("You divide by 3, but four people spoke."),
}


@exercise
def blended_answer(answer: Any) -> str:
    """Judge the least-squares answer for three votes for cat (1) and one for rabbit (3)."""
    number = one_number(answer, say("One number is asked for, such as 2.0."))
    for wrong, hint in BLENDS.items():
        if np.isclose(number, wrong, atol=0.01, rtol=0):
            raise NotRight(say(hint))
    if not same(number, 1.5):
        raise NotRight(
            say(
                "You have {number:g}. The squared error is least at the mean of the four numbers "
                "1, 1, 1 and 3."
            ).format(number=number)
        )
    return say("It lies exactly between cat and dog, and nobody said dog.")


# Exercise 2 -------------------------------------------------------------------------------------


def _nearest(predictions: FloatArray, numbers: FloatArray) -> NDArray[np.intp]:
    return np.abs(predictions[:, np.newaxis] - numbers).argmin(axis=1)


def _take_nearest_number(predictions: FloatArray, numbers: FloatArray) -> FloatArray:
    return numbers[_nearest(predictions, numbers)]


def _argsorted(predictions: FloatArray, numbers: FloatArray) -> NDArray[np.intp]:
    ordered = np.sort(numbers)
    return np.searchsorted((ordered[1:] + ordered[:-1]) / 2, predictions)


NEAREST_PROBES = (
    (np.array([40.0, 1.2, 8.0, 70.0, 101.0, -3.0]), np.array([1.0, 10.0, 100.0])),
    (np.array([1.4, 2.9, 2.2, 0.0]), np.array([1.0, 3.0, 2.0])),
    (np.array([5.0, 0.4, -6.0]), np.array([4.0, 0.0, -5.0, 9.0])),
)
NEAREST_MISTAKES: Mistakes = {
    to_say(
        "You return the nearest number itself. Its index, which is the class, is wanted: argmin."
    ): _take_nearest_number,
    to_say("You count the classes from 1. Python counts from 0: cat is 0."): lambda p, n: (
        _nearest(p, n) + 1
    ),
    to_say(
        "You take the number that is furthest away. The smallest distance is wanted: argmin, not "
        "argmax."
    ): lambda p, n: np.abs(p[:, np.newaxis] - n).argmax(axis=1),
    to_say(
        "You compare differences with their signs, so a large number below counts as very near. "
        "Take np.abs of the differences."
    ): lambda p, n: (n - p[:, np.newaxis]).argmin(axis=1),
    to_say(
        "You compare differences with their signs, so a large number above counts as very near. "
        "Take np.abs of the differences."
    ): lambda p, n: (p[:, np.newaxis] - n).argmin(axis=1),
    to_say(
        "You round the predictions. That works for the numbers 1, 2, 3 alone; here the numbers of "
        "the classes are 1, 10, 100. Compare distances."
    ): lambda p, n: np.rint(p),
    to_say(
        "You round the predictions and subtract 1. That works for the numbers 1, 2, 3 alone; here "
        "the numbers of the classes are 1, 10, 100. Compare distances."
    ): lambda p, n: np.rint(p) - 1,
    to_say(
        "You look for the nearest prediction of each number. It is the other way round: the "
        "nearest number of each prediction, the minimum over axis=1 of a table with a row for each "
        "prediction."
    ): lambda p, n: np.abs(p[:, np.newaxis] - n).argmin(axis=0),
    to_say(
        "You return the distances. The index of the smallest distance in each row is wanted: "
        ".argmin(axis=1)."
    ): lambda p, n: np.abs(p[:, np.newaxis] - n),
    to_say(
        "You return the smallest distances. Their places are wanted: argmin instead of min."
    ): lambda p, n: np.abs(p[:, np.newaxis] - n).min(axis=1),
    to_say(
        "You return one class for the whole batch. Without an axis, argmin looks at the table as "
        "one long list: write .argmin(axis=1)."
    ): lambda p, n: np.abs(p[:, np.newaxis] - n).argmin(),
    to_say(
        "You round the predictions and cut off what is beyond 1 and 3. That works for the numbers "
        "1, 2, 3 alone; here they are 1, 10, 100. Compare distances."
    ): lambda p, n: np.clip(np.rint(p), 1, 3) - 1,
    to_say(
        "np.searchsorted says between which numbers a prediction lies, not which of them is the "
        "nearest. Compare distances."
    ): lambda p, n: np.searchsorted(n, p),
    to_say(
        "You return all the classes, from the nearest to the furthest. Only the nearest is wanted: "
        ".argmin(axis=1)."
    ): lambda p, n: np.abs(p[:, np.newaxis] - n).argsort(axis=1),
    to_say(
        "You return the class of the first prediction alone. Is the return line inside the loop? "
        "The function ends there: collect the classes in a list, and return it after the loop."
    ): (lambda p, n: _nearest(p, n)[0]),
    to_say(
        "You return the class of the last prediction alone. Collect the classes in a list: "
        "labels = [] before the loop, labels.append(...) in it."
    ): lambda p, n: _nearest(p, n)[-1],
}


@exercise
def my_nearest(answer: Any) -> str:
    """Judge a function that finds the class whose number is nearest to each prediction."""
    must_be_function(answer, "my_nearest")
    first = call_learner(answer, *NEAREST_PROBES[0])
    tell_mistake(NEAREST_MISTAKES, first, *NEAREST_PROBES[0])
    for predictions, numbers in NEAREST_PROBES:
        expected = _nearest(predictions, numbers)
        found = call_learner(answer, predictions, numbers, shape=expected.shape)
        if same(found, expected):
            continue
        if same(found, _argsorted(predictions, numbers)):
            raise NotRight(
                say(
                    "It works when the numbers of the classes rise, not for [1, 3, 2], where the "
                    "last class has the middle number. Do not sort the numbers: their order is the "
                    "classes."
                )
            )
        raise NotRight(
            say(
                "For the predictions {predictions} and the numbers {numbers} you return {found}, "
                "not {expected}."
            ).format(
                predictions=predictions.tolist(),
                numbers=numbers.tolist(),
                found=show(found),
                expected=show(expected),
            )
        )
    return say("It works for 1, 2, 3, for 1, 10, 100 and for numbers in any order.")


# Exercise 3 -------------------------------------------------------------------------------------


def _pairs(numbers: FloatArray) -> FloatArray:
    """Return the distances between the numbers of every two different classes."""
    distances = np.abs(numbers[:, np.newaxis] - numbers)
    return distances[~np.eye(len(numbers), dtype=bool)]


def _unfairness(numbers: FloatArray) -> float:
    return _pairs(numbers).max() / _pairs(numbers).min()


UNFAIRNESS_PROBES = tuple(
    np.array(numbers)
    for numbers in (
        [1.0, 10.0, 100.0],
        [1.0, 2.0, 3.0],
        [1.0, 9.0, 2.0],
        [-4.0, 0.0, 1.0],
        [5.0, 1.0, 2.0, 9.5],
        [3.0, 0.0],
        [0.0, 3.0, 10.0],
    )
)
UNFAIRNESS_MISTAKES: Mistakes = {
    to_say(
        "The smallest distance in your table is the 0 of a class to itself. Leave the diagonal "
        "out: compare each class with the others only."
    ): lambda n: np.inf,
    to_say(
        "Your fraction is upside down. Divide the largest distance by the smallest."
    ): lambda n: 1 / _unfairness(n),
    to_say("You return the largest distance. Divide it by the smallest one."): np.ptp,
    to_say("You return the smallest distance. Divide the largest one by it."): lambda n: _pairs(
        n
    ).min(),
    to_say(
        "You subtract the smallest distance from the largest. Divide instead, so that 10, 20, 30 "
        "is as fair as 1, 2, 3."
    ): lambda n: np.ptp(_pairs(n)),
    to_say(
        "You divide the largest number by the smallest. Distances are wanted: differences between "
        "two numbers."
    ): lambda n: n.max() / n.min(),
    to_say(
        "You compare neighbours alone. The distance from the first class to the last counts too, "
        "and it is the largest."
    ): lambda n: np.abs(np.diff(n)).max() / np.abs(np.diff(n)).min(),
    to_say(
        "Some of your differences have a minus sign, so the smallest of them is no distance. Take "
        "np.abs of the differences first."
    ): lambda n: -1.0,
    to_say(
        "You divide by the average distance. Divide the largest distance by the smallest."
    ): lambda n: _pairs(n).max() / _pairs(n).mean(),
}


@exercise
def unfairness(answer: Any) -> str:
    """Judge a function: the largest distance between two classes over the smallest."""
    must_be_function(answer, "unfairness")
    first = UNFAIRNESS_PROBES[0]
    found = call_learner(answer, first)
    if found.shape == (3, 3):
        raise NotRight(say("You return the whole table of distances. One number is wanted."))
    if found.shape == (2,):
        raise NotRight(say("You return two numbers. Divide the largest distance by the smallest."))
    if np.isnan(found).any():
        raise NotRight(say(next(iter(UNFAIRNESS_MISTAKES))))
    tell_mistake(UNFAIRNESS_MISTAKES, found, first)
    for numbers in UNFAIRNESS_PROBES:
        found = call_learner(answer, numbers, shape=())
        expected = _unfairness(numbers)
        if same(found, expected):
            continue
        if same(found, np.ptp(numbers) / np.abs(np.diff(numbers)).min()):
            raise NotRight(
                say(
                    "For {numbers} you miss the smallest distance: the nearest two classes need "
                    "not stand side by side in the list. Compare every two classes, or sort first."
                ).format(numbers=numbers.tolist())
            )
        if same(found, abs(numbers[-1] - numbers[0]) / _pairs(numbers).min()):
            raise NotRight(
                say(
                    "For {numbers} you miss the largest distance: the last number need not be "
                    "the largest. Compare every two classes, or sort first."
                ).format(numbers=numbers.tolist())
            )
        must_agree(found, expected, say("For {numbers}").format(numbers=numbers.tolist()))
    return say(
        "With three classes it is never below 2: the outer two are as far apart as both gaps "
        "together. With two classes it is always 1."
    )


# Exercise 4 -------------------------------------------------------------------------------------

RIGHT_PROBLEMS = "ADF"
WRONG_PROBLEMS = {
    "B": to_say(
        "Bus lines are written as numbers, but the numbers are names: who takes line 2 or line 4 "
        "with equal chance does not take line 3. B does not belong on the list."
    ),
    "C": to_say(
        "A text half English, half Spanish is not Chinese, yet 2 lies between 1 and 3. C, the "
        "languages, does not belong on the list."
    ),
    "E": to_say(
        "Blood group B is no middle between A and AB, whatever their numbers. E does not belong "
        "on the list."
    ),
}


@exercise
def right_for_one_number(answer: Any) -> str:
    """Judge a choice of problems for which one number is a right target: A, D and F."""
    must_choose(
        letters_of(answer, "AB"),
        RIGHT_PROBLEMS,
        {letter: say(why) for letter, why in WRONG_PROBLEMS.items()},
        kind=say("problem"),
        look=say(
            "Ask of each problem whether its classes have an order, and whether the class halfway "
            "between two others is a sensible answer for who is undecided."
        ),
    )
    return say(
        "Each has an order, and what lies halfway between two classes is the class between them."
    )
