"""Exercises: `check` judges an answer at once, in words."""

import difflib
import functools
import types
from collections.abc import Callable
from typing import Any, NoReturn

from helpers.languages import say, say_list, to_say
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT, Feedback
from helpers.live.learner import LearnerError, NothingReturned
from helpers.live.told import describe


class NoSuchExercise(AttributeError):
    """A misspelt name of an exercise: told in words, without a traceback."""

    def _render_traceback_(self) -> list[str]:  # what IPython shows instead of a traceback
        return [str(self)]


class Checks(types.SimpleNamespace):
    """The checks of all exercises, by their names; a misspelt name is told the nearest ones.

    Examples
    --------
    >>> from helpers import check
    >>> check.my_sofmax  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    helpers.learning.exercises.NoSuchExercise: There is no exercise my_sofmax. Did you mean
    my_softmax, my_log_softmax or my_class_of? There are also: answer_or_pass, ...
    """

    def __getattr__(self, name: str) -> NoReturn:
        known = sorted(vars(self))
        nearest = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
        words = [say("There is no exercise {name}.").format(name=name)]
        if nearest:
            words.append(say("Did you mean {either}?").format(either=_either(nearest)))
        others = say_list(each for each in known if each not in nearest)
        words.append(say("There are also: {others}.").format(others=others))
        raise NoSuchExercise(say_list(words, " "))


def _either(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return say("{others} or {last}").format(others=say_list(names[:-1]), last=names[-1])


check = Checks()
"""The checks of the exercises: ``check.my_softmax(my_softmax)`` and its like."""


_DOTS = to_say("Put your answer in place of the dots, ..., and run this cell again.")
_NONE = to_say(
    "Your answer is None, which is what print gives, and a function without a "
    "return line. Give the value itself."
)


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
    (✓ Right. One half., ✗ Not right. Half of 1 was asked for., … Not yet. Put your answer in \
place of the dots, ..., and run this cell again.)
    >>> del check.half
    """

    @functools.wraps(judge)
    def checked(answer: Any) -> Feedback:
        try:
            if answer is ...:
                raise NothingReturned
            if answer is None:
                return Feedback(NOT_YET, say(_NONE))
            return Feedback(RIGHT, judge(answer))
        except (NothingReturned, NotImplementedError):
            return Feedback(NOT_YET, say(_DOTS))
        except (NotRight, LearnerError) as hint:
            return Feedback(NOT_RIGHT, str(hint))
        except KeyboardInterrupt:  # the stop button also stops what stands below in Run All
            raise
        except BaseException as error:  # an exit() in the answer too
            return Feedback(
                NOT_RIGHT,
                say("Your answer could not be checked: {error}").format(error=describe(error)),
            )

    taken = vars(check).get(judge.__name__, judge)
    if taken.__module__ != judge.__module__:
        raise ValueError(f"There is a check.{judge.__name__} already, in {taken.__module__}.")
    setattr(check, judge.__name__, checked)
    return checked
