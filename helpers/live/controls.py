"""The controls of a live picture: a slider, a list, a switch; and taking widgets off the page."""

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets


def slider(
    label: str, value: float, low: float, high: float, step: float = 0.1, digits: int = 1
) -> widgets.FloatSlider:
    """Return a slider for a number, moved by mouse, by touch or with the arrow keys.

    Parameters
    ----------
    label : str
        Stands to the left of the slider; screen readers read it.
    value, low, high, step : float
    digits : int
        Decimals shown beside the slider.

    Returns
    -------
    ipywidgets.FloatSlider

    Examples
    --------
    >>> slider("score of cat", 2.0, -3, 3).value
    2.0
    """
    return widgets.FloatSlider(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label,
        readout_format=f".{digits}f",
        style={"description_width": "9em"},
        layout={"width": "min(100%, 34em)"},
    )


def choice(label: str, options: Sequence[Any]) -> widgets.Dropdown:
    """Return a drop-down list; the first option is chosen.

    Parameters
    ----------
    label : str
    options : list of str, or list of (str, value) pairs

    Returns
    -------
    ipywidgets.Dropdown

    Examples
    --------
    >>> choice("order", ["cat, dog, rabbit", "dog, cat, rabbit"]).value
    'cat, dog, rabbit'
    """
    return widgets.Dropdown(
        options=options,
        description=label,
        style={"description_width": "9em"},
        layout={"width": "min(100%, 34em)"},
    )


def switch(label: str, value: bool = False) -> widgets.Checkbox:
    """Return a check box.

    Examples
    --------
    >>> switch("subtract the largest score first").value
    False
    """
    return widgets.Checkbox(
        value=value, description=label, indent=False, layout={"width": "max-content"}
    )


def mime_bundle(words: str, still: str, box: widgets.Widget) -> dict[str, Any]:
    """Return the forms of one output: the live widget, and what stands where no kernel answers.

    Parameters
    ----------
    words : str
        The ``text/plain``, which the tests of the notebooks compare.
    still : str
        The ``text/html``, for GitHub, an exported page or print.
    box : ipywidgets.Widget
        The live form; left out once it is closed.

    Returns
    -------
    dict

    Examples
    --------
    >>> sorted(mime_bundle("words", "<p>still</p>", widgets.HTML()))
    ['application/vnd.jupyter.widget-view+json', 'text/html', 'text/plain']
    """
    bundle: dict[str, Any] = {"text/plain": words, "text/html": still}
    if box.comm is not None:
        bundle["application/vnd.jupyter.widget-view+json"] = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": box.model_id,
        }
    return bundle


def close_widgets(widget: widgets.Widget) -> None:
    """Close a widget, all that it holds, and the layouts and styles that come with each.

    Examples
    --------
    >>> box = widgets.VBox([widgets.HTML("gone")])
    >>> close_widgets(box)
    >>> box.comm is None
    True
    """
    for child in getattr(widget, "children", ()):
        close_widgets(child)
    widget.unobserve_all()
    for name in ("layout", "style"):
        if widget.has_trait(name):
            getattr(widget, name).close()
    widget.close()
