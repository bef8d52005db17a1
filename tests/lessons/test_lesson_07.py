"""Lesson 07: its live pictures, the checks of its exercises, and the facts that it states."""

import numpy as np
import pytest
from conftest import ROOT, read

from helpers import (
    add_intercept,
    check,
    digit_sheets,
    digits,
    draw_blend,
    draw_learning_curve,
    draw_weights,
    explore_blend,
    explore_training,
    fit_least_squares,
    one_hot,
    predict_linear,
    softmax,
    train_softmax,
    training_bar,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import questions
from helpers.lessons.l07_classifier import blend, runs
from helpers.lessons.l07_classifier import checks as exercises

NAN = float("nan")


@pytest.fixture(scope="module")
def history():
    """The training of the lesson: 1000 steps at a learning rate of 1."""
    return runs.course_training(1.0, 1000)


@pytest.fixture(scope="module")
def test_probabilities(history):
    return softmax(add_intercept(digits().test_images) @ history.last_point)


def moving(picture, kind):
    """Return the one artist of a kind that moves."""
    (artist,) = (a for a in picture._moving if type(a).__name__ == kind)
    return artist


def bar_heights(picture):
    """Return the heights of the bars of the digits, shape (rows, 10)."""
    points = np.concatenate(
        [line.get_xydata() for line in picture._moving if "bars" in line.get_label()]
    )
    ends = points.reshape(-1, 3, 2)  # foot, head, and the gap after it
    order = np.lexsort((ends[:, 0, 0], -ends[:, 0, 1]))
    return (ends[:, 1, 1] - ends[:, 0, 1])[order].reshape(-1, 10)


def raises(*arguments):
    raise RuntimeError("the learner's own message")


# Facts of the lesson ----------------------------------------------------------------------------


def test_the_loss_starts_at_log_10_and_falls_at_every_step(history):
    assert abs(history.values[0] - np.log(10)) < 1e-9
    assert (np.diff(history.values) < 0).all()
    assert 0.08 < history.last_value < 0.09


def test_three_models_on_the_same_split(history, test_probabilities):
    train_images, train_labels, test_images, test_labels = digits()
    number = predict_linear(test_images, fit_least_squares(train_images, train_labels))
    scores = predict_linear(test_images, fit_least_squares(train_images, one_hot(train_labels)))
    assert np.sum(np.rint(number) == test_labels) == 115
    assert np.sum(scores.argmax(axis=1) == test_labels) == 507
    assert np.sum(test_probabilities.argmax(axis=1) == test_labels) == 524


def test_one_step_puts_most_digits_first(history):
    _, _, images, labels = digits()
    answers = (add_intercept(images) @ history.points[1]).argmax(axis=1)
    assert 0.85 < np.mean(answers == labels) < 0.92
    assert 2.1 < history.values[1] < 2.12


def split(seed):
    """Return training and test pictures and their labels, shuffled anew."""
    images, labels, _ = digit_sheets()
    order = np.random.default_rng(seed).permutation(1797)
    return images[order[:1257]], labels[order[:1257]], images[order[1257:]], labels[order[1257:]]


@pytest.mark.parametrize("seed", range(4))
def test_what_holds_on_other_splits_too(seed):
    """Softmax is ahead of least squares, and few mistakes make a third of the training loss."""
    images, labels, new, truth = split(seed)
    pixels, targets = add_intercept(images), one_hot(labels, 10)
    weights = train_softmax(pixels, targets, 1.0, 1000).last_point
    right = np.mean((add_intercept(new) @ weights).argmax(axis=1) == truth)
    squares = predict_linear(new, fit_least_squares(images, targets)).argmax(axis=1)
    numbers = np.rint(predict_linear(new, fit_least_squares(images, labels)))
    assert 0.945 < right < 0.985 and right > np.mean(squares == truth)
    assert 0.18 < np.mean(numbers == truth) < 0.28
    p = softmax(pixels @ weights)
    cost, wrong = -np.log(p[np.arange(1257), labels]), p.argmax(axis=1) != labels
    assert 0.005 < wrong.mean() < 0.02
    assert 0.15 < cost[wrong].sum() / cost.sum() < 0.4


@pytest.mark.parametrize("seed", range(4))
def test_the_blends_of_all_1s_and_3s(seed):
    """The number is the mean of two answers, seldom 2; a third digit wins for a few."""
    images, labels, new, truth = split(seed)
    ones, threes = new[truth == 1], new[truth == 3]
    blends = ((ones[:, np.newaxis] + threes) / 2).reshape(-1, 64)
    scalar = fit_least_squares(images, labels)
    numbers = predict_linear(blends, scalar)
    two = predict_linear(ones, scalar)[:, np.newaxis] + predict_linear(threes, scalar)
    assert np.allclose(numbers, two.ravel() / 2)
    assert np.mean(np.rint(numbers) == 2) < 0.2
    weights = train_softmax(add_intercept(images), one_hot(labels, 10), 1.0, 1000).last_point
    p = softmax(add_intercept(blends) @ weights)
    assert np.mean(np.isin(p.argmax(axis=1), [1, 3])) > 0.75
    assert np.mean(p.argmax(axis=1) == 2) < 0.1


def test_a_library_agrees(history):
    """Its lowest point is where our gradient and that of its penalty cancel."""
    from sklearn.linear_model import LogisticRegression

    images, labels, test_images, _ = digits()
    theirs = LogisticRegression(tol=1e-6, max_iter=5000).fit(images, labels)
    weights = np.vstack([theirs.coef_.T, theirs.intercept_])
    pixels = add_intercept(images)
    gradient = pixels.T @ (softmax(pixels @ weights) - one_hot(labels, 10)) / len(pixels)
    assert np.abs(gradient[:64] + weights[:64] / len(pixels)).max() < 5e-5
    ours = (add_intercept(test_images) @ history.last_point).argmax(axis=1)
    assert np.mean(theirs.predict(test_images) == ours) > 0.97


def test_half_a_1_and_half_a_3():
    picture = explore_blend().set(first=1, second=3, share=0.5)
    assert "One number: 1.95, nearest digit 2;" in picture.words
    p = blend._softmax_model((blend.clear_examples()[1] + blend.clear_examples()[3]) / 2)
    assert p[1] + p[3] > 0.8 and p[2] < 0.02


def test_the_notebook_blends_the_examples_of_the_picture():
    _, _, test_images, _ = digits()
    assert np.array_equal(blend.clear_examples()[[1, 3]], test_images[[419, 73]])


def test_the_stored_outputs_state_what_was_promised():
    cells = read(ROOT / "notebooks" / "07_train_a_classifier.ipynb").cells
    outputs = {
        cell.id: "".join(
            output.get("text", "") or output.data["text/plain"] for output in cell.outputs
        )
        for cell in cells
        if cell.cell_type == "code"
    }
    assert "first loss 2.303, log 10 = 2.303" in outputs["start-loss"]
    assert "0.213 right" in outputs["models-table"]
    assert "0.939 right" in outputs["models-table"]
    assert "0.970 right" in outputs["models-table"]
    assert "same answer on 0.9" in outputs["check-sklearn"]
    assert "largest:      0.0000" in outputs["check-gradient"]
    assert outputs["train-run"].startswith("1000 steps of training.")


# The progress bar -------------------------------------------------------------------------------


def test_the_bar_passes_every_step_on_and_leaves_one_line(capsys):
    assert list(training_bar(range(250))) == list(range(250))
    assert set(capsys.readouterr().out.splitlines()) == {"250 steps of training."}


def test_a_short_training_has_no_bar(capsys):
    assert list(training_bar(range(99))) == list(range(99))
    assert capsys.readouterr().out == ""


def test_the_bar_goes_away_when_a_training_stops_early(capsys):
    steps = training_bar(range(1000))
    next(steps)
    steps.close()
    assert "1000 steps of training." in capsys.readouterr().out


# explore_training -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def training(history):
    return explore_training(history)


def test_every_step_of_the_training_can_be_shown(training):
    seen = set()
    for step in training.controls["step"].options:
        training.controls["step"].value = step
        assert training.error is None, step
        assert training.words.startswith(f"Step {step} of 1000: loss ")
        seen.add(training.words)
    assert len(seen) == len(training.controls["step"].options) >= 40


def test_words_points_and_bars_follow_the_step(training, history):
    training.set(step=0)
    assert "loss 2.303 on the training pictures" in training.words
    (points,) = (a for a in training._moving if a.get_label() == "now")
    assert np.allclose(points.get_xydata(), [[0, np.log(10)]] * 2)
    assert bar_heights(training).shape == (4, 10)
    assert np.allclose(bar_heights(training), 0.1)
    training.set(step=1000)
    assert f"loss {history.last_value:.3f} on the training pictures" in training.words
    assert "a 6 wrongly called 1 with 0.96" in training.words
    assert points.get_xdata()[0] == 1000
    heights = bar_heights(training)
    assert np.allclose(heights.sum(axis=1), 1) and heights[3].argmax() == 1


def test_the_weights_are_painted(training):
    image = moving(training, "PixelImage")
    training.set(step=0)
    blank = image.pixels.copy()
    training.set(step=1)
    assert image.pixels.shape == blank.shape == (28, 44, 4)
    assert not np.array_equal(image.pixels, blank)
    assert (image.pixels[:6, :, 3] == 0).all(), "the names show through"


def test_the_picture_runs_on_the_learners_training():
    picture = explore_training(exercises.right_path).set(step=300)
    assert picture.error is None
    assert picture.words.startswith("Step 300 of 300: loss 0.154 on the training pictures")


def test_a_list_of_weights_will_do(history):
    picture = explore_training(list(history.points[:6])).set(step=5)
    assert picture.words.startswith("Step 5 of 5: loss 1.526")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (raises, "the learner's own message"),
        (lambda *a: ..., "dots"),
        (lambda *a: np.zeros((65, 10)), "of shape (65, 10); (301, 65, 10) was expected"),
        (lambda *a: "weights", "not an array of numbers"),
    ],
    ids=["raises", "stub", "last weights alone", "text"],
)
def test_a_broken_training_is_told_in_words(function, message):
    picture = explore_training(function)
    assert message in picture.error
    for step in (0, picture.controls["step"].options[-1]):
        picture.controls["step"].value = step
        assert message in picture.words


