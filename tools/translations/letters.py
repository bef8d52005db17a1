"""Letters for pictures where no font of the reader's has them: a part of a free font.

matplotlib's own font has no Chinese. `helpers/languages/zh_CN.otf` holds the letters that the
catalogs of a language put into pictures, Latin ones and digits, and no others: cut out of Noto Sans
CJK (SIL Open Font License 1.1, beside it). `make translations` cuts it anew when other letters are
needed; that takes the whole font, on Debian and Ubuntu: sudo apt install fonts-noto-cjk
"""

import io
import string
from pathlib import Path

import matplotlib
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from tools.translations import catalogs

WHOLE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
# Which font of the collection has the shapes of a language.
FACES = {"ja": 0, "ko": 1, "zh_CN": 2, "zh_TW": 3, "zh_HK": 4}
LARGEST = 300_000
OWN = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
LATIN = set(string.printable) - set(string.whitespace) | set(" −×·÷±≥≤≈")


def path_of(language):
    return catalogs.COMPILED / f"{language}.otf"


def needed(all_of_them):
    """Return the letters that catalogs may put into a picture.

    A picture shows what the helpers say, and strings of the notebooks; never a question.
    """
    texts = []
    for catalog in all_of_them:
        for entry in catalog:
            of_a_question = all(file.endswith(".toml") for file, _ in entry.occurrences)
            in_code = entry.msgctxt and entry.msgid.lstrip("rbfRBF")[:1] in {'"', "'"}
            if in_code or (entry.msgctxt is None and not of_a_question):
                texts += [entry.msgstr, *entry.msgstr_plural.values()]
    return set("".join(texts)) - {"\n"} | (LATIN if any(texts) else set())


def held(content):
    """Return the letters of a font, given as bytes."""
    return set(map(chr, TTFont(io.BytesIO(content)).getBestCmap()))


def missing(content, letters):
    """Return the letters that neither a font has, nor matplotlib's own, which is asked after it."""
    return letters - held(content) - held(OWN.read_bytes())


def renewed(language, letters):
    """Return the font of a language with just these letters; the one there is if it will do.

    Raises
    ------
    FileNotFoundError
        If another one is needed and the whole font is not on this machine.
    """
    path = path_of(language)
    content = path.read_bytes() if path.is_file() else b""
    if content and not missing(content, letters) and held(content) <= letters:
        return content
    if not WHOLE.is_file() or language not in FACES:
        raise FileNotFoundError(
            f"{path.name} has not the letters that are needed. Install {WHOLE} (on Debian and "
            "Ubuntu: sudo apt install fonts-noto-cjk), then: make translations"
        )
    return cut(language, letters)


def cut(language, letters):
    """Cut letters out of the whole font; the part has a name of its own."""
    font = TTFont(WHOLE, fontNumber=FACES[language], recalcTimestamp=False)
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, letters))
    subsetter.subset(font)
    name = f"Course {language}"
    for record in font["name"].names:
        if record.nameID in {1, 4}:
            record.string = name
        elif record.nameID in {3, 6}:
            record.string = name.replace(" ", "-").replace("_", "")
    top = font["CFF "].cff
    top.fontNames = [name.replace(" ", "-").replace("_", "")]
    top[0].FullName = top[0].FamilyName = name
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def files_of(language, all_of_them):
    """Return the font of a language, if it needs one: path → content."""
    letters = needed(all_of_them.values())
    if not letters - held(OWN.read_bytes()):
        return {}  # as in French
    return {path_of(language): renewed(language, letters)}
