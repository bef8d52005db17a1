"""Lesson 03: its live pictures, the checks of its exercises, and the facts that it states."""

import re
import warnings

import numpy as np
import pytest

from helpers import (
    check,
    draw_jacobian,
    draw_sigmoid,
    explore_simplex,
    explore_softmax,
    log_softmax,
    log_sum_exp,
    softmax,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import questions
from helpers.lessons.l03_softmax import checks as exercises
from helpers.lessons.l03_softmax.pictures import (
    CORNERS,
    LARGEST_EXPONENT,
    on_simplex,
    what_is_wrong,
)

LOGITS = np.array([2.0, 1.0, 0.1])


def naive(z):
    return np.exp(z) / np.exp(z).sum()


def raises(*arguments):
    raise RuntimeError("the learner's own message")


def probabilities_in(words):
    """Return the three probabilities that the words of a picture state."""
    return [float(x) for x in re.findall(r"(?:cat|dog|rabbit) (\S+?)[,.] ", words)[:3]]


def ends_of(control):
    """Return the values of a control at its ends, or all that it offers."""
    if hasattr(control, "min"):
        return control.min, control.max
    return getattr(control, "options", (False, True))


def drive(picture):
    """Move each control over its whole range, the others at one end, then at the other."""
    ranges = {name: ends_of(control) for name, control in picture.controls.items()}
    for end in (0, -1):
        for name, values in ranges.items():
            picture.set(**{other: ends[end] for other, ends in ranges.items() if other != name})
            if isinstance(values[0], float):
                values = np.round(np.linspace(*values, 3), 1)
            for value in values:
                picture.set(**{name: value})
                assert picture.error is None, picture.words
                yield picture


@pytest.fixture(scope="module", params=[explore_softmax, explore_simplex])
def run_on(request):
    """Run one picture on any function, as if its cell had been run again."""
    function = softmax
    picture = request.param(lambda *arguments: function(*arguments))

    def run(other):
        nonlocal function
        function = other
        picture.refresh()
        return picture

    return run


# explore_softmax --------------------------------------------------------------------------------


def test_scores_become_probabilities():
    picture = explore_softmax()
    assert list(picture.controls) == ["cat", "dog", "rabbit"]
    assert picture.words == (
        "Probabilities: cat 0.659, dog 0.242, rabbit 0.099. "
        "Exponentials: cat 7.389, dog 2.718, rabbit 1.105. Scores: cat 2.0, dog 1.0, rabbit 0.1."
    )
    picture.controls["dog"].value = 3.0
    assert picture.words.startswith("Probabilities: cat 0.259, dog 0.703, rabbit 0.039.")


@pytest.mark.parametrize(
    ("function", "options"),
    [
        (softmax, {}),
        (softmax, {"temperature": True, "large": True}),
        (naive, {"temperature": True}),
        (naive, {"large": True}),
    ],
)
def test_every_value_of_every_control(function, options):
    for picture in drive(explore_softmax(function, **options)):
        assert "Probabilities: cat " in picture.words
        if function is softmax:
            assert "Not probabilities" not in picture.words
            assert sum(probabilities_in(picture.words)) == pytest.approx(1, abs=2e-3)


def test_temperature_is_given_to_the_function_as_scores():
    picture = explore_softmax(naive, temperature=True)
    assert picture.set(temperature=2.0).words.startswith(
        "Probabilities: cat 0.502, dog 0.304, rabbit 0.194."
    )
    assert picture.words.endswith("Temperature 2.0.")


def test_overflow_of_a_naive_softmax_is_drawn_and_explained():
    picture = explore_softmax(naive, (700, 699, 698), large=True)
    assert "Not" not in picture.words
    before = picture._screen.moving
    picture.controls["cat"].value = 709
    assert "Not" not in picture.words
    picture.controls["cat"].value = 710
    assert picture.error is None
    assert picture.words.startswith("Probabilities: cat nan, dog 0.000, rabbit 0.000.")
    assert "exp(710) overflows, for the exponent is above 709.8" in picture.words
    assert "inf / inf is nan" in picture.words
    assert picture._screen.moving != before
    picture.controls["subtract"].value = True
    assert "Not" not in picture.words
    assert picture.words.startswith("Probabilities: cat 1.000")


@pytest.mark.parametrize(("z", "fits"), [(88, True), (89, False), (300, False)])
def test_float32_overflows_earlier(z, fits):
    picture = explore_softmax(naive, (0, 0, 0), large=True)
    picture.set(cat=z)
    assert "Not" not in picture.words
    picture.set(numbers="float32")
    assert ("above 88.7" in picture.words) != fits


def test_underflow_of_every_exponential_is_explained():
    picture = explore_softmax(naive, (-1000, -1000, -1000), large=True)
    assert "underflow to 0, and 0 / 0 is nan" in picture.words
    assert "Not" not in picture.set(subtract=True).words


def test_a_stable_softmax_gets_round_the_overflow():
    picture = explore_softmax(large=True).set(cat=1000)
    assert "Exponentials: cat inf" in picture.words
    assert picture.words.endswith(
        "exp overflows, but this function gets round it. Sum of its results 1.000."
    )


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (np.exp, "Not probabilities: the sum is 11.213."),
        (lambda z: -z, "Not probabilities: some are below 0."),
        (lambda z: z * np.inf, "Not probabilities: inf: too large for a float."),
        (lambda z: z * np.nan, "Not probabilities: nan: no number came out."),
        (lambda z: [0.5, 0.5, 0.5], "Not probabilities: the sum is 1.500."),
    ],
)
def test_what_is_no_probability_is_named(run_on, function, says):
    picture = run_on(function)
    assert picture.error is None
    assert says in picture.words


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (raises, "RuntimeError: the learner's own message"),
        (lambda z: None, "returned nothing yet"),
        (lambda z: z[:2], "returned an array of shape (2,)"),
        (lambda z: "cat", "not an array of numbers"),
        (lambda: 1, "TypeError"),
    ],
)
def test_a_function_that_fails_is_told_in_words(run_on, function, says):
    picture = run_on(function)
    assert picture.words.startswith("No picture: ")
    assert says in picture.words
    assert run_on(naive).error is None
    assert picture.words.startswith("Probabilities: cat 0.659, dog 0.242, rabbit 0.099.")


