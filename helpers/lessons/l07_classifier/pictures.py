"""Pictures of lesson 07: a training, what it learnt, its mistakes, a blend of two digits."""

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import ipywidgets as widgets
import matplotlib
import numpy as np
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from numpy.typing import ArrayLike, NDArray

from helpers.live.controls import close_widgets, slider
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import PixelImage, Strokes, in_words, short_number
from helpers.live.picture import CLASSES, WARNING_COLOR, course_style, new_figure, show
from helpers.maths.arguments import FloatArray
from helpers.maths.data import digits
from helpers.maths.double_softmax import Loss, double_softmax_loss, softmax_loss
from helpers.maths.encoding import one_hot
from helpers.maths.losses import softmax_cross_entropy, softmax_cross_entropy_gradient
from helpers.maths.softmax import softmax
from helpers.maths.training import (
    History,
    add_intercept,
    fit_least_squares,
    gradient_descent,
    predict_linear,
)

DIGITS = tuple(str(digit) for digit in range(10))
BLUE, VERMILION, GREY = "#0072B2", "#D55E00", "#999999"

LOOK_AT = (2, 0, 203, 316)
"""Test pictures that `explore_training` follows, unless told otherwise."""

_BLOCK = 400
"""Pictures to a product of matrices: with 65 pixels and ten digits it stays below the 2^18
multiplications at which OpenBLAS starts threads, which wait for each other on a busy machine."""

_TOP_LOSS = 3.0  # the highest loss that a picture has room for


def a_digit(digit: int) -> str:
    """Return a digit with its article.

    Examples
    --------
    >>> a_digit(3), a_digit(8)
    ('a 3', 'an 8')
    """
    return f"an {digit}" if digit == 8 else f"a {digit}"


# A training with a bar that fills ---------------------------------------------------------------


def training_bar(steps: Iterable[int]) -> Iterator[int]:
    """Yield the steps of a training one by one, with a bar that fills and then goes away.

    What is left below the cell is one line, the same after each run. Fewer than 100 steps are over
    too soon for a bar.

    Parameters
    ----------
    steps : range or sequence

    Examples
    --------
    >>> for step in training_bar(range(200)):
    ...     pass
    200 steps of training.
    """
    steps = list(steps)
    if len(steps) < 100:
        yield from steps
        return
    bar = widgets.IntProgress(
        max=100,
        description=f"{len(steps)} steps",
        style={"description_width": "9em"},
        layout={"width": "min(100%, 34em)"},
    )
    words = f"{len(steps)} steps of training."
    handle = display(_Bar(words, bar), display_id=True)
    try:
        for done, step in enumerate(steps):
            if 100 * done // len(steps) > bar.value:
                bar.value = 100 * done // len(steps)
            yield step
    finally:
        if handle is not None:
            handle.update(_Bar(words))
        close_widgets(bar)


class _Bar:
    """A progress bar while a kernel trains; its words elsewhere, and once it is done."""

    def __init__(self, words: str, bar: Any = None) -> None:
        self._words, self._bar = words, bar

    def __repr__(self) -> str:
        return self._words

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": self._words}
        if self._bar is not None:
            view = {"version_major": 2, "version_minor": 0, "model_id": self._bar.model_id}
            bundle["application/vnd.jupyter.widget-view+json"] = view
        return bundle


def draw_learning_curve(losses: ArrayLike) -> None:
    """Show the loss before each step of a training, beside the loss of a model that knows nothing.

    Parameters
    ----------
    losses : array_like, shape (steps,)

    Raises
    ------
    ValueError
        If there are not two finite losses or more.

    Examples
    --------
    >>> draw_learning_curve([2.303, 1.5, 1.1])
    Loss over 3 steps: 2.303 at the start, 1.100 at the end. Dotted: log 10, which is 2.303.
    """
    losses = np.asarray(losses, dtype=float)
    if losses.ndim != 1 or len(losses) < 2 or not np.isfinite(losses).all():
        raise ValueError("losses must be a list of two or more finite numbers, one for each step.")
    figure, axes = new_figure(width=8.0, height=3.0)
    axes.plot(losses, color="black")
    axes.axhline(np.log(10), color=BLUE, linestyle=":", linewidth=1.6)
    axes.text(len(losses) - 1, np.log(10) - 0.06, "log 10", ha="right", va="top", color=BLUE)
    axes.set(xlabel="step", ylabel="loss", ylim=(0, max(2.5, 1.05 * losses.max())))
    axes.set_xlim(0, len(losses) - 1)
    between = [f"{losses[s]:.3f} at step {s}" for s in (10, 100) if s < len(losses) - 1]
    words = ", ".join([f"{losses[0]:.3f} at the start", *between, f"{losses[-1]:.3f} at the end"])
    show(figure, f"Loss over {len(losses)} steps: {words}. Dotted: log 10, which is 2.303.")


# Weights as pictures ----------------------------------------------------------------------------

