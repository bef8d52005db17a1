"""Lesson 02: its live pictures, the checks of its exercises, and the facts that it states."""

import numpy as np
import pytest
from conftest import ROOT, read
from matplotlib.lines import Line2D

from helpers import (
    check,
    class_of,
    clusters,
    digits,
    draw_corners,
    draw_digit_scores,
    explore_masking,
    explore_one_hot,
    fit_least_squares,
    one_hot,
    predict_linear,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import questions
from helpers.lessons.l02_one_hot import checks as exercises
from helpers.lessons.l02_one_hot.pictures import line_scores, on_plane

NAMES = ("cat", "dog", "rabbit")


def steps(control):
    """Return every value that a slider can take."""
    count = round((control.max - control.min) / control.step)
    return np.round(np.linspace(control.min, control.max, count + 1), 6)


def moving_line(picture, marker, style="None"):
    (line,) = (
        artist
        for artist in picture._moving
        if isinstance(artist, Line2D)
        and artist.get_marker() == marker
        and artist.get_linestyle() == style
    )
    return line


def raises(*arguments):
    raise RuntimeError("the learner's own message")


# explore_one_hot --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scores", [(1.5, 0.9, 0.0), (-0.5, -0.2, -0.3), (0.2, 0.3, 1.1), (1.5, 1.4, -0.5)]
)
def test_the_highest_score_is_the_nearest_corner(scores):
    picture = explore_one_hot().set(**dict(zip(NAMES, scores, strict=True)))
    name = NAMES[int(np.argmax(scores))]
    distances = np.linalg.norm(np.eye(3) - scores, axis=1)
    assert f"Class: {name}. " in picture.words
    assert picture.words.endswith(f"the nearest is {name}.")
    assert f"cat {distances[0]:.3f}, dog {distances[1]:.3f}" in picture.words


def test_point_and_ring_follow_the_scores():
    picture = explore_one_hot()
    point, ring = moving_line(picture, "D"), moving_line(picture, "o")
    picture.set(cat=0.0, dog=1.0, rabbit=0.0)
    assert np.allclose(point.get_xydata(), [on_plane([0, 1, 0])])
    assert np.allclose(ring.get_xydata(), [on_plane([0, 1, 0])])
    picture.set(cat=1.3)
    assert np.allclose(point.get_xydata(), [on_plane([1.3, 1, 0])])
    assert np.allclose(ring.get_xydata(), [on_plane([1, 0, 0])])


def test_adding_the_same_to_all_scores_moves_neither_point_nor_class():
    picture = explore_one_hot(scores=(1.5, 0.9, 0.0))
    before, words = moving_line(picture, "D").get_xydata().copy(), picture.words
    picture.set(cat=1.2, dog=0.6, rabbit=-0.3)
    assert np.allclose(moving_line(picture, "D").get_xydata(), before)
    assert "Class: cat. " in picture.words and picture.words != words


def test_equal_scores_are_equally_near():
    picture = explore_one_hot(scores=(0.2, 0.7, 0.7))
    assert "Class: dog. " in picture.words
    assert picture.words.endswith("equally near: dog and rabbit.")


@pytest.mark.parametrize("name", NAMES)
def test_every_step_of_a_score_works(name):
    picture = explore_one_hot(scores=(0.4, 0.4, 0.4))
    for value in steps(picture.controls[name]):
        picture.controls[name].value = value
        assert picture.error is None, value
        assert f"{name} {value + 0.0:.1f}" in picture.words


def test_a_wrong_choice_is_drawn_and_named():
    picture = explore_one_hot(np.argmin, scores=(0.8, 0.1, 0.3))
    assert "Class: dog, which is not the highest score." in picture.words
    assert "the nearest is cat." in picture.words
    assert np.allclose(moving_line(picture, "o").get_xydata(), [on_plane([0, 1, 0])])


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (raises, "the learner's own message"),
        (lambda z: ..., "dots"),
        (lambda z: 3, "returned 3. A class is 0 (cat), 1 (dog) or 2 (rabbit)"),
        (lambda z: 0.5, "returned 0.5"),
        (lambda z: np.nan, "returned nan"),
        (lambda z: z, "shape (3,)"),
        (lambda z: "cat", "not an array of numbers"),
    ],
    ids=["raises", "stub", "3", "half", "nan", "scores", "text"],
)
def test_a_broken_class_of_is_told_in_words(function, message):
    picture = explore_one_hot(function)
    assert message in picture.error
    picture.set(cat=-0.5)
    assert message in picture.words


