"""Every check against hundreds of wrong answers: all are refused, in words, and none breaks it.

Three sorts of answers: nonsense of every kind, also returned by a function; the same drawn at
random with a fixed seed; and nearly right ones, which are the published solution with one fault.
"""

import array
import datetime
import decimal
import fractions
import functools
import io
import itertools
import random
import re
import sys
import unittest.mock
import warnings

import matplotlib.figure
import numpy as np
import pytest
from conftest import NOTEBOOKS, read

import helpers
from helpers import check
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT, Feedback
from helpers.lessons.l02_one_hot.lines import line_scores
from helpers.lessons.l07_classifier.checks import FAULTS

AT_LEAST = 200
"""Wrong answers for each check."""

LONGEST_WORDS = 1000
"""More than a hint needs, less than a screen: an answer of thousands of letters is not repeated."""

SCRIPT = "<script>alert(1)</script>"

# Nonsense ---------------------------------------------------------------------------------------


def divide_by_zero(*arguments, **named):
    raise ZeroDivisionError("division by zero")


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


# Nearly right -----------------------------------------------------------------------------------


def published_solution(name, **names):
    """Return the answer that the notebooks publish for an exercise, given the name of its check."""
    names |= {each: getattr(helpers, each) for each in helpers.__all__}
    names |= {"np": np, "line_scores": line_scores}  # the lesson writes line_scores itself
    exec(solution_source(name), names)
    return names[_asked(name)[0]]


def solution_source(name):
    """Return the lines that the notebooks publish as the solution of an exercise."""
    return _asked(name)[1]


@functools.cache
def _asked(name):
    """Return the name of what a check is given, and its published solution."""
    for path in NOTEBOOKS:
        cells = read(path).cells
        for cell, below in itertools.pairwise(cells):
            asked = re.search(rf"^check\.{name}\((\w+)\)", cell.source, re.M)
            if cell.cell_type == "code" and asked:
                (solution,) = re.findall(r"```python\n(.*?)```", below.source, re.S)
                return asked[1], solution
    raise LookupError(name)


def one_wrong(values, wrong):
    """Return values with the last of them replaced."""
    values = np.array(values, dtype=float)
    values[(..., -1)[: values.ndim and 2]] = wrong
    return values


CHANGES = {
    "3 % too large": lambda v: 1.03 * v + 0.03 * (v == 0),
    "a little noise": lambda v: v + 0.1 * np.random.default_rng(0).standard_normal(v.shape),
    "0.01 too much": lambda v: v + 0.01,
    "sign turned": lambda v: -v - (v == 0),
    "doubled": lambda v: 2 * v + (v == 0),
    "one more": lambda v: v + 1,
    "a thousandth": lambda v: v / 1000 - (v == 0),
    "rounded to tens": lambda v: np.round(v, -1) - 10 * (np.round(v, -1) == v),
    "squared, plus 0.3": lambda v: v**2 + 0.3,
    "exponentials": np.exp,
    "logarithms of size + 2": lambda v: np.log(np.abs(v) + 2),
    "sines": lambda v: np.sin(v) + 0.1,
    "nan last": lambda v: one_wrong(v, np.nan),
    "inf last": lambda v: one_wrong(v, np.inf),
    "minus inf last": lambda v: one_wrong(v, -np.inf),
    "1e300 last": lambda v: one_wrong(v, 1e300),
    "-3.3 last": lambda v: one_wrong(v, -3.3),
    "all nan": lambda v: v * np.nan,
    "all infinite": lambda v: v + np.inf,
    "nothing but 0.123": lambda v: np.full_like(v, 0.123),
    "an axis in front": lambda v: np.stack([v, v]),
    "an axis behind": lambda v: np.stack([v, v], axis=-1),
    "twice in a row": lambda v: np.tile(v.ravel(), 2),
    "first entry missing": lambda v: v.ravel()[1:],
    "as text": lambda v: v.astype(str),
    "as one text": str,
    "complex": lambda v: v + 1j,
    "complex, nothing imaginary": lambda v: v + 0j,
    "objects, one of them None": lambda v: [*v.ravel(), None],
    "with its name": lambda v: {"answer": v},
    "in a set": lambda v: set(v.ravel().tolist()),
    "with a remark": lambda v: (v, "the answer"),
    "twice, as a pair": lambda v: (v, v),
    "as a date": lambda v: np.nan_to_num(v).astype("timedelta64[s]"),
    "as a generator": lambda v: (x for x in v.ravel()),
    "as a function": lambda v: lambda: v,
    "as bytes": lambda v: v.tobytes(),
    "its shape": lambda v: (*np.shape(v), 17),
    "the largest, and 0.5 more": lambda v: v.max(initial=0) + 0.5,
    "how many, and 0.7 more": lambda v: v.size + 0.7,
}
"""What is done to a right array of numbers."""


