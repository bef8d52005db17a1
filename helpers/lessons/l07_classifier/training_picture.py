"""The live picture of a training: its loss, the weights, four test pictures."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import matplotlib
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say, say_list
from helpers.lessons.l07_classifier.runs import course_training
from helpers.lessons.l07_classifier.words import a_digit
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import PixelImage, Strokes, short_number
from helpers.live.picture import WARNING_COLOR, new_figure
from helpers.live.pixels import levels, mosaic
from helpers.maths.arguments import FloatArray
from helpers.maths.data import digits
from helpers.maths.encoding import one_hot
from helpers.maths.losses import softmax_cross_entropy
from helpers.maths.softmax import softmax
from helpers.maths.training import History, add_intercept

BLUE, VERMILION, GREY = "#0072B2", "#D55E00", "#999999"
_WEIGHT_COLORS = (matplotlib.colormaps["PuOr_r"](np.arange(256)) * 255).astype(np.uint8)
_BAR_COLORS = ("#56B4E9", VERMILION)
"""Of the other digits, and of the true one."""

LOOK_AT = np.array([2, 0, 203, 316])
"""Test pictures that `explore_training` follows."""

_TOP_LOSS = 3.0  # the highest loss that a picture has room for


def explore_training(
    training: History | ArrayLike | Callable[..., Any] | None = None,
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

    Returns
    -------
    LivePicture
        Control ``step``, which offers up to 60 steps, close together at first.

    Raises
    ------
    ValueError
        If the weights have another shape.

    Examples
    --------
    >>> explore_training().set(step=0).words.split(". ")[0]
    'Step 0 of 300: loss 2.303 on the training pictures, 2.303 on the test pictures, 0.10 right'
    """
    _, _, test_images, test_labels = digits()
    complaint, frames = None, _frames(np.zeros((2, 65, 10)))
    try:
        frames = _frames(_path(training))
    except LearnerError as error:
        complaint = str(error)
    scene = _TrainingScene(frames, test_images[LOOK_AT], test_labels[LOOK_AT])

    def update(step: int) -> str:
        if complaint:
            raise LearnerError(complaint)
        return scene.set(step)

    middle = frames["steps"][len(frames["steps"]) // 2]
    control = widgets.SelectionSlider(
        options=frames["steps"],
        value=middle,
        description=say("step"),
        style={"description_width": "9em"},
        layout={"width": "min(100%, 34em)"},
    )
    return LivePicture(
        scene.figure, {"step": control}, scene.artists, update, handles=[scene.handle], play="step"
    )


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
            say(
                "explore_training needs the weights at every step, of shape (steps + 1, 65, 10), "
                "but got {shape}. Give it the history of gradient_descent, or your list of weights."
            ).format(shape=path.shape)
        )
    if len(path) < 2:
        raise ValueError(
            say("There is no step to look at yet: give the start and at least one step.")
        )
    return path


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
            logits, test_logits = pixels @ weights, test_pixels @ weights
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

    def __init__(self, frames: Any, images: FloatArray, labels: NDArray[np.intp]) -> None:
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
            colors = _WEIGHT_COLORS[levels((1 + table) / 2)]
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
        axes.set(
            xlim=(0, last * 1.15), ylim=(0, _TOP_LOSS), yticks=[0, 1, 2, 3], xlabel=say("step")
        )
        axes.set_title(say("loss (dashed: test)"))
        (self._points,) = axes.plot(
            [1], [1], "o", color=BLUE, markersize=8, clip_on=False, label="now"
        )
        heights = np.minimum(np.nan_to_num(frames["losses"], nan=_TOP_LOSS), _TOP_LOSS)
        self.handle = Handle("step", axes, np.stack([frames["steps"], heights], axis=1))
        self._numbers = Labels(
            axes, [0.98, 0.98], [0.9, 0.79], align="right", transform=axes.transAxes
        )

    def _draw_pictures(self, axes: Axes, images: FloatArray) -> None:
        axes.set_title(say("four test pictures"))
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
        axes.set_xlabel(say("digit: its probability"), x=0.48)
        x, y = np.tile(np.arange(10.0), 4), np.repeat(rows, 10)
        self._segments = np.stack([np.column_stack([x, y]), np.column_stack([x, y])], axis=1)
        self._floor = y
        self._kinds = (np.arange(10) == np.reshape(self._labels, (4, 1))).ravel().astype(int)
        self._bars = Strokes(axes, _BAR_COLORS, linewidth=5.5, label="_bars")
        place: dict[str, Any] = {"x": np.full(4, 9.9), "y": rows - 0.1, "align": "left"}
        self._answers = Labels(axes, **place)
        self._wrong = Labels(axes, **place, color=WARNING_COLOR)

    def set(self, step: int) -> str:
        frames = self._frames
        k = frames["steps"].index(step)
        loss, test_loss = frames["losses"][k], frames["test_losses"][k]
        self._points.set_data([step, step], np.minimum([loss, test_loss], _TOP_LOSS))
        self._numbers.set_labels(
            [
                say("loss {value}").format(value=short_number(loss)),
                say("test: {right:.2f} right").format(right=frames["right"][k]),
            ]
        )
        weights = frames["weights"][k][:64]
        with np.errstate(invalid="ignore", over="ignore"):
            top = np.abs(weights).max()
            scaled = weights / top if top > 0 else weights
        self._paint_weights(np.nan_to_num(scaled))
        scale = say("weights, up to {largest}").format(largest=short_number(top, 2))
        self._scale.set_labels([scale])
        p = frames["probabilities"][k][LOOK_AT]
        self._segments[:, 1, 1] = self._floor + np.nan_to_num(p).ravel()
        self._bars.set(self._segments, self._kinds)
        answers = p.argmax(axis=1)
        texts = [f"{answer}: {row[answer]:.2f}" for answer, row in zip(answers, p, strict=True)]
        good = answers == self._labels
        self._answers.set_labels([text if ok else "" for text, ok in zip(texts, good, strict=True)])
        self._wrong.set_labels(["" if ok else text for text, ok in zip(texts, good, strict=True)])
        words = say(
            "Step {step} of {last}: loss {loss} on the training pictures, {test_loss} on the test "
            "pictures, {right:.2f} right. Largest weight {largest}."
        ).format(
            step=step,
            last=frames["steps"][-1],
            loss=short_number(loss),
            test_loss=short_number(test_loss),
            right=frames["right"][k],
            largest=short_number(top, 2),
        )
        if np.isnan(loss):
            return say_list([words, say("The weights have grown beyond all bounds.")], " ")
        rightly, wrongly = (
            say("{digit} called {answer} with {probability:.2f}"),
            say("{digit} wrongly called {answer} with {probability:.2f}"),
        )
        each = [
            (rightly if ok else wrongly).format(
                digit=a_digit(label), answer=answer, probability=row[answer]
            )
            for label, ok, answer, row in zip(self._labels, good, answers, p, strict=True)
        ]
        pictures = say("Four test pictures: {answers}.").format(answers=say_list(each))
        return say_list([words, pictures], " ")