@pytest.mark.parametrize("wrong", [(1, 2), (2, 0, 0), (np.nan, 0, 0), (0, 0, -0.6)])
def test_scores_to_start_with_are_checked(wrong):
    with pytest.raises(ValueError, match="3 numbers between"):
        explore_one_hot(scores=wrong)


@pytest.mark.parametrize("explorer", [explore_one_hot, explore_masking])
def test_an_explorer_needs_a_function(explorer):
    with pytest.raises(TypeError, match="without brackets"):
        explorer(3)


# explore_masking --------------------------------------------------------------------------------


def by_hand(positions, labels, where):
    return np.column_stack([-where - 0.5, np.zeros(len(where)), where - 0.5])


def with_square(positions, labels, where):
    def table(x):
        return np.column_stack([x, x**2])

    return predict_linear(table(where), fit_least_squares(table(positions), one_hot(labels)))


def test_the_class_in_the_middle_never_comes_out_on_top():
    picture = explore_masking()
    for place in steps(picture.controls["middle"]):
        picture.controls["middle"].value = place
        assert picture.error is None, place
        assert f"Cluster of dog at {place + 0.0:.1f}." in picture.words
        assert "of all 0.667." in picture.words
        if abs(abs(place) - 1) > 0.05:
            middle = NAMES[int(np.argsort([-1, place, 1])[1])]
            assert f"Never on top: {middle}." in picture.words


def test_lines_and_cluster_follow_the_slider():
    picture = explore_masking()
    spots, line = moving_line(picture, "s"), moving_line(picture, "s", "-")
    assert abs(spots.get_xdata().mean()) < 0.05
    assert np.ptp(line.get_ydata()) < 0.05
    picture.set(middle=2)
    assert abs(spots.get_xdata().mean() - 2) < 0.05
    positions, labels = clusters(centres=(-1, 2, 1))
    assert np.allclose(line.get_ydata(), line_scores(positions, labels, line.get_xdata())[:, 1])
    assert line.get_ydata()[-1] > line.get_ydata()[0] + 1


def test_lines_by_hand_find_all_three():
    words = explore_masking(by_hand).words
    assert "from left to right: cat, dog, rabbit. Right: cat 1.000, dog 1.000" in words
    assert "Never" not in words and "of all 1.000." in words


def test_a_square_unmasks_the_class_in_the_middle():
    picture = explore_masking(with_square)
    assert "from left to right: cat, dog, rabbit. Right: cat 1.000, dog 1.000" in picture.words
    assert "Never" not in picture.words
    picture.set(middle=0.8)
    assert "of all 1.000" not in picture.words


def test_the_words_count_what_the_function_answers():
    def stripes(positions, labels, where):
        return one_hot((np.floor(where * 4).astype(int)) % 3, 3)

    picture = explore_masking(stripes)
    positions, labels = clusters()
    expected = np.mean(class_of(stripes(None, None, positions)) == labels)
    assert f"of all {expected:.3f}." in picture.words
    assert ", …. " in picture.words, "many stretches are cut short"
    assert picture.error is None


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (raises, "the learner's own message"),
        (lambda p, n, w: ..., "dots"),
        (lambda p, n, w: n, "was expected here"),
        (lambda p, n, w: np.zeros((len(w), 2)), "was expected here"),
        (lambda x: x, "takes 1 positional argument"),
    ],
    ids=["raises", "stub", "labels", "two classes", "one argument"],
)
def test_broken_scores_are_told_in_words(function, message):
    picture = explore_masking(function)
    assert message in picture.error
    assert message in picture.set(middle=1.5).words


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_scores_that_are_no_numbers_are_drawn_and_named(bad):
    def broken(positions, labels, where):
        return np.add(by_hand(positions, labels, where), [0, bad, 0])

    picture = explore_masking(broken)
    assert picture.error is None
    assert picture.words.endswith("Some scores are nan or inf.")


@pytest.mark.parametrize("wrong", [2.1, "0", None, np.nan])
def test_the_place_to_start_with_is_checked(wrong):
    with pytest.raises(ValueError, match="between -2 and 2"):
        explore_masking(middle=wrong)


# Still pictures ---------------------------------------------------------------------------------


def test_the_plane_keeps_distances_between_corners():
    corners = on_plane(np.eye(3))
    for i, j in ((0, 1), (1, 2), (0, 2)):
        assert np.isclose(np.linalg.norm(corners[i] - corners[j]), np.sqrt(2))


def test_still_pictures_speak(capsys):
    draw_corners()
    draw_digit_scores(np.zeros(64), np.arange(10) / 10, 4)
    said = capsys.readouterr().out
    assert "each 1.414 long" in said
    assert "A handwritten 4" in said and "The highest is 9. Sum 4.50." in said