_WEIGHT_COLORS = (matplotlib.colormaps["PuOr_r"](np.arange(256)) * 255).astype(np.uint8)
_BAR_COLORS = ("#56B4E9", VERMILION)
"""Of the other digits, and of the true one."""

_INK = (matplotlib.colormaps["gray_r"](np.arange(256)) * 255).astype(np.uint8)
_GAP = 1  # pixels of paper between two pictures of a mosaic


def mosaic(pictures: ArrayLike, columns: int) -> FloatArray:
    """Return small pictures side by side as one array, NaN between them: one artist for all.

    Parameters
    ----------
    pictures : array_like, shape (n, 64)
    columns : int

    Returns
    -------
    numpy.ndarray, shape (9 rows - 1, 9 columns - 1)

    Examples
    --------
    >>> mosaic(np.zeros((10, 64)), columns=5).shape
    (17, 44)
    """
    pictures = np.asarray(pictures, dtype=float)
    rows = -(-len(pictures) // columns)
    padded = np.full((rows * columns, 8 + _GAP, 8 + _GAP), np.nan)
    padded[: len(pictures), :8, :8] = pictures.reshape(-1, 8, 8)
    table = padded.reshape(rows, columns, 8 + _GAP, 8 + _GAP).transpose(0, 2, 1, 3)
    return table.reshape(rows * (8 + _GAP), columns * (8 + _GAP))[:-_GAP, :-_GAP]


def _levels(values: ArrayLike) -> NDArray[np.uint8]:
    """Return the place of each value, 0 to 1, in a table of 256 colours; NaN is 0."""
    return (np.clip(np.nan_to_num(values), 0, 1) * 255).round().astype(np.uint8)


def _weight_mosaic(axes: Axes, columns: int = 5) -> Any:
    """Return the one image for the weights of ten digits; the names of the digits stay put."""
    image = axes.imshow(
        mosaic(np.zeros((10, 64)), columns), cmap="PuOr_r", vmin=-1, vmax=1, interpolation="nearest"
    )
    axes.set_axis_off()
    for digit in range(10):
        row, column = divmod(digit, columns)
        axes.text(
            column * (8 + _GAP) - 0.4,
            row * (8 + _GAP) - 0.2,
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
            f"weights must be finite and of shape (65, 10), one column for each digit; these "
            f"have the shape {weights.shape}."
        )
    pictures = weights[:64].T
    top = np.abs(pictures).max() or 1.0
    figure, axes = new_figure(width=7.4, height=3.2)
    image = _weight_mosaic(axes)
    image.set_data(mosaic(pictures, 5))
    image.set_clim(-top, top)
    with course_style():
        bar = figure.colorbar(image, ax=axes, fraction=0.03, ticks=[-top, 0, top])
        bar.ax.set_yticklabels([f"\N{MINUS SIGN}{top:.1f} against", "0", f"{top:.1f} for"])
    against = "; ".join(
        f"{digit} at {place // 8 + 1}, {place % 8 + 1}"
        for digit, place in enumerate(pictures.argmin(axis=1))
    )
    show(
        figure,
        f"Weights of the ten digits, from {pictures.min():.1f} to {pictures.max():.1f}, and the "
        f"pixel that speaks most against each (row, column from 1): {against}.",
    )


# Mistakes ---------------------------------------------------------------------------------------


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
        f"{true} called {answer} ({_times(count)})" for true, answer, count in found
    )
    told = f"Mistakes, most frequent first: {mistakes}." if found else "No mistakes."
    show(figure, f"Right: {np.trace(counts)} of {counts.sum()}. {told}")


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count} times"


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


# Scrub through a training -----------------------------------------------------------------------


