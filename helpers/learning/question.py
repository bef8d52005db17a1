"""A question on the page: options with buttons, and the answer to the one that is chosen."""

from pathlib import Path
from typing import Any

import anywidget
from traitlets import Bool, Dict, List, Unicode

from helpers.languages import to_say
from helpers.live.joined import joined

LABELS = {
    "predict": to_say("Predict."),
    "prediction": to_say("prediction"),
    "vote": to_say("Count a vote"),
    "hands": to_say("hands for {letter}"),
}
"""What else stands in a question, to be said."""


class QuestionWidget(anywidget.AnyWidget):
    """A question that the page answers by itself, so that it also does without a kernel.

    On the slides of a lecture the hands for each option can be counted, and are shown as bars.

    Parameters
    ----------
    question : str
    options : list of dict
        Each with ``letter``, ``answer``, ``verdict`` (of `helpers.learning.feedback`) and ``says``,
        the answer in words; plain text.
    box : str
        The id of the widget that holds this one.
    labels : dict of str to str
        What else stands in it, in the language that is spoken: `LABELS`.
    lang : str
        What HTML calls that language.

    Examples
    --------
    >>> widget = QuestionWidget(question="?", options=[], box="")
    >>> widget.chosen, widget.hands
    ('', {})
    """

    _esm = joined("alive.js", "language.js", "../learning/question.js")
    _css = Path(__file__).parent / "question.css"

    question = Unicode().tag(sync=True)
    options: "List[Any]" = List().tag(sync=True)
    box = Unicode().tag(sync=True)
    labels = Dict(LABELS).tag(sync=True)
    lang = Unicode("en").tag(sync=True)
    chosen = Unicode().tag(sync=True)
    hands = Dict().tag(sync=True)
    voting = Bool(False).tag(sync=True)
