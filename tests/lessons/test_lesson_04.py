"""Lesson 04: the pictures of cross-entropy follow their controls, the checks name each mistake."""

from itertools import pairwise

import numpy as np
import pytest

import helpers
from helpers import check, explore_cross_entropy, explore_gradient
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import predict, questions
from helpers.lessons.l04_cross_entropy import checks as exercises
from helpers.lessons.l04_cross_entropy import pictures as explorers
from helpers.lessons.l04_cross_entropy.pictures import (
    STEPS,
    TARGETS,
    draw_properness,
    draw_surprise,
    prediction_minus_target,
)

PEOPLE = (0.6, 0.3, 0.1)


pytestmark = pytest.mark.usefixtures("close_pictures")


class Passed:
    """A function that a learner passed, exchanged from test to test: a new figure is slow."""

    def __init__(self, explorer, keyword):
        self.picture = explorer(**{keyword: lambda *arguments: self.function(*arguments)})
        self.start = self.picture.values

    def __call__(self, function, **values):
        self.function = function
        return self.picture.set(**(self.start | values))

    function = staticmethod(lambda first, second: None)


@pytest.fixture(scope="module")
def loss_picture():
    passed = Passed(explore_cross_entropy, "cross_entropy")
    yield passed
    passed.picture.close()


@pytest.fixture(scope="module")
def gradient_picture():
    passed = Passed(explore_gradient, "gradient")
    yield passed
    passed.picture.close()


def extremes(picture):
    """Yield after setting each control to each end of its range, or to each of its options."""
    for name, control in picture.controls.items():
        options = getattr(control, "options", None)
        values = [control.min, control.max] if options is None else [pair[1] for pair in options]
        for value in values:
            control.value = value
            yield name, value


# The facts of the lesson --------------------------------------------------------------------------


def test_the_running_example_loses_0_417():
    assert round(float(helpers.softmax_cross_entropy([2.0, 1.0, 0.1], 0)), 3) == 0.417


def test_the_likelihood_underflows_and_its_logarithm_does_not():
    assert 0.659**20 > 1e-4
    assert 0.659**2000 == 0.0
    assert np.sum(np.log(np.full(2000, 0.659))) == pytest.approx(-834.06, abs=0.01)


def test_the_gradient_of_the_picture_is_that_of_the_course():
    z, y = exercises.LOGITS, exercises.SOFT
    expected = helpers.softmax_cross_entropy_gradient(z, y, reduction="none")
    np.testing.assert_allclose(prediction_minus_target(z, y), expected, atol=1e-15)


# explore_cross_entropy ----------------------------------------------------------------------------


def test_entropy_and_kl_add_up_for_every_control():
    picture = explore_cross_entropy()
    assert picture.words.startswith("Entropy 0.000 + KL 0.417 = cross-entropy 0.417. ")
    for name, value in extremes(picture):
        assert picture.error is None, (name, value)
        assert "Not right" not in picture.words
        sentence = picture.words.split(". ")[0].replace("=", "+")
        entropy, kl, total = (float(part.split()[-1]) for part in sentence.split("+"))
        assert entropy + kl == pytest.approx(total, abs=0.0016)


def test_the_words_and_the_image_follow_the_controls(loss_picture):
    picture = loss_picture(helpers.cross_entropy)
    before = picture._screen.moving
    picture.controls["cat"].value = 1.0
    assert "Prediction: cat 0.416, dog 0.416, rabbit 0.169" in picture.words
    assert picture._screen.moving != before
    picture.controls["target"].value = PEOPLE
    assert "Target: cat 0.600, dog 0.300, rabbit 0.100" in picture.words
    assert picture.words.startswith("Entropy 0.898 + KL 0.070 = cross-entropy 0.968. ")


def test_the_best_prediction_leaves_the_entropy(loss_picture):
    picture = loss_picture(helpers.cross_entropy, target=PEOPLE, cat=1.8, dog=1.1, rabbit=0.0)
    assert picture.words.startswith("Entropy 0.898 + KL 0.000 = cross-entropy 0.898. ")


def naive(probabilities, target):
    return -np.sum(target * np.log(probabilities))