def explore_training(
    training: History | ArrayLike | Callable[..., Any] | None = None,
    pictures: Sequence[int] = LOOK_AT,
) -> LivePicture:
    """Return the live picture of a training on the digits: loss, weights, four test pictures.

    Left, the loss of the training and of the test pictures; in the middle the weights, on a scale
    of their own at each step; right, the probabilities for four test pictures.

    Parameters
    ----------
    training : History, array_like or callable, optional
        The weights at the start and after each step, shape (steps + 1, 65, 10), intercept last; or
        a History with them; or your own function of pixels (with a column of ones), one-hot
        targets, learning rate and steps that returns them. It is called with a learning rate of 1
        and 300 steps. If not given, the course trains.
    pictures : sequence of 4 ints
        Which test pictures to follow.

    Returns
    -------
    LivePicture
        Control ``step``, which offers up to 60 steps, close together at first.

    Raises
    ------
    ValueError
        If the weights have another shape; if there are not 4 numbers of test pictures.

    Examples
    --------
    >>> explore_training().set(step=0).words.split(". ")[0]
    'Step 0 of 300: loss 2.303 on the training pictures, 2.303 on the test pictures, 0.10 right'
    """
    _, _, test_images, test_labels = digits()
    chosen = np.asarray(pictures)
    if chosen.shape != (4,) or not all(0 <= k < len(test_labels) for k in chosen):
        raise ValueError(f"pictures must be 4 numbers from 0 to {len(test_labels) - 1}.")
    complaint, frames = None, _frames(np.zeros((2, 65, 10)))
    try:
        frames = _frames(_path(training))
    except LearnerError as error:
        complaint = str(error)
    scene = _TrainingScene(frames, test_images[chosen], test_labels[chosen])

    def update(step: int) -> str:
        if complaint:
            raise LearnerError(complaint)
        return scene.set(step, chosen)

    middle = frames["steps"][len(frames["steps"]) // 2]
    control = widgets.SelectionSlider(
        options=frames["steps"],
        value=middle,
        description="step",
        style={"description_width": "9em"},
        layout={"width": "min(100%, 34em)"},
    )
    return LivePicture(scene.figure, {"step": control}, scene.artists, update)


def _path(training: History | ArrayLike | Callable[..., Any] | None) -> FloatArray:
    """Return the weights of a training step by step, whatever form it was given in."""
    if training is None:
        return course_training().points
    if callable(training):
        images, labels, _, _ = digits()
        arguments = add_intercept(images), one_hot(labels, 10), 1.0, 300
        return call_learner(training, *arguments, shape=(301, 65, 10))
    path = np.asarray(training.points if isinstance(training, History) else training)
    if path.dtype.kind not in "fiu" or path.ndim != 3 or path.shape[1:] != (65, 10):
        raise ValueError(
            f"explore_training needs the weights at every step, of shape (steps + 1, 65, 10), but "
            f"got {path.shape}. Give it the history of gradient_descent, or your list of weights."
        )
    if len(path) < 2:
        raise ValueError("There is no step to look at yet: give the start and at least one step.")
    return path


@functools.cache
def course_training(learning_rate: float = 1.0, steps: int = 300) -> History:
    """Return the history of softmax regression on the training digits, from zero weights."""
    images, labels, _, _ = digits()
    return _descend(images, labels, softmax_loss, learning_rate, steps)


def _descend(
    images: FloatArray, labels: NDArray[np.int64], loss: Loss, learning_rate: float, steps: int
) -> History:
    pixels = add_intercept(images)
    blocks = [slice(k, k + _BLOCK) for k in range(0, len(pixels), _BLOCK)]

    def value_and_gradient(weights: FloatArray) -> tuple[float, FloatArray]:
        value, gradient = loss(_logits(pixels, weights), labels)
        slopes = (pixels[block].T @ gradient[block] for block in blocks)
        return value, sum(slopes, start=np.zeros_like(weights))

    return gradient_descent(value_and_gradient, np.zeros((65, 10)), learning_rate, steps)


def _logits(pixels: FloatArray, weights: FloatArray) -> FloatArray:
    """Return pixels @ weights, block by block."""
    blocks = range(0, len(pixels), _BLOCK)
    return np.concatenate([pixels[k : k + _BLOCK] @ weights for k in blocks])


def _frames(path: FloatArray) -> dict[str, Any]:
    """Return what `explore_training` shows at up to 60 steps, dense at first: all it needs."""
    images, labels, test_images, test_labels = digits()
    pixels, test_pixels = add_intercept(images), add_intercept(test_images)
    last = len(path) - 1
    steps = sorted({0, last, *np.geomspace(1, last, 58).round().astype(int).tolist()})
    losses: list[Any] = []
    test_losses: list[Any] = []
    right: list[float] = []
    probabilities: list[FloatArray] = []
    for step in steps:
        weights = path[step]
        with np.errstate(all="ignore"):
            logits, test_logits = _logits(pixels, weights), _logits(test_pixels, weights)
        if np.isfinite(logits).all() and np.isfinite(test_logits).all():
            losses.append(softmax_cross_entropy(logits, labels))
            test_losses.append(softmax_cross_entropy(test_logits, test_labels))
            right.append(np.mean(test_logits.argmax(axis=1) == test_labels))
            probabilities.append(softmax(test_logits))
        else:
            losses.append(np.nan)
            test_losses.append(np.nan)
            right.append(np.nan)
            probabilities.append(np.full(test_logits.shape, np.nan))
    return {
        "steps": steps,
        "weights": [path[step] for step in steps],
        "losses": np.array(losses),
        "test_losses": np.array(test_losses),
        "right": right,
        "probabilities": np.array(probabilities),
    }


class _TrainingScene:
    """The figure of `explore_training`; `set` moves it to a step and returns the words."""

    _ZOOM = 13  # image pixels to a weight
    _LINE = 6  # weights that fit between two rows of pictures: the names stand there
    _ROW = 1.5  # the height of a row of bars in the right panel; a bar of 1 is 1 high

    def __init__(self, frames: Any, images: FloatArray, labels: NDArray[np.int64]) -> None:
        self._frames, self._labels = frames, labels
        self.figure, (left, middle, right) = new_figure(
            columns=3, width=8.6, height=3.1, width_ratios=(1.05, 1.35, 1.15)
        )
        self._draw_curves(left)
        middle.set_title(" ")
        middle.set_axis_off()
        self._image = PixelImage(middle, self._ZOOM)
        self._scale = Labels(
            middle, [0.0], [0.955], align="left", size=12, transform=middle.transAxes
        )
        self._draw_pictures(right, images)
        self.figure.draw_without_rendering()  # the layout is known: put the names over the weights
        self._name_weights(middle)
        self.artists = [
            *(self._image, self._scale, self._points, self._numbers, *self._bars.artists),
            *(self._answers, self._wrong),
        ]

    def _name_weights(self, axes: Axes) -> None:
        width, height = axes.bbox.width, axes.bbox.height
        zoom = self._ZOOM * self.figure.dpi / 200
        for digit in range(10):
            row, column = divmod(digit, 5)
            x = (9 * column + 4) * zoom / width
            y = 1 - ((8 + self._LINE) * row + self._LINE - 0.5) * zoom / height
            axes.text(x, y, str(digit), ha="center", fontsize=11, transform=axes.transAxes)

    def _paint_weights(self, weights: FloatArray) -> None:
        """Paint ten pictures in two rows, a transparent line for the names above each."""
        line = np.zeros((self._LINE, 44, 4), dtype=np.uint8)
        rows = []
        for five in (weights.T[:5], weights.T[5:]):
            table = mosaic(five, 5)
            colors = _WEIGHT_COLORS[_levels((1 + table) / 2)]
            colors[np.isnan(table)] = 0
            rows += [line, colors]
        self._image.set_pixels(np.concatenate(rows))

    def _draw_curves(self, axes: Axes) -> None:
        frames = self._frames
        last = frames["steps"][-1]
        axes.set_xscale("symlog", linthresh=1, linscale=0.4)
        for name, look in (("losses", "-"), ("test_losses", "--")):
            heights = np.minimum(frames[name], _TOP_LOSS)
            color = "black" if name == "losses" else VERMILION
            axes.plot(frames["steps"], heights, look, color=color, linewidth=1.6)
        ticks = [0, *(10**k for k in range(5) if 10**k <= last)]
        axes.set_xticks(ticks, [str(tick) for tick in ticks])
        axes.minorticks_off()
        axes.set(xlim=(0, last * 1.15), ylim=(0, _TOP_LOSS), yticks=[0, 1, 2, 3], xlabel="step")
        axes.set_title("loss (dashed: test)")
        (self._points,) = axes.plot(
            [1], [1], "o", color=BLUE, markersize=8, clip_on=False, label="now"
        )
        self._numbers = Labels(
            axes, [0.98, 0.98], [0.9, 0.79], align="right", transform=axes.transAxes
        )

    def _draw_pictures(self, axes: Axes, images: FloatArray) -> None:
        axes.set_title("four test pictures")
        rows = np.arange(4)[::-1] * self._ROW
        for image, row, label in zip(images, rows, self._labels, strict=True):
            extent = (-4.6, -1.6, row, row + 1.2)
            axes.imshow(
                image.reshape(8, 8), cmap="gray_r", vmin=0, vmax=1, extent=extent, aspect="auto"
            )
            axes.plot([-0.5, 9.5], [row, row], color=GREY, linewidth=0.8)
            axes.text(-1.5, row, str(label), fontsize=11, va="bottom")
        axes.set(xlim=(-4.7, 14.5), ylim=(-0.05, rows[0] + 1.3), yticks=[])
        axes.set_xticks([0, 3, 6, 9])
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.set_xlabel("digit: its probability", x=0.48)
        x, y = np.tile(np.arange(10.0), 4), np.repeat(rows, 10)
        self._segments = np.stack([np.column_stack([x, y]), np.column_stack([x, y])], axis=1)
        self._floor = y
        self._kinds = (np.arange(10) == np.reshape(self._labels, (4, 1))).ravel().astype(int)
        self._bars = Strokes(axes, _BAR_COLORS, linewidth=5.5, label="_bars")
        place: dict[str, Any] = {"x": np.full(4, 9.9), "y": rows - 0.1, "align": "left"}
        self._answers = Labels(axes, **place)
        self._wrong = Labels(axes, **place, color=WARNING_COLOR)

    def set(self, step: int, chosen: NDArray[np.int64]) -> str:
        frames = self._frames
        k = frames["steps"].index(step)
        loss, test_loss = frames["losses"][k], frames["test_losses"][k]
        self._points.set_data([step, step], np.minimum([loss, test_loss], _TOP_LOSS))
        self._numbers.set_labels(
            [f"loss {short_number(loss)}", f"test: {frames['right'][k]:.2f} right"]
        )
        weights = frames["weights"][k][:64]
        with np.errstate(invalid="ignore", over="ignore"):
            top = np.abs(weights).max()
            scaled = weights / top if top > 0 else weights
        self._paint_weights(np.nan_to_num(scaled))
        self._scale.set_labels([f"weights, up to {short_number(top, 2)}"])
        p = frames["probabilities"][k][chosen]
        self._segments[:, 1, 1] = self._floor + np.nan_to_num(p).ravel()
        self._bars.set(self._segments, self._kinds)
        answers = p.argmax(axis=1)
        texts = [f"{answer}: {row[answer]:.2f}" for answer, row in zip(answers, p, strict=True)]
        good = answers == self._labels
        self._answers.set_labels([text if ok else "" for text, ok in zip(texts, good, strict=True)])
        self._wrong.set_labels(["" if ok else text for text, ok in zip(texts, good, strict=True)])
        told = ", ".join(
            f"{a_digit(label)} {'' if ok else 'wrongly '}called {answer} with {row[answer]:.2f}"
            for label, ok, answer, row in zip(self._labels, good, answers, p, strict=True)
        )
        words = (
            f"Step {step} of {frames['steps'][-1]}: loss {short_number(loss)} on the training "
            f"pictures, {short_number(test_loss)} on the test pictures, {frames['right'][k]:.2f} "
            f"right. Largest weight {short_number(top, 2)}. "
        )
        if np.isnan(loss):
            return f"{words}The weights have grown beyond all bounds."
        return f"{words}Four test pictures: {told}."


# From one digit to another ----------------------------------------------------------------------


@functools.cache
def _models() -> tuple[FloatArray, FloatArray]:
    """Return the weights of the scalar model and of softmax regression."""
    images, labels, _, _ = digits()
    return fit_least_squares(images, labels), course_training(1.0, 1000).last_point


def _scalar_model(image: FloatArray) -> Any:
    return predict_linear(image[np.newaxis], _models()[0])[0]


def _softmax_model(image: FloatArray) -> FloatArray:
    return softmax(predict_linear(image[np.newaxis], _models()[1])[0])


@functools.cache
def clear_examples() -> FloatArray:
    """Return ten test pictures, of each digit the one that the scalar model gets most nearly right.

    Returns
    -------
    numpy.ndarray, shape (10, 64)

    Examples
    --------
    >>> clear_examples().shape
    (10, 64)
    """
    images, labels, test_images, test_labels = digits()
    answers = predict_linear(test_images, fit_least_squares(images, labels))
    places = [
        np.where(test_labels == digit, np.abs(answers - digit), np.inf).argmin()
        for digit in range(10)
    ]
    return test_images[places]


def _ask(
    scalar_model: Callable[..., Any], softmax_model: Callable[..., Any], image: FloatArray
) -> tuple[float, FloatArray]:
    """Return a number and ten probabilities for a picture from two functions of the learner."""
    number = call_learner(scalar_model, image)
    if number.size != 1:
        raise LearnerError(
            f"The scalar model must give one number for a picture, and gave {number.size}."
        )
    return np.float64(number.item()), call_learner(softmax_model, image, shape=(10,))


def _must_be_functions(name: str, **models: Callable[..., Any]) -> None:
    for role, model in models.items():
        if not callable(model):
            raise TypeError(
                f"{name} needs a function for {role}, got {type(model).__name__}: a picture of 64 "
                "pixels goes in, the answer comes out. Pass its name without brackets."
            )


def explore_blend(
    scalar_model: Callable[..., Any] = _scalar_model,
    softmax_model: Callable[..., Any] = _softmax_model,
    first: int = 1,
    second: int = 3,
) -> LivePicture:
    """Return the live picture of a blend: from one digit to another, seen by two models.

    Parameters
    ----------
    scalar_model : callable
        A picture of 64 pixels → one number, the digit that it believes to see.
    softmax_model : callable
        A picture of 64 pixels → ten probabilities.
    first, second : int
        The digits at the two ends.

    Returns
    -------
    LivePicture
        Controls ``first``, ``second`` (the digits) and ``share``, the part of the second, 0 to 1.

    Raises
    ------
    TypeError
        If a model is no function.
    ValueError
        If `first` or `second` is no digit.

    Examples
    --------
    >>> explore_blend().words.split(". ")[0]
    'Half 1, half 3'
    """
    _must_be_functions("explore_blend", scalar_model=scalar_model, softmax_model=softmax_model)
    for digit in (first, second):
        if digit not in range(10):
            raise ValueError(f"first and second must be digits from 0 to 9, not {digit!r}.")
    scene = _BlendScene()

    def update(first: int, second: int, share: float) -> str:
        image = (1 - share) * scene.examples[first] + share * scene.examples[second]
        return scene.set(first, second, share, image, *_ask(scalar_model, softmax_model, image))

    controls = {
        "first": _digit("from a", first),
        "second": _digit("to a", second),
        "share": slider("how far", 0.5, 0, 1, step=0.05, digits=2),
    }
    return LivePicture(scene.figure, controls, scene.artists, update)


def _digit(label: str, value: int) -> widgets.Dropdown:
    return widgets.Dropdown(
        options=range(10),
        value=value,
        description=label,
        style={"description_width": "9em"},
        layout={"width": "min(100%, 34em)"},
    )


class _BlendScene:
    """The figure of `explore_blend`; `set` moves it and returns the words."""

    def __init__(self) -> None:
        self.examples = clear_examples()
        self.figure, (left, middle, right) = new_figure(
            columns=3, width=8.6, height=3.1, width_ratios=(1.15, 2.2, 3.6)
        )
        left.set_title(" ")
        self._image = PixelImage(left, zoom=34)
        left.set_axis_off()
        self._name = Labels(left, [0.0], [0.925], align="left", size=12, transform=left.transAxes)

        middle.set_title("one number")
        middle.set(xlim=(-1, 10), ylim=(0, 1), yticks=[], xticks=range(10))
        middle.spines["left"].set_visible(False)
        (self._ends,) = middle.plot(
            [0], [0.5], "|", color=VERMILION, markersize=26, markeredgewidth=2.5
        )
        (self._answer,) = middle.plot([0], [0.5], "D", color="black", markersize=9, clip_on=False)
        self._number = Labels(middle, [0.5], [0.26])
        self._scalar_costs = Labels(
            middle, [0.0, 0.0], [0.82, 0.68], align="left", transform=middle.transAxes
        )

        right.set_title("softmax: ten probabilities")
        right.set(xlim=(-0.7, 9.7), ylim=(0, 1.55), xticks=range(10), yticks=[])
        right.spines["left"].set_visible(False)
        self._segments = np.zeros((10, 2, 2))
        self._segments[:, :, 0] = np.arange(10)[:, np.newaxis]
        self._bars = Strokes(right, _BAR_COLORS, linewidth=16, label="_bars")
        self._numbers = Labels(right, np.arange(10), np.zeros(10))
        self._costs = Labels(
            right, [0.0, 0.0], [0.9, 0.78], align="left", transform=right.transAxes
        )
        self.artists = [
            *(self._image, self._name, self._ends, self._answer, self._number, self._scalar_costs),
            *(*self._bars.artists, self._numbers, self._costs),
        ]

    def set(
        self, first: int, second: int, share: float, image: FloatArray, number: float, p: FloatArray
    ) -> str:
        row_for_the_name = np.zeros((1, 8, 4), dtype=np.uint8)
        ink = _INK[_levels(image.reshape(8, 8))]
        self._image.set_pixels(np.concatenate([row_for_the_name, ink]))
        name = _blend_name(first, second, share)
        self._name.set_labels([name])
        place = float(np.clip(np.nan_to_num(number, nan=-0.8), -0.8, 9.8))
        self._ends.set_data([first, second], [0.14, 0.14])
        self._answer.set_data([place], [0.14])
        self._number.set_labels([_size(number)], x=[np.clip(place, 0, 9)])
        ends = [first] if first == second else [first, second]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            errors = [(number - digit) ** 2 for digit in ends]
            surprises = [-np.log(p[digit]) + 0.0 for digit in ends]
        scalar, soft = [], []
        for digit, surprise in zip(ends, surprises, strict=True):
            scalar.append(f"if {a_digit(digit)}: off by {_size(abs(number - digit))}")
            soft.append(f"if it is {a_digit(digit)}: surprise {_size(surprise)}")
        self._scalar_costs.set_labels(_two(scalar))
        self._costs.set_labels(_two(soft))
        heights = np.clip(np.nan_to_num(p), 0, 1)
        self._segments[:, 1, 1] = heights
        self._bars.set(self._segments, kinds=np.isin(np.arange(10), ends).astype(int))
        shown = [f"{value:.2f}" if not value < 0.05 else "" for value in p]
        self._numbers.set_labels(shown, y=heights)
        return self._words(name, ends, number, errors, p, surprises)

    @staticmethod
    def _words(
        name: str, ends: Any, number: float, errors: Any, p: FloatArray, surprises: Any
    ) -> str:
        cost = ", ".join(
            f"{_size(error)} if it is {a_digit(digit)}"
            for digit, error in zip(ends, errors, strict=True)
        )
        surprise = ", ".join(
            f"{_size(s)} if it is {a_digit(digit)}"
            for digit, s in zip(ends, surprises, strict=True)
        )
        words = f"{name[0].upper()}{name[1:]}. One number: {_size(number)}"
        if np.isfinite(number):
            words += f", nearest digit {int(np.clip(np.rint(number), 0, 9))}"
        words += f"; squared error {cost}. "
        if not np.isfinite(p).all() or not np.isclose(p.sum(), 1.0, atol=1e-6):
            return f"{words}Not probabilities: {in_words(p, DIGITS, 2)}."
        order = [int(k) for k in np.argsort(-p, kind="stable") if p[k] >= 0.05]
        believed = ", ".join(f"{k} {p[k]:.2f}" for k in order)
        return f"{words}Softmax: {believed}; surprise {surprise}."


def _size(value: float) -> str:
    """Return a number with two decimals, or short if it is huge."""
    return short_number(value, 2 if abs(value) < 1e4 else 3)


def _two(texts: list[str]) -> list[str]:
    return [*texts, ""][:2]


def _blend_name(first: int, second: int, share: float) -> str:
    if first == second:
        return f"{a_digit(first)}, twice"
    if share in (0, 1):
        return a_digit(second if share else first)
    if abs(share - 0.5) < 1e-9:
        return f"half {first}, half {second}"
    return f"{1 - share:.2f} {first}, {share:.2f} {second}"


def draw_blend(
    scalar_model: Callable[..., Any] = _scalar_model,
    softmax_model: Callable[..., Any] = _softmax_model,
    first: int = 1,
    second: int = 3,
) -> None:
    """Show the way from one digit to another: the blends, one number, and the probabilities.

    Parameters
    ----------
    scalar_model, softmax_model : callable
        As for `explore_blend`.
    first, second : int
        Two different digits.

    Examples
    --------
    >>> draw_blend()  # doctest: +ELLIPSIS
    From a 1 to a 3. One number: 1.00 at the start, 1.95 halfway, 2.91 at the end. Softmax: ...
    """
    _must_be_functions("draw_blend", scalar_model=scalar_model, softmax_model=softmax_model)
    examples = clear_examples()
    shares = np.linspace(0, 1, 41)
    blends = (1 - shares[:, np.newaxis]) * examples[first] + shares[:, np.newaxis] * examples[
        second
    ]
    answers = [_ask(scalar_model, softmax_model, blend) for blend in blends]
    numbers, p = np.array([n for n, _ in answers]), np.array([q for _, q in answers])
    others = p.sum(axis=1) - p[:, first] - p[:, second]

    figure, grid = new_figure(rows=2, columns=2, width=8.6, height=3.9, height_ratios=(1, 2.6))
    film = blends[::5]
    for axes in grid[0]:
        axes.remove()
    with course_style():
        top = figure.add_subplot(grid[0, 0].get_gridspec()[0, :])
    top.imshow(mosaic(film, 9), cmap="gray_r", vmin=0, vmax=1)
    top.set_axis_off()
    left, right = grid[1]
    left.plot(shares, numbers, color="black")
    between = (first + second) / 2
    left.axhline(between, color=VERMILION, linestyle=":", linewidth=1.6)
    left.set(title="one number", ylabel="answer", xlabel=f"share of the {second}")
    low, high = sorted((first, second))
    left.set_yticks(range(low, high + 1))
    left.set_ylim(low - 0.3, high + 0.3)
    right.plot(shares, p[:, first], color=BLUE, label=a_digit(first))
    right.plot(shares, p[:, second], "--", color=VERMILION, label=a_digit(second))
    right.plot(shares, others, ":", color="#555555", label="the others")
    right.set(title="softmax", ylabel="probability", xlabel=f"share of the {second}")
    right.set_ylim(0, 1.02)
    with course_style():
        right.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    for axes in (left, right):
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.5, 1])
    ways = {"at the start": 0, "halfway": 20, "at the end": 40}
    told = ", ".join(f"{numbers[k]:.2f} {when}" for when, k in ways.items())
    soft = "; ".join(
        f"{when} {first} {p[k, first]:.2f}, {second} {p[k, second]:.2f}, the others {others[k]:.2f}"
        for when, k in ways.items()
    )
    show(
        figure, f"From {a_digit(first)} to {a_digit(second)}. One number: {told}. Softmax: {soft}."
    )


