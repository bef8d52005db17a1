"""Lesson 08: belief, new hands, one temperature, costs."""

from collections.abc import Iterator

import numpy as np

from benchmarks.claims.__main__ import Claim
from helpers.maths.data import digit_sheets
from helpers.maths.encoding import one_hot
from helpers.maths.losses import softmax_cross_entropy
from helpers.maths.softmax import softmax
from helpers.maths.training import add_intercept, train_softmax

SPLITS, DRAWS = range(20), range(30)
TEMPERATURES = np.arange(0.4, 3.01, 0.05)


def span(values: np.ndarray) -> str:
    """Return the mean and the range of some values in words."""
    return f"{np.mean(values):.3f} ({np.min(values):.3f} to {np.max(values):.3f})"


def best_temperature(z: np.ndarray, labels: np.ndarray) -> float:
    """Return the temperature with the lowest loss."""
    losses = [softmax_cross_entropy(z / T, labels) for T in TEMPERATURES]
    return float(TEMPERATURES[np.argmin(losses)])


def says_right_loss(z: np.ndarray, labels: np.ndarray) -> tuple[float, float, float]:
    """Return what a model says of itself, how often it is right, and its loss."""
    right = float(np.mean(z.argmax(axis=1) == labels))
    return float(softmax(z).max(axis=1).mean()), right, float(softmax_cross_entropy(z, labels))


def known_hands(seed: int) -> list[float]:
    """Return what the lesson shows of one shuffled split, after 1000 steps and trained on."""
    images, labels, _ = digit_sheets()
    order = np.random.default_rng(seed).permutation(1797)
    pixels, fit, new = add_intercept(images), order[:1257], order[1257:]
    targets = one_hot(labels[fit], 10)
    found: list[float] = []
    weights = train_softmax(pixels[fit], targets, 1.0, 1000).last_point
    for more in (0, 1000, 4000):
        if more:
            weights = train_softmax(pixels[fit], targets, 10.0, more, weights).last_point
        z = pixels[new] @ weights
        found += [*says_right_loss(z, labels[new]), best_temperature(z, labels[new])]
    return [*found, float(np.mean((pixels[fit] @ weights).argmax(axis=1) == labels[fit]))]


def new_hands(seed: int) -> list[float]:
    """Return what the lesson shows of one draw of sheets: before and at its temperature."""
    images, labels, sheets = digit_sheets()
    pixels, order = add_intercept(images), np.random.default_rng(seed).permutation(14)
    fit, tune, new = (np.isin(sheets, part) for part in np.split(order, [8, 10]))
    weights = train_softmax(pixels[fit], one_hot(labels[fit], 10), 10.0, 1000).last_point
    z, truth = pixels[new] @ weights, labels[new]
    T = best_temperature(pixels[tune] @ weights, labels[tune])
    return [
        *says_right_loss(z, truth),
        *bill(z, truth),
        T,
        *says_right_loss(z / T, truth),
        *bill(z / T, truth),
    ]


