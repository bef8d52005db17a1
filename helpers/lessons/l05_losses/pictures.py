"""Pictures of lesson 05: two losses along one path, as surfaces, and in a race."""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import ipywidgets as widgets
import matplotlib
import numpy as np
from IPython.display import display
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from numpy.typing import ArrayLike

from helpers.lessons.l05_losses.race import (
    SEEDS,
    TARGET_ACCURACY,
    Race,
    probability_at,
    run_race,
    slope_in_log_odds,
    through_softmax,
)
from helpers.live.controls import choice, slider
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner, name_of
from helpers.live.live_picture import LivePicture
from helpers.live.parts import paint_pixels, short_number
from helpers.live.picture import new_figure, show
from helpers.maths.arguments import FloatArray
from helpers.maths.losses import (
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
)

LOOKS: tuple[dict[str, Any], ...] = (
    {"color": "#000000", "linestyle": "-", "marker": "o"},
    {"color": "#D55E00", "linestyle": (0, (5, 1.5)), "marker": "s"},
    {"color": "#56B4E9", "linestyle": (0, (1, 1)), "marker": "^"},
    {"color": "#CC79A7", "linestyle": (0, (5, 1.5, 1, 1.5)), "marker": "D"},
)
"""One look for each contender, told apart by line and marker too; the last is the learner's."""

OWN = LOOKS[3]


def _key(axes: Axes, x: float, y: float, look: dict[str, Any]) -> Labels:
    """Draw the line of a look into the background, and return the text that moves beside it."""
    style = {"color": look["color"], "linestyle": look["linestyle"], "transform": axes.transAxes}
    axes.plot([x, x + 0.07], [y, y], clip_on=False, **style)
    axes.plot([x + 0.035], [y], marker=look["marker"], markersize=6, clip_on=False, **style)
    return Labels(axes, [x + 0.085], [y - 0.045], align="left", transform=axes.transAxes)


def _must_be_a_function(loss: Any, explorer: str) -> None:
    if loss is not None and not callable(loss):
        raise TypeError(
            f"{explorer} needs a function of p, got {loss!r}. Pass its name without brackets: "
            f"{explorer}(my_loss)."
        )


def _attempt(compute: Callable[[], Any]) -> Any:
    """Return what a learner's loss gives, or None; the picture's update says what went wrong."""
    try:
        return compute()
    except LearnerError:
        return None


# One path, from wrong to right ------------------------------------------------------------------

_LOW, _HIGH = -20.0, 10.0


def _logits_of(cat: ArrayLike) -> FloatArray:
    """Return the logits (cat, 0, 0), shape (..., 3)."""
    cat = np.asarray(cat, dtype=float)
    return np.stack([cat, np.zeros_like(cat), np.zeros_like(cat)], axis=-1)


def _along(cat: ArrayLike) -> Any:
    """Return (values, pulls) of the two losses for the logits (cat, 0, 0), the photo of a cat."""
    z = _logits_of(cat)
    y = np.zeros(z.shape[:-1])
    functions = (
        (softmax_cross_entropy, softmax_cross_entropy_gradient),
        (softmax_squared_error, softmax_squared_error_gradient),
    )
    values = [value(z, y, reduction="none") for value, _ in functions]
    pulls = [-gradient(z, y, reduction="none")[..., 0] for _, gradient in functions]
    return values, pulls


