"""Lesson 01: its live picture, its drawings, its checks, and the facts that it states."""

import itertools
import math

import nbformat
import numpy as np
import pytest
from conftest import ROOT

from helpers import (
    check,
    clusters,
    digits,
    draw_digit_predictions,
    draw_digits,
    draw_distances,
    draw_fit,
    draw_squared_error,
    explore_scalar_targets,
    fit_least_squares,
    predict_linear,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import questions
from helpers.lessons.l01_scalar_targets import checks
from helpers.lessons.l01_scalar_targets.fit import FitScene, encoded, nearest
from helpers.lessons.l01_scalar_targets.numbers import spread_out

ORDERS = list(itertools.permutations((1, 2, 3)))
NOTEBOOK = ROOT / "notebooks" / "01_why_scalar_targets_fail.ipynb"


def share_right(words):
    return float(words.removeprefix("Right: ").split(" ")[0])


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
    assert checks._share_right(places, np.arange(4.0)) < 0.55
    assert checks._share_right(places, places) > 0.985


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


# The live picture -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def picture():
    return explore_scalar_targets()


@pytest.fixture(autouse=True)
def reset(request):
    if "picture" in request.fixturenames:
        picture = request.getfixturevalue("picture")
        picture.set(numbers=(1.0, 2.0, 3.0), cat=-1, dog=0, rabbit=1)


def image(picture):
    return picture._screen.moving


def test_the_six_orders_in_the_picture(picture):
    for order in ORDERS:
        share = share_right(picture.set(numbers=order).words)
        assert share == 1 if order[1] == 2 else 0.31 <= share <= 0.35


def test_the_line_answers_in_the_order_of_the_numbers(picture):
    picture.set(numbers=(1, 3, 2))
    assert picture.words.endswith("the line answers cat, rabbit, dog.")
    picture.set(numbers=(3, 2, 1))  # a falling line
    assert picture.words.endswith("the line answers cat, dog, rabbit.")
    assert "Numbers: cat 3, dog 2, rabbit 1." in picture.words


def test_one_ten_hundred_is_right_until_dog_moves(picture):
    assert share_right(picture.set(numbers=(1, 10, 100)).words) == 1
    shares = {
        numbers: share_right(picture.set(numbers=numbers, dog=0.5).words)
        for numbers in [(1.0, 2.0, 3.0), (1.0, 10.0, 100.0)]
    }
    assert shares == {(1.0, 2.0, 3.0): 0.99, (1.0, 10.0, 100.0): 0.95}


def test_moving_a_cluster_past_another_takes_its_share(picture):
    before = image(picture)
    picture.set(dog=1.0, rabbit=0.0)
    assert share_right(picture.words) < 0.4
    assert "Places: cat -1.0, dog 1.0, rabbit 0.0." in picture.words
    assert image(picture) != before
    picture.set(numbers=(1, 3, 2))
    assert share_right(picture.words) == 1


def test_every_control_can_go_through_its_range(picture):
    for _, numbers in picture.controls["numbers"].options:
        picture.controls["numbers"].value = numbers
        assert picture.error is None
    for name in ("cat", "dog", "rabbit"):
        control, words = picture.controls[name], set()
        for place in np.linspace(control.min, control.max, 4):
            control.value = place
            assert picture.error is None
            assert 0 <= share_right(picture.words) <= 1
            words.add(picture.words)
        assert len(words) == 4


def test_all_clusters_at_one_place(picture):
    for place in (-1.5, 0, 1.5):
        picture.set(cat=place, dog=place, rabbit=place)
        assert picture.error is None
        assert share_right(picture.words) < 0.5


def test_a_learners_numbers_are_the_first_choice():
    picture = explore_scalar_targets(lambda label: [1, 50, 3][label])
    assert picture.values["numbers"] == "encoding"
    assert "Numbers: cat 1, dog 50, rabbit 3." in picture.words
    assert share_right(picture.words) < 0.5
    assert share_right(picture.set(numbers=(1, 2, 3)).words) == 1


@pytest.mark.parametrize(
    "encoding",
    [
        lambda label: {0: 1, 1: 10, 2: 100}[label],
        lambda label: np.array([1, 10, 100])[label],
        lambda label: 10**label,
        lambda label: [10**label],
        lambda label: 1 if label == 0 else (10 if label == 1 else 100.0),
        lambda label: np.float32(10) ** np.float32(label),
    ],
)
def test_encodings_written_in_many_ways(encoding):
    assert encoded(encoding) == (1, 10, 100)


def test_a_function_that_changes_is_called_again():
    numbers = [1, 2, 3]
    picture = explore_scalar_targets(lambda label: numbers[label])
    assert share_right(picture.words) == 1
    numbers[1] = 9
    picture.refresh()
    assert share_right(picture.words) < 0.5


def test_equal_numbers_are_named():
    picture = explore_scalar_targets(lambda label: 7)
    assert picture.error is None
    assert "nothing tells them apart" in picture.words
    picture = explore_scalar_targets(lambda label: (label - 1) ** 2)
    assert picture.error is None
    assert "rabbit 0.00" in picture.words  # cat, the first of the two, is the answer


def raising(label):
    raise RuntimeError("no idea")


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        (lambda label: None, "returned nothing"),
        (lambda label: ..., "dots"),
        (lambda label: "cat", "not an array of numbers"),
        (lambda label: [0, 0, 1], "must give one number: here that of cat"),
        (lambda label: np.nan, "nan for cat"),
        (lambda label: [1, np.inf, 3][label], "inf for dog"),
        (lambda label: [1, 2][label], "IndexError"),
        (lambda label: [-1.7e308, 0, 1.7e308][label], "too far apart"),
        (raising, "no idea"),
    ],
)
def test_broken_encodings_are_told_in_words_and_recovered_from(encoding, words):
    picture = explore_scalar_targets(encoding)
    assert words in picture.error
    assert picture.words.startswith("No picture: ")
    picture.set(numbers=(1, 2, 3))
    assert picture.error is None
    assert share_right(picture.words) == 1


