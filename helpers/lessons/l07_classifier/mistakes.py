"""What a model confuses, and the mistakes of which it was surest."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, say_list, say_many
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
        raise ValueError(
            say("counts must have the shape (10, 10), not {shape}.").format(shape=counts.shape)
        )
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
    axes.set(xticks=range(10), yticks=range(10), xlabel=say("answer"), ylabel=say("true digit"))
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    order = [divmod(int(place), 10) for place in np.argsort(-wrong, axis=None, kind="stable")]
    found = [(true, answer, wrong[true, answer]) for true, answer in order if wrong[true, answer]]
    words = say("Right: {right} of {total}. Mistakes, most frequent first: {mistakes}.")
    if not found:
        words = say("Right: {right} of {total}. No mistakes.")
    each = say("{true} called {answer} ({times})")
    mistakes = say_list(
        each.format(true=true, answer=answer, times=times(count)) for true, answer, count in found
    )
    show(figure, words.format(right=np.trace(counts), total=counts.sum(), mistakes=mistakes))


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
        digit, own = a_digit(labels[k]), p[k, labels[k]]
        title = say("{digit}\n{answer}: {sure:.2f}\n{label}: {own:.2f}")
        title = title.format(digit=digit, answer=answers[k], sure=sure[k], label=labels[k], own=own)
        axes.set_title(title, fontsize=11, loc="center", pad=4)
        part = say("{digit} called {answer} ({sure:.2f}, its own digit {own:.2f})")
        parts.append(part.format(digit=digit, answer=answers[k], sure=sure[k], own=own))
    if not parts:
        show(figure, say("There are no mistakes."))
        return
    words = say_many(
        "{count} mistake, the surest first: {mistakes}.",
        "{count} mistakes, the surest first: {mistakes}.",
        len(parts),
    )
    show(figure, words.format(count=len(parts), mistakes=say_list(parts, "; ")))
