"""Checks of the exercises of lesson 06. Those that need PyTorch fetch it when they are called."""

import math
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.learning.answers import Mistakes, must_be_function, must_not_be_rounded
from helpers.learning.exercises import NotRight, exercise
from helpers.lessons.l06_pytorch.pytorch import need_pytorch
from helpers.lessons.l06_pytorch.runs import unknown_runs
from helpers.live.learner import NothingReturned, call_learner, name_of
from helpers.live.parts import short_number
from helpers.maths.arguments import FloatArray
from helpers.maths.double_softmax import double_softmax_loss
from helpers.maths.losses import softmax_cross_entropy_gradient, softmax_squared_error_gradient
from helpers.maths.softmax import softmax

# Lowest loss ------------------------------------------------------------------------------------

CASES = ((2, 2), (3, 2), (10, 2), (1000, 2), (3, 1), (10, 3), (5, 4))
"""Numbers of classes, and of softmaxes."""


def lowest(classes: int, softmaxes: int, first: float = 1.0) -> float:
    """Return the loss of a model that is sure and right, after so many softmaxes.

    Examples
    --------
    >>> round(lowest(10, 2), 3)
    1.461
    """
    p = first * np.eye(classes)[0]
    for _ in range(softmaxes - 1):
        p = softmax(p)
    return -math.log(p[0]) + 0.0


def _floor(classes: int, softmaxes: int) -> float:
    return math.log(1 + (classes - 1) / math.e) if softmaxes > 1 else 0.0


FLOOR_MISTAKES: Mistakes = {
    "That is the floor with two softmaxes, whatever their number. Apply softmax once more for each "
    "one that is added.": lambda k, n: math.log(1 + (k - 1) / math.e),
    "With one and with two softmaxes it is right. With three the third receives what the second "
    "gave, and that is no longer 1 and 0.": _floor,
    "That is log K, the loss of a model that knows nothing. Here the model is as sure and as right "
    "as it can be: the first softmax gives 1 to the true class and 0 to the "
    "others.": lambda k, n: math.log(k),
    "That is one softmax too many. The first one gives 1 to the true class and 0 to the others; "
    "only the softmaxes after it flatten that.": lambda k, n: lowest(k, n + 1),
    "That is one softmax too few. With 1 softmax the loss is 0, with 2 it is the floor of the "
    "lesson.": lambda k, n: lowest(k, max(n - 1, 1)),
    "That is the probability of the true class. The loss is minus its logarithm.": lambda k, n: (
        math.exp(-lowest(k, n))
    ),
    "The sign is turned: the loss is minus the logarithm, and so never below 0.": lambda k, n: (
        -lowest(k, n)
    ),
    "Take the natural logarithm, np.log: the losses of this course and of PyTorch are in "
    "nats.": lambda k, n: lowest(k, n) / math.log(2),
    "Your last probability is softmax of a logarithm, or of a loss. Only the probabilities go into "
    "the next softmax; the logarithm comes once, at the end.": lambda k, n: _log_between(k, n),
}


def _log_between(classes: int, softmaxes: int) -> float:
    p = np.eye(classes)[0]
    for _ in range(softmaxes - 1):
        p = softmax(-np.log(np.maximum(p, 1e-300)))
    return -math.log(max(p[0], 1e-300)) + 0.0


def _same(answer: FloatArray, expected: float) -> bool:
    return math.isclose(float(answer), expected, rel_tol=1e-6, abs_tol=1e-9)


@exercise
def lowest_loss(answer: Any) -> str:
    """Judge the lowest loss behind several softmaxes, as a function of K and their number."""
    if isinstance(answer, int | float | np.number):
        raise NotRight(
            "That is one number. Write a function of num_classes and softmaxes, and pass it "
            "without brackets: check.lowest_loss(lowest_loss)."
        )
    must_be_function(answer, "lowest_loss")
    got = {case: call_learner(answer, *case).squeeze() for case in CASES}
    for (k, _), value in got.items():
        if value.shape != ():
            raise NotRight(
                f"For {k} classes you return {value.size} numbers. Return the loss alone: that of "
                "the true class."
            )
    if all(_same(value, lowest(*case)) for case, value in got.items()):
        return "One softmax too many lifts the floor to 1.461 of 2.303, and two to 2.167."
    for hint, mistake in FLOOR_MISTAKES.items():
        if all(_same(value, mistake(*case)) for case, value in got.items()):
            raise NotRight(hint)
    for case, value in got.items():
        must_not_be_rounded(value, lowest(*case))
    (k, n), value = next((c, v) for c, v in got.items() if not _same(v, lowest(*c)))
    raise NotRight(
        f"For {k} classes and {n} softmax{'es' if n > 1 else ''} you return "
        f"{short_number(float(value))}. The first softmax can give 1 to the true class and 0 to "
        "the others. What do the further ones make of that? The loss is minus the logarithm of "
        "what is left for the true class."
    )


# Which run --------------------------------------------------------------------------------------


