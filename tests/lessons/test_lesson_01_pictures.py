"""The pictures of lesson 01 follow their controls, and tell what a learner's numbers do."""

import itertools

import numpy as np
import pytest

from helpers import (
    clusters,
    draw_digit_predictions,
    draw_digits,
    draw_distances,
    draw_fit,
    draw_lookalikes,
    draw_squared_error,
    explore_scalar_targets,
)
from helpers.lessons.l01_scalar_targets.fit import FitScene, encoded, nearest
from helpers.lessons.l01_scalar_targets.numbers import spread_out

ORDERS = list(itertools.permutations((1, 2, 3)))


def share_right(words):
    return float(words.removeprefix("Right: ").split(" ")[0])


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


def test_lookalikes_are_found_among_the_averages(capsys):
    averages = np.zeros((10, 64))
    averages[np.arange(10), np.arange(10)] = 10
    averages[[0, 9], 20] = 30  # these two alone have something in common
    draw_lookalikes(averages)
    said = capsys.readouterr().out
    assert "0 looks most like 9" in said and "9 most like 0" in said
    with pytest.raises(ValueError, match=r"\(10, 64\), but has \(3, 64\)"):
        draw_lookalikes(averages[:3])


@pytest.mark.parametrize("numbers", [(1, 1, 1), (3, 1, 2), (-5, 0, 1e7)])
def test_distances_are_drawn_for_any_three_numbers(numbers, capsys):
    draw_distances(numbers)
    assert "cat to dog" in capsys.readouterr().out
    with pytest.raises(ValueError, match="3 finite numbers"):
        draw_distances(numbers[:2])
