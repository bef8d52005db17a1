"""The pages around JupyterLite: the first one, a frame for each lesson, what to keep offline."""

import ast
import concurrent.futures
import json
import os
import re
from pathlib import Path

import nbformat
from jinja2 import Environment, FileSystemLoader, select_autoescape

from tools import moving, slides
from tools.site.pyodide import OFFICIAL, ROOT, sha256

HERE = Path(__file__).resolve().parent / "templates"
JUPYTERLITE = "0.6.4"  # what its service worker calls itself; a test holds it to the lock
NOTEBOOK_PAGE = 9_000_000  # bytes of JupyterLite that a notebook loads, as measured
FOLDER = f"pyodide-{OFFICIAL['lock']['info']['version']}"


def questions():
    """Return what each lesson answers, by the name of its notebook, from the table in README.md."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| \[\d\d [^\]]+\]\(notebooks/([^)]+)\) \| (.+?) \|$", text, re.M))


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

    def __init__(self, folder, paths, start, edition_of):
        self.folder = folder
        self.pyodide = folder / "jupyter" / FOLDER
        there = {path.name for path in self.pyodide.iterdir()}
        self.packages = json.loads((self.pyodide / "pyodide-lock.json").read_text())["packages"]
        core = [*OFFICIAL["core"].keys() & there, *(name for name in there if "stdlib" in name)]
        core.append("pyodide-lock.json")
        begun = closure(self.packages, start)
        self.start = self._sizes(core + [self.packages[name]["file_name"] for name in begun])
        self.lessons = [self._lesson(path, begun, edition_of(path)) for path in paths]
        for lesson in self.lessons:
            lesson["others"] = [other["path"] for other in self.lessons if other is not lesson]
        self.heavy = {name for lesson in self.lessons for name in lesson["later"]}

    def _sizes(self, names):
        return {name: (self.pyodide / name).stat().st_size for name in sorted(names)}

    def _lesson(self, path, begun, edition):
        notebook = nbformat.read(path, as_version=4)
        used = imports(notebook)
        needed = [name for name, entry in self.packages.items() if used & set(entry["imports"])]
        later = [name for name in closure(self.packages, needed) if name not in begun]
        number = path.stem.partition("_")[0]
        return {
            "path": path.name,
            "stem": path.stem,
            "number": number,
            "title": f"{number} {title_of(notebook)}",
            "question": questions()[path.name],
            "edition": edition,
            "jupyterlite": JUPYTERLITE,
            "files": self.start,
            "later": self._sizes(self.packages[name]["file_name"] for name in later),
        }

    def write(self, moves=True):
        """Write all pages; the pictures of the still ones move if the lessons may be run for it."""
        templates = FileSystemLoader([HERE, slides.TEMPLATES / "lesson"])
        jinja = Environment(
            loader=templates,
            autoescape=select_autoescape(["html", "j2"]),
            trim_blocks=True,
            lstrip_blocks=True,
        )
        paths = [ROOT / "notebooks" / lesson["path"] for lesson in self.lessons]
        with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
            made = pool.map(slides.page, paths, [moves] * len(paths))
            for lesson, (markup, _) in zip(self.lessons, made, strict=True):
                print(f"{lesson['path']}: read, and run")
                page = _with_link(markup, f"run/{lesson['stem']}.html")
                _write(self.folder / f"{lesson['stem']}.html", page)
        frames = self.folder / "run"
        frames.mkdir()
        for before, lesson, after in zip(
            [None, *self.lessons[:-1]], self.lessons, [*self.lessons[1:], None], strict=True
        ):
            markup = jinja.get_template("run.html.j2").render(
                lesson=lesson, before=before, after=after, course=slides.COURSE
            )
            _write(frames / f"{lesson['stem']}.html", markup)
        for name in ["run.css", "run.js"]:
            _write(frames / name, (HERE / name).read_text(encoding="utf-8"))
        _write(self.folder / "index.html", self._index(jinja))
        for name in ["icon.svg", "offline.js"]:
            _write(self.folder / name, (HERE / name).read_text(encoding="utf-8"))
        self._write_service_workers()
        _write(self.folder / "offline.json", json.dumps(self._list(), indent=0))

    def _index(self, jinja):
        heavy = [lesson for lesson in self.lessons if lesson["later"]]
        more = max((sum(lesson["later"].values()) for lesson in heavy), default=0)
        return jinja.get_template("index.html.j2").render(
            course=slides.COURSE,
            lessons=self.lessons,
            picture=self.first_picture(),
            style=moving.STYLE,
            script=moving.SCRIPT,
            megabytes=round((sum(self.start.values()) + NOTEBOOK_PAGE) / 1e6),
            heavy=heavy,
            heavy_megabytes=round(more / 1e6),
        )

    def first_picture(self):
        """Return the first picture of the first lesson, with the frames of its sliders."""
        path = ROOT / "notebooks" / self.lessons[0]["path"]
        pictures = moving.run(path)
        for cell in nbformat.read(path, as_version=4).cells:
            for number, output in enumerate(cell.get("outputs", [])):
                if (cell.id, number) in pictures:
                    _, picture = pictures[cell.id, number]
                    return moving.embed(output.data["text/html"], picture)
        raise ValueError(f"{path.name} has no picture that moves")

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


def _with_link(markup, address):
    """Let a still page lead to its lesson that runs."""
    before, nav, after = markup.partition("</nav>")
    if not nav:
        raise ValueError("a still page has no navigation to add a link to")
    return f'{before} · <a href="{address}">Run here</a>{nav}{after}'


def _write(path, text):
    path.write_text(text, encoding="utf-8", newline="\n")
