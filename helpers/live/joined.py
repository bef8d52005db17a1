"""Several small JavaScript modules as one text, for a widget or a page that holds them itself."""

import re
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

    Examples
    --------
    >>> text = joined("keys.js", "sliders.js")
    >>> "function keepKeys(event)" in text, "export" in text
    (True, False)
    """
    text = "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)
    text = re.sub(r"^import .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^export (?!default)", "", text, flags=re.MULTILINE)
