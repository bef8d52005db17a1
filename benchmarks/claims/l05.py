"""What lesson 05 says of squared error through softmax, over more splits, seeds and optimisers."""

from collections.abc import Callable, Iterator

import numpy as np

from helpers.lessons.l05_losses.contenders import (
    CONTENDERS,
    Gradient,
    fixed_length,
    through_softmax,
)
from helpers.lessons.l05_losses.race import LEARNING_RATES, accuracies, run_race
from helpers.lessons.l05_losses.starts import STARTS, one_digit_leads, split_digits

CROSS, THROUGH, LINEAR = CONTENDERS
PAIR = {name: CONTENDERS[name] for name in (CROSS, THROUGH)}
SEEDS = range(100, 120)
"""Twenty shuffles of the digits, none of them the lesson's."""

TO_100 = {"learning_rates": LEARNING_RATES[:7]}
FIXED = {"step": fixed_length, "learning_rates": (0.1, 0.3, 1, 3)}


def ends(contenders: dict[str, Gradient], start: str, **options) -> dict[str, np.ndarray]:
    """Return the test accuracies at the end of each repetition."""
    race = run_race(contenders, SEEDS, **({"starts": [start]} | options))
    return {
        name: np.array([run.accuracy[-1] for run in race.runs_of(name, start)])
        for name in contenders
    }


def spread(values: np.ndarray) -> str:
    return f"{np.median(values):.2f} ({values.min():.2f}-{values.max():.2f})"


def both(found: dict[str, np.ndarray]) -> str:
    return f"cross-entropy {spread(found[CROSS])}, squared error {spread(found[THROUGH])}"


def adam(
    gradient: Gradient, start: str, seed: int, steps: int, rates=(0.03, 0.1, 0.3, 1.0, 3.0)
) -> float:
    """Return the test accuracy after training with Adam, its rate chosen as in the race.

    D. P. Kingma and J. Ba (2015), Adam: a method for stochastic optimization.
    """
    split = split_digits(seed)
    first = STARTS[start](np.random.default_rng([seed, 1]), split)
    weights = np.repeat(first[:, np.newaxis], len(rates), axis=1)  # (classes, rates, pixels)
    mean = square = np.zeros_like(weights)
    lengths, chosen_by, path = np.array(rates)[:, np.newaxis], [], weights
    for step in range(1, steps + 1):
        outputs = np.moveaxis(weights @ split.fit.T, 0, -1)
        slopes = np.moveaxis(gradient(outputs, split.fit_targets), -1, 0) @ split.fit
        slopes = slopes / len(split.fit)
        mean, square = 0.9 * mean + 0.1 * slopes, 0.999 * square + 0.001 * slopes**2
        scale = np.sqrt(square / (1 - 0.999**step)) + 1e-8
        weights = weights - lengths * (mean / (1 - 0.9**step)) / scale
        if step % 5 == 0:
            path = weights[np.newaxis]
            chosen_by.append(accuracies(path, split.validation, split.validation_labels)[0])
    best = int(np.mean(chosen_by, axis=0).argmax())
    return float(accuracies(path, split.test, split.test_labels)[0, best])


def with_adam(start: str, steps: int, seeds=range(100, 105)) -> dict[str, np.ndarray]:
    return {
        name: np.array([adam(gradient, start, seed, steps) for seed in seeds])
        for name, gradient in PAIR.items()
    }


def leads() -> list[float]:
    """Return the median accuracy of squared error through softmax for leads 10, 12 and 20."""
    only = {THROUGH: PAIR[THROUGH]}
    return [
        float(
            np.median(ends(only, "lead", starts={"lead": one_digit_leads(lead)}, **TO_100)[THROUGH])
        )
        for lead in (10, 12, 20)
    ]


def own_loss(loss: Callable[..., np.ndarray]) -> np.ndarray:
    return ends({"own": through_softmax(loss)}, "wrong, sure")["own"]


