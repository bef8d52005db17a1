"""Pictures of the race: the curves of all repetitions, the leads, and the lanes to look into."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.legend import Legend

from helpers.languages import say, say_list
from helpers.lessons.l05_losses.contenders import through_softmax
from helpers.lessons.l05_losses.looks import (
    looks_of,
    must_be_a_function,
)
from helpers.lessons.l05_losses.race import SEEDS, run_race
from helpers.lessons.l05_losses.results import TARGET_ACCURACY, Race, Run
from helpers.live.controls import choice, slider
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError
from helpers.live.live_picture import LivePicture
from helpers.live.parts import PixelImage
from helpers.live.picture import new_figure, show
from helpers.live.progress import progress_bar
from helpers.live.told import name_of
from helpers.maths.arguments import FloatArray


def show_progress(runs: Iterable[Any]) -> Iterator[Any]:
    """Yield the runs of a race one by one, with a bar that fills; the words stay the same.

    Examples
    --------
    >>> list(show_progress(["a", "b"]))
    A race of 2 runs.
    ['a', 'b']
    """
    runs = list(runs)
    words = say("A race of {count} runs.").format(count=len(runs))
    return progress_bar(runs, say("runs"), words)


def draw_race(race: Race) -> None:
    """Show the accuracy on the test pictures after each step, one panel for each start.

    Lines are medians over the seeds; the bands go from the lowest to the highest.

    Parameters
    ----------
    race : helpers.lessons.l05_losses.results.Race

    Raises
    ------
    TypeError
        If `race` is no result of `run_race`.
    ValueError
        If it has more contenders than a picture can tell apart.

    Examples
    --------
    >>> draw_race(run_race(seeds=[0], steps=5, learning_rates=[1.0]))  # doctest: +ELLIPSIS
    Accuracy on the test pictures after 5 steps, median of 1 seeds. undecided: softmax + ...
    """
    _must_be_a_race(race, "draw_race")
    looks = looks_of(list(race.contenders))
    columns = len(race.starts)
    figure, grid = new_figure(columns=columns, width=8.6, height=3.4, sharey=True, squeeze=False)
    sentences = []
    for axes, start in zip(grid[0], race.starts, strict=True):
        ends = []
        for name, look in zip(race.contenders, looks, strict=True):
            curves = np.array([run.accuracy for run in race.runs_of(name, start)])
            _line_and_band(axes, np.arange(curves.shape[1]), curves, look, name)
            ends.append(f"{name} {np.median(curves[:, -1]):.2f}")
        axes.set_title(start, parse_math=False)
        axes.set_xlabel(say("step"))
        axes.set_ylim(0, 1.02)
        told = say("{start}: {accuracies}").format(start=start, accuracies=say_list(ends))
        sentences.append(told)
    grid[0, 0].set_ylabel(say("accuracy"))
    handles, labels = grid[0, 0].get_legend_handles_labels()
    legend = figure.legend(
        handles, labels, loc="outside lower center", ncols=3, handlelength=2.6, frameon=False
    )
    _as_written(legend)
    show(
        figure,
        say(
            "Accuracy on the test pictures after {steps} steps, median of {seeds} seeds. {told}."
        ).format(steps=race.steps, seeds=len(race.seeds), told=say_list(sentences, "; ")),
    )


def draw_leads(leads: Sequence[float], races: Mapping[str, Race]) -> None:
    """Show the accuracy at the end of races against the lead that one wrong digit starts with.

    Lines are medians over the seeds; the bands go from the lowest to the highest.

    Parameters
    ----------
    leads : sequence of float
        The lead of each start.
    races : dict of str to Race
        Name of a line → a race of one contender, with one start for each lead, in that order.

    Raises
    ------
    ValueError
        If a race has another number of starts, or more than one contender.

    Examples
    --------
    >>> race = run_race({"mine": lambda z, y: z - y}, seeds=[0], steps=5, learning_rates=[0.1])
    >>> draw_leads([0, 1, 20], {"mine": race})  # doctest: +ELLIPSIS
    Accuracy on the test pictures by the lead that a wrong digit starts with. mine: 0.8...
    """
    figure, axes = new_figure(width=7.0, height=3.2)
    sentences = []
    for (name, race), look in zip(races.items(), looks_of(["", *races])[1:], strict=True):
        _must_be_a_race(race, "draw_leads")
        if len(race.starts) != len(leads) or len(race.contenders) != 1:
            raise ValueError(
                say(
                    "{name!r} needs one contender and a start for each of the {leads} leads, but "
                    "has {contenders} and {starts}."
                ).format(
                    name=name,
                    leads=len(leads),
                    contenders=len(race.contenders),
                    starts=len(race.starts),
                )
            )
        runs = [race.runs_of(race.contenders[0], start) for start in race.starts]
        ends = np.array([[run.accuracy[-1] for run in of_start] for of_start in runs]).T
        _line_and_band(axes, leads, ends, look, name, marker=look["marker"])
        middle = ", ".join(f"{end:.2f}" for end in np.median(ends, axis=0))
        told = say("{line}: {accuracies}").format(line=name, accuracies=middle)
        sentences.append(told)
    axes.set_xlabel(say("lead of the wrong digit at the start"))
    axes.set_ylabel(say("accuracy"))
    axes.set_xticks(list(leads))
    axes.set_ylim(0, 1.02)
    _as_written(axes.legend(loc="lower left", frameon=False, handlelength=2.6))
    show(
        figure,
        say(
            "Accuracy on the test pictures by the lead that a wrong digit starts with. "
            "{told}, for leads of {leads}."
        ).format(told=say_list(sentences, "; "), leads=", ".join(f"{lead:g}" for lead in leads)),
    )


def _as_written(legend: Legend) -> None:
    """Take the names for what they are: a reader's may have a $ in it, and be no formula."""
    for text in legend.get_texts():
        text.set_parse_math(False)