# Runs with a fault ------------------------------------------------------------------------------

FAULTS = {"A": "shuffled labels", "B": "too large", "C": "double softmax", "D": "too small"}
"""What is the matter with each of the four runs of `draw_broken_runs`."""


@functools.cache
def broken_runs() -> dict[str, Any]:
    """Train four times on the digits, each time with another fault.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray, float)
        The loss on the training pictures and on the test pictures at each of 201 points, as the
        faulty program computes it, and the part of the test pictures that is right at the end.
    """
    images, labels, test_images, test_labels = digits()
    test_pixels = add_intercept(test_images)
    shuffled = np.random.default_rng(0).permutation(labels)
    settings = {
        "A": (shuffled, softmax_loss, 1.0),
        "B": (labels, softmax_loss, 20.0),
        "C": (labels, double_softmax_loss, 3.0),
        "D": (labels, softmax_loss, 0.005),
    }
    runs = {}
    for name, (targets, loss, rate) in settings.items():
        history = _descend(images, targets, loss, rate, 200)
        logits = [_logits(test_pixels, weights) for weights in history.points]
        test_losses = np.array([loss(z, test_labels)[0] for z in logits])
        right = float(np.mean(logits[-1].argmax(axis=1) == test_labels))
        runs[name] = history.values, test_losses, right
    return runs


