"""The course in each of its languages, as pages show it: which lessons, where they lead."""

import contextlib
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from babel import Locale

from helpers import languages
from tools.translations import build, catalogs


@dataclass(frozen=True)
class Edition:
    """The course in one language."""

    language: str
    """As catalogs are named: "en", "zh_CN"."""
    lessons: tuple[Path, ...]
    """Its notebooks, in their order."""

    @property
    def tag(self):
        """What HTML calls the language, such as "zh-CN"."""
        return catalogs.tag(self.language)

    @property
    def folder(self):
        """The folder of its pages: none for English, "zh" for Chinese."""
        return "" if self.language == "en" else catalogs.short(self.language)

    @property
    def name(self):
        """What the language calls itself."""
        return Locale.parse(self.language).get_language_name().capitalize()

    def address(self, page):
        """Return the path of a page of this edition from where all pages are."""
        return (PurePosixPath(self.folder) / page).as_posix()


def editions():
    """Return the course in English, and in each language in which all lessons are built."""
    english = build.lessons()
    found = [Edition("en", tuple(english))]
    for language in catalogs.languages():
        paths = [build.built_path(path, language) for path in english]
        missing = sum(not path.is_file() for path in paths)
        if not missing:
            found.append(Edition(language, tuple(paths)))
        elif missing < len(paths):
            print(f"{language}: left out, for it lacks {missing} lessons", file=sys.stderr)
    return found


def links(here, page, others):
    """Return how a page leads to itself in other languages.

    Parameters
    ----------
    here : Edition
        The language of the page.
    page : str
        Its path within its edition.
    others : list of Edition
        Those that have the page.
    """
    up = "../" * (page.count("/") + bool(here.folder))
    return [
        {"tag": other.tag, "name": other.name, "href": up + other.address(page)}
        for other in others
        if other.language != here.language
    ]


@contextlib.contextmanager
def spoken(tag):
    """Let what is written in the block speak a language, as far as there is a catalog."""
    language = tag.replace("-", "_")
    languages.speak(language if language in languages.languages() else "en")
    try:
        yield
    finally:
        languages.speak("en")
