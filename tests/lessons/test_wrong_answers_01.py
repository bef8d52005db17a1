"""What students write in the exercises of lessons 00 and 01, and are told."""

import re

import numpy as np
import pytest

from helpers import check
from helpers.learning.feedback import NOT_RIGHT
from tests.lessons.written import written

# the exercise, the answer as a student would write it, what the hint must speak of
ANSWERS = [
    ("sum_of_probabilities", "0.659 + 0.242 * 0.099", "Add"),
    ("sum_of_probabilities", "0.659, 0.242, 0.099", "plus"),
    ("sum_of_probabilities", "'1'", "quotation"),
    ("sum_of_probabilities", "100", "100 %"),
    ("sum_of_probabilities", "[0.659 + 0.242 + 0.099, 1]", "plus"),
    ("sum_of_probabilities", "sum", "function|[Cc]all"),
    ("sum_of_probabilities", "0.9", "Add"),
    ("sum_of_probabilities", "(0.659 + 0.242 + 0.099) / 3", "Add"),
    ("blended_answer", "2", "halfway"),
    ("blended_answer", "1", "vote"),
    ("blended_answer", "(1 + 3) / 2", "halfway"),
    ("blended_answer", "np.median([1, 1, 1, 3])", "vote"),
    ("blended_answer", "sum([1, 1, 1, 3])", "sum"),
    ("blended_answer", "(1 + 1 + 1 + 3) / 3", "four|halfway"),
    ("blended_answer", "[1, 1, 1, 3]", "number"),
    ("blended_answer", "'cat'", "text|number"),
    ("blended_answer", "1.75", "mean"),
    ("blended_answer", "0.75", "mean"),
    ("my_nearest", "np.abs(numbers - predictions).argmin()", "column|axis"),
    ("my_nearest", "np.abs(predictions[:, np.newaxis] - numbers).argmin()", "axis=1"),
    ("my_nearest", "np.abs(predictions[:, np.newaxis] - numbers).argmin(axis=0)", "axis=1"),
    ("my_nearest", "np.abs(predictions[:, np.newaxis] - numbers).min(axis=1)", "argmin"),
    ("my_nearest", "(predictions[:, np.newaxis] - numbers).argmin(axis=1)", "abs"),
    ("my_nearest", "np.rint(predictions)", "round"),
    ("my_nearest", "np.clip(np.rint(predictions), 1, 3) - 1", "round"),
    ("my_nearest", "[min(numbers, key=lambda n: abs(n - p)) for p in predictions]", "index"),
    ("my_nearest", "[np.abs(numbers - p).argmin() + 1 for p in predictions]", "from 0"),
    ("my_nearest", "[np.abs(numbers - p) for p in predictions]", "distances"),
    ("my_nearest", "[np.abs(numbers - p).argmin() for p in predictions][0]", "loop|first"),
    ("my_nearest", "[np.abs(numbers - p).argmin() for p in predictions][-1]", "last|append"),
    ("my_nearest", "np.searchsorted(numbers, predictions)", "between"),
    (
        "my_nearest",
        "np.argsort(np.abs(predictions[:, np.newaxis] - numbers), axis=1)",
        "Only the nearest",
    ),
    ("unfairness", "max(numbers) / min(numbers)", "[Dd]istances"),
    ("unfairness", "max(numbers) - min(numbers)", "Divide"),
    ("unfairness", "np.diff(numbers).max() / np.diff(numbers).min()", "neighbours"),
    (
        "unfairness",
        "np.abs(numbers[:, np.newaxis] - numbers).max()"
        " / np.abs(numbers[:, np.newaxis] - numbers).min()",
        "diagonal",
    ),
    (
        "unfairness",
        "(numbers[:, np.newaxis] - numbers).max() / (numbers[:, np.newaxis] - numbers).min()",
        "abs",
    ),
    ("unfairness", "np.abs(numbers[:, np.newaxis] - numbers)", "table"),
    ("unfairness", "np.diff(np.sort(numbers)).min() / np.ptp(numbers)", "upside down"),
    ("unfairness", "np.ptp(numbers), np.diff(np.sort(numbers)).min()", "two|2"),
    ("unfairness", "np.ptp(numbers) / np.abs(np.diff(numbers)).min()", "need not stand"),
    ("unfairness", "np.sort(numbers)[-1] - np.sort(numbers)[0] / 1", "Divide|distance"),
    ("unfairness", "(numbers[-1] - numbers[0]) / np.diff(np.sort(numbers)).min()", "last number"),
    ("unfairness", "2", "For|not"),
    ("right_for_one_number", "['A']", "missing"),
    ("right_for_one_number", "['A', 'D']", "missing"),
    ("right_for_one_number", "['A', 'B', 'D', 'F']", "Bus"),
    ("right_for_one_number", "'all'", "no problem|letters"),
    ("right_for_one_number", "['C', 'E']", "0 belong there"),
    ("right_for_one_number", "[1, 4, 6]", "letter|problem"),
    ("numbers_for", "np.argsort(np.argsort(places))", "steps"),
    ("numbers_for", "np.argsort(places)", "argsort"),
    ("numbers_for", "np.sort(places)", "rising order"),
    ("numbers_for", "[1, 2, 3]", "same numbers|shape"),
    ("numbers_for", "np.arange(len(places))", "same numbers"),
    ("numbers_for", "np.rint(places)", "share|steps|spaced"),
    ("numbers_for", "np.abs(places)", "sign"),
    ("numbers_for", "places.mean()", "shape|number for each"),
    ("numbers_for", "[sorted(places).index(p) + 1 for p in places]", "steps"),
    ("numbers_for", "np.exp(places)", "steps"),
]
ARGUMENTS = {
    "my_nearest": "predictions, numbers",
    "unfairness": "numbers",
    "numbers_for": "places",
}


@pytest.mark.parametrize(("name", "answer", "about"), ANSWERS)
def test_a_wrong_answer_gets_a_hint_that_helps(name, answer, about):
    feedback = getattr(check, name)(written(name, answer, ARGUMENTS, {"np": np}))
    assert feedback.verdict == NOT_RIGHT, feedback
    assert re.search(about, feedback.words), feedback
