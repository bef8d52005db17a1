"""A lesson of the site on a reader's screen, driven by Playwright: for tests and benchmarks."""

import re
from types import SimpleNamespace

START = 120_000  # milliseconds that Python may take to start on a busy machine

OUTPUTS = """() => window.jupyterapp.shell.currentWidget.content.model.cells.length && [
    ...window.jupyterapp.shell.currentWidget.content.model.cells]
    .filter(cell => cell.type === 'code')
    .map(cell => ({id: cell.id, source: cell.sharedModel.source,
        outputs: [...Array(cell.outputs.length).keys()].map(i => cell.outputs.get(i).toJSON())}))"""


class LessonPage:
    """The frame of a lesson, with the notebook in it."""

    def __init__(self, page, server, stem):
        self.page = page
        self.stem = stem
        self.address = f"{server.base}/run/{stem}.html"
        self.errors = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self):
        """Open the lesson and wait until Python is ready."""
        self.page.goto(self.address)
        return self.ready()

    def ready(self):
        """Wait until the frame says that Python is ready, or that a copy was put aside."""
        self.page.locator("#state", has_text=re.compile("ready|as published")).wait_for(
            timeout=START
        )
        return self

    @property
    def frame(self):
        """The notebook's own page."""
        return next(f for f in self.page.frames if "/jupyter/notebooks/" in f.url)

    def command(self, name):
        """Start one of JupyterLab's commands, and do not wait for its end."""
        self.frame.evaluate("name => { window.jupyterapp.commands.execute(name) }", name)

    def run_all(self):
        """Run the lesson from top to bottom."""
        self.command("notebook:clear-all-cell-outputs")
        self.frame.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        return self

    def cells(self):
        """Return the code cells: id, source, outputs."""
        return [SimpleNamespace(**cell) for cell in self.frame.evaluate(OUTPUTS)]

    def cell(self, cell_id):
        """Scroll to a cell and return it."""
        index = self.frame.evaluate(
            """id => { const notebook = window.jupyterapp.shell.currentWidget.content;
                const index = [...notebook.model.cells].findIndex(cell => cell.id === id);
                notebook.activeCellIndex = index;
                return notebook.scrollToItem(index, 'center').then(() => index) }""",
            cell_id,
        )
        cell = self.frame.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{index}']")
        cell.scroll_into_view_if_needed()
        return cell
