"""The structure of `helpers`: imports point down only, and the public names are as agreed."""

import ast
import inspect
import sys
from pathlib import Path

import pytest

import helpers

FOLDER = Path(helpers.__file__).parent
FLOORS = [  # what may be imported stands further up in this list
    {"checks"},
    {"encoding", "softmax"},
    {"losses"},
    {"training", "data"},
    {"learner", "pytorch"},
    {"race"},
    {"cells", "labels", "overlay", "picture", "screen"},
    {"live"},
    {"practice"},
    {"explorers"},
    {"exercises"},
    {"__init__"},
]
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
GROUND_FLOOR = set().union(*FLOORS[:4])


def imports(source):
    """Return the full names of what a module imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full: from helpers.softmax import softmax"
            if node.module == "helpers":
                found |= {f"helpers.{alias.name}" for alias in node.names}
            else:
                found.add(node.module)
    return found


def import_graph(folder):
    """Return, for each module or subpackage of a folder, which others it imports."""
    graph = {}
    for path in folder.rglob("*.py"):
        unit = path.relative_to(folder).parts[0].removesuffix(".py")
        names = [name.split(".") for name in imports(path.read_text(encoding="utf-8"))]
        used = {[*name, "__init__"][1] for name in names if name[0] == "helpers"}
        graph[unit] = graph.get(unit, set()) | (used - {unit})
    return graph


def reached(graph, unit):
    """Return everything that a unit imports, directly or through others."""
    found, waiting = set(), [unit]
    while waiting:
        new = graph.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def faults(graph):
    """Return the imports that go round in a circle, or from a floor to the same or a higher one."""
    wrong = set()
    for unit in graph:
        for other in reached(graph, unit):
            upward = LEVEL.get(unit, len(FLOORS)) <= LEVEL.get(other, -1)
            if unit == other or upward:
                wrong.add(f"{unit} imports {other}")
    return wrong


def test_imports_point_down():
    graph = import_graph(FOLDER)
    assert graph.keys() >= GROUND_FLOOR
    assert faults(graph) == set()


def test_every_module_has_a_floor():
    """One that is not in the list could import what it likes, as long as nothing imports it."""
    assert import_graph(FOLDER).keys() == LEVEL.keys()


def test_the_ground_floor_knows_nothing_of_pictures():
    graph = import_graph(FOLDER)
    for name in GROUND_FLOOR:
        assert reached(graph, name) <= GROUND_FLOOR


@pytest.mark.parametrize("name", sorted(GROUND_FLOOR))
def test_the_ground_floor_needs_numpy_alone(name):
    allowed = {"numpy", "helpers"} | ({"sklearn"} if name == "data" else set())
    used = {found.split(".")[0] for found in imports((FOLDER / f"{name}.py").read_text("utf-8"))}
    assert used - set(sys.stdlib_module_names) <= allowed


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("losses", "from helpers.softmax import softmax", set()),
        ("softmax", "from helpers.losses import cross_entropy", {"softmax imports losses"}),
        ("softmax", "from helpers import live", {"softmax imports live"}),
        ("softmax", "def f():\n    import helpers.picture", {"softmax imports picture"}),
        ("data", "import helpers", {"data imports __init__"}),
        ("data", "from helpers.training import gradient_descent", {"data imports training"}),
        ("explorers/one", "from helpers.explorers.parts import Bars", set()),
        ("explorers/one", "from helpers.practice import check", set()),
        ("live", "from helpers.new import x", {"live imports explorers"}),
        ("new", "from helpers.new import x\nfrom helpers.live import x", set()),
        ("elsewhere", "from helpers.new import x", set()),
    ],
)
def test_an_import_that_points_up_is_noticed(tmp_path, name, source, expected):
    """Also through a module that the list of floors does not name."""
    (tmp_path / "explorers").mkdir()
    if name != "new":
        (tmp_path / "new.py").write_text("import helpers.explorers")
    (tmp_path / f"{name}.py").write_text(source)
    assert faults(import_graph(tmp_path)) == expected


def test_a_circle_is_noticed():
    graph = {"new": {"other"}, "other": {"new"}}
    assert faults(graph) == {"new imports new", "other imports other"}


# Public names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("one_hot", "labels, num_classes=None"),
        ("class_of", "scores"),
        ("softmax", "logits, axis=-1, temperature=1.0"),
        ("log_sum_exp", "logits, axis=-1"),
        ("log_softmax", "logits, axis=-1"),
        ("cross_entropy", "probabilities, targets, reduction='mean'"),
        ("softmax_cross_entropy", "logits, targets, reduction='mean'"),
        ("squared_error", "probabilities, targets, reduction='mean'"),
        ("softmax_squared_error", "logits, targets, reduction='mean'"),
        ("softmax_cross_entropy_gradient", "logits, targets, reduction='mean'"),
        ("softmax_squared_error_gradient", "logits, targets, reduction='mean'"),
        ("clusters", "centres=(-1.0, 0.0, 1.0), spread=0.12, per_class=100, seed=0"),
        ("digits", "test_fraction=0.3, seed=0"),
        (
            "gradient_descent",
            "value_and_gradient, start, learning_rate, steps, progress=None",
        ),
        ("add_intercept", "features"),
        ("fit_least_squares", "features, targets"),
        ("predict_linear", "features, weights"),
    ],
)
def test_public_names_take_what_was_agreed(name, parameters):
    function = getattr(helpers, name)
    assert name in helpers.__all__
    signature = inspect.signature(function)
    bare = [
        value.replace(annotation=inspect.Parameter.empty) for value in signature.parameters.values()
    ]
    assert str(inspect.Signature(bare)) == f"({parameters})"
    assert ">>>" in inspect.getdoc(function)
