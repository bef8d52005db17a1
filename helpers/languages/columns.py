"""Texts in columns: a Chinese letter is as wide as two Latin ones, and a line may end after any."""

import re
import unicodedata

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_OPEN, _CLOSED = "“（《", "，。：；？！、）》”…"
# A word or one Chinese letter, with the marks before it that end no line and those that begin none.
_PIECE = re.compile(rf"[{_OPEN}]*(?:[^\s{_WIDE}{_OPEN}{_CLOSED}]+|[{_WIDE}])?[{_CLOSED}]*\s*")


def columns_of(text: str) -> int:
    """Return how many columns of Latin letters a text takes.

    Examples
    --------
    >>> columns_of("softmax"), columns_of("猫 0.7")
    (7, 6)
    """
    return len(text) + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)


def wrap(text: str, width: int) -> list[str]:
    """Return a text in lines of at most so many columns, in Chinese or English.

    Examples
    --------
    >>> wrap("The sum is 1.", 8)
    ['The sum', 'is 1.']
    >>> wrap("概率之和是 1，对了。", 10)
    ['概率之和是', '1，对了。']
    """
    lines = [""]
    for piece in _PIECE.findall(text):
        if columns_of(lines[-1] + piece.rstrip()) > width and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]
