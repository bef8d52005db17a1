"""What the notebooks of *From Scores to Probabilities* import.

The ground floor (`encoding`, `softmax`, `losses`, `training`, `data`) is numpy alone; `picture` and
`live` show it; `practice` asks and `exercises` check; `explorers` are the live pictures.
"""

from helpers import exercises as _exercises  # noqa: F401 - fills `check`
from helpers.data import clusters, digits
from helpers.encoding import class_of, one_hot
from helpers.explorers.classifier import (
    draw_blend,
    draw_broken_runs,
    draw_confusion,
    draw_course,
    draw_learning_curve,
    draw_mistakes,
    draw_reliability,
    draw_weights,
    explore_blend,
    explore_training,
    training_bar,
)
from helpers.explorers.cross_entropy import (
    draw_properness,
    draw_surprise,
    explore_cross_entropy,
    explore_gradient,
)
from helpers.explorers.double_softmax import (
    draw_two_runs,
    draw_unknown_runs,
    explore_double_softmax,
)
from helpers.explorers.losses_compared import (
    draw_bounds,
    draw_curvature,
    draw_race,
    explore_loss_surface,
    explore_losses,
    explore_race,
    show_progress,
)
from helpers.explorers.one_hot import (
    draw_corners,
    draw_digit_scores,
    explore_masking,
    explore_one_hot,
)
from helpers.explorers.scalar_targets import (
    draw_digit_predictions,
    draw_digits,
    draw_distances,
    draw_fit,
    draw_squared_error,
    explore_scalar_targets,
)
from helpers.explorers.softmax import (
    draw_jacobian,
    draw_sigmoid,
    explore_simplex,
    explore_softmax,
)
from helpers.live import LivePicture
from helpers.losses import (
    cross_entropy,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
    squared_error,
)
from helpers.picture import show
from helpers.practice import check, predict
from helpers.pytorch import need_pytorch
from helpers.race import run_race
from helpers.softmax import log_softmax, log_sum_exp, softmax
from helpers.training import add_intercept, fit_least_squares, gradient_descent, predict_linear

__all__ = [
    "LivePicture",
    "add_intercept",
    "check",
    "class_of",
    "clusters",
    "cross_entropy",
    "digits",
    "draw_blend",
    "draw_bounds",
    "draw_broken_runs",
    "draw_confusion",
    "draw_corners",
    "draw_course",
    "draw_curvature",
    "draw_digit_predictions",
    "draw_digit_scores",
    "draw_digits",
    "draw_distances",
    "draw_fit",
    "draw_jacobian",
    "draw_learning_curve",
    "draw_mistakes",
    "draw_properness",
    "draw_race",
    "draw_reliability",
    "draw_sigmoid",
    "draw_squared_error",
    "draw_surprise",
    "draw_two_runs",
    "draw_unknown_runs",
    "draw_weights",
    "explore_blend",
    "explore_cross_entropy",
    "explore_double_softmax",
    "explore_gradient",
    "explore_loss_surface",
    "explore_losses",
    "explore_masking",
    "explore_one_hot",
    "explore_race",
    "explore_scalar_targets",
    "explore_simplex",
    "explore_softmax",
    "explore_training",
    "fit_least_squares",
    "gradient_descent",
    "log_softmax",
    "log_sum_exp",
    "need_pytorch",
    "one_hot",
    "predict",
    "predict_linear",
    "run_race",
    "show",
    "show_progress",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_gradient",
    "softmax_squared_error",
    "softmax_squared_error_gradient",
    "squared_error",
    "training_bar",
]
