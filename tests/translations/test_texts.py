"""Each translated text: nothing lost, nothing left in English, and written as agreed."""

import re
import tomllib

import polib
import pytest
from markdown_it import MarkdownIt

from tests.translations import texts
from tools.translations import catalogs

LANGUAGE = "zh_CN"
TERMS = tomllib.loads((catalogs.FOLDER / LANGUAGE / "terms.toml").read_text(encoding="utf-8"))
ALLOWED = set(TERMS["allowed"]["words"])
NAMES = sorted(path.stem for path in (catalogs.FOLDER / LANGUAGE).glob("*.po"))
ALL = [(language, name) for language in catalogs.languages() for name in NAMES]
MARKDOWN = MarkdownIt("commonmark").enable("table")
PLURALS = {"y": "(?:y|ies)", "x": "(?:x|ces)"}

each_catalog = pytest.mark.parametrize("name", NAMES)


def translated(name, language):
    """Yield each entry of a catalog with each of its translations."""
    for entry in catalogs.read(language, name):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            yield entry, text


def in_code(entry):
    return entry.msgctxt is not None and texts.of_code(entry.msgid)


def faults_of(name, look, language=LANGUAGE):
    """Return what a function finds wrong in the texts of a catalog, and where."""
    return [
        f"{entry.msgctxt}: {fault}: {text[:60]!r}"
        for entry, text in translated(name, language)
        for fault in look(entry, text)
    ]


def lost(entry, text):
    if in_code(entry):
        return texts.lost_in_code(entry.msgid, text)
    return texts.lost(entry.msgid_plural or entry.msgid, text)


def badly_written(entry, text):
    if texts.is_literal(entry.msgid) and entry.msgctxt:
        return []
    return texts.badly_written(text, prose=entry.msgctxt is not None and not in_code(entry))


def left_in_english(entry, text):
    if text == entry.msgid and in_code(entry):
        return []  # what a program reads
    return texts.left_in_english(text, ALLOWED)


def not_bold(entry, text):
    """Return stars that stay stars: a closing ** after a mark and before a letter is none."""
    if entry.msgctxt is None or in_code(entry):
        return []
    shown = re.sub(
        r"<code.*?</code>", "", MARKDOWN.render(texts.FORMULA.sub("x", text)), flags=re.S
    )
    return ["stars are shown"] if "**" in shown else []


def other_words(entry, text):
    """Return the terms that a text has in English and the translation has not in Chinese."""
    if in_code(entry) and texts.is_literal(entry.msgid):
        return []
    if any(part in entry.msgid for part in TERMS["in_another_sense"]):
        return []
    english = texts.prose(entry.msgid)
    return [
        f"{term!r} is none of {words}"
        for term, words in TERMS["terms"].items()
        if re.search(pattern_of(term), english, re.IGNORECASE)
        and not any(word in text for word in words)
        and not re.search(pattern_of(term), text, re.IGNORECASE)  # a name in the code
    ]


def pattern_of(term):
    ending = PLURALS.get(term[-1], f"{term[-1]}(?:e?s)?")
    return rf"(?<![\w.-]){re.escape(term[:-1])}{ending}(?![\w-])".replace(r"\ ", r"\s+")


def never_written(entry, text):
    return [f"{rule}" for rule in TERMS["never"] if re.search(rule, text)]


@each_catalog
@pytest.mark.parametrize(
    "look",
    [badly_written, left_in_english, not_bold, other_words, never_written],
    ids=lambda look: look.__name__,
)
def test_texts(name, look):
    assert faults_of(name, look) == []


@pytest.mark.parametrize(("language", "name"), ALL)
def test_nothing_is_lost(language, name):
    assert faults_of(name, lost, language) == []


# The tests above see what they should -------------------------------------------------------------


def entry_of(english, translation, context="cell"):
    return polib.POEntry(msgid=english, msgctxt=context), translation


@pytest.mark.parametrize(
    ("look", "english", "translation"),
    [
        (lost, "The loss is $-\\log p$.", "损失是 $\\log p$。"),
        (lost, "The loss is 0.417.", "损失是 0.471。"),
        (lost, "See [02](02_one_hot.ipynb).", "见 [02](03_softmax.ipynb)。"),
        (lost, "Use `np.exp`.", "用 `np.log`。"),
        (lost, "Press <kbd>Tab</kbd>.", "按 Tab。"),
        (lost, "Press <kbd>Tab</kbd>.", "按 <kbd>Enter</kbd>。"),
        (lost, "The sum is {total:.2f}.", "和是 {sum:.2f}。"),
        (lost, "The sum is {total:.2f}.", "和是 {total}。"),
        (lost, "<details>\n<summary>More</summary>", "<summary>延伸</summary>"),
        (lost, 'f"right: {share:.2f}"', 'f"对：{loss:.2f}"'),
        (lost, 'f"right: {share:.2f}"', 'f"对：0.5"'),
        (lost, '"step"', "步"),
        (lost, "# one sum for each", "每个一个和"),
        (badly_written, "One, two.", "一,二。"),
        (badly_written, "One.", "一."),
        (badly_written, "One (two).", "一 (二)。"),
        (badly_written, "The softmax.", "用softmax吧。"),
        (badly_written, "The softmax is.", "用 softmax吧。"),
        (badly_written, "Of $p$.", "把$p$ 加起来。"),
        (badly_written, "Half.", "50%的照片。"),
        (badly_written, "A word.", "一个 词。"),
        (badly_written, "A *word*.", "一个*词*。"),
        (badly_written, "A, b.", "一 ，二。"),
        (badly_written, "A\nb.", "第一行，\n第二行。"),
        (left_in_english, "The loss.", "这个 loss。"),
        (left_in_english, "**Predict.** What?", "**Predict.** 会怎样？"),
        (not_bold, "**Sum.** So", "**和。**所以"),
        (other_words, "The cross-entropy.", "互熵。"),
        (other_words, "The probabilities.", "几率。"),
        (other_words, "Two classes.", "两个分组。"),
        (never_written, "Maximum likelihood.", "最大似然估计。"),
        (never_written, "Normalise.", "规范化。"),
        (never_written, "Look.", "请您看。"),
    ],
)
def test_what_is_wrong_is_noticed(look, english, translation):
    assert list(look(*entry_of(english, translation)))


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        ("**Sums.** The $p_k$ of `p` sum to 1.", "**和**：`p` 的各个 $p_k$ 加起来是 1。"),
        ("A softmax (Bridle, 1990) of 3 scores.", "3 个得分的 softmax（Bridle，1990）。"),
        ('f"{name:8} loss {loss:.2f}"', 'f"{name:\u3000<4} 损失 {loss:.2f}"'),
        ("The slope of $\\text{loss} = 2$", "$2 = \\text{损失}$ 的斜率"),
        ("A **target**, or goal.", "**目标**（target），即想要的值。"),
    ],
)
def test_what_is_right_passes(english, translation):
    looks = [lost, badly_written, left_in_english, not_bold, other_words, never_written]
    assert [list(look(*entry_of(english, translation))) for look in looks] == [[]] * 6
