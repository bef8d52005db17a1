"""Pictures of lesson 03: from scores to exponentials to probabilities, also on the simplex."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from helpers.live.controls import choice, slider, switch
from helpers.live.labels import Labels
from helpers.live.learner import call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import ClassBars, in_words, short_number
from helpers.live.picture import CLASSES, WARNING_COLOR, course_style, new_figure, show
from helpers.maths.arguments import FloatArray
from helpers.maths.softmax import softmax as course_softmax

LARGEST_EXPONENT = {
    name: float(np.log(np.finfo(name).max.astype(float))) for name in ("float32", "float64")
}
"""Beyond it the exponential is too large for a float of that type: 88.7 and 709.8."""

MINUS = "\N{MINUS SIGN}"


# From scores to probabilities, in bars ----------------------------------------------------------


def explore_softmax(
    softmax: Callable[..., Any] = course_softmax,
    logits: ArrayLike = (2.0, 1.0, 0.1),
    temperature: bool = False,
    large: bool = False,
) -> LivePicture:
    """Return the live picture of softmax: three scores, their exponentials, the probabilities.

    Parameters
    ----------
    softmax : callable
        The function that the picture runs on: an array of 3 logits → 3 probabilities. Pass your
        own, even an unfinished one; the picture shows what it does and names what goes wrong.
    logits : sequence of 3 floats
        Where the sliders start, each from -4 to 4; with `large` from -1000 to 1000.
    temperature : bool
        Whether there is a slider for the temperature, 0.1 to 5, by which the logits are divided
        before the function receives them.
    large : bool
        Whether the sliders go from -1000 to 1000. Then there are a list to choose the type of the
        numbers, and a switch: while it is on, the largest logit is subtracted from all three
        before the function receives them.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit`` (the logits); ``temperature`` if asked for; with
        `large` also ``numbers`` and ``subtract``.

    Raises
    ------
    TypeError
        If `softmax` is no function.
    ValueError
        If there are not 3 logits within the range of the sliders.

    Examples
    --------
    >>> explore_softmax().words.split(". ")[0]
    'Probabilities: cat 0.659, dog 0.242, rabbit 0.099'
    >>> def naive(z):
    ...     return np.exp(z) / np.exp(z).sum()
    >>> picture = explore_softmax(naive, (700, 699, 698), large=True)
    >>> picture.set(cat=800).words.split(". ")[0]
    'Probabilities: cat nan, dog 0.000, rabbit 0.000'
    >>> picture.set(subtract=True).words.split(". ")[0]
    'Probabilities: cat 1.000, dog 1e-44, rabbit 5e-45'
    """
    limit = 1000 if large else 4
    starts = _three_logits(logits, softmax, "explore_softmax", limit)
    widths = [1, 1.25, 1] if large else [1, 1, 1]
    figure, (left, middle, right) = new_figure(
        columns=3, width=8.6, height=3.1, width_ratios=widths
    )
    exponent = "z/T" if temperature else "z"
    with course_style():
        left.set_title("1. scores $z$")
        middle.set_title(" " if large else f"2. exponentials $e^{{{exponent}}}$")
        right.set_title("3. probabilities $p$")
    scores = ClassBars(left, -limit, limit, digits=0 if large else 1)
    exponentials = ClassBars(middle, 0, 1)
    probabilities = ClassBars(right, 0, 1)
    middle.set_yticks([])
    middle.spines["left"].set_visible(False)
    right.set_yticks([0, 0.5, 1])
    status = _StatusLine(figure, [left, middle, right])
    moving = [*scores.artists, *exponentials.artists, *probabilities.artists, *status.artists]
    if large:
        title = Labels(middle, [0.0], [1.03], size=13, align="left", transform=middle.transAxes)
        moving.append(title)

    def update(
        cat: float,
        dog: float,
        rabbit: float,
        temperature: float = 1.0,
        numbers: str = "float64",
        subtract: bool = False,
    ) -> str:
        z = np.array([cat, dog, rabbit])
        given = (z - z.max() if subtract else z).astype(numbers) / temperature
        with np.errstate(over="ignore", under="ignore"):
            e = np.exp(given)
        p = call_learner(softmax, given, shape=(3,))
        scores.set(z)
        exponentials.set(e, heights=_relative(e))
        probabilities.set(p)
        words = (
            f"Probabilities: {in_words(p)}. Exponentials: {in_words(e)}. "
            f"Scores: {in_words(z, digits=0 if large else 1)}."
        )
        if "temperature" in controls:
            words += f" Temperature {temperature:.1f}."
        if large:
            divided = " / T" if "temperature" in controls else ""
            shifted = f"z {MINUS} max" if subtract else "z"
            if subtract and divided:
                shifted = f"({shifted})"
            title.set_labels([f"2. exp({shifted}{divided})"])
            words += f" Numbers are {numbers}; {'' if subtract else 'no '}maximum subtracted."
        wrong = what_is_wrong(p)
        reason = _why_not_a_number(given, e, numbers) if np.isnan(p).any() else ""
        if wrong:
            status.warn(f"Not probabilities: {reason or wrong}.")
        else:
            status.tell(_sums(e, p))
        return f"{words} {status.text}" if wrong or np.isinf(e).any() else words

    steps = {"step": 1, "digits": 0} if large else {}
    controls = {
        style.name: slider(f"score of {style.name}", z, -limit, limit, **steps)
        for style, z in zip(CLASSES, starts, strict=True)
    }
    if temperature:
        controls["temperature"] = slider("temperature T", 1.0, 0.1, 5)
    if large:
        controls["numbers"] = choice("numbers", ["float64", "float32"])
        controls["subtract"] = switch("subtract the largest score first")
    return LivePicture(figure, controls, moving, update)


def what_is_wrong(p: FloatArray) -> str | None:
    """Say why some numbers are no probabilities, or return an empty string.

    Parameters
    ----------
    p : numpy.ndarray, shape (K,)

    Returns
    -------
    str

    Examples
    --------
    >>> what_is_wrong(np.array([0.9, 0.3, 0.1]))
    'the sum is 1.300'
    """
    if np.isnan(p).any():
        return "nan: no number came out"
    if np.isinf(p).any():
        return "inf: too large for a float"
    if (p < 0).any():
        return "some are below 0"
    if not np.isclose(p.sum(), 1.0, atol=1e-6):
        return f"the sum is {short_number(p.sum())}"
    return ""


def _why_not_a_number(given: FloatArray, e: FloatArray, numbers: str) -> str:
    """Say what overflow or underflow makes nan of the two steps for these exponents."""
    if np.isinf(e).any():
        return (
            f"exp({given.max():.0f}) overflows, for the exponent is above "
            f"{LARGEST_EXPONENT[numbers]:.1f}. It becomes inf, and inf / inf is nan"
        )
    if not e.any():
        return f"exp({given.max():.0f}) and the others underflow to 0, and 0 / 0 is nan"
    return ""


def _sums(e: FloatArray, p: FloatArray) -> str:
    if np.isinf(e).any():
        return f"exp overflows, but this function gets round it. Sum of its results {p.sum():.3f}."
    with np.errstate(over="ignore"):
        total = e.sum()
    return f"Sum of the exponentials {short_number(total)}, sum of the probabilities {p.sum():.3f}."


def _relative(e: FloatArray) -> FloatArray:
    """Return heights: each exponential beside the largest; beside inf, all others are nothing."""
    top = e.max()
    if np.isinf(top):
        return np.isinf(e).astype(float)
    return e / top if top > 0 else np.zeros_like(e)


def _three_logits(logits: ArrayLike, function: Any, explorer: str, limit: float) -> Any:
    """Return the start of the sliders, after checking what an explorer was given."""
    if not callable(function):
        raise TypeError(
            f"{explorer} needs a function, got {function!r}. Pass its name without "
            f"brackets: {explorer}(my_softmax)."
        )
    starts = np.asarray(logits, dtype=float)
    if starts.shape != (3,) or not np.all(np.abs(starts) <= limit):
        raise ValueError(
            f"logits must be 3 numbers between -{limit} and {limit}, such as (2.0, 1.0, 0.1)."
        )
    return starts


class _StatusLine:
    """One line below all axes: what holds, or in the colour of a warning what does not."""

    def __init__(self, figure: Figure, axes: Sequence[Axes]) -> None:
        for ax in axes:
            ax.set_xlabel(" ")  # keeps the room
        place: dict[str, Any] = {"x": [0.5], "y": [0.0], "transform": figure.transFigure}
        self._tell = Labels(axes[0], **place)
        self._warn = Labels(axes[0], **place, color=WARNING_COLOR)
        self.artists = [self._tell, self._warn]

    @property
    def text(self) -> str:
        return self._tell.texts[0] or self._warn.texts[0]

    def tell(self, text: str) -> None:
        self._tell.set_labels([text])
        self._warn.set_labels([""])

    def warn(self, text: str) -> None:
        self._tell.set_labels([""])
        self._warn.set_labels([text])


# On the simplex ---------------------------------------------------------------------------------

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])
"""Where cat, dog and rabbit are certain: a triangle with sides of 1."""

PATH_TEMPERATURES = np.geomspace(100, 0.05, 24)


def on_simplex(probabilities: ArrayLike) -> FloatArray:
    """Return the places in the triangle that stand for some probabilities.

    Parameters
    ----------
    probabilities : array_like, shape (3,) or (N, 3)
        Each row sums to 1.

    Returns
    -------
    numpy.ndarray, shape (2,) or (N, 2)
        The mean of the three corners, weighted by the probabilities.

    Examples
    --------
    >>> on_simplex([0.5, 0.5, 0.0])
    array([0.5, 0. ])
    """
    return np.asarray(probabilities, dtype=float) @ CORNERS


def explore_simplex(
    softmax: Callable[..., Any] = course_softmax, logits: ArrayLike = (2.0, 1.0, 0.1)
) -> LivePicture:
    """Return the live picture of the probabilities as one point in a triangle.

    Each corner is one class, certain; each of the three regions has the winning class of its
    corner. A line shows where the point goes when only the temperature changes.

    Parameters
    ----------
    softmax : callable
        An array of 3 logits → 3 probabilities. It receives the logits divided by the temperature.
        Where it gives no probabilities, the picture says so; a point with a negative probability
        is drawn where it falls, outside the triangle.
    logits : sequence of 3 floats
        Where the sliders start, each from -4 to 4.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit`` (the logits) and ``temperature``, 0.1 to 10.

    Raises
    ------
    TypeError
        If `softmax` is no function.
    ValueError
        If there are not 3 logits between -4 and 4.

    Examples
    --------
    >>> explore_simplex().set(temperature=0.1).words.split(". ")[1]
    'The point is in the region of cat, 0.000 from its corner'
    """
    starts = _three_logits(logits, softmax, "explore_simplex", 4)
    figure, (left, right) = new_figure(columns=2, width=8.6, height=3.1, width_ratios=[1.75, 1])
    path, point = _draw_triangle(left)
    with course_style():
        right.set_title("probabilities $p$")
    right.set_yticks([0, 0.5, 1])
    bars = ClassBars(right, 0, 1)
    status = _StatusLine(figure, [left, right])

    def update(cat: float, dog: float, rabbit: float, temperature: float) -> str:
        z = np.array([cat, dog, rabbit])
        p = call_learner(softmax, z / temperature, shape=(3,))
        bars.set(p)
        wrong = what_is_wrong(p)
        in_plane = bool(np.isfinite(p).all() and np.isclose(p.sum(), 1.0, atol=1e-6))
        point.set_data(*on_simplex([p] if in_plane else [[np.nan] * 3]).T)
        path.set_data(*_temperature_path(softmax, z).T)
        if wrong:
            outside = "The point leaves the triangle." if in_plane else "There is no point."
            status.warn(f"Not probabilities: {wrong}. {outside}")
        else:
            status.tell(_where_on_simplex(p))
        return (
            f"Probabilities: {in_words(p)}. {status.text} "
            f"Scores: {in_words(z, digits=1)}. Temperature {temperature:.1f}."
        )

    controls = {
        style.name: slider(f"score of {style.name}", z, -4, 4)
        for style, z in zip(CLASSES, starts, strict=True)
    }
    controls["temperature"] = slider("temperature T", 1.0, 0.1, 10)
    return LivePicture(figure, controls, [path, point, *bars.artists, *status.artists], update)


def _draw_triangle(axes: Axes) -> Any:
    """Draw the triangle with its regions of the winning class; return what moves in it."""
    axes.set_aspect("equal")
    axes.set_xlim(-0.5, 1.9)
    axes.set_ylim(-0.2, 0.95)
    axes.axis("off")
    centre = CORNERS.mean(axis=0)
    for k, (style, corner) in enumerate(zip(CLASSES, CORNERS, strict=True)):
        middles = [(corner + CORNERS[k - 1]) / 2, (corner + CORNERS[k - 2]) / 2]
        region = np.array([corner, middles[0], centre, middles[1]])
        look: dict[str, Any] = {
            "facecolor": "white",
            "edgecolor": style.color,
            "hatch": style.hatch,
        }
        axes.fill(*region.T, linewidth=1.0, zorder=1, **look)
        axes.scatter(corner[0], corner[1], s=90, color=style.color, marker=style.marker, zorder=3)
        offset, align = ((0, -20), "center") if corner[1] == 0 else ((10, 0), "left")
        axes.annotate(style.name, corner, offset, textcoords="offset points", ha=align, fontsize=12)
    axes.fill(*CORNERS.T, facecolor="none", edgecolor="#555555", linewidth=1.4, zorder=2)
    (path,) = axes.plot(
        [],
        [],
        color="#222222",
        linestyle="--",
        linewidth=2.0,
        zorder=4,
        label="its path as T falls:\nfrom the centre to\na corner",
    )
    (point,) = axes.plot(
        [],
        [],
        linestyle="",
        marker="o",
        markersize=11,
        markerfacecolor="white",
        markeredgecolor="black",
        markeredgewidth=2.4,
        zorder=6,
        label="the photo now",
    )
    axes.legend(
        handles=[point, path],
        loc="upper right",
        bbox_to_anchor=(1.0, 0.82),
        borderaxespad=0,
        fontsize=11,
        frameon=False,
    )
    return path, point


def _temperature_path(softmax: Callable[..., Any], z: FloatArray) -> FloatArray:
    """Return the points of the path, shape (M, 2), without those that are no probabilities."""

    @functools.wraps(softmax)
    def at_each_temperature(rows: FloatArray) -> list[Any]:
        return [softmax(row) for row in rows]

    rows = z / PATH_TEMPERATURES[:, np.newaxis]
    p = call_learner(at_each_temperature, rows, shape=rows.shape)
    fine = (p >= 0).all(axis=1) & (np.abs(p.sum(axis=1) - 1) < 1e-6)
    return on_simplex(p[fine])


def _where_on_simplex(p: FloatArray) -> str:
    winners = [style.name for style, x in zip(CLASSES, p, strict=True) if x > p.max() - 1e-9]
    if len(winners) > 1:
        return f"The point is on the border between {' and '.join(winners)}."
    k = int(p.argmax())
    distance = np.linalg.norm(on_simplex(p) - CORNERS[k])
    return f"The point is in the region of {winners[0]}, {distance:.3f} from its corner."


# Still pictures ---------------------------------------------------------------------------------


def draw_sigmoid(sigmoid: Callable[..., Any]) -> None:
    """Show the probability of the first of two classes against its lead, from -6 to 6.

    Parameters
    ----------
    sigmoid : callable
        An array of leads, shape (M,) → probabilities of the same shape.

    Examples
    --------
    >>> draw_sigmoid(lambda lead: 1 / (1 + np.exp(-lead)))
    Probability of cat, of two classes, against its lead over dog: -4: 0.018, -2: 0.119, 0: 0.500, \
