"""Lesson 01: the checks of its exercises, and the facts that it states."""

import itertools

import nbformat
import numpy as np
import pytest
from conftest import ROOT

from helpers import (
    check,
    clusters,
    digits,
    fit_least_squares,
    predict_linear,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import questions
from helpers.lessons.l01_scalar_targets import checks, place_checks
from helpers.lessons.l01_scalar_targets.fit import nearest

ORDERS = list(itertools.permutations((1, 2, 3)))
NOTEBOOK = ROOT / "notebooks" / "01_why_scalar_targets_fail.ipynb"


# Facts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", ORDERS)
def test_a_line_is_right_when_the_middle_cluster_has_the_middle_number(order):
    positions, labels = clusters()
    targets = np.array(order)[labels]
    line = np.polyfit(positions, targets, 1)
    share = np.mean(np.rint(np.polyval(line, positions)) == targets)
    if order[1] == 2:
        assert share == 1
    else:
        assert 0.305 <= share <= 0.355


def test_digits_as_numbers():
    train_images, train_labels, test_images, test_labels = digits()
    predictions = predict_linear(test_images, fit_least_squares(train_images, train_labels))
    r2 = 1 - np.sum((predictions - test_labels) ** 2) / np.sum((test_labels - 4.5) ** 2)
    share = np.mean(np.clip(np.rint(predictions), 0, 9) == test_labels)
    assert (round(share, 2), round(r2, 2)) == (0.22, 0.56)


@pytest.fixture(scope="module")
def all_digits():
    train_images, train_labels, test_images, test_labels = digits()
    return np.concatenate([train_images, test_images]), np.concatenate([train_labels, test_labels])


def splits(count, number=540):
    for seed in range(100, 100 + count):  # others than the lesson's
        order = np.random.default_rng(seed).permutation(1797)
        yield order[number:], order[:number]


def test_one_number_is_right_for_a_fifth_to_a_quarter_of_the_digits_on_every_split(all_digits):
    images, labels = all_digits
    for train, test in splits(10):
        found = predict_linear(images[test], fit_least_squares(images[train], labels[train]))
        share = np.mean(np.clip(np.rint(found), 0, 9) == labels[test])
        r2 = 1 - np.mean((found - labels[test]) ** 2) / labels[test].var()
        assert 0.18 < share < 0.29
        assert 0.46 < r2 < 0.64
        medians = [np.median(found[labels[test] == digit]) for digit in range(10)]
        assert np.min(np.diff(medians)) < 0, "neighbours change places"


def test_neighbours_do_better_and_the_mean_says_what_none_of_them_says(all_digits):
    images, labels = all_digits
    for train, test in splits(3):
        squares = np.sum(images**2, axis=1)
        distances = squares[train] - 2 * images[test] @ images[train].T
        five = labels[train][np.argsort(distances, axis=1)[:, :5]]
        means = np.rint(five.mean(axis=1))
        votes = np.array([np.bincount(said).argmax() for said in five])
        by_mean, by_vote = np.mean(means == labels[test]), np.mean(votes == labels[test])
        assert 0.90 < by_mean < 0.97 < by_vote
        disagree = five.min(axis=1) != five.max(axis=1)
        nobody = ~(five == means[:, np.newaxis]).any(axis=1)
        assert nobody.sum() > disagree.sum() / 2


def test_digits_next_to_each_other_rarely_look_alike(all_digits):
    images, labels = all_digits
    for train, _ in splits(10):
        averages = np.array([images[train][labels[train] == k].mean(axis=0) for k in range(10)])
        distances = np.linalg.norm(averages[:, np.newaxis] - averages, axis=2)
        np.fill_diagonal(distances, np.inf)
        most_like = distances.argmin(axis=1)
        assert most_like[0] == 9
        assert np.sum(np.abs(most_like - np.arange(10)) == 1) <= 2


@pytest.mark.parametrize("seed", range(10))
def test_one_number_suits_shirts(seed):
    heights, sizes = clusters([160, 170, 180, 190], spread=3, seed=seed)
    found = np.clip(np.rint(np.polyval(np.polyfit(heights, sizes, 1), heights)), 0, 3)
    assert 0.88 < np.mean(found == sizes) < 0.97
    assert np.abs(found - sizes).max() == 1


@pytest.mark.parametrize("places", [(0, 1, 2, 8), (-1, 0, 0.5, 5)])
def test_ranks_are_not_enough_where_places_are_uneven(places):
    places = np.array(places, dtype=float)
    assert place_checks._share_right(places, np.arange(4.0)) < 0.55
    assert place_checks._share_right(places, places) > 0.985


def stored_text():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    return {
        cell.id: "".join(
            output.get("text", "") or output.get("data", {}).get("text/plain", "")
            for output in cell.outputs
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    }


def test_the_notebook_shows_the_facts():
    text = stored_text()
    shares = [float(line.split()[-1]) for line in text["order-six"].splitlines()[1:]]
    assert shares == [1.00, 0.35, 0.31, 0.31, 0.35, 1.00]
    assert text["digits-r2-number"].split() == ["R²", "0.56"]
    assert "nearest digit is right: 0.22" in text["digits-share"]
    assert "right: mean 0.23, from 0.19 to 0.27" in text["digits-splits"]
    assert (
        text["blame-neighbours"].split()
        == "right by the mean: 0.94 right by the vote: 0.98".split()
    )


def test_the_notebook_asks_every_question_of_the_lesson():
    source = NOTEBOOK.read_text(encoding="utf-8")
    names = ["half-cat-half-rabbit", "swap-two-numbers", "one-ten-hundred", "digits-rounded"]
    for name in names:
        assert name in questions()
        assert f'predict(\\"{name}\\")' in source
    right = [
        [option.get("right", False) for option in questions()[name]["options"]].index(True)
        for name in names
    ]
    assert len(set(right)) >= 3  # the right option is not always at the same place


# The checks -------------------------------------------------------------------------------------

JUDGES = {
    "blended_answer": check.blended_answer,
    "my_nearest": check.my_nearest,
    "unfairness": check.unfairness,
    "right_for_one_number": check.right_for_one_number,
    "numbers_for": check.numbers_for,
}


def raising(*arguments):
    raise RuntimeError("no idea")


@pytest.mark.parametrize("name", JUDGES)
def test_not_yet(name):
    assert JUDGES[name](None).verdict == JUDGES[name](...).verdict == NOT_YET
    if name in ("my_nearest", "unfairness", "numbers_for"):
        assert JUDGES[name](lambda *arguments: None).verdict == NOT_YET
        assert JUDGES[name](raising).verdict == NOT_RIGHT
        assert JUDGES[name](lambda *arguments: np.nan).verdict == NOT_RIGHT
        assert JUDGES[name](lambda *arguments: np.full((2, 2), 1e300)).verdict == NOT_RIGHT


@pytest.mark.parametrize("answer", [1.5, np.float32(1.5), np.array(1.5), 3 / 2])
def test_blended_answer(answer):
    assert check.blended_answer(answer).verdict == RIGHT


@pytest.mark.parametrize(("wrong", "hint"), checks.BLENDS.items())
def test_blended_answer_names_each_mistake(wrong, hint):
    assert check.blended_answer(wrong).words == hint


def nearest_by_loop(predictions, numbers):
    labels = []
    for prediction in predictions:
        distances = [abs(prediction - number) for number in numbers]
        labels.append(distances.index(min(distances)))
    return labels


def nearest_by_squares(predictions, numbers):
    return np.argmin((numbers[np.newaxis, :] - predictions.reshape(-1, 1)) ** 2, axis=-1)


@pytest.mark.parametrize("answer", [nearest, nearest_by_loop, nearest_by_squares])
def test_my_nearest(answer):
    assert check.my_nearest(answer).verdict == RIGHT


@pytest.mark.parametrize(("hint", "mistake"), checks.NEAREST_MISTAKES.items())
def test_my_nearest_names_each_mistake(hint, mistake):
    assert check.my_nearest(mistake).words == hint


def test_my_nearest_sees_that_numbers_were_sorted():
    feedback = check.my_nearest(checks._argsorted)
    assert feedback.verdict == NOT_RIGHT
    assert "Do not sort the numbers" in feedback.words


def unfair_by_table(numbers):
    distances = np.abs(numbers[:, None] - numbers)
    return distances.max() / distances[distances > 0].min()


def unfair_by_loop(numbers):
    gaps = [abs(a - b) for a, b in itertools.combinations(list(numbers), 2)]
    return max(gaps) / min(gaps)


@pytest.mark.parametrize("answer", [unfair_by_table, unfair_by_loop, checks._unfairness])
def test_unfairness(answer):
    assert check.unfairness(answer).verdict == RIGHT


@pytest.mark.parametrize(("hint", "mistake"), checks.UNFAIRNESS_MISTAKES.items())
def test_unfairness_names_each_mistake(hint, mistake):
    assert check.unfairness(mistake).words == hint


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda n: np.abs(n[:, None] - n).max() / np.abs(n[:, None] - n).min(), "diagonal"),
        (lambda n: np.ptp(n) / np.abs(np.diff(n)).min(), "nearest two classes need not stand"),
        (lambda n: abs(n[-1] - n[0]) / checks._pairs(n).min(), "last number need not"),
        (lambda n: np.abs(n[:, None] - n), "whole table"),
    ],
)
def test_unfairness_names_mistakes_that_only_some_numbers_show(mistake, words):
    feedback = check.unfairness(mistake)
    assert feedback.verdict == NOT_RIGHT
    assert words in feedback.words


