"""The weights of ten digits as pictures."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.live.picture import course_style, new_figure, show
from helpers.live.pixels import GAP, mosaic


def _weight_mosaic(axes: Axes, columns: int = 5) -> Any:
    """Return the one image for the weights of ten digits; the names of the digits stay put."""
    image = axes.imshow(
        mosaic(np.zeros((10, 64)), columns), cmap="PuOr_r", vmin=-1, vmax=1, interpolation="nearest"
    )
    axes.set_axis_off()
    for digit in range(10):
        row, column = divmod(digit, columns)
        axes.text(
            column * (8 + GAP) - 0.4,
            row * (8 + GAP) - 0.2,
            str(digit),
            va="top",
            fontsize=11,
            fontweight="bold",
        )
    return image


def draw_weights(weights: ArrayLike) -> None:
    """Show the weights of ten digits as pictures: orange speaks for the digit, violet against it.

    Parameters
    ----------
    weights : array_like, shape (64, 10) or (65, 10)
        The row of the intercepts is left out.

    Raises
    ------
    ValueError
        If they have another shape or are not finite.

    Examples
    --------
    >>> weights = np.zeros((65, 10))
    >>> weights[9, 0], weights[10, 0] = 2.0, -3.0
    >>> draw_weights(weights)  # doctest: +ELLIPSIS
    Weights of the ten digits, from -3.0 to 2.0, and the pixel that speaks most against each (row,
    column from 1): 0 at 2, 3; ...
    """
    weights = np.asarray(weights, dtype=float)
    if weights.shape not in ((64, 10), (65, 10)) or not np.isfinite(weights).all():
        raise ValueError(
            say(
                "weights must be finite and of shape (65, 10), one column for each digit; these "
                "have the shape {shape}."
            ).format(shape=weights.shape)
        )
    pictures = weights[:64].T
    top = np.abs(pictures).max() or 1.0
    figure, axes = new_figure(width=7.4, height=3.2)
    image = _weight_mosaic(axes)
    image.set_data(mosaic(pictures, 5))
    image.set_clim(-top, top)
    with course_style():
        bar = figure.colorbar(image, ax=axes, fraction=0.03, ticks=[-top, 0, top])
        against = say("{weight} against").format(weight=f"\N{MINUS SIGN}{top:.1f}")
        bar.ax.set_yticklabels([against, "0", say("{weight} for").format(weight=f"{top:.1f}")])
    place_of = say("{digit} at {row}, {column}")
    places = [
        place_of.format(digit=digit, row=place // 8 + 1, column=place % 8 + 1)
        for digit, place in enumerate(pictures.argmin(axis=1))
    ]
    words = say(
        "Weights of the ten digits, from {low:.1f} to {high:.1f}, and the pixel that speaks most "
        "against each (row, column from 1): {places}."
    )
    low, high = pictures.min(), pictures.max()
    show(figure, words.format(low=low, high=high, places=say_list(places, "; ")))
