"""What the page itself says beside a live picture: its buttons, and what goes wrong there."""

from helpers.languages import say, to_say

LABELS = {
    "play": to_say("▶ Play"),
    "pause": to_say("❚❚ Pause"),
    "reset": to_say("↺ Reset"),
    "type": to_say("{name}, type a number"),
    "noNumber": to_say(
        "“{text}” is no number, so nothing has moved. Write digits and a point, as in 0.5."
    ),
    "noAnswer": to_say(
        "No answer from Python yet. If a cell is still running, wait for it or stop it (Kernel > "
        "Interrupt Kernel). If none is running, this picture has lost its Python: run its cell "
        "again, and after a restart of the kernel all the cells above it too."
    ),
    "alone": to_say(
        "On a page without Python one control moves at a time: moving another puts the first back "
        "to its start."
    ),
}
"""Their English, by the names under which the page finds them."""


def labels() -> dict[str, str]:
    """Return what the page says, in the language that is spoken.

    Examples
    --------
    >>> labels()["reset"]
    '↺ Reset'
    """
    return {name: say(words) for name, words in LABELS.items()}
