"""The still pages move: from a file, with no network, as the kernel would have drawn it."""

import json
import re

import nbformat
import pytest
from conftest import NOTEBOOKS, needs_pytorch, read
from nbclient import NotebookClient

from helpers.live.controls import choice, slider, switch
from helpers.live.stored import stored
from tests.live.test_live import bar_picture
from tests.project.test_handouts import Offline, accessible, fits, small
from tools import moving, slides

MOST = 1_000_000
"""Bytes that the moving pictures may add to the page of a lesson."""

# Below the cell of a picture: what it shows at some places, given as (control, place, its text).
ANSWERS = """
import json
picture, found = Out[max(Out)], []
start = picture.values
for name, place, text in json.loads({wanted!r}):
    control = picture.controls[name]
    if control.has_trait("index"):
        value = control._options_full[place][1]
    elif isinstance(control.value, bool):
        value = bool(place)
    else:
        value = float(text.replace(chr(0x2212), "-"))
    picture.set(**{{name: value}})
    found.append([name, place, picture.words, picture._screen.moving, picture.error])
    picture.set(**start)
print(json.dumps(found))
"""


def execute(notebook, folder):
    """Run a notebook as if it stood in a folder."""
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, kernel_name="python3", timeout=600, resources=resources).execute()


def answers_of(path, pictures):
    """Return what the kernel answers at three places of each control, by the id of the cell."""
    wanted = {
        cell: [
            (control["name"], place, control["texts"][place])
            for control in picture["controls"]
            for last in [len(control["texts"]) - 1]
            for place in sorted({0, last // 2, last} - {control["start"]})
        ]
        for (cell, _), (_, picture) in pictures.items()
    }
    notebook = read(path)
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.id in wanted:
            source = ANSWERS.format(wanted=json.dumps(wanted[cell.id]))
            cells.append(nbformat.v4.new_code_cell(source, id=f"{cell.id}-asked"))
    notebook.cells = cells
    execute(notebook, path.parent)
    return {
        cell.id.removesuffix("-asked"): json.loads(cell.outputs[0].text)
        for cell in notebook.cells
        if cell.id.endswith("-asked")
    }


@pytest.fixture
def offline(chromium):
    """A window without a network that wants all motion."""
    window = Offline(chromium)
    yield window
    assert window.troubles == []
    window.context.close()


def without_ids(svg):
    return re.sub(r"\b(m|p|h|image)?[0-9a-f]{10}\b", "", svg)


SHOWN = """(picture, svg) => {
    const holder = document.createElement('div')
    holder.innerHTML = svg
    return [picture.querySelector('.course-background').alt,
        picture.querySelector('.course-moving').innerHTML, holder.innerHTML] }"""


def go(page, control, place, last):
    """Move a control of the page to a place, with the keys or with the mouse."""
    if control.evaluate("c => c.tagName") == "SELECT":
        control.select_option(str(place))
    elif control.get_attribute("type") == "checkbox":
        control.set_checked(bool(place))
    elif place in (0, last):
        control.press("Home" if place == 0 else "End")
    else:
        control.scroll_into_view_if_needed()  # near it by mouse, then by single steps
        box = control.bounding_box()
        page.mouse.click(box["x"] + box["width"] * place / last, box["y"] + box["height"] / 2)
        for _ in range(last):
            now = int(control.input_value())
            if now == place:
                break
            control.press("ArrowRight" if now < place else "ArrowLeft")
        assert int(control.input_value()) == place


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_picture_of_a_page_moves_as_the_kernel_moves_it(path, offline, tmp_path, request):
    if needs_pytorch(path):
        request.getfixturevalue("torch")
    assert slides.main(["--still", "--output", str(tmp_path / "still"), str(path)]) == 0
    assert slides.main(["--output", str(tmp_path), str(path)]) == 0
    sizes = [
        (folder / f"{path.stem}.html").stat().st_size for folder in (tmp_path / "still", tmp_path)
    ]
    assert sizes[1] - sizes[0] < MOST
    pictures, failed = moving.run(path)
    assert not failed
    answers = answers_of(path, pictures)
    page = offline.open(tmp_path / f"{path.stem}.html")
    places = page.locator(".course-moves")
    page.wait_for_function(
        "n => document.querySelectorAll('.course-moves').length === n", arg=len(pictures)
    )
    assert len(pictures) > 0
    compared = 0
    for number, ((cell, _), (words, picture)) in enumerate(pictures.items()):
        shown = places.nth(number)
        assert shown.evaluate(SHOWN, "")[0] == words
        names = [control["name"] for control in picture["controls"]]
        inputs = shown.locator(".course-control input, .course-control select")
        for name, place, said, svg, error in answers[cell]:
            control = inputs.nth(names.index(name))
            texts = picture["controls"][names.index(name)]["texts"]
            go(page, control, place, len(texts) - 1)
            if not error:
                for _ in range(100):  # where a picture is in the picture, it is decoded first
                    alt, now, expected = shown.evaluate(SHOWN, svg)
                    if without_ids(now) == without_ids(expected):
                        break
                    page.wait_for_timeout(20)
                assert alt == said, (cell, name, texts[place])
                assert without_ids(now) == without_ids(expected), (cell, name, texts[place])
                compared += 1
            shown.get_by_role("button", name="Reset").click()
        assert shown.evaluate(SHOWN, "")[0] == words, "Reset brings it back"
    assert compared >= 2 * len(pictures)
    page.set_viewport_size({"width": 390, "height": 800})
    fits(page)
    accessible(page)


FIRST = NOTEBOOKS[0]


@pytest.fixture(scope="module")
def first_page(tmp_path_factory):
    """The page of the first lesson, in a file."""
    folder = tmp_path_factory.mktemp("moving")
    assert slides.main(["--output", str(folder), str(FIRST)]) == 0
    return folder / f"{FIRST.stem}.html"


def words_of(picture):
    return picture.locator(".course-background").first.get_attribute("alt")


def test_one_control_moves_at_a_time_and_the_page_says_so_once(offline, first_page):
    page = offline.open(first_page)
    picture, other = (page.locator(".course-moves").nth(i) for i in (0, 1))
    start = words_of(picture)
    cat, dog = (picture.get_by_role("slider", name=f"score of {name}") for name in ("cat", "dog"))
    cat.press("ArrowLeft")
    assert "cat 1.9, dog 1.0" in words_of(picture)
    assert cat.get_attribute("aria-valuetext") == "1.9"
    note = picture.locator(".course-alone")
    assert note.inner_text() == ""
    dog.press("ArrowRight")
    assert "cat 2.0, dog 1.1" in words_of(picture)
    assert cat.get_attribute("aria-valuetext") == "2.0"
    assert "one control moves at a time" in note.inner_text()
    picture.get_by_role("button", name="Reset").click()
    assert words_of(picture) == start
    inputs = other.get_by_role("slider")
    inputs.nth(0).press("ArrowLeft")
    inputs.nth(1).press("ArrowLeft")
    assert other.locator(".course-alone").inner_text() == "", "it was said"
    voice = picture.locator(".course-spoken")
    page.wait_for_function(
        "([voice, words]) => voice.textContent === words", arg=[voice.element_handle(), start]
    )


def test_a_picture_is_moved_by_finger_and_dragged_itself(chromium, first_page):
    context = chromium.new_context(
        offline=True, has_touch=True, viewport={"width": 390, "height": 800}
    )
    page = context.new_page()
    page.goto(first_page.as_uri())
    picture = page.locator(".course-moves").first
    before = words_of(picture)
    control = picture.get_by_role("slider", name="score of cat")
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    tapped = words_of(picture)
    assert tapped != before
    grip = picture.locator(".course-handle").first
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 40, steps=4)
    page.mouse.up()
    assert words_of(picture) != tapped
    context.close()


def test_print_and_a_page_without_script_show_the_still_picture(chromium, offline, first_page):
    page = offline.open(first_page)
    picture = page.locator(".course-moves").first
    still = picture.locator(".course-still img")
    assert still.is_hidden() and picture.locator(".course-explorer").is_visible()
    page.emulate_media(media="print")
    assert still.is_visible() and picture.locator(".course-explorer").is_hidden()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(first_page.as_uri())
    assert page.locator(".course-still img").first.is_visible()
    assert page.locator(".course-still img").count() == 2
    context.close()


def test_few_places_move_together_and_many_alone_and_a_place_that_fails_has_no_frame():
    def update(height, wide, kind):
        if kind == "b" and height > 0.9:
            raise ValueError("too tall")
        return f"{height:.1f} {wide} {kind}"

    picture = bar_picture(update, wide=switch("wide"), kind=choice("kind", ["a", "b"]))
    data = stored(picture.controls, picture._frame, picture._screen)
    assert data["together"]
    assert [control["kind"] for control in data["controls"]] == ["range", "switch", "list"]
    assert data["controls"][0]["texts"][:3] == ["0.0", "0.1", "0.2"]
    assert data["controls"][0]["start"] == 5
    many = {name: slider(name, 0.55, 0, 100) for name in ("height", "second")}
    data = stored(
        many, lambda values: {"moving": "", "words": str(values), "handles": []}, picture._screen
    )
    assert not data["together"]
    for control in data["controls"]:
        assert len(control["texts"]) <= 110 and control["texts"][control["start"]] in {"0.6", "0.5"}
        assert {control["texts"][0], control["texts"][-1]} == {"0.0", "100.0"}


def test_a_picture_that_waits_for_an_answer_stays_as_it_is(tmp_path, capsys):
    path = small(
        tmp_path,
        ("from helpers import explore_softmax\n\nexplore_softmax(lambda z: None)", "code"),
        ("explore_softmax()", "code"),
        ("explore_softmax()", "code"),
    )
    notebook = nbformat.read(path, as_version=4)
    execute(notebook, tmp_path)
    notebook.cells[3].outputs[0].data["text/plain"] = "what it said last year"
    nbformat.write(notebook, path)
    assert slides.main(["--output", str(tmp_path), str(path)]) == 0
    page = (tmp_path / f"{path.stem}.html").read_text(encoding="utf-8")
    assert page.count('<div class="course-stored">') == 1
    assert "returned nothing yet" in page
    assert "cell-3 is not as it is stored, and stands still" in capsys.readouterr().out


def test_a_lesson_that_cannot_run_has_a_page_whose_pictures_stand(tmp_path, capsys):
    path = small(tmp_path, ("import nothing_of_that_name", "code"))
    assert slides.main(["--output", str(tmp_path), str(path)]) == 0
    said = "stand still, for cell-1 failed: ModuleNotFoundError: No module named"
    assert said in capsys.readouterr().err
    assert "course-frames" not in (tmp_path / f"{path.stem}.html").read_text(encoding="utf-8")


def test_a_cell_that_fails_stops_only_the_pictures_that_need_it(tmp_path, capsys):
    path = small(
        tmp_path,
        ("from helpers import explore_softmax\n\nlogits = (1, 2, 3)", "code"),
        ("explore_softmax(logits=logits)", "code"),
        ("explore_softmax()", "code"),
    )
    notebook = nbformat.read(path, as_version=4)
    execute(notebook, tmp_path)
    notebook.cells[1].source = "import nothing_of_that_name\n" + notebook.cells[1].source
    notebook.cells[3].source = "from helpers import explore_softmax\n\nexplore_softmax()"
    nbformat.write(notebook, path)
    assert slides.main(["--output", str(tmp_path), str(path)]) == 0
    said = "stand still, for cell-1 failed: ModuleNotFoundError: No module named"
    assert said in capsys.readouterr().err
    page = (tmp_path / f"{path.stem}.html").read_text(encoding="utf-8")
    assert page.count('<div class="course-stored">') == 1
