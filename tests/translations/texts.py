"""What a translation must keep of its text, and how Chinese is written."""

import ast
import re
from collections import Counter

WORDS_IN_FORMULA = re.compile(r"\\(?:text|mathrm|mathit|mathregular)\{[^{}]*\}")
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\n]+?\$", re.DOTALL)
FENCE = re.compile(r"^[ ]*```.*?^[ ]*```[ ]*$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"``.+?``|`[^`]+`", re.DOTALL)
STRING_IN_CODE = re.compile(r"\"[^\"`]*\"")
LINK = re.compile(r"\]\(([^)\s]+)\)|\b(?:href|src|srcset)=\"([^\"]+)\"")
KEY = re.compile(r"<kbd>(.*?)</kbd>")
TAG = re.compile(r"</?[a-z]+\b[^>]*>")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?![\d.,]* million)")
PLACEHOLDER = re.compile(r"\{[a-z_]\w*(?:![rsa])?(?::[^{}]*)?\}|\{\{|\}\}")
HAN = "\u4e00-\u9fff"
MARKS = "，。：；？！（）“”‘’、…《》—"


def kept_in(text):
    """Return what a block of Markdown, or a text of the helpers, must keep: kind → set."""
    found = {}
    found["formula"] = set(map(_without_words, FORMULA.findall(text)))
    text = FORMULA.sub(" ", text)
    found["code"] = {STRING_IN_CODE.sub('""', " ".join(c.split())) for c in CODE.findall(text)}
    text = CODE.sub(" ", text)
    found["link"] = {a or b for a, b in LINK.findall(text)}
    found["key"] = set(KEY.findall(text))
    found["tag"] = Counter(re.sub(r'alt="[^"]*"', "", tag) for tag in TAG.findall(text))
    text = LINK.sub(" ", TAG.sub(" ", KEY.sub(" ", text)))
    found["placeholder"] = set(PLACEHOLDER.findall(text))
    found["number"] = set(NUMBER.findall(PLACEHOLDER.sub(" ", text)))
    return found


def _without_words(formula):
    """Return a formula without words, which may stand elsewhere in another language."""
    left, words = WORDS_IN_FORMULA.subn("", formula)
    left = "".join(left.split())
    return "".join(sorted(left)) if words else left


def lost(english, translation):
    """Return what a translation has lost of a text, or has put in: words for a test."""
    before, after = kept_in(english), kept_in(translation)
    faults = [
        f"{kind} {each!r} is lost"
        for kind in before
        for each in sorted(set(before[kind]) - set(after[kind]))
    ]
    faults += [
        f"{kind} {each!r} is new"
        for kind in ("formula", "link", "key", "placeholder", "code")
        for each in sorted(set(after[kind]) - set(before[kind]))
    ]
    if before["tag"] != after["tag"]:
        faults.append(f"tags: {dict(after['tag'])}, not {dict(before['tag'])}")
    return faults


def is_literal(text):
    """Whether a text is a string of the code, as it stands there."""
    return bool(re.fullmatch(r"[rbfRBF]{0,2}(\"\"\".*\"\"\"|\".*\"|'.*')", text, re.DOTALL))


def is_comment(text):
    """Whether a text is a comment of the code; a heading of Markdown has a capital letter."""
    return bool(re.match(r"# ?[a-z0-9*]", text))


def of_code(text):
    """Whether a text is a string or a comment of the code, and no Markdown."""
    return is_literal(text) or is_comment(text)


def lost_in_code(english, translation):
    """Return what a string or comment of the code has lost: words for a test."""
    if is_comment(english):
        lines = translation.splitlines()
        return [] if all(line.startswith("#") for line in lines) else ["no comment any more"]
    if not is_literal(translation):
        return ["no string any more"]
    before, after = expressions(english), expressions(translation)
    return [] if before == after else [f"puts in {dict(after)}, not {dict(before)}"]


def expressions(literal):
    """Return what is put into an f-string, without how it is shown."""
    tree = ast.parse(literal, mode="eval")
    parts = [node for node in ast.walk(tree) if isinstance(node, ast.FormattedValue)]
    return Counter(re.sub(r"'[^']*'", "''", ast.unparse(part.value)) for part in parts)


# How Chinese is written -------------------------------------------------------------------------

FAULTS = {
    "a half-width mark after Chinese": rf"[{HAN}][,;:?!]|[{HAN}]\.(?![\w.])",
    "a half-width mark before Chinese": rf"[,;!?] ?[{HAN}]",
    "half-width brackets around Chinese": rf"\((?![^()]* [−/] )[^()`$]*[{HAN}][^()`$]*\)",
    "no space before Latin letters, digits, code or a formula": rf"[{HAN}][A-Za-z0-9`$]",
    "no space after them": rf"[A-Za-z0-9`$%][{HAN}]",
    "a slanted Chinese word": rf"(?<!\*)\*(?![\s*])[^*\n]*[{HAN}][^*\n]*(?<![\s*])\*(?!\*)",
    "a space inside Chinese": rf"[{HAN}] +[{HAN}]",
    "a space beside a full-width mark": r" [，。：；？！（）、]|[，。：；？！（）、] (?=[^\s|])",
}
A_LINE_ENDS = rf"[{HAN}{MARKS}]\n[{HAN}]"


def badly_written(text, prose=True):
    """Return what is against the rules of this translation in a text: words for a test.

    In `prose` lines are joined by whoever shows it, with a space between them.
    """
    text = FENCE.sub("", text)
    for part in (CODE, KEY):  # what is in them stands for itself
        text = part.sub(lambda found: "`x`" if found[0][0] == "`" else found[0], text)
    rules = FAULTS | ({"a line ends inside Chinese": A_LINE_ENDS} if prose else {})
    return [
        f"{fault}: …{found[0]}…"
        for fault, rule in rules.items()
        if (found := re.search(rule, text))
    ]


# What may stay English ---------------------------------------------------------------------------

GLOSS = re.compile(rf"（[^（）{HAN}]*）|[（，][a-z][a-z -]+(?=[。）；，])")
SOURCE = re.compile(
    r"^.*\(\d{4}[a-z]?\)\. .*$(?:\n.*$)*|(?<!\*)\*[A-Z][^*\n]*\*(?!\*)", re.MULTILINE
)
CALL = re.compile(r"\b[\w.]+\((?:[^()]|\([^()]*\))*\)|\b[\w.]+\[[^\]]*\]|\b\w+=\S+|\{[^{}]*\}")
IDENTIFIER = re.compile(r"\w*[_.\d]\w*|[a-z]+[A-Z]\w*|[A-Z]+|[A-Z]\w*[A-Z]\w*")
WORD = re.compile(r"[A-Za-z][A-Za-z'_.-]*[A-Za-z]")


def left_in_english(text, allowed):
    """Return the words of a text that are neither translated nor allowed to stay."""
    text = FENCE.sub(" ", text)
    for rule in (SOURCE, FORMULA, CODE, LINK, KEY, TAG, PLACEHOLDER, GLOSS, CALL):
        text = rule.sub(" ", text)
    return [
        word
        for word in WORD.findall(text)
        if word.lower() not in allowed and not IDENTIFIER.fullmatch(word)
    ]


def prose(text):
    """Return the words of a text: without code, formulas, links and names of the code."""
    for rule in (FENCE, SOURCE, FORMULA, CODE, LINK, TAG, PLACEHOLDER, CALL):
        text = rule.sub(" ", text)
    return text
