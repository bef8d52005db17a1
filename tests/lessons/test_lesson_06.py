"""Lesson 06: the double softmax, its pictures, its checks, and what is said without PyTorch."""

import math

import numpy as np
import pytest

from helpers import (
    check,
    softmax,
    softmax_cross_entropy,
)
from helpers.learning.feedback import NOT_RIGHT, NOT_YET, RIGHT
from helpers.learning.predictions import questions
from helpers.lessons.l06_pytorch import checks as exercises
from helpers.maths.double_softmax import double_softmax_loss

# Facts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("classes", "floor"), [(3, 0.551), (10, 1.461)])
def test_floor_and_ceiling_of_two_softmaxes(classes, floor):
    random = np.random.default_rng(0)
    logits = 1000 * random.standard_normal((500, classes))
    losses = softmax_cross_entropy(softmax(logits), np.zeros(500, dtype=int), "none")
    assert losses.min() == pytest.approx(floor, abs=5e-4)
    assert losses.max() == pytest.approx(losses.min() + 1)


def test_running_example():
    value, _ = double_softmax_loss(np.array([2.0, 1.0, 0.1]), 0)
    assert round(float(value), 3) == 0.802
    assert round(float(softmax_cross_entropy([2.0, 1.0, 0.1], 0)), 3) == 0.417


def test_double_gradient_is_that_of_pytorch(torch):
    random = np.random.default_rng(0)
    logits, labels = 3 * random.standard_normal((6, 4)), random.integers(4, size=6)
    tensor = torch.tensor(logits, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(tensor.softmax(dim=1), torch.tensor(labels))
    loss.backward()
    value, gradient = double_softmax_loss(logits, labels)
    assert value == pytest.approx(loss.item(), abs=1e-12)
    np.testing.assert_allclose(gradient, tensor.grad.numpy(), rtol=0, atol=1e-12)


# Exercises --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["lowest_loss", "double_run", "heads"])
@pytest.mark.parametrize("answer", [None, ...])
def test_unanswered_is_not_yet(name, answer):
    assert getattr(check, name)(answer).verdict == NOT_YET


def test_unwritten_functions_are_not_yet(torch):
    assert check.lowest_loss(lambda k, n: ...).verdict == NOT_YET
    assert check.my_train(lambda model, images, labels: None).verdict == NOT_YET


def in_closed_form(num_classes, softmaxes):
    """Right, by the probability of the true class and that of each other one."""
    true, other = 1.0, 0.0
    for _ in range(softmaxes - 1):
        total = math.exp(true) + (num_classes - 1) * math.exp(other)
        true, other = math.exp(true) / total, math.exp(other) / total
    return -math.log(true)


def by_the_helpers(num_classes, softmaxes):
    """Right, with the cross-entropy of the helpers at the end."""
    z = 1000 * np.eye(num_classes)[0]
    for _ in range(softmaxes - 1):
        z = softmax(z)
    return [softmax_cross_entropy(z, 0)]


@pytest.mark.parametrize("function", [in_closed_form, by_the_helpers, exercises.lowest])
def test_lowest_loss_takes_any_right_form(function):
    assert check.lowest_loss(function).verdict == RIGHT


@pytest.mark.parametrize("hint", exercises.FLOOR_MISTAKES)
def test_each_mistake_of_lowest_loss_has_its_own_hint(hint):
    feedback = check.lowest_loss(exercises.FLOOR_MISTAKES[hint])
    assert (feedback.verdict, feedback.words) == (NOT_RIGHT, hint)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (1.461, "one number"),
        (lambda k, n: np.log(k) + 5, "For 2 classes and 2 softmaxes you return"),
        (lambda k, n: [0.5, 1.4], "2 numbers"),
        (lambda k: 1.0, "argument"),
    ],
)
def test_other_answers_to_lowest_loss(answer, words):
    feedback = check.lowest_loss(answer)
    assert feedback.verdict == NOT_RIGHT
    assert words in feedback.words


