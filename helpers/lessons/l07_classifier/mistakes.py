"""What a model confuses, and the mistakes of which it was surest."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.lessons.l07_classifier.words import a_digit, times
from helpers.live.picture import new_figure, show
from helpers.maths.arguments import FloatArray


def draw_confusion(counts: ArrayLike) -> None:
    """Show how often each digit got each answer.

    Parameters
    ----------
    counts : array_like of int, shape (10, 10)
        A row for each true digit, a column for each answer.

    Raises
    ------
    ValueError
        If it has another shape.

    Examples
    --------
    >>> counts = 5 * np.eye(10, dtype=int)
    >>> counts[8, 1] = 2
    >>> draw_confusion(counts)
    Right: 50 of 52. Mistakes, most frequent first: 8 called 1 (twice).
    """
    counts = np.asarray(counts)
    if counts.shape != (10, 10):
        raise ValueError(f"counts must have the shape (10, 10), not {counts.shape}.")
    wrong = counts * (1 - np.eye(10, dtype=counts.dtype))
    figure, axes = new_figure(width=5.4, height=4.3)
    axes.imshow(np.eye(10), cmap="Greys", vmin=0, vmax=5)
    axes.imshow(
        np.where(wrong > 0, wrong, np.nan), cmap="Oranges", vmin=0, vmax=max(wrong.max(), 1) * 1.4
    )
    for true in range(10):
        for answer in range(10):
            if counts[true, answer]:
                axes.text(answer, true, str(counts[true, answer]), ha="center", va="center")
    axes.set(xticks=range(10), yticks=range(10), xlabel="answer", ylabel="true digit")
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    order = [divmod(int(place), 10) for place in np.argsort(-wrong, axis=None, kind="stable")]
    found = [(true, answer, wrong[true, answer]) for true, answer in order if wrong[true, answer]]
    mistakes = ", ".join(
        f"{true} called {answer} ({times(count)})" for true, answer, count in found
    )
    told = f"Mistakes, most frequent first: {mistakes}." if found else "No mistakes."
    show(figure, f"Right: {np.trace(counts)} of {counts.sum()}. {told}")


def draw_mistakes(
    images: FloatArray, labels: ArrayLike, probabilities: ArrayLike, count: int = 8
) -> None:
    """Show the mistakes of which a model was surest, the surest first.

    Parameters
    ----------
    images : array_like, shape (N, 64)
    labels : array_like of int, shape (N,)
    probabilities : array_like, shape (N, 10)
    count : int
        How many at most.

    Examples
    --------
    >>> draw_mistakes(np.zeros((2, 64)), [3, 5], [[0.1] * 10, [0.91] + [0.01] * 9])
    2 mistakes, the surest first: a 5 called 0 (0.91, its own digit 0.01); a 3 called 0 (0.10, its
    own digit 0.10).
    """
    labels, p = np.asarray(labels), np.asarray(probabilities, dtype=float)
    answers, sure = p.argmax(axis=1), p.max(axis=1)
    wrong = np.flatnonzero(answers != labels)
    chosen = wrong[np.argsort(-sure[wrong], kind="stable")][:count]
    figure, row = new_figure(columns=count, width=8.6, height=1.75, squeeze=False)
    parts = []
    for axes in row.flat:
        axes.set_axis_off()
    for axes, k in zip(row.flat, chosen, strict=False):
        axes.imshow(np.reshape(images[k], (8, 8)), cmap="gray_r", vmin=0, vmax=1)
        axes.set_title(
            f"{a_digit(labels[k])}\n{answers[k]}: {sure[k]:.2f}\n"
            f"{labels[k]}: {p[k, labels[k]]:.2f}",
            fontsize=11,
            loc="center",
            pad=4,
        )
        own = f"its own digit {p[k, labels[k]]:.2f}"
        parts.append(f"{a_digit(labels[k])} called {answers[k]} ({sure[k]:.2f}, {own})")
    if not parts:
        show(figure, "There are no mistakes.")
        return
    many = "1 mistake" if len(parts) == 1 else f"{len(parts)} mistakes"
    show(figure, f"{many}, the surest first: {'; '.join(parts)}.")
