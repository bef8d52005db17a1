"""A bar that fills while something long runs, and then gives way to a line of words."""

from collections.abc import Iterable, Iterator
from typing import Any

import ipywidgets as widgets
from IPython.display import display

from helpers.languages import say
from helpers.live.controls import close_widgets


def progress_bar(items: Iterable[Any], unit: str, words: str) -> Iterator[Any]:
    """Yield items one by one, with a bar that fills and then goes away.

    Parameters
    ----------
    items : iterable
    unit : str
        What is counted, in the plural; stands beside the bar.
    words : str
        The line that is left, the same after each run.

    Examples
    --------
    >>> list(progress_bar(["a", "b"], "runs", "A race of 2 runs."))
    A race of 2 runs.
    ['a', 'b']
    """
    items = list(items)
    bar = widgets.IntProgress(
        max=100,
        description=f"{len(items)} {unit}",
        style={"description_width": "9em"},
        layout={"width": "min(100%, 34em)"},
    )
    handle = display(_Bar(words, bar), display_id=True)
    try:
        for done, item in enumerate(items):
            if 100 * done // len(items) > bar.value:
                bar.value = 100 * done // len(items)
            yield item
    finally:
        if handle is not None:
            handle.update(_Bar(words))
        close_widgets(bar)


def training_bar(steps: Iterable[int]) -> Iterator[int]:
    """Yield the steps of a training one by one, with a bar that fills and then goes away.

    Fewer than 100 steps are over too soon for a bar.

    Parameters
    ----------
    steps : range or sequence

    Examples
    --------
    >>> for step in training_bar(range(200)):
    ...     pass
    200 steps of training.
    """
    steps = list(steps)
    if len(steps) < 100:
        yield from steps
    else:
        yield from progress_bar(
            steps, say("steps"), say("{n} steps of training.").format(n=len(steps))
        )


class _Bar:
    """A progress bar while a kernel runs; its words elsewhere, and once it is done."""

    def __init__(self, words: str, bar: Any = None) -> None:
        self._words, self._bar = words, bar

    def __repr__(self) -> str:
        return self._words

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle: dict[str, Any] = {"text/plain": self._words}
        if self._bar is not None:
            view = {"version_major": 2, "version_minor": 0, "model_id": self._bar.model_id}
            bundle["application/vnd.jupyter.widget-view+json"] = view
        return bundle
