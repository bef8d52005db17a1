"""How fast softmax, log-softmax and cross-entropy are, beside scipy and PyTorch on one thread.

All compute in float64 from the same logits. The peers take turns, so that whatever else the
machine does slows all of them; a figure is the median over the turns, of processor time where the
system counts it finely. PyTorch may be missing.
"""

import contextlib
import statistics
import time

import numpy as np
import scipy.special

from helpers import log_softmax, softmax, softmax_cross_entropy

try:
    import torch
except ImportError:
    torch = None

OURS, SCIPY, PYTORCH = "helpers", "scipy", "PyTorch"
SHAPES = [(3,), (1257, 3), (1257, 10), (100_000, 10), (1000, 1000)]
TURN_SECONDS = 0.005  # a turn repeats a short call until it lasts so long
CELL_SECONDS = 0.2
TURNS = 3  # at least
CLOCK = (  # processor time leaves out what other programs take
    time.process_time
    if time.get_clock_info("process_time").resolution < 1e-6
    else time.perf_counter
)


def scipy_cross_entropy(logits, labels):
    """Return log-sum-exp minus the logit of the right class, averaged."""
    of_class = np.take_along_axis(logits, labels[..., np.newaxis], axis=-1)[..., 0]
    return np.mean(scipy.special.logsumexp(logits, axis=-1) - of_class)


def peers(shape):
    """Return, for each function, the call of each peer on the same logits of a shape."""
    generator = np.random.default_rng(0)
    logits = 3 * generator.normal(size=shape)
    labels = np.asarray(generator.integers(shape[-1], size=shape[:-1]))
    calls = {
        "softmax": {
            OURS: lambda: softmax(logits),
            SCIPY: lambda: scipy.special.softmax(logits, axis=-1),
        },
        "log_softmax": {
            OURS: lambda: log_softmax(logits),
            SCIPY: lambda: scipy.special.log_softmax(logits, axis=-1),
        },
        "softmax_cross_entropy": {
            OURS: lambda: softmax_cross_entropy(logits, labels),
            SCIPY: lambda: scipy_cross_entropy(logits, labels),
        },
    }
    if torch is not None:
        scores, goals = torch.from_numpy(logits), torch.from_numpy(labels)
        calls["softmax"][PYTORCH] = lambda: torch.softmax(scores, -1)
        calls["log_softmax"][PYTORCH] = lambda: torch.log_softmax(scores, -1)
        calls["softmax_cross_entropy"][PYTORCH] = lambda: torch.nn.functional.cross_entropy(
            scores, goals
        )
    return calls


def seconds_per_call(call, repeats):
    """Return the mean time of a call that is made so many times in a row."""
    started = CLOCK()
    for _ in range(repeats):
        call()
    return (CLOCK() - started) / repeats


def compare(calls):
    """Return the median seconds of each peer's call, all measured in turns."""
    results = [np.asarray(call()) for call in calls.values()]
    for result in results[1:]:  # a fast wrong answer is worth nothing
        np.testing.assert_allclose(result, results[0], rtol=1e-9, atol=1e-12)
    del results
    repeats = {
        peer: max(1, round(TURN_SECONDS / seconds_per_call(call, 1)))
        for peer, call in calls.items()
    }
    found = {peer: [] for peer in calls}
    started = CLOCK()
    while len(found[OURS]) < TURNS or CLOCK() - started < CELL_SECONDS * len(calls):
        for peer, call in calls.items():
            found[peer].append(seconds_per_call(call, repeats[peer]))
    return {peer: statistics.median(times) for peer, times in found.items()}


@contextlib.contextmanager
def one_thread():
    """Keep PyTorch to one thread, as numpy and scipy are for these functions."""
    if torch is None:
        yield
        return
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def measure(progress):
    """Return the rows of the table: function, shape, and the median seconds of each peer."""
    rows = []
    with one_thread():
        for shape in SHAPES:
            progress(f"functions, shape {shape}")
            for function, calls in peers(shape).items():
                rows.append({"function": function, "shape": shape, "seconds": compare(calls)})
    return sorted(rows, key=lambda row: list(peers((1,))).index(row["function"]))


def time_text(seconds):
    """Return a time with three digits and a unit that suits it."""
    for unit, size in (("s", 1), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def table(rows):
    """Return the results as Markdown; a ratio below 1 means that `helpers` is faster."""
    lines = [
        "| function | shape | helpers | scipy | helpers / scipy | PyTorch | helpers / PyTorch |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        seconds = row["seconds"]
        cells = [row["function"], str(row["shape"]), time_text(seconds[OURS])]
        for peer in (SCIPY, PYTORCH):
            if peer in seconds:
                cells += [time_text(seconds[peer]), f"{seconds[OURS] / seconds[peer]:.2f}"]
            else:
                cells += ["not installed", ""]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure(lambda text: print(text, flush=True))))
