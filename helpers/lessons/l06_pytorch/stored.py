"""Lesson 06 in a browser, which has no PyTorch: the cells that need it show stored results.

A cell needs PyTorch if it imports it, or uses a name that came from a cell which needs it. Of such
a cell only the other imports are run. `make site` puts the results beside this module, those of the
notebook in each language.
"""

import ast
import hashlib
import json
import re
import symtable
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import display

from helpers.languages import say, spoken, to_say

RESULTS = Path(__file__).with_name("stored.json")
CHECKS = {"my_train"}  # the exercise that trains with PyTorch: check.my_train
MARK = to_say("Stored result, for this cell needs PyTorch:")
CHANGED = to_say("This cell needs PyTorch, so it did not run here.")
_SPEAKS = re.compile(r"^from helpers\.languages import (\w+)$", re.MULTILINE)


def key_of(source: str, language: str = "en") -> str:
    """Return what a cell is known by: a hash of its source, and of the language of its outputs.

    Examples
    --------
    >>> key_of("x = 1") == key_of("x = 1 "), key_of("x = 1") == key_of("x = 1", "zh_CN")
    (True, False)
    """
    return hashlib.sha256(f"{language}\n{source.strip()}".encode()).hexdigest()[:16]


class Needs:
    """Which names would come from PyTorch; it follows a lesson cell by cell.

    Examples
    --------
    >>> needs = Needs()
    >>> needs.rest_of("import numpy as np")
    >>> needs.rest_of("import math; from torch import nn; layer = nn.Linear(2, 3)")
    'import math'
    >>> needs.rest_of("print(layer)")
    ''
    >>> needs.rest_of("def double(layer): return 2 * layer")
    >>> needs.rest_of("layer = 2")
    >>> needs.rest_of("print(layer)")
    """

    def __init__(self) -> None:
        self._names = {"torch", *CHECKS}

    def rest_of(self, source: str) -> str | None:
        """Return the part of a cell that runs without PyTorch; None if the whole cell does."""
        try:
            tree, names = ast.parse(source), symtable.symtable(source, "a cell", "exec")
        except SyntaxError:
            return None
        used = set(_used_by(names))
        used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & CHECKS
        made = {name for statement in tree.body for name in _made_by(statement)}
        imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        theirs = [node for node in imports if _imports_torch(node)]
        if not theirs and not used & self._names:
            self._names -= made - {"torch", *CHECKS}
            return None
        self._names |= made
        self._names |= {alias.asname or alias.name for node in theirs for alias in node.names}
        return "\n".join(ast.unparse(node) for node in imports if node not in theirs)


def _used_by(names: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names that code takes from earlier cells, not those that its functions define."""
    for symbol in names.get_symbols():
        if symbol.is_referenced() and (names.get_type() == "module" or symbol.is_global()):
            yield symbol.get_name()
    for inner in names.get_children():
        yield from _used_by(inner)


def _made_by(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a cell leaves behind."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield statement.name
        return
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _imports_torch(node: ast.Import | ast.ImportFrom) -> bool:
    if isinstance(node, ast.ImportFrom):
        names = [node.module or ""]
    else:
        names = [alias.name for alias in node.names]
    return any(name.partition(".")[0] == "torch" for name in names)


def show_stored(key: str) -> None:
    """Show the stored outputs of a cell; say that there are none if it was changed."""
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    outputs = results.get(key)
    if outputs is None:
        print(say(CHANGED))
        return
    if outputs:
        print(say(MARK))
    for output in outputs:
        if isinstance(output, str):
            print(output, end="")
        else:
            display(output, raw=True)


def results_of(cells: Iterable[Any]) -> dict[str, list[Any]]:
    """Return the outputs of the cells that need PyTorch, as `stored.json` holds them.

    Parameters
    ----------
    cells : iterable of dict
        The cells of a notebook, with outputs.

    Returns
    -------
    dict
        Key of a cell → its outputs: a str for a stream, a dict of forms for anything else.
    """
    needs, language, results = Needs(), "en", {}
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and (speaks := _SPEAKS.search(source)):
            language = speaks[1]
        if cell["cell_type"] == "code" and needs.rest_of(source) is not None:
            outputs = cell["outputs"]
            results[key_of(source, language)] = [
                "".join(output["text"]) if "text" in output else _forms(output["data"])
                for output in outputs
            ]
    return results


def _forms(data: dict[str, Any]) -> dict[str, str]:
    return {kind: "".join(data[kind]) for kind in ("text/plain", "text/html") if kind in data}


def show_instead() -> None:
    """From the next cell on, show stored results in place of what needs PyTorch."""
    shell = get_ipython()
    if shell is None:
        raise RuntimeError("there are no cells outside a notebook")
    needs = Needs()

    def transform(lines: list[str]) -> list[str]:
        source = "".join(lines)
        if "need_pytorch()" in source:
            return lines
        rest = needs.rest_of(source)
        if rest is None:
            return lines
        key = key_of(source, spoken())
        call = f"__import__({__name__!r}, fromlist=['']).show_stored({key!r})"
        return [*(f"{line}\n" for line in rest.splitlines()), f"{call}\n"]

    transform.__name__ = "_show_stored_results"
    hooks = shell.input_transformers_post
    hooks[:] = [hook for hook in hooks if hook.__name__ != transform.__name__] + [transform]
