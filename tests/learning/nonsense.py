"""Answers that are nonsense: objects of every kind, functions that return them, some at random."""

import array
import datetime
import decimal
import fractions
import functools
import itertools
import random
import re
import sys
import unittest.mock
import warnings

import matplotlib.figure
import numpy as np

from helpers.learning.feedback import Feedback

SCRIPT = "<script>alert(1)</script>"


def divide_by_zero(*arguments, **named):
    raise ZeroDivisionError("division by zero")


def fails(*arguments):
    raise RuntimeError("the learner's own message")


def leave(*arguments, **named):
    sys.exit(3)


def recurse(*arguments):
    return recurse(*arguments)


async def later(*arguments):
    return arguments[0]


def one_by_one(*arguments):
    yield from arguments


def asks(*arguments):
    return float(input("a number? "))


def complains(*arguments):
    warnings.warn("own warning", stacklevel=2)
    print("own print")
    print("own complaint", file=sys.stderr)


def with_no_arguments():
    return 1.0


def with_many_arguments(a, b, c, d, e, f):
    return 1.0


class OwnError(BaseException):
    """An error that is no Exception, and cannot be written."""

    __str__ = __repr__ = divide_by_zero


def raises(error):
    def raising(*arguments):
        raise error

    return raising


SPECIAL = """__array__ __array_interface__ __array_ufunc__ __bool__ __call__ __class__ __contains__
__eq__ __float__ __format__ __getattr__ __getattribute__ __getitem__ __hash__ __index__ __int__
__iter__ __len__ __name__ __ne__ __neg__ __repr__ __str__ __sub__""".split()


def things_that_break():
    """Yield objects of which one special method raises, exits or returns the wrong type."""
    for name in SPECIAL:
        for how in (divide_by_zero, leave, lambda *arguments: "text", lambda *arguments: -1):
            how = property(how) if name in ("__class__", "__name__") else how
            yield type("Breaks", (), {name: how})()
    for name in ("__len__", "__iter__", "__getitem__", "__repr__", "__eq__"):
        yield type("BreakingList", (list,), {name: divide_by_zero})([1.0, 2.0])
        yield type("BreakingText", (str,), {name: divide_by_zero})("BQ")
        yield type("BreakingArray", (np.ndarray,), {name: divide_by_zero})(3)


def inside_itself():
    endless = [1.0]
    endless.append(endless)
    return endless


def objects():
    """Return what is no answer to anything, nor is it once a function returns it."""
    return [
        *(True, False, 0, -1, 7, 10**30, 10**400, 1e308, -1e308, 5e-324, -0.0),
        *(float("nan"), float("inf"), -float("inf"), 1j, 1 + 0j, np.complex64(2)),
        *(np.float16(np.inf), np.int8(-7), np.uint64(2**63), np.float32(np.nan)),
        *(decimal.Decimal("NaN"), decimal.Decimal("1.7"), fractions.Fraction(22, 7)),
        *("", " ", "three", "1.0", "½", "\0", "\ud800", "{}", "%s", "$x^$", SCRIPT, "é" * 5000),
        *("A" * 10_000, "0" * 10_000, "1," * 5000, b"", b"1.0", b"BD", bytearray(b"1.0")),
        *([], [[]], [[[]]], [1], [1, 2], [[1, 2], [3]], [1.0, "a"], ["1", "2"], [None], [...]),
        *([None, 1.0], [[...]], [SCRIPT], ["A" * 10_000], [object()], [[1.0]] * 1000),
        *((), (1,), (1, "a"), (None, None), {}, {"a": 1}, {1: 2}, {None: None}, {"A": "B"}),
        *(set(), {1.0, 2.0}, frozenset("XY"), range(0), range(3), range(10**12)),
        *(inside_itself(), memoryview(b"123"), array.array("d", [1.0]), slice(3)),
        *(itertools.count(), itertools.repeat("Q"), itertools.repeat("B"), iter([]), iter([1.0])),
        *(object(), object, int, float, str, dict, type, np.ndarray, Exception, Feedback),
        *(KeyError("x"), ValueError(SCRIPT), OwnError(), NotImplemented, sys, np, re, print, len),
        *(datetime.date(2026, 1, 1), datetime.timedelta(1), unittest.mock.MagicMock()),
        *(np.zeros(0), np.zeros((0, 3)), np.zeros((3, 0)), np.zeros(()), np.zeros((1, 1, 1))),
        *(np.full(3, np.nan), np.full((2, 2), np.inf), np.full((3, 3), -np.inf)),
        *(np.zeros((2, 3)), np.ones((4, 5)), np.ones((3, 3, 3)), np.ones((1,) * 12)),
        *(np.array(["a"]), np.array([b"a"]), np.array(None), np.array([None, 1.0])),
        *(np.array([[1.0], [2.0, 3.0]], dtype=object), np.array({}), np.array([1j])),
        *(np.array(["2026-01-01"], "datetime64[D]"), np.array([5], "timedelta64[s]")),
        *(np.zeros(3, [("a", float)]), np.ma.masked_array([1.0, 2.0], [True, False]), np.ma.masked),
        *(np.full(1_000_000, 0.5), np.broadcast_to(0.5, (10**6, 10**6))),
        *(np.array([True, False]), np.arange(3, dtype=np.int8)),
        *(matplotlib.figure.Figure(), functools.partial(int), np.random.default_rng(0)),
        *things_that_break(),
    ]


def functions():
    """Return functions and the like that are no answer to anything."""
    own_errors = [
        *(ValueError(SCRIPT), TypeError("x" * 10_000), KeyError(None), MemoryError(), OwnError()),
        *(StopIteration(3), GeneratorExit(), AssertionError(), RuntimeError("\ud800")),
        *(np.linalg.LinAlgError("singular"), RecursionError(), UnicodeError(), OSError(13, "no")),
    ]
    return [
        *(divide_by_zero, leave, recurse, later, one_by_one, asks, complains),
        *(with_no_arguments, with_many_arguments, lambda *, z: z, lambda *a: a, lambda *a: a[9]),
        *(lambda *a: np.array(a[0]) * np.nan, lambda *a: np.asarray(a[0]) / 0, lambda *a: a[0][0]),
        *(lambda *a: np.zeros_like(a[0]), lambda *a: np.ones_like(a[0]), lambda *a: np.shape(a[0])),
        *(lambda *a: [a[0]] * 2, lambda *a: np.asarray(a[0]).astype(str), lambda *a: {a[0][0]}),
        *map(raises, own_errors),
        *(functools.partial(lambda returned, *a: returned, value) for value in objects()),
    ]


def at_random(seed=0, count=60):
    """Yield arrays and lists of random shape, type and content, and functions that return them."""
    draw = np.random.default_rng(seed)
    chance = random.Random(seed)
    for _ in range(count):
        shape = tuple(draw.integers(0, 6, size=draw.integers(0, 4)))
        values = np.asarray(draw.standard_normal(shape) * 10.0 ** draw.integers(-3, 4))
        kind = chance.choice([float, np.float32, np.int16, np.uint8, bool, object, str, "complex"])
        with np.errstate(invalid="ignore"):
            made = values.astype(kind)
        made = chance.choice([made, made.tolist(), {"A": made.tolist()}, [made, made]])
        yield made
        yield functools.partial(lambda made, *arguments: made, made)
        letters = "".join(chance.choices("GHXYZ ,;?!1.\n", k=chance.randrange(1, 30)))
        yield chance.choice([letters, list(letters), set(letters), dict.fromkeys(letters, "A")])
