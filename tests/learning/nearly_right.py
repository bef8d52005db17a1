"""Answers that are nearly right: the published solution of an exercise, with one fault."""

import functools
import itertools
import random
import re

import numpy as np
from conftest import NOTEBOOKS, read

import helpers
from helpers.lessons.l02_one_hot.lines import line_scores
from helpers.lessons.l07_classifier.checks import FAULTS
from tests.learning.nonsense import divide_by_zero, leave, objects


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