def _line_and_band(
    axes: Axes, x: Any, curves: FloatArray, look: dict[str, Any], name: str, **style: Any
) -> None:
    low, high = curves.min(axis=0), curves.max(axis=0)
    axes.fill_between(x, low, high, color=look["color"], alpha=0.18, linewidth=0)
    style |= {"color": look["color"], "linestyle": look["linestyle"]}
    axes.plot(x, np.median(curves, axis=0), label=name, **style)


def _must_be_a_race(race: Any, name: str) -> None:
    if not isinstance(race, Race):
        raise TypeError(
            say("{name} needs the result of run_race(), got {race!r}.").format(name=name, race=race)
        )


# Lanes ------------------------------------------------------------------------------------------

WEIGHT_COLORS = (matplotlib.colormaps["PuOr_r"](np.arange(256)) * 255).astype(np.uint8)


def weight_pixels(weights: FloatArray) -> Any:
    """Return 64 weights as the colours of 8 × 8 pixels, on a scale of their own.

    Examples
    --------
    >>> weight_pixels(np.zeros(64)).shape
    (8, 8, 4)
    """
    largest = np.abs(weights).max() or 1.0
    return WEIGHT_COLORS[(127.5 * (1 + weights / largest)).astype(np.uint8)].reshape(8, 8, 4)


class _Lane:
    """The track of one contender, from accuracy 0 to 1, and the weights of one digit beside it."""

    ZOOM = 22  # image pixels to a weight

    def __init__(self, track: Axes, picture: Axes, name: str, look: dict[str, Any]) -> None:
        self._name = name
        track.set(xlim=(0, 1), ylim=(0, 1), yticks=[])
        track.spines[["left", "bottom"]].set_visible(False)
        track.tick_params(length=0, labelbottom=False)
        track.axvspan(0, 1, ymin=0.12, ymax=0.42, color="#eeeeee", linewidth=0)
        track.plot([TARGET_ACCURACY] * 2, [0.06, 0.48], color="#222222", linewidth=1.5)
        style: dict[str, Any] = {"color": look["color"], "clip_on": False}
        (self._ran,) = track.plot([], [], linewidth=5, solid_capstyle="butt", **style)
        (self._runner,) = track.plot([], [], marker=look["marker"], markersize=15, **style)
        self._text = Labels(track, [0.0], [0.64], align="left")
        picture.set_axis_off()
        self._picture = PixelImage(picture, self.ZOOM)
        self.artists = [self._ran, self._runner, self._text, self._picture]
        for artist in self.artists:
            artist.set_in_layout(False)

    def set(self, run: Run, step: int, digit: int) -> str:
        """Show a run after a step; return the words for it."""
        now = run.accuracy[step]
        self._ran.set_data([0, now], [0.27, 0.27])
        self._runner.set_data([now], [0.27])
        beside = say("{contender}: {accuracy:.2f}").format(contender=self._name, accuracy=now)
        self._text.set_labels([beside])
        weights = run.weights[step][:, :64]
        self._picture.set_pixels(weight_pixels((weights - weights.mean(axis=0))[digit]))
        return say("{contender} {accuracy:.2f} (learning rate {rate:g})").format(
            contender=self._name, accuracy=now, rate=run.learning_rate
        )


