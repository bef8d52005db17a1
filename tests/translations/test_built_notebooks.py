"""The notebooks of another language: the same programs from one source, all of it said."""

import ast
import html
import itertools
import re

import nbformat
import pytest
from conftest import needs_pytorch, read

from helpers import check
from helpers.learning.feedback import NOT_YET, RIGHT
from tests.project.test_notebooks import run_with_solutions
from tests.translations import texts
from tests.translations.test_texts import ALLOWED, LANGUAGE
from tools import notebooks as storing
from tools.translations import build, catalogs, sources

ENGLISH = sources.lessons()
FENCE = re.compile(r"```python\n(.*?)```", re.DOTALL)
IMPORT = build.IMPORT.format(language=LANGUAGE)
PRINTED = {"halved"}  # the name of a function of the lesson

each_notebook = pytest.mark.parametrize("path", ENGLISH, ids=lambda path: path.stem)


def built(path):
    return build.built_path(path, LANGUAGE)


def in_pairs(path):
    """Yield each cell of an English notebook and the same one in the other language."""
    yield from zip(read(path).cells, read(built(path)).cells, strict=True)


def test_there_is_one_for_each_lesson_and_no_other():
    folder = built(ENGLISH[0]).parent
    assert sorted(folder.glob("*.ipynb")) == [built(path) for path in ENGLISH]


# One source --------------------------------------------------------------------------------------


@each_notebook
def test_an_empty_catalog_gives_the_english_notebook_byte_for_byte(path):
    notebook = build.translated(nbformat.read(path, as_version=4), lambda context, text: text)
    assert storing.as_text(notebook) == path.read_text(encoding="utf-8")


@each_notebook
def test_a_stored_notebook_is_what_would_be_built_now(path):
    new = build.notebook(path, LANGUAGE)
    for cell, stored in zip(new.cells, read(built(path)).cells, strict=True):
        assert (cell.id, cell.source) == (stored.id, stored.source), "run: make notebooks"


@each_notebook
def test_it_is_stored_in_its_clean_form_and_nothing_failed(path):
    text = built(path).read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    assert storing.as_text(storing.clean(notebook)) == text, "run: make notebooks"
    assert notebook.metadata["lang"] == catalogs.tag(LANGUAGE)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert not any(output.output_type == "error" for output in outputs)
    assert not any(output.get("name") == "stderr" for output in outputs)


@each_notebook
def test_links_lead_somewhere(path):
    source = "\n".join(cell.source for cell in read(built(path)).cells if cell.cell_type != "code")
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", source) if ":" not in target]
    assert targets
    assert [each for each in targets if not (built(path).parent / each).exists()] == []


# The same program --------------------------------------------------------------------------------


def program(source):
    """Return a program without its texts: equal for two that do the same."""
    tree = ast.parse(f"{source}\n".replace(IMPORT, ""))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):  # what is put in stays, how it is shown may differ
            node.values = [part for part in node.values if isinstance(part, ast.FormattedValue)]
            for part in node.values:
                part.format_spec = None
            node.values.sort(key=ast.dump)  # a sentence may have another order
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@each_notebook
def test_both_languages_are_the_same_program(path):
    for english, other in in_pairs(path):
        assert (english.id, english.cell_type) == (other.id, other.cell_type)
        assert english.metadata == other.metadata
        if english.cell_type == "code":
            assert program(english.source) == program(other.source), english.id
        else:
            blocks = FENCE.findall(english.source), FENCE.findall(other.source)
            for one, two in zip(*blocks, strict=True):
                assert program(one) == program(two), english.id


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ('print("猫", f"{p:.3f}")  # 概率', True),
        ('print("猫", f"{p:6.3f}")', True),
        ('from helpers.languages import zh_CN\n\nprint("猫", f"{p:.3f}")', True),
        ('print("猫", f"{q:.3f}")', False),
        ('print("猫", p)', False),
        ('print("猫", "狗", f"{p:.3f}")', False),
    ],
)
def test_another_program_is_noticed(other, same):
    assert (program('print("cat", f"{p:.3f}")') == program(other)) is same


@each_notebook
def test_it_says_its_language_wherever_one_may_begin(path):
    """A learner may run a later cell first; what needs others before it, hears it from them."""
    cells = [cell for cell in read(built(path)).cells if cell.cell_type == "code"]
    first = next(cell for cell in cells if "from helpers import" in cell.source)
    assert f"{first.source}\n".count(IMPORT) == 1


@pytest.mark.parametrize(
    ("source", "speaks"),
    [
        ("from helpers import predict\n\npredict('a')", True),
        ("import numpy as np\n\nfrom helpers import (\n    softmax,\n)\n\nz = np.ones(3)", True),
        ("from helpers import need_pytorch", True),
        ("from helpers import draw_fit\n\n\ndef line(x):\n    return 2 * x", True),
        ("from helpers import draw_fit\n\ndraw_fit(positions)", False),
        ("from helpers import softmax\n\n\ndef loss(z):\n    return -np.log(softmax(z))", False),
        ("import numpy as np", False),
    ],
)
def test_where_a_language_is_said(source, speaks):
    built = build.with_language(source, LANGUAGE)
    assert (f"{built}\n".replace(IMPORT, "") == f"{source}\n") and (built != source) is speaks


