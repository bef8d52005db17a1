"""What the notebooks of *From Scores to Probabilities* import.

`maths` is numpy alone; `live` shows it; `learning` asks and checks; `lessons` has what each lesson
has of its own. The public names stand in `__init__.pyi`. Each is loaded when it is first used, so
that a lesson waits only for what it needs.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
