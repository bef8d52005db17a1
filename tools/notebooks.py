"""Run the notebooks from top to bottom and store their outputs, cleaned: `make notebooks`.

    python tools/notebooks.py                       # all of them, in all languages
    python tools/notebooks.py notebooks/03_*.ipynb  # some, in English
    python tools/notebooks.py --language zh_CN notebooks/03_*.ipynb  # the same in Chinese
    python tools/notebooks.py --check               # change nothing, fail if something would change

What is stored is what the code gives, in one form only, so that running this twice changes nothing:
cells numbered 1 to n, no execution times, no state of widgets. A live picture or a question is
stored as its still form (image and words); the live one appears when a learner runs the cell.

In another language a notebook is built from the English one and its catalog in translations/; what
lacks a translation stops it and is listed, or stays English in a --draft.
"""

import argparse
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # for whoever calls this file by its path
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
NOTEBOOK_METADATA = {"title", "lang"}
CELL_METADATA = {"tags", "slideshow", "editable", "deletable"}
SAID = "unchanged", "changed"


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
    kept = {name: value for name, value in notebook.metadata.items() if name in NOTEBOOK_METADATA}
    notebook.metadata = nbformat.from_dict({**METADATA, **kept})
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


def wanted(options):
    """Yield what to run: an English notebook, a language, and the notebook that is stored."""
    if options.language == "en":
        paths = options.notebooks or sorted((ROOT / "notebooks").glob("*.ipynb"))
        yield from ((path, "en", path) for path in paths)
        return
    from tools.translations import build, catalogs  # English alone needs none of their packages

    named = [build.english_path(path) for path in options.notebooks]
    if not named:
        named = [(path, of) for of in ["en", *catalogs.languages()] for path in build.lessons()]
    for path, language in named:
        if options.language and not options.notebooks and language != options.language:
            continue
        language = options.language or language
        yield path, language, path if language == "en" else build.built_path(path, language)


def to_run(path, language, draft):
    """Return a notebook as it is before it is run."""
    if language == "en":
        return nbformat.read(path, as_version=4)
    from tools.translations import build

    return build.notebook(path, language, draft=draft)


def store(path, language, stored, options):
    """Run a notebook and store it; return what became of it, and whether that is a problem."""
    before = stored.read_text(encoding="utf-8") if stored.is_file() else ""
    stored.parent.mkdir(exist_ok=True)
    try:
        notebook = to_run(path, language, options.draft)
        execute(notebook, stored.resolve().parent)
    except LookupError as error:
        return f"its translation is not whole, nothing was stored.\n{error.args[0]}", True
    except CellExecutionError as error:
        return f"a cell failed, nothing was stored.\n{error}", True
    said = noise(notebook)
    if said:
        return f"nothing was stored, for a cell complained.\n{said}", True
    after = as_text(clean(notebook))
    if after == before:
        return SAID[0], False
    if not options.check:
        stored.write_text(after, encoding="utf-8", newline="\n")
    return SAID[1], options.check


def main(arguments=None):
    """Run the notebooks named, or all; return the number of those with a problem."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true", help="fail if a notebook would change")
    parser.add_argument("--language", help="en, or a folder of translations/; all, if not given")
    parser.add_argument("--draft", action="store_true", help="leave English what is not translated")
    options = parser.parse_args(arguments)
    problems = 0
    for path, language, stored in wanted(options):
        words, problem = store(path, language, stored, options)
        name = path.name if language == "en" else f"{stored.parent.name}/{path.name}"
        print(f"{name}: {words}", file=sys.stdout if words in SAID else sys.stderr)
        problems += problem
    return problems


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
