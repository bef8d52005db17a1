"""The language that the helpers speak: English, or that of the notebook that calls them.

A notebook says its language in one line, and nothing else changes in it::

    from helpers.languages import zh_CN

The catalogs beside this file are compiled from ``translations/`` by ``make translations``.
"""

import functools
import gettext
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent
_spoken: gettext.NullTranslations = gettext.NullTranslations()
_name = "en"


def say(text: str) -> str:
    """Return a text in the language that is spoken; in English if it has no translation.

    Parameters
    ----------
    text : str
        A literal, which ``make translations`` finds in the source. Values are put in afterwards,
        by name.

    Returns
    -------
    str

    Examples
    --------
    >>> say("The sum is {total:.1f}.").format(total=1.5)
    'The sum is 1.5.'
    """
    return _spoken.gettext(text) if text else text


def say_many(one: str, many: str, number: int) -> str:
    """Return the text for one thing or that for several, in the language that is spoken.

    Examples
    --------
    >>> say_many("{n} class", "{n} classes", 3).format(n=3)
    '3 classes'
    """
    return _spoken.ngettext(one, many, number)


def say_list(parts: Iterable[str], between: str = ", ") -> str:
    """Return texts one after another, with what the language that is spoken puts between them.

    Parameters
    ----------
    parts : iterable of str
        Texts that have been said already.
    between : str
        What stands between them in English: ``", "``, ``"; "``, ``" and "``, or ``" "`` for whole
        sentences.

    Examples
    --------
    >>> say_list(["cat 0.7", "dog 0.3"])
    'cat 0.7, dog 0.3'
    >>> say_list(["One.", "Two."], " "), say_list([])
    ('One. Two.', '')
    """
    texts = list(parts)
    return functools.reduce(
        lambda before, after: say(_BETWEEN[between]).format(before=before, after=after),
        texts[1:],
        "".join(texts[:1]),
    )


def to_say(text: str) -> str:
    """Mark a literal that is said later, by ``say``; return it as it is.

    Examples
    --------
    >>> HINT = to_say("Divide by the sum.")
    >>> say(HINT)
    'Divide by the sum.'
    """
    return text


_BETWEEN = {
    ", ": to_say("{before}, {after}"),
    "; ": to_say("{before}; {after}"),
    " and ": to_say("{before} and {after}"),
    " ": to_say("{before} {after}"),
}


def speak(language: str) -> None:
    """Speak another language from now on.

    Parameters
    ----------
    language : str
        ``"en"``, or the name of a catalog, such as ``"zh_CN"``.

    Raises
    ------
    ValueError
        If there is no such catalog.

    Examples
    --------
    >>> speak("en")
    """
    global _spoken, _name
    if language == "en":
        _spoken, _name = gettext.NullTranslations(), "en"
        return
    catalog = FOLDER / f"{language}.mo"
    if not catalog.is_file():
        raise ValueError(f"the course has no language {language!r}: choose one of {languages()}")
    with catalog.open("rb") as file:
        _spoken, _name = gettext.GNUTranslations(file), language


def spoken() -> str:
    """Return the name of the language that is spoken.

    Examples
    --------
    >>> spoken()
    'en'
    """
    return _name


def tag() -> str:
    """Return what HTML calls the language that is spoken.

    Examples
    --------
    >>> tag()
    'en'
    """
    return spoken().replace("_", "-")


def lang() -> str:
    """Return the attribute of an HTML element in which that language is spoken, after a space.

    English has none: it is the language of the pages on which the helpers are used.

    Examples
    --------
    >>> f"<p{lang()}>One half.</p>"
    '<p>One half.</p>'
    """
    return "" if spoken() == "en" else f' lang="{tag()}"'


def languages() -> list[str]:
    """Return the names of all languages that the helpers speak.

    Examples
    --------
    >>> "en" in languages()
    True
    """
    return ["en", *sorted(path.stem for path in FOLDER.glob("*.mo"))]


def __getattr__(name: str) -> str:
    """Speak the language that a notebook imports: ``from helpers.languages import zh_CN``."""
    if name not in languages():
        raise AttributeError(f"the course has no language {name!r}: choose one of {languages()}")
    speak(name)
    return name
