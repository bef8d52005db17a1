"""A blend of two digits, seen by the scalar model and by softmax."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
import numpy as np

from helpers.languages import say, say_list
from helpers.lessons.l07_classifier.runs import course_training
from helpers.lessons.l07_classifier.words import DIGITS, a_digit
from helpers.live.controls import slider
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import PixelImage, Strokes, in_words, short_number
from helpers.live.picture import course_style, new_figure, show
from helpers.live.pixels import INK, levels, mosaic
from helpers.maths.arguments import FloatArray
from helpers.maths.data import digits
from helpers.maths.softmax import softmax
from helpers.maths.training import fit_least_squares, predict_linear

BLUE, VERMILION = "#0072B2", "#D55E00"
_BAR_COLORS = ("#56B4E9", VERMILION)
"""Of the other digits, and of the true one."""

_HEIGHT = 0.14  # at which the line of numbers is crossed


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
            say("The scalar model must give one number for a picture, and gave {size}.").format(
                size=number.size
            )
        )
    return np.float64(number.item()), call_learner(softmax_model, image, shape=(10,))


def _must_be_functions(name: str, **models: Callable[..., Any]) -> None:
    for role, model in models.items():
        if not callable(model):
            raise TypeError(
                say(
                    "{name} needs a function for {role}, got {type}: a picture of 64 pixels goes "
                    "in, the answer comes out. Pass its name without brackets."
                ).format(name=name, role=role, type=type(model).__name__)
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
            raise ValueError(
                say("first and second must be digits from 0 to 9, not {digit!r}.").format(
                    digit=digit
                )
            )
    scene = _BlendScene()

    @functools.cache
    def way(first: int, second: int) -> FloatArray:
        """Return where the answer of the scalar model is, from the first digit to the second."""
        ends = scene.examples[first], scene.examples[second]
        blends = [(1 - share) * ends[0] + share * ends[1] for share in np.linspace(0, 1, 11)]
        return scene.places([_ask(scalar_model, softmax_model, blend)[0] for blend in blends])

    def update(first: int, second: int, share: float) -> str:
        scene.handle.move(way(first, second))
        image = (1 - share) * scene.examples[first] + share * scene.examples[second]
        return scene.set(first, second, share, image, *_ask(scalar_model, softmax_model, image))

    controls = {
        "first": _digit(say("from a"), first),
        "second": _digit(say("to a"), second),
        "share": slider(say("how far"), 0.5, 0, 1, step=0.05, digits=2),
    }
    return LivePicture(
        scene.figure, controls, scene.artists, update, handles=[scene.handle], play="share"
    )


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

        middle.set_title(say("one number"))
        middle.set(xlim=(-1, 10), ylim=(0, 1), yticks=[], xticks=range(10))
        middle.spines["left"].set_visible(False)
        (self._ends,) = middle.plot(
            [0], [0.5], "|", color=VERMILION, markersize=26, markeredgewidth=2.5
        )
        (self._answer,) = middle.plot([0], [0.5], "D", color="black", markersize=9, clip_on=False)
        self.handle = Handle("share", middle, [(0, _HEIGHT), (9, _HEIGHT)])
        self._number = Labels(middle, [0.5], [0.26])
        self._scalar_costs = Labels(
            middle, [0.0, 0.0], [0.82, 0.68], align="left", transform=middle.transAxes
        )

        right.set_title(say("softmax: ten probabilities"))
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
        ink = INK[levels(image.reshape(8, 8))]
        self._image.set_pixels(np.concatenate([row_for_the_name, ink]))
        name = _blend_name(first, second, share)
        self._name.set_labels([name])
        place = float(self.places([number])[0, 0])
        self._ends.set_data([first, second], [_HEIGHT, _HEIGHT])
        self._answer.set_data([place], [_HEIGHT])
        self._number.set_labels([_size(number)], x=[np.clip(place, 0, 9)])
        ends = [first] if first == second else [first, second]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            errors = [(number - digit) ** 2 for digit in ends]
            surprises = [-np.log(p[digit]) + 0.0 for digit in ends]
        scalar, soft = [], []
        for digit, surprise in zip(ends, surprises, strict=True):
            off = say("if {digit}: off by {size}")
            scalar.append(off.format(digit=a_digit(digit), size=_size(abs(number - digit))))
            surprised = say("if it is {digit}: surprise {size}")
            soft.append(surprised.format(digit=a_digit(digit), size=_size(surprise)))
        self._scalar_costs.set_labels(_two(scalar))
        self._costs.set_labels(_two(soft))
        heights = np.clip(np.nan_to_num(p), 0, 1)
        self._segments[:, 1, 1] = heights
        self._bars.set(self._segments, kinds=np.isin(np.arange(10), ends).astype(int))
        shown = [f"{value:.2f}" if not value < 0.05 else "" for value in p]
        self._numbers.set_labels(shown, y=heights)
        return self._words(name, ends, number, errors, p, surprises)

    @staticmethod
    def places(numbers: Sequence[float]) -> FloatArray:
        """Return the points (x, y) at which answers of the scalar model are drawn."""
        x = np.clip(np.nan_to_num(np.array(numbers, dtype=float), nan=-0.8), -0.8, 9.8)
        return np.stack([x, np.full(len(x), _HEIGHT)], axis=1)

    @staticmethod
    def _words(
        name: str, ends: Any, number: float, errors: Any, p: FloatArray, surprises: Any
    ) -> str:
        if np.isfinite(number):
            words = say(
                "{name}. One number: {number}, nearest digit {nearest}; squared error {errors}."
            )
            nearest = int(np.clip(np.rint(number), 0, 9))
        else:
            words, nearest = say("{name}. One number: {number}; squared error {errors}."), None
        words = words.format(
            name=f"{name[0].upper()}{name[1:]}",
            number=_size(number),
            nearest=nearest,
            errors=_if_it_is(ends, errors),
        )
        if not np.isfinite(p).all() or not np.isclose(p.sum(), 1.0, atol=1e-6):
            wrong = say("Not probabilities: {values}.").format(values=in_words(p, DIGITS, 2))
            return say_list([words, wrong], " ")
        order = [int(k) for k in np.argsort(-p, kind="stable") if p[k] >= 0.05]
        soft = say("Softmax: {probabilities}; surprise {surprises}.").format(
            probabilities=say_list(f"{k} {p[k]:.2f}" for k in order),
            surprises=_if_it_is(ends, surprises),
        )
        return say_list([words, soft], " ")


def _if_it_is(ends: Sequence[int], values: Sequence[float]) -> str:
    """Return what each of the digits would cost."""
    each = say("{value} if it is {digit}")
    return say_list(
        each.format(value=_size(value), digit=a_digit(digit))
        for digit, value in zip(ends, values, strict=True)
    )


def _size(value: float) -> str:
    """Return a number with two decimals, or short if it is huge."""
    return short_number(value, 2 if abs(value) < 1e4 else 3)


def _two(texts: list[str]) -> list[str]:
    return [*texts, ""][:2]


def _blend_name(first: int, second: int, share: float) -> str:
    if first == second:
        return say("{digit}, twice").format(digit=a_digit(first))
    if share in (0, 1):
        return a_digit(second if share else first)
    if abs(share - 0.5) < 1e-9:
        return say("half {first}, half {second}").format(first=first, second=second)
    parts = say("{rest:.2f} {first}, {share:.2f} {second}")
    return parts.format(rest=1 - share, first=first, share=share, second=second)


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
    share = say("share of the {digit}").format(digit=second)
    left.set(title=say("one number"), ylabel=say("answer"), xlabel=share)
    low, high = sorted((first, second))
    left.set_yticks(range(low, high + 1))
    left.set_ylim(low - 0.3, high + 0.3)
    right.plot(shares, p[:, first], color=BLUE, label=a_digit(first))
    right.plot(shares, p[:, second], "--", color=VERMILION, label=a_digit(second))
    right.plot(shares, others, ":", color="#555555", label=say("the others"))
    right.set(title="softmax", ylabel=say("probability"), xlabel=share)
    right.set_ylim(0, 1.02)
    with course_style():
        right.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    for axes in (left, right):
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.5, 1])
    words = say(
        "From {first} to {second}. One number: {start:.2f} at the start, {half:.2f} halfway, "
        "{end:.2f} at the end. Softmax: at the start {at_start}; halfway {halfway}; at the end "
        "{at_end}."
    )
    shared = say("{first} {p_first:.2f}, {second} {p_second:.2f}, the others {p_others:.2f}")
    at_start, halfway, at_end = (
        shared.format(
            first=first,
            p_first=p[k, first],
            second=second,
            p_second=p[k, second],
            p_others=others[k],
        )
        for k in (0, 20, 40)
    )
    show(
        figure,
        words.format(
            first=a_digit(first),
            second=a_digit(second),
            start=numbers[0],
            half=numbers[20],
            end=numbers[40],
            at_start=at_start,
            halfway=halfway,
            at_end=at_end,
        ),
    )
