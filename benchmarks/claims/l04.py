"""Lesson 04: cross-entropy."""

from collections.abc import Iterator

import numpy as np

from benchmarks.claims.__main__ import Claim
from helpers.maths.data import digits
from helpers.maths.losses import (
    cross_entropy,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)
from helpers.maths.softmax import softmax


def descend(target: np.ndarray, steps: int, rate: float, start: np.ndarray) -> np.ndarray:
    """Return the logits after plain gradient descent on one photo."""
    z = start.copy()
    for _ in range(steps):
        z -= rate * (softmax(z) - target)
    return z


def claims() -> Iterator[Claim]:
    """Yield what the lesson says, what was measured, and whether it holds."""
    generator = np.random.default_rng(0)
    worst = np.inf
    for classes in (2, 3, 10):
        truth = generator.dirichlet(np.ones(classes), 500)
        announced = generator.dirichlet(np.ones(classes), 500)
        entropy = cross_entropy(truth, truth, reduction="none")
        gap = np.asarray(cross_entropy(announced, truth, reduction="none")) - np.asarray(entropy)
        worst = min(worst, float(gap.min()))
    yield (
        "no prediction gets below the entropy of the target",
        f"1500 random pairs of 2, 3 and 10 classes: lowest difference {worst:.1e}",
        worst > -1e-12,
    )
    images, labels, _, _ = digits()
    first = [
        float(
            np.asarray(
                softmax_cross_entropy(
                    images @ np.random.default_rng(seed).normal(0, 0.01, (64, 10)), labels
                )
            )
        )
        for seed in range(100)
    ]
    yield (
        "a training that starts from small random weights starts near log K = 2.303",
        f"the digits, 100 starts: {min(first):.3f} to {max(first):.3f}",
        abs(min(first) - np.log(10)) < 0.02 and abs(max(first) - np.log(10)) < 0.02,
    )
    frequencies = np.array([0.9, 0.05, 0.05])
    photos = np.repeat([0, 1, 2], [900, 50, 50])
    biased = float(
        np.asarray(softmax_cross_entropy(np.tile(np.log(frequencies), (1000, 1)), photos))
    )
    yield (
        "unless its biases hold the frequencies: then it starts at their entropy, 0.394",
        f"{biased:.3f}, below log 3 = {np.log(3):.3f}",
        round(biased, 3) == 0.394,
    )
    z, y = generator.normal(0, 2, (200, 4)), generator.dirichlet(np.ones(4), 200)
    nudge, apart = 1e-6, 0.0
    gradient = softmax_cross_entropy_gradient(z, y, reduction="none")
    for k in range(4):
        step = nudge * np.eye(4)[k]
        up = np.asarray(softmax_cross_entropy(z + step, y, reduction="none"))
        down = np.asarray(softmax_cross_entropy(z - step, y, reduction="none"))
        apart = max(apart, float(np.abs((up - down) / (2 * nudge) - gradient[:, k]).max()))
    yield (
        "the gradient is p - y, for soft targets too",
        f"200 random photos: finite differences differ by at most {apart:.0e}",
        apart < 1e-8,
    )
    cat, start = np.array([1.0, 0.0, 0.0]), np.array([2.0, 1.0, 0.1])
    gains = []
    for rate in (0.3, 1.0, 3.0):
        leads = [float(np.subtract(*descend(cat, n, rate, start)[:2])) for n in (100, 1000, 10_000)]
        gains += np.diff(leads).tolist()
    yield (
        "with a one-hot target the lead grows without end, by about log 10 for ten times the steps",
        f"rates 0.3, 1 and 3, from 100 to 10 000 steps: {min(gains):.2f} to {max(gains):.2f} "
        f"each time (log 10 is {np.log(10):.2f})",
        2.1 < min(gains) and max(gains) < 2.5,
    )
    smooth = 0.9 * cat + 0.1 / 3
    ends = [float(np.subtract(*descend(smooth, 5000, rate, start)[:2])) for rate in (0.3, 1.0, 3.0)]
    yield (
        "with a smoothed target it rests at 3.332",
        f"rates 0.3, 1 and 3, 5000 steps: {min(ends):.3f} to {max(ends):.3f}",
        all(round(end, 3) == 3.332 for end in ends),
    )