def test_a_naive_function_shows_0_log_0(loss_picture):
    picture = loss_picture(naive)
    assert picture.error is None
    assert picture.words.startswith("Entropy nan + KL nan = cross-entropy 0.417. ")
    assert picture.words.endswith("Not right: H(y) is nan, from 0 times log 0.")
    assert "Not right" not in picture.set(target=PEOPLE).words


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda p, y: np.sum(y * np.log(p)), "below 0: turn the sign"),
        (lambda p, y: -np.mean(y * np.log(p)), "too small: mean over the classes?"),
        (lambda p, y: -np.sum(y * np.log2(p)), "too large: log to base 2?"),
        (lambda p, y: -np.sum(y * np.log10(p)), "too small: log to base 10?"),
        (lambda p, y: np.nan, "H(y, p) is nan"),
        (lambda p, y: 7.0, "H(y, p) should be 0.907"),
        (lambda p, y: 0.0 if np.array_equal(p, y) else naive(p, y), "H(y) should be 0.898"),
        (lambda p, y: np.inf, "H(y, p) should be 0.907"),
    ],
)
def test_a_wrong_cross_entropy_is_named(loss_picture, function, says):
    picture = loss_picture(function, target=PEOPLE)
    assert picture.error is None
    assert picture.words.endswith(f"Not right: {says}.")


def raises(first, second):
    raise RuntimeError("not today")


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (raises, "raised RuntimeError: not today"),
        (lambda p, y: None, "returned nothing yet"),
        (lambda p, y: ..., "returned nothing yet"),
        (lambda p, y: "text", "not an array of numbers"),
        (lambda p, y: p, "returned an array of shape (1, 3)"),
    ],
)
def test_a_broken_function_is_told_in_words(loss_picture, function, says):
    picture = loss_picture(function)
    assert says in picture.error
    assert picture.words == f"No picture: {picture.error}"


def test_a_learners_function_gives_the_same_picture(loss_picture):
    words = loss_picture(solution_cross_entropy).words
    assert words == loss_picture(helpers.cross_entropy).words
    assert words.startswith("Entropy 0.000 + KL 0.417 = cross-entropy 0.417. ")


def test_the_name_of_a_function_that_raises_is_told():
    assert explore_cross_entropy(cross_entropy=raises).error.startswith("raises raised Runtime")
    assert explore_gradient(gradient=raises).error.startswith("raises raised Runtime")


# explore_gradient ---------------------------------------------------------------------------------


def test_the_gradient_follows_every_control():
    picture = explore_gradient()
    words = picture.words
    assert words.startswith("Step 0: loss 0.417, gradient cat -0.341, dog 0.242, rabbit 0.099. ")
    for name, value in extremes(picture):
        assert picture.error is None, (name, value)
        assert "Not right" not in picture.words, (name, value)


def test_each_step_goes_downhill_to_where_gradient_descent_goes(gradient_picture):
    picture = gradient_picture(prediction_minus_target, target=(0.0, 0.0, 1.0))
    losses = []
    for step in range(STEPS + 1):
        picture.controls["steps"].value = step
        losses.append(float(picture.words.split("loss ")[1].split(",")[0]))
    assert losses[0] == pytest.approx(2.317) and losses[-1] < 0.05
    assert all(after < before for before, after in pairwise(losses))

    target = np.array([0.0, 0.0, 1.0])
    history = helpers.gradient_descent(
        lambda z: (
            float(helpers.softmax_cross_entropy(z, target)),
            helpers.softmax_cross_entropy_gradient(z, target),
        ),
        start=[2.0, 1.0, 0.1],
        learning_rate=1.0,
        steps=STEPS,
    )
    np.testing.assert_allclose(losses, history.values, atol=6e-4)


def test_the_learning_rate_lengthens_the_step(gradient_picture):
    picture = gradient_picture(prediction_minus_target, steps=1)
    assert "Logits: cat 2.34, dog 0.76, rabbit 0.00" in picture.words
    picture.controls["rate"].value = 2.0
    assert "Logits: cat 2.68, dog 0.52, rabbit -0.10" in picture.words


def test_a_target_that_can_be_reached_has_no_pull_left():
    target = tuple(helpers.softmax([2.0, 1.0, 0.1]))
    picture = explore_gradient(target=target)
    assert "gradient cat 0.000, dog 0.000, rabbit 0.000" in picture.words
    assert picture.controls["target"].value == pytest.approx(target)
    assert len(picture.controls["target"].options) == len(TARGETS) + 1


