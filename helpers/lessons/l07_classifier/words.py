"""Digits and counts in words, for the pictures of the lesson."""

DIGITS = tuple(str(digit) for digit in range(10))


def a_digit(digit: int) -> str:
    """Return a digit with its article.

    Examples
    --------
    >>> a_digit(3), a_digit(8)
    ('a 3', 'an 8')
    """
    return f"an {digit}" if digit == 8 else f"a {digit}"


def times(count: int) -> str:
    """Return once, twice, 3 times, ..."""
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"
