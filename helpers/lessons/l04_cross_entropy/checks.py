"""Checks of the exercises of lesson 04, but for the two losses of a batch."""

from typing import Any

import numpy as np

from helpers.languages import say, to_say
from helpers.learning.answers import (
    Mistakes,
    must_be_function,
    must_keep_its_input,
    must_not_be_rounded,
    same,
    tell_mistake,
)
from helpers.learning.exercises import NotRight, exercise
from helpers.learning.typed import letters_of, near, one_number
from helpers.lessons.l04_cross_entropy.probes import FAR_APART, LOGITS, ONE_HOT, SOFT
from helpers.live.learner import call_learner
from helpers.live.parts import short_number
from helpers.maths.arguments import FloatArray
from helpers.maths.losses import (
    softmax_cross_entropy_gradient,
)
from helpers.maths.softmax import softmax

# Three photos ----------------------------------------------------------------------------------

GIVEN = np.array([0.5, 0.25, 0.125])
LOSS_MISTAKES = (
    (-np.log(GIVEN).sum(), to_say("That is the sum of the three losses. The mean was asked for.")),
    (
        -np.log(GIVEN.mean()),
        to_say(
            "You took the mean of the probabilities, then its logarithm. Take the logarithm of "
            "each photo first, then the mean."
        ),
    ),
    (
        -np.log2(GIVEN).mean(),
        to_say("That is in bits, with np.log2. The natural logarithm is np.log."),
    ),
    (
        -np.log10(GIVEN).mean(),
        to_say("That is the logarithm to base 10. The natural one is np.log."),
    ),
    (
        np.log(GIVEN).mean(),
        to_say(
            "The size is right, the sign is not: the loss is minus the logarithm, so that it is "
            "above 0."
        ),
    ),
    (
        np.log(GIVEN).sum(),
        to_say("Two things: turn the sign, and take the mean instead of the sum."),
    ),
    (
        np.prod(GIVEN),
        to_say(
            "That is the likelihood of the three photos, their product. The loss is the mean of "
            "the three surprises."
        ),
    ),
    (
        -np.log(GIVEN[0]),
        to_say("That is the loss of the first photo alone. Take the mean of all three."),
    ),
    (
        np.mean(1 - GIVEN),
        to_say("You took 1 - p for each photo. The surprise of a photo is -log p."),
    ),
    (
        GIVEN.mean(),
        to_say("That is the mean of the probabilities. Take -log of each of them first."),
    ),
)


@exercise
def loss_of_three_photos(answer: Any) -> str:
    """Judge the mean cross-entropy of three photos with p = 0.5, 0.25 and 0.125."""
    number = one_number(answer, say("One number is asked for, the mean: a mean has .mean()."))
    for wrong, hint in LOSS_MISTAKES:
        if abs(number - wrong) < 1e-3:
            raise NotRight(say(hint))
    right = -np.log(GIVEN).mean()
    if not near(number, right):
        raise NotRight(
            say(
                "You have {number}. Take -log of 0.5, of 0.25 and of 0.125, then the mean of the "
                "three."
            ).format(number=short_number(number))
        )
    return say(
        "Each halving of p adds the same surprise, log 2, so the mean is twice log 2: 1.386."
    )


# First losses ----------------------------------------------------------------------------------

RUNS = {"A": (10, 2.31), "B": (10, 23.05), "C": (1000, 6.93), "D": (3, 0.37), "E": (2, 0.70)}
"""Name of a run that starts from biases of 0: its number of classes and its first loss."""

FREQUENCIES = np.array([0.9, 0.05, 0.05])
"""At whose logarithms the biases of run F start; its first loss is near their entropy, 0.394."""

SUSPICIOUS = {"B", "D"}


@exercise
def suspicious_runs(answer: Any) -> str:
    """Judge which first losses are far from log K: runs B and D."""
    letters = letters_of(answer, "AE")
    runs = RUNS.keys() | {"F"}
    if not letters <= runs:
        raise NotRight(say('Write letters from A to F as a text, such as "AE".'))
    if letters == runs - SUSPICIOUS:
        raise NotRight(say("These four are the ones that look right. Name the other two."))
    if "F" in letters:
        raise NotRight(
            say(
                "Run F is below log 3, but it does know something: the frequencies. What is the "
                "loss of a model that announces 0.90, 0.05, 0.05, if these are the true "
                "frequencies?"
            )
        )
    for run in sorted(letters - SUSPICIOUS):
        classes, loss = RUNS[run]
        reason = {
            "A": say("The target of a loss is not to start near 0."),
            "C": say("A large loss is not wrong if there are many classes."),
            "E": say("A small loss is not wrong if there are few classes."),
        }[run]
        raise NotRight(
            say(
                "Run {run} starts as it should: log {classes} is {expected:.2f}, and it printed "
                "{loss:.2f}. {reason}"
            ).format(run=run, classes=classes, expected=np.log(classes), loss=loss, reason=reason)
        )
    if "B" not in letters:
        raise NotRight(
            say(
                "One more is missing. Divide each first loss by log K: one of them is ten times as "
                "large as it should be."
            )
        )
    if "D" not in letters:
        raise NotRight(
            say(
                "One more is missing, and its loss looks good. Can a model that has learnt nothing "
                "be better than log K?"
            )
        )
    return say(
        "B starts at ten times log 10: perhaps a sum over ten photos, or a model that is sure and "
        "wrong. D starts at a third of log 3: perhaps a mean over the three classes."
    )


