"""Lesson 02: the checks of its exercises, and the facts that it states."""

import numpy as np
import pytest
from conftest import ROOT, read

from helpers import (
    check,
    class_of,
    clusters,
    digits,
    fit_least_squares,
    one_hot,
    predict_linear,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import questions
from helpers.lessons.l02_one_hot import checks as exercises
from helpers.lessons.l02_one_hot import line_checks
from helpers.lessons.l02_one_hot.lines import line_scores


def by_hand(positions, labels, where):
    return np.column_stack([-where - 0.5, np.zeros(len(where)), where - 0.5])


def with_square(positions, labels, where):
    def table(x):
        return np.column_stack([x, x**2])

    return predict_linear(table(where), fit_least_squares(table(positions), one_hot(labels)))


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
    assert "row by row" in refused("my_class_of", lambda z: [row.argmax() for row in z])
    assert ".max(axis=-1)" in refused("my_class_of", lambda z: z.tolist().index(max(z)))
    assert "no .index" in refused("my_class_of", lambda z: z.index(max(z)))
    three = lambda z: z[..., :3].argmax(axis=-1)  # noqa: E731
    assert "With 5 classes" in refused("my_class_of", three)
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
        lambda p, n, w: with_square(*line_checks.EXAMPLES, w),
    ),
    ("not (7, 3)", lambda p, n, w: with_square(p, n, w)[:, :2]),
    ("the scores are not", lambda p, n, w: with_square(p, n, w) + 1),
]


@pytest.mark.parametrize(("hint", "answer"), BENT, ids=[hint for hint, _ in BENT])
def test_mistakes_in_bent_scores_are_named(hint, answer):
    assert hint in refused("bent_scores", answer)


def test_every_known_mistake_in_bent_scores_was_fed():
    hints = {refused("bent_scores", answer) for _, answer in BENT}
    assert line_checks.BENT_MISTAKES.keys() <= hints


@mistaken(line_checks.LINE_MISTAKES)
def test_known_mistakes_in_lines_for_are_named(hint):
    assert refused("lines_for", line_checks.LINE_MISTAKES[hint]) == hint


def test_other_mistakes_in_lines_for_are_located():
    assert "It must be (2, 3)" in refused("lines_for", lambda c: c)
    assert "nan or inf" in refused("lines_for", lambda c: np.full((2, len(c)), np.nan))
    assert "is nearest" in refused("lines_for", lambda c: np.array([2 * c, 1 - c**3]))


def test_no_two_hints_are_the_same_and_none_is_a_praise():
    for mistakes in (
        exercises.BY_HAND_MISTAKES,
        {**exercises.CLASS_MISTAKES, **exercises.BATCH_CLASS_MISTAKES},
        line_checks.BENT_MISTAKES,
        line_checks.LINE_MISTAKES,
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
        ("digits-result", "one-hot:    0.94 right"),
        ("digits-fair", "one number, 650 weights: 0.39 right"),
        ("digits-splits", "one number 0.35 to 0.40, one-hot 0.92 to 0.94"),
        ("masking-shirts-result", "0.50 right"),
        ("digits-result", "one number: 0.22 right"),
        ("scores-result", "sums: from 1.000 to 1.000"),
        ("scores-result", "below 0: 1.00"),
        ("masking-numbers", "1.000 right"),
        ("masking-result", "0.667 right"),
        ("masking-point", "mean position: [[0.333 0.333 0.333]]"),
        ("masking-unequal", "1.000 right"),
        ("hand-numbers", "line_scores  right 0.667   squared error 0.34"),
        ("hand-numbers", "by_hand      right 1.000   squared error 2.18"),
        ("hand-numbers", "halved       right 1.000   squared error 0.38"),
        ("hand-best", "squared error 0.377"),
    ],
)
def test_the_figures_stand_in_the_outputs(lesson, cell, figure):
    assert figure in lesson[1][cell]


@pytest.mark.parametrize("seed", range(100, 105))
def test_one_number_stays_behind_with_as_many_weights(seed):
    train_images, train_labels, test_images, test_labels = digits()
    images = np.concatenate([train_images, test_images])
    labels = np.concatenate([train_labels, test_labels])
    generator = np.random.default_rng(seed)
    order, mixtures = generator.permutation(len(labels)), generator.normal(size=(64, 649))
    train, test = order[540:], order[:540]
    scores = predict_linear(images[test], fit_least_squares(images[train], one_hot(labels[train])))
    assert 0.90 < np.mean(class_of(scores) == labels[test]) < 0.97
    assert np.allclose(scores.sum(axis=1), 1)
    assert (scores < 0).any(axis=1).mean() > 0.98 and scores.max() > 1
    many = np.maximum(images @ mixtures, 0)
    number = predict_linear(many[test], fit_least_squares(many[train], labels[train]))
    assert np.mean(np.clip(np.rint(number), 0, 9) == labels[test]) < 0.45
    scores = predict_linear(many[test], fit_least_squares(many[train], one_hot(labels[train])))
    assert np.mean(class_of(scores) == labels[test]) > 0.95


@pytest.mark.parametrize("seed", range(5))
def test_lines_by_hand_cost_more_in_whatever_units(seed):
    positions, labels = clusters(seed=seed)
    targets = one_hot(labels)

    def error(scores):
        return np.mean(np.sum((scores - targets) ** 2, axis=1))

    fitted, chosen = (
        line_scores(positions, labels, positions),
        by_hand(positions, labels, positions),
    )
    halved = chosen / 2 + 0.5
    assert np.array_equal(class_of(halved), class_of(chosen))
    assert np.mean(class_of(chosen) == labels) == 1
    factor, shift = np.polyfit(chosen.ravel(), targets.ravel(), 1)
    best = error(factor * chosen + shift)
    assert error(fitted) < best < error(halved) < error(chosen) / 5
    assert best < 1.15 * error(fitted), "not much more"


@pytest.mark.parametrize("seed", range(5))
def test_one_hot_masks_two_sizes_of_four(seed):
    heights, sizes = clusters([160, 170, 180, 190], spread=3, seed=seed)
    assert np.mean(class_of(line_scores(heights, sizes, heights)) == sizes) == 0.5


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
        "recall-noise",
        "recall-nails",
    ):
        options = questions()[name]["options"]
        assert len(options) == 4
        lengths = [len(option["answer"]) for option in options]
        (right,) = (len(option["answer"]) for option in options if option.get("right"))
        assert min(lengths) <= right < max(lengths), "the longest option gives itself away"
