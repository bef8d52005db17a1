"""Every shape and axis against scipy, and the benchmark that times the two."""

import numpy as np
import pytest
import scipy.special

from benchmarks import functions
from helpers import log_softmax, log_sum_exp, softmax, softmax_cross_entropy

PAIRS = [
    (softmax, scipy.special.softmax),
    (log_softmax, scipy.special.log_softmax),
    (log_sum_exp, scipy.special.logsumexp),
]
SHAPES = [(3,), (1, 1), (32, 33), (1257, 10), (3, 2011), (5, 7, 11)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("ours", "scipys"), PAIRS)
def test_every_shape_and_axis_against_scipy(ours, scipys, shape, dtype):
    logits = np.random.default_rng(0).normal(size=shape).astype(dtype)
    for axis in range(-len(shape), len(shape)):
        result = ours(logits, axis=axis)
        expected = scipys(logits.astype(np.float64), axis=axis)
        assert result.dtype == dtype
        precision = 1e-7 if dtype == np.float32 else 1e-12
        np.testing.assert_allclose(result, expected, rtol=precision, atol=1e-14)


@pytest.mark.parametrize("dtype", [np.int8, np.uint64, np.float16])
def test_labels_of_any_type_are_checked(dtype):
    assert softmax_cross_entropy(np.zeros((2, 1000)), np.array([3, 100], dtype)) > 6
    with pytest.raises(ValueError, match="0 to 2, but contains 100"):
        softmax_cross_entropy(np.zeros((2, 3)), np.array([1, 100], dtype))


# The benchmark ----------------------------------------------------------------------------------


def test_the_benchmark_measures_every_peer(monkeypatch):
    monkeypatch.setattr(functions, "SHAPES", [(3,), (4, 3)])
    monkeypatch.setattr(functions, "CELL_SECONDS", 0.0)
    monkeypatch.setattr(functions, "TURN_SECONDS", 0.0)
    told = []
    rows = functions.measure(told.append)
    assert len(told) == 2
    assert [row["function"] for row in rows[::2]] == [
        "softmax",
        "log_softmax",
        "softmax_cross_entropy",
    ]
    assert all({"helpers", "scipy"} <= row["seconds"].keys() for row in rows)
    assert len(functions.table(rows).splitlines()) == 2 + len(rows)


def test_the_table_says_the_ratio_and_what_is_missing():
    row = {"function": "softmax", "shape": (4, 3), "seconds": {"helpers": 1e-3, "scipy": 2e-3}}
    last = functions.table([row]).splitlines()[-1]
    assert last == "| softmax | (4, 3) | 1 ms | 2 ms | 0.50 | not installed |  |"


def test_the_benchmark_refuses_to_time_different_answers():
    with pytest.raises(AssertionError):
        functions.compare({"helpers": lambda: 1.0, "scipy": lambda: 1.1})
