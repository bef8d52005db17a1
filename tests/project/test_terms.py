"""Nothing is used before it is introduced: numpy's names, and the words of the field.

`terms.toml` names the cell that introduces each. There a markdown cell has it in its text, or a
code cell has a comment beside it. No earlier cell may use it, of no earlier lesson.
"""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from conftest import NOTEBOOKS, read

TERMS = tomllib.loads((Path(__file__).parent / "terms.toml").read_text(encoding="utf-8"))
METHODS = set(TERMS["methods"])


def cells_in_order():
    """Yield (lesson:cell, type, source) of the course from its first cell to its last."""
    for path in NOTEBOOKS:
        for cell in read(path).cells:
            yield f"{path.stem[:2]}:{cell.id}", cell.cell_type, unfolded(cell.source)


def unfolded(source):
    return re.sub(r"<details>.*?</details>", "", source, flags=re.S)


ALL = list(cells_in_order())
PLACES = {name: place for place, (name, _, _) in enumerate(ALL)}


def names_in(source):
    """Yield each name of numpy, method of an array, or piece of Python that code uses."""
    for node in ast.walk(ast.parse(re.sub(r"^[%!].*", "pass", source, flags=re.M))):
        if isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and node.value.id == "np":
                yield node.attr
            elif node.attr in METHODS:
                yield node.attr
        elif isinstance(node, ast.keyword) and node.arg in ("axis", "keepdims"):
            yield node.arg
        elif isinstance(node, ast.Lambda):
            yield "lambda"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            yield "@"


def first_uses():
    """Return each name → the place of the first cell that uses it."""
    first = {}
    for place, (_, kind, source) in enumerate(ALL):
        if kind == "code":
            for name in names_in(source):
                first.setdefault(name, place)
    return first


FIRST = first_uses()


def test_every_name_that_the_course_uses_is_known_or_introduced():
    unknown = {
        name: ALL[place][0]
        for name, place in FIRST.items()
        if name not in TERMS["known"] and name not in TERMS["names"]
    }
    assert unknown == {}, "add where it is introduced to terms.toml"


@pytest.mark.parametrize("name", TERMS["names"])
def test_a_name_is_introduced_where_the_list_says_and_not_used_before(name):
    cell = TERMS["names"][name]
    assert cell in PLACES, f"there is no cell {cell}"
    _, kind, source = ALL[PLACES[cell]]
    here = rf"(?<!\w){re.escape(name)}(?!\w)"
    if kind == "markdown":
        assert re.search(here, source), "the cell does not name it"
    else:
        lines = source.splitlines()
        beside = [
            "#" in line or (k > 0 and lines[k - 1].lstrip().startswith("#"))
            for k, line in enumerate(lines)
            if re.search(here, line)
        ]
        assert any(beside), "a code cell introduces it with a comment beside it"
    if name in FIRST:
        assert FIRST[name] >= PLACES[cell], f"used before, in {ALL[FIRST[name]][0]}"


@pytest.mark.parametrize("term", TERMS["terms"])
def test_a_term_is_introduced_where_the_list_says_and_not_used_before(term):
    """Questions that come before are asked in the words of everyday; titles are no use."""
    cell = TERMS["terms"][term]
    assert cell in PLACES, f"there is no cell {cell}"
    word = re.compile(rf"(?<!\w){term}(?!\w)", re.I)
    assert word.search(ALL[PLACES[cell]][2]), "the cell does not name it"
    for name, kind, source in ALL[: PLACES[cell]]:
        prose = re.sub(r"^#+ .*$|\]\([^)]*\)", "", source, flags=re.M)
        if kind == "markdown" and not is_outlook(name):
            assert not word.search(prose), f"used before, in {name}"


def is_outlook(name):
    """Whether a cell says what will come: the map of the course, what a lesson finds out."""
    return name in TERMS["outlooks"]
