"""Lesson 06: a softmax too many, trained at six rates, and what the signs hold for."""

import math
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.claims.__main__ import Claim
from helpers.maths.data import digit_sheets
from helpers.maths.double_softmax import double_softmax_loss, softmax_loss
from helpers.maths.encoding import one_hot
from helpers.maths.losses import softmax_cross_entropy
from helpers.maths.softmax import softmax
from helpers.maths.training import History, add_intercept, train_softmax

SPLITS, RATES = range(5), (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
FLOOR = math.log(1 + 9 / math.e)


def held_out(seed: int, twice: bool, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Return loss and share right on 300 pictures for each rate."""
    images, labels, _ = digit_sheets()
    order = np.random.default_rng(seed).permutation(1797)
    pixels, fit, new = add_intercept(images), order[:957], order[957:1257]
    start = np.random.default_rng(seed).uniform(-0.125, 0.125, (65, 10))
    losses, shares = [], []
    for rate in RATES:
        loss: Callable = double_softmax_loss if twice else softmax_loss
        targets = one_hot(labels[fit], 10)
        history: History = train_softmax(pixels[fit], targets, rate, steps, start, loss)
        z = pixels[new] @ history.last_point
        losses.append(softmax_cross_entropy(softmax(z) if twice else z, labels[new]))
        shares.append(np.mean(z.argmax(axis=1) == labels[new]))
    return np.array(losses), np.array(shares)


def ten_pictures(seed: int, smoothing: float) -> float:
    """Return the loss of the right model after 1000 steps on ten pictures."""
    images, labels, _ = digit_sheets()
    chosen = np.random.default_rng(seed).permutation(1797)[:10]
    targets = (1 - smoothing) * one_hot(labels[chosen], 10) + smoothing / 10
    return train_softmax(add_intercept(images[chosen]), targets, 1.0, 1000).last_value


def claims() -> Iterator[Claim]:
    """Yield what the lesson says, what was measured, and whether it holds."""
    once = np.array([held_out(seed, False, 200) for seed in SPLITS])
    twice = np.array([held_out(seed, True, 200) for seed in SPLITS])
    least = zip(RATES, twice[:, 1].min(axis=0), strict=True)
    shares = ", ".join(f"{rate:g}: {share:.2f}" for rate, share in least)
    good, poor = twice[:, 1, 3:5], twice[:, 1, [0, 1, 2, 5]]
    yield (
        "After 200 steps one softmax is usable at every rate; two at the rates 3 and 10 only",
        f"one: {once[:, 1].min():.2f} right or more; two, the least of {len(SPLITS)} splits: "
        f"{shares}",
        bool(once[:, 1].min() > 0.85 and good.mean() > 0.9 and poor.max() < 0.88),
    )
    longer = np.array([held_out(seed, True, 1000)[1][2] for seed in SPLITS])
    yield (
        "With 1000 steps the rate 1 comes near",
        f"right {longer.min():.2f} to {longer.max():.2f}, mean {longer.mean():.2f}",
        bool((longer > twice[:, 1, 2]).all() and longer.mean() > 0.9),
    )
    gaps = once[:, 1, 4] - twice[:, 1, 4]
    yield (
        "At the rate 10 both are right about equally often, and the loss of two stays above 1.461",
        f"differ by {np.abs(gaps).max():.3f} at most; loss {twice[:, 0, 4].min():.2f} or more",
        bool(np.abs(gaps).max() < 0.03 and twice[:, 0].min() > FLOOR),
    )
    plain = [ten_pictures(seed, 0.0) for seed in SPLITS]
    smooth = [ten_pictures(seed, 0.1) for seed in SPLITS]
    yield (
        "Ten pictures: one softmax goes to 0, with smoothed targets it rests at 0.500",
        f"{max(plain):.3f} at most; {min(smooth):.3f} to {max(smooth):.3f}",
        max(plain) < 0.02 and 0.499 < min(smooth) and max(smooth) < 0.51,
    )
