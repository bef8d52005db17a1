"""Check of the training script of lesson 06, which fetches PyTorch when it is called."""

from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.languages import say
from helpers.learning.answers import must_be_function, must_not_be_rounded
from helpers.learning.exercises import NotRight, exercise
from helpers.lessons.l06_pytorch.pytorch import need_pytorch
from helpers.live.learner import call_learner
from helpers.live.told import name_of
from helpers.maths.arguments import FloatArray
from helpers.maths.double_softmax import double_softmax_loss
from helpers.maths.losses import softmax_cross_entropy_gradient, softmax_squared_error_gradient
from helpers.maths.softmax import softmax


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
            say("The model was never trained: the loop must call model(images) and backward.")
        )
    _judge_gradient(*spy.gradients[0], labels)
    if any(not np.allclose(own, total) for own, total in zip(spy.own, spy.total, strict=False)):
        raise NotRight(
            say(
                "The gradients of all steps pile up: backward adds to what is there. Call "
                "optimiser.zero_grad() once in each step, before backward."
            )
        )
    with torch.no_grad():
        logits = spy.model(torch.tensor(images)).numpy()
    _judge_report(reported, logits, labels)
    return say("Logits go into the loss, the gradients start from zero, and each row sums to 1.")


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
        raise NotRight(
            say("The gradient is not finite. Is the loss a number, from logits and labels?")
        )
    if not gradient.any():
        raise NotRight(
            say("The gradient at the logits is 0: nothing can be learnt from this loss.")
        )
    if _proportional(gradient, softmax_cross_entropy_gradient(logits, labels)):
        return
    if _proportional(gradient, double_softmax_loss(logits, labels)[1]):
        raise NotRight(
            say(
                "A softmax still stands before cross_entropy, which applies log-softmax itself. "
                "Give it the outputs of the model as they are."
            )
        )
    if _proportional(-gradient, softmax_cross_entropy_gradient(logits, labels)):
        raise NotRight(
            say("The loss has the wrong sign: the training climbs instead of descending.")
        )
    if _proportional(gradient, softmax_squared_error_gradient(logits, labels)):
        raise NotRight(say("That is squared error. Keep the loss of the script, cross_entropy."))
    raise NotRight(
        say(
            "At the logits the gradient of cross-entropy is p - y, and yours is not. Give "
            "cross_entropy the outputs of the model and the labels, and nothing in between."
        )
    )


def _judge_report(reported: FloatArray, logits: FloatArray, labels: NDArray[np.intp]) -> None:
    probabilities = softmax(logits)
    if reported.shape != logits.shape:
        raise NotRight(
            say(
                "Return the probabilities of all pictures, in the shape {asked}; you return the "
                "shape {returned}."
            ).format(asked=logits.shape, returned=reported.shape)
        )
    if np.allclose(reported, logits):
        raise NotRight(say("You return the logits. Here softmax belongs: to report probabilities."))
    if np.allclose(reported, softmax(logits, axis=0)):
        raise NotRight(
            say(
                "In the report the columns sum to 1: softmax ran over the pictures. It must run "
                "over the classes of each picture, dim=1."
            )
        )
    if np.allclose(reported, np.log(probabilities)):
        raise NotRight(say("You return the logarithms. Report the probabilities: softmax."))
    if np.allclose(reported, softmax(probabilities)):
        raise NotRight(say("You report softmax of softmax. Apply it once to the logits."))
    must_not_be_rounded(reported, probabilities)
    if not np.allclose(reported, probabilities, atol=1e-6):
        raise NotRight(
            say(
                "What you return is not softmax of the logits of the trained model. After the "
                "loop, call the model once more and apply softmax over dim=1."
            )
        )
    if np.mean(probabilities[np.arange(len(labels)), labels]) < 0.9:
        raise NotRight(
            say(
                "All three mistakes are gone, but the model has hardly learnt. Is optimiser.step() "
                "in the loop, after backward, and does the loop run 50 times?"
            )
        )
