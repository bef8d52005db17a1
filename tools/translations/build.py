"""Build notebooks and documents in another language from the English ones and a catalog."""

import ast
import builtins
import os
import re
import symtable
from pathlib import Path

import nbformat

from tools.translations import catalogs
from tools.translations.pieces import markdown
from tools.translations.sources import DOCUMENTS, REST, ROOT, cell_parts, lessons

LINK = re.compile(r"(\]\(|\b(?:href|src|srcset)=\")([^)\"\s#:]+)(?=[#)\"])")
IMPORT = "from helpers.languages import {language}\n"


class Incomplete(LookupError):
    """A catalog that lacks something; the message says what and where."""


class Words:
    """What a catalog says for a text; all that it lacks is noted."""

    def __init__(self, language, name):
        self.place = f"translations/{language}/{name}.po"
        self.entries = {
            catalogs.key_of(entry): entry
            for entry in catalogs.read(language, name)
            if not entry.obsolete
        }
        self.lacking = []

    def of(self, context, text):
        entry = self.entries.get((context, text))
        if entry is None or not catalogs.done(entry) or entry.fuzzy:
            fault = "fuzzy" if entry is not None and entry.fuzzy else "not translated"
            self.lacking.append(f"{self.place}: {context}: {fault}: {text!r}")
            return text
        return entry.msgstr

    def must_be_whole(self):
        if self.lacking:
            raise Incomplete("\n".join(self.lacking))


def built_path(path, language):
    """Return where the translation of a notebook or a document is: notebooks/zh, README.zh.md."""
    short = catalogs.short(language)
    if path.parent == ROOT:
        return path.with_suffix(f".{short}{path.suffix}")
    return path.parent / short / path.name


def english_path(path):
    """Return the English notebook of a built one, and the language of that; else itself, "en"."""
    for language in catalogs.languages():
        for english in lessons():
            if built_path(english, language) == path.resolve():
                return english, language
    return path, "en"


def notebook(path, language, draft=False):
    """Return an English notebook in another language, its outputs left out.

    Raises
    ------
    Incomplete
        If its catalog lacks an entry, unless it is a `draft`: then that entry stays English.
    """
    words = Words(language, path.stem)
    built = translated(nbformat.read(path, as_version=4), words.of)
    target = built_path(path, language)
    for cell in built.cells:
        if cell.cell_type == "markdown":
            cell.source = relinked(cell.source, path, target, language)
        elif cell.cell_type == "code":
            cell.source = with_language(cell.source, language)
            cell.outputs, cell.execution_count = [], None
    if not draft:
        words.must_be_whole()
    built.metadata["lang"] = catalogs.tag(language)
    return built


def translated(notebook, translate):
    """Return a notebook whose texts are what `translate` gives for a cell's id and a text."""
    for cell in notebook.cells:
        cut = cell_parts(cell)
        if cut:
            cell.source = cut(cell.source, lambda text, cell=cell: translate(cell.id, text))
    return notebook


def with_language(source, language):
    """Return a cell that says its language, if it imports helpers and can be run before others."""
    ends = [
        node.end_lineno
        for node in ast.parse(source).body
        if isinstance(node, ast.ImportFrom) and node.module == "helpers"
    ]
    if not ends or _needs_others(symtable.symtable(source, "cell", "exec")):
        return source
    lines = f"{source}\n".splitlines(keepends=True)
    lines.insert(ends[-1], IMPORT.format(language=language))
    return "".join(lines).removesuffix("\n")


def _needs_others(table):
    """Whether a cell uses a name that it does not make itself."""
    own = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    used, tables = set(), [table]
    while tables:
        inner = tables.pop()
        tables += inner.get_children()
        used |= {
            symbol.get_name()
            for symbol in inner.get_symbols()
            if symbol.is_referenced() and (inner is table or symbol.is_global())
        }
    return bool(used - own - set(dir(builtins)))


def document(name, language, draft=False):
    """Return the text of a document in another language."""
    path = ROOT / name
    words = Words(language, REST)
    text = markdown(path.read_text(encoding="utf-8"), lambda text: words.of(name, text))
    if not draft:
        words.must_be_whole()
    return relinked(text, path, built_path(path, language), language)


def documents(language):
    """Return the documents that are wholly translated: path → content."""
    found = {}
    for name in DOCUMENTS:
        try:
            found[built_path(ROOT / name, language)] = document(name, language).encode()
        except Incomplete:
            continue
    return found


def relinked(text, path, target, language):
    """Return a text with links that lead from its new place to the translation of what they name.

    A link to the English text itself stays: it is how a reader changes the language.
    """
    path, english = path.resolve(), [*lessons(), *(ROOT / name for name in DOCUMENTS)]
    twins = {each: built_path(each, language) for each in english}

    def relink(found):
        there = Path(os.path.normpath(path.parent / found[2]))
        if not there.exists():
            return found[0]
        there = there if there == path else twins.get(there, there)
        return found[1] + Path(os.path.relpath(there, target.resolve().parent)).as_posix()

    return LINK.sub(relink, text)
