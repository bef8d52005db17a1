"""Calling what a learner wrote: nothing it does may end in a traceback from our code."""

import linecache
import sys
import traceback
import warnings
from pathlib import Path

import numpy as np


class LearnerError(Exception):
    """What is wrong with the function that a learner passed, in words for the learner."""


class NothingReturned(LearnerError):
    """A function that returns None or an ellipsis, as one does that is not yet written."""


def call_learner(function, *arguments, shape=None):
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
    LearnerError
        If the function raises, or its answer is not numbers of that shape. The message names the
        function and, if it raised, the line.

    Examples
    --------
    >>> call_learner(lambda z: z / z.sum(), np.array([1.0, 3.0]), shape=(2,))
    array([0.25, 0.75])
    """
    name = getattr(function, "__name__", type(function).__name__)
    copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            answer = function(*copies)
    except Exception as error:
        raise LearnerError(f"{name} raised {describe(error)}") from error
    if answer is None or answer is ...:
        raise NothingReturned(f"{name} returned nothing yet: does it end with a return line?")
    try:
        numbers = np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        raise LearnerError(
            f"{name} returned {_short(repr(answer))}, which is not an array of numbers."
        ) from None
    if shape is not None and numbers.shape != shape:
        raise LearnerError(
            f"{name} returned an array of shape {numbers.shape}; {shape} was expected here."
        )
    return numbers


def _short(text, length=80):
    return text if len(text) <= length else text[: length - 1] + "…"


def describe(error):
    """Say in one sentence what was raised, and in which line of the learner's own code.

    Parameters
    ----------
    error : Exception

    Returns
    -------
    str

    Examples
    --------
    >>> describe(ValueError("the logits are empty"))
    'ValueError: the logits are empty'
    """
    text = f"{type(error).__name__}: {_short(str(error), 300)}".rstrip(": ")
    ours = str(Path(__file__).parent)
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith((ours, sys.prefix, "<frozen"))
    ]
    if not frames:
        return text
    line = linecache.getline(frames[-1].filename, frames[-1].lineno).strip()
    where = f"line {frames[-1].lineno} of its cell"
    return f"{text} (in {where}: {line})" if line else f"{text} (in {where})"