def bill(z: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Return what the model promises and what is paid: 10 an error, 1 a person."""
    p = softmax(z)
    sure, wrong = p.max(axis=1), p.argmax(axis=1) != labels
    promised = np.where(sure >= 0.9, 10 * (1 - sure), 1).mean()
    return float(promised), float(np.where(sure >= 0.9, 10 * wrong, 1).mean())


def rare_classes(seed: int) -> list[float]:
    """Return how far weights and costs differ in what they find, and what each says of cats."""
    random = np.random.default_rng(seed)
    centres = np.array([[0.0, 0.0], [2.0, 0.0], [1.0, 1.7]])

    def photos(count: int) -> tuple[np.ndarray, np.ndarray]:
        animals = random.choice(3, size=count, p=[0.90, 0.05, 0.05])
        noise = 0.7 * random.standard_normal((count, 2))
        return add_intercept(centres[animals] + noise), animals

    def trained(weight: np.ndarray) -> np.ndarray:
        weights, each = np.zeros((3, 3)), weight[y][:, np.newaxis]
        for _ in range(2000):
            errors = each * (softmax(x @ weights) - one_hot(y, 3))
            weights = weights - 0.5 * x.T @ errors / each.sum()
        return weights

    (x, y), (x_new, y_new) = photos(1000), photos(20_000)
    w = np.array([1.0, 18.0, 18.0])
    plain, weighted = x_new @ trained(np.ones(3)), x_new @ trained(w)

    def found(z: np.ndarray) -> np.ndarray:
        return np.array([np.mean(z.argmax(axis=1)[y_new == k] == k) for k in range(3)])

    return [
        float(np.abs(found(weighted) - found(plain + np.log(w))).max()),
        float(softmax(plain).mean(axis=0)[0]),
        float(softmax(weighted).mean(axis=0)[0]),
        float(softmax_cross_entropy(weighted, y_new) / softmax_cross_entropy(plain, y_new)),
    ]


def claims() -> Iterator[Claim]:
    """Yield what the lesson says, what was measured, and whether it holds."""
    table = np.array([known_hands(seed) for seed in SPLITS])
    says, right, loss, T = (table[:, k:12:4] for k in range(4))
    yield (
        "After 1000 steps the model says less than it is right, on every split",
        f"{len(SPLITS)} splits: says {span(says[:, 0])}, right {span(right[:, 0])}",
        bool((says[:, 0] < right[:, 0]).all()),
    )
    yield (
        "Trained on and on: all training pictures right, the answers about as good, surer",
        f"training {span(table[:, 12])}; says {span(says[:, 2])}, right {span(right[:, 2])}",
        bool(table[:, 12].min() > 0.998 and np.abs(right[:, 2] - right[:, 0]).max() < 0.015)
        and bool((says[:, 2] > says[:, 1]).all()),
    )
    yield (
        "The test loss falls at first and then rises",
        f"mean {loss[:, 0].mean():.3f}, {loss[:, 1].mean():.3f}, {loss[:, 2].mean():.3f}; rises "
        f"at the end on {np.sum(loss[:, 2] > loss[:, 1])} of {len(SPLITS)} splits",
        bool(np.mean(loss[:, 2] > loss[:, 1]) > 0.9 and np.mean(loss[:, 1] < loss[:, 0]) > 0.9),
    )
    yield (
        "The careful model wants T below 1, the one trained on T above 1",
        f"T {span(T[:, 0])}; {span(T[:, 2])}",
        bool(T[:, 0].max() < 1 and np.mean(T[:, 2] > 1) > 0.9),
    )
    table = np.array([new_hands(seed) for seed in DRAWS])
    yield (
        "New hands: right less often, and too sure in every draw",
        f"{len(DRAWS)} draws: says {span(table[:, 0])}, right {span(table[:, 1])}; too sure in "
        f"{np.sum(table[:, 0] > table[:, 1])}",
        bool((table[:, 0] > table[:, 1]).all() and table[:, 1].mean() < 0.94),
    )
    yield (
        "A temperature from two further sheets lowers the loss in ten of ten draws",
        f"T {span(table[:, 5])}; loss {span(table[:, 2])} to {span(table[:, 8])}; lower in "
        f"{np.sum(table[:, 8] < table[:, 2])} of {len(DRAWS)}",
        bool(np.mean(table[:, 8] < table[:, 2]) >= 0.9 and table[:, 5].min() > 1),
    )
    yield (
        "At its temperature it says about as often as it is right, on average",
        f"says {span(table[:, 6])}, right {span(table[:, 1])}; mean distance "
        f"{np.abs(table[:, 6] - table[:, 1]).mean():.3f}",
        bool(abs(table[:, 6].mean() - table[:, 1].mean()) < 0.015),
    )
    yield (
        "As trained it promises a smaller bill than is paid, in every draw; mended it does not, "
        "on average",
        f"promised {span(table[:, 3])}, paid {span(table[:, 4])}; mended: {span(table[:, 9])}, "
        f"{span(table[:, 10])}",
        bool((table[:, 3] < table[:, 4]).all() and table[:, 9].mean() >= table[:, 10].mean()),
    )
    yield (
        "The mended bill is smaller, though not by law",
        f"in {np.sum(table[:, 10] < table[:, 4])} of {len(DRAWS)} draws",
        bool(np.mean(table[:, 10] < table[:, 4]) > 0.7),
    )
    table = np.array([rare_classes(seed) for seed in range(5)])
    yield (
        "Weights in the training and log w at the decision find nearly the same shares; the "
        "weighted model says too few cats, and its loss is more than twice as high",
        f"differ by {span(table[:, 0])}; says cats {span(table[:, 1])} and {span(table[:, 2])}; "
        f"losses {span(table[:, 3])} times",
        bool(table[:, 0].max() < 0.06 and table[:, 2].max() < 0.8 and table[:, 3].min() > 2),
    )
