"""Catalogs: whole, up to date, compiled; and what becomes of a text that changes."""

import dataclasses
import gettext
import io

import polib
import pytest
from conftest import ROOT

from tools.translations import build, catalogs, letters, sources
from tools.translations.sources import Message

LANGUAGES = catalogs.languages()
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def up_to_date():
    """The catalogs of each language as `make translations` would write them."""
    return {language: catalogs.up_to_date(language) for language in LANGUAGES}


def test_there_is_a_translation():
    assert "zh_CN" in LANGUAGES


@each_language
def test_make_translations_would_change_nothing(language, up_to_date):
    own = up_to_date[language]
    files = catalogs.files_of(language, own)
    files |= build.documents(language)
    files |= letters.files_of(language, own)
    assert catalogs.outdated(files) == [], "run: make translations"
    assert {path.suffix for path in files} >= {".po", ".mo", ".otf", ".md"}


@each_language
def test_nothing_is_missing_or_fuzzy_or_said_in_two_ways(language, up_to_date):
    assert list(catalogs.trouble(language, up_to_date[language])) == []
    assert all(len(list(catalog)) > 80 for catalog in up_to_date[language].values())


@each_language
def test_the_compiled_catalog_says_what_the_catalogs_say(language, up_to_date):
    compiled = (catalogs.COMPILED / f"{language}.mo").read_bytes()
    spoken = gettext.GNUTranslations(io.BytesIO(compiled))
    for catalog in up_to_date[language].values():
        for entry in catalog:
            if entry.msgctxt is None and not entry.msgid_plural:
                assert spoken.gettext(entry.msgid) == entry.msgstr
            elif entry.msgctxt is None:
                several = spoken.ngettext(entry.msgid, entry.msgid_plural, 3)
                assert several in entry.msgstr_plural.values()


def test_what_helpers_say_is_a_literal():
    """A text that is put together while it runs is in no catalog, so it would stay English."""
    modules = [
        path
        for folder in ("helpers", "tools")
        for path in (ROOT / folder).rglob("*.py")
        if "from helpers.languages import" in path.read_text(encoding="utf-8")
    ]
    assert modules
    assert [f"{path}:{line}" for path in modules for line in sources.unmarked(path)] == []


def test_a_text_put_together_is_noticed(tmp_path):
    module = tmp_path / "module.py"
    module.write_text('say(f"{n} classes")\nsay("{n} classes").format(n=3)\n', encoding="utf-8")
    assert list(sources.unmarked(module)) == [1]


# Merging -----------------------------------------------------------------------------------------

TEXT = Message("The loss is 0.417 for this photo.", "notebooks/04.ipynb", context="loss")


def known(**changes):
    """Return a catalog with one translated entry."""
    entry = {"msgid": TEXT.text, "msgctxt": TEXT.context, "msgstr": "这张照片的损失是 0.417。"}
    catalog = polib.POFile()
    occurrences = [(TEXT.file, "")]
    catalog.append(polib.POEntry(**(entry | {"occurrences": occurrences} | changes)))
    return catalog


def only(catalog):
    (entry,) = catalog
    return entry


def test_an_unchanged_text_keeps_its_translation():
    entry = only(catalogs.merge(known(), [TEXT], "zh_CN"))
    assert (entry.msgstr, entry.fuzzy) == ("这张照片的损失是 0.417。", False)


def test_a_changed_text_is_fuzzy_and_says_what_it_was():
    changed = dataclasses.replace(TEXT, text="The loss is 0.659 for this photo.")
    entry = only(catalogs.merge(known(), [changed], "zh_CN"))
    assert (entry.msgstr, entry.fuzzy) == ("这张照片的损失是 0.417。", True)
    assert entry.previous_msgid == TEXT.text
    again = only(catalogs.merge([entry], [changed], "zh_CN"))
    assert again.fuzzy and again.previous_msgid == TEXT.text, "until somebody has looked at it"


def test_a_text_of_another_cell_keeps_its_translation():
    moved = dataclasses.replace(TEXT, context="loss-saw")
    entry = only(catalogs.merge(known(), [moved], "zh_CN"))
    assert (entry.msgstr, entry.msgctxt, entry.fuzzy) == (
        "这张照片的损失是 0.417。",
        "loss-saw",
        False,
    )


def test_a_text_that_is_gone_leaves_nothing_behind():
    other = Message("Walk downhill.", TEXT.file, context="steps")
    entry = only(catalogs.merge(known(), [other], "zh_CN"))
    assert (entry.msgid, entry.msgstr) == ("Walk downhill.", "")


def test_what_lacks_is_told_and_not_compiled():
    fuzzy = known(flags=["fuzzy"], msgctxt=None)
    empty = known(msgstr="", msgctxt=None)
    spoken = gettext.GNUTranslations(io.BytesIO(catalogs.compiled([fuzzy, empty])))
    assert spoken.gettext(TEXT.text) == TEXT.text
    (first, second) = catalogs.trouble("zh_CN", {"a": fuzzy, "b": empty})
    assert "fuzzy" in first and "not translated" in second


def test_two_catalogs_that_disagree_are_told():
    one, other = known(msgctxt=None), known(msgctxt=None, msgstr="损失：0.417。")
    (told,) = catalogs.trouble("zh_CN", {"04": one, "rest": other})
    assert "rest.po" in told and "损失：0.417。" in told
    assert list(catalogs.trouble("zh_CN", {"04": one, "rest": one})) == []


def test_a_build_stops_at_what_lacks(monkeypatch):
    monkeypatch.setattr(catalogs, "read", lambda language, name: polib.POFile())
    path = sources.lessons()[0]
    with pytest.raises(build.Incomplete, match=r"00_start_here\.po: .*not translated: '# Start"):
        build.notebook(path, "zh_CN")
    assert build.notebook(path, "zh_CN", draft=True).cells


def test_another_language_needs_no_code():
    """Its plural forms and its names in paths and pages come from the name of its folder."""
    catalog = catalogs.merge(polib.POFile(), [Message("a", "f", many="b")], "fr")
    assert catalog.metadata["Language"] == "fr"
    assert only(catalog).msgstr_plural == {"0": "", "1": ""}
    assert build.built_path(ROOT / "notebooks" / "a.ipynb", "fr") == ROOT / "notebooks/fr/a.ipynb"
    assert build.built_path(ROOT / "README.md", "pt_BR") == ROOT / "README.pt.md"
    assert catalogs.tag("pt_BR") == "pt-BR"