@pytest.mark.parametrize("explore", [explore_softmax, explore_simplex])
def test_the_picture_comes_back_with_the_next_good_value(explore):
    def fails_when_cat_leads(z):
        if z[0] == z.max():
            raise ValueError("cat leads")
        return naive(z)

    picture = explore(fails_when_cat_leads)
    assert "fails_when_cat_leads raised ValueError: cat leads" in picture.error
    picture.set(cat=-1.0)
    assert picture.error is None
    assert sum(probabilities_in(picture.words)) == pytest.approx(1, abs=2e-3)


@pytest.mark.parametrize("explore", [explore_softmax, explore_simplex])
def test_bad_arguments_are_refused(explore):
    with pytest.raises(TypeError, match="without brackets"):
        explore(softmax(LOGITS))
    for logits in [(1, 2), (5, 0, 0), (np.nan, 0, 0)]:
        with pytest.raises(ValueError, match="3 numbers between -4 and 4"):
            explore(logits=logits)
    with pytest.raises(ValueError, match="between -1000 and 1000"):
        explore_softmax(logits=(1001, 0, 0), large=True)


# explore_simplex --------------------------------------------------------------------------------


def path_and_point(picture):
    """Return the places that make the path, shape (M, 2), and the place of the point, (1, 2)."""
    lines = [artist for artist in picture._moving if artist.get_label().startswith(("its", "the"))]
    return [np.array(line.get_data()).T for line in lines]


def test_corners_and_centre_of_the_simplex():
    np.testing.assert_allclose(on_simplex(np.eye(3)), CORNERS)
    np.testing.assert_allclose(on_simplex([1 / 3] * 3), CORNERS.mean(axis=0))
    sides = np.linalg.norm(CORNERS - np.roll(CORNERS, 1, axis=0), axis=1)
    np.testing.assert_allclose(sides, 1)


@pytest.mark.parametrize("function", [softmax, naive], ids=["course", "naive"])
def test_the_point_moves_as_the_scores_do(function):
    for picture in drive(explore_simplex(function)):
        assert "Not probabilities" not in picture.words
        z = np.array([picture.values[name] for name in ("cat", "dog", "rabbit")])
        p = softmax(z / picture.values["temperature"])
        path, point = path_and_point(picture)
        np.testing.assert_allclose(point, [on_simplex(p)], atol=1e-9)
        np.testing.assert_allclose(path[0], CORNERS.mean(axis=0), atol=0.05)
        if (z == z.max()).sum() == 1:
            np.testing.assert_allclose(path[-1], CORNERS[z.argmax()], atol=0.25)


def test_the_winning_region_is_named():
    picture = explore_simplex()
    assert "in the region of cat, 0.304 from its corner" in picture.words
    picture.set(dog=3.5)
    assert "in the region of dog" in picture.words
    picture.set(cat=3.5)
    assert "on the border between cat and dog" in picture.words
    picture.set(rabbit=3.5)
    assert "on the border between cat and dog and rabbit" in picture.words


