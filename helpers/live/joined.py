"""Several small JavaScript modules as one text, for a widget or a page that holds them itself."""

import re
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent


def joined(*names: str) -> str:
    """Return modules of this folder as one: without the imports and exports between them.

    Parameters
    ----------
    *names : str
        Names of the files, each after those that it imports. The names that they define must
        differ. Of the last one a default export stays.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If two of them define the same name.

    Examples
    --------
    >>> text = joined("keys.js", "sliders.js")
    >>> "function keepKeys(event)" in text, "export" in text
    (True, False)
    """
    text = "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)
    definition = r"^(?:export )?(?:const|let|(?:async )?function|class) (\w+)"
    defined = Counter(re.findall(definition, text, flags=re.MULTILINE))
    twice = [name for name, times in defined.items() if times > 1]
    if twice:
        raise ValueError(f"{', '.join(names)}: two of them define {twice[0]}.")
    text = re.sub(r"^import .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^export (?!default)", "", text, flags=re.MULTILINE)