def test_a_training_that_diverges_is_shown():
    path = np.zeros((4, 65, 10))
    path[1], path[2], path[3] = 1.0, 1e200 * np.arange(10), NAN
    picture = explore_training(path)
    for step in (0, 1, 2, 3):
        picture.set(step=step)
        assert picture.error is None, step
    assert "loss nan" in picture.words and "grown beyond all bounds" in picture.words


@pytest.mark.parametrize(
    "wrong", [np.zeros((3, 10, 65)), np.zeros((65, 10)), np.zeros((1, 65, 10)), "weights", 3]
)
def test_weights_of_another_shape_are_refused(wrong):
    with pytest.raises(ValueError, match=r"weights|step"):
        explore_training(wrong)


# explore_blend ----------------------------------------------------------------------------------


def test_every_share_and_every_digit_can_be_shown():
    picture = explore_blend()
    for share in np.linspace(0, 1, 21):
        picture.controls["share"].value = share
        assert picture.error is None, share
    for name in ("first", "second"):
        for digit in range(10):
            picture.controls[name].value = digit
            assert picture.error is None, (name, digit)


def test_the_ends_are_the_two_digits():
    picture = explore_blend().set(first=4, second=8, share=0)
    assert picture.words.startswith("A 4. One number: 4.0")
    picture.set(share=1)
    assert picture.words.startswith("An 8. One number: 8.06, nearest digit 8;")
    assert "surprise 11.6" in picture.words
    assert picture.set(first=8).words.startswith("An 8, twice.")


