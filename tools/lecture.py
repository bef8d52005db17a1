"""One deck for a lecture: the slides that a plan names, run and open at the first: `make lecture`.

    python -m tools.lecture --plan 50      # of docs/lecture-plan.md: 50, 90 or lab
    python -m tools.lecture --lesson 03    # all slides of a lesson
    python -m tools.lecture --plan 50 --language zh_CN

The deck is a notebook in `lecture/`: the cells of the plan, in its order, and before them, unseen,
what they need. It is run before the page opens, so that every picture is alive on its slide.
"""

import argparse
import ast
import json
import os
import re
import shutil
import sys
import urllib.request
import webbrowser
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jupyter_client import BlockingKernelClient, find_connection_file
from nbformat.sign import NotebookNotary

from helpers.languages import say, speak, to_say
from helpers.languages.columns import columns_of
from tools.lecture_notes import expectations, notes
from tools.servers import free_port, serving
from tools.slides import slide_type
from tools.translations.build import built_path

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "docs" / "lecture-plan.md"
DECKS = ROOT / "lecture"
SETTINGS = ROOT / "jupyter" / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
FONTS = "@deathbeds/jupyterlab-fonts:fonts"
DECK = "body[data-jp-deck-mode='presenting']"
# Beside the course's own styles: the sizes of a deck follow the window, and pictures fill it.
STYLES = {
    DECK: {
        "--jp-content-font-size1": "max(22px, 4.05vh)",
        "--jp-code-font-size": "max(17px, min(3.2vh, 1.8vw))",
        "--jp-widgets-font-size": "max(22px, 4.05vh)",
    },
    f"{DECK} .jp-Deck .course-background, {DECK} .jp-Deck .jp-OutputArea-output img[alt]": {
        "width": "auto !important",
        "height": "auto !important",
        "max-width": "92vw !important",
        "max-height": "58vh !important",
        "zoom": "1 !important",
    },
    f"{DECK} .jp-Deck mjx-container[display]": {"font-size": "min(100%, 2.5vw) !important"},
    f"{DECK} .jp-Deck .course-question *": {"line-height": "1.25"},
    f"{DECK} .jp-Deck .course-picture, {DECK} .jp-Deck .course-sheet": {
        "max-width": "none",
        "zoom": "1 !important",
    },
    # The letters are larger than in the settings: two controls side by side, the buttons below.
    f"{DECK} .jp-Deck .widget-vbox:has(> .course-live)": {
        "display": "grid",
        "grid-template-columns": "repeat(2, minmax(0, 1fr))",
    },
    f"{DECK} .jp-Deck .course-live:not(:nth-child(3n+1)) > .course-tools": {"position": "static"},
}
COURSE = to_say("From Scores to Probabilities")
PATIENCE = 600  # seconds that a cell may take
ROOM = 14  # lines of prose that a slide has room for
LETTERS = 56  # in a line, Chinese ones half as many


class BadPlan(Exception):
    """What is wrong with a plan, in words for who wrote it."""


@dataclass(frozen=True)
class Step:
    """A row of a plan: when, the heading of which lesson, and what to do there."""

    minute: int
    lesson: str
    heading: str
    todo: str


def read_plans(text):
    """Return the plans of a Markdown text in any language: "50", "90" or "lab" → title, steps.

    A plan is a section with a table whose rows begin with a minute. A lecture has its minutes in
    its title.
    """
    plans = {}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title = part.partition("\n")[0].strip()
        rows = re.findall(r"^\| (\d+) \| (.*?) \| (.*) \|$", part, flags=re.MULTILINE)
        if not rows:
            continue
        steps = []
        for minute, where, todo in rows:
            link = re.fullmatch(r"\[(\d\d)(?:: |：)(.*?)\]\(.*\)", where.strip())
            lesson, heading = link.groups() if link else ("", "")
            steps.append(Step(int(minute), lesson, heading, todo))
        named = re.search(r"\d+", title)
        plans[named[0] if named else "lab"] = (title, steps)
    return plans


def in_language(path, language):
    """Return a notebook or a document as it is in a language, once it was built."""
    path = path if language == "en" else built_path(path, language)
    if not path.is_file():
        raise BadPlan(f"{path.relative_to(ROOT)} was not built yet: see CONTRIBUTING, Translate.")
    return path


def lesson_path(number, language="en"):
    """Return the file of a lesson."""
    paths = sorted((ROOT / "notebooks").glob(f"{number}*.ipynb"))
    if not number or not paths:
        there = ", ".join(p.name[:2] for p in sorted((ROOT / "notebooks").glob("*.ipynb")))
        raise BadPlan(f"There is no lesson {number!r}. There are {there}: make lecture LESSON=03")
    return in_language(paths[0], language)


def heading_of(cell):
    """Return the heading that a cell begins with, or None."""
    found = cell.cell_type == "markdown" and re.match(r"\s*#{1,3} (.*)", cell.source)
    return found[1].strip() if found else None


