"""Make a still copy of each lesson, one file that opens with no network: `make slides`.

    python -m tools.slides                       # all of them, into slides/
    python -m tools.slides notebooks/03_*.ipynb  # some
    python -m tools.slides --output handouts     # elsewhere

A file is for three uses. It is read from top to bottom; it is printed; and it is projected, for
which its button "Present" shows one slide at a time. Formulas are MathML, and pictures lie in the
file with their words. The live ones move there too: the lesson is run, and the page holds the
frames of each control (`tools.moving`); with --still it is not run, and all pictures stand still.
The lessons in another language lie in a folder of their own, as slides/zh, and a page leads to the
same place in the other language.

Slides follow the metadata that JupyterLab writes (`slideshow.slide_type`): slide and subslide start
a slide, fragment and "-" continue it, notes are left out. A notebook without any such metadata
starts a slide at each heading of the first or second level.

What is marked skip, the exercises above all, is not shown while presenting, for a lecture has no
time for it. It stays in its place for whoever reads or prints, for it is what a reader at home
wants most, and the text around it refers to it. Solutions and answers are folded. "Open all
answers" unfolds them, and print shows what is open: so a handout is printed with or without them.
"""

import argparse
import html
import re
import sys
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from helpers.languages import say, to_say
from tools import moving
from tools.editions import editions, links, spoken
from tools.formulas import mathml

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "tools" / "templates"
COURSE = to_say("From Scores to Probabilities")
STARTS, CONTINUES = {"slide", "subslide"}, {"fragment", "-", "skip"}


class UnfitNotebook(Exception):
    """A notebook that cannot become a page; the message says where and why."""


class Renderer(IPythonRenderer):
    """Markdown as HTML, with formulas as MathML and links from page to page."""

    def __init__(self, folder):
        # Not embed_images: nbconvert then closes each tag where it opens, <kbd> and <details> too.
        super().__init__(escape=False, path=str(folder))
        self.folder = Path(folder)
        self.headings = []  # (level, text) of all headings so far
        self.ids = set()

    def inline_math(self, body):
        return mathml(html.unescape(body))

    def block_math(self, body):
        return f'<span class="formula scrolls">{mathml(html.unescape(body), display=True)}</span>'

    def latex_environment(self, name, body):
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")

    def heading(self, text, level, **attributes):
        words = html.unescape(re.sub(r"<[^>]+>", "", text)).strip()
        self.headings.append((level, words))
        name = stem = re.sub(r"\s+", "-", words)  # as JupyterLab names it, for links to headings
        count = 1
        while name in self.ids:
            count += 1
            name = f"{stem}-{count}"
        self.ids.add(name)
        return f'<h{level} id="{html.escape(name)}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        path, hash_sign, place = url.partition("#")
        if not re.match(r"[a-z]+:", url) and path:
            if not path.endswith(".ipynb") or not (self.folder / path).is_file():
                raise ValueError(f"the link to {url} leads to nothing that is handed out")
            url = f"{Path(path).with_suffix('.html').name}{hash_sign}{place}"
        return super().link(text, url, title)

    def image(self, text, url, title=None):
        if not text.strip():
            raise ValueError(f"the picture {url} has no words")
        data = url if url.startswith(("data:", "attachment:")) else self._src_to_base64(url)
        if data is None:
            raise ValueError(f"the picture {url} is not a file beside the notebook")
        return super().image(text, data, title)

    def table(self, text):
        return f'<div class="scrolls"><table>\n{text}</table></div>\n'

    def table_cell(self, text, align=None, head=False):
        tag = "th" if head and text else "td"  # an empty corner is the head of nothing
        style = f' style="text-align: {align}"' if align else ""
        return f"<{tag}{style}>{text}</{tag}>\n"