def test_only_the_temperature_moves_the_point_along_its_path():
    picture = explore_simplex()
    path, _ = path_and_point(picture)
    for temperature in (10, 2, 0.5, 0.1):
        picture.set(temperature=temperature)
        same_path, point = path_and_point(picture)
        np.testing.assert_array_equal(path, same_path)
        assert np.linalg.norm(path - point, axis=1).min() < 0.08


def test_a_point_with_a_negative_probability_is_drawn_outside():
    picture = explore_simplex(lambda z: z / z.sum()).set(dog=-0.5)
    assert "The point leaves the triangle." in picture.words
    _, point = path_and_point(picture)
    assert point[0, 0] < 0
    picture = explore_simplex(np.exp)
    assert "There is no point." in picture.words
    path, point = path_and_point(picture)
    assert len(path) == 0 and np.isnan(point).all()


# Still pictures ---------------------------------------------------------------------------------


def displayed(monkeypatch, draw, *arguments):
    """Return the words of a still picture."""
    words = []
    monkeypatch.setattr("helpers.live.picture.display", lambda picture: words.append(repr(picture)))
    draw(*arguments)
    return words[0]


def test_sigmoid_picture(monkeypatch):
    def sigmoid(lead):
        return 1 / (1 + np.exp(-lead))

    words = displayed(monkeypatch, draw_sigmoid, sigmoid)
    assert "-2: 0.119, 0: 0.500, 2: 0.881" in words
    assert "shaped like an S" in words
    assert "shaped like an S" not in displayed(monkeypatch, draw_sigmoid, lambda lead: lead)


def test_jacobian_picture(monkeypatch):
    p = softmax(LOGITS)
    words = displayed(monkeypatch, draw_jacobian, np.diag(p) - np.outer(p, p))
    assert "Score of cat: cat 0.225, dog -0.160, rabbit -0.065." in words
    assert words.endswith("Sums of the rows: cat 0.000, dog 0.000, rabbit 0.000.")
    wrong = displayed(monkeypatch, draw_jacobian, np.diag(p))
    assert wrong.endswith("Sums of the rows: cat 0.659, dog 0.242, rabbit 0.099.")
    with pytest.raises(ValueError, match=r"shape \(3, 3\)"):
        draw_jacobian(np.zeros((2, 2)))


# Exercises --------------------------------------------------------------------------------------


def hints(*groups):
    """Return (hint, mistake) pairs, with a readable id each."""
    return [
        pytest.param(hint, mistake, id=f"{i}-{hint[:30]}")
        for i, (hint, mistake) in enumerate(pair for group in groups for pair in group.items())
    ]


def assert_hint(feedback, hint):
    assert feedback.verdict == NOT_RIGHT
    assert hint in feedback.words, feedback.words


@pytest.mark.parametrize(
    ("hint", "mistake"), hints(exercises.SOFTMAX_MISTAKES, exercises.BATCH_MISTAKES)
)
def test_mistakes_in_softmax(hint, mistake):
    assert_hint(check.my_softmax(mistake), hint)


@pytest.mark.parametrize(("hint", "mistake"), hints(exercises.TEMPERATURE_MISTAKES))
def test_mistakes_in_temperature(hint, mistake):
    assert_hint(check.my_temperature(mistake), hint)


@pytest.mark.parametrize(
    ("hint", "mistake"), hints(exercises.LOG_MISTAKES, exercises.LOG_BATCH_MISTAKES)
)
def test_mistakes_in_log_softmax(hint, mistake):
    assert_hint(check.my_log_softmax(mistake), hint)


@pytest.mark.parametrize(("hint", "mistake"), hints(exercises.JACOBIAN_MISTAKES))
def test_mistakes_in_jacobian(hint, mistake):
    assert_hint(check.my_jacobian(mistake), hint)


@pytest.mark.parametrize(("wrong", "hint"), exercises.WRONG_LEADS.items())
def test_mistakes_in_the_lead(wrong, hint):
    assert_hint(check.lead(wrong), hint)


def by_rows(function):
    """Return a function of a batch made of a function of one row."""
    return lambda z: np.array([function(r) for r in z]) if np.ndim(z) == 2 else function(z)


def in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    return softmax(z)


def log_in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    return log_softmax(z)


def one_maximum(z):
    e = np.exp(z - z.max())
    return e / e.sum(axis=-1, keepdims=True)


