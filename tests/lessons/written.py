"""An answer as a student writes it, made into what the check is handed."""

import textwrap


def written(name, answer, arguments, lesson):
    """Return the value of an expression, or the function whose body is the answer.

    `arguments` are those of the functions that are asked for, by the name of the exercise;
    `lesson` has the names that the lesson's cells have defined.
    """
    names = dict(lesson)
    if name not in arguments:
        return eval(answer, names)
    exec(f"def {name}({arguments[name]}):\n" + textwrap.indent(answer, "    "), names)
    return names[name]
