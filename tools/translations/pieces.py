"""Cut a text into what is translated and what stays; put together again, they are the text.

`markdown` and `code` call `translate` with each piece that has words for a reader, and return the
text with what it gave back. With a `translate` that gives back what it got, the text is the same to
the byte.
"""

import io
import re
import tokenize

FENCE = re.compile(r"^([ \t]*)(```+|~~~+)[ \t]*([\w+-]*)[^\n]*\n(.*?)^[ \t]*\2[ \t]*$", re.M | re.S)
BLANK_LINES = re.compile(r"(\n[ \t]*(?:\n[ \t]*)*\n)")
FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)
# Words in a formula: \text{where}; not \text{KL}, which is the name of a function.
TEXT_IN_FORMULA = re.compile(r"\\text\{([^{}]*[a-z][^{}]*)\}")
PICTURE = re.compile(r"!\[\]\([^)]*\)|<[^>]*>")
LETTER = re.compile(r"[^\W\d_]")
SHELLS = {"sh", "bash", "bat", "console", "yaml", "toml"}
COMMENT_IN_SHELL = re.compile(r"(^|[ \t])(#[ \t].*)$", re.MULTILINE)
# What is said to a tool, and not to a reader.
TO_A_TOOL = re.compile(r"#\s*(noqa|type:|fmt:|ruff:|%%)")
# A name in a column of an f-string: a Chinese letter is two columns wide, and is padded otherwise.
NAME_IN_A_COLUMN = re.compile(r"\{name:\d+\}")
STRING = re.compile(r"(?s)([a-zA-Z]*)('''|\"\"\"|'|\")(.*)\2$")
# A string that is an argument of these, or has one of these names, is read by a program.
FUNCTIONS = {"predict", "quiz", "astype", "dtype", "open", "seed"}
KEYWORDS = {"reduction", "dtype", "over", "invalid", "divide", "under", "end", "mode", "when"}
# An answer such as "ACD", a symbol such as "T".
LETTERS_OF_OPTIONS = re.compile(r"[A-H]+|[A-Za-z]")


def markdown(source, translate):
    """Give each block of a Markdown text to `translate`: what stands between two empty lines."""
    done, place = [], 0
    for fence in FENCE.finditer(source):
        done.append(_blocks(source[place : fence.start()], translate))
        body = fence[4]
        if fence[3] in {"python", "py"}:
            body = code(body, translate)
        elif fence[3] in SHELLS:
            body = COMMENT_IN_SHELL.sub(lambda found: found[1] + translate(found[2]), body)
        begin, end = fence.start(4) - fence.start(), fence.end(4) - fence.start()
        done.append(fence[0][:begin] + body + fence[0][end:])
        place = fence.end()
    done.append(_blocks(source[place:], translate))
    return "".join(done)


def _blocks(text, translate):
    parts = BLANK_LINES.split(text)
    for index in range(0, len(parts), 2):
        block = parts[index].strip("\n")
        if _has_words(block):
            begin, end = parts[index].split(block, 1)
            parts[index] = begin + translate(block) + end
    return "".join(parts)


def _has_words(block):
    """Whether a block is more than a formula or a picture without words, or tags."""
    alternative = re.findall(r'alt="[^"]+"', block)
    left = PICTURE.sub("", FORMULA.sub(lambda found: _words_of(found[0]), block))
    return bool(alternative or LETTER.search(left))


def _words_of(formula):
    return " ".join(TEXT_IN_FORMULA.findall(formula))


def code(source, translate):
    """Give each comment and each string with words to `translate`, as it stands in the source.

    Comment lines that follow each other are one piece, without what they are indented by.
    """
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    done, place = [], 0
    for (row, column), (last_row, last_column) in _places(source, lines):
        begin, end = starts[row - 1] + column, starts[last_row - 1] + last_column
        text = source[begin:end]
        if text.startswith("#"):
            indent = "\n" + " " * column
            text = translate(text.replace(indent, "\n")).replace("\n", indent)
        else:
            text = translate(text)
        done += [source[place:begin], text]
        place = end
    return "".join([*done, source[place:]])


def _places(source, lines):
    """Yield where each piece begins and ends."""
    tokens = _whole_strings(tokenize.generate_tokens(io.StringIO(source).readline), lines)
    run, seen = None, []
    for kind, text, begin, end in tokens:
        whole_line = kind == tokenize.COMMENT and not lines[begin[0] - 1][: begin[1]].strip()
        if run and kind != tokenize.NL:
            if whole_line and begin[1] == run[0][1] and begin[0] == run[1][0] + 1:
                run = run[0], end
                continue
            yield run
            run = None
        if kind == tokenize.COMMENT:
            if LETTER.search(text) and not TO_A_TOOL.match(text):
                if whole_line:
                    run = begin, end
                else:
                    yield begin, end
        elif kind == tokenize.STRING and _is_read(text, seen):
            yield begin, end
        if kind not in {tokenize.NL, tokenize.COMMENT}:
            seen = [*seen[-2:], text]
    if run:
        yield run


def _whole_strings(tokens, lines):
    """Give an f-string as one token on every Python; from 3.12 on it comes in parts."""
    start, stop = getattr(tokenize, "FSTRING_START", None), getattr(tokenize, "FSTRING_END", None)
    depth, first = 0, (1, 0)
    for kind, text, begin, end, _ in tokens:
        if kind == start and start is not None:
            depth += 1
            first = begin if depth == 1 else first
        if not depth:
            yield kind, text, begin, end
        elif kind == stop:
            depth -= 1
            if not depth:
                yield tokenize.STRING, _between(lines, first, end), first, end


def _between(lines, begin, end):
    rows = lines[begin[0] - 1 : end[0]]
    rows[-1] = rows[-1][: end[1]]
    rows[0] = rows[0][begin[1] :]
    return "".join(rows)


def _is_read(text, seen):
    """Whether a string has words for a reader; `seen` are the three tokens before it."""
    prefix, _, body = STRING.match(text).groups()
    if "f" in prefix.lower():
        if NAME_IN_A_COLUMN.search(body):
            return True
        body = re.sub(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", body)
    if not LETTER.search(re.sub(r"\\.", "", body)):
        return False
    if LETTERS_OF_OPTIONS.fullmatch(body):
        return False
    before = seen[-1] if seen else ""
    name = seen[-2] if len(seen) > 1 else ""
    by_a_program = (before == "(" and name in FUNCTIONS) or (before == "=" and name in KEYWORDS)
    return not by_a_program