def only_shows(source):
    """Whether code defines nothing that a later cell could need; an exercise is not needed."""
    if re.search(r"^check\.", source, flags=re.MULTILINE):
        return True
    return all(isinstance(statement, ast.Expr) for statement in ast.parse(source).body)


def asked(cell):
    """Return the name of the question that a cell asks, or None."""
    found = re.search(r'\bpredict\("([^"]+)"\)', cell.source)
    return found[1] if found else None


def section(cells, step):
    """Return the cells of a step that are shown: its heading's, up to the next heading.

    A question is shown if the step names it.
    """
    starts = [i for i, cell in enumerate(cells) if heading_of(cell) == step.heading]
    if not starts:
        raise BadPlan(f"Lesson {step.lesson} has no heading {step.heading!r}.")
    shown = []
    for cell in cells[starts[0] :]:
        if shown and heading_of(cell) is not None:
            break
        name = asked(cell)
        if slide_type(cell) != "skip" and (name is None or f"`{name}`" in step.todo):
            shown.append(cell)
    return shown


def slide(cell, kind):
    """Return a copy of a cell with its place on the slides; the code of a shown cell is folded."""
    metadata = {"slideshow": {"slide_type": kind}}
    if kind != "skip" and cell.cell_type == "code":
        metadata["jupyter"] = {"source_hidden": True}
    copy = nbformat.from_dict({**cell, "metadata": metadata})
    if copy.cell_type == "code":
        copy.outputs, copy.execution_count = [], None
    return copy


