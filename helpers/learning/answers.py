"""What the checks of several lessons ask of an answer."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.learning.exercises import NotRight
from helpers.live.learner import quietly

Mistakes = dict[str, Callable[..., Any]]
"""Hint → a function that makes the mistake which the hint names."""


MOST_ITEMS = 1000
"""What a list of letters may hold; an answer may also be endless."""


def same(answer: ArrayLike, expected: ArrayLike, rtol: float = 1e-5, atol: float = 1e-7) -> bool:
    """Whether two arrays are of one shape and equal but for rounding, of float32 at worst.

    NaN is equal to nothing.

    Examples
    --------
    >>> same(0.1 + 0.2, 0.3), same([0.3, 0.3], 0.3), same(np.nan, np.nan)
    (True, False, False)
    """
    return np.shape(answer) == np.shape(expected) and np.allclose(
        answer, expected, rtol=rtol, atol=atol
    )


def tell_mistake(mistakes: Mistakes, answer: ArrayLike, *arguments: Any) -> None:
    """Raise the hint of the known mistake that gives the same answer for the arguments.

    Raises
    ------
    NotRight
        If one of them does.

    Examples
    --------
    >>> tell_mistake({"You return the largest. Asked for is its place.": np.max}, 1, [3.0, 9.0])
    """
    for hint, mistake in mistakes.items():
        if same(answer, mistake(*arguments)):
            raise NotRight(hint)


def must_be_function(answer: Any, name: str) -> None:
    """Say how to hand over a function, if the answer is none.

    Raises
    ------
    NotRight
        If the answer cannot be called, or is a class.

    Examples
    --------
    >>> must_be_function(np.argmax, "my_argmax")
    """
    if not callable(answer) or isinstance(answer, type):
        raise NotRight(f"Pass the function itself, without brackets: check.{name}({name}).")


def must_keep_its_input(answer: Callable[..., Any], *arguments: Any) -> None:
    """Say so if a learner's function, which is otherwise right, changes what it is given.

    Raises
    ------
    NotRight
        If one of the arguments, which are copied, is not what it was.

    Examples
    --------
    >>> must_keep_its_input(np.exp, np.array([2.0, 1.0]))
    """
    kept = [np.array(argument) for argument in arguments]
    with quietly():
        answer(*kept)
    if not all(np.array_equal(a, b) for a, b in zip(kept, arguments, strict=True)):
        raise NotRight(
            "The result is right, but your function changes the arrays that it was given. Write "
            "z = logits - ..., not logits -= ...."
        )


def letters_of(answer: Any, example: str) -> set[str]:
    """Return the letters that an answer names, in capitals.

    Parameters
    ----------
    answer
        As a learner writes it: ``"ah"``, ``"A, H"`` or ``["A", "H"]``.
    example
        Shown in the hint if there are none.

    Raises
    ------
    NotRight
        If the answer is neither a text nor a list, or names no letters.

    Examples
    --------
    >>> sorted(letters_of("a, h", "AH")), sorted(letters_of(["H"], "AH"))
    (['A', 'H'], ['H'])
    """
    hint = f'Write the letters as a text, such as "{example}".'
    if callable(answer):
        raise NotRight(hint)
    try:
        items = list(itertools.islice(answer, MOST_ITEMS + 1))
    except TypeError:
        raise NotRight(hint) from None
    if len(items) > MOST_ITEMS:
        raise NotRight(hint)
    text = " ".join(str(item) for item in items).upper()
    letters = {letter for letter in text if letter not in " ,;+&.\"'()[]{}"}
    if not letters:
        raise NotRight(f"There are no letters yet. {hint}")
    return letters


def must_choose(
    letters: set[str], right: dict[str, str], wrong: dict[str, str], kind: str = "statement"
) -> None:
    """Compare the letters that a learner chose with the right ones; the first fault gets a hint.

    Parameters
    ----------
    letters
        From `letters_of`.
    right, wrong
        Letter → why it belongs to the answer, or why it does not.
    kind
        What the letters stand for.

    Raises
    ------
    NotRight
        If a letter is unknown, too many or missing.

    Examples
    --------
    >>> must_choose({"A"}, right={"A": "A is even."}, wrong={"B": "B is odd."})
    """
    known = sorted(right.keys() | wrong.keys())
    for letter in sorted(letters):
        if letter not in known:
            raise NotRight(
                f"There is no {kind} {letter!r}. Use the letters {known[0]} to {known[-1]}."
            )
    for letter, hint in wrong.items():
        if letter in letters:
            raise NotRight(f"One is too many. {hint}")
    for letter, hint in right.items():
        if letter not in letters:
            raise NotRight(f"One is missing. {hint}")
