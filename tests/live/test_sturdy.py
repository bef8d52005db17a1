"""What must not break the course: a learner's function, the order of the cells, files, folders."""

import functools
import xml.etree.ElementTree as ElementTree

import matplotlib
import numpy as np
import pytest

import helpers
from helpers import check
from helpers.learning.feedback import NOT_RIGHT
from helpers.live import picture as pictures
from helpers.live.learner import LearnerError, Stopped
from helpers.live.picture import new_figure, show
from tests.learning import nonsense

# A learner's function in the live pictures ------------------------------------------------------


@functools.cache
def short_race():
    return helpers.run_race(seeds=[0], steps=2, learning_rates=[1.0])


EXPLORERS = {
    "explore_scalar_targets": helpers.explore_scalar_targets,
    "explore_one_hot": helpers.explore_one_hot,
    "explore_masking": helpers.explore_masking,
    "explore_softmax": helpers.explore_softmax,
    "explore_overflow": helpers.explore_overflow,
    "explore_simplex": helpers.explore_simplex,
    "explore_cross_entropy": helpers.explore_cross_entropy,
    "explore_gradient": helpers.explore_gradient,
    "explore_losses": helpers.explore_losses,
    "explore_ground": helpers.explore_ground,
    "explore_race": lambda f: helpers.explore_race(short_race(), loss=f),
    "explore_double_softmax": helpers.explore_double_softmax,
    "explore_training": helpers.explore_training,
    "explore_blend, scalar": helpers.explore_blend,
    "explore_blend, softmax": lambda f: helpers.explore_blend(softmax_model=f),
    "explore_temperature": lambda f: helpers.explore_temperature(f, {"one": np.eye(3)}, [0, 1, 1]),
}
CALLED_ONCE = {"explore_race", "explore_training"}
"""They call the function when they are made, and not as a control moves."""


def test_every_explorer_is_tried():
    tried = {name.split(",")[0] for name in EXPLORERS}
    without_a_function = {"explore_corners"}
    explorers = {name for name in helpers.__all__ if name.startswith("explore_")}
    assert tried == explorers - without_a_function


def changes_its_argument(*arguments):
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            argument[...] = 0.25
    return arguments[0]


BAD = [
    *(
        nonsense.divide_by_zero,
        nonsense.leave,
        nonsense.recurse,
        nonsense.later,
        nonsense.one_by_one,
        nonsense.asks,
    ),
    *(
        nonsense.complains,
        nonsense.with_no_arguments,
        nonsense.raises(ValueError(nonsense.SCRIPT * 500)),
    ),
    *(
        nonsense.raises(nonsense.OwnError()),
        lambda *a: None,
        lambda *a: "text",
        lambda *a: nonsense.SCRIPT,
    ),
    *(lambda *a: [], lambda *a: [[1], [1, 2]], lambda *a: 1j, lambda *a: 10**400, lambda *a: len),
    *(lambda *a: np.zeros((7, 7)), lambda *a: matplotlib.figure.Figure(), changes_its_argument),
    *(lambda *a: np.asarray(a[0]) * np.nan, lambda *a: np.full(np.shape(a[0]), np.inf)),
    *(lambda *a: np.full(np.shape(a[0]), -1e308), lambda *a: np.nan, lambda *a: 1e308),
]


def look_at(picture):
    """See that a picture has words and, unless they say why not, something that moves."""
    assert 0 < len(picture.words) < 2000
    assert "Traceback" not in picture.words
    if picture.error is None:
        ElementTree.fromstring(picture._screen.moving)
        assert picture._screen.words == picture.words
    else:
        assert picture._screen.error == picture.words == f"No picture: {picture.error}"
    assert "<script" not in picture._screen.moving
    picture.words.encode("utf-8")  # or it could not be sent


