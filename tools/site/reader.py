"""A lesson of the site on a reader's screen, driven by Playwright: for tests and benchmarks."""

from types import SimpleNamespace

from playwright.sync_api import TimeoutError

START = 120_000  # milliseconds that Python may take to start on a busy machine

OUTPUTS = """() => window.jupyterapp.shell.currentWidget.content.model.cells.length && [
    ...window.jupyterapp.shell.currentWidget.content.model.cells]
    .filter(cell => cell.type === 'code')
    .map(cell => ({id: cell.id, source: cell.sharedModel.source,
        outputs: [...Array(cell.outputs.length).keys()].map(i => cell.outputs.get(i).toJSON())}))"""

EXECUTE = """async code => {
    const { session } = window.jupyterapp.shell.currentWidget.context.sessionContext;
    const texts = [];
    const future = session.kernel.requestExecute({code});
    future.onIOPub = ({content}) => {
        if (content.text) texts.push(content.text);
        if (content.data) texts.push(content.data['text/plain']);
        if (content.traceback) texts.push(content.traceback.join('\\n'));
    };
    await future.done;
    return texts.join('') }"""


class LessonPage:
    """The frame of a lesson, such as "03_softmax" or "zh/03_softmax", with the notebook in it."""

    def __init__(self, page, server, stem):
        self.page = page
        folder, _, name = stem.rpartition("/")
        self.address = f"{server.base}/{folder and f'{folder}/'}run/{name}.html"
        self.errors = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def open(self):
        """Open the lesson and wait until Python is ready."""
        self.page.goto(self.address)
        return self.ready()

    def ready(self):
        """Wait until the frame says that Python is ready, or that a copy was put aside."""
        state = self.page.locator("#state")
        try:
            self.page.locator("#state[data-python=ready]").wait_for(timeout=START)
        except TimeoutError as error:
            raise TimeoutError(f"The frame still says: {state.inner_text()}") from error
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

    def execute(self, code):
        """Let the kernel run code that stands in no cell; return the text of its results."""
        return self.frame.evaluate(EXECUTE, code)

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

    def select(self, cell_id, source=None):
        """Make a cell the active one; give it another source."""
        cell = self.cell(cell_id)
        self.frame.evaluate(
            """source => { const notebook = window.jupyterapp.shell.currentWidget.content;
                if (source !== null) notebook.activeCell.model.sharedModel.setSource(source) }""",
            source,
        )
        return cell

    def active(self):
        """Return the id of the active cell."""
        return self.frame.evaluate(
            "() => window.jupyterapp.shell.currentWidget.content.activeCell.model.id"
        )

    def press_run(self):
        """Press the button that runs the active cell."""
        self.frame.locator("jp-button[data-command='notebook:run-cell-and-select-next']").click()

    def source(self, cell_id):
        """Return the source of a cell."""
        return next(cell.source for cell in self.cells() if cell.id == cell_id)

    def save(self):
        """Save the notebook, as JupyterLab does by itself after a while."""
        self.frame.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def make_older(self):
        """Save the reader's copy as one of an edition that was published before."""
        self.frame.evaluate(
            """async () => { const { context } = window.jupyterapp.shell.currentWidget;
                context.model.setMetadata('course', {edition: 'an older one'});
                await context.save() }"""
        )

    def sources_of(self, name):
        """Return the sources of the cells of another notebook of this reader."""
        return self.frame.evaluate(
            """async name => { const { contents } = window.jupyterapp.serviceManager;
                const { content } = await contents.get(name, {content: true});
                return content.cells.map(cell => [cell.source].flat().join('')) }""",
            name,
        )

    def until_kept(self):
        """Wait until the frame says that the course opens without a network."""
        self.page.locator("#kept").wait_for(timeout=START)
