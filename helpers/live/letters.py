"""The letters of the pictures: matplotlib's own, or for another language those that come along.

matplotlib's font has no Chinese, and not every machine has one that does. A part of a free font,
with just the letters that the course needs, lies beside the catalog of the language; `make
translations` cuts it out.
"""

import dataclasses
import functools

import matplotlib
from matplotlib.font_manager import fontManager

from helpers.languages import FOLDER, spoken

OWN = "DejaVu Sans"
"""It ships with matplotlib."""

NAME = "Course "
"""How the names of those begin that come along."""


def families() -> tuple[str, ...]:
    """Return the names of the fonts for the language that is spoken; the first that can, writes.

    Examples
    --------
    >>> families()
    ('DejaVu Sans',)
    """
    return _families(spoken())


@functools.cache
def _families(language: str) -> tuple[str, ...]:
    path = FOLDER / f"{language}.otf"
    if not path.is_file():
        return (OWN,)
    fontManager.addfont(str(path))
    regular = fontManager.ttflist[-1]
    fontManager.ttflist.append(dataclasses.replace(regular, weight=700))  # no bold comes along
    return (regular.name, OWN)  # it comes first: formulas are written in the first alone


def use_letters() -> None:
    """Let matplotlib write in the language that is spoken; in English as it would by itself.

    Examples
    --------
    >>> use_letters()
    """
    if len(families()) > 1:
        matplotlib.rcParams["font.family"] = list(families())
    elif matplotlib.rcParams["font.family"][0].startswith(NAME):  # another one was spoken before
        matplotlib.rcParams["font.family"] = matplotlib.rcParamsDefault["font.family"]