class LessonExporter(HTMLExporter):
    """nbconvert with the template of the course; `sections` and headings come from here."""

    def __init__(self, folder):
        super().__init__(template_name="lesson", extra_template_basedirs=[str(TEMPLATES)])
        self.renderer = Renderer(folder)
        self.register_filter("cell_html", self.cell_html)
        self.environment.globals["say"] = say

    def cell_html(self, cell):
        """Render a markdown cell; an error names it."""
        try:
            return MarkdownWithMath(renderer=self.renderer).render(cell.source)
        except ValueError as error:
            raise UnfitNotebook(f"cell {cell.get('id', '')}: {error}") from None


def slide_type(cell):
    """Return the slide type of a cell, None where there is none."""
    kind = cell.metadata.get("slideshow", {}).get("slide_type") or None
    if kind is not None and kind not in STARTS | CONTINUES | {"notes"}:
        raise UnfitNotebook(f"cell {cell.get('id', '')}: no slide type is called {kind!r}")
    return kind


def begins_with_heading(cell):
    """Whether a cell begins with a heading of the first or second level."""
    return cell.cell_type == "markdown" and bool(re.match(r"\s*##?\s", cell.source))


def sections(cells):
    """Cut cells into sections, one a slide; a section of skipped cells alone is not presented.

    A skipped cell that begins with a heading starts a section too, so that the slide before it
    ends where its subject ends.
    """
    kinds = [slide_type(cell) for cell in cells]
    result = []
    for cell, kind in zip(cells, kinds, strict=True):
        if kind == "notes" or not cell.source.strip():
            continue
        if any(kinds):
            starts = kind in STARTS or (kind == "skip" and begins_with_heading(cell))
        else:
            starts = begins_with_heading(cell)
        if starts or not result:
            result.append({"cells": [], "skipped": True})
        result[-1]["cells"].append({"cell": cell, "skipped": kind == "skip"})
        result[-1]["skipped"] &= kind == "skip"
    return result


def check_outputs(cells):
    """Refuse an output that a page cannot hold: an error, or a picture without words."""
    for cell in cells:
        for output in cell.get("outputs", []):
            where = f"cell {cell.get('id', '')}"
            if output.output_type == "error":
                raise UnfitNotebook(f"{where}: it ended in {output.ename}")
            if output.output_type == "stream":
                continue
            if not {"text/html", "text/plain"} & output.data.keys():
                raise UnfitNotebook(f"{where}: an output has neither HTML nor text")
            for image in re.findall(r"<img\b[^>]*>", output.data.get("text/html", "")):
                if not re.search(r'\balt="[^"]+"', image):
                    raise UnfitNotebook(f"{where}: a picture has no words")


def number_of(path):
    """Return the number of a lesson, as `03` of `03_softmax.ipynb`; else its name."""
    return path.stem.partition("_")[0]


def moving_outputs(path, cells):
    """Run a notebook, and let its live pictures move in the outputs of its cells.

    A picture whose words are no longer those that are stored stays still.
    """
    pictures, failed = moving.run(path)
    if failed:
        print(f"{path.name}: pictures that need it stand still, for {failed}", file=sys.stderr)
    for cell in cells:
        for number, output in enumerate(cell.get("outputs", [])):
            words, picture = pictures.get((cell.get("id"), number), (None, None))
            if picture is None:
                continue
            if output.data["text/plain"] == words:
                output.data["text/html"] = moving.embed(output.data["text/html"], picture)
            else:
                print(f"{path.name}: {cell.id} is not as it is stored, and stands still.")


