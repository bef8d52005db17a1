"""PyTorch, which lesson 06 alone needs: fetch it, or say in plain words how to install it."""

import importlib
import sys
from textwrap import fill
from types import ModuleType, SimpleNamespace
from typing import Any

from helpers.lessons.l06_pytorch.stored import show_instead

VERSION = "2.13.0"

HOW_TO_INSTALL = {
    "linux": (
        f'Linux: PyTorch\'s own "Get started" page gives the command. Choose Linux, Pip, Python '
        f"and CPU there; it is `pip install torch=={VERSION}` with one more option. Without that "
        "option pip takes the build for graphics cards, several gigabytes that are not needed here."
    ),
    "darwin": f"macOS: `pip install torch=={VERSION}`. That is the CPU build.",
    "win32": f"Windows: `pip install torch=={VERSION}`. That is the CPU build.",
}


IN_A_BROWSER = (
    "No browser has PyTorch: cells that need it show the results that are stored with the course.\n"
    "All the rest runs here. To run those too, open the course on a computer that has PyTorch."
)


class PyTorchMissing(ImportError):
    """PyTorch cannot be imported; a notebook shows the message alone, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        """Return the lines that IPython shows in place of a traceback."""
        return str(self).splitlines()


def need_pytorch() -> ModuleType:
    """Return the module torch.

    Returns
    -------
    module
        In a browser, which has no PyTorch, a stand-in: the cells that need it show stored results.

    Raises
    ------
    PyTorchMissing
        If PyTorch is not installed or does not load. The message says what to do; it stops the
        notebook without a traceback.

    Examples
    --------
    >>> import importlib.util
    >>> if importlib.util.find_spec("torch"):
    ...     torch = need_pytorch()
    """
    if sys.platform == "emscripten":
        return _in_a_browser()
    try:
        return importlib.import_module("torch")
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise PyTorchMissing(_does_not_load(error)) from error
        raise PyTorchMissing(_not_installed()) from error
    except (ImportError, OSError) as error:
        raise PyTorchMissing(_does_not_load(error)) from error


def _in_a_browser() -> Any:
    show_instead()
    print(IN_A_BROWSER)
    return SimpleNamespace(set_num_threads=lambda threads: None)


def _not_installed(platform: str = sys.platform) -> str:
    """Say how to install PyTorch: the platform at hand first, then the others."""
    mine = platform if platform in HOW_TO_INSTALL else "linux"
    rows = [HOW_TO_INSTALL[mine]]
    rows += [words for name, words in HOW_TO_INSTALL.items() if name != mine]
    return "\n".join(
        [
            "This lesson needs PyTorch, which is not installed here. (No other lesson needs it.)",
            "Install its CPU build:",
            *(fill(words, 88, initial_indent="  - ", subsequent_indent="    ") for words in rows),
            "In a cell of this notebook, write %pip in place of pip: then it is installed where",
            "this notebook runs. Then choose Kernel > Restart Kernel and run this cell again.",
        ]
    )


def _does_not_load(error: Exception) -> str:
    return "\n".join(
        [
            "PyTorch is installed here, but it does not load:",
            f"  {type(error).__name__}: {error}",
            f"Install it again, for example with %pip install --force-reinstall torch=={VERSION}",
            '(on Linux with the option for the CPU build, as on PyTorch\'s "Get started" page),',
            "then choose Kernel > Restart Kernel and run this cell again.",
        ]
    )