def test_what_the_solution_says_of_three_softmaxes():
    assert round(exercises.lowest(10, 3), 2) == 2.17


@pytest.mark.parametrize("answer", ["B", "b", " run B "])
def test_double_run_right(answer):
    assert check.double_run(answer).verdict == RIGHT


@pytest.mark.parametrize(
    ("answer", "words"),
    [("A", "still falling"), ("C", "labels are wrong"), ("D", "no 'D'"), (1, "as a text")],
)
def test_double_run_wrong(answer, words):
    feedback = check.double_run(answer)
    assert feedback.verdict == NOT_RIGHT
    assert words in feedback.words


def with_heads(**changed):
    tasks = {"digit": exercises.DIGIT, "spam": exercises.SPAM, "objects": exercises.OBJECTS}
    pairs = {
        "digit": (10, "CrossEntropyLoss"),
        "spam": (1, "BCEWithLogitsLoss"),
        "objects": (5, "BCEWithLogitsLoss"),
    } | changed
    return {tasks[name]: pair for name, pair in pairs.items()}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"spam": (2, "CrossEntropyLoss")},
        {"spam": [2, "nn.CrossEntropyLoss()"]},
        {"digit": (np.int64(10), "F.cross_entropy")},
    ],
)
def test_heads_right(changed):
    assert check.heads(with_heads(**changed)).verdict == RIGHT


def test_names_in_another_language_or_in_english(monkeypatch):
    words = {exercises.DIGIT: "数字", exercises.SPAM: "邮件", "RUN": "训练"}
    monkeypatch.setattr(exercises, "say", lambda text: words.get(text, text))
    answer = {words.get(task, task): pair for task, pair in with_heads().items()}
    assert check.heads(answer).verdict == check.heads(with_heads()).verdict == RIGHT
    assert check.heads(answer | {"邮件": (2, "BCELoss")}).words.startswith("邮件: BCELoss")
    assert check.heads(answer | with_heads()).verdict == NOT_RIGHT  # a task too many
    assert check.double_run("训练 b").verdict == check.double_run("Run B").verdict == RIGHT


def test_heads_takes_the_losses_themselves(torch):
    nn = torch.nn
    answer = with_heads(digit=(10, nn.CrossEntropyLoss), objects=(5, nn.BCEWithLogitsLoss()))
    assert check.heads(answer).verdict == RIGHT


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"spam": (1, "CrossEntropyLoss")}, "softmax of one logit is always 1"),
        ({"digit": (10, "BCEWithLogitsLoss")}, "ten separate yes-or-no questions"),
        ({"spam": (2, "BCEWithLogitsLoss")}, "answer yes to both"),
        ({"objects": (5, "CrossEntropyLoss")}, "share one whole"),
        ({"digit": (9, "CrossEntropyLoss")}, "9 outputs do not fit"),
        ({"spam": (1, "BCELoss")}, "wants probabilities"),
        ({"digit": (10, "NLLLoss")}, "wants log-probabilities"),
        ({"digit": (10, "MSELoss")}, "must be"),
        ({"digit": (10, 3)}, "must be"),
        ({"digit": ("10", "CrossEntropyLoss")}, "whole number"),
        ({"digit": (True, "CrossEntropyLoss")}, "whole number"),
        ({"digit": "CrossEntropyLoss"}, "write a pair"),
    ],
)
def test_heads_wrong(changed, words):
    feedback = check.heads(with_heads(**changed))
    assert feedback.verdict == NOT_RIGHT
    assert words in feedback.words


def test_heads_half_answered_is_not_yet():
    assert check.heads(with_heads(spam=(..., ...))).verdict == NOT_YET
    assert check.heads(with_heads(spam=(1, ...))).verdict == NOT_YET


