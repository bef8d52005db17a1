# The public names and where they live; `__init__.py` loads each when it is first used.

from .learning.predictions import (
    predict as predict,
)
from .learning.quiz import (
    quiz as quiz,
)
from .lessons.all_checks import (
    check as check,
)
from .lessons.l01_scalar_targets.digit_pictures import (
    draw_digit_predictions as draw_digit_predictions,
)
from .lessons.l01_scalar_targets.digit_pictures import (
    draw_digits as draw_digits,
)
from .lessons.l01_scalar_targets.digit_pictures import (
    draw_lookalikes as draw_lookalikes,
)
from .lessons.l01_scalar_targets.fit import (
    draw_fit as draw_fit,
)
from .lessons.l01_scalar_targets.fit import (
    explore_scalar_targets as explore_scalar_targets,
)
from .lessons.l01_scalar_targets.numbers import (
    draw_distances as draw_distances,
)
from .lessons.l01_scalar_targets.numbers import (
    draw_squared_error as draw_squared_error,
)
from .lessons.l02_one_hot.corners import (
    draw_one_hot as draw_one_hot,
)
from .lessons.l02_one_hot.corners import (
    explore_corners as explore_corners,
)
from .lessons.l02_one_hot.digit_scores import (
    draw_digit_scores as draw_digit_scores,
)
from .lessons.l02_one_hot.masking import (
    explore_masking as explore_masking,
)
from .lessons.l02_one_hot.scores import (
    explore_one_hot as explore_one_hot,
)
from .lessons.l03_softmax.overflow import (
    explore_overflow as explore_overflow,
)
from .lessons.l03_softmax.shares import (
    explore_softmax as explore_softmax,
)
from .lessons.l03_softmax.simplex import (
    explore_simplex as explore_simplex,
)
from .lessons.l03_softmax.stills import (
    draw_ideas as draw_ideas,
)
from .lessons.l03_softmax.stills import (
    draw_jacobian as draw_jacobian,
)
from .lessons.l03_softmax.stills import (
    draw_lift as draw_lift,
)
from .lessons.l03_softmax.stills import (
    draw_sigmoid as draw_sigmoid,
)
from .lessons.l04_cross_entropy.downhill import (
    explore_gradient as explore_gradient,
)
from .lessons.l04_cross_entropy.entropy import (
    explore_cross_entropy as explore_cross_entropy,
)
from .lessons.l04_cross_entropy.stills import (
    draw_properness as draw_properness,
)
from .lessons.l04_cross_entropy.stills import (
    draw_surprise as draw_surprise,
)
from .lessons.l05_losses.contenders import (
    fixed_length as fixed_length,
)
from .lessons.l05_losses.ground import (
    draw_curvature as draw_curvature,
)
from .lessons.l05_losses.ground import (
    explore_ground as explore_ground,
)
from .lessons.l05_losses.path import (
    draw_bounds as draw_bounds,
)
from .lessons.l05_losses.path import (
    explore_losses as explore_losses,
)
from .lessons.l05_losses.race import (
    run_race as run_race,
)
from .lessons.l05_losses.race_pictures import (
    draw_leads as draw_leads,
)
from .lessons.l05_losses.race_pictures import (
    draw_race as draw_race,
)
from .lessons.l05_losses.race_pictures import (
    explore_race as explore_race,
)
from .lessons.l05_losses.race_pictures import (
    show_progress as show_progress,
)
from .lessons.l05_losses.starts import (
    one_digit_leads as one_digit_leads,
)
from .lessons.l06_pytorch.curves import (
    draw_two_runs as draw_two_runs,
)
from .lessons.l06_pytorch.curves import (
    draw_unknown_runs as draw_unknown_runs,
)
from .lessons.l06_pytorch.double import (
    explore_double_softmax as explore_double_softmax,
)
from .lessons.l06_pytorch.pipeline import (
    draw_pipeline as draw_pipeline,
)
from .lessons.l06_pytorch.pytorch import (
    need_pytorch as need_pytorch,
)
from .lessons.l07_classifier.blend import (
    draw_blend as draw_blend,
)
from .lessons.l07_classifier.blend import (
    explore_blend as explore_blend,
)
from .lessons.l07_classifier.curves import (
    draw_broken_runs as draw_broken_runs,
)
from .lessons.l07_classifier.curves import (
    draw_learning_curve as draw_learning_curve,
)
from .lessons.l07_classifier.mistakes import (
    draw_confusion as draw_confusion,
)
from .lessons.l07_classifier.mistakes import (
    draw_mistakes as draw_mistakes,
)
from .lessons.l07_classifier.training_picture import (
    explore_training as explore_training,
)
from .lessons.l07_classifier.weights import (
    draw_weights as draw_weights,
)
from .lessons.l08_decisions.course import (
    draw_course as draw_course,
)
from .lessons.l08_decisions.reliability import (
    draw_reliability as draw_reliability,
)
from .lessons.l08_decisions.sheets import (
    draw_sheets as draw_sheets,
)
from .lessons.l08_decisions.temperature import (
    explore_temperature as explore_temperature,
)
from .live.live_picture import (
    LivePicture as LivePicture,
)
from .live.picture import (
    show as show,
)
from .live.progress import (
    training_bar as training_bar,
)
from .maths.data import (
    clusters as clusters,
)
from .maths.data import (
    digit_sheets as digit_sheets,
)
from .maths.data import (
    digits as digits,
)
from .maths.encoding import (
    class_of as class_of,
)
from .maths.encoding import (
    one_hot as one_hot,
)
from .maths.losses import (
    cross_entropy as cross_entropy,
)
from .maths.losses import (
    softmax_cross_entropy as softmax_cross_entropy,
)
from .maths.losses import (
    softmax_cross_entropy_gradient as softmax_cross_entropy_gradient,
)
from .maths.losses import (
    softmax_squared_error as softmax_squared_error,
)
from .maths.losses import (
    softmax_squared_error_gradient as softmax_squared_error_gradient,
)
from .maths.losses import (
    squared_error as squared_error,
)
from .maths.softmax import (
    log_softmax as log_softmax,
)
from .maths.softmax import (
    log_sum_exp as log_sum_exp,
)
from .maths.softmax import (
    softmax as softmax,
)
from .maths.training import (
    add_intercept as add_intercept,
)
from .maths.training import (
    fit_least_squares as fit_least_squares,
)
from .maths.training import (
    gradient_descent as gradient_descent,
)
from .maths.training import (
    predict_linear as predict_linear,
)
from .maths.training import (
    train_softmax as train_softmax,
)