@pytest.mark.parametrize(
    ("image", "scores", "message"),
    [
        (np.zeros((8, 8)), np.zeros(10), "64 pixels"),
        (np.zeros(64), np.zeros(3), "10 numbers"),
        (np.zeros(64), np.full(10, np.nan), "10 numbers"),
    ],
)
def test_a_digit_that_cannot_be_drawn_is_refused(image, scores, message):
    with pytest.raises(ValueError, match=message):
        draw_digit_scores(image, scores, 0)


# Exercises --------------------------------------------------------------------------------------

FOUR = [[0, 0, 1], [1, 0, 0], [0, 1, 0], [1, 0, 0]]

RIGHT_ANSWERS = [
    ("targets_by_hand", FOUR),
    ("targets_by_hand", tuple(map(tuple, FOUR))),
    ("targets_by_hand", np.array(FOUR, dtype=bool)),
    ("targets_by_hand", one_hot([2, 0, 1, 0])),
    ("my_class_of", lambda scores: np.argmax(scores, axis=-1)),
    ("my_class_of", class_of),
    ("my_class_of", lambda z: z.argmax() if z.ndim == 1 else [int(row.argmax()) for row in z]),
    ("my_class_of", lambda z: (z == z.max(axis=-1, keepdims=True)).argmax(axis=-1).astype(float)),
    ("five_clusters", 0.4),
    ("five_clusters", 2 / 5),
    ("five_clusters", np.float32(0.4)),
    ("five_clusters", np.array(0.4)),
    ("bent_scores", with_square),
    (
        "bent_scores",
        lambda p, n, w: (
            np.vander(w, 3)
            @ np.linalg.lstsq(np.vander(p, 3), np.eye(n.max() + 1)[n], rcond=None)[0]
        ),
    ),
    ("bent_scores", lambda p, n, w: with_square(p, n, w).astype(np.float32).tolist()),
    ("lines_for", lambda c: np.array([2 * c, -(c**2)])),
    ("lines_for", lambda c: [(0.5 * c).tolist(), (-(c**2) / 4).tolist()]),
    ("lines_for", lambda c: np.array([2 * c + 3, -(c**2) - 7])),
]


@pytest.mark.parametrize(("name", "answer"), RIGHT_ANSWERS, ids=lambda value: str(value)[:20])
def test_right_answers_pass_however_they_are_written(name, answer):
    feedback = getattr(check, name)(answer)
    assert feedback.verdict == RIGHT, feedback


NONSENSE = [
    "text",
    3,
    -1.0,
    1e300,
    [],
    [1, [2]],
    [[...]],
    {},
    np.nan,
    np.inf,
    np.zeros((0, 3)),
    np.full((4, 3), np.nan),
    np.full((4, 3), 1e300),
    int,
    np.ndarray,
    object(),
    raises,
    lambda *a: "text",
    lambda *a: {},
    lambda *a: [[1], [2, 3]],
    lambda *a: np.nan,
    lambda *a: np.full((2, 3), 1e300),
    lambda *a: np.full((2, len(a[0])), np.inf),
    lambda *a: np.full((7, 3), np.nan),
    lambda: 1,
]


@pytest.mark.parametrize("name", sorted({name for name, _ in RIGHT_ANSWERS}))
def test_nonsense_is_not_right_and_never_a_traceback(name):
    judge = getattr(check, name)
    for answer in NONSENSE:
        feedback = judge(answer)
        assert feedback.verdict == NOT_RIGHT, (answer, feedback)
        assert "could not be checked" not in feedback.words, (answer, feedback)
    for unsolved in (None, ...):
        assert judge(unsolved).verdict == NOT_YET


@pytest.mark.parametrize("name", ["my_class_of", "bent_scores", "lines_for"])
def test_a_stub_is_not_yet(name):
    assert getattr(check, name)(lambda *a: ...).verdict == NOT_YET
    assert getattr(check, name)(lambda *a: None).verdict == NOT_YET


def refused(name, answer):
    """Return the hint for an answer, which must be not right."""
    feedback = getattr(check, name)(answer)
    assert feedback.verdict == NOT_RIGHT, feedback
    return feedback.words


BY_HAND = [
    (hint, mistake) for hint, mistakes in exercises.BY_HAND_MISTAKES.items() for mistake in mistakes
]


@pytest.mark.parametrize(("hint", "mistake"), BY_HAND, ids=range(len(BY_HAND)))
def test_known_mistakes_by_hand_are_named(hint, mistake):
    assert refused("targets_by_hand", mistake.tolist()) == hint