def test_marker_bars_and_image_follow_the_share():
    picture = explore_blend().set(first=0, second=1, share=0)
    image = moving(picture, "PixelImage")
    before = image.pixels.copy()
    heights = bar_heights(picture)
    assert heights.argmax() == 0 and np.isclose(heights.sum(), 1)
    picture.set(share=1)
    assert not np.array_equal(image.pixels, before)
    assert bar_heights(picture).argmax() == 1


def test_the_blend_runs_on_the_learners_models():
    picture = explore_blend(lambda image: 2, lambda image: np.full(10, 0.1)).set(share=0.5)
    assert "One number: 2.00, nearest digit 2" in picture.words
    assert "1 0.10, 2 0.10, 3 0.10" in picture.words
    assert "surprise 2.30 if it is a 1" in picture.words


@pytest.mark.parametrize(
    ("scalar", "soft", "message"),
    [
        (raises, blend._softmax_model, "the learner's own message"),
        (blend._scalar_model, raises, "the learner's own message"),
        (lambda image: ..., blend._softmax_model, "dots"),
        (lambda image: [1, 2], blend._softmax_model, "must give one number"),
        (blend._scalar_model, lambda image: [[0.1] * 10], "(10,) was expected"),
    ],
    ids=["scalar raises", "softmax raises", "stub", "two numbers", "a row too many"],
)
def test_a_broken_model_is_told_in_words(scalar, soft, message):
    picture = explore_blend(scalar, soft)
    assert message in picture.error
    assert message in picture.set(share=0.2).words


