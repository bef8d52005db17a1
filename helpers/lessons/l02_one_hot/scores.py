"""Three scores, the class that they choose, and the nearest of the three corners."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.languages import say, say_list
from helpers.live.controls import slider
from helpers.live.handles import Handle
from helpers.live.labels import Labels
from helpers.live.learner import LearnerError, call_learner, must_be_callable
from helpers.live.live_picture import LivePicture
from helpers.live.parts import NAMES, ClassBars, in_words
from helpers.live.picture import CLASSES, WARNING_COLOR, new_figure
from helpers.live.simplex import CORNERS, draw_simplex, on_simplex
from helpers.live.told import name_of
from helpers.maths.arguments import FloatArray, three_numbers
from helpers.maths.encoding import class_of as course_class_of


def explore_one_hot(
    class_of: Callable[..., Any] = course_class_of, scores: ArrayLike = (0.8, 0.1, 0.3)
) -> LivePicture:
    """Return the live picture of three scores, the class they choose and the nearest corner.

    Parameters
    ----------
    class_of : callable
        The function that the picture runs on: an array of 3 scores → the index of a class. Pass
        your own, even an unfinished one.
    scores : sequence of 3 floats
        Where the sliders start, each from -0.5 to 1.5.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit``: the scores.

    Raises
    ------
    TypeError
        If `class_of` is no function.
    ValueError
        If there are not 3 scores between -0.5 and 1.5.

    Examples
    --------
    >>> explore_one_hot()
    Scores: cat 0.8, dog 0.1, rabbit 0.3. Class: cat. Distances to the corners: cat 0.374, \
dog 1.241, rabbit 1.068; the nearest is cat.
    """
    must_be_callable(
        class_of, say("explore_one_hot needs a function"), "explore_one_hot(my_class_of)"
    )
    low, high = -0.5, 1.5
    scores = three_numbers(scores, "scores", low, high, "(0.8, 0.1, 0.3)")

    figure, (left, middle, right) = new_figure(
        columns=3, width=8.6, height=3.1, width_ratios=(1, 1.15, 1)
    )
    left.set_title(say("1. scores $z$"))
    middle.set_title(say("2. the corners, face on"))
    right.set_title(say("3. distance to each corner"))
    bars = ClassBars(left, low, high, digits=1)
    left.set_yticks([0, 1])
    far = ClassBars(right, 0, 2.6)
    right.set_yticks([0, 1, 2])
    draw_simplex(middle, reach=2.0)
    middle.set(xlim=(-1.9, 1.9), ylim=(-1.75, 1.75))
    (thread,) = middle.plot([0, 0], [0, 0], color="black", linewidth=1.4, zorder=3)
    (ring,) = middle.plot(
        [0], [0], "o", ls="None", mfc="none", mec="black", markersize=17, mew=2, zorder=3
    )
    (point,) = middle.plot([0], [0], "D", ls="None", color="black", markersize=7, zorder=4)
    verdict = Labels(middle, [0.5], [-0.105], size=12, transform=middle.transAxes)
    warning = Labels(
        middle, [0.5], [-0.105], size=12, color=WARNING_COLOR, transform=middle.transAxes
    )

    def update(cat: float, dog: float, rabbit: float) -> str:
        z = np.round([cat, dog, rabbit], 6)
        chosen = _as_class(call_learner(class_of, z, shape=()), class_of)
        distances = np.linalg.norm(np.eye(3) - z, axis=1)
        nearest = np.flatnonzero(np.isclose(distances, distances.min()))
        place = on_simplex(z)
        bars.set(z)
        far.set(distances)
        point.set_data(place[:1], place[1:])
        ring.set_data(CORNERS[chosen, :1], CORNERS[chosen, 1:])
        thread.set_data(*np.array([place, CORNERS[chosen]]).T)
        wrong = chosen not in nearest
        names = {
            "name": CLASSES[chosen].label,
            "tied": say_list((CLASSES[k].label for k in nearest), " and "),
        }
        if wrong:
            answer = say("class: {name}, not the highest")
            words = say(
                "Scores: {scores}. Class: {name}, which is not the highest score. Distances to the "
                "corners: {distances}; {verdict}"
            )
        else:
            answer = say("class: {name}")
            words = say(
                "Scores: {scores}. Class: {name}. Distances to the corners: {distances}; {verdict}"
            )
        if len(nearest) == 1:
            verdict_in_words = say("the nearest is {tied}.")
        else:
            verdict_in_words = say("equally near: {tied}.")
            if not wrong:
                answer = say("class: {name}; {tied} are equal")
        answer = answer.format(**names)
        verdict.set_labels(["" if wrong else answer])
        warning.set_labels([answer if wrong else ""])
        return words.format(
            scores=in_words(z, digits=1),
            distances=in_words(distances),
            verdict=verdict_in_words.format(**names),
            **names,
        )

    controls = {
        style.name: slider(
            say("score of {name}").format(name=style.label), float(z), low, high, color=style.color
        )
        for style, z in zip(CLASSES, scores, strict=True)
    }
    moving = [*bars.artists, *far.artists, thread, ring, point, verdict, warning]
    handles = [Handle(name, left, [(k, low), (k, high)]) for k, name in enumerate(NAMES)]
    return LivePicture(figure, controls, moving, update, handles=handles)


def _as_class(answer: FloatArray, function: Callable[..., Any]) -> int:
    if answer not in (0, 1, 2):
        name = name_of(function)
        raise LearnerError(
            say("{name} returned {answer:g}. A class is 0 (cat), 1 (dog) or 2 (rabbit).").format(
                name=name, answer=float(answer)
            )
        )
    return int(answer)