def test_the_arrows_end_at_the_target():
    _, axes = explorers.new_figure()
    arrows = explorers._Arrows(axes, 0, 1)
    p, y = np.array([0.659, 0.242, 0.099]), np.array([1.0, 0.0, 0.0])
    arrows.set(p, p - (p - y))
    (patch,) = arrows.artists
    heights = patch.get_path().vertices[:, 1].reshape(3, 8)
    np.testing.assert_allclose(heights[:, 0], p)
    np.testing.assert_allclose(heights[:, 3], y, atol=1e-12)
    arrows.set(np.full(3, np.nan), np.full(3, np.inf))
    assert np.isfinite(patch.get_path().vertices).all()


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda z, y: y - helpers.softmax(z), "y − p goes uphill"),
        (lambda z, y: helpers.softmax(z), "sum 1.000, not 0"),
        (lambda z, y: (helpers.softmax(z) - y) / 3, "not p - y"),
        (lambda z, y: np.full(3, np.nan), "no finite number"),
        (lambda z, y: np.full(3, 1e308), "no finite number"),
    ],
)
def test_a_wrong_gradient_is_named(gradient_picture, function, says):
    picture = gradient_picture(function, steps=STEPS, target=(0.0, 0.0, 1.0))
    assert picture.error is None
    assert picture.words.endswith(f"Not right: {says}.")


def test_uphill_the_loss_grows(gradient_picture):
    picture = gradient_picture(lambda z, y: y - helpers.softmax(z), steps=STEPS)
    assert float(picture.words.split("loss ")[1].split(",")[0]) > 10


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (raises, "raised RuntimeError: not today"),
        (lambda z, y: ..., "returned nothing yet"),
        (lambda z, y: 0.0, "returned an array of shape ()"),
        (lambda z, y: [[1.0, 2.0]], "returned an array of shape (1, 2)"),
    ],
)
def test_a_broken_gradient_is_told_in_words(gradient_picture, function, says):
    picture = gradient_picture(function)
    assert says in picture.error
    assert gradient_picture(prediction_minus_target).error is None


@pytest.mark.parametrize(
    "function",
    [
        lambda z, y: helpers.softmax(z) - y,
        lambda z, y: (helpers.softmax(z) - y) / len(z),
        lambda z, y: (helpers.softmax(z) - y)[0],
        lambda z, y: (helpers.softmax(z) - y).tolist(),
        helpers.softmax_cross_entropy_gradient,
    ],
)
def test_a_right_gradient_in_another_form_gives_the_same_picture(gradient_picture, function):
    words = gradient_picture(function, steps=3).words
    assert words == gradient_picture(prediction_minus_target, steps=3).words
    assert words.startswith("Step 3: loss 0.149, ") and "Not right" not in words


# What explorers and drawings are given ------------------------------------------------------------


@pytest.mark.parametrize("explorer", [explore_cross_entropy, explore_gradient])
@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"logits": (1.0, 2.0)}, ValueError),
        ({"logits": (1.0, 2.0, 5.0)}, ValueError),
        ({"logits": (1.0, 2.0, np.nan)}, ValueError),
        ({"target": (1.0, 1.0, 0.0)}, ValueError),
        ({"target": (1.5, -0.5, 0.0)}, ValueError),
        ({"target": (np.nan, 0.5, 0.5)}, ValueError),
    ],
)
def test_bad_arguments_are_refused(explorer, arguments, error):
    with pytest.raises(error):
        explorer(**arguments)


def test_what_is_no_function_is_refused():
    with pytest.raises(TypeError, match="without brackets"):
        explore_cross_entropy(cross_entropy=0.417)
    with pytest.raises(TypeError, match="without brackets"):
        explore_gradient(gradient=[1.0])


@pytest.mark.parametrize("steps", [-1, 21, 1.5])
def test_steps_out_of_range_are_refused(steps):
    with pytest.raises(ValueError, match="from 0 to 20"):
        explore_gradient(steps=steps)


