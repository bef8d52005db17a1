"""What is translated, file by file: notebooks, questions, helpers, documents, pages."""

import ast
import io
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import nbformat
from babel.messages.extract import extract_python
from jinja2.ext import babel_extract

from tools.translations.pieces import code, markdown

ROOT = Path(__file__).resolve().parent.parent.parent
# A translation stands beside the English one: README.zh.md, docs/zh/lecture-plan.md.
DOCUMENTS = ["README.md", "docs/lecture-plan.md", "docs/install.md", "docs/grading.md"]
# Words of one function each: say("…"), say_many("…", "…", n), to_say("…").
KEYWORDS = {"say": None, "say_many": (1, 2), "to_say": None}
PLACEHOLDER = re.compile(r"(?<!\{)\{[a-z_]\w*[^{}]*\}")
TEXTS = {"question", "answer", "says", "asks"}
REST = "rest"


@dataclass(frozen=True)
class Message:
    """A text that is translated, and where it stands."""

    text: str
    file: str
    context: str | None = None
    many: str | None = None
    comment: str = ""

    @property
    def has_placeholders(self):
        return self.context is None and bool(PLACEHOLDER.search(self.text))


def lessons():
    """Return the notebooks of the lessons, in English."""
    return sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def cell_parts(cell):
    """Return the function that cuts the source of a cell, or None for a raw cell."""
    return {"markdown": markdown, "code": code}.get(cell.cell_type)


def in_notebook(path):
    """Return the messages of a notebook; the context of each is the id of its cell."""
    found = []
    for cell in nbformat.read(path, as_version=4).cells:
        cut = cell_parts(cell)
        if cut:
            cut(cell.source, lambda text, cell=cell: found.append((cell.id, text)) or text)
    return [Message(text, name_of(path), context=context) for context, text in found]


def in_document(path):
    """Return the messages of a document; the context of each is the name of its file."""
    found = []
    markdown(path.read_text(encoding="utf-8"), lambda text: found.append(text) or text)
    return [Message(text, name_of(path), context=name_of(path)) for text in found]


def in_toml(path):
    """Return the messages of a file of questions."""

    def texts(value, name=""):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from texts(inner, "answer" if name == "options" else key)
        elif isinstance(value, list):
            for inner in value:
                yield from texts(inner, name)
        elif isinstance(value, str) and name in TEXTS:
            yield value

    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Message(text, name_of(path)) for text in texts(content)]


def _marked(path, extract, **options):
    source = io.BytesIO(path.read_bytes())
    for _, function, texts, comments in extract(source, list(KEYWORDS), ["Translators:"], options):
        first, *others = texts if isinstance(texts, tuple) else (texts,)
        if not first:
            continue
        many = others[0] if function == "say_many" else None
        comment = "\n".join(comments).removeprefix("Translators:").strip()
        yield Message(first, name_of(path), many=many, comment=comment)


def in_python(path):
    """Return the messages that a module marks with say, say_many or to_say.

    In say(question["asks"]) the text is not "asks": it is known while the program runs.
    """
    literals = {
        part.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for part in node.args
        if isinstance(part, ast.Constant)
    }
    return [message for message in _marked(path, extract_python) if message.text in literals]


def in_template(path):
    """Return the messages that a page of Jinja marks in the same way."""
    return list(_marked(path, babel_extract))


def unmarked(path):
    """Yield the line of each call of say in a module whose text is put together while it runs."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = node.args[: 2 if node.func.id == "say_many" else 1]
            if node.func.id in KEYWORDS and any(
                isinstance(part, ast.JoinedStr) for text in texts for part in ast.walk(text)
            ):
                yield node.lineno


def messages():
    """Return all that is translated: the name of a catalog → its messages."""
    found, helpers = {}, ROOT / "helpers"
    for notebook in lessons():
        number = notebook.name[:2]
        own = found[notebook.stem] = in_notebook(notebook)
        for folder in sorted((helpers / "lessons").glob(f"l{number}_*")):
            for file in sorted(folder.glob("*.toml")):
                own += in_toml(file)
            for file in sorted(folder.rglob("*.py")):
                own += in_python(file)
    rest = found[REST] = []
    for folder in ("languages", "learning", "live", "maths"):
        for file in sorted((helpers / folder).rglob("*.py")):
            rest += in_python(file)
    for name in DOCUMENTS:
        rest += in_document(ROOT / name)
    for file in sorted((ROOT / "tools").rglob("*.py")):
        if "from helpers.languages import" in file.read_text(encoding="utf-8"):
            rest += in_python(file)
    for file in sorted((ROOT / "tools").rglob("*.j2")):
        rest += in_template(file)
    return {name: _once(texts) for name, texts in found.items()}


def _once(texts):
    """Drop what stands in a catalog before: a text is translated once, a plural form if need be."""
    kept = {}
    for message in texts:
        key = message.context, message.text
        if key not in kept or (message.many and not kept[key].many):
            kept[key] = message
    return list(kept.values())
