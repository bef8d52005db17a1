"""Exercises: `check` judges an answer at once, in words."""

import functools
import types
from collections.abc import Callable
from typing import Any

from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT, Feedback
from helpers.live.learner import LearnerError, NothingReturned, describe

check = types.SimpleNamespace()
"""The checks of the exercises: ``check.my_softmax(my_softmax)`` and its like."""


class NotRight(Exception):
    """Raised inside a check, with the hint that the learner reads."""


def exercise(judge: Callable[[Any], str]) -> Callable[[Any], Feedback]:
    """Make a check of a function that judges an answer, and put it into `check` by its name.

    Parameters
    ----------
    judge : callable
        Receives the answer; returns a sentence of praise, or raises `NotRight` with a hint. What
        else it raises is told as the fault of the answer: a check never ends in a traceback.

    Returns
    -------
    callable
        answer → `Feedback`.

    Raises
    ------
    ValueError
        If another module has a check of that name.

    Examples
    --------
    >>> @exercise
    ... def half(answer):
    ...     if answer != 0.5:
    ...         raise NotRight("Half of 1 was asked for.")
    ...     return "One half."
    >>> check.half(0.5), check.half(2), check.half(...)
    (✓ Right. One half., ✗ Not right. Half of 1 was asked for., … Not yet. Write your answer in \
the cell above and run it again.)
    >>> del check.half
    """

    @functools.wraps(judge)
    def checked(answer: Any) -> Feedback:
        try:
            if answer is None or answer is ...:
                raise NothingReturned
            return Feedback(RIGHT, judge(answer))
        except (NothingReturned, NotImplementedError):
            return Feedback(NOT_YET, "Write your answer in the cell above and run it again.")
        except (NotRight, LearnerError) as hint:
            return Feedback(NOT_RIGHT, str(hint))
        except KeyboardInterrupt:  # the stop button also stops what stands below in Run All
            raise
        except BaseException as error:  # an exit() in the answer too
            return Feedback(NOT_RIGHT, f"Your answer could not be checked: {describe(error)}")

    taken = getattr(check, judge.__name__, judge)
    if taken.__module__ != judge.__module__:
        raise ValueError(f"There is a check.{judge.__name__} already, in {taken.__module__}.")
    setattr(check, judge.__name__, checked)
    return checked
