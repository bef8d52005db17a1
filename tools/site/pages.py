"""The pages around JupyterLite: the first one, a frame for each lesson, what to keep offline."""

import ast
import concurrent.futures
import json
import os
import re
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, select_autoescape

from helpers.languages import say, say_list, say_many
from tools import moving, slides
from tools.editions import links, spoken
from tools.site.pyodide import OFFICIAL, ROOT, sha256
from tools.translations import build

HERE = Path(__file__).resolve().parent / "templates"
JUPYTERLITE = "0.6.4"  # what its service worker calls itself; a test holds it to the lock
NOTEBOOK_PAGE = 9_000_000  # bytes of JupyterLite that a notebook loads, as measured
FOLDER = f"pyodide-{OFFICIAL['lock']['info']['version']}"


def questions(edition):
    """Return what each lesson answers, by the name of its notebook, from the table in README.md."""
    if edition.language == "en":
        text = (ROOT / "README.md").read_text(encoding="utf-8")
    else:
        text = build.document("README.md", edition.language, draft=True)
    row = r"^\| \[\d\d [^\]]+\]\(notebooks/(?:\w+/)?([^)/]+)\) \| (.+?) \|$"
    return dict(re.findall(row, text, re.M))


def title_of(notebook):
    """Return the title of a notebook: its first heading."""
    for cell in notebook.cells:
        found = re.search(r"^# (.+)$", cell.source, re.M) if cell.cell_type == "markdown" else None
        if found:
            return found[1]
    raise ValueError("the notebook has no title")


def closure(packages, names):
    """Return packages of Pyodide's lock with all that they depend on."""
    found = []
    waiting = list(names)
    while waiting:
        name = waiting.pop().replace("_", "-")
        if name not in found:
            found.append(name)
            waiting += packages[name]["depends"]
    return found


def imports(notebook):
    """Return the modules that the cells of a notebook import, by the first part of their names."""
    names = set()
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names


