"""A cat, a dog and a rabbit, whose ears can be longer or shorter: what the photos show."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.path import Path

from helpers.live.picture import CLASSES, ClassStyle

_FROM_THE_MIDDLE = (0.52, 0.6, 0.36)  # of cat, dog, rabbit: where an ear stands
_HALF_WIDTH = (0.4, 0.36, 0.3)
_TIP = (0.02, 0.45, 0.6)  # how blunt an ear is: a cat has pointed ones


def head(kind: int, ears: float) -> Path:
    """Return the outline of a head of radius 1 with two ears; its chin is at (0, 0).

    Parameters
    ----------
    kind : int
        0 cat, 1 dog, 2 rabbit.
    ears : float
        How far the ears stand out above the head, in radii.

    Returns
    -------
    matplotlib.path.Path
        The eyes are holes.

    Examples
    --------
    >>> short, long = (head(2, ears).get_extents().y1 for ears in (0.5, 2.0))
    >>> float(round(long - short, 3))
    1.5
    """
    parts = [Path.circle((0, 1), 1.0), *(_eye(x) for x in (-0.36, 0.36))]
    half, blunt = _HALF_WIDTH[kind], _HALF_WIDTH[kind] * _TIP[kind]
    bottom, top = 1.3, 2 + ears
    middle = (bottom + top) / 2
    for x in (-_FROM_THE_MIDDLE[kind], _FROM_THE_MIDDLE[kind]):
        ear = [(x - half, bottom), (x + half, bottom), (x + half, middle), (x + blunt, top)]
        ear += [(x, top), (x - blunt, top), (x - half, middle), (x - half, bottom)]
        parts.append(Path(ear, [Path.MOVETO, Path.LINETO, *[Path.CURVE4] * 6]))
    return Path.make_compound_path(*parts)


def _eye(x: float) -> Path:
    circle = Path.circle((x, 1.12), 0.15)
    return Path(np.asarray(circle.vertices)[::-1], circle.codes)  # turned the other way: a hole


class Animals:
    """One head for each class, which moves and whose ears grow.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    radius : float
        Of a head, in points.
    classes : sequence of ClassStyle

    Attributes
    ----------
    artists : list of matplotlib.lines.Line2D
        One for each class.

    Examples
    --------
    >>> from helpers.live.picture import new_figure
    >>> figure, axes = new_figure()
    >>> animals = Animals(axes, radius=12)
    >>> animals.set(1, (0.5, 0.0), ears=1.0)
    >>> animals.artists[1].get_xydata().tolist()
    [[0.5, 0.0]]
    """

    def __init__(self, axes: Axes, radius: float, classes: Sequence[ClassStyle] = CLASSES) -> None:
        self._radius = radius
        self.artists: list[Line2D] = [
            axes.plot([], [], color=style.color, markeredgewidth=0, zorder=5, clip_on=False)[0]
            for style in classes
        ]

    def set(self, kind: int, place: tuple[float, float], ears: float) -> None:
        """Let the animal of a class stand at a place, in data coordinates; `ears` as in `head`."""
        line, path = self.artists[kind], head(kind, ears)
        line.set_data([place[0]], [place[1]])
        line.set_marker(path)
        # matplotlib scales a marker so that its outermost coordinate is half of its size
        line.set_markersize(2 * self._radius * float(np.abs(path.vertices).max()))
