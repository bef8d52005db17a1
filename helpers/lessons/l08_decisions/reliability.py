"""The reliability diagram: what a model says of itself, beside how often it is right."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, say_list, say_many
from helpers.live.picture import new_figure, show
from helpers.maths.calibration import BINS, Reliability, reliability, spread

SAYS, GREY, LUCK = "#7B4B94", "#999999", "#cccccc"
"""The colours of what happened, of the diagonal, and of what luck alone would explain."""


def draw_reliability(labels: ArrayLike, probabilities: ArrayLike) -> None:
    """Show, for each range of the highest probability, the share of right answers and the count.

    The grey bars are where the share would fall, about 19 times of 20, if the probabilities could
    be believed; after Bröcker and Smith.

    Parameters
    ----------
    labels : array_like of int, shape (N,)
    probabilities : array_like, shape (N, K)

    Raises
    ------
    TypeError, ValueError
        As `helpers.maths.calibration.reliability`.

    Notes
    -----
    J. Bröcker and L. A. Smith (2007), Increasing the reliability of reliability diagrams, Weather
    and Forecasting 22, 651-661.

    Examples
    --------
    >>> draw_reliability([0, 0, 1], [[0.92, 0.08], [0.55, 0.45], [0.56, 0.44]])
    Of 3 answers, by the probability that the model gave them: 0.5 to 0.6, 2 answers, mean 0.56,
    right 0.50; 0.9 to 1.0, 1 answer, mean 0.92, right 1.00.
    """
    found = reliability(probabilities, labels)
    counts, says, right = found
    low, high = spread(says, counts)
    figure, (left, below) = new_figure(columns=2, width=8.6, height=3.3, width_ratios=(1, 1.1))
    left.plot([0, 1], [0, 1], color=GREY, linewidth=1)
    left.vlines(says, low, high, color=LUCK, linewidth=9)
    left.plot(says, right, "o", color=SAYS, markersize=8, clip_on=False, zorder=4)
    left.set(
        xlabel=say("probability that it gave"),
        ylabel=say("share right"),
        xlim=(0, 1),
        ylim=(0, 1.02),
    )
    left.set_title(say("dots: what happened"))
    middles = (np.arange(BINS) + 0.5) / BINS
    below.bar(middles, counts, width=0.9 / BINS, color=GREY)
    for middle, count in zip(middles[counts > 0], counts[counts > 0], strict=True):
        below.annotate(str(count), (middle, count), (0, 3), textcoords="offset points", ha="center")
    below.set(xlabel=say("probability that it gave"), xlim=(0, 1), yticks=[])
    below.set_ylim(0, 1.15 * counts.max())
    below.spines["left"].set_visible(False)
    below.set_title(say("how many answers"))
    words = say("Of {count} answers, by the probability that the model gave them: {bins}.")
    show(figure, words.format(count=counts.sum(), bins=bins_in_words(found)))


def bins_in_words(found: Reliability) -> str:
    """Return the bins that are not empty as a phrase.

    Examples
    --------
    >>> bins_in_words(reliability([[0.92, 0.08]], [0]))
    '0.9 to 1.0, 1 answer, mean 0.92, right 1.00'
    """
    return say_list(
        (
            say_many(
                "{low:.1f} to {high:.1f}, {count} answer, mean {says:.2f}, right {right:.2f}",
                "{low:.1f} to {high:.1f}, {count} answers, mean {says:.2f}, right {right:.2f}",
                int(count),
            ).format(low=b / BINS, high=(b + 1) / BINS, count=count, says=says, right=right)
            for b, (count, says, right) in enumerate(zip(*found, strict=True))
            if count
        ),
        "; ",
    )