@pytest.mark.parametrize(
    ("value", "told"), [(NAN, "nan"), (np.inf, "inf"), (-1e300, "-1.0e+300"), (1e5, "1.0e+05")]
)
def test_a_wild_number_is_named(value, told):
    picture = explore_blend(lambda image: value)
    assert picture.error is None and f"One number: {told}" in picture.words


@pytest.mark.parametrize("p", [np.full(10, NAN), np.full(10, 0.5), np.full(10, np.inf)])
def test_what_are_no_probabilities_is_named(p):
    picture = explore_blend(softmax_model=lambda image: p)
    assert picture.error is None and "Not probabilities: " in picture.words


@pytest.mark.parametrize("explorer", [explore_blend, draw_blend])
def test_models_must_be_functions(explorer):
    with pytest.raises(TypeError, match="without brackets"):
        explorer(np.zeros(65))


@pytest.mark.parametrize("digit", [-1, 10, 2.5, "one"])
def test_only_digits_can_be_blended(digit):
    with pytest.raises(ValueError, match="digits from 0 to 9"):
        explore_blend(first=digit)


# Still pictures ---------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [np.zeros((10, 65)), np.full((65, 10), NAN), np.zeros(65)])
def test_weights_to_draw_are_checked(wrong):
    with pytest.raises(ValueError, match="weights must be finite"):
        draw_weights(wrong)


@pytest.mark.parametrize("wrong", [[2.3], [2.3, NAN], [[2.3, 1.0]]])
def test_losses_to_draw_are_checked(wrong):
    with pytest.raises(ValueError, match="losses must be"):
        draw_learning_curve(wrong)


def test_the_four_faults_show_what_the_hints_say():
    four = runs.broken_runs()
    losses, test_losses, right = four["A"]
    assert right < 0.15 and test_losses[-1] > np.log(10) > losses[-1]
    losses, _, right = four["B"]
    assert losses[:20].max() > 10 and losses[-1] < 0.1 and right > 0.9
    losses, _, right = four["C"]
    assert right > 0.9 and np.log(1 + 9 / np.e) < losses.min() < 1.7
    losses, _, right = four["D"]
    assert (np.diff(losses) < 0).all() and losses[-1] > 2 and right > 0.8


# Exercises --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["true_statements", "my_training", "faults"])
@pytest.mark.parametrize("answer", [None, ...])
def test_an_unsolved_stub_is_not_yet(name, answer):
    assert getattr(check, name)(answer).verdict == NOT_YET


def test_a_function_with_dots_is_not_yet():
    assert check.my_training(lambda *arguments: ...).verdict == NOT_YET


def test_a_function_that_raises_is_told():
    assert "the learner's own message" in check.my_training(raises).words


# 1


@pytest.mark.parametrize("answer", ["BDE", "e, d, b", ["B", "D", "E"], {"B", "D", "E"}])
def test_the_true_statements(answer):
    assert check.true_statements(answer).verdict == RIGHT


@pytest.mark.parametrize("letter", "ACFGH")
def test_each_false_statement_has_a_hint(letter):
    words = check.true_statements("BDE" + letter).words
    assert exercises.FALSE[letter] in words


@pytest.mark.parametrize("letter", "BDE")
def test_a_missing_statement_is_not_named(letter):
    feedback = check.true_statements("BDE".replace(letter, ""))
    assert feedback.verdict == NOT_RIGHT and "something is missing" in feedback.words
    assert f" {letter} " not in feedback.words


def test_a_letter_that_is_none():
    assert "There is no statement 'Z'" in check.true_statements("BZ").words


# 2