def _own_along(loss: Callable[..., Any], cat: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return (value, pull) of a learner's loss of p; the log-odds of cat are cat - log 2."""
    log_odds = np.atleast_1d(np.asarray(cat, dtype=float)) - np.log(2)
    value = call_learner(loss, probability_at(log_odds), shape=log_odds.shape)
    return value, -slope_in_log_odds(loss, log_odds)


def explore_losses(loss: Callable[..., Any] | None = None) -> LivePicture:
    """Return the live picture of both losses and both gradients, from wrong to right.

    The photo shows a cat; the scores of dog and rabbit are 0. On the left each loss as the score
    of cat moves, on the right how hard the loss pulls on that score: minus its slope.

    Parameters
    ----------
    loss : callable, optional
        A third loss of your own: an array of p, the probability of the true class → the loss of
        each.

    Returns
    -------
    LivePicture
        Control ``cat``, the score of cat, from -20 to 10.

    Raises
    ------
    TypeError
        If `loss` is no function.

    Examples
    --------
    >>> explore_losses().set(cat=-20).words
    'Score of cat -20.0, probability 1e-09. Cross-entropy 20.69, pull 1.000. Squared error 1.50, \
pull 3e-09.'
    """
    _must_be_a_function(loss, "explore_losses")
    names = ["cross-entropy", "squared error", *([name_of(loss)] if loss is not None else [])]
    looks = [*LOOKS[:2], OWN][: len(names)]

    figure, (left, right) = new_figure(columns=2, width=8.6, height=3.1)
    layout: Any = figure.get_layout_engine()
    layout.set(wspace=0.07)
    left.set_title("loss")
    right.set_title("pull on the score of cat")
    cat = np.linspace(_LOW, _HIGH, 301)
    values, pulls = _along(cat)
    own = _attempt(lambda: _own_along(loss, cat)) if loss is not None else None
    if own is not None:
        values.append(own[0])
        pulls.append(own[1])
    largest = np.max([np.nan_to_num(p, nan=0, posinf=0, neginf=0).max() for p in pulls])
    limits = ((0, 23), (-0.06, 1.15 * min(largest, 3.0)))
    axes_and_curves = ((left, values, limits[0]), (right, pulls, limits[1]))
    for axes, curves, limit in axes_and_curves:
        axes.set_xlabel("score of cat")
        axes.set_xlim(_LOW - 0.5, _HIGH + 0.5)
        axes.set_ylim(*limit)
        for curve, look in zip(curves, looks, strict=False):
            with np.errstate(invalid="ignore"):
                axes.plot(cat, curve, color=look["color"], linestyle=look["linestyle"])
    points = [
        [
            axes.plot([], [], color=look["color"], marker=look["marker"], markersize=9)[0]
            for look in looks
        ]
        for axes in (left, right)
    ]
    texts = [
        _key(axes, x, 0.84 - 0.12 * i - drop, look)
        for axes, x, drop in ((left, 0.58, 0.0), (right, 0.05, 0.22))
        for i, look in enumerate(looks)
    ]

    def update(cat: float) -> str:
        values, pulls = (list(map(float, numbers)) for numbers in _along(cat))
        if loss is not None:
            value, pull = _own_along(loss, cat)
            values.append(float(value[0]))
            pulls.append(float(pull[0]))
        for numbers, dots, limit in zip((values, pulls), points, limits, strict=True):
            for number, dot in zip(numbers, dots, strict=True):
                dot.set_data([cat], [np.clip(number, *limit)])
        shown = [short_number(v, 2) for v in values] + [short_number(v) for v in pulls]
        for text, name, words in zip(texts, 2 * names, shown, strict=True):
            text.set_labels([f"{name[:13]} {words}"])
        p = probability_at(cat - np.log(2))
        parts = [
            f"{name[0].upper()}{name[1:]} {short_number(value, 2)}, pull {short_number(pull)}"
            for name, value, pull in zip(names, values, pulls, strict=True)
        ]
        return f"Score of cat {cat:.1f}, probability {short_number(p)}. {'. '.join(parts)}."

    controls = {"cat": slider("score of cat", -4.0, _LOW, _HIGH, step=0.5)}
    moving = [*points[0], *points[1], *texts]
    return LivePicture(figure, controls, moving, update)


def draw_bounds() -> None:
    """Show both losses against the probability of the true class: one has a bound, one has none.

    The rest of the probability goes to one wrong class, the worst case for the squared error.

    Examples
    --------
    >>> draw_bounds()
    Two curves over the probability of the true class. Cross-entropy rises without end towards \
probability 0: 4.61 at 0.01, 6.91 at 0.001. Squared error ends at 2.00.
    """
    figure, axes = new_figure(width=7.0, height=3.0)
    p = np.linspace(1e-4, 1, 1000)
    for name, curve, look in (
        ("cross-entropy $-\\log p$", -np.log(p), LOOKS[0]),
        ("squared error $2(1-p)^2$", 2 * (1 - p) ** 2, LOOKS[1]),
    ):
        axes.plot(p, curve, color=look["color"], linestyle=look["linestyle"], label=name)
    axes.axhline(2, color="#999999", linewidth=1)
    axes.text(1.0, 2.1, "bound of the squared error: 2", ha="right", va="bottom", fontsize=11)
    axes.set_xlabel("probability of the true class $p$")
    axes.set_ylabel("loss")
    axes.set_ylim(0, 8)
    axes.set_xlim(-0.02, 1)
    axes.legend(loc="upper right", frameon=False)
    at = -np.log([0.01, 0.001])
    show(
        figure,
        "Two curves over the probability of the true class. Cross-entropy rises without end "
        f"towards probability 0: {at[0]:.2f} at 0.01, {at[1]:.2f} at 0.001. Squared error ends "
        f"at {2 * (1 - 0.0) ** 2:.2f}.",
    )


# The surface over two logits --------------------------------------------------------------------

_EDGE = 6.0
_MOST_STEPS = 60


def _two_class_losses() -> dict[str, Any]:
    """Return name → (loss of p, slope in the log-odds) for two classes."""
    return {
        "cross-entropy": (
            lambda p: -np.log(p),
            lambda u: -probability_at(-u),
        ),
        "squared error": (
            lambda p: 2 * (1 - p) ** 2,
            lambda u: -4 * probability_at(u) * probability_at(-u) ** 2,
        ),
    }


def _descend(
    slope: Callable[..., Any], cat: float, dog: float, learning_rate: float, steps: int
) -> FloatArray:
    """Return the path (steps + 1, 2) of descent over two logits; NaN where it broke off."""
    path = np.full((steps + 1, 2), np.nan)
    path[0] = cat, dog
    for i in range(steps):
        step = learning_rate * float(slope(np.float64(path[i, 0] - path[i, 1])))
        if not np.isfinite(step):
            break
        path[i + 1] = path[i, 0] - step, path[i, 1] + step
    return path


def explore_loss_surface(loss: Callable[..., Any] | None = None) -> LivePicture:
    """Return the live picture of the losses over two logits, with the path of descent on each.

    Two classes, cat and dog; the photo shows a cat. Contour lines that stand close are a steep
    slope; where there are none the surface is flat. Both losses have the slope 0.5 where the model
    is undecided, so one learning rate gives both the same first step from there.

    Parameters
    ----------
    loss : callable, optional
        A third loss of your own: an array of p, the probability of the true class → the loss of
        each.

    Returns
    -------
    LivePicture
        Controls ``cat`` and ``dog`` (the start, -6 to 6), ``rate`` (the learning rate, 0.1 to 5)
        and ``steps`` (0 to 60).

    Raises
    ------
    TypeError
        If `loss` is no function.

    Examples
    --------
    >>> explore_loss_surface().words
    'Start: cat -3.0, dog 3.0, probability of cat 0.002. After 20 steps at learning rate 1.0: \
cross-entropy 0.972, squared error 0.004.'
    """
    _must_be_a_function(loss, "explore_loss_surface")
    losses = _two_class_losses()
    if loss is not None:
        losses[name_of(loss)] = (
            lambda p: call_learner(loss, p, shape=np.shape(p)),
            lambda u: slope_in_log_odds(loss, u[np.newaxis])[0],
        )
    names = list(losses)
    width = 6.4 if loss is None else 8.6
    figure, grid = new_figure(columns=len(names), width=width, height=3.3)
    logits = np.linspace(-_EDGE, _EDGE, 121)
    probabilities = probability_at(logits[np.newaxis, :] - logits[:, np.newaxis])
    paths, starts, ends, texts = [], [], [], []
    for axes, (name, (value, _)), look in zip(
        grid, losses.items(), (*LOOKS[:2], OWN), strict=False
    ):
        axes.set_title(name, loc="left", parse_math=False)
        surface = _attempt(functools.partial(value, probabilities))
        if surface is not None and np.isfinite(surface).all() and np.ptp(surface) > 0:
            axes.contourf(logits, logits, surface, levels=12, cmap="Greys", alpha=0.6)
            axes.contour(
                logits,
                logits,
                surface,
                levels=12,
                colors="#777777",
                linewidths=0.8,
                linestyles="solid",
            )
        if name == "squared error":
            axes.plot(
                [-_EDGE, _EDGE - np.log(2)],
                [-_EDGE + np.log(2), _EDGE],
                color="#0072B2",
                linestyle="--",
                linewidth=1.6,
            )
        axes.set_xlim(-_EDGE, _EDGE)
        axes.set_ylim(-_EDGE, _EDGE)
        axes.set_xticks([-6, 0, 6])
        axes.set_yticks([-6, 0, 6])
        axes.set_aspect("equal")
        note = "concave above the dashes" if name == "squared error" else ""
        axes.set_xlabel(f"score of cat\n{note}")
        starts += axes.plot(
            [0],
            [0],
            color="white",
            marker="o",
            markersize=9,
            markeredgecolor=look["color"],
            markeredgewidth=2,
            clip_on=False,
        )
        paths += axes.plot([], [], color=look["color"], linewidth=1.5, marker=".", markersize=6)
        ends += axes.plot(
            [], [], color=look["color"], marker="X", markersize=10, markeredgecolor="white"
        )
        texts.append(Labels(axes, [1.0], [1.015], align="right", transform=axes.transAxes))
    grid[0].set_ylabel("score of dog")

    def update(cat: float, dog: float, rate: float, steps: int) -> str:
        steps = int(steps)
        finals = []
        for path, start, end, text, name in zip(paths, starts, ends, texts, names, strict=True):
            points = _descend(losses[name][1], cat, dog, rate, steps)
            path.set_data(points[:, 0], points[:, 1])
            start.set_data(points[:1, 0], points[:1, 1])
            end.set_data(points[-1:, 0], points[-1:, 1])
            finals.append(probability_at(points[-1, 0] - points[-1, 1]))
            text.set_labels([f"p {short_number(finals[-1])}"])
        results = ", ".join(
            f"{name} {short_number(p)}" for name, p in zip(names, finals, strict=True)
        )
        words = (
            f"Start: cat {cat:.1f}, dog {dog:.1f}, probability of cat "
            f"{short_number(probability_at(cat - dog))}. After {steps} steps at learning rate "
            f"{rate:.1f}: {results}."
        )
        broken = [name for name, p in zip(names, finals, strict=True) if np.isnan(p)]
        return f"{words} The slope of {broken[0]} is not finite." if broken else words

    controls = {
        "cat": slider("score of cat", -3.0, -_EDGE, _EDGE),
        "dog": slider("score of dog", 3.0, -_EDGE, _EDGE),
        "rate": slider("learning rate", 1.0, 0.1, 5.0),
        "steps": slider("steps", 20, 0, _MOST_STEPS, step=1, digits=0),
    }
    return LivePicture(figure, controls, [*starts, *paths, *ends, *texts], update)


def draw_curvature() -> None:
    """Show cross-entropy and (1 - sigma)^2 over the difference of two logits, each with a chord.

    Examples
    --------
    >>> draw_curvature()
    Two curves over the difference of two logits, each with a chord from -6 to -1. Cross-entropy \
lies below its chord, as a convex curve does: at -3.5 it is 3.53, the chord 3.66. The squared \
error lies above its chord, for it is concave where sigma is below 1/3: at -3.5 it is 0.94, the \
chord 0.76.
    """
    u = np.linspace(-7, 5, 400)
    ends, middle = np.array([-6.0, -1.0]), -3.5
    curves: dict[str, tuple[Callable[..., FloatArray], dict[str, Any]]] = {
        "cross-entropy $-\\log\\,\\sigma$": (lambda u: -np.log(probability_at(u)), LOOKS[0]),
        "squared error $(1-\\sigma)^2$": (lambda u: (1 - probability_at(u)) ** 2, LOOKS[1]),
    }
    figure, grid = new_figure(columns=2, width=8.6, height=3.0)
    heights = []
    for axes, (name, (curve, look)) in zip(grid, curves.items(), strict=True):
        axes.plot(u, curve(u), color=look["color"], linestyle=look["linestyle"])
        axes.plot(ends, curve(ends), color="#0072B2", marker="o", linewidth=1.6)
        axes.set_title(name)
        axes.set_xlabel("$z_{cat} - z_{dog}$")
        axes.set_ylim(bottom=0)
        heights += [float(curve(middle)), float(np.interp(middle, ends, curve(ends)))]
    grid[1].set_ylim(0, 1.25)
    grid[1].axvspan(-7, -np.log(2), facecolor="none", edgecolor="#dddddd", hatch="//", linewidth=0)
    grid[1].text(
        -6.8,
        1.08,
        "concave: $\\sigma$ < 1/3",
        fontsize=11,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )
    show(
        figure,
        "Two curves over the difference of two logits, each with a chord from -6 to -1. "
        "Cross-entropy lies below its chord, as a convex curve does: at -3.5 it is "
        f"{heights[0]:.2f}, the chord {heights[1]:.2f}. The squared error lies above its chord, "
        f"for it is concave where sigma is below 1/3: at -3.5 it is {heights[2]:.2f}, the chord "
        f"{heights[3]:.2f}.",
    )


# The race ---------------------------------------------------------------------------------------


def show_progress(runs: Iterable[Any]) -> Iterator[Any]:
    """Yield the runs of a race one by one, with a bar that fills; the words stay the same.

    Parameters
    ----------
    runs : sequence

    Examples
    --------
    >>> list(show_progress(["a", "b"]))
    A race of 2 runs.
    ['a', 'b']
    """
    runs = list(runs)
    bar = widgets.IntProgress(
        max=len(runs),
        description=f"{len(runs)} runs",
        style={"description_width": "9em"},
        layout={"width": "min(100%, 34em)"},
    )
    words = f"A race of {len(runs)} runs."
    display(_Progress(bar, words))
    for run in runs:
        yield run
        bar.value += 1


class _Progress:
    """A bar where a kernel runs, its words elsewhere."""

    def __init__(self, bar: Any, words: str) -> None:
        self._bar, self._words = bar, words

    def __repr__(self) -> str:
        return self._words

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        view = {"version_major": 2, "version_minor": 0, "model_id": self._bar.model_id}
        return {
            "text/plain": self._words,
            "application/vnd.jupyter.widget-view+json": view,
        }


def draw_race(race: Race) -> None:
    """Show the accuracy on the test pictures after each step, one panel for each start.

    Lines are medians over the seeds; the bands go from the lowest to the highest.

    Parameters
    ----------
    race : helpers.lessons.l05_losses.race.Race

    Raises
    ------
    TypeError
        If `race` is no result of `run_race`.

    Examples
    --------
    >>> draw_race(run_race(seeds=[0], steps=5, learning_rates=[1.0]))  # doctest: +ELLIPSIS
    Accuracy on the test pictures after 5 steps, median of 1 seeds. undecided: softmax + ...
    """
    _must_be_a_race(race, "draw_race")
    figure, grid = new_figure(columns=len(race.starts), width=8.6, height=3.4, sharey=True)
    sentences = []
    for axes, start in zip(grid, race.starts, strict=True):
        ends = []
        for name, look in zip(race.contenders, LOOKS, strict=False):
            curves = np.array([run.accuracy for run in race.runs_of(name, start)])
            middle = np.median(curves, axis=0)
            steps = np.arange(len(middle))
            axes.fill_between(
                steps,
                curves.min(axis=0),
                curves.max(axis=0),
                color=look["color"],
                alpha=0.18,
                linewidth=0,
            )
            axes.plot(steps, middle, color=look["color"], linestyle=look["linestyle"], label=name)
            ends.append(f"{name} {middle[-1]:.2f}")
        axes.set_title(start)
        axes.set_xlabel("step")
        axes.set_ylim(0, 1.02)
        sentences.append(f"{start}: {', '.join(ends)}")
    grid[0].set_ylabel("accuracy")
    handles, labels = grid[0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="outside lower center", ncols=3, handlelength=2.6, frameon=False
    )
    show(
        figure,
        f"Accuracy on the test pictures after {race.steps} steps, median of {len(race.seeds)} "
        f"seeds. {'; '.join(sentences)}.",
    )


def _must_be_a_race(race: Any, name: str) -> None:
    if not isinstance(race, Race):
        raise TypeError(f"{name} needs the result of run_race(), got {race!r}.")


class WeightPictures(Artist):
    """Rows of ten small pictures, painted pixel by pixel: much faster than an image that is scaled.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Filled from the top.
    rows : int

    Examples
    --------
    >>> figure, axes = new_figure()
    >>> pictures = WeightPictures(axes, rows=1)
    >>> pictures.set_weights([np.eye(10, 64)])
    >>> pictures.pixels.shape, pictures.pixels.dtype
    ((1, 8, 98, 4), dtype('uint8'))
    """

    ZOOM = 8  # image pixels to a weight
    _LABEL = 15  # points for the label above a row
    COLORS = (matplotlib.colormaps["PuOr_r"](np.arange(256)) * 255).astype(np.uint8)

    def __init__(self, axes: Axes, rows: int) -> None:
        super().__init__()
        self.rows = rows
        self.pixels = np.full((rows, 8, 98, 4), 255, dtype=np.uint8)
        axes.add_artist(self)
        self.set_clip_on(False)
        self._box = axes.bbox

    def set_weights(self, weights: Sequence[FloatArray]) -> None:
        """Show the weights of each row, an array (10, 64), on a scale of the row's own."""
        for row, w in zip(self.pixels, weights, strict=True):
            w = w - w.mean(axis=0)  # what all ten share changes no answer
            levels = 127.5 * (1 + w / (np.abs(w).max() or 1.0))
            pictures = self.COLORS[levels.astype(np.uint8)].reshape(10, 8, 8, 4)
            for i, picture in enumerate(pictures):
                row[:, 10 * i : 10 * i + 8] = picture
        self.stale = True

    def draw(self, renderer: RendererBase) -> None:
        """Place each row below its label."""
        box = self._box
        label: Any = renderer.points_to_pixels(self._LABEL)
        for i, row in enumerate(self.pixels):
            top = box.y1 - box.height * i / self.rows - label
            paint_pixels(renderer, row, box.x0, top, self.ZOOM)
        self.stale = False


def explore_race(race: Race | None = None, loss: Callable[..., Any] | None = None) -> LivePicture:
    """Return the live picture of the race: scrub through the steps of the first repetition.

    On the left the accuracy on the test pictures; on the right what each contender has learnt so
    far, the weights of the ten digits as small pictures, orange for a pixel that speaks for the
    digit, violet for one that speaks against it.

    Parameters
    ----------
    race : helpers.lessons.l05_losses.race.Race, optional
        What `run_race` returned; if not given, one repetition is run.
    loss : callable, optional
        A fourth contender of your own behind softmax: an array of p, the probability of the true
        class → the loss of each. It gets the same search from the same starts.

    Returns
    -------
    LivePicture
        Controls ``start`` (which one) and ``step``.

    Raises
    ------
    TypeError
        If `race` is no result of `run_race`, or `loss` is no function.

    Examples
    --------
    >>> race = run_race(seeds=[0], steps=5, learning_rates=[1.0, 3.0])
    >>> explore_race(race).words  # doctest: +ELLIPSIS
    'Start: undecided. Step 5. Accuracy: softmax + cross-entropy 0...'
    """
    if race is None:
        race = run_race(seeds=SEEDS[:1])
    elif callable(race) and loss is None:
        raise TypeError("explore_race takes the race first: explore_race(result, loss=my_loss).")
    _must_be_a_race(race, "explore_race")
    _must_be_a_function(loss, "explore_race")
    first = {
        (start, name): race.runs_of(name, start)[0]
        for start in race.starts
        for name in race.contenders
    }
    names, complaint = list(race.contenders), None
    if loss is not None:
        own = f"softmax + {name_of(loss)}"
        try:
            entry = {own: through_softmax(loss)}
            added = run_race(entry, race.seeds[:1], race.steps, race.learning_rates)
            first |= {(run.start, own): run for run in added.runs}
            names.append(own)
        except (LearnerError, ValueError) as error:
            complaint = str(error)
    looks = [*LOOKS[: len(race.contenders)], *([OWN] if loss is not None else [])][: len(names)]

    figure, (left, right) = new_figure(columns=2, width=8.6, height=3.1, width_ratios=(1, 1.25))
    left.set_title("accuracy on the test pictures")
    left.set_xlabel("step")
    left.set_xlim(0, race.steps)
    left.set_ylim(0, 1.02)
    left.axhline(TARGET_ACCURACY, color="#bbbbbb", linewidth=1)
    curves = [
        left.plot([], [], color=look["color"], linestyle=look["linestyle"])[0] for look in looks
    ]
    points = [
        left.plot(
            [0], [0], color=look["color"], marker=look["marker"], markersize=9, clip_on=False
        )[0]
        for look in looks
    ]
    upright = left.axvline(0, color="#999999", linewidth=1.0)

    right.set_axis_off()
    pictures = WeightPictures(right, len(names))
    texts = [_key(right, 0.0, 1 - i / len(names) - 0.05, look) for i, look in enumerate(looks)]

    def update(start: str, step: int) -> str:
        if complaint:
            raise LearnerError(complaint)
        step = int(step)
        runs = [first[start, name] for name in names]
        for run, curve, point, text, name in zip(runs, curves, points, texts, names, strict=True):
            curve.set_data(np.arange(step + 1), run.accuracy[: step + 1])
            point.set_data([step], [run.accuracy[step]])
            text.set_labels([f"{name} {run.accuracy[step]:.2f}"])
        upright.set_xdata([step, step])
        pictures.set_weights([run.weights[step][:, :64] for run in runs])
        results = ", ".join(
            f"{run.contender} {run.accuracy[step]:.2f} (learning rate {run.learning_rate:g})"
            for run in runs
        )
        return f"Start: {start}. Step {step}. Accuracy: {results}."

    controls = {
        "start": choice("start", list(race.starts)),
        "step": slider("step", min(20, race.steps), 0, race.steps, step=1, digits=0),
    }
    return LivePicture(figure, controls, [pictures, *curves, *points, upright, *texts], update)
