"""The check of the exercise of lesson 00."""

from typing import Any

import numpy as np

from helpers.languages import say
from helpers.learning.exercises import NotRight, exercise
from helpers.learning.typed import one_number


@exercise
def sum_of_probabilities(answer: Any) -> str:
    """Judge the sum of three probabilities."""
    total = one_number(answer, say("Write a sum: three numbers with plus signs between them."))
    if np.shape(answer) != ():
        raise NotRight(
            say("That is a list of numbers. Put plus signs between them to add them up.")
        )
    if np.isclose(total, 100, atol=0.1):
        raise NotRight(say("Probabilities are counted from 0 to 1 here: 100 % is 1."))
    if not np.isclose(total, 1.0, rtol=0, atol=1e-6):
        raise NotRight(say("Add 0.659, 0.242 and 0.099. You have {total:g}.").format(total=total))
    return say("Probabilities always make 1 together.")
