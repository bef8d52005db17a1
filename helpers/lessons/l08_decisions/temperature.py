"""The live picture of the temperature: what it does to belief, and that it moves no answer."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from helpers.languages import say
from helpers.lessons.l08_decisions.reliability import GREY, LUCK, SAYS, bins_in_words
from helpers.live.controls import choice, slider
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner
from helpers.live.live_picture import LivePicture
from helpers.live.parts import Strokes, short_number
from helpers.live.picture import new_figure
from helpers.maths.arguments import FloatArray, as_finite, as_labels
from helpers.maths.calibration import BINS, Reliability, reliability, spread

LOWEST, HIGHEST, STEP = 0.3, 3.0, 0.05
_TEMPERATURES = np.arange(LOWEST, HIGHEST + STEP / 2, STEP)


def explore_temperature(
    soften: Callable[..., Any], logits: Mapping[str, ArrayLike], labels: ArrayLike
) -> LivePicture:
    """Return the live picture of a temperature: the reliability diagram, the counts, the loss.

    Parameters
    ----------
    soften : callable
        Your function: logits of shape (N, K) and a temperature → probabilities of that shape.
    logits : dict of str to array_like, shape (N, K)
        For each model, by its name, its logits for the same N pictures.
    labels : array_like of int, shape (N,)
        The true classes of these pictures.

    Returns
    -------
    LivePicture
        Controls ``model`` and ``temperature``, from 0.3 to 3.

    Raises
    ------
    TypeError
        If `soften` is no function.
    ValueError
        If there are no models, or logits and labels do not fit each other.

    Examples
    --------
    >>> from helpers import softmax
    >>> def soften(logits, temperature):
    ...     return softmax(logits / temperature)
    >>> picture = explore_temperature(soften, {"mine": [[2.0, 0.0], [1.0, 0.0]]}, [0, 1])
    >>> picture.set(temperature=2.0).words.split(". Bins")[0]
    'mine, T = 2.00: says 0.677, right 0.500 of 2 answers, loss 0.644'
    """
    if not callable(soften):
        raise TypeError(
            say(
                "explore_temperature needs your function first: logits and a temperature go in, "
                "probabilities come out. Pass its name without brackets."
            )
        )
    truth = as_labels(labels, "labels")
    models = {str(name): _as_logits(name, z, len(truth)) for name, z in dict(logits).items()}
    if not models:
        raise ValueError(say('There is no model yet: logits must be like {"my model": z}.'))
    scene = _Scene(models, truth, soften)

    def update(model: str, temperature: float) -> str:
        return scene.set(model, temperature)

    controls = {
        "model": choice(say("model"), list(models)),
        "temperature": slider(say("temperature T"), 1.0, LOWEST, HIGHEST, step=STEP, digits=2),
    }
    return LivePicture(
        scene.figure, controls, scene.artists, update, handles=[scene.handle], play="temperature"
    )


def _as_logits(name: str, values: ArrayLike, count: int) -> FloatArray:
    table = as_finite(values, say("the logits of {model}").format(model=name))
    if table.ndim != 2 or len(table) != count:
        raise ValueError(
            say(
                "The logits of {model} have the shape {shape}; there are {count} labels, so "
                "({count}, K) was expected."
            ).format(model=name, shape=table.shape, count=count)
        )
    return table


class _Scene:
    """The figure; `set` moves it and returns the words."""

    def __init__(
        self, models: dict[str, FloatArray], labels: NDArray[np.intp], soften: Callable[..., Any]
    ) -> None:
        self._models, self._labels, self._soften = models, labels, soften
        self._losses = {name: self._curve(z) for name, z in models.items()}
        self.figure, (left, middle, right) = new_figure(
            columns=3, width=8.6, height=3.4, width_ratios=(1.15, 1, 1.15)
        )
        left.plot([0, 1], [0, 1], color=GREY, linewidth=1)
        left.set(xlim=(0, 1), ylim=(0, 1.02), xlabel=say("what it says"), ylabel=say("share right"))
        left.set_title(say("do they come true?"))
        self._luck = Strokes(left, [LUCK], linewidth=9, zorder=2)
        look: dict[str, Any] = {"color": SAYS, "clip_on": False, "zorder": 4}
        (self._dots,) = left.plot([0.5], [0.5], "o", markersize=8, **look)

        middle.set(xlim=(0, 1), ylim=(0, 1.15 * len(labels)), yticks=[], xticks=[0, 0.5, 1])
        middle.set_xlabel(say("what it says"))
        middle.spines["left"].set_visible(False)
        middle.set_title(say("how many answers"))
        self._bars = Strokes(middle, [GREY], linewidth=10)
        self._middles = (np.arange(BINS) + 0.5) / BINS
        self._counts = Labels(middle, self._middles, np.zeros(BINS), size=9)

        curves = np.array(list(self._losses.values()))
        self._top = 1.1 * float(np.max(curves[np.isfinite(curves)], initial=0.1))
        right.set(
            xlim=(LOWEST - 0.1, HIGHEST + 0.05), ylim=(0, self._top), xlabel=say("temperature T")
        )
        right.set_xticks([0.5, 1, 2, 3], ["0.5", "1", "2", "3"])
        right.set_title(say("loss"))
        self._line = right.plot([], [], color="#555555", linewidth=1.6)[0]
        (self._ball,) = right.plot([1], [0.1], "o", markersize=10, **look)
        self.handle = Handle("temperature", right, [(LOWEST, 0.1), (HIGHEST, 0.1)])
        self._numbers = Labels(
            right, [0.04] * 3, [0.9, 0.79, 0.68], align="left", transform=right.transAxes
        )
        self.artists = [
            *(*self._luck.artists, self._dots, *self._bars.artists, self._counts),
            *(self._line, self._ball, self._numbers),
        ]

    def _curve(self, logits: FloatArray) -> FloatArray:
        """Return the loss at each temperature; NaN where the learner's function fails."""
        losses = np.full(len(_TEMPERATURES), np.nan)
        for place, temperature in enumerate(_TEMPERATURES):
            try:
                p = call_learner(self._soften, logits, float(temperature), shape=logits.shape)
            except LearnerError:
                break  # told when the picture is drawn
            losses[place] = self._loss(p)
        return losses

    def _loss(self, p: FloatArray) -> float:
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(-np.log(p[np.arange(len(p)), self._labels]).mean())

    def set(self, model: str, temperature: float) -> str:
        logits = self._models[model]
        p = call_learner(self._soften, logits, temperature, shape=logits.shape)
        sums = p.sum(axis=1)
        if not np.isfinite(p).all() or p.min() < 0 or not np.allclose(sums, 1, atol=1e-3):
            raise LearnerError(
                say(
                    "Your function does not give probabilities: its first row sums to {sum}. "
                    "Divide the logits by the temperature before softmax."
                ).format(sum=short_number(sums[0]))
            )
        loss, found = self._loss(p), reliability(p, self._labels)
        self._draw_bins(found)
        curve = self._losses[model]
        self._line.set_data(_TEMPERATURES, curve)
        self.handle.move(np.stack([_TEMPERATURES, np.clip(np.nan_to_num(curve), 0, self._top)], 1))
        self._ball.set_data([temperature], [loss])
        says = p.max(axis=1).mean()
        right = float(np.mean(p.argmax(axis=1) == self._labels))
        self._numbers.set_labels(
            [
                say("says {share:.3f}").format(share=says),
                say("right {share:.3f}").format(share=right),
                say("loss {loss}").format(loss=short_number(loss)),
            ]
        )
        return say(
            "{model}, T = {temperature:.2f}: says {says:.3f}, right {right:.3f} of {count} "
            "answers, loss {loss}. Bins: {bins}."
        ).format(
            model=model,
            temperature=temperature,
            says=says,
            right=right,
            count=len(p),
            loss=short_number(loss),
            bins=bins_in_words(found),
        )

    def _draw_bins(self, found: Reliability) -> None:
        counts, says, right = found
        low, high = spread(says, counts)
        self._luck.set(np.stack([np.stack([says, low], 1), np.stack([says, high], 1)], axis=1))
        self._dots.set_data(says, right)
        feet = np.stack([self._middles, np.zeros(BINS)], axis=1)
        heads = np.stack([self._middles, counts], axis=1)
        self._bars.set(np.stack([feet, heads], axis=1))
        self._counts.set_labels([str(count) if count else "" for count in counts], y=counts)
