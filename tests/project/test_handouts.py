"""`make slides`: still copies of the lessons, which need nothing but a browser."""

import html
import itertools
import re
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import NOTEBOOKS, ROOT, read

from tests.project.still_page import Page, plain, small, without_code
from tools import slides

NAMES = [path.stem for path in NOTEBOOKS] + ["index"]

each_lesson = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
each_page = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the pages of all lessons."""
    output = tmp_path_factory.mktemp("still copies")
    assert slides.main(["--still", "--output", str(output)]) == 0
    return output


@pytest.fixture(scope="module")
def parsed(folder):
    """Every page, read."""
    return {path.stem: Page(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}


# What the pages hold ----------------------------------------------------------------------------


def test_each_lesson_has_a_page_and_the_list_names_all(folder, parsed):
    assert sorted(parsed) == sorted(NAMES)
    own = [
        given["href"]
        for tag, given in parsed["index"].elements
        if "hreflang" not in given and "href" in given
    ]
    links = [href for href in own if not href.startswith("http")]
    assert links == [f"{path.stem}.html" for path in NOTEBOOKS]
    for path in NOTEBOOKS:
        assert f"{path.stem[:2]} {parsed[path.stem].headings[0][1]}" in parsed["index"].words


@each_page
def test_a_page_needs_no_other_file(parsed, name):
    page = parsed[name]
    for tag, given in page.elements:
        if tag == "link" and given["rel"] == "alternate":
            continue  # the page in another language: named, not loaded
        assert tag not in {"link", "base", "iframe", "object", "embed"}
        assert not {"srcset", "poster", "data", "action", "background"} & given.keys()
        assert given.get("src", "data:").startswith("data:")
        assert tag != "script" or "src" not in given
        assert tag == "a" or "href" not in given
        assert "url(" not in given.get("style", "")
    assert "url(" not in page.style and "@import" not in page.style


@each_page
def test_links_lead_to_pages_or_out(folder, parsed, name):
    for href in parsed[name].values("href"):
        target, _, place = href.partition("#")
        if href.startswith("https://"):
            continue
        assert target == "" or (folder / target).is_file(), href
        assert not target.endswith(".ipynb")
        assert not place or place in parsed[Path(target).stem if target else name].values("id")


@each_page
def test_a_page_says_what_it_is(parsed, name):
    page = parsed[name]
    tags = [tag for tag, _ in page.elements]
    assert dict(page.elements)["html"]["lang"] == "en"
    assert tags.count("main") == tags.count("title") == tags.count("h1") == 1
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), "a level is left out"
    ids = page.values("id")
    assert len(set(ids)) == len(ids)


@each_lesson
def test_every_heading_of_a_lesson_is_on_its_page(parsed, path):
    cells = [cell for cell in read(path).cells if cell.cell_type == "markdown"]
    text = "\n\n".join(re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL) for cell in cells)
    headings = [(len(marks), words) for marks, words in re.findall(r"^(#+) (.*)$", text, re.M)]
    assert [level for level, _ in parsed[path.stem].headings] == [level for level, _ in headings]
    for (_, shown), (_, written) in zip(parsed[path.stem].headings, headings, strict=True):
        assert re.sub(r"\W", "", shown) == re.sub(r"\W", "", written)


@each_lesson
def test_all_code_is_on_the_page_as_it_is_written(parsed, path):
    shown = plain(parsed[path.stem].words)
    for cell in read(path).cells:
        if cell.cell_type == "code":
            assert plain(cell.source) in shown, cell.id


@each_lesson
def test_every_output_is_on_the_page(parsed, path):
    page = parsed[path.stem]
    shown, words_of_pictures, kinds = plain(page.words), [], set()
    for cell in read(path).cells:
        for output in cell.get("outputs", []):
            markup = output.get("data", {}).get("text/html")
            if markup is None:
                text = output.get("text") or output.data["text/plain"]
            else:
                words_of_pictures += re.findall(r'<img\b[^>]*?\balt="([^"]*)"', markup)
                text = html.unescape(re.sub(r"<[^>]+>", " ", markup))
            # What a tag parts is one word or two; either way the letters are there, in order.
            letters = re.sub(r"\s", "", text)
            assert letters in re.sub(r"\s", "", shown), cell.id
            kinds.add("question" if "Predict." in text else "picture" if not letters else "text")
    assert page.values("alt") == [html.unescape(words) for words in words_of_pictures]
    assert kinds == {"question", "picture", "text"}
    assert all(len(words) > 20 for words in page.values("alt"))


@each_lesson
def test_solutions_and_answers_are_folded(parsed, path):
    page = parsed[path.stem]
    text = path.read_text(encoding="utf-8")
    assert len(page.folds) == text.count("<details>") > 0
    assert all(len(words.split()) > 3 for words in page.folds)
    assert not any("open" in given for tag, given in page.elements if tag == "details")


@each_lesson
def test_every_formula_has_become_mathml(parsed, path):
    page = parsed[path.stem]
    cells = [cell for cell in read(path).cells if cell.cell_type == "markdown"]
    written = sum(
        len(re.findall(r"\$\$.+?\$\$|\$[^$]+\$", without_code(cell.source), re.DOTALL))
        for cell in cells
    )
    assert [tag for tag, _ in page.elements].count("math") == written > 0
    assert not re.search(r"\$|\\[a-zA-Z]+|\\\(|&[a-z]+;", page.prose)


# Slides -----------------------------------------------------------------------------------------


def cut(*cells):
    """Return the sections of cells given as (text, slide type), skipped ones in brackets."""
    made = []
    for text, kind in cells:
        cell = nbformat.v4.new_markdown_cell(text)
        if kind:
            cell.metadata = {"slideshow": {"slide_type": kind}}
        made.append(cell)
    return [
        [f"[{e['cell'].source}]" if e["skipped"] else e["cell"].source for e in part["cells"]]
        + ["skipped"] * part["skipped"]
        for part in slides.sections(made)
    ]


def test_slides_follow_the_metadata():
    cells = [
        ("# A", "slide"),
        ("a", "fragment"),
        ("b", "-"),
        ("said", "notes"),
        ("c", None),
        ("## B", "-"),
        ("d", "subslide"),
        ("e", "skip"),
        ("f", None),
        ("## Exercises", "skip"),
        ("g", "skip"),
        ("## End", "slide"),
    ]
    assert cut(*cells) == [
        ["# A", "a", "b", "c", "## B"],
        ["d", "[e]", "f"],
        ["[## Exercises]", "[g]", "skipped"],
        ["## End"],
    ]


def test_without_metadata_a_slide_starts_at_each_heading():
    cells = ["# A", "a", "## B", "b\n\n## in the middle", "### C", "## D"]
    assert cut(*((text, None) for text in cells)) == [
        ["# A", "a"],
        ["## B", "b\n\n## in the middle", "### C"],
        ["## D"],
    ]


def test_one_page_replaces_the_old_one_and_the_list_keeps_the_others(tmp_path, capsys):
    first, second = small(tmp_path, name="08_a.ipynb"), small(tmp_path, name="09_b.ipynb")
    output = tmp_path / "out"
    assert slides.main(["--output", str(output), str(first)]) == 0
    assert slides.main(["--output", str(output), str(second)]) == 0
    text = (output / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'href="(\w+\.html)">(.*?)<', text) == [
        ("08_a.html", "08 Small"),
        ("09_b.html", "09 Small"),
    ]


def test_markdown_keeps_its_tags_headings_their_names_and_pictures_their_data(tmp_path):
    (tmp_path / "dot.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    path = small(
        tmp_path,
        ("## Twice & *so*", None),
        ("## Twice & *so*\n\n[down](#Twice-&-so-2), press <kbd>Tab</kbd>", None),
        ("| | a |\n|-|-|\n| b | $z^2$ |\n\n![A dot](dot.png)", None),
    )
    markup, title = slides.page(path)
    page = Page(markup)
    assert title == "09 Small"
    assert [given["id"] for tag, given in page.elements if tag == "h2"] == [
        "Twice-&-so",
        "Twice-&-so-2",
    ]
    assert "<kbd>Tab</kbd>" in markup
    assert page.values("src") == ["data:image/png;base64,iVBORw0KGgo="]
    assert [tag for tag, _ in page.elements].count("th") == 1, "an empty corner heads nothing"


# In Chromium, with the network cut --------------------------------------------------------------


class Offline:
    """A browser window without a network, and what went wrong in it."""

    def __init__(self, chromium):
        self.context = chromium.new_context(
            offline=True, viewport={"width": 1280, "height": 720}, reduced_motion="reduce"
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.troubles = []
        self.page.route("**/*", self._answer)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on(
            "console",
            lambda said: (
                self.troubles.append(said.text) if said.type in {"error", "warning"} else None
            ),
        )
        self.page.on("requestfailed", lambda request: self.troubles.append(request.url[:100]))

    def _answer(self, route):
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            self.troubles.append(f"asked for {route.request.url[:100]}")
            route.abort()

    def open(self, path):
        self.page.goto(path.as_uri())
        return self.page


@pytest.fixture
def offline(chromium):
    window = Offline(chromium)
    yield window
    assert window.troubles == []
    window.context.close()


def accessible(page):
    """Assert that axe finds nothing. All its rules are on, the best practices too."""
    found = Axe().run(page).response
    assert len(found["passes"]) > 15, "axe has looked at little"
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in found["violations"]] == []


def fits(page):
    """Assert that nothing makes the page wider than the window."""
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window


@each_page
def test_a_page_is_whole_and_accessible_with_no_network(offline, folder, name):
    page = offline.open(folder / f"{name}.html")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('math')].filter(m => m.checkVisibility())
            .map(m => m.getBoundingClientRect()).map(b => Math.min(b.width, b.height))"""
    )
    widths = page.evaluate("() => [...document.images].map(i => i.naturalWidth)")
    assert (name == "index") == (len(sizes) == 0) == (len(widths) == 0)
    assert all(size > 2 for size in sizes)
    assert all(width > 100 for width in widths)
    fits(page)
    # As on a telephone, with everything unfolded: more to see, and more that has to be scrolled.
    page.set_viewport_size({"width": 400, "height": 800})
    if name != "index":
        page.get_by_role("button", name="Open all answers").click()
        assert page.evaluate("() => [...document.querySelectorAll('details')].every(d => d.open)")
        assert page.evaluate(
            """() => [...document.querySelectorAll('math')]
                .every(m => m.getBoundingClientRect().height > 2)"""
        )
    fits(page)
    accessible(page)