2: 0.881, 4: 0.982. The curve is shaped like an S and stays between 0 and 1.
    """
    lead = np.linspace(-6, 6, 121)
    marks = np.arange(-4.0, 5.0, 2.0)
    p, marked = (call_learner(sigmoid, x, shape=x.shape) for x in (lead, marks))
    figure, axes = new_figure(width=8.6, height=3.1)
    axes.plot(lead, p, color="black")
    axes.plot(marks, marked, linestyle="", marker="o", color="black")
    for x, y in zip(marks, marked, strict=True):
        axes.annotate(f"{y:.3f}", (x, y), (6, -14), textcoords="offset points", fontsize=11)
    axes.set_xlabel("lead of cat over dog, $z_\\mathrm{cat} - z_\\mathrm{dog}$")
    axes.set_ylabel("probability of cat")
    axes.set_yticks([0, 0.5, 1])
    axes.set_ylim(-0.14, 1.08)
    axes.grid(True, axis="y")
    numbers = ", ".join(f"{x:.0f}: {y:.3f}" for x, y in zip(marks, marked, strict=True))
    shape = ""
    if np.all((p > 0) & (p < 1)) and np.all(np.diff(p) > 0):
        shape = " The curve is shaped like an S and stays between 0 and 1."
    words = f"Probability of cat, of two classes, against its lead over dog: {numbers}.{shape}"
    show(figure, words)


def draw_jacobian(jacobian: ArrayLike) -> None:
    """Show a Jacobian as a heat map: how each probability answers to a nudge of each score.

    Parameters
    ----------
    jacobian : array_like, shape (3, 3)
        Row j, column k: the slope of probability j as score k is nudged.

    Raises
    ------
    ValueError
        If it is not 3 by 3.

    Examples
    --------
    >>> draw_jacobian([[0.25, -0.25, 0.0], [-0.25, 0.25, 0.0], [0.0, 0.0, 0.0]])
    Slope of each probability as one score is nudged. Score of cat: cat 0.250, dog -0.250, rabbit \
