"""The checks of the exercises, one module for each notebook that has some."""

from helpers.exercises import scalar_targets, softmax, start_here  # noqa: F401 - each fills `check`
