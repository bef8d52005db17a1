"""What students write in the exercises of lesson 04, and are told."""

import numpy as np
import pytest

from helpers import check, cross_entropy, log_sum_exp, softmax
from helpers.learning.feedback import NOT_RIGHT
from tests.lessons.written import written

# the exercise, the answer or the body of the function, and how its hint begins
ANSWERS = [
    (
        "loss_of_three_photos",
        "(0.5 + 0.25 + 0.125) / 3",
        "That is the mean of the probabilities. Take",
    ),
    (
        "loss_of_three_photos",
        "-np.log(0.5 * 0.25 * 0.125)",
        "That is the sum of the three losses. The mean",
    ),
    (
        "loss_of_three_photos",
        "-np.log((0.5 + 0.25 + 0.125) / 3)",
        "You took the mean of the probabilities, then",
    ),
    (
        "loss_of_three_photos",
        "np.log(np.array([0.5, 0.25, 0.125])).mean()",
        "The size is right, the sign is not: the loss is",
    ),
    (
        "loss_of_three_photos",
        "-np.log2([0.5, 0.25, 0.125]).mean()",
        "That is in bits, with np.log2. The natural",
    ),
    ("loss_of_three_photos", "0.5 * 0.25 * 0.125", "That is the likelihood of the three photos,"),
    (
        "loss_of_three_photos",
        "-np.log([0.5, 0.25, 0.125])",
        "That is an array of shape (3,), not one number.",
    ),
    ("loss_of_three_photos", "2", "That is in bits, with np.log2. The natural"),
    ("loss_of_three_photos", "np.exp(-0.29)", "You have 0.748. Take -log of 0.5, of 0.25 and"),
    ("loss_of_three_photos", "'2 log 2'", "That is a text. Write the number without"),
    ("loss_of_three_photos", "1,386", "A comma makes two numbers of it: write a point,"),
    (
        "my_gradient",
        "return softmax(logits) - targets",
        "On one photo this would be right, but on a",
    ),
    (
        "my_gradient",
        "return (targets - softmax(logits)) / len(logits)",
        "The sign is turned: y - p points downhill, the",
    ),
    (
        "my_gradient",
        "return np.mean(softmax(logits) - targets)",
        "For logits of shape (4, 3) you return the shape",
    ),
    (
        "my_gradient",
        "return (softmax(logits) - targets).mean(axis=0)",
        "For logits of shape (4, 3) you return the shape",
    ),
    (
        "my_gradient",
        "return (softmax(logits) - targets).mean(axis=-1)",
        "For logits of shape (4, 3) you return the shape",
    ),
    (
        "my_gradient",
        "return (softmax(logits) - targets) / len(targets[0])",
        "You divide by the number of classes. Divide by",
    ),
    (
        "my_gradient",
        "return (softmax(logits) - targets) / logits.size",
        "You divide by the number of all entries, photos",
    ),
    (
        "my_gradient",
        "return (logits - targets) / len(logits)",
        "You subtract the targets from the logits. Turn",
    ),
    (
        "my_gradient",
        "return -targets / softmax(logits) / len(logits)",
        "That is the gradient with respect to the",
    ),
    (
        "my_gradient",
        "return (softmax(logits) - targets.argmax(axis=-1)) / len(logits)",
        "must stand in a column",
    ),
    (
        "my_gradient",
        "return [softmax(z) - y for z, y in zip(logits, targets)]",
        "On one photo this would be right, but on a",
    ),
    (
        "my_gradient",
        "p = np.exp(logits) / np.exp(logits).sum()\nreturn (p - targets) / len(logits)",
        "You divide by the sum of the exponentials of",
    ),
    (
        "my_gradient",
        "return 2 * (softmax(logits) - targets) / len(logits)",
        "There is a factor 2 too many: it belongs to",
    ),
    (
        "my_gradient",
        "p = softmax(logits)\nreturn (p - targets) * p / len(logits)",
        "You multiply p - y by p once more. That is a",
    ),
    (
        "my_gradient",
        "return np.abs(softmax(logits) - targets) / len(logits)",
        "A gradient has signs: it says up or down. Leave",
    ),
    (
        "my_cross_entropy",
        "return -np.sum(targets * np.log(probabilities), axis=-1).mean()",
        "For a perfect prediction, (1, 0, 0) for the",
    ),
    (
        "my_cross_entropy",
        "return -np.sum(targets * np.log(probabilities))",
        "You return the sum over the photos. Sum over",
    ),
    (
        "my_cross_entropy",
        "return -np.sum(targets * np.log(probabilities), axis=-1)",
        "You return one loss for each photo. The loss of",
    ),
    (
        "my_cross_entropy",
        "return -np.mean(targets * np.log(probabilities))",
        "You took the mean over the classes too. Sum",
    ),
    (
        "my_cross_entropy",
        "return np.where(targets > 0, -targets * np.log(probabilities), 0).sum(axis=-1).mean() / 3",
        "You took the mean over the classes too. Sum",
    ),
    (
        "my_cross_entropy",
        "safe = np.where(probabilities > 0, probabilities, 1.0)\n"
        "return -np.sum(targets * np.log(safe), axis=-1).mean()",
        "The model gave probability 0 to what was true:",
    ),
    (
        "my_cross_entropy",
        "safe = np.where(targets > 0, probabilities, 0.0)\n"
        "return -np.sum(targets * np.log(safe), axis=-1).mean()",
        "Soft targets are right, but for one-hot targets",
    ),
    (
        "my_cross_entropy",
        "return -np.sum(targets * np.log(probabilities + 1e-9), axis=-1).mean()",
        "The model gave probability 0 to what was true:",
    ),
    (
        "my_cross_entropy",
        "return -np.nansum(probabilities * np.log(targets), axis=-1).mean()",
        "Prediction and target have changed places: the",
    ),
    (
        "my_cross_entropy",
        "return losses_of_batch(probabilities, targets).mean()",
        "distributions are no indices",
    ),
    (
        "my_cross_entropy",
        "safe = np.where(targets > 0, probabilities, 1.0)\n"
        "return -np.sum(targets * np.log(safe), axis=0).mean()",
        "You sum over the photos, axis=0, and take the",
    ),
    (
        "my_cross_entropy",
        "safe = np.where(targets == 1, probabilities, 1.0)\n"
        "return -np.log(safe).sum(axis=-1).mean()",
        "Only classes with the target 1 count in yours,",
    ),
    (
        "my_cross_entropy",
        "safe = np.where(targets > 0, probabilities, 1.0)\n"
        "return -np.log(safe).sum(axis=-1).mean()",
        "Each class counts as much as its target says.",
    ),
    (
        "my_cross_entropy",
        "return -np.nansum(targets * np.log(softmax(probabilities)), axis=-1).mean()",
        "You apply softmax to the probabilities. They",
    ),
    ("suspicious_runs", "'BC'", "Run C starts as it should: log 1000 is 6.91,"),
    ("suspicious_runs", "'B'", "One more is missing, and its loss looks good."),
    ("suspicious_runs", "'BF'", "Run F is below log 3, but it does know"),
    ("suspicious_runs", "'DF'", "Run F is below log 3, but it does know"),
    ("suspicious_runs", "'ACEF'", "These four are the ones that look right. Name"),
    ("suspicious_runs", "'C and D'", "Run C starts as it should: log 1000 is 6.91,"),
    ("suspicious_runs", "['A', 'E']", "Run A starts as it should: log 10 is 2.30, and"),
    ("suspicious_runs", "'BDF'", "Run F is below log 3, but it does know"),
    ("suspicious_runs", "2", "Write the letters as a text, such as"),
    (
        "my_smoothing",
        "return (1 - epsilon) * targets + epsilon",
        "Every class gets all of ε. It is shared: each",
    ),
    (
        "my_smoothing",
        "return (1 - epsilon) * targets + epsilon / 3",
        "You divide by 3, but a batch may have another",
    ),
    ("my_smoothing", "return 0.9 * targets + 0.1 / 3", "You always smooth by 0.1, and for three"),
    (
        "my_smoothing",
        "return (1 - epsilon) * targets + epsilon / len(targets)",
        "You share ε among the photos. Share it among",
    ),
    (
        "my_smoothing",
        "return targets + epsilon / targets.shape[-1]",
        "Your rows sum to more than 1: take ε away from",
    ),
    (
        "my_smoothing",
        "return np.where(targets == 1, 1 - epsilon, epsilon / (targets.shape[-1] - 1))",
        "The true class gets too little: ε is shared by",
    ),
    (
        "my_smoothing",
        "return np.where(targets == 1, 1 - epsilon, epsilon / targets.shape[-1])",
        "The true class keeps 1 - ε and gets its share ε",
    ),
    (
        "my_smoothing",
        "return np.clip(targets, epsilon, 1 - epsilon)",
        "You give 1 - ε to the true class and ε to each",
    ),
    (
        "my_smoothing",
        "return softmax(targets / epsilon)",
        "You divide the targets by ε and apply softmax.",
    ),
    (
        "my_loss_from_logits",
        "return -np.log(softmax(logits)[np.arange(len(labels)), labels]).mean()",
        "For the logits (1000, 0, 0) and a dog you",
    ),
    (
        "my_loss_from_logits",
        "return (log_sum_exp(logits) - np.sum(labels * logits, axis=-1)).mean()",
        "You multiply the logits by the class numbers. A",
    ),
    (
        "my_loss_from_logits",
        "return (log_sum_exp(logits) - logits[labels]).mean()",
        "logits[labels] picks rows, not one logit from",
    ),
    (
        "my_loss_from_logits",
        "return (log_sum_exp(logits) - logits[:, labels]).mean()",
        "logits[:, labels] picks whole columns. One",
    ),
    (
        "my_loss_from_logits",
        "return log_sum_exp(logits) - logits[np.arange(len(labels)), labels]",
        "You return one loss for each photo. The loss of",
    ),
    (
        "my_loss_from_logits",
        "return (log_sum_exp(logits) - logits[np.arange(len(labels)), labels]).sum()",
        "You return the sum over the photos. Take their",
    ),
    (
        "my_loss_from_logits",
        "return (logits[np.arange(len(labels)), labels] - log_sum_exp(logits)).mean()",
        "The sign is wrong: it is log-sum-exp minus the",
    ),
    (
        "my_loss_from_logits",
        "return (np.log(np.exp(logits).sum(axis=-1))"
        " - logits[np.arange(len(labels)), labels]).mean()",
        "For the logits (1000, 0, 0) and a dog you",
    ),
    (
        "my_loss_from_logits",
        "return (log_sum_exp(logits) - logits.max(axis=-1)).mean()",
        "You subtract the largest logit of each row.",
    ),
    (
        "my_loss_from_logits",
        "return loss_from_logits(logits, labels)",
        "You return one loss for each photo. The loss of",
    ),
    (
        "my_loss_from_logits",
        "return losses_of_batch(logits, labels).mean()",
        "You take the logarithm of the logits: they are",
    ),
    ("my_loss_from_logits", "return cross_entropy(logits, labels)", "If these look like logits"),
    (
        "my_loss_from_logits",
        "return losses_of_batch(softmax(logits), labels)",
        "You return one loss for each photo. The loss of",
    ),
    (
        "my_loss_from_logits",
        "return (log_sum_exp(logits) - labels).mean()",
        "You subtract the label itself. Subtract the",
    ),
]
ARGUMENTS = {
    "my_gradient": "logits, targets",
    "my_cross_entropy": "probabilities, targets",
    "my_smoothing": "targets, epsilon",
    "my_loss_from_logits": "logits, labels",
}


def losses_of_batch(probabilities, labels):
    return -np.log(probabilities[np.arange(len(labels)), labels])


def loss_from_logits(logits, target):
    return log_sum_exp(logits) - np.sum(target * logits)


LESSON = {
    "np": np,
    "softmax": softmax,
    "cross_entropy": cross_entropy,
    "log_sum_exp": log_sum_exp,
    "losses_of_batch": losses_of_batch,
    "loss_from_logits": loss_from_logits,
}


@pytest.mark.parametrize(("name", "answer", "about"), ANSWERS)
def test_a_wrong_answer_gets_a_hint_that_helps(name, answer, about):
    feedback = getattr(check, name)(written(name, answer, ARGUMENTS, LESSON))
    assert feedback.verdict == NOT_RIGHT, feedback
    assert about in feedback.words