def draw_broken_runs() -> None:
    """Show the curves of four trainings, A to D, each with a fault that the learner is to name.

    Examples
    --------
    >>> draw_broken_runs()  # doctest: +ELLIPSIS
    Four trainings of 200 steps, loss on the training and on the test pictures. Run A: 2.30 and
    2.30 at step 0, ...
    """
    figure, panels = new_figure(columns=4, width=8.6, height=3.0, sharey=True)
    sentences = []
    for axes, (name, (losses, test_losses, right)) in zip(
        panels, broken_runs().items(), strict=True
    ):
        axes.plot(losses, color="black", linewidth=1.6, label="training pictures")
        axes.plot(test_losses, "--", color=VERMILION, linewidth=1.6, label="test pictures")
        axes.axhline(np.log(10), color=BLUE, linestyle=":", linewidth=1.4, label="log 10")
        axes.set(
            title=f"{name}: {right:.2f} right", xlabel="step", ylim=(0, 4), xticks=[0, 100, 200]
        )
        points = ", ".join(
            f"{losses[step]:.2f} and {test_losses[step]:.2f} at step {step}"
            for step in (0, 5, 50, 200)
        )
        sentences.append(f"Run {name}: {points}; {right:.2f} of the test pictures right.")
    panels[0].set_ylabel("loss")
    handles, names = panels[0].get_legend_handles_labels()
    with course_style():
        figure.legend(handles, names, loc="outside lower center", ncols=3)
    show(
        figure,
        "Four trainings of 200 steps, loss on the training and on the test pictures. "
        + " ".join(sentences),
    )


