"""Check what the public functions are given, and say clearly what is wrong with it.

The bottom of the package: every message names the argument, what came, what was expected and
what to try. Numbers come out as float32 or float64 arrays; nothing here modifies its input.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say, to_say

FloatArray = NDArray[np.floating]

SUM_TOLERANCE = 2e-3
"""How far a distribution may be from summing to 1: rows rounded by hand to three digits pass."""

ROUNDING = 1e-6
"""How far below 0 or above 1 a probability may be through rounding."""

LARGEST_LABEL = 2**53
"""Beyond it float64 no longer tells neighbouring whole numbers apart."""

_FLOAT32, _FLOAT64 = np.dtype(np.float32), np.dtype(np.float64)

_KINDS = {
    "b": to_say(
        "True/False values; write 1.0 and 0.0, or convert with np.asarray(...).astype(float)"
    ),
    "U": to_say("text; convert it first, for example with float(...)"),
    "S": to_say("text; convert it first, for example with float(...)"),
    "c": to_say("complex numbers; take the real part with .real"),
}


def as_numbers(values: ArrayLike, name: str) -> FloatArray:
    """Return `values` as an array: float32 if they are float32, otherwise float64.

    Raises `TypeError` for what is not real numbers and `ValueError` for rows of unequal length
    or NaN.

    >>> as_numbers([1, 2], "logits")
    array([1., 2.])
    """
    numbers = as_numbers_or_nan(values, name)
    if np.isnan(numbers).any():
        raise ValueError(
            say(
                "{name} must not contain NaN (not a number). It often comes from 0/0 or inf "
                "- inf: look at the step before."
            ).format(name=name)
        )
    return numbers


def as_numbers_or_nan(values: ArrayLike, name: str) -> FloatArray:
    """Do as `as_numbers` does, but let NaN pass."""
    numbers = as_real(values, name)
    if numbers.dtype in (_FLOAT32, _FLOAT64):
        return numbers
    with np.errstate(over="ignore", under="ignore"):
        return numbers.astype(np.float64)


def as_real(values: ArrayLike, name: str) -> NDArray[Any]:
    """Return `values` as an array of real numbers of any type."""
    if np.ma.is_masked(values):
        raise TypeError(
            say(
                "{name} must not be masked: what the mask hides would be counted all the "
                "same. Give a class that is impossible the logit -np.inf; leave an example "
                "out with values[~mask]."
            ).format(name=name)
        )
    try:
        numbers = np.asarray(values)
    except ValueError:
        raise ValueError(
            say(
                "{name} must have rows of equal length, but the lists given differ in "
                "length. Give every example the same number of values."
            ).format(name=name)
        ) from None
    if numbers.dtype.kind not in "iuf":
        got = say(_KINDS.get(numbers.dtype.kind, "")) or say("values of type {dtype}").format(
            dtype=numbers.dtype
        )
        if numbers.dtype.kind == "O":
            got = _objects(values, numbers)
        raise TypeError(
            say("{name} must be real numbers, but got {got}.").format(name=name, got=got)
        )
    return numbers


def _objects(values: Any, numbers: NDArray[Any]) -> str:
    """Say what came instead of numbers, and how to make numbers of it."""
    kind = type(values).__name__
    if hasattr(type(values), "to_numpy"):
        return say(
            "a {kind} with values that are no numbers; choose its columns of numbers and "
            "write .to_numpy(float), or .cat.codes for categories"
        ).format(kind=kind)
    if isinstance(values, dict):
        return say("a dict; make a list of its values with list(scores.values())")
    if numbers.ndim == 0 and hasattr(type(values), "__iter__"):
        return say("a {kind}, which is no list; make one of it with list(...)").format(kind=kind)
    odd = next(iter(numbers.flat), None)
    for entry in numbers.flat:
        if not isinstance(entry, int | float | np.number):
            odd = entry
            break
    if odd is None:
        return say("None among them; look for a missing value, or a function without a return line")
    return say("values of the type {type}; convert each with float(...)").format(
        type=type(odd).__name__
    )


def as_finite(values: ArrayLike, name: str) -> FloatArray:
    """Do as `as_numbers` does, and refuse infinities too."""
    numbers = as_numbers(values, name)
    if np.isinf(numbers).any():
        raise ValueError(
            say(
                "{name} must be finite, but contains inf or -inf. It often comes from an "
                "overflow, such as np.exp(1000), or from a division by 0."
            ).format(name=name)
        )
    return numbers


def one_number(value: Any, name: str) -> float:
    """Return a finite number as a Python float; an array of one or more entries is refused.

    >>> one_number(np.float32(0.5), "temperature")
    0.5
    """
    if type(value) in (int, float) and abs(value) < LARGEST_LABEL:  # the usual case, at once
        return float(value)
    number = as_finite(value, name)
    if number.ndim != 0:
        raise ValueError(
            say("{name} must be one number, but got an array of shape {shape}.").format(
                name=name, shape=number.shape
            )
        )
    return float(number)


def three_numbers(
    values: ArrayLike, name: str, low: float, high: float, example: str
) -> FloatArray:
    """Return three numbers in a range, one for each class of the running example.

    >>> three_numbers((2.0, 1.0, 0.1), "logits", -4, 4, "(2.0, 1.0, 0.1)")
    array([2. , 1. , 0.1])
    """
    numbers = np.asarray(values, dtype=float)
    if numbers.shape != (3,) or not np.all((numbers >= low) & (numbers <= high)):
        raise ValueError(
            say("{name} must be 3 numbers between {low:g} and {high:g}, such as {example}.").format(
                name=name, low=low, high=high, example=example
            )
        )
    return numbers


def positive_number(value: Any, name: str, hint: str) -> float:
    """Return a number above 0; `hint` ends the message if it is not."""
    number = one_number(value, name)
    if number <= 0:
        raise ValueError(
            say("{name} must be greater than 0, but got {number:g}. {hint}").format(
                name=name, number=number, hint=say(hint)
            )
        )
    return number


def whole_number(value: Any, name: str, minimum: int | None = None) -> int:
    """Return a whole number as a Python int; 3.0 is one, 3.5 is not.

    >>> whole_number(3.0, "num_classes", minimum=1)
    3
    """
    number = one_number(value, name)
    if not number.is_integer():
        raise ValueError(
            say("{name} must be a whole number, but got {number:g}.").format(
                name=name, number=number
            )
        )
    if minimum is not None and number < minimum:
        raise ValueError(
            say("{name} must be at least {minimum}, but got {number:g}.").format(
                name=name, minimum=minimum, number=number
            )
        )
    return int(number)


def as_labels(values: ArrayLike, name: str, num_classes: int | None = None) -> NDArray[np.intp]:
    """Return class indices as integers: whole, from 0 to `num_classes` - 1.

    >>> as_labels([0, 2.0], "labels", num_classes=3)
    array([0, 2])
    """
    numbers = as_real(values, name)
    if numbers.dtype.kind == "f":
        numbers = as_finite(numbers, name)
        fractional = numbers != np.floor(numbers)
        if fractional.any():
            raise ValueError(
                say(
                    "{name} must be class indices, which are whole numbers, but contains "
                    "{value:g}. Round them, or use class_of to get the class with the highest "
                    "score."
                ).format(name=name, value=numbers[fractional][0])
            )
    limit = LARGEST_LABEL if num_classes is None else num_classes
    if numbers.size and not 0 <= numbers.min() <= numbers.max() < limit:
        outside = (numbers < 0) | (numbers >= limit)
        expected = (
            say("0 or more")
            if num_classes is None
            else say("0 to {last}").format(last=num_classes - 1)
        )
        raise ValueError(
            say(
                "{name} must be class indices in the range {expected}, but contains "
                "{value:.0f}. Classes are counted from 0: {reason}"
            ).format(
                name=name,
                expected=expected,
                value=numbers[outside][0],
                reason=_why_outside(numbers),
            )
        )
    return numbers.astype(np.intp)


def _why_outside(numbers: NDArray[Any]) -> str:
    if numbers.min() < 0:
        return say(
            "was 1 subtracted once too often? An example without a label, often marked "
            "-1 or -100, has to be left out first."
        )
    if numbers.min() >= 1:
        return say("if yours start at 1, subtract 1.")
    return say("are there more classes than you say?")


def class_axis(numbers: FloatArray, name: str, axis: Any = -1) -> int:
    """Return the axis that runs over the classes, after checking that it is there, not empty."""
    if numbers.ndim == 0:
        raise ValueError(
            say(
                "{name} must have one value for each class, but got the single number "
                "{numbers:g}. Write it as a list, such as [2.0, 1.0, 0.1]."
            ).format(name=name, numbers=numbers)
        )
    index = whole_number(axis, "axis")
    if not -numbers.ndim <= index < numbers.ndim:
        raise ValueError(
            say(
                "axis must be from {low} to {high} for {name} of shape {shape}, but got "
                "{index}. The last axis, -1, usually runs over the classes."
            ).format(
                low=-numbers.ndim,
                high=numbers.ndim - 1,
                name=name,
                shape=numbers.shape,
                index=index,
            )
        )
    if numbers.shape[index] == 0:
        raise ValueError(
            say(
                "{name} must have at least one class, but axis {index} of the shape {shape} "
                "is empty. Give one value for each class."
            ).format(name=name, index=index, shape=numbers.shape)
        )
    return index


def as_distributions(values: ArrayLike, name: str, hint: str) -> FloatArray:
    """Return probabilities clipped to 0..1, after checking that the last axis sums to 1.

    Rounding is forgiven: `ROUNDING` for one probability, `SUM_TOLERANCE` for a sum. `hint` ends
    the message otherwise.
    """
    numbers = as_numbers(values, name)
    outside = (numbers < -ROUNDING) | (numbers > 1 + ROUNDING)
    if outside.any():
        raise ValueError(
            say("{name} must be probabilities from 0 to 1, but contains {value:g}. {hint}").format(
                name=name, value=numbers[outside][0], hint=hint
            )
        )
    totals = np.asarray(numbers.sum(axis=-1, dtype=np.float64))
    wrong = np.abs(totals - 1) > SUM_TOLERANCE
    if wrong.any():
        raise ValueError(
            say(
                "{name} must sum to 1 for each example, but one of them sums to {value:.4g}. "
                "The last axis must run over the classes. {hint}"
            ).format(name=name, value=totals[wrong][0], hint=hint)
        )
    return np.clip(numbers, 0, 1)