@pytest.mark.parametrize("bad", [(0.5, 0.5), (0.0, 0.5, 0.5), (1.2, 0.1, 0.1)])
def test_drawings_refuse_what_they_cannot_draw(bad):
    with pytest.raises(ValueError):
        draw_surprise(bad)
    with pytest.raises(ValueError):
        draw_properness(bad)


def test_properness_finds_another_truth(capsys):
    draw_properness((0.2, 0.0, 0.8))
    words = capsys.readouterr().out
    assert "least, 0.500, at 0.20, the truth" in words
    assert "least, 0.200, at 0.00, an exaggeration" in words


# Predictions --------------------------------------------------------------------------------------

NAMES = [
    "likelihood-of-many",
    "ten-times-smaller",
    "target-equals-prediction",
    "best-announcement",
    "knows-nothing",
    "raise-rabbit",
    "one-hot-forever",
]


@pytest.mark.parametrize("name", NAMES)
def test_each_prediction_has_one_right_option(name):
    verdicts = [predict(name).choose(letter).verdict for letter in predict(name).options]
    assert verdicts.count(RIGHT) == 1 and len(verdicts) >= 3


def test_the_right_option_has_no_fixed_place_and_no_telling_length():
    places, longest = [], 0
    for name in NAMES:
        options = questions()[name]["options"]
        (place,) = (i for i, option in enumerate(options) if option.get("right"))
        places.append(place)
        longest += max(options, key=lambda option: len(option["answer"])) is options[place]
    assert len(set(places)) >= 3
    assert longest <= 3


# Exercises: right answers in several forms --------------------------------------------------------


def solution_cross_entropy(probabilities, targets):
    safe = np.where(targets > 0, probabilities, 1.0)
    return -np.sum(targets * np.log(safe), axis=-1).mean()


def clipped_cross_entropy(probabilities, targets):
    return -np.sum(targets * np.log(np.clip(probabilities, 1e-12, 1))) / len(targets)


def looping_cross_entropy(probabilities, targets):
    total = 0.0
    for p_row, y_row in zip(probabilities, targets, strict=True):
        for p, y in zip(p_row, y_row, strict=True):
            if y > 0:
                total -= y * np.log(p)
    return [total / len(targets)]


def float32_cross_entropy(probabilities, targets):
    return np.float32(solution_cross_entropy(probabilities, targets))


@pytest.mark.parametrize(
    "answer",
    [
        solution_cross_entropy,
        clipped_cross_entropy,
        looping_cross_entropy,
        float32_cross_entropy,
        helpers.cross_entropy,
    ],
)
def test_a_right_cross_entropy_passes(answer):
    assert check.my_cross_entropy(answer).verdict == RIGHT


@pytest.mark.parametrize(
    "answer",
    [
        lambda z, y: (helpers.softmax(z) - y) / len(z),
        lambda z, y: [[(a - b) / len(z) for a, b in zip(p, t, strict=True)]
                      for p, t in zip(helpers.softmax(z), y, strict=True)],
        lambda z, y: ((helpers.softmax(z) - y) / z.shape[0]).astype(np.float32),
        helpers.softmax_cross_entropy_gradient,
    ],
)  # fmt: skip
def test_a_right_gradient_passes(answer):
    assert check.my_gradient(answer).verdict == RIGHT


@pytest.mark.parametrize(
    "answer",
    [
        lambda y, e: (1 - e) * y + e / y.shape[-1],
        lambda y, e: y - e * (y - 1 / len(y[0])),
        lambda y, e: ((1 - e) * y + e * np.full(y.shape, 1 / y.shape[1])).tolist(),
    ],
)
def test_a_right_smoothing_passes(answer):
    assert check.my_smoothing(answer).verdict == RIGHT


@pytest.mark.parametrize(
    "answer",
    [
        lambda z, y: (helpers.log_sum_exp(z) - np.sum(z * y, axis=-1)).mean(),
        lambda z, y: -np.sum(y * helpers.log_softmax(z)) / len(z),
        helpers.softmax_cross_entropy,
    ],
)
def test_a_right_loss_from_logits_passes(answer):
    assert check.my_loss_from_logits(answer).verdict == RIGHT


@pytest.mark.parametrize(
    "answer", [2 * np.log(2), 1.386, np.float32(1.3863), np.array(1.38629), "mean"]
)
def test_the_loss_of_three_photos(answer):
    verdict = check.loss_of_three_photos(answer).verdict
    assert verdict == (NOT_RIGHT if isinstance(answer, str) else RIGHT)


