"""The controls of a live picture: a slider, a list, a switch; and taking widgets off the page."""

import html
from collections.abc import Sequence
from typing import Any

import anywidget
import ipywidgets as widgets

from helpers.live.cells import in_jupyterlab

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def slider(
    label: str,
    value: float,
    low: float,
    high: float,
    step: float = 0.1,
    digits: int = 1,
    color: str | None = None,
) -> widgets.FloatSlider:
    """Return a slider for a number, moved by mouse, by touch or with the arrow keys.

    Parameters
    ----------
    label : str
        Stands to the left of the slider; screen readers read it.
    value, low, high, step : float
    digits : int
        Decimals shown beside the slider.
    color : str, optional
        Of the handle, such as that of a class.

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
        style={"description_width": "9em", "handle_color": color},
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


def mime_bundle(
    words: str,
    still: str,
    box: widgets.Widget,
    live: anywidget.AnyWidget | None = None,
    asleep: str = "",
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the forms of one output: the live widget, and what stands where no kernel answers.

    JupyterLab and its kin save what they show. A saved widget is dead the next day, and they show
    an error in its place. So for them the output is the still form, and says whose it is: the page
    puts the live view into its place as long as there is one (``alive.js``).

    Parameters
    ----------
    words : str
        The ``text/plain``, which the tests of the notebooks compare.
    still : str
        The ``text/html``, for GitHub, an exported page or print.
    box : ipywidgets.Widget
        The live form; left out once it is closed.
    live : anywidget.AnyWidget, optional
        The widget of our own in the box (or the box itself); its page code brings it to life.
    asleep : str
        Below the still form in a notebook that was saved: how to bring it back to life.

    Returns
    -------
    data, metadata : dict

    Examples
    --------
    >>> import anywidget
    >>> live = anywidget.AnyWidget()
    >>> data, metadata = mime_bundle("words", "<p>still</p>", live, live, "Run this cell.")
    >>> sorted(data)
    ['application/vnd.jupyter.widget-view+json', 'text/html', 'text/plain']
    """
    data: dict[str, Any] = {"text/plain": words, "text/html": still}
    if box.comm is None:
        return data, {}
    if live is not None and in_jupyterlab():
        data["text/html"] = (
            f'<div data-course-live="{box.model_id}"><div class="course-asleep">{still}'
            f"{asleep and f'<p>{html.escape(asleep)}</p>'}</div></div>"
        )
        return data, {}
    data[WIDGET_VIEW] = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
    shown: Any = live._repr_mimebundle_() if live is not None else None
    return data, shown[1] if isinstance(shown, tuple) else {}  # Google Colab needs to be told more


def state_of(control: widgets.ValueWidget) -> Any:
    """Return what the page knows of a control: its value, of a list the index.

    Examples
    --------
    >>> state_of(widgets.Dropdown(options=["one", "two"], value="two"))
    1
    """
    return control.index if control.has_trait("index") else control.value


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
