"""The still copies in another language: what leads where, and what the page itself says."""

import re

import nbformat
import pytest

from helpers.languages import say, spoken
from tests.project.still_page import Page, small
from tools import editions, slides

CHINESE = "zh_CN"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The still copies of a small lesson in English and in Chinese, and of one in English alone."""
    english = [small(tmp_path, name=name) for name in ("08_a.ipynb", "09_b.ipynb")]
    chinese = tmp_path / "zh" / "08_a.ipynb"
    chinese.parent.mkdir()
    notebook = nbformat.read(english[0], as_version=4)
    notebook.metadata["lang"] = "zh-CN"
    nbformat.write(notebook, chinese)
    both = [editions.Edition("en", tuple(english)), editions.Edition(CHINESE, (chinese,))]
    monkeypatch.setattr(slides, "editions", lambda: both)
    assert slides.main(["--still", "--output", str(tmp_path / "out")]) == 0
    return tmp_path / "out"


def page(path):
    return Page(path.read_text(encoding="utf-8"))


def leads(path):
    """The links of a page to other languages: their language, and their target."""
    return {
        (given["hreflang"], (path.parent / given["href"]).resolve())
        for tag, given in page(path).elements
        if tag == "a" and "hreflang" in given
    }


@pytest.mark.parametrize("name", ["08_a.html", "index.html"])
def test_a_page_leads_to_itself_in_the_other_language(folder, name):
    english, chinese = folder / name, folder / "zh" / name
    assert leads(english) == {("zh-CN", chinese)}
    assert leads(chinese) == {("en", english)}
    for path, tag in ((english, "en"), (chinese, "zh-CN")):
        elements = page(path).elements
        assert dict(elements)["html"]["lang"] == tag
        named = [given for kind, given in elements if kind == "link"]
        assert [(given["rel"], given["hreflang"]) for given in named] == [
            ("alternate", hreflang) for hreflang, _ in leads(path)
        ]


def test_a_page_that_one_language_lacks_leads_nowhere(folder):
    assert leads(folder / "09_b.html") == set()
    assert not (folder / "zh" / "09_b.html").exists()


def test_a_cell_has_the_same_name_in_both_languages(folder):
    names = [
        [name for name in page(path).values("id") if name.startswith("cell-")]
        for path in (folder / "08_a.html", folder / "zh" / "08_a.html")
    ]
    assert names[0] == names[1]
    assert len(names[0]) == len(set(names[0])) > 0


def test_the_page_speaks_the_language_of_its_notebook_and_english_again_after_it(folder):
    with editions.spoken("zh-CN"):
        words = say("Open all answers"), say("Present")
    assert spoken() == "en"
    assert "Open all answers" in page(folder / "08_a.html").words
    chinese = (folder / "zh" / "08_a.html").read_text(encoding="utf-8")
    assert all(f">{said}</button>" in chinese for said in words)
    title = re.search(r"<title>(.*?)</title>", chinese)[1]
    with editions.spoken("zh-CN"):
        assert title.endswith(f" · {say(slides.COURSE)}")


def test_a_language_whose_lessons_are_not_all_built_is_left_out(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(editions.catalogs, "languages", lambda: [CHINESE])
    monkeypatch.setattr(
        editions.build, "built_path", lambda path, language: tmp_path / "zh" / path.name
    )
    assert [edition.language for edition in editions.editions()] == ["en"]
    (tmp_path / "zh").mkdir()
    first, *others = editions.build.lessons()
    (tmp_path / "zh" / first.name).touch()
    assert [edition.language for edition in editions.editions()] == ["en"]
    assert f"zh_CN: left out, for it lacks {len(others)} lessons" in capsys.readouterr().err
    for path in others:
        (tmp_path / "zh" / path.name).touch()
    english, chinese = editions.editions()
    assert (chinese.tag, chinese.folder, chinese.name) == ("zh-CN", "zh", "中文")
    assert [path.name for path in chinese.lessons] == [path.name for path in english.lessons]
