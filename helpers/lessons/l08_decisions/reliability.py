"""The reliability diagram."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.live.picture import new_figure, show

BLUE, GREY = "#0072B2", "#999999"


def draw_reliability(labels: ArrayLike, probabilities: ArrayLike, bins: int = 10) -> None:
    """Show, for each range of the highest probability, the share of right answers and the count.

    The grey bars are where the share would fall, 19 times of 20, if the probabilities could be
    believed: the mean probability, give or take two standard deviations of a share of so many.

    Parameters
    ----------
    labels : array_like of int, shape (N,)
    probabilities : array_like, shape (N, K)
    bins : int

    Notes
    -----
    M. H. DeGroot and S. E. Fienberg (1983), The comparison and evaluation of forecasters, The
    Statistician 32, 12-22; J. Bröcker and L. A. Smith (2007), Increasing the reliability of
    reliability diagrams, Weather and Forecasting 22, 651-661 (the ranges).

    Examples
    --------
    >>> draw_reliability([0, 0, 1], [[0.92, 0.08], [0.55, 0.45], [0.56, 0.44]])
    Of 3 answers, by the probability that the model gave them: 0.5 to 0.6, 2 answers, mean 0.56,
    right 0.50; 0.9 to 1.0, 1 answer, mean 0.92, right 1.00.
    """
    p = np.asarray(probabilities, dtype=float)
    sure, right = p.max(axis=1), p.argmax(axis=1) == np.asarray(labels)
    bin_of = np.minimum((sure * bins).astype(int), bins - 1)
    counts = np.bincount(bin_of, minlength=bins)
    filled = np.flatnonzero(counts)
    means = np.array([sure[bin_of == b].mean() for b in filled])
    shares = np.array([right[bin_of == b].mean() for b in filled])
    spread = 2 * np.sqrt(means * (1 - means) / counts[filled])

    figure, (left, below) = new_figure(columns=2, width=8.6, height=3.3, width_ratios=(1, 1.1))
    left.plot([0, 1], [0, 1], color=GREY, linewidth=1)
    low, high = np.maximum(means - spread, 0), np.minimum(means + spread, 1)
    left.vlines(means, low, high, color="#cccccc", linewidth=9)
    left.plot(means, shares, "o", color=BLUE, markersize=8, clip_on=False, zorder=4)
    left.set(xlabel="probability that it gave", ylabel="share right", xlim=(0, 1), ylim=(0, 1.02))
    left.set_title("dots: what happened")
    below.bar((filled + 0.5) / bins, counts[filled], width=0.9 / bins, color="#56B4E9")
    for b in filled:
        below.annotate(
            str(counts[b]),
            ((b + 0.5) / bins, counts[b]),
            (0, 3),
            textcoords="offset points",
            ha="center",
        )
    below.set(xlabel="probability that it gave", xlim=(0, 1), yticks=[])
    below.set_ylim(0, 1.15 * counts.max())
    below.spines["left"].set_visible(False)
    below.set_title("how many answers")
    parts = [
        f"{b / bins:.1f} to {(b + 1) / bins:.1f}, {_answers(counts[b])}, mean "
        f"{mean:.2f}, right {share:.2f}"
        for b, mean, share in zip(filled, means, shares, strict=True)
    ]
    show(
        figure,
        f"Of {len(p)} answers, by the probability that the model gave them: {'; '.join(parts)}.",
    )


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count} answers"