@pytest.mark.parametrize("answer", ["BD", "db", "B, D", "B and D", ["B", "D"], {"d", "b"}])
def test_the_suspicious_runs(answer):
    verdict = check.suspicious_runs(answer).verdict
    assert verdict == (NOT_RIGHT if answer == "B and D" else RIGHT)


# Exercises: each known mistake and its own hint ---------------------------------------------------

KNOWN = {
    "my_cross_entropy": exercises.CROSS_ENTROPY_MISTAKES,
    "my_gradient": exercises.GRADIENT_MISTAKES | exercises.GRADIENT_MISTAKES_OF_ONE,
    "my_smoothing": exercises.SMOOTHING_MISTAKES,
    "my_loss_from_logits": exercises.LOGIT_LOSS_MISTAKES,
}
EACH_MISTAKE = [
    pytest.param(name, hint, mistake, id=f"{name}: {hint[:40]}")
    for name, mistakes in KNOWN.items()
    for hint, mistake in mistakes.items()
]


@pytest.mark.parametrize(("name", "hint", "mistake"), EACH_MISTAKE)
def test_each_known_mistake_gets_its_own_hint(name, hint, mistake):
    feedback = getattr(check, name)(mistake)
    assert (feedback.verdict, feedback.words) == (NOT_RIGHT, hint)


def one_hot_gradient(z, y):
    return -y / helpers.softmax(z)


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        # written as a learner would, not as the checks do
        ("my_cross_entropy", lambda p, y: np.sum(y * np.log(p), axis=1).mean(), "minus sign"),
        ("my_cross_entropy", lambda p, y: (-y * np.log(p)).mean(), "mean over the classes"),
        ("my_cross_entropy", lambda p, y: -(y * np.log(p)).sum(), "sum over the photos"),
        ("my_cross_entropy", lambda p, y: -(y * np.log2(p)).sum() / len(p), "np.log2"),
        ("my_cross_entropy", lambda p, y: -(y * np.log10(p)).sum() / len(p), "base 10"),
        ("my_cross_entropy", lambda p, y: -(y * np.log(p)).sum() / len(p), "0 times log 0"),
        ("my_cross_entropy", lambda p, y: -(y * np.log(p)).sum(axis=-1), "take the mean"),
        ("my_cross_entropy", lambda p, y: -(y * np.log(p)).sum(axis=0), "shape (3,)"),
        (
            "my_cross_entropy",
            lambda p, y: -np.nansum(y * np.log(np.where(p > 0, p, 1.0))) / len(p),
            "the loss is then infinite",
        ),
        (
            "my_cross_entropy",
            lambda p, y: -np.sum(y * np.log(p + 0.01)) / len(p),
            "For a batch of four photos",
        ),
        ("my_gradient", lambda z, y: helpers.softmax(z) - y, "divide by len(logits)"),
        ("my_gradient", lambda z, y: (y - helpers.softmax(z)) / len(z), "uphill"),
        ("my_gradient", lambda z, y: y - helpers.softmax(z), "Two things"),
        ("my_gradient", lambda z, y: (helpers.softmax(z) - y) / z.size, "all entries"),
        ("my_gradient", lambda z, y: (z - y) / len(z), "from the logits"),
        ("my_gradient", one_hot_gradient, "with respect to the probabilities"),
        ("my_gradient", lambda z, y: (helpers.softmax(z) - y).mean(axis=0), "shape (3,)"),
        (
            "my_gradient",
            lambda z, y: (np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True) - y) / len(z),
            "overflows",
        ),
        ("my_gradient", lambda z, y: (helpers.softmax(z) - y) / 4, "For 2 photos"),
        ("my_smoothing", lambda y, e: np.where(y == 1, 1 - e + e / y.shape[-1],
                                               e / y.shape[-1]), "soft ones are not"),
        ("my_smoothing", lambda y, e: (1 - e) * y + e / 5, "3 classes"),
        ("my_smoothing", lambda y, e: 0.8 * y + 0.2 / y.shape[-1], "With ε = 0.1"),
        (
            "my_loss_from_logits",
            lambda z, y: -np.sum(y * np.log(helpers.softmax(z))) / len(z),
            "(1000, 0, 0)",
        ),
        (
            "my_loss_from_logits",
            lambda z, y: np.mean(np.log(np.exp(z).sum(axis=-1)) - (y * z).sum(axis=-1)),
            "you return inf",
        ),
        (
            "my_loss_from_logits",
            lambda z, y: -np.sum(y * np.log(np.clip(helpers.softmax(z), 1e-12, 1))) / len(z),
            "put a limit on the probability",
        ),
        (
            "my_loss_from_logits",
            lambda z, y: np.mean(
                z.max() + np.log(np.exp(z - z.max()).sum(axis=-1)) - (y * z).sum(axis=-1)
            ),
            "own largest logit",
        ),
        ("my_loss_from_logits", lambda z, y: -(y * np.log(z)).sum() / len(z), "logits"),
    ],
)  # fmt: skip
def test_a_mistake_as_learners_write_it_is_told(name, answer, says):
    feedback = getattr(check, name)(answer)
    assert feedback.verdict == NOT_RIGHT
    assert says in feedback.words