def text_of_the_slide(page):
    return plain(" ".join(page.locator("main > section:visible").all_inner_texts()))


def test_presenting_shows_one_slide_at_a_time(offline, tmp_path):
    long = "\n\n".join(f"Line {i}." for i in range(60))
    path = small(
        tmp_path,
        ("## First", "slide"),
        ("more", "fragment"),
        ("for home", "skip"),
        ("## Long", "subslide"),
        (long, "-"),
        ("## Exercises", "skip"),
        ("## Last", "slide"),
    )
    assert slides.main(["--output", str(tmp_path / "out"), str(path)]) == 0
    page = offline.open(tmp_path / "out" / "09_small.html")
    assert "for home" in text_of_the_slide(page) and "Exercises" in text_of_the_slide(page)
    page.get_by_role("button", name="Present").click()
    assert text_of_the_slide(page) == "Small"
    accessible(page)
    keys = "ArrowLeft ArrowRight PageDown Shift+Space Home Space Space"
    starts = "Small First Long First Small First Long"  # nothing is before the first
    for key, start in zip(keys.split(), starts.split(), strict=True):
        page.keyboard.press(key)
        assert text_of_the_slide(page).startswith(start), key
    page.keyboard.press("PageDown")
    page.wait_for_function("window.scrollY > 100")
    assert text_of_the_slide(page).startswith("Long"), "its next part comes first"
    page.keyboard.press("ArrowRight")
    assert text_of_the_slide(page) == "Last", "the exercises are not for the lecture"
    assert page.evaluate("window.scrollY") == 0
    page.keyboard.press("PageUp")
    assert text_of_the_slide(page).startswith("Long")
    page.keyboard.press("Escape")
    assert "for home" in text_of_the_slide(page) and "Exercises" in text_of_the_slide(page)
    page.get_by_role("button", name="Present").wait_for()


