"""Lesson 01: one number for each class."""

from collections.abc import Iterator

import numpy as np

from benchmarks.claims.__main__ import Claim
from helpers.lessons.l01_scalar_targets.fit import nearest
from helpers.maths.data import clusters, digits
from helpers.maths.training import fit_least_squares, predict_linear

SPLITS = range(30)


def all_digits() -> tuple[np.ndarray, np.ndarray]:
    """Return the 1797 images and labels, training and test pictures together."""
    train_images, train_labels, test_images, test_labels = digits()
    return np.concatenate([train_images, test_images]), np.concatenate([train_labels, test_labels])


def split(seed: int, count: int = 1797, kept: int = 540) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of the pictures to train and to test on."""
    order = np.random.default_rng(seed).permutation(count)
    return order[kept:], order[:kept]


def span(values: list[float]) -> str:
    """Return the lowest and the highest of some values in words."""
    return f"{min(values):.3f} to {max(values):.3f}"


def share_right(numbers: tuple[int, ...], seed: int) -> float:
    """Return the share of 300 photos that a line fitted to the numbers answers rightly."""
    positions, labels = clusters(seed=seed)
    targets = np.array(numbers)
    line = np.polyfit(positions, targets[labels], 1)
    return float(np.mean(nearest(np.polyval(line, positions), targets) == labels))


def claims() -> Iterator[Claim]:
    """Yield what the lesson says, what was measured, and whether it holds."""
    good = [share_right((1, 2, 3), seed) for seed in range(1000)]
    bad = [share_right((1, 3, 2), seed) for seed in range(1000)]
    yield (
        "1, 2, 3 are right for all photos but one of 300 at most; 1, 3, 2 for about a third",
        f"1000 times anew: {span(good)}; {span(bad)}, mean {np.mean(bad):.3f}",
        min(good) > 0.996 and max(bad) < 0.42 and abs(float(np.mean(bad)) - 1 / 3) < 0.01,
    )
    spaced = [share_right((1, 10, 100), seed) for seed in range(1000)]
    yield (
        "1, 10, 100 are right for all photos but two of 300 at most",
        span(spaced),
        min(spaced) > 0.99,
    )

    images, labels = all_digits()
    shares, r2, nines, falls, lookalikes, beside = [], [], [], [], [], []
    by_mean, by_vote, nobody = [], [], []
    for seed in SPLITS:
        train, test = split(seed)
        found = predict_linear(images[test], fit_least_squares(images[train], labels[train]))
        answers = np.clip(np.rint(found), 0, 9)
        shares.append(float(np.mean(answers == labels[test])))
        r2.append(1 - float(np.mean((found - labels[test]) ** 2) / labels[test].var()))
        nines.append(float(np.mean(answers[labels[test] == 9] == 9)))
        medians = [np.median(found[labels[test] == digit]) for digit in range(10)]
        falls.append(medians[2] < medians[1])
        averages = np.array([images[train][labels[train] == k].mean(axis=0) for k in range(10)])
        distances = np.linalg.norm(averages[:, np.newaxis] - averages, axis=2)
        np.fill_diagonal(distances, np.inf)
        like = distances.argmin(axis=1)
        lookalikes.append(like[0] == 9)
        beside.append(int(np.sum(np.abs(like - np.arange(10)) == 1)))

        squares = np.sum(images[train] ** 2, axis=1)
        near = np.argsort(squares - 2 * images[test] @ images[train].T, axis=1)[:, :5]
        five = labels[train][near]
        means = np.rint(five.mean(axis=1))
        votes = np.array([np.bincount(said).argmax() for said in five])
        by_mean.append(float(np.mean(means == labels[test])))
        by_vote.append(float(np.mean(votes == labels[test])))
        disagree = five.min(axis=1) != five.max(axis=1)
        nobody.append(float(np.mean(~(five == means[:, np.newaxis]).any(axis=1)[disagree])))
    yield (
        "digits as numbers: 0.19 to 0.27 are right, R² about 0.56",
        f"30 splits: {span(shares)}; R² {span(r2)}",
        0.185 < min(shares) and max(shares) < 0.28 and 0.45 < min(r2) and max(r2) < 0.65,
    )
    yield "the middle prediction for a 2 is below that for a 1", f"{sum(falls)} of 30", all(falls)
    yield "the five neighbours' mean is right for 0.94", span(by_mean), min(by_mean) > 0.91
    yield (
        "their vote is right more often than their mean",
        f"vote {span(by_vote)}",
        all(vote > mean for vote, mean in zip(by_vote, by_mean, strict=True)),
    )
    yield "when they disagree, the mean is mostly none of them", span(nobody), min(nobody) > 0.5
    yield (
        "0 looks most like 9; one or two digits most like one next to them",
        f"{sum(lookalikes)} of 30 splits; {min(beside)} to {max(beside)} digits",
        all(lookalikes) and max(beside) <= 2,
    )
    found_shirts, worst = [], 0.0
    for seed in range(100):
        heights, sizes = clusters([160, 170, 180, 190], spread=3, seed=seed)
        answers = np.clip(np.rint(np.polyval(np.polyfit(heights, sizes, 1), heights)), 0, 3)
        found_shirts.append(float(np.mean(answers == sizes)))
        worst = max(worst, float(np.abs(answers - sizes).max()))
    yield (
        "shirts: one number is right for about 0.92, and never off by more than one size",
        f"100 times anew: {span(found_shirts)}; furthest off {worst:.0f}",
        min(found_shirts) > 0.88 and worst == 1,
    )