def test_other_mistakes_by_hand_are_located():
    assert "photo 2" in refused("targets_by_hand", [FOUR[0], FOUR[0], FOUR[2], FOUR[3]])
    assert "photo 1, 3" in refused("targets_by_hand", [[1, 0, 1], FOUR[1], [0, 0, 0], FOUR[3]])
    assert "shape (3, 3)" in refused("targets_by_hand", FOUR[:3])
    assert "..." in refused("targets_by_hand", [..., FOUR[1], FOUR[2], FOUR[3]])


def mistaken(mistakes):
    return pytest.mark.parametrize("hint", mistakes, ids=range(len(mistakes)))


@mistaken(exercises.CLASS_MISTAKES)
def test_known_mistakes_in_my_class_of_are_named(hint):
    assert refused("my_class_of", exercises.CLASS_MISTAKES[hint]) == hint


@mistaken(exercises.BATCH_CLASS_MISTAKES)
def test_known_mistakes_on_a_batch_are_named(hint):
    mistake = exercises.BATCH_CLASS_MISTAKES[hint]
    assert refused("my_class_of", mistake) == hint


def test_other_mistakes_in_my_class_of_are_told():
    assert "axis=-1" in refused("my_class_of", lambda z: z.argmax(axis=1))
    assert "first of them" in refused("my_class_of", lambda z: 2 - z[..., ::-1].argmax(axis=-1))
    assert "not 1." in refused("my_class_of", lambda z: 0)
    assert "without brackets" in refused("my_class_of", 2)


@pytest.mark.parametrize("share", exercises.FIVE_MISTAKES)
def test_wrong_shares_are_answered_by_name(share):
    assert refused("five_clusters", share) == exercises.FIVE_MISTAKES[share]


def test_other_shares_are_answered():
    assert "between 0 and 1" in refused("five_clusters", 40)
    assert "You have 0.45" in refused("five_clusters", 0.45)
    assert "quotation marks" in refused("five_clusters", "0.4")
    assert "one number" in refused("five_clusters", [0.4, 0.6])
    assert "one number" in refused("five_clusters", True)


def columns(table):
    """Return a learner's function that fits one-hot targets to the columns that `table` makes."""
    return lambda p, n, w: predict_linear(table(w), fit_least_squares(table(p), one_hot(n)))


BENT = [
    ("no square", line_scores),
    ("square alone", columns(lambda x: x[:, np.newaxis] ** 2)),
    ("third power", columns(lambda x: np.column_stack([x, x**3]))),
    ("absolute value", columns(lambda x: np.column_stack([x, np.abs(x)]))),
    ("2 * x, is straight too", columns(lambda x: np.column_stack([x, 2 * x]))),
    ("return classes", lambda p, n, w: class_of(with_square(p, n, w))),
    (
        "fit the labels themselves",
        lambda p, n, w: predict_linear(
            np.column_stack([w, w**2]), fit_least_squares(np.column_stack([p, p**2]), n)
        ),
    ),
    ("leave out the transpose", lambda p, n, w: with_square(p, n, w).T),
    (
        "return the weights",
        lambda p, n, w: fit_least_squares(np.column_stack([p, p**2]), one_hot(n)),
    ),
    ("scores at the positions", lambda p, n, w: with_square(p, n, p)),
    (
        "same columns",
        lambda p, n, w: predict_linear(
            w[:, np.newaxis], fit_least_squares(np.column_stack([p, p**2]), one_hot(n))
        ),
    ),
    ("table with one row", lambda p, n, w: predict_linear(w, fit_least_squares(p**2, one_hot(n)))),
    (
        "not for others",
        lambda p, n, w: with_square(exercises.POSITIONS, exercises.LABELS, w),
    ),
    ("not (7, 3)", lambda p, n, w: with_square(p, n, w)[:, :2]),
    ("the scores are not", lambda p, n, w: with_square(p, n, w) + 1),
]


@pytest.mark.parametrize(("hint", "answer"), BENT, ids=[hint for hint, _ in BENT])
def test_mistakes_in_bent_scores_are_named(hint, answer):
    assert hint in refused("bent_scores", answer)


def test_every_known_mistake_in_bent_scores_was_fed():
    hints = {refused("bent_scores", answer) for _, answer in BENT}
    assert exercises.BENT_MISTAKES.keys() <= hints


@mistaken(exercises.LINE_MISTAKES)
def test_known_mistakes_in_lines_for_are_named(hint):
    assert refused("lines_for", exercises.LINE_MISTAKES[hint]) == hint