class Site:
    """What the pages say of the folder that was built."""

    def __init__(self, folder, editions, start, edition_of):
        self.folder = folder
        self.editions = editions
        self.pyodide = folder / "jupyter" / FOLDER
        there = {path.name for path in self.pyodide.iterdir()}
        self.packages = json.loads((self.pyodide / "pyodide-lock.json").read_text())["packages"]
        core = [*OFFICIAL["core"].keys() & there, *(name for name in there if "stdlib" in name)]
        core.append("pyodide-lock.json")
        self.begun = closure(self.packages, start)
        self.start = self._sizes(core + [self.packages[name]["file_name"] for name in self.begun])
        self.lessons = {
            edition.language: [
                self._lesson(edition, path, edition_of(path)) for path in edition.lessons
            ]
            for edition in editions
        }
        every = [lesson for lessons in self.lessons.values() for lesson in lessons]
        self.heavy = {name for lesson in every for name in lesson["later"]}

    def _sizes(self, names):
        return {name: (self.pyodide / name).stat().st_size for name in sorted(names)}

    def _lesson(self, edition, path, age):
        notebook = nbformat.read(path, as_version=4)
        used = imports(notebook)
        needed = [name for name, entry in self.packages.items() if used & set(entry["imports"])]
        later = [name for name in closure(self.packages, needed) if name not in self.begun]
        number = path.stem.partition("_")[0]
        return {
            "path": edition.address(path.name),
            "stem": path.stem,
            "number": number,
            "title": f"{number} {title_of(notebook)}",
            "question": questions(edition)[path.name],
            "edition": age,
            "jupyterlite": JUPYTERLITE,
            "files": self.start,
            "later": self._sizes(self.packages[name]["file_name"] for name in later),
            "others": [edition.address(other.name) for other in edition.lessons if other != path],
            "root": "../../" if edition.folder else "../",
        }

    def write(self, moves=True):
        """Write all pages; the pictures of the still ones move if the lessons may be run for it."""
        self.write_still_pages(moves)
        for edition in self.editions:
            with spoken(edition.tag):
                self.write_frames(edition)
        for name in ["run.css", "run.js"]:
            _write(self.folder / "run" / name, (HERE / name).read_text(encoding="utf-8"))
        for name in ["icon.svg", "offline.js"]:
            _write(self.folder / name, (HERE / name).read_text(encoding="utf-8"))
        self._write_service_workers()
        _write(self.folder / "offline.json", json.dumps(self._list(), indent=0))

    def write_still_pages(self, moves):
        """Write the pages to read, in all languages, and draw the first picture of each."""
        pages = [(edition, path) for edition in self.editions for path in edition.lessons]
        with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
            first = {e.language: pool.submit(first_picture, e) for e in self.editions}
            made = [
                pool.submit(
                    slides.page,
                    path,
                    moves,
                    links(edition, f"{path.stem}.html", self.editions),
                    f"run/{path.stem}.html",
                )
                for edition, path in pages
            ]
            for (edition, path), page in zip(pages, made, strict=True):
                markup, _ = page.result()
                _write(self.folder / edition.address(f"{path.stem}.html"), markup)
                print(f"{edition.address(path.name)}: read, and run")
            self.pictures = {language: picture.result() for language, picture in first.items()}

    def write_frames(self, edition):
        """Write the first page in a language, and the frames around its notebooks."""
        jinja = Environment(
            loader=FileSystemLoader([HERE, slides.TEMPLATES / "lesson"]),
            autoescape=select_autoescape(["html", "j2"]),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        jinja.globals |= {"say": say, "say_many": say_many}
        jinja.globals |= {"lang": edition.tag, "course": say(slides.COURSE)}
        lessons = self.lessons[edition.language]
        for before, lesson, after in zip(
            [None, *lessons[:-1]], lessons, [*lessons[1:], None], strict=True
        ):
            page = f"run/{lesson['stem']}.html"
            markup = jinja.get_template("run.html.j2").render(
                lesson=lesson,
                before=before,
                after=after,
                root=lesson["root"],
                languages=links(edition, page, self.editions),
            )
            _write(self.folder / edition.address(page), markup)
        index = self.folder / edition.address("index.html")
        _write(index, self._index(jinja, edition, lessons))

    def _index(self, jinja, edition, lessons):
        heavy = [lesson for lesson in lessons if lesson["later"]]
        more = max((sum(lesson["later"].values()) for lesson in heavy), default=0)
        return jinja.get_template("index.html.j2").render(
            lessons=lessons,
            picture=self.pictures[edition.language],
            style=moving.STYLE,
            script=moving.SCRIPT,
            megabytes=round((sum(self.start.values()) + NOTEBOOK_PAGE) / 1e6),
            heavy=heavy,
            heavy_numbers=say_list([lesson["number"] for lesson in heavy], " and "),
            heavy_megabytes=round(more / 1e6),
            root="../" if edition.folder else "",
            languages=links(edition, "index.html", self.editions),
        )

    def _write_service_workers(self):
        """One for the pages, one for JupyterLite, whose own goes on behind ours."""
        start = 'const ROOT = new URL("{0}", self.location);\nimportScripts("{0}offline.js");\n'
        _write(self.folder / "service-worker.js", start.format("./"))
        theirs = self.folder / "jupyter" / "service-worker.js"
        _write(theirs, start.format("../") + theirs.read_text(encoding="utf-8"))

    def _list(self):
        """Return what a browser keeps for a visit without a network: path → hash."""
        files = {}
        for path in sorted(path for path in self.folder.rglob("*") if path.is_file()):
            name = path.relative_to(self.folder).as_posix()
            files[name] = {"hash": sha256(path.read_bytes())[:16]}
            if path.name in self.heavy:
                files[name]["heavy"] = True
        return files


def first_picture(edition):
    """Return the first picture of the first lesson, with the frames of its sliders."""
    path = edition.lessons[0]
    pictures, failed = moving.run(path)
    for cell in nbformat.read(path, as_version=4).cells:
        for number, output in enumerate(cell.get("outputs", [])):
            if (cell.id, number) in pictures:
                _, picture = pictures[cell.id, number]
                return moving.embed(output.data["text/html"], picture)
    raise ValueError(f"{path.name} has no picture that moves. {failed}")


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
