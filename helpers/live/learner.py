"""Calling what a learner wrote: nothing it does may end in a traceback from our code."""

import contextlib
import dis
import inspect
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, to_say
from helpers.live.common_errors import explain
from helpers.live.time_limit import OutOfTime, within_limit
from helpers.live.told import describe, line_of, name_of, shown

LARGEST_ANSWER = 10_000_000
"""Entries of an array. The largest answer that is asked for has 200 000; a hundred times as many
would only fill the memory."""

_GENERATOR = to_say("a generator, because it has a yield. Write return instead")
_NO_ANSWERS = {
    types.GeneratorType: _GENERATOR,
    types.AsyncGeneratorType: _GENERATOR,
    types.CoroutineType: to_say("a coroutine, because it begins with async. Leave async out"),
    types.FunctionType: to_say("a function, not what the function returns. Call it, with brackets"),
}


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Run a learner's code without warnings: what is wrong with its result is told in our words.

    Examples
    --------
    >>> with quietly():
    ...     float(np.log(np.zeros(())))
    -inf
    """
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


class LearnerError(Exception):
    """What is wrong with the function that a learner passed, in words for the learner."""

    def _render_traceback_(self) -> list[str]:  # what IPython shows instead of a traceback
        return [str(self)]


class NothingReturned(LearnerError):
    """A function that is not yet written: its stub is untouched, or it says so itself."""


def must_be_callable(function: Any, needs: str, example: str) -> None:
    """Say how to hand a function to an explorer, if what came is none.

    Parameters
    ----------
    function
        What came.
    needs : str
        Who needs what: the beginning of the sentence.
    example : str
        A call that is right.

    Raises
    ------
    TypeError
        If it cannot be called.

    Examples
    --------
    >>> must_be_callable(3, "explore_softmax needs a function", "explore_softmax(my_softmax)")
    Traceback (most recent call last):
        ...
    TypeError: explore_softmax needs a function, got 3. Pass its name without brackets: \
