"""Checks of the exercises of lesson 04."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.learning.answers import (
    Mistakes,
    must_agree,
    must_be_function,
    must_hold_for_all_logits,
    must_keep_its_input,
    must_not_be_rounded,
    same,
    tell_mistake,
)
from helpers.learning.exercises import NotRight, exercise
from helpers.learning.typed import letters_of, near, one_number
from helpers.live.learner import call_learner
from helpers.live.parts import short_number
from helpers.maths.arguments import FloatArray
from helpers.maths.losses import (
    cross_entropy,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)
from helpers.maths.softmax import log_sum_exp, softmax

PREDICTIONS = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.25, 0.5, 0.25], [0.05, 0.05, 0.9]])
SOFT = np.array([[0.6, 0.3, 0.1], [0.2, 0.2, 0.6], [0.1, 0.8, 0.1], [0.3, 0.1, 0.6]])
ONE_HOT = np.eye(3)[[0, 2, 1, 2]]
PERFECT = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
"""As targets and as their own prediction: nothing is surprising, and 0 times log 0 lurks."""

LOGITS = np.array([[2.0, 1.0, 0.1], [0.3, 0.5, 3.0], [0.2, 1.2, 0.4], [1.5, 0.7, 2.2]])
FAR_APART = np.array([[1000.0, 999.0, 998.0], [2.0, 1.0, 0.1]])


# 1. Three photos ----------------------------------------------------------------------------------

GIVEN = np.array([0.5, 0.25, 0.125])
LOSS_MISTAKES = (
    (-np.log(GIVEN).sum(), "That is the sum of the three losses. The mean was asked for."),
    (
        -np.log(GIVEN.mean()),
        "You took the mean of the probabilities, then its logarithm. Take the logarithm of each "
        "photo first, then the mean.",
    ),
    (-np.log2(GIVEN).mean(), "That is in bits, with np.log2. The natural logarithm is np.log."),
    (-np.log10(GIVEN).mean(), "That is the logarithm to base 10. The natural one is np.log."),
    (
        np.log(GIVEN).mean(),
        "The size is right, the sign is not: the loss is minus the logarithm, so that it is above "
        "0.",
    ),
    (np.log(GIVEN).sum(), "Two things: turn the sign, and take the mean instead of the sum."),
    (
        np.prod(GIVEN),
        "That is the likelihood of the three photos, their product. The loss is the mean of the "
        "three surprises.",
    ),
    (-np.log(GIVEN[0]), "That is the loss of the first photo alone. Take the mean of all three."),
    (
        np.mean(1 - GIVEN),
        "You took 1 - p for each photo. The surprise of a photo is -log p.",
    ),
    (GIVEN.mean(), "That is the mean of the probabilities. Take -log of each of them first."),
)


@exercise
def loss_of_three_photos(answer: Any) -> str:
    """Judge the mean cross-entropy of three photos with p = 0.5, 0.25 and 0.125."""
    number = one_number(answer, "One number is asked for, the mean: a mean has .mean().")
    for wrong, hint in LOSS_MISTAKES:
        if abs(number - wrong) < 1e-3:
            raise NotRight(hint)
    right = -np.log(GIVEN).mean()
    if not near(number, right):
        raise NotRight(
            f"You have {short_number(number)}. Take -log of 0.5, of 0.25 and of 0.125, then the "
            "mean of the three."
        )
    return "Each halving of p adds the same surprise, log 2, so the mean is twice log 2: 1.386."


# 2. Cross-entropy ---------------------------------------------------------------------------------


Loss = Callable[[FloatArray, FloatArray], Any]
"""(predictions, targets) → the loss."""


def _mean_over_photos(of_one_row: Loss) -> Loss:
    """Turn a function of all rows → one number each into its mean over the rows."""
    return lambda p, y: np.mean(of_one_row(p, y))


CROSS_ENTROPY_MISTAKES: Mistakes = {
    "The sign is wrong: logarithms of probabilities are below 0, so put a minus sign in "
    "front.": _mean_over_photos(lambda p, y: (y * np.log(p)).sum(axis=-1)),
    "You took the mean over the classes too. Sum over the classes (axis=-1), then take the mean "
    "over the photos.": lambda p, y: -np.mean(y * np.log(p)),
    "You return the sum over the photos. Sum over the classes alone, axis=-1; without an axis "
    "np.sum adds up everything, and there is nothing left to take the mean of.": lambda p, y: (
        -np.sum(y * np.log(p))
    ),
    "You sum over the photos, axis=0, and take the mean over the classes. It is the other way "
    "round: sum over axis=-1.": lambda p, y: -np.mean(np.sum(y * np.log(p), axis=0)),
    "That is the cross-entropy in bits: np.log2. The natural logarithm is np.log.": (
        _mean_over_photos(lambda p, y: -(y * np.log2(p)).sum(axis=-1))
    ),
    "You used the logarithm to base 10. The natural logarithm is np.log.": _mean_over_photos(
        lambda p, y: -(y * np.log10(p)).sum(axis=-1)
    ),
    "Prediction and target have changed places: the logarithm is of the probabilities, the weights "
    "are the targets.": _mean_over_photos(lambda p, y: -(p * np.log(y)).sum(axis=-1)),
    "You weight the probabilities with the targets and take the logarithm of the sum. The "
    "logarithm comes first, for each class: y * np.log(p).": _mean_over_photos(
        lambda p, y: -np.log((y * p).sum(axis=-1))
    ),
    "You took the mean of the likelihoods, then the logarithm. The logarithm comes first.": (
        lambda p, y: -np.log(np.mean((y * p).sum(axis=-1)))
    ),
    "There is no logarithm: you weight the probabilities themselves.": _mean_over_photos(
        lambda p, y: (y * p).sum(axis=-1)
    ),
    "That is the average of 1 - p, the loss that rewards exaggeration. Use -log p.": (
        _mean_over_photos(lambda p, y: (y * (1 - p)).sum(axis=-1))
    ),
    "That is the squared error, the subject of lesson 05.": _mean_over_photos(
        lambda p, y: np.square(p - y).sum(axis=-1)
    ),
    "You look at one class only, the one with the largest target. For a soft target every class "
    "with y above 0 counts.": _mean_over_photos(
        lambda p, y: -np.log(np.take_along_axis(p, y.argmax(axis=-1)[:, np.newaxis], axis=-1))
    ),
    "That is the KL divergence: you took the entropy of the target away. The cross-entropy keeps "
    "it.": _mean_over_photos(lambda p, y: (y * np.log(y / p)).sum(axis=-1)),
    "That is the entropy of the prediction. The weights are the targets.": _mean_over_photos(
        lambda p, y: -(p * np.log(p)).sum(axis=-1)
    ),
    "That is the entropy of the target: the prediction does not enter. The logarithm is of the "
    "probabilities.": _mean_over_photos(lambda p, y: -(y * np.log(y)).sum(axis=-1)),
    "You apply softmax to the probabilities. They are probabilities already.": _mean_over_photos(
        lambda p, y: -(y * np.log(softmax(p))).sum(axis=-1)
    ),
    "You add (1 - y) log(1 - p) for each class, which is the loss for K separate yes-or-no "
    "questions. Leave that part out.": _mean_over_photos(
        lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=-1)
    ),
    "You divide by the number of photos twice.": lambda p, y: (
        -np.mean((y * np.log(p)).sum(axis=-1)) / len(p)
    ),
}


@exercise
def my_cross_entropy(answer: Any) -> str:
    """Judge the mean cross-entropy of a batch, from probabilities and target distributions."""
    must_be_function(answer, "my_cross_entropy")
    _recognise(answer, (PREDICTIONS, SOFT), CROSS_ENTROPY_MISTAKES, cross_entropy)

    one_hot = _loss(answer, PREDICTIONS, ONE_HOT)
    must_agree(
        one_hot,
        cross_entropy(PREDICTIONS, ONE_HOT),
        "Soft targets are right, but for one-hot targets",
    )
    perfect = _loss(answer, PERFECT, PERFECT)
    if np.isnan(perfect):
        raise NotRight(
            "For a perfect prediction, (1, 0, 0) for the target (1, 0, 0), you return nan: 0 times "
            "log 0. A class with target 0 adds nothing. Give its logarithm a harmless argument: "
            "np.log(np.where(targets > 0, probabilities, 1))."
        )
    if not np.isclose(perfect, 0.0, atol=1e-5):
        raise NotRight(
            f"A perfect prediction, (1, 0, 0) for (1, 0, 0), has the loss 0; you return "
            f"{short_number(perfect)}."
        )
    impossible = _loss(answer, PERFECT[:1], PERFECT[1:])
    if not np.isposinf(impossible):
        raise NotRight(
            "The model gave probability 0 to what was true: the loss is then infinite, and yours "
            f"is {short_number(impossible)}. Add nothing to the probabilities and set them no "
            "limit: leave out only the classes whose target is 0, whatever their probability."
        )
    must_keep_its_input(answer, PREDICTIONS, SOFT)
    return (
        "Soft and one-hot targets, and no trouble with log 0. See it move: "
        "explore_cross_entropy(cross_entropy=my_cross_entropy)."
    )


# 3. First losses ----------------------------------------------------------------------------------

RUNS = {"A": (10, 2.31), "B": (10, 23.05), "C": (1000, 6.93), "D": (3, 0.37), "E": (2, 0.70)}
"""Name of a run: its number of classes and the first loss that it printed."""

SUSPICIOUS = {"B", "D"}


@exercise
def suspicious_runs(answer: Any) -> str:
    """Judge which first losses are far from log K: runs B and D."""
    letters = letters_of(answer, "AE")
    if not letters <= RUNS.keys():
        raise NotRight('Write letters from A to E as a text, such as "AE".')
    if letters == set(RUNS) - SUSPICIOUS:
        raise NotRight("These three are the ones that look right. Name the other two.")
    for run in sorted(letters - SUSPICIOUS):
        classes, loss = RUNS[run]
        reason = {
            "A": "The target of a loss is not to start near 0.",
            "C": "A large loss is not wrong if there are many classes.",
            "E": "A small loss is not wrong if there are few classes.",
        }[run]
        raise NotRight(
            f"Run {run} starts as it should: log {classes} is {np.log(classes):.2f}, and it "
            f"printed {loss:.2f}. {reason}"
        )
    if "B" not in letters:
        raise NotRight(
            "One more is missing. Divide each first loss by log K: one of them is ten times as "
            "large as it should be."
        )
    if "D" not in letters:
        raise NotRight(
            "One more is missing, and its loss looks good. Can a model that has learnt nothing be "
            "better than log K?"
        )
    return (
        "B starts at ten times log 10: perhaps a sum over ten photos, or a model that is sure and "
        "wrong. D starts at a third of log 3: perhaps a mean over the three classes."
    )


# 4. The gradient ----------------------------------------------------------------------------------

_PER_PHOTO = "On one photo this would be right, but on a batch the loss is the mean over N photos: "
GRADIENT_MISTAKES: Mistakes = {
    _PER_PHOTO + "divide by len(logits).": lambda z, y: len(z) * _gradient(z, y),
    "The sign is turned: y - p points downhill, the gradient uphill. It is p - y.": (
        lambda z, y: -_gradient(z, y)
    ),
    "Two things: the gradient is p - y, not y - p, and on a batch it is divided by the number of "
    "photos.": lambda z, y: -len(z) * _gradient(z, y),
    "You divide by the number of all entries, photos times classes. Divide by the number of "
    "photos, len(logits).": lambda z, y: _gradient(z, y) / z.shape[-1],
    "You divide by the number of classes. Divide by the number of photos, len(logits).": (
        lambda z, y: _gradient(z, y) * len(z) / z.shape[-1]
    ),
    "There is a factor 2 too many: it belongs to squared error.": lambda z, y: 2 * _gradient(z, y),
    "You divide by the number of photos twice.": lambda z, y: _gradient(z, y) / len(z),
}
GRADIENT_MISTAKES_OF_ONE: Mistakes = {
    "You subtract the targets from the logits. Turn the logits into probabilities first, with "
    "softmax.": lambda z, y: z - y,
    "That is the gradient with respect to the probabilities, -y / p. With respect to the logits it "
    "is p - y.": lambda z, y: -y / softmax(z),
    "Only the true class has a gradient in yours. That is true of the value: the gradient p - y "
    "has an entry for every class.": lambda z, y: y * (softmax(z) - y),
    "You return the probabilities. Subtract the targets.": lambda z, y: softmax(z),
    "Your softmax sums over the photos, axis=0. Each row is a photo: softmax(logits) sums over "
    "its classes.": lambda z, y: softmax(z, axis=0) - y,
    "You apply softmax twice.": lambda z, y: softmax(softmax(z)) - y,
    "You subtract from log p. The gradient is p - y, with the probabilities themselves.": (
        lambda z, y: np.log(softmax(z)) - y
    ),
    "Your softmax lacks the division by the sum of the exponentials.": lambda z, y: np.exp(z) - y,
}


def _gradient(z: FloatArray, y: FloatArray) -> FloatArray:
    return (softmax(z) - y) / len(z)


@exercise
def my_gradient(answer: Any) -> str:
    """Judge the gradient of the mean cross-entropy with respect to the logits of a batch."""
    must_be_function(answer, "my_gradient")
    gradient = call_learner(answer, LOGITS, SOFT)
    if gradient.shape != LOGITS.shape:
        raise NotRight(
            f"For logits of shape (4, 3) you return the shape {gradient.shape}. Each logit of each "
            "photo has its own slope: the gradient has the shape of the logits."
        )
    tell_mistake(GRADIENT_MISTAKES, gradient, LOGITS, SOFT)
    for hint, mistake in GRADIENT_MISTAKES_OF_ONE.items():
        wrong = mistake(LOGITS, SOFT)
        if same(gradient, wrong) or same(gradient, wrong / len(LOGITS)):
            raise NotRight(hint)
    must_not_be_rounded(gradient, _gradient(LOGITS, SOFT))
    if not np.isfinite(gradient).all():
        raise NotRight("Some entries are nan or inf. No division by p and no logarithm is needed.")
    if not np.allclose(gradient.sum(axis=-1), 0, atol=1e-6):
        raise NotRight(
            "In each row p - y sums to 0, for p and y both sum to 1. Your first row sums to "
            f"{short_number(gradient[0].sum())}."
        )
    for targets in (SOFT, ONE_HOT):
        for logits in (LOGITS, 3 * LOGITS - 2, LOGITS[:2]):
            y = targets[: len(logits)]
            right = softmax_cross_entropy_gradient(logits, y)
            if not same(call_learner(answer, logits, y, shape=logits.shape), right):
                raise NotRight(
                    f"For {len(logits)} photos with "
                    f"{'soft' if targets is SOFT else 'one-hot'} targets the slopes do not agree "
                    "with those found by nudging the logits. The gradient is (p - y) / N."
                )
    large = call_learner(answer, FAR_APART, ONE_HOT[:2], shape=(2, 3))
    if not same(large, softmax_cross_entropy_gradient(FAR_APART, ONE_HOT[:2])):
        raise NotRight(
            "For logits of 1000 it breaks: an exponential overflows. Use the softmax of the "
            "course, or subtract each row's largest logit first."
        )
    must_keep_its_input(answer, LOGITS, SOFT)
    return (
        "It agrees with finite differences, for soft and one-hot targets. See it move: "
        "explore_gradient(gradient=my_gradient)."
    )


# 5. Label smoothing -------------------------------------------------------------------------------

EPSILON = 0.2
FIVE = np.eye(5)[[3, 0, 1, 1]]
SMOOTHING_MISTAKES: Mistakes = {
    "The true class gets too little: ε is shared by all K classes, the true one too, so each gets "
    "ε / K.": lambda y, e: np.where(y == 1, 1 - e, e / (y.shape[-1] - 1)),
    "Your rows sum to more than 1: take ε away from the target before you share it, "
    "(1 - ε) * y.": lambda y, e: y + e / y.shape[-1],
    "Every class gets all of ε. It is shared: each of the K classes gets ε / K.": lambda y, e: (
        (1 - e) * y + e
    ),
    "Your rows sum to less than 1: what you took away, ε, is to be shared among the K classes.": (
        lambda y, e: (1 - e) * y
    ),
    "You share ε among the photos. Share it among the classes: targets.shape[-1] of them.": (
        lambda y, e: (1 - e) * y + e / len(y)
    ),
    "You share ε among all entries of the batch. Share it among the classes: targets.shape[-1] of "
    "them.": lambda y, e: (1 - e) * y + e / y.size,
    "ε and 1 - ε have changed places.": lambda y, e: e * y + (1 - e) / y.shape[-1],
    "You give 1 - ε to the true class and ε to each other one. Each class gets ε / K, and the true "
    "one 1 - ε besides.": lambda y, e: np.where(y == 1, 1 - e, e),
    "You return the targets as they were.": lambda y, e: y,
    "You divide by 3, but a batch may have another number of classes: targets.shape[-1].": (
        lambda y, e: (1 - e) * y + e / 3
    ),
    "You smooth by 0.1 whatever ε is. Use the argument.": lambda y, e: 0.9 * y + 0.1 / y.shape[-1],
    "You apply softmax to the targets. Smoothing is a weighted mean of the target and 1 / K.": (
        lambda y, e: softmax(y)
    ),
}


def _smooth(y: FloatArray, e: float) -> FloatArray:
    return (1 - e) * y + e / y.shape[-1]


@exercise
def my_smoothing(answer: Any) -> str:
    """Judge label smoothing of a batch of targets."""
    must_be_function(answer, "my_smoothing")
    smoothed = call_learner(answer, FIVE, EPSILON)
    if smoothed.shape != FIVE.shape:
        raise NotRight(
            f"For targets of shape (4, 5) you return the shape {smoothed.shape}. Each row of "
            "targets becomes a row of smoothed targets."
        )
    tell_mistake(SMOOTHING_MISTAKES, smoothed, FIVE, EPSILON)
    must_not_be_rounded(smoothed, _smooth(FIVE, EPSILON))
    if not np.allclose(smoothed.sum(axis=-1), 1, atol=1e-6):
        raise NotRight(f"Your first row sums to {short_number(smoothed[0].sum())}, not to 1.")
    for targets, epsilon in ((FIVE, EPSILON), (ONE_HOT, 0.1), (FIVE, 0.0), (FIVE, 1.0)):
        row = call_learner(answer, targets, epsilon, shape=targets.shape)
        must_not_be_rounded(row, _smooth(targets, epsilon))
        if not same(row, _smooth(targets, epsilon)):
            raise NotRight(
                f"With ε = {epsilon} and {targets.shape[-1]} classes, the true class should have "
                f"{_smooth(targets, epsilon).max():.3f} and the others "
                f"{_smooth(targets, epsilon).min():.3f}."
            )
    if not same(call_learner(answer, SOFT, EPSILON, shape=SOFT.shape), _smooth(SOFT, EPSILON)):
        raise NotRight(
            "One-hot targets are right, soft ones are not. Do not ask where the target is 1: "
            "(1 - ε) * y + ε / K works for every target."
        )
    must_keep_its_input(answer, FIVE, EPSILON)
    return "Each row is still a distribution, for any ε and any number of classes."


# 6. From logits -----------------------------------------------------------------------------------


def _naive(z: FloatArray, y: FloatArray) -> FloatArray:
    return -np.sum(y * np.log(softmax(z)), axis=-1)


LOGIT_LOSS_MISTAKES: Mistakes = {
    "You take the logarithm of the logits: they are no probabilities. First comes softmax, or the "
    "log-sum-exp.": _mean_over_photos(lambda z, y: -(y * np.log(z)).sum(axis=-1)),
    "The sign is wrong: it is log-sum-exp minus the logit of the target.": _mean_over_photos(
        lambda z, y: -_naive(z, y)
    ),
    "You return the sum over the photos. Take their mean.": lambda z, y: np.sum(_naive(z, y)),
    "You took the mean over the classes too. Sum over the classes, then take the mean over the "
    "photos.": lambda z, y: np.mean(_naive(z, y)) / z.shape[-1],
    "Your sum of y * z runs over all the photos at once. Each row is a photo: axis=-1.": (
        lambda z, y: np.mean(log_sum_exp(z) - np.sum(y * z))
    ),
    "Your sum of y * z runs over the photos, axis=0. Each row is a photo: axis=-1.": (
        lambda z, y: np.mean(log_sum_exp(z)) - np.mean(np.sum(y * z, axis=0))
    ),
    "You return the logits of the targets alone. The log-sum-exp is missing.": _mean_over_photos(
        lambda z, y: (y * z).sum(axis=-1)
    ),
    "You return minus the logits of the targets. The log-sum-exp is missing.": _mean_over_photos(
        lambda z, y: -(y * z).sum(axis=-1)
    ),
    "You return the log-sum-exp alone. Subtract the logit of the target, sum(y * z).": (
        _mean_over_photos(lambda z, y: log_sum_exp(z))
    ),
    "You apply softmax twice: the loss gets logits, and takes their softmax once.": (
        _mean_over_photos(lambda z, y: _naive(softmax(z), y))
    ),
    "That is in bits: np.log2. The natural logarithm is np.log.": _mean_over_photos(
        lambda z, y: _naive(z, y) / np.log(2)
    ),
    "You used the logarithm to base 10. The natural logarithm is np.log.": _mean_over_photos(
        lambda z, y: _naive(z, y) / np.log(10)
    ),
    "You sum the exponentials over the whole batch. Each row is a photo: axis=-1.": (
        _mean_over_photos(lambda z, y: np.log(np.exp(z).sum()) - (y * z).sum(axis=-1))
    ),
    "You sum the exponentials over the photos, axis=0. Each row is a photo: axis=-1.": (
        lambda z, y: np.mean(log_sum_exp(z, axis=0)) - np.mean((y * z).sum(axis=-1))
    ),
    "There is no logarithm over the sum of the exponentials.": _mean_over_photos(
        lambda z, y: np.exp(z).sum(axis=-1) - (y * z).sum(axis=-1)
    ),
    "You subtract all the logits. Weight them with the targets: sum(y * z).": _mean_over_photos(
        lambda z, y: log_sum_exp(z) - z.sum(axis=-1)
    ),
}


@exercise
def my_loss_from_logits(answer: Any) -> str:
    """Judge the mean cross-entropy of a batch from its logits, safe for large ones."""
    must_be_function(answer, "my_loss_from_logits")
    _recognise(answer, (LOGITS, SOFT), LOGIT_LOSS_MISTAKES, softmax_cross_entropy)

    for logits, targets in ((LOGITS, ONE_HOT), (LOGITS - 5, SOFT), (LOGITS[:1], ONE_HOT[:1])):
        loss = _loss(answer, logits, targets)
        must_agree(
            loss,
            softmax_cross_entropy(logits, targets),
            "One batch is right, but for another",
        )
    sure_and_wrong = np.array([[1000.0, 0.0, 0.0]]), np.array([[0.0, 1.0, 0.0]])
    loss = _loss(answer, *sure_and_wrong)
    if np.isnan(loss):
        raise NotRight(
            "For the logits (1000, 0, 0) you return nan: an exponential overflows, or 0 meets "
            "log 0. Use log_softmax or log_sum_exp, which subtract the largest logit first."
        )
    if np.isinf(loss):
        raise NotRight(
            "For the logits (1000, 0, 0) and the target dog you return inf; the loss is 1000. "
            "Somewhere the logarithm meets an overflow or a probability that has become 0. Use "
            "log_softmax or log_sum_exp."
        )
    if not same(loss, 1000.0):
        raise NotRight(
            "For the logits (1000, 0, 0) and the target dog the loss is 1000, not "
            f"{short_number(loss)}. Did you put a limit on the probability? From logits none is "
            "needed."
        )
    loss = _loss(answer, FAR_APART, ONE_HOT[:2])
    if not same(loss, softmax_cross_entropy(FAR_APART, ONE_HOT[:2])):
        raise NotRight(
            "With one photo of logits near 1000 and another near 1 it breaks. Subtract each row's "
            "own largest logit: logits.max(axis=-1, keepdims=True)."
        )
    must_hold_for_all_logits(
        answer, softmax_cross_entropy, lambda z: (np.eye(z.shape[-1])[[-1] * len(z)],), ndims=(2,)
    )
    must_keep_its_input(answer, LOGITS, SOFT)
    return "Right for small logits and for large ones: this is the loss that trainings compute."


# What the checks share ----------------------------------------------------------------------------


def _loss(answer: Callable[..., Any], predictions: FloatArray, targets: FloatArray) -> float:
    """Call a loss of the learner's on a batch and return its number."""
    number = call_learner(answer, predictions, targets)
    if number.shape == (len(predictions),) and len(predictions) > 1:
        raise NotRight(
            "You return one loss for each photo. The loss of a batch is one number: take the mean."
        )
    if number.size != 1:
        raise NotRight(
            f"You return an array of shape {number.shape}; the loss of a batch is one number. Sum "
            "over the classes, then take the mean over the photos."
        )
    return float(number.reshape(()))


def _recognise(
    answer: Callable[..., Any],
    batch: tuple[FloatArray, FloatArray],
    mistakes: Mistakes,
    right: Loss,
) -> None:
    """Compare an answer for a batch with the known mistakes and with the right number."""
    loss = _loss(answer, *batch)
    tell_mistake(mistakes, loss, *batch)
    must_agree(loss, right(*batch), "For a batch of four photos with soft targets")