@pytest.mark.parametrize("numbers", [(1e300, -1e300, 5), (1e-300, 2e-300, 3e-300), (1, 1, 2)])
def test_extreme_numbers_are_drawn(numbers):
    assert explore_scalar_targets(numbers=numbers).error is None


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"encoding": [1, 2, 3]}, TypeError, "numbers=(1, 10, 100)"),
        ({"numbers": (1, 2)}, ValueError, "3 finite numbers"),
        ({"numbers": "abc"}, ValueError, "3 finite numbers"),
        ({"numbers": (1, 2, np.inf)}, ValueError, "3 finite numbers"),
    ],
)
def test_bad_arguments(arguments, error, words):
    with pytest.raises(error) as caught:
        explore_scalar_targets(**arguments)
    assert words in str(caught.value)


def test_the_picture_holds_what_the_words_say():
    scene = FitScene()
    positions, labels = clusters()
    scene.set(positions, labels, (1, 3, 2))
    assert [len(artist.get_xdata()) for artist in scene._right] == [43, 0, 63]
    assert [len(artist.get_xdata()) for artist in scene._wrong] == [57, 100, 37]
    assert scene._shares.texts == ["0.43", "0.00", "0.63", "0.35"]
    assert scene._numbers.texts == ["cat 1", "dog 3", "rabbit 2"]
    x, y = scene._line.get_data()
    slope, intercept = np.polyfit(positions, np.array([0, 1, 0.5])[labels], 1)
    np.testing.assert_allclose(y, slope * x + intercept)
    cat, dog, rabbit = (tint.get_bbox() for tint in scene._tints[::2])
    assert cat.x1 == pytest.approx(rabbit.x0) == pytest.approx((0.25 - intercept) / slope, abs=0.01)
    assert rabbit.x1 == pytest.approx(dog.x0) == pytest.approx((0.75 - intercept) / slope, abs=0.01)
    for animal, centre in zip(scene._animals.artists, (-1, 0, 1), strict=True):
        assert animal.get_xdata()[0] == pytest.approx(centre, abs=0.05)


def test_ears_grow_with_the_place():
    scene = FitScene()
    sizes = []
    for place in (-1.5, 0, 1.5):
        scene.set(*clusters((place, place, place)), (1, 2, 3))
        sizes.append([animal.get_markersize() for animal in scene._animals.artists])
    assert (np.diff(sizes, axis=0) > 0).all()


def test_the_numbers_beside_the_picture_never_overlap():
    scene = FitScene()
    for numbers in [(1, 10, 100), (1, 91, 100), (5, 5, 5), (1, 1, 2), (2, 2, 1), (0, 0.5, 1)]:
        scene.set(*clusters(), numbers)
        heights = np.sort(scene._numbers._y)
        assert (np.diff(heights) > 0.16).all()
        assert heights.min() > -0.2
        assert heights.max() < 1.0


def test_labels_that_are_spread_out_keep_their_order():
    places = np.random.default_rng(0).random((50, 3))
    for before in places:
        after = spread_out(before, 0.2)
        assert (np.argsort(after) == np.argsort(before)).all()
        assert np.diff(np.sort(after)).min() > 0.199


# The drawings -----------------------------------------------------------------------------------


def test_drawings_say_what_they_show(capsys):
    draw_squared_error([1, 1, 1, 3])
    draw_distances([1, 10, 100])
    draw_digits(np.zeros((1, 64)), [4])
    draw_digit_predictions([0, 1, 9], [-2.0, 1.2, 6.0])
    draw_fit(*clusters(), numbers=(2, 1, 3))
    out = capsys.readouterr().out
    assert "is least, 0.75, for the answer 1.50" in out
    assert "cat to rabbit 99" in out
    assert "1 picture of a digit: a 4." in out
    assert "Of 3 pictures 2 are answered rightly" in out  # -2 counts as 0
    assert "Right: 0.31 of all" in out


def test_nearest_takes_the_first_of_two():
    assert nearest([1.5, 2.5], [1, 2, 3]).tolist() == [0, 1]


# The checks -------------------------------------------------------------------------------------

NONSENSE = [
    "",
    "abc",
    [],
    [1, 2],
    {},
    object(),
    math.nan,
    1e300,
    True,
    int,
    lambda *a: "no",
    np.eye(3),
]
JUDGES = {
    "blended_answer": check.blended_answer,
    "my_nearest": check.my_nearest,
    "unfairness": check.unfairness,
    "right_for_one_number": check.right_for_one_number,
    "numbers_for": check.numbers_for,
}


@pytest.mark.parametrize("name", JUDGES)
@pytest.mark.parametrize("answer", NONSENSE, ids=lambda a: str(type(a).__name__))
def test_nonsense_is_never_right(name, answer):
    assert JUDGES[name](answer).verdict == NOT_RIGHT


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


@pytest.mark.parametrize(("hint", "mistake"), checks.PLACES_MISTAKES.items())
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