# All of it is said -------------------------------------------------------------------------------


def words_of(output):
    """Return what a reader sees or hears of an output."""
    said = [output.get("text", "")]
    for kind, content in output.get("data", {}).items():
        if kind == "text/plain":
            said.append(content)
        elif kind == "text/html":
            said += re.findall(r'(?:alt|title|aria-label)="([^"]*)"', content)
            said.append(re.sub(r"<[^>]*>", " ", content))
    return html.unescape(" ".join(said))


@each_notebook
def test_nothing_of_english_is_left_in_what_cells_show(path):
    left = {
        cell.id: words
        for cell in read(built(path)).cells
        for output in cell.get("outputs", [])
        if (words := texts.left_in_english(words_of(output), ALLOWED | PRINTED))
    }
    assert left == {}


@each_notebook
def test_what_is_chinese_says_so_to_a_screen_reader(path):
    for cell in read(built(path)).cells:
        for output in cell.get("outputs", []):
            content = output.get("data", {}).get("text/html", "")
            if re.search(rf"[{texts.HAN}]", content):
                opening = re.match(r"\s*<[^>]*>", content)[0]
                assert f'lang="{catalogs.tag(LANGUAGE)}"' in opening, cell.id


@each_notebook
def test_numbers_are_those_of_the_english_notebook(path):
    """What is computed does not hang on the language; where it is shown in a sentence may."""
    for english, other in in_pairs(path):
        if english.cell_type == "code":
            numbers = [
                sorted(re.findall(r"\d+\.\d+", " ".join(map(words_of, cell.outputs))))
                for cell in (english, other)
            ]
            assert numbers[0] == numbers[1], english.id


@pytest.mark.weekly  # the same programs, as the tests above hold, give the same answers
@each_notebook
def test_each_solution_passes_its_check_in_chinese(path, request, chinese, capsys):
    if needs_pytorch(path):
        request.getfixturevalue("torch")
    exercises = list(run_with_solutions(built(path)))
    assert exercises
    for name, unsolved, solved in exercises:
        assert (unsolved.verdict, solved.verdict) == (NOT_YET, RIGHT), f"{name}: {solved}"
        for feedback in (unsolved, solved):
            assert texts.left_in_english(str(feedback), ALLOWED) == [], name


def answers_in_words():
    """Yield each exercise whose published answer has Chinese in it: check, name, solution."""
    for path in ENGLISH:
        for cell, below in itertools.pairwise(read(built(path)).cells):
            asked = re.search(r"^check\.(\w+)\((\w+)\)$", cell.source, re.MULTILINE)
            solutions = FENCE.findall(below.source) if cell.cell_type == "code" else []
            if asked and solutions and re.search(rf"[{texts.HAN}]", strings(solutions[0])):
                yield pytest.param(*asked.groups(), solutions[0], id=asked[1])


def strings(source):
    tree = ast.walk(ast.parse(source))
    return "".join(str(node.value) for node in tree if isinstance(node, ast.Constant))


@pytest.mark.parametrize(("name", "answer", "solution"), list(answers_in_words()))
def test_an_answer_in_chinese_words_is_right(name, answer, solution, chinese):
    names = {}
    exec(solution, names)
    assert getattr(check, name)(names[answer]).verdict == RIGHT


def test_there_are_answers_in_words():
    assert len(list(answers_in_words())) >= 3


# The documents -----------------------------------------------------------------------------------


def test_the_plan_of_a_lecture_names_headings_that_are_there():
    plan = build.built_path(sources.ROOT / "docs" / "lecture-plan.md", LANGUAGE)
    rows = re.findall(r"\[(\d\d)：([^\]]+)\]\(([^)]+\.ipynb)\)", plan.read_text(encoding="utf-8"))
    assert len(rows) > 40
    for number, heading, link in rows:
        path = plan.parent / link
        text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
        assert path.name.startswith(number)
        assert heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE), f"{number}: {heading}"


@pytest.mark.parametrize("name", sources.DOCUMENTS)
def test_links_of_a_document_lead_somewhere(name):
    path = build.built_path(sources.ROOT / name, LANGUAGE)
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [each for each in targets if not (path.parent / each).exists()] == []
    chinese = [each for each in targets if "zh" in each]
    english = [each for each in targets if each.endswith(".ipynb") and "zh" not in each]
    assert english == [] and (chinese or "grading" in name)


def test_a_link_to_its_own_english_stays():
    readme = sources.ROOT / "README.md"
    switch = "[English](README.md), [01](notebooks/01_why_scalar_targets_fail.ipynb)"
    target = build.built_path(readme, LANGUAGE)
    relinked = build.relinked(switch, readme, target, LANGUAGE)
    assert "[English](README.md)" in relinked and "(notebooks/zh/01_" in relinked