def test_other_mistakes_in_lines_for_are_located():
    assert "It must be (2, 3)" in refused("lines_for", lambda c: c)
    assert "nan or inf" in refused("lines_for", lambda c: np.full((2, len(c)), np.nan))
    assert "is nearest" in refused("lines_for", lambda c: np.array([2 * c, 1 - c**3]))


def test_no_two_hints_are_the_same_and_none_is_a_praise():
    for mistakes in (
        exercises.BY_HAND_MISTAKES,
        {**exercises.CLASS_MISTAKES, **exercises.BATCH_CLASS_MISTAKES},
        exercises.BENT_MISTAKES,
        exercises.LINE_MISTAKES,
    ):
        assert len(mistakes) >= 4
        assert all(hint.endswith(".") for hint in mistakes)


# What the lesson states -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lesson():
    """Return what the code cells of the lesson define, and what each of them prints."""
    namespace, printed = {"__name__": "__main__"}, {}
    for cell in read(ROOT / "notebooks" / "02_one_hot_vectors.ipynb").cells:
        if cell.cell_type == "code":
            printed[cell.id] = "".join(o.get("text", "") for o in cell.outputs)
            if cell.source.startswith("def ") and "check." not in cell.source:
                definition = cell.source.split("\n\n\n")[0]
                namespace |= {"np": np, "fit_least_squares": fit_least_squares}
                namespace |= {"one_hot": one_hot, "predict_linear": predict_linear}
                exec(definition, namespace)
    return namespace, printed


def test_what_is_written_in_the_open_is_what_is_imported(lesson):
    namespace, _ = lesson
    labels = np.array([2, 0, 0, 1, 4])
    assert np.array_equal(namespace["to_one_hot"](labels, 5), one_hot(labels, 5))
    positions, labels = clusters(seed=5)
    where = np.linspace(-3, 3, 7)
    assert np.allclose(
        namespace["line_scores"](positions, labels, where), line_scores(positions, labels, where)
    )
    assert np.allclose(namespace["by_hand"](None, None, where), by_hand(None, None, where))


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("distance-result", "1.414"),
        ("distance-numbers", "1000 classes: 1.414"),
        ("digits-result", "one-hot:    0.94 right (507 of 540)"),
        ("digits-result", "one number: 0.22 right"),
        ("scores-result", "sums: from 1.000 to 1.000"),
        ("scores-result", "below 0: 1.00"),
        ("masking-numbers", "1.000 right"),
        ("masking-result", "0.667 right"),
        ("masking-point", "[[0.333 0.333 0.333]]"),
        ("masking-unequal", "1.000 right"),
        ("hand-numbers", "least squares  right 0.667   squared error 0.34"),
        ("hand-numbers", "by hand        right 1.000   squared error 2.18"),
    ],
)
def test_the_figures_stand_in_the_outputs(lesson, cell, figure):
    assert figure in lesson[1][cell]


def test_digits_on_one_hot_targets():
    train_images, train_labels, test_images, test_labels = digits()
    scores = predict_linear(test_images, fit_least_squares(train_images, one_hot(train_labels)))
    assert round(np.mean(class_of(scores) == test_labels), 2) == 0.94
    assert np.allclose(scores.sum(axis=1), 1)
    assert scores.min() < 0 and scores.max() > 1


@pytest.mark.parametrize("seed", range(10))
def test_the_middle_class_is_masked_whatever_the_seed(seed):
    positions, labels = clusters(seed=seed)
    found = class_of(line_scores(positions, labels, positions))
    assert np.mean(found == labels) == pytest.approx(2 / 3)
    assert not np.any(found == 1)


@pytest.mark.parametrize("count", [3, 4, 5, 8])
def test_on_a_line_only_two_classes_of_equal_size_are_found(count):
    positions, labels = clusters(centres=np.arange(count) * 1.5)
    scores = line_scores(positions, labels, positions)
    assert np.mean(class_of(scores) == labels) == pytest.approx(2 / count)
    mean = line_scores(positions, labels, [positions.mean()])
    assert np.allclose(mean, 1 / count), "all lines cross in one point"


def test_the_predictions_of_the_lesson_are_complete():
    for name in (
        "one-hot-distances",
        "nearest-corner",
        "scores-from-zeros-and-ones",
        "one-hot-on-three-clusters",
        "three-straight-lines",
    ):
        options = questions()[name]["options"]
        assert len(options) == 4
        lengths = [len(option["answer"]) for option in options]
        (right,) = (len(option["answer"]) for option in options if option.get("right"))
        assert right < max(lengths), "the longest option gives itself away"