def lines(cell):
    """Return how many lines of prose a shown cell is as high as, about."""
    if cell.cell_type == "code":
        if re.search(r"\b(explore_\w+|predict)\(", cell.source):
            return 2 * ROOM  # alone on its slide
        printed = "".join(output.get("text", "") for output in cell.outputs)
        picture = ROOM - 3 if re.search(r"\b(draw|show)_", cell.source) else 0
        return picture + 1 + 0.8 * len(printed.splitlines())
    count = 0
    for part in re.split(r"\n\s*\n", cell.source.strip()):
        if part.startswith("#"):
            count += 2
        elif part.startswith("$$"):
            count += 4
        else:
            rows = part.split("\n") if re.match(r"[-*|\d]", part) else [part.replace("\n", " ")]
            count += sum(1 + columns_of(row) // LETTERS for row in rows) + 0.6
    return count


def short(cell):
    """Return a lesson's first cell without its list of aims: the lecturer says them."""
    if cell.cell_type == "markdown" and cell.source.startswith("# "):
        cell.source = re.split(r"\n\*\*", cell.source)[0].strip()
    return cell


def make_deck(title, parts):
    """Return a notebook, and for each slide (number, step).

    Each part is (step, cells of the lesson, those of them that are shown).
    """
    cells = [nbformat.v4.new_markdown_cell(f"# {say(COURSE)}\n\n{title}", id="the-first-slide")]
    cells[0].metadata["slideshow"] = {"slide_type": "slide"}
    slides, taken = [(1, None)], {}
    for step, lesson, shown in parts:
        last = max(lesson.index(cell) for cell in shown)
        ids, height = [cell.id for cell in shown], ROOM
        for cell in lesson[taken.get(step.lesson, 0) : last + 1]:
            named = short(nbformat.from_dict({**cell, "id": f"l{step.lesson}-{cell.id}"[:64]}))
            if cell.id in ids:
                height += lines(named)
                starts = cell.id == ids[0] or height > ROOM + 2
                height = lines(named) if starts else height
                cells.append(slide(named, "slide" if starts else "fragment"))
                if starts:
                    slides.append((len(slides) + 1, step))
            elif cell.cell_type == "code" and not only_shows(cell.source):
                cells.append(slide(named, "skip"))
        taken[step.lesson] = max(last + 1, taken.get(step.lesson, 0))
    deck = nbformat.v4.new_notebook(cells=cells)
    deck.metadata["kernelspec"] = {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    return deck, slides


def parts_of(steps, language="en"):
    """Yield the parts of a plan, for `make_deck`."""
    for step in steps:
        if step.lesson:
            cells = nbformat.read(lesson_path(step.lesson, language), as_version=4).cells
            yield step, cells, section(cells, step)


def whole_lesson(number, language="en"):
    """Return the part of a deck that is all slides of one lesson."""
    cells = nbformat.read(lesson_path(number, language), as_version=4).cells
    shown = [cell for cell in cells if slide_type(cell) != "skip"]
    return Step(0, number, heading_of(cells[0]) or "", ""), cells, shown


def run(deck, client, tell=print):
    """Run a deck's code cells on a kernel, as JupyterLab would, and keep the outputs."""
    code = [cell for cell in deck.cells if cell.cell_type == "code"]
    for count, cell in enumerate(code, start=1):
        words = say("Preparing the slides: {count} of {all} cells")
        tell("\r" + words.format(count=count, all=len(code)), end="", flush=True)
        # What JupyterLab tells the kernel with a cell; the pictures ask for it.
        message = client.session.msg(
            "execute_request",
            {"code": cell.source, "silent": False, "store_history": True, "stop_on_error": True},
            metadata={"cellId": cell.id, "deletedCells": []},
        )
        client.shell_channel.send(message)
        cell.execution_count = count
        while True:
            reply = client.get_iopub_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            kind, content = reply["msg_type"], reply["content"]
            if kind == "status" and content["execution_state"] == "idle":
                break
            if kind in ("stream", "display_data", "execute_result", "error"):
                cell.outputs.append(nbformat.v4.output_from_msg(reply))
            if kind == "error":
                raise BadPlan(
                    f"\nThe cell {cell.id} failed: {content['ename']}: {content['evalue']}"
                )
    tell()


def ask(address, data=None):
    """Ask the server something; return its answer."""
    body = None if data is None else json.dumps(data).encode()
    with urllib.request.urlopen(urllib.request.Request(address, body), timeout=60) as answer:
        return json.load(answer)


def write_settings(folder, package, name, settings):
    """Write what JupyterLab shall find as the user's settings."""
    target = folder / "settings" / "@deathbeds" / package / f"{name}.jupyterlab-settings"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(settings), encoding="utf-8")


def present(path, deck, folder, opened=webbrowser.open, tell=print, arguments=()):
    """Serve a deck, run it, and open it as slides. Ends with the server (Ctrl-C)."""
    own = json.loads(SETTINGS.read_text(encoding="utf-8"))[FONTS]
    styles = {**own["styles"], **STYLES}
    styles[DECK] = {**own["styles"][DECK], **STYLES[DECK]}
    write_settings(folder, "jupyterlab-deck", "plugin", {"active": True})
    write_settings(folder, "jupyterlab-fonts", "fonts", {**own, "styles": styles})
    port, token = free_port(), os.urandom(16).hex()
    base = f"http://127.0.0.1:{port}"
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}", "--ip=127.0.0.1"),
        *("--ServerApp.port_retries=0", f"--ServerApp.root_dir={path.parent}"),
        f"--LabApp.app_settings_dir={SETTINGS.parent}",
        *arguments,
    ]
    variables = {
        **os.environ,
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "JUPYTER_CONFIG_PATH": str(ROOT / "jupyter" / "etc" / "jupyter"),
        "JUPYTER_TOKEN": token,
    }
    log = folder / "server.log"
    with serving(command, f"{base}/api?token={token}", log, cwd=path.parent, env=variables) as lab:
        nbformat.write(deck, path)
        session = {"path": path.name, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        kernel = ask(f"{base}/api/sessions?token={token}", session)["kernel"]["id"]
        connection = find_connection_file(f"kernel-{kernel}.json")
        client = BlockingKernelClient(connection_file=connection)
        client.load_connection_file()
        client.start_channels(hb=False)
        client.kernel_info(reply=True, timeout=PATIENCE)
        try:
            run(deck, client, tell)
        finally:
            client.stop_channels()
        nbformat.write(deck, path)
        NotebookNotary().sign(deck)  # what was not run here would be shown without its pictures
        address = f"{base}/lab/tree/{path.name}?token={token}"
        tell(say("The slides: {address}").format(address=address))
        tell(
            say(
                "Space turns the page, C shows the code, F8 leaves the slides, Ctrl-C here "
                "ends all."
            )
        )
        opened(address)
        lab.wait()


def main(arguments=None):
    """Make a deck and present it; returns the status of the program."""
    parser = argparse.ArgumentParser(prog="make lecture", description=__doc__.splitlines()[0])
    parser.add_argument("--plan", help="50, 90 or lab: a plan of docs/lecture-plan.md")
    parser.add_argument("--lesson", help="a lesson's number, such as 03")
    parser.add_argument("--language", default="en", help="such as zh_CN")
    parser.add_argument("--only-make", action="store_true", help="write the deck, open nothing")
    options = parser.parse_args(arguments)
    DECKS.mkdir(exist_ok=True)
    language = options.language
    try:
        speak(language)
        if options.plan:
            text = in_language(PLANS, language).read_text(encoding="utf-8")
            plans = read_plans(text)
            if options.plan not in plans:
                raise BadPlan(f"There is no plan {options.plan!r}. There are: {', '.join(plans)}.")
            title, steps = plans[options.plan]
            deck, slides = make_deck(title, parts_of(steps, language))
            path = DECKS / f"lecture-{options.plan}.ipynb"
            page = path.with_suffix(".html")
            page.write_text(notes(title, steps, slides, expectations(text)), encoding="utf-8")
            words = say("Your notes, with a clock, for another screen: {page}")
            print(words.format(page=page.relative_to(ROOT)))
        else:
            part = whole_lesson(options.lesson or "01", language)
            deck, _ = make_deck(part[0].heading, [part])
            path = DECKS / lesson_path(part[0].lesson).name
        if options.only_make:
            nbformat.write(deck, path)
        else:
            folder = Path(os.environ.get("COURSE_VENV", ".venv")).resolve() / "lecture"
            shutil.rmtree(folder, ignore_errors=True)  # what an earlier lecture left open
            present(path, deck, folder)
    except (BadPlan, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
