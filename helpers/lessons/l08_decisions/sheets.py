"""The handwriting of the sheets that the digits come from."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.live.picture import new_figure, show
from helpers.live.pixels import GAP, mosaic
from helpers.maths.arguments import as_finite, as_labels

SHOWN = (0, 3, 5, 8, 11)


def draw_sheets(images: ArrayLike, labels: ArrayLike, sheets: ArrayLike) -> None:
    """Show five sheets, a row for each: the first 0, the first 1, … that stands on it.

    Parameters
    ----------
    images : array_like, shape (N, 64)
    labels, sheets : array_like of int, shape (N,)
        The digit on each picture, and the sheet that it was written on.

    Raises
    ------
    ValueError
        If a digit is missing from a sheet that is shown.

    Examples
    --------
    >>> from helpers import digit_sheets
    >>> draw_sheets(*digit_sheets())
    The digits 0 to 9 from five of 14 sheets, a row for each sheet (1, 4, 6, 9, 12). Within a row
    the strokes are alike, from row to row they differ.
    """
    pictures = as_finite(images, "images")
    digit, sheet = as_labels(labels, "labels", 10), as_labels(sheets, "sheets")
    places = []
    for row in SHOWN:
        for column in range(10):
            found = np.flatnonzero((sheet == row) & (digit == column))
            if not len(found):
                raise ValueError(
                    say("There is no {digit} on sheet {sheet}.").format(digit=column, sheet=row)
                )
            places.append(found[0])
    figure, axes = new_figure(width=7.2, height=3.6)
    axes.imshow(mosaic(pictures[places], 10), cmap="gray_r", vmin=0, vmax=1)
    middles = np.arange(len(SHOWN)) * (8 + GAP) + 3.5
    axes.set_yticks(middles, [say("sheet {number}").format(number=row + 1) for row in SHOWN])
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    numbers = say_list(str(row + 1) for row in SHOWN)
    show(
        figure,
        say(
            "The digits 0 to 9 from five of {count} sheets, a row for each sheet "
            "({numbers}). Within a row the strokes are alike, from row to row they differ."
        ).format(count=len(np.unique(sheet)), numbers=numbers),
    )