# The gradient ----------------------------------------------------------------------------------

GRADIENT_MISTAKES: Mistakes = {
    to_say(
        "On one photo this would be right, but on a batch the loss is the mean over N photos: "
        "divide by len(logits)."
    ): lambda z, y: len(z) * _gradient(z, y),
    to_say("The sign is turned: y - p points downhill, the gradient uphill. It is p - y."): (
        lambda z, y: -_gradient(z, y)
    ),
    to_say(
        "Two things: the gradient is p - y, not y - p, and on a batch it is divided by the number "
        "of photos."
    ): lambda z, y: -len(z) * _gradient(z, y),
    to_say(
        "You divide by the number of all entries, photos times classes. Divide by the number of "
        "photos, len(logits)."
    ): lambda z, y: _gradient(z, y) / z.shape[-1],
    to_say("You divide by the number of classes. Divide by the number of photos, len(logits)."): (
        lambda z, y: _gradient(z, y) * len(z) / z.shape[-1]
    ),
    to_say("There is a factor 2 too many: it belongs to squared error."): lambda z, y: (
        2 * _gradient(z, y)
    ),
    to_say("You divide by the number of photos twice."): lambda z, y: _gradient(z, y) / len(z),
}
GRADIENT_MISTAKES_OF_ONE: Mistakes = {
    to_say(
        "You subtract the targets from the logits. Turn the logits into probabilities first, with "
        "softmax."
    ): lambda z, y: z - y,
    to_say(
        "That is the gradient with respect to the probabilities, -y / p. With respect to the "
        "logits it is p - y."
    ): lambda z, y: -y / softmax(z),
    to_say(
        "Only the true class has a gradient in yours. That is true of the value: the gradient p - "
        "y has an entry for every class."
    ): lambda z, y: y * (softmax(z) - y),
    to_say("You return the probabilities. Subtract the targets."): lambda z, y: softmax(z),
    to_say(
        "Your softmax sums over the photos, axis=0. Each row is a photo: softmax(logits) sums over "
        "its classes."
    ): lambda z, y: softmax(z, axis=0) - y,
    to_say("You apply softmax twice."): lambda z, y: softmax(softmax(z)) - y,
    to_say("You subtract from log p. The gradient is p - y, with the probabilities themselves."): (
        lambda z, y: np.log(softmax(z)) - y
    ),
    to_say(
        "You divide by the sum of the exponentials of all photos. Each row is a photo: "
        "softmax(logits) does it row by row."
    ): lambda z, y: np.exp(z) / np.exp(z).sum() - y,
    to_say("A gradient has signs: it says up or down. Leave np.abs out."): lambda z, y: np.abs(
        softmax(z) - y
    ),
    to_say(
        "You multiply p - y by p once more. That is a part of the gradient of squared error; here "
        "p - y is all."
    ): lambda z, y: (softmax(z) - y) * softmax(z),
    to_say("Your softmax lacks the division by the sum of the exponentials."): lambda z, y: (
        np.exp(z) - y
    ),
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
            say(
                "For logits of shape (4, 3) you return the shape {shape}. Each logit of each photo "
                "has its own slope: the gradient has the shape of the logits."
            ).format(shape=gradient.shape)
        )
    tell_mistake(GRADIENT_MISTAKES, gradient, LOGITS, SOFT)
    for hint, mistake in GRADIENT_MISTAKES_OF_ONE.items():
        wrong = mistake(LOGITS, SOFT)
        if same(gradient, wrong) or same(gradient, wrong / len(LOGITS)):
            raise NotRight(say(hint))
    must_not_be_rounded(gradient, _gradient(LOGITS, SOFT))
    if not np.isfinite(gradient).all():
        raise NotRight(
            say("Some entries are nan or inf. No division by p and no logarithm is needed.")
        )
    if not np.allclose(gradient.sum(axis=-1), 0, atol=1e-6):
        raise NotRight(
            say(
                "In each row p - y sums to 0, for p and y both sum to 1. Your first row sums to "
                "{total}."
            ).format(total=short_number(gradient[0].sum()))
        )
    for targets, kind in ((SOFT, say("soft targets")), (ONE_HOT, say("one-hot targets"))):
        for logits in (LOGITS, 3 * LOGITS - 2, LOGITS[:2]):
            y = targets[: len(logits)]
            right = softmax_cross_entropy_gradient(logits, y)
            if not same(call_learner(answer, logits, y, shape=logits.shape), right):
                raise NotRight(
                    say(
                        "For {number} photos with {kind} the slopes do not agree with those found "
                        "by nudging the logits. The gradient is (p - y) / N."
                    ).format(number=len(logits), kind=kind)
                )
    large = call_learner(answer, FAR_APART, ONE_HOT[:2], shape=(2, 3))
    if not same(large, softmax_cross_entropy_gradient(FAR_APART, ONE_HOT[:2])):
        raise NotRight(
            say(
                "For logits of 1000 it breaks: an exponential overflows. Use the softmax of the "
                "course, or subtract each row's largest logit first."
            )
        )
    must_keep_its_input(answer, LOGITS, SOFT)
    return say(
        "It agrees with finite differences, for soft and one-hot targets. See it move: "
        "explore_gradient(gradient=my_gradient)."
    )


