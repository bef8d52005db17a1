"""Lesson 02: one-hot targets and what least squares makes of them."""

from collections.abc import Iterator

import numpy as np

from benchmarks.claims.__main__ import Claim
from benchmarks.claims.l01 import all_digits, span, split
from helpers.lessons.l02_one_hot.lines import line_scores
from helpers.maths.data import clusters
from helpers.maths.encoding import class_of, one_hot
from helpers.maths.training import fit_least_squares, predict_linear

SPLITS = range(30)


def by_hand(where: np.ndarray) -> np.ndarray:
    """Return the heights of the lesson's three lines by hand."""
    return np.column_stack([-where - 0.5, np.zeros(len(where)), where - 0.5])


def claims() -> Iterator[Claim]:
    """Yield what the lesson says, what was measured, and whether it holds."""
    images, labels = all_digits()
    plain, many, number, below, above, sums = [], [], [], [], [], []
    for seed in SPLITS:
        train, test = split(seed)
        targets = one_hot(labels[train])
        scores = predict_linear(images[test], fit_least_squares(images[train], targets))
        plain.append(float(np.mean(class_of(scores) == labels[test])))
        below.append(float(np.mean((scores < 0).any(axis=1))))
        above.append(float(np.mean((scores > 1).any(axis=1))))
        sums.append(float(np.abs(scores.sum(axis=1) - 1).max()))
        if seed >= 10:
            continue
        mixed = np.maximum(images @ np.random.default_rng(seed).normal(size=(64, 649)), 0)
        scores = predict_linear(mixed[test], fit_least_squares(mixed[train], targets))
        many.append(float(np.mean(class_of(scores) == labels[test])))
        found = predict_linear(mixed[test], fit_least_squares(mixed[train], labels[train]))
        number.append(float(np.mean(np.clip(np.rint(found), 0, 9) == labels[test])))
    yield "one-hot least squares: 0.92 to 0.94 right", f"30 splits: {span(plain)}", min(plain) > 0.9
    yield (
        "one number with 650 weights stays below 0.42; one-hot on the same has 0.96 to 0.99",
        f"10 splits and mixtures: {span(number)}; {span(many)}",
        max(number) < 0.42 and min(many) > 0.95,
    )
    yield (
        "nearly every picture has a score below 0, a few above 1, and all sum to 1",
        f"{span(below)}; {span(above)}; sums off by at most {max(sums):.0e}",
        min(below) > 0.99 and 0 < min(above) and max(above) < 0.08 and max(sums) < 1e-9,
    )

    masked, fitted, halved, best, right = [], [], [], [], []
    for seed in range(100):
        positions, classes = clusters(seed=seed)
        targets = one_hot(classes)
        scores, chosen = line_scores(positions, classes, positions), by_hand(positions)
        masked.append(float(np.mean(class_of(scores) == classes)))
        right.append(float(np.mean(class_of(chosen) == classes)))
        factor, shift = np.polyfit(chosen.ravel(), targets.ravel(), 1)
        for errors, z in (
            (fitted, scores),
            (halved, chosen / 2 + 0.5),
            (best, factor * chosen + shift),
        ):
            errors.append(float(np.mean(np.sum((z - targets) ** 2, axis=1))))
    yield (
        "the middle class is masked: 0.667; three lines by hand miss one photo of 300 at most",
        f"100 times anew: {span(masked)}; {span(right)}",
        np.allclose(masked, 2 / 3) and min(right) > 0.996,
    )
    yield (
        "squared errors: fitted 0.34, by hand halved 0.38, at best 0.377",
        f"{span(fitted)}; {span(halved)}; {span(best)}",
        all(f < b < h for f, b, h in zip(fitted, best, halved, strict=True)) and max(best) < 0.385,
    )
    shirts = []
    for seed in range(100):
        heights, sizes = clusters([160, 170, 180, 190], spread=3, seed=seed)
        shirts.append(float(np.mean(class_of(line_scores(heights, sizes, heights)) == sizes)))
    yield "shirts with one-hot vectors: 0.50", span(shirts), set(shirts) == {0.5}
