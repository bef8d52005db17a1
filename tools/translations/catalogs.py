"""Catalogs in PO files: read, bring up to date, write, compile.

`translations/zh_CN/03_softmax.po` has the texts of one lesson, `rest.po` all others. A text in a
notebook has the id of its cell as its context, a text in a document the name of its file. What the
helpers say has none: they look it up by the text alone, in `helpers/languages/zh_CN.mo`, into which
all catalogs of a language are compiled.
"""

import difflib

import polib
from babel import Locale
from babel.messages.plurals import get_plural

from tools.translations.sources import ROOT, messages

FOLDER = ROOT / "translations"
COMPILED = ROOT / "helpers" / "languages"
# How alike two texts must be for the translation of one to be offered for the other.
ALIKE = 0.6


def languages():
    """Return the names of all languages but English: the folders of translations/."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def short(language):
    """Return what names a language in paths, such as "zh" for zh_CN."""
    return Locale.parse(language).language


def tag(language):
    """Return what HTML calls a language, such as "zh-CN" for zh_CN."""
    return language.replace("_", "-")


def read(language, name):
    """Return a catalog; an empty one if there is none yet."""
    path = FOLDER / language / f"{name}.po"
    if not path.is_file():
        return polib.POFile(wrapwidth=99)
    return polib.pofile(str(path), wrapwidth=99, encoding="utf-8")


def empty(message):
    """Return the entry of a message that has no translation."""
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context,
        occurrences=[(message.file, "")],
        comment=message.comment,
        flags=["python-brace-format"] if message.has_placeholders else [],
    )
    if message.many:
        entry.msgid_plural = message.many
    return entry


def key_of(entry):
    return entry.msgctxt, entry.msgid


def merge(old, new, language):
    """Return the messages `new` as a catalog, with the translations that `old` has for them.

    A text that is new takes over the translation of the one that it is most like, among those that
    are gone from the same cell or file, and is marked fuzzy: somebody has to look at it.
    """
    plural = get_plural(language)
    forms = {str(number): "" for number in range(plural.num_plurals)}
    known = {key_of(entry): entry for entry in old if not entry.obsolete}
    wanted = {(message.context, message.text) for message in new}
    gone = [entry for key, entry in known.items() if key not in wanted and done(entry)]
    catalog = polib.POFile(wrapwidth=99)
    catalog.metadata = {
        "Project-Id-Version": "From Scores to Probabilities",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural.plural_forms,
    }
    for message in new:
        entry = empty(message)
        before = known.get(key_of(entry))
        if before is None:
            before, exact = nearest(message, gone)
            if before is not None and not exact:
                entry.flags.append("fuzzy")
                entry.previous_msgid = before.msgid
        elif before.fuzzy:
            entry.flags.append("fuzzy")
            entry.previous_msgid = before.previous_msgid
        if message.many:
            entry.msgstr_plural = dict(forms)
        if before is not None:
            entry.tcomment = before.tcomment
            if message.many:
                one = before.msgstr or next(iter(before.msgstr_plural.values()), "")
                entry.msgstr_plural = {k: before.msgstr_plural.get(k, one) for k in forms}
            else:
                entry.msgstr = before.msgstr or next(iter(before.msgstr_plural.values()), "")
        catalog.append(entry)
    return catalog


def nearest(message, gone):
    """Return the entry that a new message comes from, if any, and whether the text is the same."""
    best, best_ratio = None, ALIKE
    for entry in gone:
        if entry.msgid == message.text and not entry.fuzzy:
            return entry, True
        if entry.msgctxt != message.context:
            continue
        if message.context is None and entry.occurrences[0][0] != message.file:
            continue
        matcher = difflib.SequenceMatcher(None, entry.msgid, message.text, autojunk=False)
        if matcher.real_quick_ratio() > best_ratio and matcher.ratio() > best_ratio:
            best, best_ratio = entry, matcher.ratio()
    return best, False


def done(entry):
    """Whether an entry has a text in every form that it needs."""
    if entry.msgid_plural:
        return all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def up_to_date(language):
    """Return the catalogs of a language as they should be: name → catalog."""
    return {
        name: merge(read(language, name), texts, language) for name, texts in messages().items()
    }


def files_of(language, catalogs):
    """Return the files of a language as they should be: path → content, None for one too many."""
    folder = FOLDER / language
    files = dict.fromkeys(sorted(folder.glob("*.po")))
    for name, catalog in catalogs.items():
        files[folder / f"{name}.po"] = f"{catalog}\n".encode()
    files[COMPILED / f"{language}.mo"] = compiled(catalogs.values())
    return files


def outdated(files):
    """Return the paths whose content is another."""
    return [
        path
        for path, content in files.items()
        if (path.read_bytes() if path.is_file() else None) != content
    ]


def write(files):
    """Write the files; return the paths of those that were another."""
    changed = outdated(files)
    for path in changed:
        path.parent.mkdir(exist_ok=True)
        if files[path] is None:
            path.unlink()
        else:  # a kernel that reads the old one goes on with it
            new = path.with_name(f".{path.name}.new")
            new.write_bytes(files[path])
            new.replace(path)
    return changed


def compiled(catalogs):
    """Return what the helpers read: all entries without a context that are translated."""
    together = polib.POFile()
    seen = set()
    for catalog in catalogs:
        together.metadata = catalog.metadata
        for entry in catalog:
            if entry.msgctxt is None and done(entry) and not entry.fuzzy:
                if entry.msgid not in seen:
                    together.append(entry)
                seen.add(entry.msgid)
    return together.to_binary()


def trouble(language, catalogs):
    """Yield what keeps a language from being whole: missing, fuzzy, or said in two ways."""
    said = {}
    for name, catalog in catalogs.items():
        for entry in catalog:
            place = f"{language}/{name}.po: {entry.msgctxt or entry.occurrences[0][0]}"
            if not done(entry):
                yield f"{place}: not translated: {entry.msgid!r}"
            elif entry.fuzzy:
                yield f"{place}: fuzzy: {entry.msgid!r}"
            elif entry.msgctxt is None:
                told = entry.msgstr or tuple(entry.msgstr_plural.values())
                first, where = said.setdefault(entry.msgid, (told, place))
                if first != told:
                    yield f"{place}: {entry.msgid!r} is {told!r}, but {first!r} in {where}"
