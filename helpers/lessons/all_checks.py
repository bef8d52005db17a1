"""The checks of all lessons, in one place: importing this module fills `check`."""

import importlib
import pkgutil

from helpers import lessons
from helpers.learning.exercises import check

__all__ = ["check"]

for _lesson in pkgutil.iter_modules(lessons.__path__):
    if _lesson.ispkg:
        importlib.import_module(f"helpers.lessons.{_lesson.name}.checks")
