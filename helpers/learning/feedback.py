"""What a learner is told about an answer."""

import html
from dataclasses import dataclass
from typing import Any

from helpers.languages import lang, say, to_say

RIGHT, NOT_RIGHT, NOT_YET = "right", "not right", "not yet"
_LOOK = {
    RIGHT: ("✓", "#00664A", to_say("Right. {words}")),
    NOT_RIGHT: ("✗", "#B33F00", to_say("Not right. {words}")),
    NOT_YET: ("…", "#555555", to_say("Not yet. {words}")),
}
TEXT = "font-size: var(--jp-content-font-size1, 14px); line-height: 1.5; max-width: 60em;"


@dataclass(frozen=True)
class Feedback:
    """What a learner is told about an answer.

    Parameters
    ----------
    verdict : str
        ``RIGHT``, ``NOT_RIGHT`` or ``NOT_YET``.
    words : str
        One to three sentences.

    It is true only if the answer is right, so that ``assert check.my_softmax(my_softmax)`` fails
    for a wrong one.

    Examples
    --------
    >>> Feedback(RIGHT, "Your rows sum to 1.")
    ✓ Right. Your rows sum to 1.
    >>> bool(Feedback(NOT_YET, "Fill the gap."))
    False
    """

    verdict: str
    words: str

    def __bool__(self) -> bool:
        return self.verdict == RIGHT

    def __repr__(self) -> str:
        mark, _, said = _LOOK[self.verdict]
        return f"{mark} {say(said).format(words=self.words)}"

    def html(self) -> str:
        """Return the feedback as HTML, with every character of it escaped."""
        _, color, _ = _LOOK[self.verdict]
        lines = html.escape(repr(self)).replace("\n", "<br>")
        return (
            f'<div{lang()} style="{TEXT} border-left: 4px solid {color}; padding: 0.4em 1em; '
            f'overflow-wrap: anywhere;">{lines}</div>'
        )

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": repr(self), "text/html": self.html()}