@pytest.mark.parametrize(("wrong", "hint"), exercises.LOSS_MISTAKES)
def test_each_wrong_number_gets_its_own_hint(wrong, hint):
    assert check.loss_of_three_photos(wrong).words == hint


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("AB", "Run A starts as it should"),
        ("BCD", "Run C starts as it should"),
        ("BDE", "Run E starts as it should"),
        ("B", "its loss looks good"),
        ("D", "ten times"),
        ("ACE", "Name the other two"),
        ("", "no letters yet"),
        ("FG", "letters from A to E"),
        (7, "Write the letters"),
        ([1, 2], "letters from A to E"),
    ],
)
def test_each_wrong_choice_of_runs_is_explained(answer, says):
    feedback = check.suspicious_runs(answer)
    assert feedback.verdict == NOT_RIGHT and says in feedback.words


# Exercises: nonsense ------------------------------------------------------------------------------

CHECKS = ["loss_of_three_photos", "suspicious_runs", *KNOWN]
NONSENSE = [
    0,
    1e400,
    -1e308,
    float("nan"),
    True,
    "",
    "text",
    [],
    [1.0, "a"],
    {},
    {"B": "E"},
    np.full((2, 2), np.nan),
    object(),
    dict,
    list,
    np.ndarray,
    lambda: 1.0,
    lambda *arguments: "text",
    lambda *arguments: np.nan,
    lambda *arguments: 1e308,
    lambda *arguments: {},
    lambda *arguments: arguments[0],
    lambda *arguments: arguments[0] * np.nan,
    lambda *arguments: arguments[0][0],
    raises,
]


@pytest.mark.parametrize("name", CHECKS)
@pytest.mark.parametrize("nonsense", NONSENSE, ids=lambda value: type(value).__name__)
def test_nonsense_is_never_right_and_never_a_traceback(name, nonsense):
    feedback = getattr(check, name)(nonsense)
    assert feedback.verdict == NOT_RIGHT
    assert feedback.words.strip()


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_not_written_is_not_yet(name):
    for answer in (None, ...):
        assert getattr(check, name)(answer).verdict == NOT_YET


@pytest.mark.parametrize("name", KNOWN)
def test_a_stub_is_not_yet(name):
    for stub in (lambda first, second: ..., lambda first, second: None):
        assert getattr(check, name)(stub).verdict == NOT_YET


def changing(solution):
    def change(first, second):
        answer = solution(first, second)
        first -= 1
        return answer

    return change


@pytest.mark.parametrize(
    ("name", "solution"),
    [
        ("my_cross_entropy", helpers.cross_entropy),
        ("my_gradient", helpers.softmax_cross_entropy_gradient),
        ("my_smoothing", lambda y, e: (1 - e) * y + e / y.shape[-1]),
        ("my_loss_from_logits", helpers.softmax_cross_entropy),
    ],
)
def test_a_function_that_changes_its_input_is_told(name, solution):
    assert getattr(check, name)(solution).verdict == RIGHT
    feedback = getattr(check, name)(changing(solution))
    assert feedback.verdict == NOT_RIGHT and "changes the arrays" in feedback.words
