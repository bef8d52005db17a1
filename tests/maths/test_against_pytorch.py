"""The same values and gradients as PyTorch, to 1e-12 in float64."""

import numpy as np
import pytest

from helpers import (
    cross_entropy,
    log_softmax,
    log_sum_exp,
    one_hot,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
    softmax_squared_error,
    softmax_squared_error_gradient,
    squared_error,
)

SHAPES = {"one example": (4,), "batch": (6, 4), "batch of batches": (2, 3, 4)}
REDUCTIONS = ["mean", "sum", "none"]
TARGETS = ["indices", "one-hot", "soft"]
SCALES = [1.0, 30.0, 1e4]

every_case = [
    pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys()),
    pytest.mark.parametrize("kind", TARGETS),
    pytest.mark.parametrize("reduction", REDUCTIONS),
    pytest.mark.parametrize("scale", SCALES),
]


def in_every_case(test):
    for mark in every_case:
        test = mark(test)
    return test


def draw(shape, kind, scale):
    """Return logits within about ±scale, some of them exactly ±scale, and targets of a kind."""
    random = np.random.default_rng(0)
    logits = scale * random.uniform(-1, 1, size=shape)
    logits[..., 0] = scale * random.choice([-1, 1], size=shape[:-1])
    labels = random.integers(shape[-1], size=shape[:-1])
    if kind == "indices":
        return logits, labels
    if kind == "one-hot":
        return logits, one_hot(labels.ravel(), shape[-1]).reshape(shape)
    return logits, random.dirichlet(np.ones(shape[-1]), size=shape[:-1])


def classes_second(torch, array):
    """Return a float64 tensor; PyTorch wants the classes on axis 1, after the batch."""
    tensor = torch.tensor(array, dtype=torch.float64)
    return tensor if tensor.ndim == 1 else tensor.movedim(-1, 1)


def assert_close(ours, theirs):
    theirs = theirs.detach().numpy()
    assert np.shape(ours) == theirs.shape
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)


def peers(torch, logits, targets, reduction):
    """Return PyTorch's cross-entropy and squared error, and the logits they descend from."""
    scores = classes_second(torch, logits).requires_grad_()
    axis = 0 if scores.ndim == 1 else 1
    if targets.shape == logits.shape:
        goals = wanted = classes_second(torch, targets)
    else:
        goals = torch.tensor(targets)
        vectors = torch.nn.functional.one_hot(goals, logits.shape[-1]).double()
        wanted = vectors if vectors.ndim == 1 else vectors.movedim(-1, 1)
    surprise = torch.nn.functional.cross_entropy(scores, goals, reduction=reduction)
    brier = ((scores.softmax(axis) - wanted) ** 2).sum(axis)
    brier = {"mean": brier.mean(), "sum": brier.sum(), "none": brier}[reduction]
    return scores, surprise, brier


@in_every_case
def test_values(torch, shape, kind, reduction, scale):
    logits, targets = draw(shape, kind, scale)
    _, surprise, brier = peers(torch, logits, targets, reduction)
    assert_close(softmax_cross_entropy(logits, targets, reduction), surprise)
    assert_close(softmax_squared_error(logits, targets, reduction), brier)
    assert_close(squared_error(softmax(logits), targets, reduction), brier)


@in_every_case
def test_gradients(torch, shape, kind, reduction, scale):
    logits, targets = draw(shape, kind, scale)
    for loss, ours in ((1, softmax_cross_entropy_gradient), (2, softmax_squared_error_gradient)):
        results = peers(torch, logits, targets, reduction)
        (slopes,) = torch.autograd.grad(results[loss].sum(), results[0])
        slopes = slopes if slopes.ndim == 1 else slopes.movedim(1, -1)
        assert_close(ours(logits, targets, reduction), slopes)


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("shape", [(4,), (6, 4)])
def test_cross_entropy_of_probabilities(torch, shape, reduction):
    logits, labels = draw(shape, "indices", 5.0)
    probabilities = torch.tensor(softmax(logits))
    theirs = torch.nn.functional.nll_loss(
        probabilities.log(), torch.tensor(labels), reduction=reduction
    )
    assert_close(cross_entropy(softmax(logits), labels, reduction), theirs)


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("scale", SCALES)
def test_softmax_and_its_logarithms(torch, axis, scale):
    logits, _ = draw((6, 4), "indices", scale)
    tensor = torch.tensor(logits)
    assert_close(softmax(logits, axis), tensor.softmax(axis))
    assert_close(log_softmax(logits, axis), tensor.log_softmax(axis))
    assert_close(log_sum_exp(logits, axis), tensor.logsumexp(axis))


def test_impossible_classes(torch):
    logits = np.array([[0.0, -np.inf, 2.0], [-np.inf, 5.0, -np.inf]])
    labels = np.array([2, 1])
    _, surprise, _ = peers(torch, logits, labels, "none")
    assert_close(softmax(logits), torch.tensor(logits).softmax(-1))
    assert_close(softmax_cross_entropy(logits, labels, "none"), surprise)


def test_label_smoothing_is_a_soft_target(torch):
    logits, labels = draw((6, 4), "indices", 3.0)
    smooth = 0.9 * one_hot(labels, 4) + 0.1 / 4
    theirs = torch.nn.functional.cross_entropy(
        torch.tensor(logits), torch.tensor(labels), label_smoothing=0.1
    )
    assert_close(softmax_cross_entropy(logits, smooth), theirs)


@pytest.mark.parametrize("kind", TARGETS)
def test_float32_results_agree_within_its_rounding(torch, kind):
    logits, targets = draw((6, 4), kind, 10.0)
    logits = logits.astype(np.float32)
    goals = targets if kind == "indices" else targets.astype(np.float32)
    theirs = torch.nn.functional.cross_entropy(torch.tensor(logits), torch.tensor(goals))
    ours = softmax_cross_entropy(logits, goals)
    assert ours.dtype == theirs.numpy().dtype == np.float32
    assert ours == pytest.approx(theirs.item(), rel=1e-5)


def test_tensors_are_accepted_as_they_are(torch):
    logits, labels = draw((6, 4), "indices", 3.0)
    ours = softmax_cross_entropy(torch.tensor(logits), torch.tensor(labels))
    assert ours == softmax_cross_entropy(logits, labels)
    assert softmax(torch.tensor(logits, dtype=torch.float32)).dtype == np.float32
