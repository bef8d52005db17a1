"""What a live picture and a notebook cost in the kernel: milliseconds and megabytes."""

import contextlib
import json
from pathlib import Path

import nbformat
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parent.parent
UPDATES = 2000

MEGABYTES = "import psutil; print(psutil.Process().memory_info().rss / 2**20)"

# One of each explorer; the last lesson's shows the learner's own function on a model's logits.
MADE = """
import numpy as np
import helpers

random = np.random.default_rng(0)
ARGUMENTS = {
    "explore_temperature": (
        lambda logits, temperature: helpers.softmax(logits / temperature),
        {"a model": random.normal(size=(500, 10))},
        random.integers(10, size=500),
    )
}
EXPLORERS = [name for name in helpers.__all__ if name.startswith("explore_")]


def made(name):
    return getattr(helpers, name)(*ARGUMENTS.get(name, ()))
"""

# A control takes a new value, the picture is drawn, encoded and handed to the front end's channel.
TIME_EXPLORERS = """
import json, statistics, time


def values(control):
    if hasattr(control, "options"):
        return list(control.options) if not isinstance(control.options[0], tuple) else [
            value for _, value in control.options]
    if isinstance(control.value, bool):
        return [True, False]
    steps = [control.min + (control.max - control.min) * i / 40 for i in range(41)]
    return [round(x) for x in steps] if isinstance(control.value, int) else steps


def milliseconds(picture):
    found = []
    for name, control in picture.controls.items():
        for repeat in range(3):
            for value in values(control):
                if value == control.value:
                    continue
                started = time.perf_counter()
                control.value = value
                found.append(1000 * (time.perf_counter() - started))
        assert picture.error is None, (name, picture.error)
    return found


times = {}
for name in EXPLORERS:
    found = milliseconds(made(name))
    times[name] = statistics.median(found), statistics.quantiles(found, n=20)[-1], len(found)
print(json.dumps(times))
"""

# What the kernel does in the first rest of each explorer, and in the one after a move.
TIME_RESTS = """
import json, time
from helpers.live import frames_ahead


def rest(ahead):
    started, frames, sent, kept = time.process_time(), 0, 0, ahead._kept
    while (place := ahead.next_place()) is not None:
        ahead.step(place)
        frames += 1
        sent += ahead.flush(least=8)
        if time.process_time() - started > frames_ahead.PROCESSOR:
            break
    sent += ahead.flush()
    return frames, time.process_time() - started, sent, ahead._kept - kept


found = {}
for name in EXPLORERS:
    picture = made(name)
    ahead = picture._ahead
    ahead._seen["nobody"] = True
    first = rest(ahead)
    control = list(picture.controls.values())[-1]
    control.value = next(v for _, v in frames_ahead.places(control) if v != control.value)
    ahead.look_again()
    found[name] = [*first, *rest(ahead)]
    picture.close()
print(json.dumps(found))
"""

GROW = f"""
import gc, psutil, helpers
picture = helpers.explore_softmax()
def drag(steps):
    for step in range(steps):
        picture.controls["cat"].value = -4 + 8 * (step % 81) / 80
    gc.collect()
    return psutil.Process().memory_info().rss / 2**20
before = drag(200)
print(drag({UPDATES}) - before)
"""


@contextlib.contextmanager
def kernel():
    """Start a kernel as JupyterLab starts one; yields a function that runs code, returns prints."""
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT / "notebooks"))

    def run(code):
        printed, failed = [], []

        def on_output(message):
            content = message["content"]
            if message["msg_type"] == "stream" and content["name"] == "stdout":
                printed.append(content["text"])
            elif message["msg_type"] == "error":
                failed.append("\n".join(content["traceback"]))

        client.execute_interactive(code, output_hook=on_output, timeout=600)
        if failed:
            raise RuntimeError(failed[0])
        return "".join(printed)

    try:
        yield run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def explorers(progress):
    """Return {explorer: (median, 95th percentile, number of updates)} in milliseconds."""
    progress("kernel time of an update, every explorer")
    with kernel() as run:
        return json.loads(run(MADE + TIME_EXPLORERS))


def rests(progress):
    """Return {explorer: (frames, processor seconds, bytes sent, characters kept) twice}.

    First for the rest after the cell has run, then for the one after a move of the last control.
    """
    progress("frames ahead of every explorer")
    with kernel() as run:
        return json.loads(run(MADE + TIME_RESTS))


def growth(progress):
    """Return by how many megabytes 2,000 updates of a live picture grow the kernel."""
    progress(f"memory of {UPDATES} updates")
    with kernel() as run:
        return float(run(GROW))


def sizes(progress):
    """Return {notebook: megabytes of the kernel after Run All}, and of an empty one."""
    with kernel() as run:
        found = {"a kernel with nothing in it": float(run(MEGABYTES))}
        run("import numpy, matplotlib.figure, matplotlib.backends.backend_agg, ipywidgets")
        found["numpy, matplotlib and ipywidgets alone"] = float(run(MEGABYTES))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        progress(f"memory after Run All: {path.name}")
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell(MEGABYTES))
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=600,
            resources={"metadata": {"path": str(path.parent)}},
        )
        client.execute()
        found[path.name] = float(notebook.cells[-1].outputs[-1].text)
    return found


def tables(times, ahead, grown, found):
    """Return the results as Markdown."""
    lines = ["| explorer | median, ms | 95th percentile, ms | updates |", "|---|---:|---:|---:|"]
    lines += [
        f"| `{name}` | {median:.1f} | {p95:.1f} | {count} |"
        for name, (median, p95, count) in times.items()
    ]
    lines += [
        "",
        "Frames ahead: a rest after the cell has run, and one after a move.",
        "",
        "| explorer | frames | processor, s | sent, kB | in the page, kB | frames after a move "
        "| processor, s | sent, kB |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| `{name}` | {n} | {cpu:.2f} | {sent / 1000:.0f} | {kept / 1000:.0f} | {n2} | {cpu2:.2f} "
        f"| {sent2 / 1000:.0f} |"
        for name, (n, cpu, sent, kept, n2, cpu2, sent2, _) in ahead.items()
    ]
    lines += ["", f"{UPDATES} updates of `explore_softmax` grow the kernel by {grown:.1f} MB.", ""]
    lines += ["| kernel after Run All | MB |", "|---|---:|"]
    lines += [f"| {name} | {size:.0f} |" for name, size in found.items()]
    return "\n".join(lines)


if __name__ == "__main__":

    def say(text):
        print(text, flush=True)

    print(tables(explorers(say), rests(say), growth(say), sizes(say)))
