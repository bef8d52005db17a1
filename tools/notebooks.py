"""Run the notebooks from top to bottom and store their outputs, cleaned: `make notebooks`.

    python tools/notebooks.py                       # all of them
    python tools/notebooks.py notebooks/03_*.ipynb  # some
    python tools/notebooks.py --check               # change nothing, fail if something would change

What is stored is what the code gives, in one form only, so that running this twice changes nothing:
cells numbered 1 to n, no execution times, no state of widgets. A live picture or a question is
stored as its still form (image and words); the live one appears when a learner runs the cell.
"""

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parent.parent
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    # What the kernel tells JupyterLab, which writes it down when a notebook is opened; without the
    # Python's version (jupyter/etc/ipython), so that opening a lesson changes nothing in it.
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
CELL_METADATA = {"tags", "slideshow", "editable", "deletable"}


def execute(notebook, folder):
    """Run every cell in a new kernel whose working directory is `folder`."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=600,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
    ).execute()


def clean(notebook):
    """Keep what a reader needs, in one form only."""
    title = notebook.metadata.get("title")
    notebook.metadata = nbformat.from_dict({**METADATA, **({"title": title} if title else {})})
    count = 0
    for cell in notebook.cells:
        cell.metadata = {k: v for k, v in sorted(cell.metadata.items()) if k in CELL_METADATA}
        if cell.cell_type != "code":
            continue
        cell.execution_count = None
        if cell.source.strip():
            count += 1
            cell.execution_count = count
        cell.outputs = merge_streams(cell.outputs)
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if output.output_type == "execute_result":
                output.execution_count = count
    return notebook


def noise(notebook):
    """Return what cells wrote to stderr: warnings, or words of the machine that ran them."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.get("name") == "stderr")


def merge_streams(outputs):
    """Join neighbouring pieces of one stream: how print is cut into pieces is chance."""
    merged = []
    for output in outputs:
        previous = merged[-1] if merged else None
        if (
            previous is not None
            and output.output_type == previous.output_type == "stream"
            and output.name == previous.name
        ):
            previous.text += output.text
        else:
            merged.append(output)
    return merged


def as_text(notebook):
    """Return the notebook as it is written to disk."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4) + "\n"


def main(arguments=None):
    """Run the notebooks named, or all; return the number of those with a problem."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true", help="fail if a notebook would change")
    options = parser.parse_args(arguments)
    problems = 0
    for path in options.notebooks or sorted((ROOT / "notebooks").glob("*.ipynb")):
        before = path.read_text(encoding="utf-8")
        notebook = nbformat.reads(before, as_version=4)
        try:
            execute(notebook, path.resolve().parent)
        except CellExecutionError as error:
            print(f"{path.name}: a cell failed, nothing was stored.\n{error}", file=sys.stderr)
            problems += 1
            continue
        said = noise(notebook)
        if said:
            print(
                f"{path.name}: nothing was stored, for a cell complained.\n{said}", file=sys.stderr
            )
            problems += 1
            continue
        after = as_text(clean(notebook))
        changed = after != before
        if changed and options.check:
            problems += 1
        elif changed:
            path.write_text(after, encoding="utf-8", newline="\n")
        print(f"{path.name}: {'changed' if changed else 'unchanged'}")
    return problems


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