def in_one_loop(pixels, targets, learning_rate, steps):
    """Right, written with the helpers, a list for an answer, and float32."""
    weights = [np.zeros((len(pixels[0]), len(targets[0])), dtype=np.float32)]
    while len(weights) <= steps:
        z = pixels @ weights[-1]
        e = np.exp(z - z.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        slope = sum(np.outer(x, q - y) for x, q, y in zip(pixels, p, targets, strict=True))
        weights.append((weights[-1] - learning_rate * slope / len(pixels)).astype(np.float32))
    return [table.tolist() for table in weights]


@pytest.mark.parametrize("answer", [exercises.right_path, in_one_loop])
def test_a_right_training_passes_however_it_is_written(answer):
    assert check.my_training(answer).verdict == RIGHT


@pytest.mark.parametrize("hint", exercises.PATH_MISTAKES, ids=lambda hint: hint[:40])
def test_each_mistake_in_the_training_is_recognised(hint):
    feedback = check.my_training(exercises.PATH_MISTAKES[hint])
    assert feedback.verdict == NOT_RIGHT and feedback.words == hint


def test_the_mistake_of_changing_the_array_in_place():
    def in_place(pixels, targets, learning_rate, steps):
        weights = np.zeros((pixels.shape[1], targets.shape[1]))
        path = [weights]
        for _ in range(steps):
            weights -= (
                learning_rate * pixels.T @ (softmax(pixels @ weights) - targets) / len(pixels)
            )
            path.append(weights)
        return path

    assert "weights -= ..." in check.my_training(in_place).words


def late(*arguments):
    pixels, targets, rate, steps = arguments
    return exercises.right_path(pixels, targets, rate, steps + 1)[1:]


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda *a: exercises.right_path(*a)[-1], "You return the last weights alone"),
        (lambda *a: exercises.right_path(*a)[1:], "There are"),
        (lambda *a: exercises.right_path(*a)[:-1], "There are"),
        (late, "begins after the first step"),
        (lambda *a: exercises.right_path(*a) + 1, "Start from zero weights"),
        (lambda *a: np.swapaxes(exercises.right_path(*a), 1, 2), "are swapped"),
        (lambda *a: np.arange(a[3], dtype=float), "You return the losses"),
        (lambda *a: np.zeros_like(exercises.right_path(*a)), "stay at zero"),
        (
            lambda *a: (
                exercises.right_path(*a) * np.where(np.arange(a[3] + 1) > 0, NAN, 1)[:, None, None]
            ),
            "nan",
        ),
        (lambda *a: 1.01 * exercises.right_path(*a), "not those of gradient descent"),
        (lambda *a: np.zeros((2, 2, 2, 2)), "was expected"),
    ],
    ids=[
        "last",
        "no start",
        "no end",
        "late",
        "ones",
        "swapped",
        "losses",
        "still",
        "nan",
        "off",
        "4d",
    ],
)
def test_each_wrong_form_of_the_weights_has_a_hint(answer, hint):
    feedback = check.my_training(answer)
    assert feedback.verdict == NOT_RIGHT and hint in feedback.words


# 3


@pytest.mark.parametrize(
    "answer",
    [
        runs.FAULTS,
        {"a": "Shuffled", "b": "learning rate too LARGE", "c": "softmax twice", "d": "too slow"},
    ],
)
def test_the_right_diagnosis(answer):
    assert check.faults(answer).verdict == RIGHT


@pytest.mark.parametrize("run", "ABCD")
@pytest.mark.parametrize("fault", exercises.WORDS)
def test_a_wrong_diagnosis_is_told_for_its_run(run, fault):
    feedback = check.faults({**runs.FAULTS, run: fault})
    if fault == runs.FAULTS[run]:
        assert feedback.verdict == RIGHT
    else:
        assert feedback.verdict == NOT_RIGHT and exercises.SIGNS[run] in feedback.words


@pytest.mark.parametrize("text", [3, "", "no idea", "too large or too small", ["too large"]])
def test_a_diagnosis_that_names_no_fault(text):
    assert "Choose one of" in check.faults({**runs.FAULTS, "B": text}).words


def test_a_diagnosis_that_is_not_complete():
    assert check.faults({**runs.FAULTS, "C": ...}).verdict == NOT_YET
    assert "Run D has no answer" in check.faults({k: runs.FAULTS[k] for k in "ABC"}).words


# Questions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("after-one-step", "About 0.90"),
        ("weights-of-a-zero", "Clearly below 0"),
        ("confident-mistakes", "Nearly half are below 0.5"),
        ("remember-strongest-push", "The third: it rises by as much"),
        ("remember-loss-at-rest", "A softmax too many"),
        ("half-one-half-three", "Most of its belief goes to 1 and 3"),
    ],
)
def test_the_right_option_is_what_the_lesson_shows(name, right):
    (option,) = (o for o in questions()[name]["options"] if o.get("right"))
    assert option["answer"].startswith(right)


def test_the_numbers_in_the_questions(test_probabilities):
    labels = digits().test_labels
    sure, right = test_probabilities.max(axis=1), test_probabilities.argmax(axis=1) == labels
    wrong = sure[~right]
    assert (len(wrong), np.sum(wrong < 0.5)) == (16, 7)
    assert 0.95 < wrong.max() < 0.97 and wrong.min() > 1 / 3
