"""The check of the exercise of lesson 00."""

from typing import Any

import numpy as np

from helpers.learning.exercises import NotRight, exercise
from helpers.live.learner import NotNumbers, as_floats


@exercise
def sum_of_probabilities(answer: Any) -> str:
    """Judge the sum of three probabilities."""
    if isinstance(answer, str | bytes):
        raise NotRight("That is a text. Write the sum without quotation marks.")
    if isinstance(answer, bool):
        raise NotRight("That is True or False. Write a sum of three numbers.")
    try:
        answer = as_floats(answer)
    except NotNumbers as what:
        raise NotRight(f"That is {what}. Write a sum of three numbers.") from None
    if answer.shape != ():
        raise NotRight("That is a list of numbers. Put plus signs between them to add them up.")
    if np.isclose(answer, 100, atol=0.1):
        raise NotRight("Probabilities are counted from 0 to 1 here: 100 % is 1.")
    if not np.isclose(answer, 1.0, rtol=0, atol=1e-6):
        raise NotRight(f"Add 0.659, 0.242 and 0.099. You have {answer:g}.")
    return "Probabilities always make 1 together."