@pytest.mark.parametrize("name", sorted(EXPLORERS.keys() - CALLED_ONCE))
def test_a_live_picture_survives_every_function(name, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", None)
    now = [changes_its_argument]
    picture = EXPLORERS[name](lambda *arguments: now[0](*arguments))
    before = picture.words
    control = next(c for c in picture.controls.values() if hasattr(c, "max"))
    for now[0] in BAD:
        picture.refresh()
        look_at(picture)
    for now[0] in (nonsense.divide_by_zero, changes_its_argument):
        start = control.value
        control.value = control.max
        look_at(picture)
        control.value = start
    assert picture.words == before, "the next good function brings the picture back"


class WithoutName:
    """Something that can be called, and has no name of its own."""

    def __call__(self, *arguments):
        return arguments[0]


class NeitherTrueNorFalse(WithoutName):
    __name__ = 3

    def __bool__(self):
        raise ZeroDivisionError


def named(name):
    def function(*arguments):
        return 2.0 * np.asarray(arguments[0])

    function.__name__ = name
    return function


ODD = [nonsense.divide_by_zero, functools.partial(lambda *a: np.zeros((7, 7)))]
ODD_NAMES = [NeitherTrueNorFalse(), named("我的$损失^$" * 50), named(nonsense.SCRIPT)]


@pytest.mark.parametrize("name", EXPLORERS)
def test_a_live_picture_can_be_made_of_anything_that_can_be_called(name):
    # Where a name is drawn, all of them; the others only put it into words.
    names_drawn = name in ("explore_losses", "explore_ground", "explore_race")
    for function in ODD_NAMES if names_drawn else ODD:
        picture = EXPLORERS[name](function)
        look_at(picture)
    assert "<script" not in picture._repr_mimebundle_()[0]["text/html"]


@pytest.mark.parametrize("name", ["explore_simplex", "explore_losses", "explore_gradient"])
def test_a_picture_says_that_a_function_was_stopped_and_moves_on(name):
    function = changes_its_argument
    picture = EXPLORERS[name](lambda *arguments: function(*arguments))
    before = picture.words
    function = nonsense.raises(KeyboardInterrupt())
    with pytest.raises(Stopped):  # in a cell: what stands below in Run All stops as well
        picture.refresh()
    assert "was stopped before it returned" in picture.words
    control = next(c for c in picture.controls.values() if hasattr(c, "max"))
    start = control.value
    control.value = control.max  # while it moves there is no cell to stop
    assert "was stopped before it returned" in picture._screen.error
    function = changes_its_argument
    control.value = start
    assert picture.words == before


def test_input_does_not_wait_for_ever_while_a_picture_moves(monkeypatch):
    asked = []
    monkeypatch.setattr("builtins.input", lambda prompt="": asked.append(prompt) or "1")
    picture = helpers.explore_softmax(lambda z: [float(input()), 0, 0])
    assert picture.error is None and asked, "in a cell it can ask"
    picture.controls["cat"].value = 1.0
    assert "input() cannot ask anything while a picture moves" in picture.words
    assert input() == "1", "and afterwards it is as it was"


def test_stop_stops_a_check_in_words():
    stopped = 0
    for name, judge in vars(check).items():
        if name == "my_train":  # asks for PyTorch first
            continue
        try:
            assert judge(nonsense.raises(KeyboardInterrupt())).verdict == NOT_RIGHT
        except Stopped as stop:
            assert stop._render_traceback_() == [str(stop)], "words, and no traceback"
            assert "does its loop ever end?" in str(stop)
            stopped += 1
    assert stopped > 15


def test_a_still_picture_of_a_learners_function_fails_in_words():
    with pytest.raises(LearnerError) as caught:
        helpers.draw_sigmoid(nonsense.divide_by_zero)
    (line,) = caught.value._render_traceback_()
    assert line.startswith("divide_by_zero raised ZeroDivisionError")


# Names of classes -------------------------------------------------------------------------------


def test_the_names_of_classes_are_escaped(capsys):
    figure, axes = new_figure()
    axes.bar([nonsense.SCRIPT], [1.0])
    show(figure, nonsense.SCRIPT)
    picture = pictures.Picture(figure, f'"{nonsense.SCRIPT}" onerror="alert(1)"')
    assert "<script" not in picture.html and '" onerror' not in picture.html
    capsys.readouterr()
    helpers.draw_ideas({nonsense.SCRIPT: [1, 0, 0]})
    assert capsys.readouterr().out.startswith(nonsense.SCRIPT)


@pytest.mark.filterwarnings("ignore:Glyph")  # the font has no Chinese
@pytest.mark.parametrize("name", ["我的$损失^$", nonsense.SCRIPT])
def test_a_learners_name_of_an_idea_or_a_contender_is_no_formula(name, capsys):
    race = helpers.run_race({name: lambda z, y: z - y}, seeds=[0], steps=2, learning_rates=[1.0])
    helpers.draw_ideas({name: [1, 0, 0]})
    helpers.draw_race(race)
    helpers.draw_leads([0] * len(race.starts), {name: race})
    assert capsys.readouterr().out.count(name) >= 3


def test_the_name_of_a_model_is_escaped():
    def soften(logits, temperature):
        return helpers.softmax(logits / temperature)

    picture = helpers.explore_temperature(soften, {nonsense.SCRIPT: np.eye(3)}, [0, 1, 1])
    look_at(picture)
    assert picture.error is None and picture.words.startswith(nonsense.SCRIPT)
    bundle = picture._repr_mimebundle_()[0]
    assert "<script" not in bundle["text/html"]
