"""Every lesson from top to bottom in the browser's Python; each output as it is stored."""

import ast
import configparser
import re

import pytest
from conftest import ROOT, read

from helpers.learning.feedback import RIGHT, Feedback
from helpers.lessons.l06_pytorch.pytorch import IN_A_BROWSER
from helpers.lessons.l06_pytorch.stored import MARK, Needs
from tools.editions import editions, spoken
from tools.site.reader import LessonPage

pytestmark = [pytest.mark.site, pytest.mark.slow]

SANITIZE = configparser.RawConfigParser()
SANITIZE.read(ROOT / "tests" / "nbval-sanitize.cfg")


def sanitized(text):
    """Return a text as nbval compares it, without the mark of a stored result."""
    for section in SANITIZE.sections():
        text = re.sub(SANITIZE[section]["regex"], SANITIZE[section]["replace"], text)
    return text.removeprefix(MARK).strip()


def words(outputs):
    """Return what outputs say: the text of all streams, then the text of each result."""
    streams = "".join("".join(o["text"]) for o in outputs if o["output_type"] == "stream")
    shown = ["".join(o["data"].get("text/plain", "")) for o in outputs if "data" in o]
    errors = ["\n".join(o["traceback"]) for o in outputs if o["output_type"] == "error"]
    return [sanitized(text) for text in [streams, *shown, *errors]]


# 40 trainings, whose last digit hangs on the order of additions: one unit of it may differ.
LAST_DIGIT = {"lead-picture"}


def same(name, shown, stored):
    """Whether a cell says what is stored."""
    if name not in LAST_DIGIT or shown is None:
        return shown == stored
    number = r"\d+\.\d\d"
    ours, theirs = ("\n".join(texts) for texts in (shown, stored))
    far = (
        abs(float(a) - float(b)) > 0.0101
        for a, b in zip(re.findall(number, ours), re.findall(number, theirs), strict=True)
    )
    return re.sub(number, "", ours) == re.sub(number, "", theirs) and not any(far)


def solved(path):
    """Yield each exercise that needs no PyTorch: its name, its solution with the check after it."""
    needs = Needs()
    cells = read(path).cells
    for cell, below in zip(cells, [*cells[1:], None], strict=True):
        if cell.cell_type != "code" or needs.rest_of(cell.source) is not None:
            continue
        solution = re.search(r"```python\n(.*?)```", below.source, re.S) if below else None
        if solution and below.id.endswith("-solution"):
            yield cell.id, f"{solution[1]}\n{ast.unparse(ast.parse(cell.source).body[-1])}"


# In another language one lesson: the same program runs there, and pictures need other letters.
LESSONS = [
    (edition, path)
    for edition in editions()
    for path in (edition.lessons if edition.language == "en" else edition.lessons[3:4])
]


@pytest.fixture(scope="module")
def visitor(lonely_browser):
    """One reader, who takes the lessons one after another: what was fetched is there again."""
    context = lonely_browser.new_context(viewport={"width": 1200, "height": 1000})
    yield context
    context.close()


@pytest.mark.parametrize(
    "edition, path", LESSONS, ids=lambda value: getattr(value, "stem", None) or value.tag
)
@pytest.mark.usefixtures("lonely_chromium")
def test_a_lesson_says_in_the_browser_what_is_stored(edition, path, visitor, site_server):
    page = visitor.new_page()
    lesson = LessonPage(page, site_server, edition.address(path.stem)).open().run_all()
    stored = {cell.id: words(cell.outputs) for cell in read(path).cells if "outputs" in cell}
    if "need-pytorch" in stored:
        stored["need-pytorch"] = [IN_A_BROWSER]
    shown = {cell.id: words(cell.outputs) for cell in lesson.cells()}
    verdicts = {name: lesson.execute(code) for name, code in solved(path)}
    page.close()
    different = {
        key: (shown.get(key), text)
        for key, text in stored.items()
        if not same(key, shown.get(key), text)
    }
    assert different == {}
    assert shown.keys() == stored.keys()
    assert verdicts
    with spoken(edition.tag):
        right = repr(Feedback(RIGHT, ""))
    assert {name: said for name, said in verdicts.items() if not said.startswith(right)} == {}
    assert lesson.errors == []