def claims() -> Iterator[tuple[str, str, bool]]:
    """Yield what the lesson says, what was measured, and whether it holds."""
    found = ends(CONTENDERS, "undecided")
    difference = np.median(found[THROUGH] - found[CROSS])
    yield (
        "Undecided: squared error through softmax ties with cross-entropy.",
        f"{both(found)}; median difference {difference:+.3f}; 20 splits",
        abs(difference) < 0.01,
    )
    yield (
        "Undecided: without softmax it ends a little lower.",
        spread(found[LINEAR]),
        bool(0 < np.median(found[CROSS] - found[LINEAR]) < 0.05),
    )
    found = ends(PAIR, "wrong, half sure")
    difference = np.median(found[THROUGH] - found[CROSS])
    yield (
        "Wrong, half sure: again a tie in accuracy.",
        f"{both(found)}; median difference {difference:+.3f}",
        abs(difference) < 0.02,
    )
    found = ends(PAIR, "wrong, sure")
    yield (
        "Wrong, sure: plain descent stalls with squared error through softmax alone.",
        both(found),
        bool(found[THROUGH].max() < 0.2 and found[CROSS].min() > 0.9),
    )
    found = ends(PAIR, "wrong, sure", **FIXED)
    yield (
        "Wrong, sure: with steps of fixed length both get out.",
        both(found),
        bool(found[THROUGH].min() > 0.88 and found[CROSS].min() > 0.88),
    )
    found = with_adam("wrong, sure", 60)
    yield (
        "Wrong, sure: with Adam it gets out too, but more slowly (60 steps, 5 splits).",
        both(found),
        bool(found[THROUGH].min() > 0.3 and np.median(found[THROUGH] - found[CROSS]) < -0.03),
    )
    found = with_adam("wrong, sure", 1000)
    yield (
        "Wrong, sure: with Adam and 1000 steps it is nearly where cross-entropy is.",
        both(found),
        bool(np.median(found[THROUGH]) > np.median(found[CROSS]) - 0.04),
    )
    ten, twelve, twenty = leads()
    yield (
        "Rates to 100: plain descent gets out from a lead of 10; from 12 on nothing moves.",
        f"leads 10, 12, 20: {ten:.2f}, {twelve:.2f}, {twenty:.2f}",
        ten > 0.8 and max(twelve, twenty) < 0.2,
    )
    for kind, options in (
        ("rates to 100", TO_100),
        ("all ten rates", {}),
        ("steps of fixed length", FIXED),
    ):
        found = ends(PAIR, "two names exchanged", **options)
        yield (
            f"Two names exchanged, {kind}: cross-entropy mends it, squared error does not.",
            both(found),
            bool(found[CROSS].min() > 0.9 and found[THROUGH].max() < 0.86),
        )
    found = with_adam("two names exchanged", 60)
    yield (
        "Two names exchanged, Adam: within 60 steps squared error stays behind (5 splits).",
        both(found),
        bool(np.median(found[THROUGH] - found[CROSS]) < -0.03),
    )
    for share in (0.2, 0.4):
        options = {"wrong_labels": share, "learning_rates": LEARNING_RATES[:7], "pictures": 800}
        found = ends(PAIR, "undecided", **options)
        ahead = found[THROUGH] - found[CROSS]
        yield (
            f"{share:.0%} random labels: squared error does a little better.",
            f"{both(found)}; better in {(ahead > 0).sum()} of 20, by {ahead.mean():.3f} on average",
            bool(0.003 < ahead.mean() < 0.04 and (ahead > 0).sum() > 12),
        )
    found = own_loss(lambda p: -np.sqrt(p))
    yield (
        "-sqrt(p) gets out of wrong, sure, but seldom to 0.90 within 60 steps.",
        f"{spread(found)}; 0.90 in {(found >= 0.9).sum()} of 20",
        bool(np.median(found) > 0.3 and (found >= 0.9).mean() < 0.3),
    )
    found = own_loss(lambda p: -(p**0.25))
    yield (
        "-p^(1/4) mostly reaches 0.90 from wrong, sure.",
        f"{spread(found)}; 0.90 in {(found >= 0.9).sum()} of 20",
        bool((found >= 0.9).mean() > 0.6),
    )
    found = own_loss(lambda p: 1 - p)
    yield ("1 - p stays at 0.10 from wrong, sure.", spread(found), bool(found.max() < 0.2))