# Label smoothing -------------------------------------------------------------------------------

EPSILON = 0.2
FIVE = np.eye(5)[[3, 0, 1, 1]]
SMOOTHING_MISTAKES: Mistakes = {
    to_say(
        "The true class gets too little: ε is shared by all K classes, the true one too, so each "
        "gets ε / K."
    ): lambda y, e: np.where(y == 1, 1 - e, e / (y.shape[-1] - 1)),
    to_say(
        "Your rows sum to more than 1: take ε away from the target before you share it, "
        "(1 - ε) * y."
    ): lambda y, e: y + e / y.shape[-1],
    to_say(
        "Every class gets all of ε. It is shared: each of the K classes gets ε / K."
    ): lambda y, e: (1 - e) * y + e,
    to_say(
        "Your rows sum to less than 1: what you took away, ε, is to be shared among the K classes."
    ): (lambda y, e: (1 - e) * y),
    to_say(
        "You share ε among the photos. Share it among the classes: targets.shape[-1] of them."
    ): (lambda y, e: (1 - e) * y + e / len(y)),
    to_say(
        "You share ε among all entries of the batch. Share it among the classes: targets.shape[-1] "
        "of them."
    ): lambda y, e: (1 - e) * y + e / y.size,
    to_say("ε and 1 - ε have changed places."): lambda y, e: e * y + (1 - e) / y.shape[-1],
    to_say(
        "You give 1 - ε to the true class and ε to each other one. Each class gets ε / K, and the "
        "true one 1 - ε besides."
    ): lambda y, e: np.where(y == 1, 1 - e, e),
    to_say("You return the targets as they were."): lambda y, e: y,
    to_say("You divide by 3, but a batch may have another number of classes: targets.shape[-1]."): (
        lambda y, e: (1 - e) * y + e / 3
    ),
    to_say(
        "You always smooth by 0.1, and for three classes. Use the arguments: epsilon, and "
        "targets.shape[-1] classes."
    ): lambda y, e: 0.9 * y + 0.1 / 3,
    to_say(
        "The true class keeps 1 - ε and gets its share ε / K besides, like every other class."
    ): lambda y, e: np.where(y == 1, 1 - e, e / y.shape[-1]),
    to_say(
        "You divide the targets by ε and apply softmax. Smoothing is a weighted mean of the target "
        "and 1 / K."
    ): lambda y, e: softmax(y / e),
    to_say("You smooth by 0.1 whatever ε is. Use the argument."): lambda y, e: (
        0.9 * y + 0.1 / y.shape[-1]
    ),
    to_say(
        "You apply softmax to the targets. Smoothing is a weighted mean of the target and 1 / K."
    ): (lambda y, e: softmax(y)),
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
            say(
                "For targets of shape (4, 5) you return the shape {shape}. Each row of targets "
                "becomes a row of smoothed targets."
            ).format(shape=smoothed.shape)
        )
    tell_mistake(SMOOTHING_MISTAKES, smoothed, FIVE, EPSILON)
    must_not_be_rounded(smoothed, _smooth(FIVE, EPSILON))
    if not np.allclose(smoothed.sum(axis=-1), 1, atol=1e-6):
        raise NotRight(
            say("Your first row sums to {total}, not to 1.").format(
                total=short_number(smoothed[0].sum())
            )
        )
    for targets, epsilon in ((FIVE, EPSILON), (ONE_HOT, 0.1), (FIVE, 0.0), (FIVE, 1.0)):
        row = call_learner(answer, targets, epsilon, shape=targets.shape)
        must_not_be_rounded(row, _smooth(targets, epsilon))
        if not same(row, _smooth(targets, epsilon)):
            raise NotRight(
                say(
                    "With ε = {epsilon} and {classes} classes, the true class should have "
                    "{most:.3f} and the others {least:.3f}."
                ).format(
                    epsilon=epsilon,
                    classes=targets.shape[-1],
                    most=_smooth(targets, epsilon).max(),
                    least=_smooth(targets, epsilon).min(),
                )
            )
    if not same(call_learner(answer, SOFT, EPSILON, shape=SOFT.shape), _smooth(SOFT, EPSILON)):
        raise NotRight(
            say(
                "One-hot targets are right, soft ones are not. Do not ask where the target is 1: "
                "(1 - ε) * y + ε / K works for every target."
            )
        )
    must_keep_its_input(answer, FIVE, EPSILON)
    return say("Each row is still a distribution, for any ε and any number of classes.")