@each_lesson
def test_every_slide_of_a_lesson_fits_the_width(offline, folder, path):
    page = offline.open(folder / f"{path.stem}.html")
    number = page.locator("main > section:not(.skip)").count()
    assert number > 3
    page.get_by_role("button", name="Present").click()
    seen = []
    for _ in range(number):
        seen.append(text_of_the_slide(page))
        fits(page)
        page.keyboard.press("ArrowRight")
    assert len(set(seen)) == number, "each slide was shown"


def test_print_shows_what_is_open_and_no_buttons(offline, folder):
    page = offline.open(folder / "03_softmax.html")
    answers = page.get_by_text("Sun or snow: one of the two that happened, by chance.")
    fold = page.locator("details").first
    page.emulate_media(media="print")
    assert page.get_by_role("button", name="Present").count() == 0
    assert answers.is_visible(), "the options of a question are always there"
    assert fold.locator("div").first.is_hidden()
    folded = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Open all answers").click()
    page.get_by_role("button", name="Present").click()
    page.emulate_media(media="print")
    assert fold.locator("div").first.is_visible()
    unfolded = page.pdf(prefer_css_page_size=True)
    for pdf in (folded, unfolded):
        assert pdf.startswith(b"%PDF")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 5, "also while presenting: all of it"
    assert len(unfolded) > len(folded)


def test_without_a_script_a_page_shows_everything_but_its_buttons(chromium, folder):
    with chromium.new_context(java_script_enabled=False, offline=True) as context:
        page = context.new_page()
        page.goto((folder / "00_start_here.html").as_uri())
        assert page.get_by_role("heading", name="In one line").is_visible()
        assert page.get_by_role("button").count() == 0


def test_the_folder_of_the_pages_is_not_part_of_the_repository():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "slides/" in ignored
