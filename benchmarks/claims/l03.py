"""Lesson 03: softmax."""

from collections.abc import Iterator

import numpy as np

from benchmarks.claims.__main__ import Claim
from helpers.maths.softmax import log_softmax, softmax

LOGITS = np.array([2.0, 1.0, 0.1])


def claims() -> Iterator[Claim]:
    """Yield what the lesson says, what was measured, and whether it holds."""
    truth = softmax(LOGITS / 2)
    shares = [
        float(np.mean(np.random.default_rng(seed).choice(3, size=10_000, p=truth) == 0))
        for seed in range(1000)
    ]
    yield (
        "in the made-up world the model says 0.659 and about 0.502 are cats",
        f"10 000 photos, 1000 times anew: {min(shares):.3f} to {max(shares):.3f}",
        0.48 < min(shares) and max(shares) < 0.53 and abs(float(np.mean(shares)) - 0.502) < 0.001,
    )
    generator = np.random.default_rng(0)
    logits = generator.normal(0, 3, (100_000, 5))
    shifted = logits + generator.uniform(-1000, 1000, (100_000, 1))
    apart = float(np.abs(softmax(logits) - softmax(shifted)).max())
    p = log_softmax(logits)
    odds = float(np.abs((p[:, 0] - p[:, 1]) - (logits[:, 0] - logits[:, 1])).max())
    yield (
        "adding a constant to all scores changes nothing; differences are log-odds",
        f"100 000 photos of 5 classes: probabilities move by at most {apart:.0e}, "
        f"log-odds differ by at most {odds:.0e}",
        apart < 1e-11 and odds < 1e-12,
    )
    winners = [
        np.array_equal(softmax(logits, temperature=t).argmax(-1), logits.argmax(-1))
        for t in (0.05, 0.5, 2.0, 20.0)
    ]
    yield (
        "no temperature changes the order of the classes",
        f"100 000 photos at T = 0.05, 0.5, 2 and 20: {sum(winners)} of 4 have the same winners",
        all(winners),
    )
    jacobian_rows = softmax(5 * LOGITS)
    steepest = float((jacobian_rows * (1 - jacobian_rows)).max())
    slopes = [float((p * (1 - p)).max() / (1 - p.max())) for p in softmax(logits) if p.max() > 0.99]
    yield (
        "where softmax is sure, it hardly moves",
        f"the sure model: steepest slope {steepest:.3f}; of {len(slopes)} photos with p above "
        f"0.99, no slope is above {max(slopes):.3f} times what is left to 1",
        steepest < 0.01 and max(slopes) <= 1.0,
    )