def test_three_numbers_are_never_fairer_than_two():
    triples = np.random.default_rng(0).normal(size=(300, 3))
    assert min(checks._unfairness(numbers) for numbers in triples) >= 2


@pytest.mark.parametrize(
    "answer", [["A", "D", "F"], "ADF", "f, a, d", {"a", "D", "F"}, ("A", "D F")]
)
def test_right_for_one_number(answer):
    assert check.right_for_one_number(answer).verdict == RIGHT


@pytest.mark.parametrize("letter", "BCE")
def test_each_problem_that_does_not_belong_has_its_own_hint(letter):
    answer = {"A", "D", "F", letter}
    assert check.right_for_one_number(answer).words.endswith(checks.WRONG_PROBLEMS[letter])


def test_a_problem_that_is_missing_is_not_named():
    said = {check.right_for_one_number(answer).words for answer in ("AD", "AF", "DF", "A")}
    assert len(said) == 1 and "something is missing" in said.pop()
    assert "3 belong there" in check.right_for_one_number("ABCDEF").words
    assert check.right_for_one_number(["G"]).words.startswith("There is no problem 'G'")


@pytest.mark.parametrize(
    "answer",
    [
        lambda places: places,
        lambda places: -3 * places + 7,
        lambda places: [place + 1 for place in places],
        lambda places: (places - places.min()) / np.ptp(places),
        lambda places: np.float32(10) * places,
    ],
)
def test_numbers_for(answer):
    assert check.numbers_for(answer).verdict == RIGHT


@pytest.mark.parametrize(("hint", "mistake"), place_checks.PLACES_MISTAKES.items())
def test_numbers_for_names_each_mistake(hint, mistake):
    feedback = check.numbers_for(mistake)
    assert feedback.verdict == NOT_RIGHT
    assert feedback.words.endswith(hint)


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda places: np.ones(len(places)), "share a number"),
        (lambda places: places > 0, "share a number"),
        (lambda places: places * np.inf, "finite"),
        (lambda places: [1, 2, 3], "the same numbers wherever"),
        (lambda places: np.sign(places) * 1.7e308, "finite"),
        (lambda places: list(places) * 2, "shape"),
        (lambda places: 1e6 ** np.argsort(np.argsort(places)), "not those between the places"),
        (lambda places: 2 * np.argsort(np.argsort(places)) + 1, "not those between the places"),
        (lambda places: [sorted(places).index(p) for p in places], "not those between the places"),
    ],
)
def test_numbers_for_other_mistakes(mistake, words):
    feedback = check.numbers_for(mistake)
    assert feedback.verdict == NOT_RIGHT
    assert words in feedback.words