def one_maximum_log(z):
    shifted = z - z.max()
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


@pytest.mark.parametrize(
    ("name", "mistake", "hint"),
    [
        # only seen on large scores
        ("my_softmax", by_rows(naive), "For [1000, 999, 0] you return nan"),
        ("my_softmax", one_maximum, "largest score of the whole batch"),
        (
            "my_softmax",
            by_rows(lambda z: naive(np.minimum(z, 700))),
            "For [1000, 999, 0] you return [0.500, 0.500, 0.000], not [0.731, 0.269, 0.000]",
        ),
        (
            "my_softmax",
            by_rows(lambda z: naive(z - max(z.max(), 0))),
            "For [-1000, -1001, -1002] you return nan",
        ),
        ("my_log_softmax", by_rows(lambda z: np.log(naive(z))), "does not fit in a float"),
        ("my_log_softmax", lambda z: np.log(softmax(z)), "the logarithm of 0 is -inf"),
        ("my_log_softmax", lambda z: np.log(softmax(z) + 1e-12), "Add nothing"),
        ("my_log_softmax", one_maximum_log, "largest score of the whole batch"),
        ("my_temperature", lambda z, t: naive(z / t), "At T = 0.002 you return nan"),
        # shapes and axes
        ("my_softmax", lambda z: softmax(z, axis=1), "axis=-1, is there"),
        ("my_softmax", lambda z: softmax(z, axis=0), "axis=0, so that examples are mixed"),
        ("my_log_softmax", lambda z: log_softmax(z, axis=0), "axis=0, so that examples are mixed"),
        ("my_log_softmax", log_sum_exp, "You return log-sum-exp, one number"),
        ("my_softmax", np.sum, "shape ()"),
        ("my_jacobian", lambda p: p * (1 - p), "A table of K rows"),
        # fits the examples only
        ("my_softmax", lambda z: softmax(z[..., :3] + np.zeros(3)), "raised ValueError"),
        ("my_jacobian", lambda p: np.diag(p) - p[:, None] * p[:3], "raised ValueError"),
        ("my_jacobian", lambda p: exercises._jacobian(softmax(LOGITS)), "shape (3, 3)"),
        ("my_jacobian", lambda p: np.zeros((3, 3)), "The rows sum to 0, but the first row"),
        ("my_jacobian", lambda p: np.ones((3, 3)), "Your rows sum to [3.000, 3.000, 3.000]"),
        ("my_temperature", lambda z, t: softmax(z / t) * (len(z) == 3), "four are not"),
        ("my_temperature", lambda z, t: softmax(z / (t + 0.1)), "at T = 2.0 you return"),
        # changes its argument
        ("my_softmax", in_place, "changes the array"),
        ("my_log_softmax", log_in_place, "changes the array"),
    ],
)
def test_other_mistakes(name, mistake, hint):
    assert_hint(getattr(check, name)(mistake), hint)


def listed(z):
    rows = np.atleast_2d(z)
    answer = [[np.exp(x - max(row)) for x in row] for row in rows.tolist()]
    answer = [[x / sum(row) for x in row] for row in answer]
    return answer if np.ndim(z) == 2 else answer[0]


RIGHT_ANSWERS = {
    "lead": [np.log(3), 1.1, 1.10, np.float32(1.0986), [np.log(3)], np.array(np.log(3))],
    "my_softmax": [
        softmax,
        listed,
        lambda z: softmax(z.astype(np.float32)),
        lambda z: np.exp(log_softmax(z)),
        lambda z: (e := np.exp(z.T - z.T.max(axis=0))).T / e.sum(axis=0)[..., None],
    ],
    "my_temperature": [
        lambda z, t: softmax(z, temperature=t),
        lambda logits, temperature: softmax((logits - logits.max()) / temperature).tolist(),
        lambda z, t: exercises._exp(z / t) / exercises._exp(z / t).sum(),
    ],
    "my_log_softmax": [
        log_softmax,
        lambda z: z - log_sum_exp(z)[..., np.newaxis],
        lambda z: log_softmax(z).tolist(),
        lambda z: np.stack([log_softmax(row) for row in z]) if z.ndim == 2 else log_softmax(z),
    ],
    "my_jacobian": [
        lambda p: np.diag(p) - p[:, None] * p,
        lambda p: p[:, None] * (np.eye(len(p)) - p),
        lambda p: [[a * ((i == j) - b) for j, b in enumerate(p)] for i, a in enumerate(p)],
    ],
}