def changed(function, change):
    def nearly(*arguments):
        return change(np.array(as_numpy(function(*arguments)), dtype=float))

    return nearly


def as_numpy(answer):
    return answer.detach().numpy() if hasattr(answer, "detach") else answer


ECHOES = {
    "list": list,
    "its first argument": lambda *arguments: arguments[0],
    "its last argument": lambda *arguments: arguments[-1],
    "minus its argument": lambda *arguments: -np.asarray(arguments[0]),
    "its argument as a list": lambda *arguments: arguments[0].tolist(),
}
"""Functions that give back what they get."""


class OnceOnly:
    """Right at the first call, and for the first few examples only."""

    def __init__(self, function, right_calls):
        self.function, self.left = function, right_calls

    def __call__(self, *arguments):
        self.left -= 1
        answer = self.function(*arguments)
        return answer if self.left >= 0 else np.zeros(np.shape(as_numpy(answer))) - 0.5


def nearly_right_functions(right):
    """Yield (what is wrong, a function): the right one with one fault."""
    for what, change in CHANGES.items():
        yield what, changed(right, change)
    yield "right once", OnceOnly(right, 1)
    yield from ECHOES.items()

    def wrong_axis(*arguments):
        turned = [np.transpose(as_numpy(a)) if np.ndim(a) == 2 else a for a in arguments]
        if all(np.ndim(a) < 2 for a in arguments):
            return np.roll(as_numpy(right(*arguments)), 1) - 0.01
        return np.transpose(as_numpy(right(*turned)))

    def first_is_broken(*arguments):
        return right(np.square(arguments[0]) - 1, *arguments[1:])

    def says_nothing(*arguments):
        right(*arguments)

    def raises_afterwards(*arguments):
        return right(*arguments) and divide_by_zero()

    def leaves_afterwards(*arguments):
        right(*arguments)
        leave()

    async def asynchronous(*arguments):
        return right(*arguments)

    def generator(*arguments):
        yield right(*arguments)

    def one_argument_more(*arguments):
        return right(*arguments, 1.0)

    def one_argument_less(*arguments):
        return right(*arguments[1:])

    def constant(*arguments, memory={}):  # noqa: B006 - what it remembers is its fault
        if "first" not in memory:
            memory["first"] = right(*arguments)
        return memory["first"]

    for function in (
        *(wrong_axis, first_is_broken, says_nothing, raises_afterwards, leaves_afterwards),
        *(asynchronous, generator, one_argument_more, one_argument_less, constant),
    ):
        yield function.__name__, function


def nearly_right_numbers(right):
    right = np.array(right, dtype=float)
    for what, change in CHANGES.items():
        yield what, change(right)
    yield "a function that returns it", lambda *arguments: right


def nearly_right_letters(right):
    """Yield every other set of the letters of an exercise, in several ways of writing."""
    right = set(right)
    for count in range(1, 6):
        for letters in itertools.combinations("ABCDEFGH", count):
            if set(letters) != right:
                yield (
                    "".join(letters),
                    random.Random(str(letters)).choice(
                        ["".join(letters), list(letters), ", ".join(letters).lower(), set(letters)]
                    ),
                )


def is_written_so(value, wanted):
    return type(value) in (str, tuple) and value == wanted