explore_softmax(my_softmax).
    """
    if not callable(function):
        raise TypeError(
            say("{needs}, got {function!r}. Pass its name without brackets: {example}.").format(
                needs=needs, function=function, example=example
            )
        )


class NotNumbers(TypeError):
    """What an answer is instead of an array of numbers: words that can follow "it is"."""


class Stopped(KeyboardInterrupt):
    """The stop button was pressed while a learner's function ran: told in words, no traceback.

    It still is a KeyboardInterrupt, so that what stands below in Run All stops as well.
    """

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def call_learner(
    function: Callable[..., Any], *arguments: Any, shape: tuple[int, ...] | None = None
) -> NDArray[np.float64]:
    """Call a learner's function as an explorer should, and return its answer as an array.

    The arguments are copied, so that a function which changes them does no harm; numpy's warnings
    are kept quiet, because the picture shows what they warn of. NaN and infinity are let through:
    they are drawn and named.

    Parameters
    ----------
    function : callable
    *arguments
        Arrays (copied) or anything else.
    shape : tuple of int, optional
        The shape that the answer must have.

    Returns
    -------
    numpy.ndarray of float

    Raises
    ------
    NothingReturned
        If it is not yet written: its body is a stub, or it raises NotImplementedError.
    LearnerError
        If the function raises or calls exit(), returns nothing, or its answer is not numbers of
        that shape. The message names the function and, if it raised, the line and what usually
        stands behind the error.
    Stopped
        If the stop button is pressed while it runs.
    OutOfTime
        If it is called inside a `time_limit` and takes longer.

    Examples
    --------
    >>> call_learner(lambda z: z / z.sum(), np.array([1.0, 3.0]), shape=(2,))
    array([0.25, 0.75])
    """
    name = name_of(function)
    copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    with quietly():
        try:
            with within_limit():
                answer = function(*copies)
        except OutOfTime:
            raise
        except KeyboardInterrupt as stop:
            raise Stopped(
                say(
                    "{name} was stopped before it returned{line}. If it seemed to hang: does "
                    "its loop ever end?"
                ).format(name=name, line=line_of(stop))
            ) from None
        except NotImplementedError as error:
            raise NothingReturned(
                say("{name} raised {error}").format(name=name, error=describe(error))
            ) from error
        except SystemExit as error:
            raise LearnerError(
                say("{name} called exit(){line}. A function ends with return.").format(
                    name=name, line=line_of(error)
                )
            ) from error
        except BaseException as error:  # one of the learner's own making too
            raise LearnerError(
                say("{name} raised {told}").format(name=name, told=_told(error, arguments))
            ) from error
    if answer is None or answer is ...:
        raise _nothing_returned(function, answer)
    if shape is None and _is_pair_of_numbers(answer):
        raise LearnerError(_several_things(name, answer))
    try:
        numbers = as_floats(answer)
    except NotNumbers as what:
        if isinstance(answer, tuple):
            raise LearnerError(_several_things(name, answer)) from None
        raise LearnerError(say("{name} returned {what}.").format(name=name, what=what)) from None
    if shape is not None and numbers.shape != shape:
        raise LearnerError(_wrong_shape(name, answer, numbers.shape, shape))
    return numbers


def is_stub(function: Any) -> bool:
    """Whether the body of a function does nothing at all: ``...``, ``pass`` or ``return ...``.

    Examples
    --------
    >>> def still_a_stub(logits):
    ...     # your lines here, in place of the dots
    ...     ...
    >>> is_stub(still_a_stub), is_stub(lambda logits: print(logits))
    (True, False)
    """
    try:
        code = inspect.unwrap(function).__code__
        return {each.opname for each in dis.get_instructions(code)} <= _DOING_NOTHING
    except (Exception, SystemExit):  # no function, or a class of the learner's own
        return False


_DOING_NOTHING = {"RESUME", "NOP", "LOAD_CONST", "POP_TOP", "RETURN_VALUE", "RETURN_CONST"}


def _nothing_returned(function: Any, answer: Any) -> LearnerError:
    """Tell a stub from a function that forgets to give back what it has found."""
    name = name_of(function)
    if is_stub(function):
        return NothingReturned(
            say("{name} returned nothing yet: put your lines in place of the dots.").format(
                name=name
            )
        )
    if answer is ...:
        return LearnerError(
            say("{name} still returns the dots, ...: put your result in their place.").format(
                name=name
            )
        )
    try:
        prints = "print" in inspect.unwrap(function).__code__.co_names
    except (Exception, SystemExit):
        prints = False
    if prints:
        return LearnerError(
            say(
                "{name} returned nothing: print shows a value, and return hands it over. "
                "Does it end with a return line?"
            ).format(name=name)
        )
    return LearnerError(
        say("{name} returned nothing: does it end with a return line?").format(name=name)
    )


def _told(error: BaseException, arguments: tuple[Any, ...]) -> str:
    """Return what was raised, in which line, and what usually stands behind it."""
    told, line = describe(error), line_of(error)
    if isinstance(error, TypeError) and not line and "positional argument" in told:
        return say("{told}. It is called with {n} here: do its brackets take as many?").format(
            told=told, n=len(arguments)
        )
    hint = explain(error)
    return say("{told}. {hint}").format(told=told, hint=hint) if hint else told


def _is_pair_of_numbers(answer: Any) -> bool:
    return type(answer) is tuple and len(answer) == 2 and all(map(np.isscalar, answer))


def _several_things(name: str, answer: tuple[Any, ...]) -> str:
    return say(
        "{name} returned {n} things, with commas between them: {answer}. Return the "
        "one that is asked for."
    ).format(name=name, n=len(answer), answer=shown(answer))


def _wrong_shape(name: str, answer: Any, shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """Say that a shape is wrong, and what the two shapes tell of the reason."""
    if isinstance(answer, tuple) and len(answer) in (2, 3) and len(expected) < 2:
        return _several_things(name, answer)
    words = say("{name} returned an array of shape {shape}; {expected} was expected here.").format(
        name=name, shape=shape, expected=expected
    )
    if isinstance(answer, tuple) and shape[1:] == expected:
        return _several_things(name, answer)
    if shape == ():
        return say(
            "{words} It is one number for the whole array: which axis was to be summed "
            "or searched? The last one, axis=-1, runs over the classes."
        ).format(words=words)
    if expected == () and np.prod(shape) != 1:
        return say(
            "{words} One number is asked for: is a sum, a mean or a maximum missing?"
        ).format(words=words)
    if len(expected) == 2 and shape == expected[1:]:
        return say("{words} There are {n} rows, and you return one of them.").format(
            words=words, n=expected[0]
        )
    if len(expected) == 2 and shape == expected[::-1]:
        return say("{words} Rows and columns are swapped.").format(words=words)
    return words


def as_floats(values: Any) -> NDArray[np.float64]:
    """Return what a learner gave as an array of float64: numbers, not what looks like numbers.

    Parameters
    ----------
    values : array_like of bool, int or float

    Returns
    -------
    numpy.ndarray of float64

    Raises
    ------
    NotNumbers
        If it is text, complex, a date or no number at all; if its rows differ in length; if it has
        more entries than `LARGEST_ANSWER`. Whatever a class of the learner's own raises when it is
        asked for its numbers becomes this error.

    Examples
    --------
    >>> as_floats([1, True])
    array([1., 1.])
    >>> as_floats("1.5")
    Traceback (most recent call last):
        ...
    helpers.live.learner.NotNumbers: '1.5', which is not an array of numbers
    """
    if type(values) in _NO_ANSWERS:
        if type(values) is types.CoroutineType:
            values.close()  # or Python complains later that it was never awaited
        raise NotNumbers(say(_NO_ANSWERS[type(values)]))
    try:
        with quietly():
            return _as_floats(values)
    except NotNumbers:
        raise
    except OverflowError:
        raise NotNumbers(
            say("{values}, which is too large for a float").format(values=shown(values))
        ) from None
    except (TypeError, ValueError):
        raise NotNumbers(
            say("{values}, which is not an array of numbers").format(values=shown(values))
        ) from None
    except (Exception, SystemExit) as error:
        raise NotNumbers(
            say("{values}, which gives no numbers: {error}").format(
                values=shown(values), error=describe(error)
            )
        ) from None


def _as_floats(values: Any) -> NDArray[np.float64]:
    too_many = say("more than {most:,} numbers, far more than are needed").format(
        most=LARGEST_ANSWER
    )
    if isinstance(values, range | list | tuple) and len(values) > LARGEST_ANSWER:
        raise NotNumbers(too_many)
    if np.ma.is_masked(values):
        raise NotNumbers(
            say("a masked array. Leave the mask out: use -np.inf for an impossible class")
        )
    numbers = np.asarray(values)
    if numbers.size > LARGEST_ANSWER:
        raise NotNumbers(too_many)
    kind = numbers.dtype.kind
    if kind == "O" and any(isinstance(entry, _NO_ENTRIES) for entry in numbers.flat):
        raise TypeError  # float() would take text for a number
    if kind == "c":
        raise NotNumbers(
            say("{values}: complex. Take the real part, .real").format(values=shown(values))
        )
    if kind not in "biufO":
        raise TypeError
    return numbers.astype(float, copy=False)


_NO_ENTRIES = (str, bytes, bytearray, complex)
