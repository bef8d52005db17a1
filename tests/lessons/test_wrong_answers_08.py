"""What students write in the exercises of lesson 08, and are told."""

import re

import numpy as np
import pytest

from helpers import check
from helpers.learning.feedback import NOT_RIGHT
from tests.lessons.written import written

# the exercise, the answer as a student would write it, what the hint must speak of
P = "p, e, c = probabilities, cost_of_error, cost_of_person\nreturn "
B = (
    "sure = probabilities.max(axis=1)\n"
    "right = probabilities.argmax(axis=1) == labels\n"
    "k = np.minimum((sure * 10).astype(int), 9)\n"
)
ANSWERS = [
    ("knob", "{'A': 'below 1', 'B': 'above 1', 'C': '1', 'D': '1'}", "promises more"),
    ("knob", "{'A': 'above 1', 'B': 'above 1', 'C': '1', 'D': '1'}", "surer"),
    ("knob", "{'A': 'above 1', 'B': 'below 1', 'C': 'above 1', 'D': '1'}", "nothing to mend"),
    ("knob", "{'A': 'above 1', 'B': 'below 1', 'C': '1', 'D': 'above 1'}", "changes no answer"),
    ("knob", "{'A': 'above 1', 'B': 'below 1', 'C': '1', 'D': 'below 1'}", "changes no answer"),
    ("knob", "{'A': 0.95 / 0.86, 'B': 0.7 / 0.91, 'C': 1, 'D': 0.6}", "changes no answer"),
    ("knob", "{'A': 0.86 / 0.95, 'B': 0.91 / 0.7, 'C': 1, 'D': 1}", "promises more"),
    ("knob", "{'A': 'hotter', 'B': 'colder', 'C': '1', 'D': '1'}", "Choose one of"),
    ("knob", "['above 1', 'below 1', '1', '1']", "dictionary"),
    ("knob", "{'A': 'above 1', 'B': 'below 1'}", "no answer yet"),
    ("answer_or_pass", P + "p.argmax(axis=1)", "every picture"),
    ("answer_or_pass", P + "np.where(p.max(axis=1) >= 0.9, p.argmax(axis=1), -1)", "0.9"),
    ("answer_or_pass", P + "np.where(p.max(axis=1) > 1 - c / e, p.argmax(axis=1), -1)", "edge"),
    ("answer_or_pass", P + "np.where(p.max(axis=1) >= c / e, p.argmax(axis=1), -1)", "threshold"),
    ("answer_or_pass", P + "np.where(p.max(axis=1) * e <= c, p.argmax(axis=1), -1)", "wrong"),
    ("answer_or_pass", P + "np.where((1 - p.max(axis=1)) <= c, p.argmax(axis=1), -1)", "error"),
    ("answer_or_pass", P + "np.where(e * (1 - p.max()) <= c, p.argmax(), -1)", "axis|row"),
    (
        "answer_or_pass",
        P + "np.where(e * (1 - p.max(axis=0)) <= c, p.argmax(axis=0), -1)",
        "axis=0",
    ),
    ("answer_or_pass", P + "np.where(e * (1 - p.max(axis=1)) <= c, p.argmax(axis=1), 0)", "class"),
    ("answer_or_pass", P + "np.where(e * (1 - p.max(axis=1)) > c, p.argmax(axis=1), -1)", "round"),
    ("answer_or_pass", P + "p.argmax(axis=1)[e * (1 - p.max(axis=1)) <= c]", "leave out"),
    (
        "answer_or_pass",
        P + "np.where(e * (1 - p.max(axis=1)) <= 1, p.argmax(axis=1), -1)",
        "person",
    ),
    ("answer_or_pass", P + "p.argmax(axis=1) if e * (1 - p.max(axis=1)) <= c else -1", "any|all"),
    ("cheapest", "probabilities.argmax(axis=1)", "most probable"),
    ("cheapest", "probabilities @ costs", "so far"),
    ("cheapest", "(probabilities @ costs).argmin()", "axis=1"),
    ("cheapest", "(probabilities @ costs).min(axis=1)", "argmin"),
    ("cheapest", "(probabilities @ costs).argmax(axis=1)", "dearest"),
    ("cheapest", "(probabilities @ costs.T).argmin(axis=1)", "swapped"),
    ("cheapest", "costs[probabilities.argmax(axis=1)].argmin(axis=1)", "most probable class"),
    ("cheapest", "(probabilities * costs).argmin(axis=1)", "shape|row"),
    ("cheapest", "costs.sum(axis=0).argmin() + 0 * probabilities.argmax(axis=1)", "probabilit"),
    ("cheapest", "(costs @ probabilities).argmin(axis=1)", "row|shape|match"),
    ("calibration_error", B + "return abs(sure.mean() - right.mean())", "bin"),
    ("calibration_error", B + "return sure.mean() - right.mean()", "bin"),
    ("calibration_error", B + "return np.abs(sure - right).mean()", "bin"),
    (
        "calibration_error",
        B + "return np.mean([abs(sure[k == b].mean() - right[k == b].mean()) for b in range(10)])",
        "empty",
    ),
    (
        "calibration_error",
        B + "return np.mean([abs(sure[k == b].mean() - right[k == b].mean())"
        " for b in range(10) if (k == b).any()])",
        "share of the pictures",
    ),
    (
        "calibration_error",
        B + "return sum(abs(sure[k == b].sum() - right[k == b].sum()) for b in range(10))",
        "Divide",
    ),
    (
        "calibration_error",
        B + "return sum(sure[k == b].sum() - right[k == b].sum() for b in range(10)) / len(sure)",
        "size|abs",
    ),
    (
        "calibration_error",
        B + "return [abs(sure[k == b].sum() - right[k == b].sum()) for b in range(10)]",
        "one number",
    ),
]
ARGUMENTS = {
    "answer_or_pass": "probabilities, cost_of_error, cost_of_person",
    "cheapest": "probabilities, costs",
    "calibration_error": "probabilities, labels",
}
NAMES = {"np": np}


@pytest.mark.parametrize(("name", "answer", "about"), ANSWERS)
def test_a_wrong_answer_gets_a_hint_that_helps(name, answer, about):
    feedback = getattr(check, name)(written(name, answer, ARGUMENTS, NAMES))
    assert feedback.verdict == NOT_RIGHT, feedback
    assert re.search(about, feedback.words), feedback