def is_on_that_side(value, wanted):
    """Whether a value is a right side of 1, in words or as a number that lies there."""
    if type(value) is bool or not issubclass(type(value), int | float | np.integer | np.floating):
        return type(value) is str and value.strip() in (wanted, f"{wanted}.0")
    side = "1" if value == 1 else "above 1" if value > 1 else "below 1"
    return value > 0 and side == wanted


def nearly_right_dictionaries(right, values, is_right=is_written_so):
    """Yield a dictionary with one value wrong, missing or too many, or all in another form."""
    for key in right:
        for number, value in enumerate(values):
            if not is_right(value, right[key]):
                yield f"{key}: value {number}", {**right, key: value}
        yield f"no {key}", {k: v for k, v in right.items() if k != key}
    yield "its values", list(right.values())
    yield "its text", str(right)
    yield "a function that returns it", lambda: right


def nearly_right(name, right):
    if name == "faults":
        return nearly_right_dictionaries(right, [*FAULTS.values(), *objects()])
    if name == "heads":
        pairs = itertools.product([*range(12), 1.5, "1", None], ["BCELoss", "NLLLoss", "MSELoss"])
        return nearly_right_dictionaries(right, [*pairs, *objects()])
    if name == "knob":
        sides = ["above 1", "below 1", "1", "above or below 1", "not 1", 0.5, 2.0, *objects()]
        return nearly_right_dictionaries(right, sides, is_on_that_side)
    if isinstance(right, str | list) and right[0] in [*"ABCDEFGH"]:
        return nearly_right_letters(right)
    return nearly_right_functions(right) if callable(right) else nearly_right_numbers(right)


NO_FAULTS = {
    "my_train": {"right once", "constant"},
    "lines_for": {"3 % too large", "0.01 too much", "one more"},
    "numbers_for": {
        *("list", "its first argument", "its last argument", "minus its argument"),
        *("its argument as a list", "3 % too large", "a little noise", "0.01 too much", "doubled"),
        *("one more", "logarithms of size + 2", "first_is_broken"),
    },
    "my_loss": {
        *("3 % too large", "0.01 too much", "doubled", "one more", "a thousandth", "-3.3 last"),
        *("squared, plus 0.3", "logarithms of size + 2", "first_is_broken", "a little noise"),
    },
}
"""What is right all the same. A training is run once; lines of scores may be stretched together, or
raised; numbers for classes too, and they may be the places themselves; any new loss will do."""


def must_refuse(name, what, answer):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a warning of ours would stand in red on the page
        feedback = getattr(check, name)(answer)
    assert isinstance(feedback, Feedback), what
    assert feedback.verdict in (NOT_RIGHT, NOT_YET), f"check.{name} took {what}"
    assert 10 < len(feedback.words) <= LONGEST_WORDS, what
    assert not re.search(r"\d{45}", feedback.words), f"{what}: {feedback.words}"
    assert "Traceback" not in feedback.words and "Warning" not in feedback.words, feedback.words
    page = feedback._repr_mimebundle_()
    assert "<script" not in page["text/html"]
    page["text/plain"].encode("utf-8")  # or it could not be sent to the page


@pytest.mark.parametrize("name", sorted(vars(check)))
def test_every_wrong_answer_is_refused_in_words(name, request, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())  # some answers ask
    tools = {}
    if name == "my_train":
        torch = request.getfixturevalue("torch")
        tools = {"torch": torch, "F": torch.nn.functional}
    right = published_solution(name, **tools)
    assert getattr(check, name)(right).verdict == RIGHT
    with np.errstate(all="ignore"):
        nearly = [
            (what, answer)
            for what, answer in nearly_right(name, right)
            if what not in NO_FAULTS.get(name, ())
        ]
    nothing = [None, ..., *([lambda *a: None, lambda *a: ...] if callable(right) else [])]
    assert [getattr(check, name)(each).verdict for each in nothing] == [NOT_YET] * len(nothing)
    nonsense = [*objects(), *functions(), *at_random()]
    for number, answer in enumerate(nonsense):
        must_refuse(name, f"nonsense {number}", answer)
    for what, answer in nearly:
        must_refuse(name, what, answer)
    assert len(nonsense) + len(nearly) >= AT_LEAST
