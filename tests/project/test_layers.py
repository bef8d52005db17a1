"""The public names are as agreed, and each is loaded when it is first used."""

import inspect
import subprocess
import sys

import pytest

import helpers


@pytest.mark.parametrize("name", ["maths.softmax", "maths.losses", "maths.training"])
def test_the_mathematics_loads_numpy_alone(name):
    code = f"import sys, helpers.{name}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {module.split(".")[0] for module in run.stdout.split()}
    assert "numpy" in loaded
    assert not loaded & {"matplotlib", "ipywidgets", "anywidget", "IPython", "sklearn", "scipy"}


def test_every_public_name_is_there():
    for name in helpers.__all__:
        assert getattr(helpers, name) is not None


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
        ("digits", ""),
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