0.000. Score of dog: cat -0.250, dog 0.250, rabbit 0.000. Score of rabbit: cat 0.000, dog 0.000, \
rabbit 0.000. Sums of the rows: cat 0.000, dog 0.000, rabbit 0.000.
    """
    slopes = np.asarray(jacobian, dtype=float)
    if slopes.shape != (3, 3):
        raise ValueError(f"jacobian must have the shape (3, 3), but got {slopes.shape}.")
    names = [style.name for style in CLASSES]
    figure, axes = new_figure(width=8.6, height=3.1)
    image = axes.imshow(slopes, cmap="PuOr_r", vmin=-0.25, vmax=0.25, aspect="auto")
    for (j, k), slope in np.ndenumerate(slopes):
        color = "white" if abs(slope) > 0.14 else "#222222"
        axes.text(k, j, _signed(slope), ha="center", va="center", color=color)
    for j, total in enumerate(slopes.sum(axis=1)):
        axes.text(2.62, j, f"sum {_signed(total)}", ha="left", va="center")
    axes.set_xticks(range(3), [f"score of {name}" for name in names])
    axes.set_yticks(range(3), [f"probability of {name}" for name in names])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    with course_style():
        axes.set_title("nudge one score (column): what does each probability do (row)?")
    bar = figure.colorbar(image, ax=axes, ticks=[-0.25, 0, 0.25], pad=0.14, aspect=12)
    bar.outline.set_visible(False)
    words = "Slope of each probability as one score is nudged."
    for name, column in zip(names, slopes.T, strict=True):
        words += f" Score of {name}: {_slopes_in_words(column)}."
    show(figure, f"{words} Sums of the rows: {_slopes_in_words(slopes.sum(axis=1))}.")


def _slopes_in_words(slopes: FloatArray) -> str:
    texts = (_signed(slope).replace(MINUS, "-") for slope in slopes)
    return ", ".join(f"{style.name} {text}" for style, text in zip(CLASSES, texts, strict=True))


def _signed(value: float) -> str:
    text = f"{value:.3f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", MINUS)
