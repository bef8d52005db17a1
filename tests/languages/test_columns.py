"""Lines of a text: as wide as asked for, and none begins with a comma."""

import textwrap

import pytest

from helpers.languages.columns import columns_of, wrap

CHINESE = "不是概率：exp(1000) 上溢，超过 709.8 就是 inf。点在“猫”、狗和（兔子）的交界处。"
ENGLISH = "Not probabilities: exp(1000) overflows, above 709.8 it is inf; inf / inf is nan."


@pytest.mark.parametrize("width", range(12, 60))
def test_chinese_lines_fit_and_begin_with_no_mark(width):
    lines = wrap(CHINESE, width)
    assert "".join(lines).replace(" ", "") == CHINESE.replace(" ", "")
    assert max(map(columns_of, lines)) <= width
    assert not any(line[0] in "，。：；？！、）”" or line[-1] in "（“" for line in lines)


@pytest.mark.parametrize("width", range(14, 60))
def test_english_lines_are_those_of_textwrap(width):
    assert wrap(ENGLISH, width) == textwrap.wrap(ENGLISH, width)
