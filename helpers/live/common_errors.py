"""What numpy's and Python's own errors mean to a beginner: one sentence for each likely one."""

import re
from collections.abc import Callable

from helpers.languages import say, to_say


def explain(error: BaseException) -> str:
    """Say what usually stands behind an error, or return an empty text.

    Parameters
    ----------
    error : BaseException
        What a learner's function raised.

    Returns
    -------
    str
        One or two sentences that can follow the error's own words.

    Examples
    --------
    >>> explain(ValueError("operands could not be broadcast together with shapes (6,) (3,) "))
    'To combine each of the 6 numbers with each of the 3, make the first a column: \
a[:, np.newaxis].'
    >>> explain(ValueError("something else"))
    ''
    """
    try:
        text = str(error)
    except (Exception, SystemExit):  # an exception of the learner's own that cannot be written
        return ""
    for pattern, hint in _HINTS.items():
        if found := re.search(pattern, text):
            return hint(found) if callable(hint) else say(hint)
    return ""


def _no_common_shape(found: re.Match[str]) -> str:
    first, second = (
        [int(size) for size in re.findall(r"\d+", shape)] for shape in found.group(1, 2)
    )
    if len(first) == len(second) == 1:
        return say(
            "To combine each of the {first} numbers with each of the {second}, make the "
            "first a column: a[:, np.newaxis]."
        ).format(first=first[0], second=second[0])
    table, row = (first, second) if len(first) > len(second) else (second, first)
    if len(row) == 1 and row[0] in table[:-1]:
        return say(
            "One number for each of the {n} rows must stand in a column to meet the "
            "rows: keep the axis of a sum or a maximum with keepdims=True, or add one "
            "with [:, np.newaxis]."
        ).format(n=row[0])
    if first == second[::-1]:
        return say("Rows and columns of one of the two are swapped: .T turns an array.")
    return say("Look at the shapes of the two: print(a.shape, b.shape).")


_FORGOTTEN_TURN = to_say(
    "In a @ b, a must have as many columns as b has rows. Is one of them to be turned, with .T?"
)
_ONE_ROW = to_say(
    "It was given one row here, or a loop went through the numbers of a row as "
    "if they were rows. With axis=-1 the same line works for one row and for a "
    "batch, without a loop."
)
_NUMPY_FOR_ARRAYS = to_say(
    "Functions of the module math take one number. For arrays there are np.exp, np.log and so on."
)
_A_LIST_IS_NO_ARRAY = to_say(
    "A Python list does not calculate: np.array(...) makes an array of it, which does."
)
_HINTS: dict[str, str | Callable[[re.Match[str]], str]] = {
    r"could not be broadcast together with shapes \(([\d, ]*)\) \(([\d, ]*)\)": _no_common_shape,
    r"truth value of an array": (
        to_say(
            "It was given an array: Python's own max, min, sorted and if compare one "
            "thing with one. For arrays there are .max(axis=-1), .min(axis=-1) and "
            "np.where."
        )
    ),
    r"axis -?\d+ is out of bounds for array of dimension \d": (
        to_say(
            "There is no such axis: one row of numbers has only one. The last axis, "
            "axis=-1, is there for one row and for a batch."
        )
    ),
    r"mismatch in its core dimension|shapes .* not aligned": _FORGOTTEN_TURN,
    r"does not have enough dimensions|too many indices for array": _ONE_ROW,
    r"invalid index to scalar|'numpy\.\w+' object is not (iterable|subscriptable)": _ONE_ROW,
    r"object of type 'numpy\.\w+' has no len|'(float|int)' object is not (iterable|subscr)": (
        _ONE_ROW
    ),
    r"For 1D input, 1D target|^tuple index out of range": _ONE_ROW,
    r"len\(\) of unsized object|iteration over a 0-d array": _ONE_ROW,
    r"only (length-1|size-1|0-dimensional) arrays can be converted": _NUMPY_FOR_ARRAYS,
    r"unsupported operand type\(s\) for .*'list'|bad operand type for .*'list'": (
        _A_LIST_IS_NO_ARRAY
    ),
    r"can't multiply sequence|'list' object has no attribute '(max|min|sum|mean|argm|shape|T)": (
        _A_LIST_IS_NO_ARRAY
    ),
    r"'numpy\.ndarray' object has no attribute 'index'": (
        to_say(
            "An array has no .index. The place of its largest number is np.argmax(...), "
            "that of its smallest np.argmin(...)."
        )
    ),
    r"unsupported operand type\(s\) for .*'ellipsis'": to_say(
        "There is a ... left: put your own there."
    ),
    r"unsupported operand type\(s\) for .*'tuple'|'tuple' object has no attribute": (
        to_say(
            "A function that ends with return a, b gives back two things. Take them "
            "apart: a, b = function(...)."
        )
    ),
    r"unsupported operand type\(s\) for .*'NoneType'|'NoneType' object": (
        to_say(
            "Something in it is None: that is what a function without a return line "
            "gives, and print."
        )
    ),
    r"too many values to unpack|not enough values to unpack": (
        to_say("There must be as many names left of = as there are things on its right.")
    ),
    r"setting an array element with a sequence|inhomogeneous shape": (
        to_say("The rows of an array must be of one length. Did a single number and a list meet?")
    ),
    r"unexpected keyword argument 'keepdims'": (
        to_say("This function has no keepdims. Add the axis to its result: [..., np.newaxis].")
    ),
    r"arrays used as indices must be of integer": (
        to_say(
            "An index is a whole number, such as a label. Targets that are distributions "
            "are no indices: multiply with them."
        )
    ),
    r"index (\d+) is out of bounds for axis \d with size (\d+)": lambda found: say(
        "Python counts from 0, so the last of {size} has the index {last}."
    ).format(size=found[2], last=int(found[2]) - 1),
    r"name '(.*?)' is not defined": lambda found: say(
        "Nothing is called {name} here: is it misspelt, or the cell that makes it not yet run?"
    ).format(name=found[1]),
    r"'numpy\.ndarray' object is not callable": (
        to_say(
            "A round bracket after an array calls it like a function. Is a * missing, or "
            "are square brackets meant?"
        )
    ),
}
"""What an error says, as a regular expression → what it means."""
