"""Measure everything in one run and write benchmarks/results.md: `make bench`."""

import importlib.metadata
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import functions, kernel, pictures, site

RESULTS = Path(__file__).with_name("results.md")
PACKAGES = (
    "jupyterlab",
    "jupyter-server",
    "ipykernel",
    "ipywidgets",
    "matplotlib",
    "numpy",
    "pillow",
    "ipympl",
    "scipy",
    "torch",
)

INTRODUCTION = """\
# Measurements

Written by `make bench`. All figures of a table come from one run on one machine, so compare them
with each other, not with those of another machine; shared machines are noisy.

{machine}

{versions}
"""


def processor():
    """Return the name of the processor, if the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def versions():
    """Return the versions that were measured."""
    found = [f"Python {platform.python_version()}"]
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def main():
    """Run all benchmarks, with progress on stderr."""
    started = time.monotonic()

    def progress(text):
        print(f"[{time.monotonic() - started:4.0f} s] {text}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        seen = pictures.tables(pictures.measure(Path(folder), progress))
    with tempfile.TemporaryDirectory() as folder:
        alone = site.tables(site.measure(Path(folder), progress))
    cost = kernel.tables(
        kernel.explorers(progress),
        kernel.rests(progress),
        kernel.growth(progress),
        kernel.sizes(progress),
    )
    rows = functions.measure(progress)
    load = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    text = "\n".join(
        [
            INTRODUCTION.format(
                machine=f"{processor()}, {os.cpu_count()} cores, {platform.system()}{load}.",
                versions=versions() + ".",
            ),
            "## From key press to picture\n",
            pictures.__doc__.partition("\n\n")[2].strip() + "\n",
            seen,
            "\n## In the browser alone\n",
            site.__doc__.partition("\n\n")[2].strip() + "\n",
            alone,
            "\n## In the kernel\n",
            cost,
            "\n## Helpers against SciPy and PyTorch\n",
            functions.table(rows),
            "",
        ]
    )
    RESULTS.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
