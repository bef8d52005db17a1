"""The cell that runs: which front end sent it, and what an earlier run of it left behind."""

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
    parent = _request()
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


def in_jupyterlab() -> bool:
    """Whether JupyterLab, or a page made of its parts such as Notebook 7, sent the running cell.

    It alone tells the kernel with each cell which cells have been deleted.

    Examples
    --------
    >>> in_jupyterlab()
    False
    """
    return "deletedCells" in _request().get("metadata", {})


def _request() -> dict[str, Any]:
    """Return the message that asked the kernel to do what it does now."""
    shell = get_ipython()
    if hasattr(shell, "get_parent"):
        return shell.get_parent()
    kernel = getattr(shell, "kernel", None)  # in a browser (Pyodide) it alone knows the message
    return getattr(kernel, "_parent_header", None) or {}
