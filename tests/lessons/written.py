"""An answer as a student writes it, made into what the check is handed."""

import ast
import textwrap


def written(name, answer, arguments, lesson):
    """Return the value of an expression, or the function whose body is the answer.

    `arguments` are those of the functions that are asked for, by the name of the exercise;
    `lesson` has the names that the lesson's cells have defined. For a function an expression stands
    for the body that returns it; a body of statements is taken as it is, a forgotten return too.
    """
    names = dict(lesson)
    if name not in arguments:
        return eval(answer, names)
    if is_expression(answer):
        answer = f"return ({answer})"
    exec(f"def {name}({arguments[name]}):\n" + textwrap.indent(answer, "    "), names)
    return names[name]


def is_expression(source):
    """Whether source is one expression."""
    try:
        ast.parse(source, mode="eval")
    except SyntaxError:
        return False
    return True
