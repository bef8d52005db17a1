"""The structure of `helpers`: imports point down only, and the public names are as agreed."""

import ast
import inspect
import sys
from pathlib import Path

import pytest

import helpers

FOLDER = Path(helpers.__file__).parent
FLOORS = [
    {"checks"},
    {"encoding", "softmax"},
    {"losses"},
    {"training", "data"},
    {"labels", "learner"},
    {"picture"},
    {"live"},
    {"practice"},
    {"exercises", "explorers"},
    {"__init__"},
]
GROUND_FLOOR = set().union(*FLOORS[:4])
MODULES = sorted(FOLDER.rglob("*.py"))


def unit(path):
    """Return the module or subpackage of helpers that a file belongs to."""
    return path.relative_to(FOLDER).parts[0].removesuffix(".py")


def floor(name):
    for level, names in enumerate(FLOORS):
        if name in names:
            return level
    pytest.fail(f"helpers.{name} has no floor yet: add it to FLOORS in {Path(__file__).name}")


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


def upward_imports(name, source):
    """Return the units of helpers that a unit imports from its own floor or above."""
    used = {
        [*found.split("."), "__init__"][1]
        for found in imports(source)
        if found.split(".")[0] == "helpers"
    }
    return {other for other in used - {name} if floor(other) >= floor(name)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_imports_point_down(path):
    assert upward_imports(unit(path), path.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize("name", sorted(GROUND_FLOOR))
def test_the_ground_floor_needs_numpy_alone(name):
    allowed = {"numpy", "helpers"} | ({"sklearn"} if name == "data" else set())
    used = {found.split(".")[0] for found in imports((FOLDER / f"{name}.py").read_text("utf-8"))}
    assert used - set(sys.stdlib_module_names) <= allowed


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("losses", "from helpers.softmax import softmax", set()),
        ("softmax", "from helpers.losses import cross_entropy", {"losses"}),
        ("softmax", "from helpers import live", {"live"}),
        ("softmax", "def f():\n    import helpers.picture", {"picture"}),
        ("data", "import helpers", {"__init__"}),
        ("data", "from helpers.training import add_intercept", {"training"}),
        ("explorers", "from helpers.explorers.parts import ClassBars", set()),
    ],
)
def test_an_import_that_points_up_is_noticed(name, source, expected):
    assert upward_imports(name, source) == expected


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