@pytest.mark.parametrize(
    ("name", "answer"), [(name, a) for name, answers in RIGHT_ANSWERS.items() for a in answers]
)
def test_right_answers_however_written(name, answer):
    feedback = getattr(check, name)(answer)
    assert feedback.verdict == RIGHT, feedback.words


NONSENSE = [
    "cat", b"cat", [], [1, 2, 3], {}, object(), np.nan, np.inf, -np.inf, 1e308, 10**400, True,
    0, (), np.zeros((2, 2)), np.array(["cat"]), float, list, Exception, print, len, type, 1j,
    lambda *a: np.nan, lambda *a: "cat", lambda *a: 1e308, lambda *a: [[1], [1, 2]], raises,
    lambda *a: a, lambda *a: np.array([None] * 3), lambda z, *a: np.full_like(z, np.nan),
    lambda z, *a: np.full_like(z, 1e308), lambda z, *a: z.astype(complex) * 1j,
    lambda z, *a: np.zeros_like(z), lambda z, *a: np.random.default_rng(0).dirichlet([1] * 3),
]  # fmt: skip


@pytest.mark.parametrize("name", RIGHT_ANSWERS)
def test_nonsense_is_never_right(name, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for answer in NONSENSE:
            feedback = getattr(check, name)(answer)
            assert feedback.verdict in (NOT_RIGHT, NOT_YET), (answer, feedback)
            assert feedback.words.strip()


@pytest.mark.parametrize("name", RIGHT_ANSWERS)
def test_unsolved_stubs_are_not_yet(name):
    for answer in [None, ...] if name == "lead" else [lambda *a: None, lambda *a: ...]:
        assert getattr(check, name)(answer).verdict == NOT_YET


def test_a_call_instead_of_the_function_is_named():
    feedback = check.my_softmax(softmax(LOGITS))
    assert "without brackets: check.my_softmax(my_softmax)" in feedback.words


# Facts ------------------------------------------------------------------------------------------


def test_simpler_ways_break_a_wish():
    z = np.array([2.0, -1.0, 0.1])
    np.testing.assert_allclose(z / z.sum(), [1.818, -0.909, 0.091], atol=5e-4)
    sizes = np.abs(z) / np.abs(z).sum()
    assert sizes[1] > sizes[2] and z[1] < z[2]


@pytest.mark.parametrize(
    ("kind", "fits", "beyond"), [("float32", 88.7, 88.8), ("float64", 709.7, 709.8)]
)
def test_where_the_exponential_overflows(kind, fits, beyond):
    assert fits < LARGEST_EXPONENT[kind] < beyond
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(np.dtype(kind).type(fits)))
        assert np.isinf(np.exp(np.dtype(kind).type(beyond)))
        assert np.isinf(np.exp(np.float32(300))) and np.isfinite(np.exp(np.float64(300)))


def test_digits_that_the_question_on_overflow_states():
    assert len(str(int(np.exp(300.0)))) == 131
    assert len(str(int(np.finfo(np.float32).max))) == 39
    assert len(str(int(np.finfo(np.float64).max))) == 309


def test_numbers_that_the_predictions_state():
    told = [o["says"] for o in questions()["double-the-scores"]["options"] if o.get("right")]
    assert f"{softmax(2 * LOGITS)[0]:.3f}" in told[0]
    shares = ", ".join(f"{x:.3f}" for x in LOGITS / LOGITS.sum())
    assert shares in questions()["divide-by-the-sum"]["question"]


def test_softmax_ignores_a_shift_and_log_sum_exp_follows_it():
    for b in (-1000.0, 100.0, 1000.0):
        np.testing.assert_allclose(softmax(LOGITS + b), softmax(LOGITS))
        assert log_sum_exp(LOGITS + b) == pytest.approx(log_sum_exp(LOGITS) + b)


def test_temperature_goes_from_the_maximum_to_equal_shares():
    np.testing.assert_allclose(softmax(LOGITS, temperature=0.01), [1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(softmax(LOGITS, temperature=1e6), [1 / 3] * 3, atol=1e-6)


def test_the_jacobian_by_nudging():
    p = softmax(LOGITS)
    nudge = 1e-6
    nudged = [(softmax(LOGITS + nudge * row) - p) / nudge for row in np.eye(3)]
    jacobian = np.diag(p) - np.outer(p, p)
    np.testing.assert_allclose(np.column_stack(nudged), jacobian, atol=1e-6)
    np.testing.assert_allclose(jacobian.sum(axis=1), 0, atol=1e-15)


def test_what_is_wrong_finds_nothing_wrong_with_probabilities():
    assert what_is_wrong(softmax(LOGITS)) == ""
