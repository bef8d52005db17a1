"""Closing what an earlier run of the same cell left, so that running it 100 times keeps one."""

from typing import Any

from IPython import get_ipython

_made_by_cell: dict[str, tuple[str, list[Any]]] = {}
"""Cell id → (the execution that made them, what was made in that execution)."""


def replace_earlier(made: Any) -> None:
    """Note that the running cell made something, and close what its earlier runs made.

    ipywidgets keeps every widget alive until it is closed, and each live picture holds a figure. A
    front end sends the id of the cell with each execution; without one, as in a plain script,
    nothing is closed.

    Parameters
    ----------
    made : object with a method ``close()``

    Examples
    --------
    >>> import contextlib
    >>> replace_earlier(contextlib.nullcontext())  # no cell runs here: nothing happens
    """
    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return
    execution = parent["header"]["msg_id"]
    made_in, earlier = _made_by_cell.get(cell, (execution, []))
    if made_in != execution:
        for old in earlier:
            old.close()
        earlier = []
    _made_by_cell[cell] = (execution, [*earlier, made])
