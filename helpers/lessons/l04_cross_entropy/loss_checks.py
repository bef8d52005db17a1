"""Checks of the two losses of a batch in lesson 04: from probabilities, and from logits."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say, to_say
from helpers.learning.answers import (
    Mistakes,
    must_agree,
    must_be_function,
    must_hold_for_all_logits,
    must_keep_its_input,
    same,
    tell_mistake,
)
from helpers.learning.exercises import NotRight, exercise
from helpers.lessons.l04_cross_entropy.probes import (
    FAR_APART,
    LOGITS,
    ONE_HOT,
    PERFECT,
    PREDICTIONS,
    SOFT,
)
from helpers.live.learner import call_learner
from helpers.live.parts import short_number
from helpers.maths.arguments import FloatArray
from helpers.maths.losses import (
    cross_entropy,
    softmax_cross_entropy,
)
from helpers.maths.softmax import log_sum_exp, softmax

# Cross-entropy ---------------------------------------------------------------------------------


Loss = Callable[[FloatArray, FloatArray], Any]
"""(predictions, targets) → the loss."""


def _mean_over_photos(of_one_row: Loss) -> Loss:
    """Turn a function of all rows → one number each into its mean over the rows."""
    return lambda p, y: np.mean(of_one_row(p, y))


CROSS_ENTROPY_MISTAKES: Mistakes = {
    to_say(
        "The sign is wrong: logarithms of probabilities are below 0, so put a minus sign in front."
    ): _mean_over_photos(lambda p, y: (y * np.log(p)).sum(axis=-1)),
    to_say(
        "You took the mean over the classes too. Sum over the classes (axis=-1), then take the "
        "mean over the photos."
    ): lambda p, y: -np.mean(y * np.log(p)),
    to_say(
        "You return the sum over the photos. Sum over the classes alone, axis=-1; without an axis "
        "np.sum adds up everything, and there is nothing left to take the mean of."
    ): lambda p, y: -np.sum(y * np.log(p)),
    to_say(
        "You sum over the photos, axis=0, and take the mean over the classes. It is the other way "
        "round: sum over axis=-1."
    ): lambda p, y: -np.mean(np.sum(y * np.log(p), axis=0)),
    to_say("That is the cross-entropy in bits: np.log2. The natural logarithm is np.log."): (
        _mean_over_photos(lambda p, y: -(y * np.log2(p)).sum(axis=-1))
    ),
    to_say(
        "You used the logarithm to base 10. The natural logarithm is np.log."
    ): _mean_over_photos(lambda p, y: -(y * np.log10(p)).sum(axis=-1)),
    to_say(
        "Prediction and target have changed places: the logarithm is of the probabilities, the "
        "weights are the targets."
    ): _mean_over_photos(lambda p, y: -(p * np.log(y)).sum(axis=-1)),
    to_say(
        "You weight the probabilities with the targets and take the logarithm of the sum. The "
        "logarithm comes first, for each class: y * np.log(p)."
    ): _mean_over_photos(lambda p, y: -np.log((y * p).sum(axis=-1))),
    to_say(
        "You took the mean of the likelihoods, then the logarithm. The logarithm comes first."
    ): (lambda p, y: -np.log(np.mean((y * p).sum(axis=-1)))),
    to_say("There is no logarithm: you weight the probabilities themselves."): _mean_over_photos(
        lambda p, y: (y * p).sum(axis=-1)
    ),
    to_say("That is the average of 1 - p, the loss that rewards exaggeration. Use -log p."): (
        _mean_over_photos(lambda p, y: (y * (1 - p)).sum(axis=-1))
    ),
    to_say("That is the squared error, the subject of lesson 05."): _mean_over_photos(
        lambda p, y: np.square(p - y).sum(axis=-1)
    ),
    to_say(
        "You look at one class only, the one with the largest target. For a soft target every "
        "class with y above 0 counts."
    ): _mean_over_photos(
        lambda p, y: -np.log(np.take_along_axis(p, y.argmax(axis=-1)[:, np.newaxis], axis=-1))
    ),
    to_say(
        "Only classes with the target 1 count in yours, and soft targets have none. Every class "
        "with a target above 0 counts, as much as its target says."
    ): _mean_over_photos(lambda p, y: -np.log(np.where(y == 1, p, 1.0)).sum(axis=-1)),
    to_say(
        "Each class counts as much as its target says. Multiply each logarithm by the target."
    ): _mean_over_photos(lambda p, y: -np.log(p).sum(axis=-1)),
    to_say(
        "That is the KL divergence: you took the entropy of the target away. The cross-entropy "
        "keeps it."
    ): _mean_over_photos(lambda p, y: (y * np.log(y / p)).sum(axis=-1)),
    to_say(
        "That is the entropy of the prediction. The weights are the targets."
    ): _mean_over_photos(lambda p, y: -(p * np.log(p)).sum(axis=-1)),
    to_say(
        "That is the entropy of the target: the prediction does not enter. The logarithm is of the "
        "probabilities."
    ): _mean_over_photos(lambda p, y: -(y * np.log(y)).sum(axis=-1)),
    to_say(
        "You apply softmax to the probabilities. They are probabilities already."
    ): _mean_over_photos(lambda p, y: -(y * np.log(softmax(p))).sum(axis=-1)),
    to_say(
        "You add (1 - y) log(1 - p) for each class, which is the loss for K separate yes-or-no "
        "questions. Leave that part out."
    ): _mean_over_photos(lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1 - p)).sum(axis=-1)),
    to_say("You divide by the number of photos twice."): lambda p, y: (
        -np.mean((y * np.log(p)).sum(axis=-1)) / len(p)
    ),
}


@exercise
def my_cross_entropy(answer: Any) -> str:
    """Judge the mean cross-entropy of a batch, from probabilities and target distributions."""
    must_be_function(answer, "my_cross_entropy")
    _recognise(answer, (PREDICTIONS, SOFT), CROSS_ENTROPY_MISTAKES, cross_entropy)

    one_hot = _loss(answer, PREDICTIONS, ONE_HOT)
    if np.isnan(one_hot):
        raise NotRight(
            say(
                "Soft targets are right, but for one-hot targets you return nan: 0 times log 0. "
                "Where the target is 0, the logarithm needs a harmless argument, such as 1."
            )
        )
    must_agree(
        one_hot,
        cross_entropy(PREDICTIONS, ONE_HOT),
        say("Soft targets are right, but for one-hot targets"),
    )
    perfect = _loss(answer, PERFECT, PERFECT)
    if np.isnan(perfect):
        raise NotRight(
            say(
                "For a perfect prediction, (1, 0, 0) for the target (1, 0, 0), you return nan: 0 "
                "times log 0. A class with target 0 adds nothing. Give its logarithm a harmless "
                "argument: np.log(np.where(targets > 0, probabilities, 1))."
            )
        )
    if not np.isclose(perfect, 0.0, atol=1e-5):
        raise NotRight(
            say(
                "A perfect prediction, (1, 0, 0) for (1, 0, 0), has the loss 0; you return {loss}."
            ).format(loss=short_number(perfect))
        )
    impossible = _loss(answer, PERFECT[:1], PERFECT[1:])
    if not np.isposinf(impossible):
        raise NotRight(
            say(
                "The model gave probability 0 to what was true: the loss is then infinite, and "
                "yours is {loss}. Add nothing to the probabilities and set them no limit: leave "
                "out only the classes whose target is 0, whatever their probability."
            ).format(loss=short_number(impossible))
        )
    must_keep_its_input(answer, PREDICTIONS, SOFT)
    return say(
        "Soft and one-hot targets, and no trouble with log 0. See it move: "
        "explore_cross_entropy(cross_entropy=my_cross_entropy)."
    )


# From logits and labels ------------------------------------------------------------------------

LABELS = np.array([1, 2, 0, 2])
SOME_PHOTOS = np.array([1, 0, 1, 1])
"""Labels that leave out a class and do not come in order."""


def _naive(z: FloatArray, y: FloatArray) -> FloatArray:
    return -np.sum(y * np.log(softmax(z)), axis=-1)


_WITH_TARGETS: Mistakes = {
    to_say(
        "You take the logarithm of the logits: they are no probabilities. First comes softmax, or "
        "the log-sum-exp."
    ): _mean_over_photos(lambda z, y: -(y * np.log(z)).sum(axis=-1)),
    to_say(
        "The sign is wrong: it is log-sum-exp minus the logit of the true class."
    ): _mean_over_photos(lambda z, y: -_naive(z, y)),
    to_say("You return the sum over the photos. Take their mean."): lambda z, y: np.sum(
        _naive(z, y)
    ),
    to_say(
        "You took the mean over the classes too. Sum over the classes, then take the mean over the "
        "photos."
    ): lambda z, y: np.mean(_naive(z, y)) / z.shape[-1],
    to_say(
        "You subtract the sum of the true logits of all photos from each. Each row is a photo, "
        "with a true logit of its own."
    ): lambda z, y: np.mean(log_sum_exp(z) - np.sum(y * z)),
    to_say("You return the true logits alone. The log-sum-exp is missing."): _mean_over_photos(
        lambda z, y: (y * z).sum(axis=-1)
    ),
    to_say("You return minus the true logits. The log-sum-exp is missing."): _mean_over_photos(
        lambda z, y: -(y * z).sum(axis=-1)
    ),
    to_say("You return the log-sum-exp alone. Subtract the logit of the true class."): (
        _mean_over_photos(lambda z, y: log_sum_exp(z))
    ),
    to_say("You apply softmax twice: the loss gets logits, and takes their softmax once."): (
        _mean_over_photos(lambda z, y: _naive(softmax(z), y))
    ),
    to_say("That is in bits: np.log2. The natural logarithm is np.log."): _mean_over_photos(
        lambda z, y: _naive(z, y) / np.log(2)
    ),
    to_say(
        "You used the logarithm to base 10. The natural logarithm is np.log."
    ): _mean_over_photos(lambda z, y: _naive(z, y) / np.log(10)),
    to_say("You sum the exponentials over the whole batch. Each row is a photo: axis=-1."): (
        _mean_over_photos(lambda z, y: np.log(np.exp(z).sum()) - (y * z).sum(axis=-1))
    ),
    to_say("You sum the exponentials over the photos, axis=0. Each row is a photo: axis=-1."): (
        lambda z, y: np.mean(log_sum_exp(z, axis=0)) - np.mean((y * z).sum(axis=-1))
    ),
    to_say("There is no logarithm over the sum of the exponentials."): _mean_over_photos(
        lambda z, y: np.exp(z).sum(axis=-1) - (y * z).sum(axis=-1)
    ),
    to_say("You subtract all the logits. Subtract the one of the true class."): _mean_over_photos(
        lambda z, y: log_sum_exp(z) - z.sum(axis=-1)
    ),
}


def _with_labels(mistake: Loss) -> Loss:
    return lambda z, labels: mistake(z, np.eye(z.shape[-1])[labels])


LOGIT_LOSS_MISTAKES: Mistakes = {
    **{hint: _with_labels(mistake) for hint, mistake in _WITH_TARGETS.items()},
    to_say(
        "logits[:, labels] picks whole columns. One logit from each row: "
        "logits[np.arange(len(labels)), labels]."
    ): lambda z, labels: np.mean(log_sum_exp(z)[:, np.newaxis] - z[:, labels]),
    to_say(
        "You multiply the logits by the class numbers. A label says *which* logit to "
        "take: logits[np.arange(len(labels)), labels]."
    ): lambda z, labels: np.mean(log_sum_exp(z) - (z * labels).sum(axis=-1)),
    to_say(
        "The class numbers are no weights. A label says *which* logit to take: "
        "logits[np.arange(len(labels)), labels]."
    ): lambda z, labels: np.mean(log_sum_exp(z) - (z * labels[:, np.newaxis]).sum(axis=-1)),
    to_say(
        "logits[labels] picks rows, not one logit from each row: that is "
        "logits[np.arange(len(labels)), labels]."
    ): lambda z, labels: np.mean(log_sum_exp(z) - z[labels]),
    to_say("You subtract the label itself. Subtract the logit that it names."): lambda z, labels: (
        np.mean(log_sum_exp(z) - labels)
    ),
    to_say(
        "You subtract the largest logit of each row. Subtract the logit of the true class."
    ): lambda z, labels: np.mean(log_sum_exp(z) - z.max(axis=-1)),
}


@exercise
def my_loss_from_logits(answer: Any) -> str:
    """Judge the mean cross-entropy of a batch from logits and labels, safe for large ones."""
    must_be_function(answer, "my_loss_from_logits")
    square = LOGITS[:3], np.array([1, 2, 2])  # so that what meets the wrong axis raises no error
    _recognise(answer, square, LOGIT_LOSS_MISTAKES, softmax_cross_entropy, to_say("labels"))

    for logits, labels in (
        (LOGITS, LABELS),
        (LOGITS, SOME_PHOTOS),
        (LOGITS - 5, LABELS),
        (LOGITS[:1], LABELS[:1]),
    ):
        loss = _loss(answer, logits, labels)
        right = softmax_cross_entropy(logits, labels)
        must_agree(loss, right, say("One batch is right, but for another"))
    loss = _loss(answer, np.array([[1000.0, 0.0, 0.0]]), np.array([1]))
    if np.isnan(loss):
        raise NotRight(
            say(
                "For the logits (1000, 0, 0) you return nan: an exponential overflows, or 0 meets "
                "log 0. Use log_softmax or log_sum_exp, which subtract the largest logit first."
            )
        )
    if np.isinf(loss):
        raise NotRight(
            say(
                "For the logits (1000, 0, 0) and a dog you return inf; the loss is 1000. "
                "Somewhere the logarithm meets an overflow or a probability that has become 0. Use "
                "log_softmax or log_sum_exp."
            )
        )
    if not same(loss, 1000.0):
        raise NotRight(
            say(
                "For the logits (1000, 0, 0) and a dog the loss is 1000, not {loss}. Did you put a "
                "limit on the probability? From logits none is needed."
            ).format(loss=short_number(loss))
        )
    loss = _loss(answer, FAR_APART, LABELS[:2])
    if not same(loss, softmax_cross_entropy(FAR_APART, LABELS[:2])):
        raise NotRight(
            say(
                "With one photo of logits near 1000 and another near 1 it breaks. Subtract each "
                "row's own largest logit: logits.max(axis=-1, keepdims=True)."
            )
        )
    must_hold_for_all_logits(
        answer,
        softmax_cross_entropy,
        lambda z: (np.full(len(z), z.shape[-1] - 1),),
        ndims=(2,),
    )
    must_keep_its_input(answer, LOGITS, LABELS)
    return say(
        "Right for small logits and for large ones: this is the loss that trainings compute."
    )


# What the checks share ----------------------------------------------------------------------------


def _loss(answer: Callable[..., Any], predictions: FloatArray, targets: NDArray[Any]) -> float:
    """Call a loss of the learner's on a batch and return its number."""
    number = call_learner(answer, predictions, targets)
    if number.shape == (len(predictions),) and len(predictions) > 1:
        raise NotRight(
            say(
                "You return one loss for each photo. The loss of a batch is one number: take the "
                "mean."
            )
        )
    if number.size != 1:
        raise NotRight(
            say(
                "You return an array of shape {shape}; the loss of a batch is one number. Sum over "
                "the classes, then take the mean over the photos."
            ).format(shape=number.shape)
        )
    return float(number.reshape(()))


def _recognise(
    answer: Callable[..., Any],
    batch: tuple[NDArray[Any], NDArray[Any]],
    mistakes: Mistakes,
    right: Loss,
    kind: str = to_say("soft targets"),
) -> None:
    """Compare an answer for a batch with the known mistakes and with the right number."""
    loss = _loss(answer, *batch)
    tell_mistake(mistakes, loss, *batch)
    must_agree(
        loss,
        right(*batch),
        say("For a batch of {number} photos with {kind}").format(
            number=len(batch[0]), kind=say(kind)
        ),
    )
