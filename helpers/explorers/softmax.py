"""Live pictures of lesson 03: from scores to exponentials to probabilities."""

import numpy as np

from helpers.explorers.parts import ClassBars, in_words
from helpers.labels import Labels
from helpers.learner import call_learner
from helpers.live import LivePicture, slider
from helpers.picture import CLASSES, WARNING_COLOR, new_figure
from helpers.softmax import softmax as course_softmax


def explore_softmax(softmax=course_softmax, logits=(2.0, 1.0, 0.1), temperature=False):
    """Return the live picture of softmax: three scores, their exponentials, the probabilities.

    Parameters
    ----------
    softmax : callable
        The function that the picture runs on: an array of 3 logits → 3 probabilities. Pass your
        own, even an unfinished one; the picture shows what it does and names what goes wrong.
    logits : sequence of 3 floats
        Where the sliders start, each from -4 to 4.
    temperature : bool
        Whether there is a slider for the temperature, 0.1 to 5, by which the logits are divided
        before the function receives them.

    Returns
    -------
    LivePicture
        Controls ``cat``, ``dog``, ``rabbit`` (the logits) and, if asked for, ``temperature``.

    Raises
    ------
    TypeError
        If `softmax` is no function.
    ValueError
        If there are not 3 logits between -4 and 4.

    Examples
    --------
    >>> explore_softmax().words.split(". ")[0]
    'Probabilities: cat 0.659, dog 0.242, rabbit 0.099'
    """
    if not callable(softmax):
        raise TypeError(
            f"explore_softmax needs a function, got {softmax!r}. Pass its name without "
            "brackets: explore_softmax(my_softmax)."
        )
    logits = np.asarray(logits, dtype=float)
    if logits.shape != (3,) or not np.all(np.abs(logits) <= 4):
        raise ValueError("logits must be 3 numbers between -4 and 4, such as (2.0, 1.0, 0.1).")

    figure, (left, middle, right) = new_figure(columns=3, width=8.6, height=3.1)
    left.set_title("1. scores $z$")
    middle.set_title("2. exponentials $e^{z/T}$" if temperature else "2. exponentials $e^{z}$")
    right.set_title("3. probabilities $p$")
    scores = ClassBars(left, -4, 4, digits=1)
    exponentials = ClassBars(middle, 0, 1)
    probabilities = ClassBars(right, 0, 1)
    middle.set_yticks([])
    middle.spines["left"].set_visible(False)
    right.set_yticks([0, 0.5, 1])
    warning = Labels(right, [0.5], [0.93], color=WARNING_COLOR, transform=right.transAxes)

    def update(cat, dog, rabbit, temperature=1.0):
        z = np.array([cat, dog, rabbit])
        e = np.exp(z / temperature)
        p = call_learner(softmax, z / temperature, shape=(3,))
        scores.set(z)
        exponentials.set(e, heights=e / e.max())
        probabilities.set(p)
        wrong = what_is_wrong(p)
        warning.set_labels([wrong])
        words = (
            f"Probabilities: {in_words(p)}. Exponentials: {in_words(e)}. "
            f"Scores: {in_words(z, digits=1)}."
        )
        if "temperature" in controls:
            words += f" Temperature {temperature:.1f}."
        return f"{words} Not probabilities: {wrong}." if wrong else words

    controls = {
        style.name: slider(f"score of {style.name}", z, -4, 4)
        for style, z in zip(CLASSES, logits, strict=True)
    }
    if temperature:
        controls["temperature"] = slider("temperature $T$", 1.0, 0.1, 5)
    moving = [*scores.artists, *exponentials.artists, *probabilities.artists, warning]
    return LivePicture(figure, controls, moving, update)


def what_is_wrong(p):
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
        return f"the sum is {p.sum():.3f}"
    return ""
