"""Every exercise that asks for a function, against the mistakes that are likely in each.

A wrong function is made of the published solution, as a student would write it: a line forgotten,
an axis wrong. The hint has to name the mistake. Where it cannot, the table says why.
"""

import re

import numpy as np
import pytest

import helpers
from helpers import check
from helpers.learning.feedback import NOT_RIGHT
from tests.learning.nearly_right import as_numpy, solution_source

NAMES = [name for name in sorted(vars(check)) if "def " in solution_source(name)]


def forgotten_return(source):
    return re.sub(r"\n    return ", r"\n    result = ", source)


def print_instead(source):
    return wrapped(source, "arguments", "print({})").replace("return print", "print")


def wrong_axis(source):
    return re.sub(r"(axis|dim)=-?1", r"\1=0", source)


def no_axis(source):
    return re.sub(r"(, )?axis=-?1(, keepdims=True)?", "", source)


def one_row(source):
    """It looks at the first row alone, of whatever has rows."""
    return wrapped(source, "[a[0] if np.ndim(a) == 2 else a for a in arguments]")


def rounded(source):
    return wrapped(source, "arguments", "np.round(as_numpy({}), 3)")


def float16(source):
    return wrapped(source, "arguments", "np.asarray(as_numpy({})).astype(np.float16)")


def with_lists(source):
    """Python lists in the places of arrays."""
    return wrapped(source, "[a.tolist() if hasattr(a, 'tolist') else a for a in arguments]")


def two_values(source):
    return wrapped(source, "arguments", "{}, 0.5")


def wrapped(source, arguments, result="{}"):
    """Return the source of a function of the same name that calls the right one."""
    name = re.findall(r"^def (\w+)", source, re.M)[-1]
    call = result.format(f"right(*{arguments})")
    return f"{source}\nright = {name}\ndef {name}(*arguments):\n    return {call}\n"


KINDS = {
    forgotten_return: "does it end with a return line|without a return line",
    print_instead: "print shows a value",
    wrong_axis: r"axis|each row|column|rows|dim=",
    no_axis: r"axis|[Oo]ne long list|whole (table|batch)|all the rows|all (of )?the",
    one_row: r"\brows?\b|shape|batch",
    rounded: "do not round",
    float16: "float16",
    with_lists: "list",
    two_values: r"2 things|two numbers",
}
"""A likely mistake → what its hint says, as a regular expression."""

ONE_ROW_IS_ASKED_FOR = "its arguments are single rows, which have no first row"
WHOLE_NUMBERS = "it returns whole numbers, which rounding leaves as they are"
NUMPY_TAKES_LISTS = "what it does with its arguments numpy does with lists as well: it is right"
NO_FIXED_NUMBERS = "there are many right answers, and a rounded one is one of them"
REASONS = {
    one_row: {
        "bent_scores lines_for lowest_loss my_slopes my_nearest my_absolute_error_gradient "
        "my_temperature numbers_for unfairness": ONE_ROW_IS_ASKED_FOR,
    },
    rounded: {
        "answer_or_pass cheapest my_class_of my_nearest": WHOLE_NUMBERS,
        "lines_for my_loss numbers_for": NO_FIXED_NUMBERS,
    },
    float16: {
        "answer_or_pass cheapest my_class_of my_nearest": WHOLE_NUMBERS,
        "lines_for numbers_for": NO_FIXED_NUMBERS,
        "my_loss": "any loss will do, but this one rounds p to steps: it is told that its slope is "
        "0, which is so",
    },
    with_lists: {
        "lines_for lowest_loss my_class_of my_gradient my_loss "
        "my_absolute_error_gradient numbers_for unfairness": NUMPY_TAKES_LISTS,
    },
}
"""Mistake → the exercises whose hint cannot name it → why."""


def reason(name, mistake):
    for names, why in REASONS.get(mistake, {}).items():
        if name in names.split():
            return why
    return None


def applies(name, mistake):
    """Whether the mistake can be made in the solution at all: an axis only where there is one."""
    return mistake(solution_source(name)) != solution_source(name)


def verdict_on(name, mistake, **tools):
    names = {each: getattr(helpers, each) for each in helpers.__all__}
    names |= {"np": np, "as_numpy": as_numpy} | tools
    exec(mistake(solution_source(name)), names)
    answer = re.findall(r"^def (\w+)", solution_source(name), re.M)[-1]
    return getattr(check, name)(names[answer])


CASES = [(name, mistake) for name in NAMES for mistake in KINDS if applies(name, mistake)]


@pytest.mark.parametrize(
    ("name", "mistake"), CASES, ids=lambda case: getattr(case, "__name__", case)
)
def test_a_likely_mistake_is_named(name, mistake, request, capsys):
    tools = {}
    if "torch" in solution_source(name):
        torch = request.getfixturevalue("torch")
        tools = {"torch": torch, "F": torch.nn.functional}
    feedback = verdict_on(name, mistake, **tools)
    named = feedback.verdict == NOT_RIGHT and re.search(KINDS[mistake], feedback.words)
    if reason(name, mistake):
        assert not named, "it is named now: take it off the table"
    else:
        assert named, feedback


def test_the_table_of_reasons_names_exercises_that_are_there():
    named = {name for why in REASONS.values() for names in why for name in names.split()}
    assert named <= set(NAMES)