def script(torch, loss=None, zero=True, report=None, optimiser="SGD", rate=1.0, sign=1, steps=50):
    """Return a training script like that of exercise 4, with what is asked for in its place."""
    F = torch.nn.functional
    loss = loss or (lambda logits, labels: F.cross_entropy(logits, labels))
    report = report or (lambda logits: logits.softmax(dim=1))

    def my_train(model, images, labels):
        steps_of = getattr(torch.optim, optimiser)(model.parameters(), lr=rate)
        for _ in range(steps):
            value = sign * loss(model(images), labels)
            if zero:
                steps_of.zero_grad()
            value.backward()
            steps_of.step()
        return report(model(images))

    return my_train


def test_my_train_takes_any_right_form(torch):
    F, nn = torch.nn.functional, torch.nn
    right = [
        script(torch),
        script(torch, loss=nn.CrossEntropyLoss()),
        script(torch, loss=lambda z, y: F.nll_loss(z.log_softmax(dim=1), y)),
        script(torch, loss=lambda z, y: F.cross_entropy(z.log_softmax(dim=-1), y)),
        script(torch, loss=nn.CrossEntropyLoss(reduction="sum"), rate=0.1),
        script(torch, optimiser="Adam", rate=0.1),
        script(torch, report=lambda z: z.softmax(dim=-1).detach().numpy()),
        script(torch, report=lambda z: F.softmax(z, dim=1).tolist()),
    ]
    assert [check.my_train(answer).words for answer in right] == [
        check.my_train(script(torch)).words
    ] * len(right)
    assert check.my_train(script(torch)).verdict == RIGHT


def test_my_train_names_each_mistake(torch):
    F = torch.nn.functional

    def twice(z, y):
        return F.cross_entropy(z.softmax(dim=1), y)

    def brier(z, y):
        return ((z.softmax(dim=1) - F.one_hot(y, 3)) ** 2).sum(dim=1).mean()

    wrong = {
        "A softmax still stands": script(torch, loss=twice),
        "pile up": script(torch, zero=False),
        "the columns sum to 1": script(torch, report=lambda z: z.softmax(dim=0)),
        "You return the logits": script(torch, report=lambda z: z),
        "the logarithms": script(torch, report=lambda z: z.log_softmax(dim=1)),
        "softmax of softmax": script(torch, report=lambda z: z.softmax(1).softmax(1)),
        "wrong sign": script(torch, sign=-1),
        "squared error": script(torch, loss=brier),
        "hardly learnt": script(torch, steps=1, rate=0.01),
        "yours is not": script(torch, loss=lambda z, y: F.nll_loss(z.softmax(dim=1), y)),
        "never trained": lambda model, images, labels: model(images).softmax(dim=1),
        "in the shape (15, 3)": script(torch, report=lambda z: z.argmax(dim=1)),
        "is not softmax of the logits": script(torch, report=lambda z: z.sigmoid()),
    }
    for words, answer in wrong.items():
        feedback = check.my_train(answer)
        assert feedback.verdict == NOT_RIGHT
        assert words in feedback.words


def test_the_script_with_all_three_mistakes_is_told_of_them_one_by_one(torch):
    F = torch.nn.functional
    twice = {"loss": lambda z, y: F.cross_entropy(z.softmax(dim=1), y)}
    columns = {"report": lambda z: z.softmax(dim=0)}
    assert "still stands" in check.my_train(script(torch, zero=False, **twice, **columns)).words
    assert "pile up" in check.my_train(script(torch, zero=False, **columns)).words
    assert "columns" in check.my_train(script(torch, **columns)).words


def test_my_train_leaves_the_random_numbers_of_the_learner_alone(torch):
    torch.manual_seed(3)
    expected = torch.rand(1).item()
    torch.manual_seed(3)
    check.my_train(script(torch))
    assert torch.rand(1).item() == expected


# Predictions ------------------------------------------------------------------------------------


def test_the_right_options_stand_in_different_places():
    names = ("last-layer", "kinds-of-target", "sure-and-right", "trained-twice")
    places = [
        [option.get("right", False) for option in questions()[name]["options"]].index(True)
        for name in names
    ]
    assert len(set(places)) == len(names)