@exercise
def double_run(answer: Any) -> str:
    """Judge which of the three unknown runs has a softmax too many."""
    if not isinstance(answer, str):
        raise NotRight('Give the letter of a run as a text: "A", "B" or "C".')
    letter = answer.strip().upper().removeprefix("RUN").strip()
    right = {name: part for name, (_, part) in unknown_runs().items()}
    if letter == "A":
        raise NotRight(
            "The loss of run A is still falling at the last step, and has not slowed down at a "
            "floor. More steps or a larger learning rate will bring it down: it is only slow."
        )
    if letter == "C":
        raise NotRight(
            f"Run C has only {right['C']:.2f} right: its loss is high because its answers are bad. "
            "(Some of its labels are wrong.) Look for a loss that is high though the answers are "
            "good."
        )
    if letter != "B":
        raise NotRight(f'There are the runs "A", "B" and "C", and no {answer[:20]!r}.')
    return (
        f"{right['B']:.2f} right, and yet a loss that has come to rest above 1.461, the floor for "
        "10 classes. Run A is slow, and run C was given some wrong labels."
    )


# Heads ------------------------------------------------------------------------------------------

DIGIT, SPAM, OBJECTS = "which of 10 digits", "spam or not", "which of 5 objects are in the photo"
HEADS = {
    DIGIT: {(10, "ce")},
    SPAM: {(1, "bce"), (2, "ce")},
    OBJECTS: {(5, "bce")},
}
_LOSSES = {
    "crossentropyloss": "ce",
    "crossentropy": "ce",
    "bcewithlogitsloss": "bce",
    "binarycrossentropywithlogits": "bce",
}


@exercise
def heads(answer: Any) -> str:
    """Judge the number of outputs and the loss that three tasks need."""
    if not isinstance(answer, dict):
        raise NotRight("Keep `heads` a dictionary: each task, and a pair (outputs, loss).")
    if set(answer) != set(HEADS):
        raise NotRight("Keep the three tasks as they are named in the cell; fill in the pairs.")
    pairs = {task: _as_head(task, pair) for task, pair in answer.items()}
    for task, (outputs, loss) in pairs.items():
        _judge_head(task, outputs, loss)
    return "One choice among many: softmax. Many yes-or-no questions: a sigmoid for each."


def _as_head(task: str, pair: Any) -> tuple[int, str]:
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise NotRight(f"{task}: write a pair, the number of outputs and the name of the loss.")
    outputs, loss = pair
    if outputs in (..., None) or loss in (..., None):
        raise NothingReturned
    if isinstance(outputs, bool) or not isinstance(outputs, int | np.integer):
        raise NotRight(f"{task}: the number of outputs must be a whole number.")
    name = loss if isinstance(loss, str) else name_of(loss)
    short = name.strip().removesuffix("()").split(".")[-1].replace("_", "").lower()
    if short == "bceloss":
        raise NotRight(
            f"{task}: BCELoss wants probabilities, so that you must apply the sigmoid yourself. "
            "BCEWithLogitsLoss takes the logits and is safe from overflow."
        )
    if short == "nllloss":
        raise NotRight(
            f"{task}: NLLLoss wants log-probabilities, so that you must apply log-softmax "
            "yourself. CrossEntropyLoss does both."
        )
    if short not in _LOSSES:
        raise NotRight(
            f'{task}: the loss must be "CrossEntropyLoss" or "BCEWithLogitsLoss", not '
            f"{name[:30]!r}."
        )
    return int(outputs), _LOSSES[short]


def _judge_head(task: str, outputs: int, loss: str) -> None:
    if (outputs, loss) in HEADS[task]:
        return
    if outputs == 1 and loss == "ce":
        raise NotRight(
            f"{task}: softmax of one logit is always 1, so CrossEntropyLoss with one output is "
            "always 0 and nothing is learnt."
        )
    if task == DIGIT and outputs == 10:
        raise NotRight(
            f"{task}: BCEWithLogitsLoss asks ten separate yes-or-no questions, and several digits "
            "could be likely at once. A picture is exactly one digit: the ten must share one whole."
        )
    if task == SPAM and outputs == 2:
        raise NotRight(
            f"{task}: BCEWithLogitsLoss with two outputs asks two separate questions, and could "
            "answer yes to both. Use one output, or two with the other loss."
        )
    if task == OBJECTS and outputs == 5:
        raise NotRight(
            f"{task}: CrossEntropyLoss makes the five share one whole, so that a photo with two of "
            "them could give each 0.5 at most. Here each object is a question of its own."
        )
    count = {DIGIT: "10 classes", SPAM: "2 classes", OBJECTS: "5 questions"}[task]
    raise NotRight(f"{task}: {outputs} outputs do not fit {count}. How many logits are needed?")


# Script -----------------------------------------------------------------------------------------


