"""One handwritten digit and its ten scores."""

import matplotlib.patheffects as patheffects
import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say
from helpers.live.parts import in_words
from helpers.live.picture import new_figure, show
from helpers.maths.encoding import class_of

_GREY, _WINNER, _OTHERS = "#555555", "#D55E00", "#BBBBBB"


def draw_digit_scores(image: ArrayLike, scores: ArrayLike, label: int) -> None:
    """Draw one 8x8 digit and the ten scores that a model gives it.

    Parameters
    ----------
    image : array_like, shape (64,)
        From 0 (paper) to 1 (ink).
    scores : array_like, shape (10,)
    label : int
        The digit that it is.

    Raises
    ------
    ValueError
        If there are not 64 pixels or not 10 finite scores.

    Examples
    --------
    >>> from helpers.maths.encoding import one_hot
    >>> draw_digit_scores(np.zeros(64), one_hot(3, 10), label=3)
    A handwritten 3 and its ten scores: 0 0.00, 1 0.00, 2 0.00, 3 1.00, 4 0.00, 5 0.00, 6 0.00, \
7 0.00, 8 0.00, 9 0.00. The highest is 3. Sum 1.00.
    """
    image, scores = np.asarray(image, dtype=float), np.asarray(scores, dtype=float)
    if image.shape != (64,):
        raise ValueError(
            say("image must be one picture of 64 pixels, got the shape {shape}.").format(
                shape=image.shape
            )
        )
    if scores.shape != (10,) or not np.isfinite(scores).all():
        raise ValueError(
            say("scores must be 10 numbers, one for each digit, got {scores!r}.").format(
                scores=scores
            )
        )
    figure, (left, right) = new_figure(columns=2, width=8.6, height=2.9, width_ratios=(1, 3))
    left.imshow(image.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1)
    left.set_title(say("a handwritten {label}").format(label=label))
    left.set(xticks=[], yticks=[])
    left.spines[:].set_visible(False)
    places = np.arange(10)
    winner = class_of(scores)
    colors = [_WINNER if place == winner else _OTHERS for place in places]
    hatches = ["//" if place == winner else "" for place in places]
    right.bar(places, scores, color=colors, hatch=hatches, edgecolor="white", linewidth=0)
    for height in (0, 1):
        right.axhline(height, color=_GREY, linewidth=1.0, linestyle="-" if height == 0 else "--")
    for place, score in zip(places, scores, strict=True):
        right.annotate(
            f"{score:.2f}".replace("-", "−"),
            (place, score),
            (0, 3 if score >= 0 else -3),
            textcoords="offset points",
            ha="center",
            va="bottom" if score >= 0 else "top",
            fontsize=11,
            path_effects=[patheffects.withStroke(linewidth=2.5, foreground="white")],
        )
    title = say("its ten scores; striped: the highest, {winner}")
    right.set_title(title.format(winner=winner))
    low, high = min(0, scores.min()), max(1, scores.max())
    room = 0.16 * (high - low)
    right.set(xticks=places, yticks=[0, 1], ylim=(low - room if low < 0 else 0, high + room))
    words = say(
        "A handwritten {label} and its ten scores: {scores}. The highest is {winner}. Sum "
        "{sum:.2f}."
    )
    texts = in_words(scores, map(str, places), 2)
    show(figure, words.format(label=label, scores=texts, winner=winner, sum=scores.sum()))
