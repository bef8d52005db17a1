r"""Formulas as MathML, which a browser shows without a script and without a network.

latex2mathml does the translation. It leaves some of TeX's spacing out and lets through what it does
not know, so its result is read again here: `\log p` gets its thin space, a minus that begins a
number has none behind it, the columns of `aligned` and `cases` keep to their sides, and what has
not been understood is an error.
"""

import re
import xml.etree.ElementTree as ET

from latex2mathml.converter import convert

NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
THIN = "0.167em"
FUNCTION_APPLICATION = "\u2061"
CLOSING = set(")]}⟩|")
# Written as <mo>, though a minus after them subtracts.
NOT_OPERATORS = set("…⋯∂!′⊤") | CLOSING
OPERATIONS = set("+−=<>≤≥⋅×")
CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3}


def mathml(formula, display=False):
    r"""Return a formula in TeX as MathML.

    Parameters
    ----------
    formula : str
        The formula, without its dollar signs.
    display : bool
        Whether it stands on a line of its own (`$$…$$`).

    Raises
    ------
    ValueError
        If latex2mathml does not understand the formula.

    Examples
    --------
    >>> mathml("e^z")
    '<math display="inline"><mrow><msup><mi>e</mi><mi>z</mi></msup></mrow></math>'
    >>> mathml(r"\softmax(z)")
    Traceback (most recent call last):
    ValueError: no MathML for the formula $\softmax(z)$: \softmax is unknown
    """
    source = formula.strip()
    dollars = "$$" if display else "$"
    try:
        if len(re.findall(r"(?<!\\){", source)) != len(re.findall(r"(?<!\\)}", source)):
            raise ValueError("a brace is not closed")
        # aligned is align* without the displayed equation around it
        markup = convert(
            source.replace("{aligned}", "{align*}"), display="block" if display else "inline"
        )
        root = ET.fromstring(markup.replace(NAMESPACE, ""))
        tidy(root)
    except ET.ParseError:
        reason = "an & stands outside of a table that is known"
    except Exception as error:  # latex2mathml has a dozen kinds, without a common one or a message
        reason = str(error) or type(error).__name__
    else:
        return ET.tostring(root, encoding="unicode")
    raise ValueError(f"no MathML for the formula {dollars}{source}{dollars}: {reason}")


def tidy(element):
    """Refuse what was not understood, and space an element and all in it as TeX does."""
    text = element.text or ""
    if "\\" in text or "$" in text:
        raise ValueError(f"{text.strip()} is unknown")
    if len(element) != CHILDREN.get(element.tag, len(element)):
        raise ValueError("an argument is missing")
    for child in element:
        tidy(child)
    if side := element.attrib.pop("columnalign", None):
        element.set("style", f"text-align: {side}")  # what browsers of today follow
    if element.tag in {"mrow", "mtd", "mstyle", "math"}:
        name_functions(element)
        space_operators(element)


def name_functions(row):
    """Make `log` and `softmax` names that are applied, with a thin space where TeX has one."""
    result = []
    children = list(row)
    for index, child in enumerate(children):
        if not is_function(child):
            result.append(child)
            continue
        before = result[-1] if result else None
        after = children[index + 1] if index + 1 < len(children) else None
        if before is not None and before.tag not in {"mo", "mspace"}:
            result.append(ET.Element("mspace", width=THIN))
        child.tag = "mi"
        result.append(child)
        if after is not None:
            applied = ET.Element("mo", lspace="0", rspace="0" if opens(after) else THIN)
            applied.text = FUNCTION_APPLICATION
            result.append(applied)
    row[:] = result


def is_function(element):
    """Whether it is a name such as log, which latex2mathml writes as <mi>log or <mo>softmax."""
    return element.tag in {"mi", "mo"} and bool(re.fullmatch("[A-Za-z]{2,}", element.text or ""))


def opens(element):
    """Whether no space belongs between a function and this: a bracket, above all."""
    if element.tag == "mrow" and len(element):
        return opens(element[0])
    return element.tag in {"mspace", "mo"}


def space_operators(row):
    """Tell signs from operations, and take away the space that TeX does not have."""
    things = [child for child in row if child.tag != "mspace"]
    for index, child in enumerate(things):
        before = things[index - 1] if index else None
        after = things[index + 1] if index + 1 < len(things) else None
        if child.tag != "mo":
            continue
        if child.text in {"+", "−"} and (before is None or waits(before)):
            child.set("form", "prefix")
        elif child.text in {"/", "."}:
            child.attrib.update(lspace="0", rspace="0")
        elif child.text in {"…", "⋯"}:
            if after is not None and after.text in OPERATIONS:
                child.text = "⋯"  # TeX's \dots stands in the middle before an operation
            child.set("lspace", THIN if before is not None and before.tag != "mo" else "0")
            child.set("rspace", THIN if after is not None and after.tag != "mo" else "0")
        elif child.text == "," and after is not None and after.text in CLOSING:
            child.set("rspace", "0")


def waits(element):
    """Whether an operand must follow, so that a minus after it is a sign."""
    return element.tag == "mo" and element.text not in NOT_OPERATORS