@exercise
def my_train(answer: Any) -> str:
    """Judge a training script: logits into the loss, gradients set to zero, rows that sum to 1."""
    must_be_function(answer, "my_train")
    torch = need_pytorch()
    random = np.random.default_rng(0)
    labels = np.repeat([0, 1, 2], 5)
    images = np.array([[2.0, 0.0], [-2.0, 2.0], [-2.0, -2.0]])[labels]
    images = images + 0.2 * random.standard_normal(images.shape)
    spy = _Spy(torch)

    def run(features: FloatArray, targets: NDArray[np.intp]) -> Any:
        result = answer(spy.model, torch.tensor(features), torch.tensor(targets))
        return result.detach().numpy() if isinstance(result, torch.Tensor) else result

    run.__name__ = name_of(answer)
    run.__wrapped__ = answer  # type: ignore[attr-defined]  # whether it is still a stub
    reported = call_learner(run, images, labels)

    if not spy.gradients:
        raise NotRight(
            "The model was never trained: the loop must call model(images) and backward."
        )
    _judge_gradient(*spy.gradients[0], labels)
    if any(not np.allclose(own, total) for own, total in zip(spy.own, spy.total, strict=False)):
        raise NotRight(
            "The gradients of all steps pile up: backward adds to what is there. Call "
            "optimiser.zero_grad() once in each step, before backward."
        )
    with torch.no_grad():
        logits = spy.model(torch.tensor(images)).numpy()
    _judge_report(reported, logits, labels)
    return "Logits go into the loss, the gradients start from zero, and each row sums to 1."


class _Spy:
    """A small linear model that notes what a training script does to it."""

    def __init__(self, torch: ModuleType) -> None:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            self.model = torch.nn.Linear(2, 3, dtype=torch.float64)
        self.gradients: list[tuple[FloatArray, FloatArray]] = []
        self.own: list[FloatArray] = []
        self.total: list[FloatArray] = []
        self.model.weight.register_hook(lambda g: self.own.append(g.numpy().copy()))
        self.model.weight.register_post_accumulate_grad_hook(
            lambda weight: self.total.append(weight.grad.numpy().copy())
        )
        self.model.register_forward_hook(self._note_outputs)

    def _note_outputs(self, model: Any, inputs: Any, logits: Any) -> None:
        if logits.requires_grad:
            values = logits.detach().numpy().copy()
            logits.register_hook(lambda g: self.gradients.append((values, g.numpy().copy())))


def _proportional(a: FloatArray, b: FloatArray) -> bool:
    """Whether a is b times a positive number: the mean or the sum of the losses, both will do."""
    scale = np.abs(a).max() / np.abs(b).max()
    return np.isfinite(scale) and scale > 0 and np.allclose(a, scale * b, rtol=1e-5, atol=1e-9)


def _judge_gradient(logits: FloatArray, gradient: FloatArray, labels: NDArray[np.intp]) -> None:
    if gradient.shape != (len(labels), 3) or not np.isfinite(gradient).all():
        raise NotRight("The gradient is not finite. Is the loss a number, from logits and labels?")
    if not gradient.any():
        raise NotRight("The gradient at the logits is 0: nothing can be learnt from this loss.")
    if _proportional(gradient, softmax_cross_entropy_gradient(logits, labels)):
        return
    if _proportional(gradient, double_softmax_loss(logits, labels)[1]):
        raise NotRight(
            "A softmax still stands before cross_entropy, which applies log-softmax itself. Give "
            "it the outputs of the model as they are."
        )
    if _proportional(-gradient, softmax_cross_entropy_gradient(logits, labels)):
        raise NotRight("The loss has the wrong sign: the training climbs instead of descending.")
    if _proportional(gradient, softmax_squared_error_gradient(logits, labels)):
        raise NotRight("That is squared error. Keep the loss of the script, cross_entropy.")
    raise NotRight(
        "At the logits the gradient of cross-entropy is p - y, and yours is not. Give "
        "cross_entropy the outputs of the model and the labels, and nothing in between."
    )


def _judge_report(reported: FloatArray, logits: FloatArray, labels: NDArray[np.intp]) -> None:
    probabilities = softmax(logits)
    if reported.shape != logits.shape:
        raise NotRight(
            f"Return the probabilities of all pictures, in the shape {logits.shape}; you return "
            f"the shape {reported.shape}."
        )
    if np.allclose(reported, logits):
        raise NotRight("You return the logits. Here softmax belongs: to report probabilities.")
    if np.allclose(reported, softmax(logits, axis=0)):
        raise NotRight(
            "In the report the columns sum to 1: softmax ran over the pictures. It must run over "
            "the classes of each picture, dim=1."
        )
    if np.allclose(reported, np.log(probabilities)):
        raise NotRight("You return the logarithms. Report the probabilities: softmax.")
    if np.allclose(reported, softmax(probabilities)):
        raise NotRight("You report softmax of softmax. Apply it once to the logits.")
    must_not_be_rounded(reported, probabilities)
    if not np.allclose(reported, probabilities, atol=1e-6):
        raise NotRight(
            "What you return is not softmax of the logits of the trained model. After the loop, "
            "call the model once more and apply softmax over dim=1."
        )
    if np.mean(probabilities[np.arange(len(labels)), labels]) < 0.9:
        raise NotRight(
            "All three mistakes are gone, but the model has hardly learnt. Is optimiser.step() in "
            "the loop, after backward, and does the loop run 50 times?"
        )