def explore_race(race: Race | None = None, loss: Callable[..., Any] | None = None) -> LivePicture:
    """Return the live picture of the race: one lane for each contender, in the first repetition.

    A runner stands at its accuracy on the test pictures; the line is at 0.90. Beside the lane is
    what the contender has learnt of one digit: orange for a pixel that speaks for it, violet for
    one that speaks against it.

    Parameters
    ----------
    race : helpers.lessons.l05_losses.results.Race, optional
        What `run_race` returned; if not given, one repetition is run.
    loss : callable, optional
        A contender of your own behind softmax: an array of p, the probability of the true class
        → the loss of each. It gets the same search from the same starts.

    Returns
    -------
    LivePicture
        Controls ``start`` (which one; the last is chosen), ``digit`` and ``step``.

    Raises
    ------
    TypeError
        If `race` is no result of `run_race`, or `loss` is no function.
    ValueError
        If it has more contenders than a picture can tell apart.

    Examples
    --------
    >>> race = run_race(seeds=[0], steps=5, learning_rates=[1.0, 3.0])
    >>> explore_race(race).words  # doctest: +ELLIPSIS
    'Start: wrong, sure. Step 0. Accuracy: softmax + cross-entropy 0...'
    """
    if race is None:
        race = run_race(seeds=SEEDS[:1])
    elif callable(race) and loss is None:
        raise TypeError(
            say("explore_race takes the race first: explore_race(result, loss=my_loss).")
        )
    _must_be_a_race(race, "explore_race")
    must_be_a_function(loss, "explore_race")
    names = list(race.contenders)
    first = {(start, n): race.runs_of(n, start)[0] for start in race.starts for n in names}
    complaint = None
    if loss is not None:
        own = say("softmax + {loss}").format(loss=name_of(loss))
        try:
            entry = {own: through_softmax(loss)}
            added = run_race(entry, race.seeds[:1], race.steps, race.learning_rates)
            first |= {(run.start, own): run for run in added.runs}
            names.append(own)
        except (LearnerError, ValueError) as error:
            complaint = str(error)
    looks = looks_of(names, own=len(names) > len(race.contenders))

    rows = len(names)
    figure, grid = new_figure(
        rows, 2, width=7.0, height=0.4 + 1.05 * rows, width_ratios=(4.6, 1), squeeze=False
    )
    lanes = [
        _Lane(track, picture, name, look)
        for (track, picture), name, look in zip(grid, names, looks, strict=True)
    ]
    figure.add_axes((0, 0, 1, 1), zorder=-1).set_axis_off()  # keeps lanes and pictures together
    grid[-1, 0].tick_params(labelbottom=True)
    grid[-1, 0].set_xlabel(say("accuracy on the test pictures"))
    below = Labels(grid[-1, 1], [0.5], [-0.3], transform=grid[-1, 1].transAxes)
    below.set_in_layout(False)

    def update(start: str, digit: float, step: float) -> str:
        if complaint:
            raise LearnerError(complaint)
        runs = [first[start, name] for name in names]
        now, shown = round(step), round(digit)  # a page may send 2.9999999999999996
        below.set_labels([say("weights of {digit}").format(digit=shown)])
        told = [lane.set(run, now, shown) for lane, run in zip(lanes, runs, strict=True)]
        return say(
            "Start: {start}. Step {step}. Accuracy: {told}. Beside each: the weights "
            "of the digit {digit}."
        ).format(start=start, step=now, told=say_list(told), digit=shown)

    start = choice(say("start"), list(race.starts))
    start.value = race.starts[-1]
    controls = {
        "start": start,
        "digit": slider(say("digit"), 3, 0, 9, step=1, digits=0),
        "step": slider(say("step"), 0, 0, race.steps, step=1, digits=0),
    }
    moving = [below, *(artist for lane in lanes for artist in lane.artists)]
    return LivePicture(figure, controls, moving, update, play="step")
