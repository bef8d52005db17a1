"""Lesson 07: a trained classifier, its mistakes, and blends of two digits."""

from collections.abc import Iterator

import numpy as np

from benchmarks.claims.__main__ import Claim
from helpers.maths.data import digit_sheets
from helpers.maths.encoding import one_hot
from helpers.maths.softmax import softmax
from helpers.maths.training import (
    add_intercept,
    fit_least_squares,
    predict_linear,
    train_softmax,
)

SPLITS = range(20)


def span(values: np.ndarray) -> str:
    """Return the mean and the range of some values in words."""
    return f"{np.mean(values):.3f} ({np.min(values):.3f} to {np.max(values):.3f})"


def one_split(seed: int) -> list[float]:
    """Return what the lesson says of its split, for a split of its own."""
    images, labels, _ = digit_sheets()
    order = np.random.default_rng(seed).permutation(1797)
    fit, new = order[:1257], order[1257:]
    pixels, targets, truth = add_intercept(images), one_hot(labels[fit], 10), labels[new]
    weights = train_softmax(pixels[fit], targets, 1.0, 1000).last_point
    scalar = fit_least_squares(images[fit], labels[fit])
    answers = (pixels[new] @ weights).argmax(axis=1)
    squares = predict_linear(images[new], fit_least_squares(images[fit], targets)).argmax(axis=1)
    number = np.rint(predict_linear(images[new], scalar))

    p = softmax(pixels[fit] @ weights)
    cost, wrong = -np.log(p[np.arange(1257), labels[fit]]), p.argmax(axis=1) != labels[fit]

    ones, threes = images[new][truth == 1], images[new][truth == 3]
    blends = ((ones[:, np.newaxis] + threes) / 2).reshape(-1, 64)
    winners = (add_intercept(blends) @ weights).argmax(axis=1)
    return [
        float(np.mean(answers == truth)),
        float(np.mean(squares == truth)),
        float(np.mean(number == truth)),
        after_one_step(seed),
        float(wrong.sum()),
        float(cost[wrong].sum() / cost.sum()),
        float(np.mean(np.rint(predict_linear(blends, scalar)) == 2)),
        float(np.mean(np.isin(winners, [1, 3]))),
        float(np.mean(winners == 2)),
    ]


def after_one_step(seed: int) -> float:
    """Return the share right after one step, on a split with each digit equally frequent."""
    images, labels, _ = digit_sheets()
    random = np.random.default_rng(seed)
    order = [random.permutation(np.flatnonzero(labels == k)) for k in range(10)]
    fit = np.concatenate([places[:124] for places in order])
    new = np.concatenate([places[124:] for places in order])
    pixels, targets = add_intercept(images), one_hot(labels[fit], 10)
    weights = train_softmax(pixels[fit], targets, 1.0, 1).last_point
    return float(np.mean((pixels[new] @ weights).argmax(axis=1) == labels[new]))


def claims() -> Iterator[Claim]:
    """Yield what the lesson says, what was measured, and whether it holds."""
    softmax_right, squares, number, first, wrong, part, two, ends, soft_two = np.array(
        [one_split(seed) for seed in SPLITS]
    ).T
    yield (
        "0.970 is a good split, and not the rule",
        f"{len(SPLITS)} splits: {span(softmax_right)}",
        bool(softmax_right.mean() < 0.970 and softmax_right.min() > 0.94),
    )
    yield (
        "Softmax is ahead of one-hot least squares on every split, and both of one number",
        f"by {span(softmax_right - squares)}; least squares {span(squares)}, one number "
        f"{span(number)}",
        bool((softmax_right > squares).all() and number.max() < 0.3 < squares.min()),
    )
    yield (
        "One step puts the right digit first on about 0.9, if each digit is equally frequent",
        span(first),
        bool(first.min() > 0.8),
    )
    yield (
        "Few mistakes make less than a third of the training loss",
        f"{span(wrong)} mistakes of 1257; part of the loss {span(part)}",
        bool(part.max() < 0.4 and part.mean() < 1 / 3),
    )
    yield (
        "Half a 1, half a 3: the number seldom says 2, softmax mostly 1 or 3, hardly ever 2",
        f"number 2: {span(two)}; softmax 1 or 3: {span(ends)}, 2: {span(soft_two)}",
        bool(two.max() < 0.2 and ends.min() > 0.7 and soft_two.max() < 0.1),
    )
