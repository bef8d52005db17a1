"""The checks of all lessons, in one place: importing this module fills `check`."""

import importlib
import pkgutil

from helpers import lessons
from helpers.learning.exercises import check

__all__ = ["check"]

for _module in pkgutil.walk_packages(lessons.__path__, f"{lessons.__name__}."):
    if _module.name.endswith("checks") and _module.name != __name__:
        importlib.import_module(_module.name)
