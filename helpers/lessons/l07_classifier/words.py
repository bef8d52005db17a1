"""Digits and counts in words, for the pictures of the lesson."""

from helpers.languages import say

DIGITS = tuple(str(digit) for digit in range(10))


def a_digit(digit: int) -> str:
    """Return a digit with its article.

    Examples
    --------
    >>> a_digit(3), a_digit(8)
    ('a 3', 'an 8')
    """
    return (say("an {digit}") if digit == 8 else say("a {digit}")).format(digit=digit)


def times(count: int) -> str:
    """Return once, twice, 3 times, ..."""
    words = {1: say("once"), 2: say("twice")}.get(count, say("{count} times"))
    return words.format(count=count)