# The course in one picture ----------------------------------------------------------------------


def draw_course() -> None:
    """Show the whole course in one picture, on the running example: scores 2.0, 1.0, 0.1, a cat.

    Examples
    --------
    >>> draw_course()
    One photo of a cat through the course. Scores z: cat 2.0, dog 1.0, rabbit 0.1. Softmax makes
    probabilities p: cat 0.659, dog 0.242, rabbit 0.099. Cross-entropy is the surprise at the truth:
    0.417 for cat. The gradient p - y: cat -0.341, dog 0.242, rabbit 0.099. A step downhill changes
    the weights, and the next photo comes.
    """
    z = np.array([2.0, 1.0, 0.1])
    p = softmax(z)
    loss, gradient = softmax_cross_entropy(z, 0), softmax_cross_entropy_gradient(z, 0)
    surprises = -np.log(p)
    figure, panels = new_figure(columns=4, width=8.6, height=3.6)
    layout: Any = figure.get_layout_engine()
    layout.set(wspace=0.16)
    parts = (
        ("scores $z$", z, 1, (-0.4, 2.6)),
        ("probabilities $p$", p, 3, (-0.13, 0.87)),
        ("surprise $-\\log p$", surprises, 3, (-0.4, 2.8)),
        ("gradient $p - y$", gradient, 3, (-0.5, 0.5)),
    )
    for place, (axes, (title, values, decimals, limits)) in enumerate(
        zip(panels, parts, strict=True)
    ):
        counts = [True, False, False] if place == 2 else [True] * 3
        for k, (style, value) in enumerate(zip(CLASSES, values, strict=True)):
            color = style.color if counts[k] else "#dddddd"
            axes.bar(k, value, color=color, hatch=style.hatch, edgecolor="white", width=0.72)
            axes.annotate(
                f"{value:.{decimals}f}",
                (k, value),
                (0, 3 if value >= 0 else -3),
                textcoords="offset points",
                ha="center",
                va="bottom" if value >= 0 else "top",
                fontsize=11,
                color="#222222" if counts[k] else "#767676",
            )
        axes.axhline(0, color="#555555", linewidth=1)
        axes.set(title=title, ylim=limits, yticks=[])
        axes.set_xticks(range(3), [style.name for style in CLASSES])
        axes.tick_params(length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
    captions = (
        "pixels × weights\n(lessons 01, 02)",
        "softmax\n(lesson 03)",
        f"cross-entropy {loss:.3f}\n(lessons 04, 05)",
        "a step downhill\n(lessons 04 to 07)",
    )
    for axes, caption in zip(panels, captions, strict=True):
        axes.set_xlabel(caption, labelpad=8)
    figure.canvas.draw()
    for here, there in itertools.pairwise(panels):
        start, end = here.get_position(), there.get_position()
        figure.add_artist(
            FancyArrowPatch(
                (start.x1 + 0.004, 0.62),
                (end.x0 - 0.004, 0.62),
                transform=figure.transFigure,
                arrowstyle="-|>",
                mutation_scale=14,
                color="#555555",
            )
        )
    show(
        figure,
        f"One photo of a cat through the course. Scores z: {in_words(z, digits=1)}. Softmax makes "
        f"probabilities p: {in_words(p)}. Cross-entropy is the surprise at the truth: {loss:.3f} "
        f"for cat. The gradient p - y: {in_words(gradient)}. A step downhill changes the weights, "
        "and the next photo comes.",
    )