def page(path, moves=True, languages=(), runs=None):
    """Return the page of a notebook, and its title.

    Parameters
    ----------
    path : pathlib.Path
        The notebook. What the page says itself is said in the language of its metadata.
    moves : bool
        Whether the notebook is run, so that its pictures move.
    languages : list of dict
        How the page leads to itself in other languages, as from `tools.editions.links`.
    runs : str, optional
        Where the lesson runs; the page leads there.
    """
    try:
        notebook = nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise UnfitNotebook(f"this is no notebook: {error}") from None
    exporter = LessonExporter(path.resolve().parent)
    check_outputs(notebook.cells)
    if moves:
        moving_outputs(path, notebook.cells)
    parts = sections(notebook.cells)
    # Rendered here, in order, so that the title is known when the head of the page is written.
    for part in parts:
        for entry in part["cells"]:
            if entry["cell"].cell_type == "markdown":
                entry["html"] = exporter.cell_html(entry["cell"])
    titles = [words for level, words in exporter.renderer.headings if level == 1]
    if len(titles) != 1:
        raise UnfitNotebook(f"it has {len(titles)} titles (# …), and needs one")
    title = f"{number_of(path)} {titles[0]}"
    tag = notebook.metadata.get("lang", "en")
    resources = {"sections": parts, "title": title, "lang": tag}
    resources |= {"languages": languages, "runs": runs}
    if moving.moves(notebook.cells):
        resources |= {"style": moving.STYLE, "script": moving.SCRIPT}
    with spoken(tag):
        resources["course"] = say(COURSE)
        markup, _ = exporter.from_notebook_node(notebook, resources=resources)
    return markup, title


def contents(lessons, folder, tag="en", languages=()):
    """Return the page that lists lessons, given as (name of the file, title)."""
    template = LessonExporter(folder).environment.get_template("contents.html.j2")
    with spoken(tag):
        return template.render(lessons=lessons, course=say(COURSE), lang=tag, languages=languages)


def make(paths, output, moves=True):
    """Write the pages of notebooks and a list of all pages; return the number of failures."""
    everywhere = editions()
    of = {path: edition for edition in everywhere for path in edition.lessons}
    of = {path: of.get(path.resolve(), everywhere[0]) for path in paths}
    targets = {path: output / of[path].address(f"{path.stem}.html") for path in paths}
    failures = 0
    for path, target in targets.items():
        twins = [(other, output / other.address(target.name)) for other in everywhere]
        there = [other for other, twin in twins if twin in targets.values() or twin.is_file()]
        try:
            markup, _ = page(path, moves, links(of[path], target.name, there))
        except (UnfitNotebook, OSError) as error:
            print(f"{path.name}: no page was made. {error}", file=sys.stderr)
            failures += 1
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(markup, encoding="utf-8", newline="\n")
        print(f"{path.name}: {target}")
    _list(output, everywhere)
    return failures


def _list(output, everywhere):
    """Write the list of all pages in each language that has some."""
    there = [e for e in everywhere if any(pages_in(output / e.folder))]
    for edition in there:
        lessons = [(path.name, title_of(path)) for path in pages_in(output / edition.folder)]
        others = links(edition, "index.html", there)
        markup = contents(lessons, output / edition.folder, edition.tag, others)
        target = output / edition.folder / "index.html"
        target.write_text(markup, encoding="utf-8", newline="\n")


def pages_in(folder):
    """Return the pages of lessons in a folder."""
    return [path for path in sorted(folder.glob("*.html")) if path.stem != "index"]


def title_of(target):
    """Return the title of a page made before, without the name of the course."""
    found = re.search(r"<title>(.*?)</title>", target.read_text(encoding="utf-8"), re.S)
    return html.unescape(found[1] if found else target.stem).rpartition(" · ")[0] or target.stem


def main(arguments=None):
    """Make the pages of the notebooks named, or of all; return the number of failures."""
    parser = argparse.ArgumentParser(prog="make slides", description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--output", type=Path, default=ROOT / "slides", help="the folder to fill")
    parser.add_argument("--still", action="store_true", help="run nothing: no picture moves")
    options = parser.parse_args(arguments)
    paths = options.notebooks or [path for edition in editions() for path in edition.lessons]
    for path in paths:
        if not path.is_file():
            there = ", ".join(p.name for p in sorted((ROOT / "notebooks").glob("*.ipynb")))
            parser.error(f"there is no notebook {path}. There are, in notebooks/: {there}")
    return make(paths, options.output, moves=not options.still)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
