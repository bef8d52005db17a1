"""Pictures in Chinese on a machine that has no Chinese font."""

import warnings

import matplotlib
import pytest
from conftest import ROOT
from matplotlib.font_manager import fontManager
from matplotlib.textpath import text_to_path

import helpers
from helpers import languages
from helpers.live import letters as own
from helpers.live import picture
from helpers.live.labels import font
from tools.translations import catalogs, letters

LANGUAGE = "zh_CN"
FILE = letters.path_of(LANGUAGE)


def draw_surprise():
    helpers.draw_surprise([0.659, 0.242, 0.099])


PICTURES = [
    helpers.explore_softmax,
    helpers.explore_simplex,
    helpers.explore_overflow,
    helpers.explore_cross_entropy,
    helpers.explore_gradient,
    helpers.explore_one_hot,
    helpers.explore_masking,
    draw_surprise,
]


@pytest.fixture
def no_chinese_fonts(monkeypatch, chinese):
    """Hide every font but those of matplotlib and ours; matplotlib complains of what it lacks."""
    own.families()
    left = [entry for entry in fontManager.ttflist if "matplotlib" in entry.fname]
    left += [entry for entry in fontManager.ttflist if entry.fname == str(FILE)]
    assert len(left) > 20 and not any("CJK" in entry.name for entry in left)
    monkeypatch.setattr(fontManager, "ttflist", left)
    silence = warnings.filterwarnings
    monkeypatch.setattr(
        warnings,
        "filterwarnings",
        lambda action, message="", *rest, **more: (
            None if message == "Glyph" else silence(action, message, *rest, **more)
        ),
    )
    monkeypatch.setattr(picture, "display", lambda *things: None)


def test_the_font_is_small_free_and_has_each_letter():
    content = FILE.read_bytes()
    folder = catalogs.FOLDER / LANGUAGE
    needed = letters.needed(catalogs.read(LANGUAGE, path.stem) for path in folder.glob("*.po"))
    assert len(content) < letters.LARGEST
    assert letters.missing(content, needed) == set()
    assert letters.held(content) <= needed, "letters that nothing needs"
    licence = (FILE.parent / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence and FILE.name in licence
    assert FILE.relative_to(ROOT).as_posix() in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_font_has_a_name_of_its_own():
    """The licence reserves the name of the whole one's makers; a part may not bear it."""
    names = [str(record) for record in letters.TTFont(FILE)["name"].names if record.nameID != 0]
    assert "Course zh_CN" in names
    assert not any("Source" in name or "Noto" in name for name in names)


def test_a_missing_letter_is_noticed(monkeypatch):
    content = FILE.read_bytes()
    assert letters.missing(content, {"猫", "龘"}) == {"龘"}
    monkeypatch.setattr(letters, "WHOLE", letters.WHOLE.with_name("none.ttc"))
    with pytest.raises(FileNotFoundError, match="fonts-noto-cjk"):
        letters.renewed(LANGUAGE, {"猫", "龘"})


@pytest.mark.parametrize("draw", PICTURES, ids=lambda draw: draw.__name__)
def test_a_picture_is_written_without_a_chinese_font(draw, no_chinese_fonts, close_pictures):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = draw()
        if shown is not None:
            assert any("\u4e00" <= letter <= "\u9fff" for letter in repr(shown))
            assert shown._repr_mimebundle_()


def test_without_ours_matplotlib_would_complain(no_chinese_fonts, monkeypatch):
    """So the test above sees what it should."""
    monkeypatch.setattr(own, "families", lambda: (own.OWN,))
    monkeypatch.setitem(matplotlib.rcParams, "font.family", [own.OWN])
    with pytest.warns(UserWarning, match="Glyph"):
        draw_surprise()


def test_english_pictures_use_the_font_of_matplotlib_alone():
    assert own.families() == ("DejaVu Sans",)
    assert font(11).get_family() == ["DejaVu Sans"]


def test_english_after_chinese_is_written_as_before(chinese):
    picture.new_figure()
    assert matplotlib.rcParams["font.family"] == list(own.families())
    languages.speak("en")
    picture.new_figure()
    assert matplotlib.rcParams["font.family"] == matplotlib.rcParamsDefault["font.family"]


def test_chinese_is_measured_as_it_is_drawn(no_chinese_fonts):
    """The labels of a picture are placed by their width."""
    width, _, _ = text_to_path.get_text_width_height_descent("猫猫", font(10), False)
    assert 19 < width < 21
