"""What students write in the exercises of lesson 03, and are told."""

import numpy as np
import pytest

from helpers import check, log_sum_exp, softmax
from helpers.learning.feedback import NOT_RIGHT
from tests.lessons.written import written

# the exercise, the answer or the body of the function, and how its hint begins
ANSWERS = [
    ("lead", "0.6 / 0.2", "3 is the ratio of the two probabilities: the"),
    ("lead", "0.6 - 0.2", "0.4 is the difference of the probabilities. The"),
    ("lead", "np.exp(3)", "You took the exponential of the ratio. Softmax"),
    ("lead", "np.log(0.6)", "You have -0.510826. Divide the probability of"),
    ("lead", "np.log(0.2 / 0.6)", "The size is right, the sign is not. Cat has the"),
    ("lead", "np.log10(3)", "You took the logarithm to base 10. Softmax uses"),
    ("lead", "np.log(0.6) - np.log(0.4)", "You compare cat with all the others together,"),
    ("lead", "softmax([0.6, 0.2, 0.2])", "That is an array of shape (3,), not one number."),
    ("lead", "1", "You have 1. Divide the probability of cat by"),
    ("lead", "'1.10'", "That is a text. Write the number without"),
    ("lead", "np.log(0.6) / np.log(0.2)", "You have 0.317394. Divide the probability of"),
    ("lead", "np.exp(0.6) - np.exp(0.2)", "You have 0.600716. Divide the probability of"),
    ("lead", "np.exp(0.6) / np.exp(0.2)", "You have 1.49182. Divide the probability of cat"),
    (
        "my_softmax",
        "return np.exp(logits) / np.exp(logits).sum()",
        "On a batch you divide by the sum over all the",
    ),
    (
        "my_softmax",
        "return np.exp(logits) / sum(np.exp(logits))",
        "On a batch you sum over the columns' direction,",
    ),
    (
        "my_softmax",
        "e = np.exp(logits - logits.max())\nreturn e / e.sum(axis=-1, keepdims=True)",
        "You subtract the largest score of the whole",
    ),
    (
        "my_softmax",
        "e = np.exp(logits - logits.max(axis=-1))\nreturn e / e.sum(axis=-1)",
        "Your maxima and sums have lost an axis, so that",
    ),
    (
        "my_softmax",
        "e = np.exp(logits - logits.max(axis=1, keepdims=True))\n"
        "return e / e.sum(axis=1, keepdims=True)",
        "There is no such axis: one row of numbers has",
    ),
    (
        "my_softmax",
        "e = np.exp(logits / logits.max(axis=-1, keepdims=True))\n"
        "return e / e.sum(axis=-1, keepdims=True)",
        "You divide the scores by the largest one.",
    ),
    (
        "my_softmax",
        "shifted = logits - logits.max(axis=-1, keepdims=True)\nreturn np.exp(shifted)",
        "You divide by the largest exponential. Divide",
    ),
    (
        "my_softmax",
        "shifted = logits - logits.max(axis=-1, keepdims=True)\n"
        "return shifted / shifted.sum(axis=-1, keepdims=True)",
        "You divide the shifted scores by their sum.",
    ),
    (
        "my_softmax",
        "e = np.exp(logits - max(logits))\nreturn e / e.sum()",
        "It was given an array: Python's own max, min,",
    ),
    (
        "my_softmax",
        "e = np.exp(logits)\nreturn e / e.sum(axis=-1, keepdims=True)",
        "Subtract the largest score before",
    ),
    (
        "my_softmax",
        "shifted = logits - logits.max(axis=-1, keepdims=True)\n"
        "e = np.exp(shifted)\n"
        "return e / logits.sum(axis=-1, keepdims=True)",
        "Your exponentials are of the shifted scores,",
    ),
    (
        "my_softmax",
        "shifted = logits - logits.max(axis=-1, keepdims=True)\n"
        "e = np.exp(shifted)\n"
        "e / e.sum(axis=-1, keepdims=True)",
        "my_softmax returned nothing: does it end with a",
    ),
    (
        "my_softmax",
        "logits -= logits.max(axis=-1, keepdims=True)\n"
        "e = np.exp(logits)\n"
        "return e / e.sum(axis=-1, keepdims=True)",
        "The result is right, but your function changes",
    ),
    (
        "my_softmax",
        "e = np.exp(logits - 700)\nreturn e / e.sum(axis=-1, keepdims=True)",
        "For [-1000, -1001, -1002] you return nan: e to",
    ),
    (
        "my_softmax",
        "rows = []\n"
        "for row in logits:\n"
        "    e = np.exp(row - row.max())\n"
        "    rows.append(e / e.sum())\n"
        "return np.array(rows)",
        "You treat each score as a row of its own. One",
    ),
    (
        "my_softmax",
        "for row in logits:\n    e = np.exp(row - row.max())\n    return e / e.sum()",
        "The last one, axis=-1",
    ),
    (
        "my_softmax",
        "return two_step_softmax(logits - logits.max())",
        "On a batch you divide by the sum over all the",
    ),
    (
        "my_softmax",
        "return np.exp(logits) / np.exp(logits).sum(axis=0)",
        "On a batch you sum over the columns' direction,",
    ),
    (
        "my_softmax",
        "shifted = logits - logits.max(axis=-1, keepdims=True)\n"
        "return np.exp(shifted) / np.exp(logits).sum(axis=-1, keepdims=True)",
        "Above you use the shifted scores, below the",
    ),
    (
        "my_softmax",
        "e = np.exp(np.minimum(logits, 700))\nreturn e / e.sum(axis=-1, keepdims=True)",
        "For [1000, 999, 0] you return [0.500, 0.500",
    ),
    (
        "my_temperature",
        "return softmax(logits) / temperature",
        "You divide the probabilities by the",
    ),
    (
        "my_temperature",
        "return softmax(logits * temperature)",
        "You multiply the scores by the temperature, so",
    ),
    (
        "my_temperature",
        "return softmax(logits - temperature)",
        "Your answer does not change with the",
    ),
    (
        "my_temperature",
        "return two_step_softmax(logits / temperature)",
        "At T = 0.002 you return nan: the score 2.0",
    ),
    (
        "my_temperature",
        "return softmax(logits) ** (1 / temperature)",
        "You raise the probabilities to a power but do",
    ),
    (
        "my_temperature",
        "return np.exp(logits / temperature) / np.exp(logits).sum()",
        "Above you use the temperature, below you do",
    ),
    (
        "my_temperature",
        "return softmax(np.exp(logits / temperature))",
        "You take the exponential twice: softmax takes",
    ),
    (
        "my_temperature",
        "return softmax(logits) * temperature",
        "You multiply the probabilities by the",
    ),
    (
        "my_temperature",
        "return logits / temperature",
        "You divide the scores by the temperature, but",
    ),
    ("my_log_softmax", "return np.log(softmax(logits))", "For [1000, 999, 0] you return -inf: the"),
    (
        "my_log_softmax",
        "return logits - log_sum_exp(logits)",
        "Your sums have lost an axis, so that a row",
    ),
    (
        "my_log_softmax",
        "return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))",
        "For [1000, 999, 0] you return [-inf, -inf,",
    ),
    (
        "my_log_softmax",
        "m = logits.max(axis=-1, keepdims=True)\n"
        "return logits - np.log(np.exp(logits - m).sum(axis=-1, keepdims=True))",
        "The largest score is missing. If you shift the",
    ),
    (
        "my_log_softmax",
        "return logits - shifted_log_sum_exp(logits)",
        "On a batch you sum over all the rows. Each row",
    ),
    (
        "my_log_softmax",
        "m = logits.max(axis=-1, keepdims=True)\n"
        "return logits - m + np.log(np.exp(logits - m).sum(axis=-1, keepdims=True))",
        "You add the logarithm of the sum. Subtract it:",
    ),
    (
        "my_log_softmax",
        "return log_sum_exp(logits)",
        "You return log-sum-exp, one number for the row.",
    ),
    (
        "my_log_softmax",
        "p = softmax(logits)\nreturn np.log(np.where(p > 0, p, 1e-300))",
        "Add nothing to the probabilities",
    ),
    ("my_log_softmax", "return np.log(logits)", "You take the logarithm of the scores. Asked for"),
    (
        "my_log_softmax",
        "shifted = logits - logits.max()\n"
        "return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))",
        "You subtract the largest score of the whole",
    ),
    ("my_slopes", "return -p[k] * p", "The products are there. What is missing is the"),
    ("my_slopes", "return p[k] * (1 - p[k])", "You return one number. Asked for is a slope for"),
    ("my_slopes", "return p[k] * (1 - p)", "You have p[k] (1 - p_j) everywhere. Only the"),
    (
        "my_slopes",
        "return np.diag(p) - np.outer(p, p)",
        "You return a whole table. Asked for is the row",
    ),
    (
        "my_slopes",
        "return (np.diag(p) - np.outer(p, p))[k]",
        "The row is right, but your function builds the",
    ),
    (
        "my_slopes",
        "slopes = -p[k] * p\nslopes[k] = p[k]\nreturn slopes",
        "The entry of k is p[k] alone. Its product, p[k]",
    ),
    (
        "my_slopes",
        "slopes = p * p[k]\nslopes[k] = p[k] * (1 - p[k])\nreturn slopes",
        "The entry of k is right. The others have the",
    ),
    (
        "my_slopes",
        "slopes = -p[k] * p\nslopes[k] = 1 - p[k]\nreturn slopes",
        "The other entries are right. The one of k is",
    ),
    (
        "my_slopes",
        "slopes = -p * p\nslopes[k] = p[k] * (1 - p[k])\nreturn slopes",
        "The entry of k is right. The others are",
    ),
    ("my_slopes", "return p - p[k]", "These are differences of probabilities. A slope"),
    (
        "my_slopes",
        "slopes = np.zeros(3)\n"
        "for j in range(3):\n"
        "    slopes[j] = -p[j] * p[k]\n"
        "slopes[k] += p[k]\n"
        "return slopes",
        "Three classes are right, five are not. Use no",
    ),
    (
        "my_slopes",
        "for j in range(len(p)):\n"
        "    if j == k:\n"
        "        return p[k] * (1 - p[k])\n"
        "    return -p[j] * p[k]",
        "You return one number. Asked for is a slope for",
    ),
    (
        "my_slopes",
        "slopes = -p[k] * p\nslopes[k] += 1\nreturn slopes",
        "The entry of k starts from 1. The slope of p_k",
    ),
]
ARGUMENTS = {
    "my_softmax": "logits",
    "my_temperature": "logits, temperature",
    "my_log_softmax": "logits",
    "my_slopes": "p, k",
}


def two_step_softmax(logits):
    exponentials = np.exp(logits)
    return exponentials / exponentials.sum()


def shifted_log_sum_exp(logits):
    m = logits.max()
    return m + np.log(np.exp(logits - m).sum())


LESSON = {
    "np": np,
    "softmax": softmax,
    "log_sum_exp": log_sum_exp,
    "two_step_softmax": two_step_softmax,
    "shifted_log_sum_exp": shifted_log_sum_exp,
}


@pytest.mark.parametrize(("name", "answer", "about"), ANSWERS)
def test_a_wrong_answer_gets_a_hint_that_helps(name, answer, about):
    feedback = getattr(check, name)(written(name, answer, ARGUMENTS, LESSON))
    assert feedback.verdict == NOT_RIGHT, feedback
    assert about in feedback.words
