"""A still page as the tests read it, and small notebooks to make one of."""

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat

VOID = {"meta", "img", "br", "hr", "link", "input", "wbr", "source", "base"}
UNSEEN = {"style", "script"}


class Page(HTMLParser):
    """The elements of a page, and its words outside code and formulas."""

    def __init__(self, markup):
        super().__init__()
        self.elements = []  # (tag, attributes)
        self.words, self.prose, self.style, self.headings = "", "", "", []
        self.folds = []  # the words in each <details> below its summary
        self._open = []
        self.feed(markup)
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag, attributes):
        assert len({name for name, _ in attributes}) == len(attributes), f"{tag}: doubled"
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self._open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append([int(tag[1]), ""])
        if tag == "details":
            self.folds.append("")

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag, "elements overlap"

    def handle_data(self, data):
        if "style" in self._open:
            self.style += data
        if UNSEEN & set(self._open):
            return
        self.words += data
        if "details" in self._open and "summary" not in self._open:
            self.folds[-1] += data
        if not {"pre", "code", "math"} & set(self._open):
            self.prose += data
        if any(re.fullmatch("h[1-6]", tag) for tag in self._open):
            self.headings[-1][1] += data

    def values(self, attribute):
        return [given[attribute] for _, given in self.elements if attribute in given]


def plain(text):
    """Return a text with each white space as one blank."""
    return " ".join(text.split())


def without_code(markdown):
    return re.sub(r"```.*?```|`[^`\n]+`", "", markdown, flags=re.DOTALL)


def small(folder, *cells, name="09_small.ipynb"):
    """Write a notebook of cells given as (text, slide type), after a title."""
    notebook = nbformat.v4.new_notebook()
    for index, (text, kind) in enumerate([("# Small", None), *cells]):
        new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
        cell = new(text, id=f"cell-{index}")
        if kind not in {None, "code"}:
            cell.metadata = {"slideshow": {"slide_type": kind}}
        notebook.cells.append(cell)
    path = Path(folder, name)
    nbformat.write(notebook, path)
    return path
